"""The matrix as the window lists it: which points are shown, in which order the sources stand; nothing is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.matrix import Matrix
from provenance.points import Cell, Point
from provenance.records import Source
from ui.source_name import natural
from ui.strings import witnesses as words
from ui.strings.common import counted

_NOTHING = Point("", "object", "", ())
BESIDE = 2  # sides in a line, where points are packed: as many as can be read in the narrowest window


@dataclass(frozen=True, slots=True)
class Row:
    """A point, or the head of a group of points.

    Where points are packed, a point has a head of its own, `names`, and below it lines of `sides`.
    """

    head: str = ""
    point: Point | None = None
    names: Point | None = None
    sides: tuple[Cell, ...] = ()

    def cells(self, source_id: str) -> list[Cell]:
        """What a source says on the point."""
        return [c for c in self.point.cells if c.citation.source_id == source_id] if self.point else []

    def spoken(self) -> str:
        """The row's own words, as a screen reader reads them."""
        about = self.point or self.names
        if about is None:
            return self.head
        return ". ".join((words.kind(about), about.about, words.SPEAK.format(sources=self.speak())))

    def who(self) -> str:
        """Which sources speak on the point: "BL/1, DN/1"."""
        cells = (self.point or self.names or _NOTHING).cells
        return ", ".join(sorted({c.citation.exhibit or c.citation.source_name for c in cells}, key=natural))

    def speak(self) -> str:
        """How many sources speak on the point: "3 sources"."""
        about = self.point or self.names
        return counted(len({c.citation.source_id for c in about.cells}), "source") if about else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows, and the sources that are their columns: in the order of their exhibit references.

    `packed`: no column is a source's; the sides of a point stand next to each other, `BESIDE` in a line.
    """

    rows: tuple[Row, ...] = ()
    sources: tuple[Source, ...] = ()
    packed: bool = False


def listed(matrix: Matrix, which: str, source_id: str = "") -> Listed:
    """The "conflicts", packed, or "all" points, conflicts first, as a matrix of the sources.

    With `source_id` only those points on which that source speaks; what it says stands first.
    """
    wanted = [p for p in matrix.points if not source_id or any(c.citation.source_id == source_id for c in p.cells)]
    conflicts, others = ([p for p in wanted if bool(p.conflict) is marked] for marked in (True, False))
    shown = conflicts if which == "conflicts" else [*conflicts, *others]
    speak = {c.citation.source_id for p in shown for c in p.cells}
    columns = sorted((s for s in matrix.sources if s.id in speak), key=lambda s: (s.id != source_id, natural(s.title)))
    if which == "conflicts":
        return Listed(tuple(row for p in conflicts for row in _packed(p, source_id)), tuple(columns), packed=True)
    groups = [*_group(words.CONFLICTS_HEAD, conflicts), *_group(words.OTHERS_HEAD, others)]
    return Listed(tuple(groups), tuple(columns))


def _packed(point: Point, source_id: str) -> list[Row]:
    """The head of a point and its sides; the first two differ, and are of two sources where there are two."""
    first = next((c for c in point.cells if c.citation.source_id == source_id), point.cells[0])
    both = [first, _other(point, first)] if len(point.cells) > 1 else [first]
    sides = [*both, *(c for c in point.cells if all(c is not one for one in both))]
    lines = [Row(point=point, sides=tuple(sides[at : at + BESIDE])) for at in range(0, len(sides), BESIDE)]
    return [Row(names=point), *lines]


def _group(head: str, points: Sequence[Point]) -> list[Row]:
    return [Row(f"{head} · {len(points):,}"), *(Row(point=p) for p in points)] if points else []


def pair(point: Point, chosen: Cell | None) -> tuple[Cell, Cell] | None:
    """The two cells to be shown at the left and at the right; None where one alone speaks.

    What was `chosen` stands at the right, where sources are shown; beside it the first that says something else, of
    another source where there is one.
    """
    if len(point.cells) < 2:
        return None
    if chosen is None:
        left = point.cells[0]
        return left, _other(point, left)
    return _other(point, chosen), chosen


def same_point(points: Sequence[Point], wanted: Point) -> Point | None:
    """The one that is the same as one of a draft's: of the same on the same places, else on the same of a source."""

    def places(point: Point) -> set[tuple[str, object]]:
        return {(c.citation.source_id, getattr(c.citation.anchor, "start", None)) for c in point.cells}

    def same(point: Point) -> tuple[bool, int]:
        return point.about == wanted.about, len(places(point) & places(wanted))

    alike = [point for point in points if point.kind == wanted.kind and any(same(point))]
    return max(alike, key=same, default=None)


def _other(point: Point, one: Cell) -> Cell:
    rest = [c for c in point.cells if c is not one]
    same = lambda c: c.value.casefold() == one.value.casefold()  # noqa: E731 - names a thought, once
    return min(rest, key=lambda c: (same(c), c.citation.source_id == one.citation.source_id))
