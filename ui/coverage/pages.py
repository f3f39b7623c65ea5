"""Two pages of the Coverage tab: the map with its legend, and the passages near that the draft does not use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from provenance.coverage import NearUnused, SourceCells
from provenance.coverage_map import by_source
from provenance.coverage_near import near_unused
from provenance.records import Claim, Draft, FrameAnchor, Source
from provenance.report_reviews import without_rejected
from provenance.reviews import ClaimState
from ui.coverage.legend import legend
from ui.coverage.map_view import MapView
from ui.place import Place
from ui.search.hits import HitList, number_of
from ui.search.lines import Line, folded
from ui.search.rows import Row
from ui.session import Session
from ui.strings import coverage as words
from ui.strings import search as search_words
from ui.strings.common import counted
from ui.widgets.basics import column, frame, label
from ui.widgets.empty import EmptyState
from ui.widgets.standing import Standing

_MOST_LINES = 6  # of the words of a passage


class MapPage(QWidget):
    """The legend, the map, and a line that says what the square under the pointer or the keyboard is about."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.map = MapView()
        self.map.opened.connect(session.show_place)
        self.said = label(words.MAP_HINT, "muted", wrap=True)
        self.map.told.connect(lambda text: self.said.setText(text or words.MAP_HINT))
        self.setFocusProxy(self.map)
        layout = column(legend(), frame("pane", column(self.map, margins=(8, 8, 4, 4))), self.said, gap=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def make(self) -> None:
        """Make the map of the shown draft anew, off this thread."""
        session, sources = self._session, self._session.sources
        draft = _standing(session.draft, session.states)
        if draft is None:
            return

        def work() -> tuple[tuple[SourceCells, ...], dict[str, str]]:
            found = by_source(draft, session.case.store)
            return found, _titles(sources, found)

        session.background.run(self, work, lambda found: self.map.show_map(*found), latest="coverage map")

    def drop(self) -> None:
        """Let go of what is shown."""
        self.map.show_map((), {})


class NearPage(QWidget):
    """Passages drawn on and not cited, the nearest first; each a step from its place, and from being a claim."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._found: dict[int, NearUnused] = {}
        self._adding: set[str] = set()
        self.said = label("", "muted", wrap=True)
        self.list = HitList()
        self.list.setAccessibleName(words.NEAR_LIST)
        self.list.may_add = session.writable
        self.list.lay_anew()
        self.list.opened.connect(self._open)
        self.list.adding.connect(self._add)
        self._stack = Standing(self.list)
        self.setFocusProxy(self.list)
        layout = column(self.said, self._stack, gap=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def make(self) -> None:
        """Look for them anew, off this thread; what is chosen stays the chosen one, or its neighbour."""
        session, sources = self._session, self._session.sources
        draft = _standing(session.draft, session.states)
        if draft is None:
            return

        def work() -> tuple[list[NearUnused], list[Row]]:
            found = near_unused(draft, session.case.store)
            return found, [_row(number, one, sources) for number, one in enumerate(found)]

        session.background.run(self, work, lambda found: self._show(*found), latest="coverage near")

    def drop(self) -> None:
        """Let go of what is shown."""
        self._show([], [])

    def _show(self, found: Sequence[NearUnused], rows: Sequence[Row]) -> None:
        at, had = self.list.currentIndex().row(), self.list.hasFocus()
        self._found = dict(enumerate(found))
        self.list.show_rows(rows)
        told = words.NEAR_TOLD if self._session.writable else words.NEAR_READ_ONLY
        self.said.setText(told.format(passages=counted(len(found), "passage")))
        self.said.setVisible(bool(found))
        self._stack.put(None if found else EmptyState(words.NONE_NEAR_HEAD, words.NONE_NEAR_TEXT))
        if found and at >= 0:
            self.list.setCurrentIndex(self.list.model_.index(min(at, len(found) - 1)))
        if found and had:
            self.list.enter()

    def _open(self, number: int) -> None:
        citation = self._found[number].citation
        self._session.show_place(Place(citation.source_id, anchor=citation.anchor))

    def _add(self, number: int) -> None:
        """Have the words as a claim of the shown draft; it then leaves this list."""
        session, one = self._session, self._found[number]
        anchor = one.citation.anchor
        if not session.writable or isinstance(anchor, FrameAnchor) or one.passage.id in self._adding:
            return
        self._adding.add(one.passage.id)
        at = (one.citation.source_id, anchor.start, anchor.end)

        def then(claim: Claim) -> None:
            self._adding.discard(one.passage.id)
            session.tell_of_claims(search_words.ADDED_TOLD.format(number=number_of(claim.id)))

        def failed(error: Exception) -> None:
            self._adding.discard(one.passage.id)
            session.failed.emit(error)

        session.add_by_hand(self, lambda draft_id: session.case.reviewing.add_claim(draft_id, *at), then, failed)


def _standing(draft: Draft | None, states: Mapping[str, ClaimState]) -> Draft | None:
    """The shown draft without what a person rejected."""
    return None if draft is None else without_rejected(draft, states)[0]


def _titles(sources: Mapping[str, Source], found: Sequence[SourceCells]) -> dict[str, str]:
    return {s.source_id: sources[s.source_id].title if s.source_id in sources else s.exhibit for s in found}


def _row(number: int, one: NearUnused, sources: Mapping[str, Source]) -> Row:
    source, citation = sources.get(one.citation.source_id), one.citation
    who = one.passage.speaker or (source.fields.get("witness", "") if source else "")
    place = ", ".join(p for p in (citation.exhibit or citation.source_name, citation.label) if p)
    quoted = "" if isinstance(citation.anchor, FrameAnchor) else folded(citation.anchor.exact)[0]
    lines = [Line(" · ".join(p for p in (place, folded(who)[0]) if p), "head", fit="right")]
    lines.append(Line(quoted, "reading", most=_MOST_LINES))
    if one.score is not None:
        lines.append(Line(words.SCORE.format(score=f"{one.score:.2f}"), "muted"))
    return Row(number, tuple(lines))
