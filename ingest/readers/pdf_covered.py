"""Tells whether words of a PDF page lie under an area that was filled after them, as where a box blacks them out."""

from __future__ import annotations

from typing import Final

import numpy as np
import pymupdf

from provenance.words import Words

_FILLS: Final = ("fill-path", "fill-image", "fill-shade", "fill-imgmask")
_LEAST: Final = 4.0  # points: a fill less wide or high than that hides no word
_FLAT: Final = 16  # shades of 256 by which an area that shows letters differs at least
_MOST_FILLS: Final = 5000  # of a page; a map or drawing has more, and is not looked through


def any_covered(page: pymupdf.Page, words: Words) -> bool:
    """Whether a word of two letters or more leaves nothing to see on the page, and something was filled over it.

    `words` with their boxes as displayed.
    """
    boxes = words.boxes[(words.spans[:, 1] - words.spans[:, 0] >= 2)] if len(words.spans) else words.boxes
    fills = _later_fills(page)
    if not len(boxes) or not len(fills):
        return False
    middle = boxes[:, :2] + boxes[:, 2:] / 2
    x, y = middle[:, :1], middle[:, 1:]
    inside = (x > fills[:, 0]) & (x < fills[:, 2]) & (y > fills[:, 1]) & (y < fills[:, 3])  # (words, fills)
    under = boxes[np.logical_or.reduce(inside, axis=1)]
    if not len(under):
        return False
    pixels = page.get_pixmap(colorspace=pymupdf.csRGB, alpha=False)
    drawn = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)[:, : 3 * pixels.width]
    drawn = drawn.reshape(pixels.height, pixels.width, 3)
    for left, top, w, h in under.tolist():
        # The middle of the word: a frame round it, or a neighbour's letter, is no sign that it is seen.
        patch = drawn[int(top + h / 4) : int(top + 3 * h / 4) + 1, int(left + w / 8) : int(left + 7 * w / 8) + 1]
        if patch.size and int(np.ptp(patch, axis=(0, 1)).max()) < _FLAT:
            return True
    return False


def _later_fills(page: pymupdf.Page) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Boxes (n, 4) x0, y0, x1, y1 as displayed of areas filled after the page's first text."""
    found: list[tuple[float, float, float, float]] = []
    written = False
    for kind, box in page.get_bboxlog():
        written = written or kind in ("fill-text", "stroke-text")
        if written and kind in _FILLS and box[2] - box[0] >= _LEAST and box[3] - box[1] >= _LEAST:
            found.append(tuple(pymupdf.Rect(box) * page.rotation_matrix))
    return np.array(found if len(found) <= _MOST_FILLS else [], np.float64).reshape(-1, 4)
