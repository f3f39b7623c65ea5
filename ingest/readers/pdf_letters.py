"""Judges on a small drawing whether it shows text: shapes of the size of letters, not all alike, that stand in rows.

Dark on light and light on dark, upright and turned by a quarter.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

DPI: Final = 100  # of the drawing on which text is judged
MANY: Final = 24  # letters in rows from which there can hardly be a doubt
_SMALLEST, _LARGEST = 4, 42  # pixels of a letter's height
_FEW = 5  # letters in rows from which there may be a word
_SHARE_IN_ROWS = 0.45  # of all shapes of that size: leaves and gravel stand in no rows
_SHARE_OF_FEW = 0.6
_KINDS = 0.3  # of the letters are of a size and weight of their own: boxes and dashes of a row are all alike
_MANY_KINDS = 40  # sizes and weights that are enough: letters of a whole page come again and again
_AT_ONCE = 2000  # shapes that are compared with each other
_MOST_SHAPES = 40_000

Grey = NDArray[np.uint8]
Rows = NDArray[np.float32]


def letters(grey: Grey) -> Rows:
    """Boxes (n, 4) x, y, w, h in pixels of the letters in rows that a drawing shows, or none where it shows no text.

    Where there are none of the usual size, larger ones are looked for.
    """
    if min(grey.shape[:2]) <= 2:
        return np.zeros((0, 4), np.float32)
    found = max((_in_rows(np.ascontiguousarray(side)) for side in (grey, 255 - grey)), key=len)
    if len(found) or min(grey.shape[:2]) < 3 * _SMALLEST * 2:
        return found
    small = cv2.resize(grey, None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA)
    return max((_in_rows(np.ascontiguousarray(side)) for side in (small, 255 - small)), key=len) * 3


def _in_rows(grey: Grey) -> Rows:
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 15)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    x, y, w, h, area = stats[1:].T
    fill = area / np.maximum(1, w * h)
    solid = (fill > 0.12) & (fill < 0.97)
    best = np.zeros((0, 4), np.float32)
    for turned in (False, True):
        along, tall = (h, w) if turned else (w, h)
        sized = solid & (tall >= _SMALLEST) & (tall <= _LARGEST) & (along >= 2) & (along <= 8 * tall)
        shapes = np.stack([x, y, w, h, area], axis=1)[sized][:_MOST_SHAPES].astype(np.float32)
        rows = _level_in_strips(shapes[:, [1, 0, 3, 2]] if turned else shapes[:, :4])
        count = np.count_nonzero(rows)
        share = _SHARE_IN_ROWS if count >= MANY else _SHARE_OF_FEW
        if count < _FEW or count < share * len(shapes) or count <= len(best):
            continue
        if len(np.unique(shapes[rows][:, 2:], axis=0)) >= min(_KINDS * count, _MANY_KINDS):
            best = shapes[rows][:, :4]
    return best


def _level_in_strips(boxes: Rows) -> NDArray[np.bool_]:
    """`_level` of shapes strip by strip down the page, so that a dense page is judged to its end."""
    order = np.argsort(boxes[:, 1] + boxes[:, 3], kind="stable")
    found = np.zeros(len(boxes), np.bool_)
    for start in range(0, len(boxes), _AT_ONCE):
        strip = order[start : start + _AT_ONCE]
        found[strip] = _level(boxes[strip])
    return found


def _level(boxes: Rows) -> NDArray[np.bool_]:
    """Which shapes stand on one line with three others near by that are about as high; feet or heads may be level."""
    x, y, w, h = boxes.T
    middle = x + w / 2
    foot = np.abs((y + h)[:, None] - (y + h)) <= 0.2 * np.minimum(h[:, None], h) + 1
    alike = np.maximum(h[:, None], h) <= 1.8 * np.minimum(h[:, None], h)
    near = np.abs(middle[:, None] - middle) <= 3 * np.maximum(h[:, None], h) + (w[:, None] + w) / 2
    at_foot = (foot & alike & near).sum(axis=1) > 3
    return np.asarray(at_foot)
