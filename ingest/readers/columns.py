"""Puts the lines of a page into reading order where text stands in columns, and leaves every other page as it is.

A gutter is an upright strip that few lines cross. The lines that cross it (headings, notes over the whole width) cut
the page into bands; of a band with running text on both sides, one column is read to its end, then the other. Forms
and most tables have short or sparse lines on one side and keep the order in which the engine gives them; tables that
are drawn column by column are read by rows (see `tables`). A table over the whole width is read as a heading is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.readers.tables import row_by_row

LONG = 15  # characters from which a line counts as running text
_LINES = 4  # long lines that a column has at least
_FILL = 0.55  # how much of the column's width its middle long line fills
_DEPTH = 4  # columns within columns
_ROWS, _CELLS = 3, 3  # of a table over the width of the page, at least
_MOSTLY = 0.6  # of its rows have a cell at each of its places
_PLACE = 4.0  # points within which cells are set at the same place

Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Lines:
    """Boxes (n, 4) x0, y0, x1, y1; number of characters (n,); whether right-to-left is the rule."""

    boxes: NDArray[np.float64]
    lengths: NDArray[np.intp]
    rtl: bool


def reading_order(
    boxes: NDArray[np.float64],
    lengths: NDArray[np.intp],
    rtl: bool = False,
    figures: NDArray[np.bool_] | None = None,
) -> list[int]:
    """The order in which to read lines given in the engine's order.

    `boxes` float (n, 4): x0, y0, x1, y1 with the page turned so that its lines run level. `lengths` int (n,): their
    characters. Upright lines, as in margins, come last where there are columns. `rtl` reads the right one first.
    `figures` (n,): which lines have figures in them; without it no table is looked for.
    """
    every = np.arange(len(boxes))
    flat = (boxes[:, 2] - boxes[:, 0] >= boxes[:, 3] - boxes[:, 1]) | (lengths < 3)
    ordered = _order(_Lines(boxes, lengths, rtl), every[flat], _DEPTH)
    if ordered is None:
        return every.tolist() if figures is None else row_by_row(boxes, lengths, figures)
    return [*ordered, *every[~flat].tolist()]


def _order(lines: _Lines, some: Index, depth: int) -> list[int] | None:
    """`some` lines in reading order, or None where they stand in no columns."""
    if depth == 0 or np.count_nonzero(lines.lengths[some] >= LONG) < 2 * _LINES:
        return None
    gutter = _gutter(lines, some)
    if gutter is None:
        return None
    x0, x1 = lines.boxes[some, 0], lines.boxes[some, 2]
    rows = _table_rows(lines, some, gutter)
    crossing = (x0 < gutter) & (x1 > gutter) | ~np.isnan(rows)
    ordered: list[int] = []
    found = False
    for band, across in _bands(lines, some, crossing, rows):
        above, inner, below = (band, band[:0], band[:0]) if across else _peeled(lines, band)
        halves = _halves(lines, inner, gutter) if len(inner) else None
        if halves is None:
            ordered += band.tolist()
            continue
        found = True
        ordered += above.tolist()
        for half in halves:
            ordered += _order(lines, half, depth - 1) or half.tolist()
        ordered += below.tolist()
    return ordered if found else None


def _gutter(lines: _Lines, some: Index) -> float | None:
    """The x that the fewest lines cross, with running text on either side of it; the widest such strip wins."""
    boxes = lines.boxes[some]
    long = lines.lengths[some] >= LONG
    left, right = boxes[:, 0].min(), boxes[:, 2].max()
    grid = np.arange(left + 0.15 * (right - left), right - 0.15 * (right - left), 1.0)
    if not len(grid):
        return None
    starts, ends = np.sort(boxes[:, 0]), np.sort(boxes[:, 2])
    crossing = np.searchsorted(starts, grid, "left") - np.searchsorted(ends, grid, "right")
    before = np.searchsorted(np.sort(boxes[long, 2]), grid, "right")
    after = np.count_nonzero(long) - np.searchsorted(np.sort(boxes[long, 0]), grid, "left")
    good = (before >= _LINES) & (after >= _LINES) & (crossing < np.minimum(before, after))
    if not good.any():
        return None
    best = good & (crossing == crossing[good].min())
    edges = np.flatnonzero(np.diff(np.concatenate(([0], best.astype(np.int8), [0]))))
    strips = edges.reshape(-1, 2)
    first, last = strips[np.argmax(strips[:, 1] - strips[:, 0])]
    return float((grid[first] + grid[last - 1]) / 2)


def _table_rows(lines: _Lines, some: Index, gutter: float) -> NDArray[np.float64]:
    """For each line the height of its row in a table that goes over the gutter, NaN for all others.

    Of such a table there are three rows or more, one below the other, of three short cells or more on both sides, most
    of them set at the same places.
    """
    boxes, short = lines.boxes[some], lines.lengths[some] < LONG
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    by_height = np.argsort(middle, kind="stable")
    steps = np.diff(middle[by_height]) > 0.5 * np.median(boxes[:, 3] - boxes[:, 1])
    found = np.full(len(some), np.nan)
    run: list[Index] = []
    for cells in [*np.split(by_height, np.flatnonzero(steps) + 1), by_height[:0]]:
        both = len(cells) >= _CELLS and boxes[cells, 2].min() <= gutter <= boxes[cells, 0].max()
        if both and 2 * np.count_nonzero(short[cells]) > len(cells):
            run.append(cells)
            continue
        if len(run) >= _ROWS and _aligned(boxes, run):
            for row in run:
                found[row] = middle[row].mean()
        run = []
    return found


def _aligned(boxes: NDArray[np.float64], rows: list[Index]) -> bool:
    """Whether cells begin or end at the same three places or more in most rows."""
    for edge in (0, 2):
        places = np.unique(
            np.concatenate([np.unique(np.round(boxes[row, edge] / _PLACE)) for row in rows]), return_counts=True
        )
        if np.count_nonzero(places[1] >= _MOSTLY * len(rows)) >= _CELLS:
            return True
    return False


def _bands(
    lines: _Lines, some: Index, crossing: NDArray[np.bool_], rows: NDArray[np.float64]
) -> list[tuple[Index, bool]]:
    """The lines from top to bottom in groups: those between two crossing lines, and crossing ones (True) themselves.

    Within a group the engine's order stays. `rows` is what `_table_rows` gives.
    """
    middle = np.where(np.isnan(rows), (lines.boxes[some, 1] + lines.boxes[some, 3]) / 2, rows)
    cuts = np.sort(middle[crossing])
    # A line between the k-th and the next crossing line is of group 2k; the k-th crossing line is of group 2k - 1.
    group = 2 * np.searchsorted(cuts, middle, "right")
    group[crossing] -= 1
    return [(some[group == g], bool(g % 2)) for g in np.unique(group)]


def _peeled(lines: _Lines, band: Index) -> tuple[Index, Index, Index]:
    """The band without a head and a foot of one or two lines that stand apart on one side: (head, rest, foot)."""
    top, bottom = lines.boxes[band, 1], lines.boxes[band, 3]
    apart = 2.5 * float(np.median(bottom - top))
    by_top = np.argsort(top, kind="stable")
    gaps = top[by_top][1:] - np.maximum.accumulate(bottom[by_top])[:-1] > apart
    head = next((n for n in (2, 1) if len(gaps) >= n and gaps[n - 1]), 0)
    foot = next((n for n in (2, 1) if len(gaps) >= n and gaps[-n]), 0)
    place = np.empty(len(band), dtype=np.intp)
    place[by_top] = np.arange(len(band))
    inner = (place >= head) & (place < len(band) - foot)
    return band[place < head], band[inner], band[place >= len(band) - foot]


def _halves(lines: _Lines, band: Index, gutter: float) -> tuple[Index, Index] | None:
    """The band's two columns in reading order, or None if one of them is no running text."""
    is_left = lines.boxes[band, 2] <= gutter
    left, right = band[is_left], band[~is_left]
    if not (_runs_on(lines, left) and _runs_on(lines, right)) or _is_table(lines, band, is_left):
        return None
    top = max(lines.boxes[left, 1].min(), lines.boxes[right, 1].min())
    bottom = min(lines.boxes[left, 3].max(), lines.boxes[right, 3].max())
    height = min(np.ptp(lines.boxes[half][:, [1, 3]]) for half in (left, right))
    if bottom - top < 0.3 * height:
        return None
    return (right, left) if lines.rtl else (left, right)


def _runs_on(lines: _Lines, column: Index) -> bool:
    """Whether a column holds running text: enough long lines, and most of them as wide as the column."""
    long = column[lines.lengths[column] >= LONG]
    if len(long) < _LINES:
        return False
    return bool(np.median(_fill(lines, long)) >= _FILL)


def _fill(lines: _Lines, long: Index) -> NDArray[np.float64]:
    x0, x1 = lines.boxes[long, 0], lines.boxes[long, 2]
    return np.asarray((x1 - x0) / max(1.0, x1.max() - x0.min()), dtype=np.float64)


def _is_table(lines: _Lines, band: Index, is_left: NDArray[np.bool_]) -> bool:
    """Whether the engine goes to and fro between the sides, by cells of several lines or with ragged lines."""
    turns = np.flatnonzero(np.diff(is_left.astype(np.int8))) + 1
    if len(turns) <= 3:
        return False
    if np.median(np.diff(turns, prepend=0, append=len(band))) > 1:
        return True
    long = lines.lengths[band] >= LONG
    full = [np.mean(_fill(lines, band[long & side]) >= 0.7) for side in (is_left, ~is_left)]
    return bool(min(full) < 0.6)
