"""Tells which words of a PDF page lie under what was drawn after them: a box that blacks them out, a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pymupdf
from numpy.typing import NDArray

from ingest.readers.pdf_space import shown
from provenance.words import Words

_FILLS: Final = ("fill-path", "fill-image", "fill-shade", "fill-imgmask")
_TEXTS: Final = ("fill-text", "stroke-text")
_LEAST: Final = 4.0  # points: a fill less wide or high than that hides no word
_FLAT: Final = 16  # shades of 256 by which an area that shows letters differs at least
_MOST_FILLS: Final = 5000  # of a page; a map or drawing has more, and is not looked through


Floats = NDArray[np.floating[Any]]
Log = Sequence[tuple[str, tuple[float, float, float, float]]]


def any_covered(page: pymupdf.Page, words: Words, log: Log) -> bool:
    """Whether a word of two letters or more leaves nothing to see on the page, and something was filled over it.

    `words` with their boxes as displayed; `log` is what MuPDF lists as drawn (`get_bboxlog`).
    """
    boxes = words.boxes[(words.spans[:, 1] - words.spans[:, 0] >= 2)] if len(words.spans) else words.boxes
    fills = _later_fills(page, log)
    if not len(boxes) or not len(fills):
        return False
    middle = boxes[:, :2] + boxes[:, 2:] / 2
    under = boxes[_within(middle, fills).any(axis=1)]
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


def uncovered(page: pymupdf.Page, words: Words, log: Log) -> Words:
    """The words but those over which a picture without transparent parts was laid, which is seen in their place."""
    turn = shown(page)
    pictures = [info["bbox"] for info in page.get_image_info() if not info["has-mask"]]
    opaque = {tuple(round(v) for v in bbox) for bbox in pictures}
    if not opaque or not len(words):
        return words
    left = np.ones(len(words), np.bool_)
    middle = words.boxes[:, :2] + words.boxes[:, 2:] / 2
    texts = [(n, *(pymupdf.Rect(box) * turn)) for n, (kind, box) in enumerate(log) if kind in _TEXTS]
    written = np.array(texts, np.float64).reshape(-1, 5)
    for n, (kind, box) in enumerate(log):
        if kind == "fill-image" and tuple(round(v) for v in box) in opaque:
            under = np.flatnonzero(_within(middle, np.array([tuple(pymupdf.Rect(box) * turn)]))[:, 0])
            left[under] &= _within(middle[under], written[written[:, 0] > n, 1:]).any(axis=1)
    if np.count_nonzero(left) < 0.5 * len(left):
        return words  # a scan laid over the words that were read from it
    confidence = None if words.confidence is None else words.confidence[left]
    return Words(words.spans[left], words.boxes[left], confidence)


def _within(points: Floats, boxes: Floats) -> NDArray[np.bool_]:
    """Which of the points (n, 2) lie in which of the boxes (m, 4): (n, m)."""
    x, y = points[:, :1], points[:, 1:]
    return np.asarray((x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3]))


def _later_fills(page: pymupdf.Page, log: Log) -> NDArray[np.float64]:
    """Boxes (n, 4) x0, y0, x1, y1 as displayed of areas filled after the page's first text."""
    found: list[tuple[float, float, float, float]] = []
    written = False
    turn = shown(page)
    for kind, box in log:
        written = written or kind in _TEXTS
        if written and kind in _FILLS and box[2] - box[0] >= _LEAST and box[3] - box[1] >= _LEAST:
            found.append(tuple(pymupdf.Rect(box) * turn))
    return np.array(found if len(found) <= _MOST_FILLS else [], np.float64).reshape(-1, 4)
