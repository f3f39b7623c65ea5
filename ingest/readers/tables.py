"""Reads tables row by row where a file draws them column by column; whatever is not surely a table stays as it is.

Drawn so, each column is a run of lines that go down the page, and the next begins at its top again, to the right, with
lines at the same heights. Blocks of words side by side look so too (addresses, lists, the tall cells of one row): a
table has a column of short entries with figures in them (dates, times, numbers).
"""

from __future__ import annotations

from itertools import pairwise, takewhile

import numpy as np
from numpy.typing import NDArray

_ROWS = 4  # of a table at least
_SHORT = 15  # characters: an entry, not running text
_LEVEL = 0.8  # of a column's lines stand beside one of the first column
_FIGURES = 0.6  # of a column's entries have figures

Boxes = NDArray[np.float64]


def row_by_row(boxes: Boxes, lengths: NDArray[np.intp], figures: NDArray[np.bool_]) -> list[int]:
    """The order in which to read lines that are given in the engine's order.

    `boxes` (n, 4): x0, y0, x1, y1 with lines level; `lengths` (n,): their characters; `figures` (n,): which have any.
    """
    runs = _runs(boxes)
    order: list[int] = []
    while runs:
        columns = _columns(boxes, runs)
        first = runs[0]
        if len(columns) > 1 and _is_table(columns, lengths, figures):
            order += first[: len(first) - len(columns[0])]
            order += _rows(boxes, columns)
            last = runs[len(columns) - 1][len(columns[-1]) :]
            runs = [*([last] if last else []), *runs[len(columns) :]]
        else:
            order += first
            runs = runs[1:]
    return order


def _runs(boxes: Boxes) -> list[list[int]]:
    """Lines parted where the engine goes up again."""
    runs = [[0]] if len(boxes) else []
    for before, line in pairwise(range(len(boxes))):
        height = boxes[before, 3] - boxes[before, 1]
        if boxes[line, 1] < boxes[before, 1] - 0.5 * height:
            runs.append([])
        runs[-1].append(line)
    return runs


def _columns(boxes: Boxes, runs: list[list[int]]) -> list[list[int]]:
    """The columns of a table that begins in the first run: its end, whole runs, and the beginning of the last one."""
    if len(runs) < 2:
        return []
    top = boxes[runs[1][0], 1]
    first = [line for line in runs[0] if _middle(boxes, line) >= top]
    if len(first) < _ROWS or first != runs[0][-len(first) :]:
        return []
    columns, foot = [first], boxes[first, 3].max()
    for run in runs[1:]:
        beside = list(takewhile(lambda line: _middle(boxes, line) <= foot, run))  # the rest of the run goes on from it
        right_of = bool(beside) and boxes[beside, 0].min() >= boxes[columns[-1], 2].max() - 3
        level = sum(_row(boxes, first, line) is not None for line in beside)
        if not right_of or 2 * len(beside) < len(first) or level < _LEVEL * len(beside):
            break
        columns.append(beside)
        if beside != run:
            break
    return columns


def _is_table(columns: list[list[int]], lengths: NDArray[np.intp], figures: NDArray[np.bool_]) -> bool:
    return any(np.median(lengths[c]) < _SHORT and figures[c].mean() >= _FIGURES for c in columns)


def _rows(boxes: Boxes, columns: list[list[int]]) -> list[int]:
    """The entries of each row from left to right; lines that stand beside none go with the row above them."""
    first = columns[0]
    middles = np.array([_middle(boxes, line) for line in first])
    rows: list[list[int]] = [[line] for line in first]
    for column in columns[1:]:
        for line in column:
            beside = _row(boxes, first, line)
            above = max(0, int(np.searchsorted(middles, _middle(boxes, line), "right")) - 1)
            rows[above if beside is None else beside].append(line)
    return [line for row in rows for line in row]


def _row(boxes: Boxes, first: list[int], line: int) -> int | None:
    """Which line of the first column stands on the height of `line`."""
    shared = np.minimum(boxes[first, 3], boxes[line, 3]) - np.maximum(boxes[first, 1], boxes[line, 1])
    heights = np.minimum(boxes[first, 3] - boxes[first, 1], boxes[line, 3] - boxes[line, 1])
    best = int(np.argmax(shared / np.maximum(heights, 1e-6)))
    return best if shared[best] > 0.5 * heights[best] else None


def _middle(boxes: Boxes, line: int) -> float:
    return float(boxes[line, 1] + boxes[line, 3]) / 2
