"""Where the squares of the map stand: rows of sources, each in as many lines as its squares take."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from provenance.coverage import SourceCells

_LEAD = 4  # pixels above the first row, for the frame round a square
At = tuple[int, int]  # number of the source, and of its square


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels: of a square with the gap after it, of the names, of the least row, and between rows."""

    step: int
    names: int
    least: int
    between: int


@dataclass
class MapGrid:
    """Rows laid out for a width; `tops` are where each begins, and the end of the last."""

    sources: Sequence[SourceCells]
    sizes: Sizes
    width: int
    columns: int = field(init=False)
    tops: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = max(1, (self.width - self.sizes.names) // self.sizes.step)
        tops = [_LEAD]
        for source in self.sources:
            lines = -(-len(source.cells) // self.columns)
            tops.append(tops[-1] + max(self.sizes.least, lines * self.sizes.step) + self.sizes.between)
        self.tops = tops

    @property
    def height(self) -> int:
        return self.tops[-1]

    def rows(self, top: int, bottom: int) -> range:
        """Numbers of the sources of which something lies between two heights."""
        first = max(0, bisect_right(self.tops, top) - 1)
        last = min(len(self.sources), bisect_right(self.tops, bottom))
        return range(first, last)

    def cells(self, row: int, top: int, bottom: int) -> range:
        """Numbers of the squares of a source of which something lies between two heights."""
        step, begun = self.sizes.step, self.tops[row]
        first = max(0, (top - begun) // step) * self.columns
        last = max(0, -(-(bottom - begun) // step)) * self.columns
        count = len(self.sources[row].cells)
        return range(min(first, count), min(last, count))

    def corner(self, at: At) -> tuple[int, int]:
        """The upper left corner of a square."""
        line, column = divmod(at[1], self.columns)
        return self.sizes.names + column * self.sizes.step, self.tops[at[0]] + line * self.sizes.step

    def at(self, x: int, y: int) -> At | None:
        """The square at a point."""
        row = bisect_right(self.tops, y) - 1
        if not 0 <= row < len(self.sources) or x < self.sizes.names:
            return None
        column, line = (x - self.sizes.names) // self.sizes.step, (y - self.tops[row]) // self.sizes.step
        number = line * self.columns + column
        return (row, number) if column < self.columns and number < len(self.sources[row].cells) else None

    # Moving by the keyboard

    def along(self, at: At, by: int) -> At:
        """The next or previous square, of the next or previous source where there is none."""
        row, number = at[0], at[1] + by
        if 0 <= number < len(self.sources[row].cells):
            return row, number
        other = self._other(row, 1 if by > 0 else -1)
        return at if other is None else (other, 0 if by > 0 else len(self.sources[other].cells) - 1)

    def across(self, at: At, by: int) -> At:
        """The square one line down (1) or up (-1), in the same column as far as the line goes."""
        line, column = divmod(at[1], self.columns)
        count = len(self.sources[at[0]].cells)
        last = (count - 1) // self.columns
        if 0 <= line + by <= last:
            return at[0], min((line + by) * self.columns + column, count - 1)
        other = self._other(at[0], by)
        if other is None:
            return at
        count = len(self.sources[other].cells)
        line = 0 if by > 0 else (count - 1) // self.columns
        return other, min(line * self.columns + column, count - 1)

    def first(self) -> At | None:
        """The first square of all."""
        other = self._other(-1, 1)
        return None if other is None else (other, 0)

    def last(self) -> At | None:
        """The last square of all."""
        other = self._other(len(self.sources), -1)
        return None if other is None else (other, len(self.sources[other].cells) - 1)

    def _other(self, row: int, by: int) -> int | None:
        """The next source in a direction that has squares."""
        row += by
        while 0 <= row < len(self.sources):
            if self.sources[row].cells:
                return row
            row += by
        return None
