"""Finds the place of form fields' values and of pictures of text among the lines of a page, as a person reads it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_NEAR = 4.0  # heights of a mark within which its caption stands

Boxes = NDArray[np.float64]


def placed(
    order: Sequence[int], boxes: Boxes, piece: NDArray[np.intp], kinds: Sequence[str]
) -> tuple[list[int], set[int]]:
    """The page's lines with those of pieces in their places, and the lines that go on the line before them.

    `order` holds the page's own lines (the first ones) in reading order. `boxes` (n, 4): x0, y0, x1, y1 of each line,
    turned so that lines run level. `piece` (n,): the index of each line's piece, -1 for the page's own. `kinds`: the
    kind of piece for each line that is not the page's own (see `pdf_over.Piece`).
    """
    own = len(boxes) - len(kinds)
    found, joined = list(order), set[int]()
    groups: dict[int, list[int]] = {}
    for line in range(own, len(boxes)):
        groups.setdefault(int(piece[line]), []).append(line)
    # From top to bottom and left to right, so that values of one line follow one another.
    for lines in sorted(groups.values(), key=lambda group: (round(_middle(boxes[group[0]])), boxes[group[0], 0])):
        kind = kinds[lines[0] - own]
        at, on_line = _place(found, boxes, lines[0], kind)
        found[at:at] = lines
        if on_line == "before":
            joined.add(lines[0])
        elif on_line == "after" and at + len(lines) < len(found):
            joined.add(found[at + len(lines)])
    return found, joined


def _place(found: Sequence[int], boxes: Boxes, line: int, kind: str) -> tuple[int, str]:
    """The index in `found` at which `line` goes, and the line that it is printed beside: "before", "after" or ""."""
    if not found:
        return 0, ""
    others, box = boxes[list(found)], boxes[line]
    if kind != "block":
        shared = np.minimum(others[:, 3], box[3]) - np.maximum(others[:, 1], box[1])
        heights = np.minimum(others[:, 3] - others[:, 1], box[3] - box[1])
        beside = shared > 0.5 * heights
        height = box[3] - box[1]
        right = np.flatnonzero(beside & (others[:, 0] >= box[2] - 0.2 * height))
        left = np.flatnonzero(beside & (others[:, 0] < box[0]))
        near = right[others[right, 0] - box[2] <= _NEAR * height]
        if kind == "mark" and len(near):
            return int(near[np.argmin(others[near, 0])]), "after"
        if len(left):
            return int(left[np.argmax(others[left, 0])]) + 1, "before"
        if len(right):
            return int(right[np.argmin(others[right, 0])]), "after"
    across = np.minimum(others[:, 2], box[2]) - np.maximum(others[:, 0], box[0]) > 0
    middle = _middle(box)
    above = np.flatnonzero(across & ((others[:, 1] + others[:, 3]) / 2 < middle))
    if not len(above):
        above = np.flatnonzero((others[:, 1] + others[:, 3]) / 2 < middle)
    return (_row_end(others, int(above[np.argmax(others[above, 3])])) + 1 if len(above) else 0), ""


def _row_end(others: Boxes, at: int) -> int:
    """The last of the lines from `at` on that stand on one height, one after the other."""
    while at + 1 < len(others):
        one, other = others[at], others[at + 1]
        shared = min(one[3], other[3]) - max(one[1], other[1])
        if shared <= 0.5 * min(one[3] - one[1], other[3] - other[1]):
            break
        at += 1
    return at


def _middle(box: NDArray[np.float64]) -> float:
    return float(box[1] + box[3]) / 2
