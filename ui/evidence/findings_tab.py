"""The Findings tab: what a person should look into, over the case and source by source, each a step from its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from provenance.records import Source
from ui.evidence.case_findings import CaseFindings
from ui.evidence.found import Found, found, of_case
from ui.search.lines import Line
from ui.search.rows import Row, Rows
from ui.session import Session
from ui.source_name import name_of
from ui.strings import evidence as words
from ui.strings.common import counted
from ui.widgets.basics import column, label
from ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from app.findings import CaseFinding

MOST_SOURCES = 20  # of one finding that are named one by one


class FindingsTab(QWidget):
    """Shows `findings` and those of each source; a click or Enter opens the place."""

    def __init__(self, session: Session, findings: CaseFindings) -> None:
        super().__init__()
        self._session, self._findings = session, findings
        self._known: tuple[object, object] = (None, None)
        self.summary = label("", "strong", wrap=True)
        self.rows = Rows(words.FINDINGS_LIST)
        self.rows.opened.connect(session.show_place)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.rows)
        self._stack.addWidget(EmptyState(words.FINDINGS_NONE_HEAD, words.FINDINGS_NONE))
        layout = column(self.summary, label(words.FINDINGS_LEAD, "muted", wrap=True), gap=4, margins=(4, 4, 4, 0))
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.rows)
        session.sources_changed.connect(self._changed)
        session.sources_withheld.connect(lambda _: self._changed())
        findings.changed.connect(self._changed)
        self._changed()

    def _changed(self) -> None:
        sources, of_all = self._session.sources, list(self._findings.found)
        if self._known == (sources, of_all):
            return
        self._known = (sources, of_all)

        def then(made: tuple[str, list[Row]]) -> None:
            told, rows = made
            waits = not self._findings.ready
            self.summary.setText(words.FINDINGS_LOOKING if waits and not rows else told)
            self.rows.show_rows(rows, keep=True)
            self._stack.setCurrentIndex(0 if rows or waits else 1)

        self._session.background.run(self, lambda: listed(of_all, sources), then, latest="findings-tab")


def listed(of_all: Sequence[CaseFinding], sources: Mapping[str, Source]) -> tuple[str, list[Row]]:
    """ "5 findings in 4 sources", and the rows: findings that concern several sources, then those of each source."""

    def title_of(source_id: str) -> str | None:
        return sources[source_id].title if source_id in sources else None

    alone, together, concerned = list[Row](), list[Row](), set[str]()
    for number, finding in enumerate(of_all):
        said, each = of_case(finding, title_of)
        concerned |= {one.place.source_id for one in each}
        if len(each) == 1:
            alone.append(_alone(each[0], sources))
            continue
        together.append(Row(("case", number), (Line(said, "text"),), heading=True))
        together += [_place(one, sources) for one in each[:MOST_SOURCES]]
    own = [found(s.id, n, title_of) for s in sources.values() if not s.withheld for n in s.findings]
    concerned |= {one.place.source_id for one in own}
    single = [_alone(one, sources) for one in own]
    count = words.FINDINGS_SUMMARY.format(
        count=words.findings(len(of_all) + len(own)), sources=counted(len(concerned), "source")
    )
    rows = [*alone, *together]  # else one that concerns a single source looks like one more of those above it
    made = [*(_headed(words.FINDINGS_OF_CASE, rows)), *(_headed(words.FINDINGS_OF_SOURCES, single))]
    return count if made else "", made


def _headed(head: str, rows: list[Row]) -> list[Row]:
    return [Row(head, (Line(head.upper(), "section"),), heading=True), *rows] if rows else []


def _place(one: Found, sources: Mapping[str, Source]) -> Row:
    return Row(one.place, (Line(_name(one, sources), "strong", fit="right"),), side=one.where)


def _alone(one: Found, sources: Mapping[str, Source]) -> Row:
    return Row(one.place, (Line(_name(one, sources), "strong", fit="right"), Line(one.words, "amber")), side=one.where)


def _name(one: Found, sources: Mapping[str, Source]) -> str:
    source = sources.get(one.place.source_id)
    return name_of(source) if source is not None else one.place.source_id
