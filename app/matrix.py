"""The witness matrix of a case as it is now: what its sources say on the same points, each in its own words.

Nothing of it is stored. That the sources were compared is written to the case's log, as searches are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.anchors import citation_json
from provenance.errors import TaskError
from provenance.points import Cell, NewPoint, Point
from provenance.ports import Progress
from provenance.records import Citation, Source, TextAnchor
from provenance.store.records import NewCitation
from summarise.service import compare

if TYPE_CHECKING:
    from app.case import Case

ACTION = "sources_compared"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Points, conflicts first, and the sources that speak of one, in the order of the case.

    `searched` passages were compared, `pending` not, as they have no vector yet. `recorded`: the log tells of it.
    `more`: there are more points, of which these are the surest.
    """

    points: tuple[Point, ...] = ()
    sources: tuple[Source, ...] = ()
    searched: int = 0
    pending: int = 0
    more: bool = False
    recorded: bool = False

    @property
    def conflicts(self) -> tuple[Point, ...]:
        return tuple(p for p in self.points if p.conflict)

    def json(self) -> dict[str, object]:
        """What `conflicts` prints."""
        return {
            "sources": [_source_json(source) for source in self.sources],
            "points": [point_json(point) for point in self.points],
            "searched": self.searched,
            "pending": self.pending,
            "more": self.more,
        }


def matrix(case: Case, source_ids: Sequence[str] | None, progress: Progress, placed: bool) -> Matrix:
    """Compare the open sources of the case, or these; see `Case.compare`."""
    with case.turns.reading():
        if not progress("Opening the passages", 0.0, 0.0):  # what is opened for it takes some seconds the first time
            raise TaskError("cancelled")
        renderer = case.renderer if placed else None
        found = compare(
            case.store, case.embedder, case.index, source_ids=source_ids, progress=progress, renderer=renderer
        )
    sources = {s.id: s for s in case.store.sources() if not s.withheld}  # as it is by now: they may have been withheld
    shown = [p for p in found.points if all(c.citation.source_id in sources for c in p.cells)]
    shown.sort(key=lambda p: p.conflict is None)
    points = tuple(_point(n, point, sources) for n, point in enumerate(shown, start=1))
    speak = {c.citation.source_id for p in points for c in p.cells}
    made = Matrix(
        points, tuple(s for s in sources.values() if s.id in speak), found.searched, found.pending, found.more
    )
    return replace(made, recorded=_record(case, made, source_ids))


def point_json(point: Point) -> dict[str, object]:
    """A row of the matrix as JSON values; "kind" says of what it is, "conflict" how its cells differ, or null."""
    known: dict[str, object] = {"id": point.id, "kind": point.kind, "about": point.about, "conflict": point.conflict}
    return known | {"cells": [_cell_json(cell) for cell in point.cells]}


def _cell_json(cell: Cell) -> dict[str, object]:
    citation = cell.citation
    known: dict[str, object] = {"source_id": citation.source_id, "exhibit": citation.exhibit}
    return known | {"value": cell.value, "hedged": cell.hedged, "citation": citation_json(citation)}


def _source_json(source: Source) -> dict[str, object]:
    witness = source.fields.get("witness", "")
    return {"source_id": source.id, "exhibit": source.exhibit, "name": source.name, "witness": witness}


def _point(number: int, new: NewPoint, sources: dict[str, Source]) -> Point:
    id = f"P{number}"
    cells = []
    for n, cell in enumerate(new.cells, start=1):
        anchor = cell.citation.anchor
        says = anchor.exact if isinstance(anchor, TextAnchor) else ""
        cells.append(Cell(_citation(f"{id}.{n}", cell.citation, sources), cell.value, cell.hedged, says))
    return Point(id, new.kind, new.about, tuple(cells), new.conflict)


def _citation(id: str, new: NewCitation, sources: dict[str, Source]) -> Citation:
    source = sources[new.source_id]
    return Citation(id, source.id, source.name, source.exhibit, new.label, new.anchor, new.role)


def _record(case: Case, made: Matrix, source_ids: Sequence[str] | None) -> bool:
    """Have the log tell that the sources were compared; gives whether it does, `case.unrecorded` says why not."""
    detail = {
        "conflicts": len(made.conflicts), "points": len(made.points),
        "searched": made.searched, "pending": made.pending, "sources": source_ids,
    }  # fmt: skip
    case.record(ACTION, detail)
    return case.unrecorded is None
