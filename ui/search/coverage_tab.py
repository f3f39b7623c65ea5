"""The Coverage tab: what the shown draft used and what it left out, every line a step from its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app import messages
from provenance import report_words
from provenance.opposed_words import not_looked_for
from provenance.records import Claim, Draft, Source, Unused
from ui.coverage.pages import MapPage, NearPage
from ui.place import Place
from ui.search import source_use
from ui.search.choice import Choice
from ui.search.hits import number_of
from ui.search.lines import Line, folded
from ui.search.rows import Row, Rows
from ui.search.telling import left_name, sentence_case
from ui.search.use_table import UseTable, sorted_by
from ui.session import Session
from ui.strings import coverage as cells
from ui.strings import search as words
from ui.strings.common import counted
from ui.widgets.basics import column, frame, label, row
from ui.widgets.empty import EmptyState

_AGAIN = 200  # milliseconds in which changes of reviews are gathered


class CoverageTab(QWidget):
    """Numbers, what was not looked for, then what was left out, all sources, the map, or what is near and unused."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._known: tuple[Draft, Mapping[str, Source], source_use.Counted] | None = None
        self._again = QTimer(self, singleShot=True, interval=_AGAIN)
        self._again.timeout.connect(self._changed)
        self._build()
        session.draft_changed.connect(self._changed)
        session.sources_changed.connect(self._changed)
        session.sources_withheld.connect(lambda _: self._drop())
        session.state_changed.connect(lambda _: self._again.start())
        session.viewed.connect(self._again.start)
        self._changed()

    def _build(self) -> None:
        self.numbers = label("", "strong", wrap=True)
        self.not_looked_for = label("", wrap=True)
        self._notice = frame("notice", column(self.not_looked_for, margins=(12, 6, 12, 6)))
        self.which = Choice(words.COVERAGE_NAME, cells.WAYS, {})
        self.left_out = Rows(words.LEFT_OUT_NAME)
        self.left_out.opened.connect(self._open)
        self.table = UseTable()
        self.table.order_asked.connect(self._make)
        self.table.opened.connect(lambda source_id: self._session.show_place(Place(source_id)))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.left_out)
        self._pages.addWidget(frame("pane", column(self.table, margins=(1, 1, 1, 1))))
        self.map_page, self.near_page = MapPage(self._session), NearPage(self._session)
        self._pages.addWidget(self.map_page)
        self._pages.addWidget(self.near_page)
        self.which.chosen.connect(self._choose)
        whole = QWidget()
        layout = column(self.numbers, self._notice, gap=8)
        layout.addLayout(row(self.which, None))
        layout.addWidget(self._pages, 1)
        whole.setLayout(layout)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(words.COVERAGE_EMPTY_HEAD, words.COVERAGE_EMPTY_TEXT))
        self._stack.addWidget(whole)
        self.setLayout(column(self._stack))

    def _changed(self) -> None:
        """What is in sight is made anew; what is not, when it comes into sight."""
        self._stack.setCurrentIndex(int(self._session.draft is not None))
        if self.isVisible():
            self._make()

    def _choose(self, value: str) -> None:
        self._pages.setCurrentIndex(list(self.which.buttons).index(value))
        self._make()

    def _drop(self) -> None:
        """Sources came to be withheld: nothing that was made before stays, in sight or not."""
        self.left_out.show_rows([])
        self.table.show_uses([])
        self.map_page.drop()
        self.near_page.drop()
        self._make()  # overtakes what is being made of the draft as it was

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._make()

    def _make(self) -> None:
        """Make the page in front anew, off this thread; until then it shows what it showed."""
        session, draft, sources = self._session, self._session.draft, self._session.sources
        self._again.stop()
        if draft is None:
            return
        without = not_looked_for(draft)
        self.not_looked_for.setText(words.NOT_LOOKED_FOR.format(what=" and ".join(without).capitalize()))
        self._notice.setVisible(bool(without))
        if self.which.value in ("map", "near"):
            self.numbers.setText(numbers(draft, sources))
            (self.map_page if self.which.value == "map" else self.near_page).make()
            return
        if self.which.value == "sources":
            self._make_table(draft, sources)
            return
        withheld = list(session.withheld)

        def then(found: tuple[str, list[Row]]) -> None:
            self.numbers.setText(found[0])
            self.left_out.show_rows(found[1], keep=True)

        session.background.run(
            self, lambda: (numbers(draft, sources), left_out(draft, withheld, sources)), then, latest="coverage"
        )

    def _make_table(self, draft: Draft, sources: Mapping[str, Source]) -> None:
        session, order, states = self._session, self.table.order, dict(self._session.states)
        known = self._known  # what was counted of the same draft and sources holds
        counted = known[2] if known and known[0] is draft and known[1] is sources else None

        def work() -> tuple[str, source_use.Counted, list[source_use.SourceUse]]:
            found = counted or source_use.count(session.case, {c.source_id for x in draft.claims for c in x.cited()})
            made = source_use.uses(draft.claims, sources.values(), states, found)
            return numbers(draft, sources), found, sorted_by(order, made)

        def then(found: tuple[str, source_use.Counted, list[source_use.SourceUse]]) -> None:
            self._known = (draft, sources, found[1])
            self.numbers.setText(found[0])
            self.table.show_uses(found[2])

        session.background.run(self, work, then, latest="coverage")

    def _open(self, key: tuple[str, str]) -> None:
        """Show the source of a line; of a claim the place that it cites."""
        kind, id = key
        claim = self._session.claim(id) if kind == "claim" else None
        if claim is not None and claim.cited():
            self._session.select(claim.id)
            self._session.show_place(Place.of(claim.cited()[0]))
        elif kind == "source":
            self._session.show_place(Place(id))


