"""Makes the rows of the evidence list away from the window's thread whenever the sources have changed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.links import of_all
from app.taking_in import read_later
from provenance.footage import ClockReading
from ui.evidence.case_findings import CaseFindings
from ui.evidence.rows import Row, build, held_row
from ui.session import Session


@dataclass(frozen=True, slots=True)
class _Built:
    rows: list[Row]
    clocks: dict[str, str]
    later: dict[str, str]
    titles: dict[str, str]
    links: dict[str, list[dict[str, str]]]
    inside: dict[str, list[tuple[str, str]]]


class Listing(QObject):
    """`rows` as of the last `built`; `clocks` are the cameras' at the first frame, `later` see `read_later`.

    `links` are those of `app.links`, `inside` the ids and titles of the files in each container.
    """

    built = Signal()

    def __init__(self, session: Session, findings: CaseFindings, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._findings = session, findings
        self.rows: list[Row] = []
        self.clocks: dict[str, str] = {}
        self.later: dict[str, str] = {}
        self.links: dict[str, list[dict[str, str]]] = {}
        self.inside: dict[str, list[tuple[str, str]]] = {}
        self._titles: dict[str, str] = {}
        session.sources_withheld.connect(self._strip)
        session.sources_changed.connect(self.build)
        findings.changed.connect(self.build)

    def title_of(self, source_id: str) -> str | None:
        """What people call a source."""
        return self._titles.get(source_id)

    def build(self) -> None:
        """Make the rows of the sources that there are now; `built` tells when they are there."""
        sources, clocks, case = list(self._session.sources.values()), self.clocks, self._session.case
        shared = self._findings.counts

        def work() -> _Built:
            footage = [s.id for s in sources if s.kind == "video" and not s.withheld]
            known = {id: clocks[id] if id in clocks else _clock(case.store.clock(id)) for id in footage}
            titles = {s.id: s.title for s in sources}
            inside: dict[str, list[tuple[str, str]]] = {}
            for one in sources:
                if one.parent:
                    inside.setdefault(one.parent, []).append((one.id, one.title))
            made = build(sources, known, shared)
            return _Built(made, known, read_later(sources), titles, of_all(sources), inside)

        self._session.background.run(self, work, self._take, latest="evidence")

    def _strip(self, ids: frozenset[str]) -> None:
        """What was read out of sources that are withheld now goes at once; their rows are made anew later."""
        sources = self._session.sources
        self.clocks = {id: clock for id, clock in self.clocks.items() if id not in ids}
        self.rows = [held_row(row, sources[row.id]) if row.id in ids else row for row in self.rows]
        self.built.emit()

    def _take(self, found: _Built) -> None:
        self.rows, self.clocks, self.later, self._titles = found.rows, found.clocks, found.later, found.titles
        self.links, self.inside = found.links, found.inside
        self.built.emit()


def _clock(reading: ClockReading | None) -> str:
    """ "14:22", of the clock as read at the first frame; "" where it was not read."""
    return reading.first.rpartition("T")[2][:5] if reading else ""
