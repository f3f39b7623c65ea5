"""Divides sources into cells (pages, stretches of text, minutes of footage) and names what is unreadable in each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from provenance.coverage import LEGIBLE, Cell
from provenance.footage import VideoStream
from provenance.layers import Layer
from provenance.records import Notice, Source
from provenance.store.covering import PartRow, PassageRow

MINUTE = 60  # seconds
MOST = 1_000  # stretches of a source, whatever its file says of its length: longer ones where need be
_STRETCH = 1_500  # code points of a stretch of text
_PAGES = re.compile(r"pp?\. ([\d–, ]+)")
_TIME = re.compile(r"t=([\d.]+)(?:,([\d.]+))?")
# What of a page, and of footage, could not be read, or not wholly; in this order where there is more than one.
_OF_PAGES = (
    *("pages_not_read", "pages_left_out", "page_unreadable", "page_damaged", "page_garbled", "page_without_text"),
    *("no_words_found", "not_read_by_ocr", "picture_truncated", "picture_without_ocr", "picture_unread"),
    *("lines_unread", "low_confidence", "small_letters_missed"),
)
_OF_FOOTAGE = ("recording_gap", "picture_blank", "camera_covered", "camera_frozen")


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a source with text, and which of them a span of its layer touches.

    `starts`, `ends` and `owners` are stretches of the layer in order, each with the number of the cell that holds it.
    """

    cells: tuple[Cell, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    owners: tuple[int, ...]

    def touched(self, start: int, end: int) -> set[int]:
        """Numbers of the cells that hold some of [start, end)."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return set(self.owners[first:last])


def pages(source: Source, parts: Sequence[PartRow], passages: Sequence[PassageRow]) -> Grid:
    """A cell for each page; what stands on no page (facts recorded with pictures) has one of its own.

    Pages that the file has and that were not read have cells too.
    """
    numbers = sorted({*(p.page for p in parts), *range(1, source.pages + 1 if _numbered(parts) else 1)})
    at = {page: n for n, page in enumerate(numbers)}
    said = {p.page: p for p in reversed(parts) if p.kind == "page"}
    blank = {p.page for p in parts if p.blank} - {p.page for p in parts if not p.blank and p.end > p.start}
    whys = _page_whys(source.warnings, numbers)
    cells = []
    for page in numbers:
        part = said.get(page)
        why = whys.get(page) or ("no_text" if page in blank or (page and part is None) else "")
        cells.append(Cell(_page_label(source, page, part, len(numbers)), page, page, why=why))
    filled = [p for p in parts if p.end > p.start]
    grid = Grid(
        tuple(cells), tuple(p.start for p in filled), tuple(p.end for p in filled), tuple(at[p.page] for p in filled)
    )
    return _uncertain(grid, passages)


def stretches(layer: Layer, parts: Sequence[PartRow], passages: Sequence[PassageRow]) -> Grid:
    """A cell for each stretch of a layer without pages: whole parts, long ones cut where passages begin."""
    length = parts[-1].end if parts else 0
    size = max(_STRETCH, length // MOST)
    cuts = [0, *_cuts(parts, passages, size), length] if length else []
    spans = [(a, b) for a, b in pairwise(cuts) if b > a]
    starts = [p.start for p in parts]
    cells = tuple(Cell(_stretch_label(layer, parts, starts, a, b), a, b) for a, b in spans)
    grid = Grid(cells, tuple(a for a, _ in spans), tuple(b for _, b in spans), tuple(range(len(spans))))
    return _uncertain(grid, passages)


@dataclass(frozen=True, slots=True)
class Reel:
    """The cells of footage, in order and without gaps; `firsts` are the seconds at which they begin."""

    cells: tuple[Cell, ...]
    firsts: tuple[int, ...]

    def at(self, seconds: Fraction | float) -> int:
        """The number of the cell that holds this second; one that there is not, beyond the footage."""
        inside = 0 <= seconds < self.cells[-1].last
        return bisect_right(self.firsts, seconds) - 1 if inside else len(self.cells)


def minutes(source: Source, stream: VideoStream) -> Reel:
    """A cell for each minute that holds a frame, one for all the minutes between in which there is none; longer ones
    where there would be too many: a file may name any time for a frame."""
    spans = minute_spans(_minutes_with_frames(stream))
    firsts = tuple(first * MINUTE for first, _ in spans)
    whys = _minute_whys((*source.warnings, *source.findings), firsts, spans[-1][1] * MINUTE)
    cells = tuple(
        Cell(minute_label(a, b), a * MINUTE, b * MINUTE, why=whys.get(n, "")) for n, (a, b) in enumerate(spans)
    )
    return Reel(cells, firsts)


def minute_spans(held: Sequence[int]) -> list[tuple[int, int]]:
    """[first, last) minutes of each cell from 0 to the last of `held`, the minutes with frames, in order; at most MOST.

    A stretch without frames is one cell where it is longer than the cells beside it.
    """
    empty = [(a + 1, b) for a, b in pairwise((-1, *held)) if b - a > 1]
    size = 1
    while True:
        edges = [0, *(edge for gap in empty if gap[1] - gap[0] > size for edge in gap), held[-1] + 1]
        full, gaps = list(zip(edges[::2], edges[1::2], strict=True)), list(zip(edges[1::2], edges[2::2], strict=False))
        if sum(-(-(b - a) // size) for a, b in full) + len(gaps) <= MOST:
            break
        size *= 2
    cut = [(at, min(at + size, b)) for a, b in full for at in range(a, b, size)]
    return sorted([*cut, *gaps])


def minute_label(first: int, last: int) -> str:
    """ "00:00–01:00" of minutes [first, last), from the first hour on "1:02:00–1:03:00"."""
    return f"{_clock(first)}–{_clock(last)}"


def _minutes_with_frames(stream: VideoStream) -> list[int]:
    over, under = stream.time_base.numerator, stream.time_base.denominator * MINUTE
    return sorted({max(0, time * over // under) for time in stream.times})


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}:00" if minute >= 60 else f"{minute:02}:00"


def _numbered(parts: Sequence[PartRow]) -> bool:
    return any(p.page for p in parts)


def _page_label(source: Source, page: int, part: PartRow | None, count: int) -> str:
    if page:
        return part.label if part and part.kind == "page" and part.label else f"p. {page}"
    return "picture" if source.kind == "picture" and count == 1 else "beside the pages"


def _stretch_label(layer: Layer, parts: Sequence[PartRow], starts: Sequence[int], start: int, end: int) -> str:
    """As citations are labelled; of rows by their own names, so that thousands need not be loaded."""
    first, last = parts[bisect_right(starts, start) - 1], parts[bisect_right(starts, end - 1) - 1]
    if first.kind == "row" and first.label and last.label:
        return first.label if first is last else f"{first.label} – {last.label}"
    return layer.label(start, end)


def _cuts(parts: Sequence[PartRow], passages: Sequence[PassageRow], size: int) -> Iterator[int]:
    """Where stretches of about `size` code points begin, but for the first."""
    long = [(p.start, p.end) for p in parts if p.end - p.start > size]
    inside = (p.start for p in passages if any(a < p.start < b for a, b in long)) if long else ()
    begun = 0
    for at in sorted({*(p.start for p in parts), *inside}):
        if at - begun >= size:
            yield at
            begun = at


def _page_whys(warnings: Sequence[Notice], numbers: Sequence[int]) -> dict[int, str]:
    """What is said of each page; of a source with one page whatever is said names it."""
    found: dict[int, str] = {}
    for notice in sorted((w for w in warnings if w.code in _OF_PAGES), key=lambda w: _OF_PAGES.index(w.code)):
        for page in _pages_of(notice) or (numbers if len(numbers) == 1 else ()):
            found.setdefault(page, notice.code)
    return found


def _pages_of(notice: Notice) -> list[int]:
    """[1, 2, 5] of a notice that begins with "pp. 1–2, 5"."""
    match = _PAGES.match(notice.detail)
    found: list[int] = []
    for run in match[1].split(",") if match else ():
        first, _, last = run.strip().partition("–")
        if first.isdecimal():
            found += range(int(first), int(last if last.isdecimal() else first) + 1)
    return found


def _minute_whys(notices: Sequence[Notice], firsts: Sequence[int], end: int) -> dict[int, str]:
    """What is said of each cell of footage that ends at `end` seconds, by its number."""
    found: dict[int, str] = {}
    for notice in sorted((n for n in notices if n.code in _OF_FOOTAGE), key=lambda n: _OF_FOOTAGE.index(n.code)):
        match = _TIME.match(notice.place)
        if match:
            start, last = float(match[1]), float(match[2] or match[1])
            for n in range(max(0, bisect_right(firsts, start) - 1), bisect_right(firsts, last) if start < end else 0):
                found.setdefault(n, notice.code)
    return found


def _uncertain(grid: Grid, passages: Sequence[PassageRow]) -> Grid:
    """With the cells in which words were read below the confidence that quoting takes."""
    low: set[int] = set()
    for passage in passages:
        if passage.confidence is not None and passage.confidence < LEGIBLE:
            low |= grid.touched(passage.start, passage.end)
    if not low:
        return grid
    cells = list(grid.cells)
    for n in low:
        old = cells[n]
        cells[n] = Cell(old.label, old.first, old.last, why=old.why or "low_confidence")
    return Grid(tuple(cells), grid.starts, grid.ends, grid.owners)