def numbers(draft: Draft, sources: Mapping[str, Source]) -> str:
    """ "1,204 passages searched · 60 retrieved as near · 41 cited · 9 of 11 sources cited"."""
    cover = draft.coverage
    cited = {c.source_id for claim in draft.claims if not claim.held_back for c in claim.cited()}
    told = (
        counted(cover.passages, "passage searched", words.PASSAGES_SEARCHED),
        f"{cover.retrieved:,} {words.RETRIEVED}",
        f"{cover.cited:,} {words.CITED}",
        f"{len(cited):,} {words.SOURCES_CITED.format(sources=counted(max(len(sources), len(cited)), 'source'))}",
    )
    return " · ".join(told)


def left_out(draft: Draft, withheld: Iterable[tuple[str, str]], sources: Mapping[str, Source]) -> list[Row]:
    """What the draft left out, section by section, each with its reason in words."""
    held = [_held(claim) for claim in draft.claims if claim.held_back]
    barred = [_withheld(claim_id, source_id, sources) for claim_id, source_id in withheld]
    cover = draft.coverage
    rows = [
        *_section(words.UNREAD_HEAD, [_unused(u, sources) for u in cover.unread_sources], words.NONE_UNREAD),
        *_section(words.UNUSED_HEAD, [_unused(u, sources) for u in cover.unused_sources], words.NONE_UNUSED),
        *_section(words.HELD_BACK_HEAD, held, words.NONE_HELD_BACK),
    ]
    return [*rows, *(_section(words.WITHHELD_HEAD, barred, "") if barred else ())]


def _section(head: str, rows: list[Row], none: str) -> list[Row]:
    heading = Row(head, (Line(f"{head} · {len(rows):,}".upper() if rows else head.upper(), "section"),), heading=True)
    return [heading, *(rows or [Row(none, (Line(none, "muted"),), heading=True)])]


def _unused(left: Unused, sources: Mapping[str, Source]) -> Row:
    title = left_name(left, sources)
    name = "" if title == left.source_name else left.source_name
    head = folded(" · ".join(p for p in (title, name) if p))[0]
    reason = sentence_case(messages.reason(left.reason))
    return Row(("source", left.source_id), (Line(head, "strong", fit="right"), Line(reason, "muted")))


def _held(claim: Claim) -> Row:
    reasons = "; ".join(report_words.verdict_reasons(claim)) or words.NO_REASON
    where = ", ".join(f"{c.exhibit or c.source_name} {c.label}".strip() for c in claim.cited())
    lines = (Line(folded(claim.text)[0], "text", most=4), Line(where, "head", fit="right"), Line(reasons, "amber"))
    return Row(("claim", claim.id), lines)


def _withheld(claim_id: str, source_id: str, sources: Mapping[str, Source]) -> Row:
    source = sources.get(source_id)
    head = words.WITHHELD_CLAIM.format(number=number_of(claim_id), source=source.title if source else source_id)
    return Row(("source", source_id), (Line(head, "strong", fit="right"), Line(words.WITHHELD_WHY, "muted")))
