"""Rows of the conflicts of a draft: what sources said differently on a point, each side with its anchor."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.errors import UsageError
from provenance.points import Cell, NewPoint, Point
from provenance.records import TextAnchor
from provenance.store import codec
from provenance.store.cited import NAMES, Citer
from provenance.store.codec import Plain
from provenance.store.database import Read
from provenance.store.ids import source_number
from provenance.store.opener import Connection

_CONFLICT = "n, kind, about, conflict"
_SIDE = "conflict, side.n, value, hedged, side.source, label, anchor"


def insert(db: Connection, draft: int, points: Sequence[NewPoint]) -> None:
    """Store the conflicts of a draft in order. Raises UsageError("bad_value") for a point that is none."""
    for n, point in enumerate(points, start=1):
        if point.conflict is None or len(point.cells) < 2:
            why = "its sources say the same, or one alone speaks of it"
            raise UsageError("bad_value", value=codec.clean(point.about), what="a conflict", why=why)
        db.execute(
            f"INSERT INTO conflict (draft, {_CONFLICT}) VALUES (?, ?, ?, ?, ?)",
            (draft, n, point.kind, codec.clean(point.about), point.conflict),
        )
        rows = [
            (draft, n, at, source_number(cell.citation.source_id), codec.clean(cell.value), cell.hedged)
            + (cell.citation.label, codec.dump(cell.citation.anchor))
            for at, cell in enumerate(point.cells, start=1)
        ]
        columns = "draft, conflict, n, source, value, hedged, label, anchor"
        db.executemany(f"INSERT INTO side ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def load(read: Read, draft: int) -> tuple[Point, ...]:
    """The conflicts of a draft in order; their citations bear the names that the sources have now."""
    conflicts = read(f"SELECT {_CONFLICT} FROM conflict WHERE draft = ? ORDER BY n", (draft,))
    if not conflicts:
        return ()
    citer, cells = Citer.of(read, draft, "side"), dict[int, list[Cell]]()
    sql = f"SELECT {_SIDE}, {NAMES} FROM side JOIN source ON source.n = side.source"
    for row in read(f"{sql} WHERE draft = ? ORDER BY conflict, side.n", (draft,)):
        conflict, n, value, hedged = row[:4]
        citation = citer.citation(f"D{draft}.K{conflict}.{n}", row[4:7], row[7:])
        exact = citation.anchor.exact if isinstance(citation.anchor, TextAnchor) else ""
        cells.setdefault(conflict, []).append(Cell(citation, value, bool(hedged), exact))
    return tuple(
        Point(f"D{draft}.K{n}", kind, about, tuple(cells.get(n, ())), conflict)
        for n, kind, about, conflict in conflicts
    )


def listed(read: Read, draft: int) -> dict[str, list[Plain]]:
    """The rows of every conflict of a draft by its id, each with those of its sides as a last column, for digests."""
    sides: dict[int, list[Plain]] = {}
    for row in read(f"SELECT {_SIDE} FROM side WHERE draft = ? ORDER BY conflict, side.n", (draft,)):
        sides.setdefault(row[0], []).append(list(row))
    rows = read(f"SELECT {_CONFLICT} FROM conflict WHERE draft = ? ORDER BY n", (draft,))
    return {f"D{draft}.K{row[0]}": [*row, sides.pop(row[0], [])] for row in rows} | {
        f"D{draft}.K{n}": strays for n, strays in sides.items()
    }
