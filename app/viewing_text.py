"""The words of a source for the viewer: found as typed, and picked with the pointer on the page."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice

import numpy as np

from app.viewing_records import Boxes, Spans
from ingest.rendition import Pages, pages_of
from provenance.layers import Layer

MOST_FOUND = 1000
_LEAST_REACH = 2.0  # in the unit of boxes: how far from a word the pointer may be, at least
# What a word processor sets, and what people type.
_ALIKE = (("ς", "σ"), ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("‐", "-"), ("‑", "-"), ("–", "-"))


class WholeText:
    """A layer's text, with what is worked out over the whole of it when first needed."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self.text = layer.text()

    @cached_property
    def pages(self) -> Pages:
        """Its pages as Attest sets them."""
        return pages_of(self._layer)

    @cached_property
    def _plain(self) -> str:
        return _plain(self.text)

    def find(self, words: str, most: int | None = MOST_FOUND) -> list[tuple[int, int]]:
        """Spans of the words in order, of `most` the first: letter case, white space and shape of quotes do not matter.

        None for all of them."""
        sought = r"\s++".join(re.escape(word) for word in _plain(words).split())
        return [m.span() for m in islice(re.finditer(sought, self._plain), most)] if sought else []


def _plain(text: str) -> str:
    """Lower case with plain quotes and hyphens, as long as the text itself."""
    text = text.replace("\u0130", "I").lower()  # the one capital whose small letter is two code points
    for shape, plain in _ALIKE:
        text = text.replace(shape, plain)
    return text


def picked(spans: Spans, boxes: Boxes, x0: float, y0: float, x1: float, y1: float) -> tuple[int, int] | None:
    """From the word nearest (x0, y0) to the word nearest (x1, y1) in reading order; None if no word was dragged over.

    `spans` (n, 2) and `boxes` (n, 4; x, y, width, height) are the words of the page.
    """
    if not len(spans):
        return None
    left, top, right, low = boxes[:, 0], boxes[:, 1], boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]
    reach = max(_LEAST_REACH, float(np.median(boxes[:, 3])) / 3)
    over_x = (left <= max(x0, x1) + reach) & (right >= min(x0, x1) - reach)
    over_y = (top <= max(y0, y1) + reach) & (low >= min(y0, y1) - reach)
    if not (over_x & over_y).any():
        return None
    ends = [_nearest(boxes, x, y) for x, y in ((x0, y0), (x1, y1))]
    chosen = spans[ends]
    return int(chosen[:, 0].min()), int(chosen[:, 1].max())


def _nearest(boxes: Boxes, x: float, y: float) -> int:
    """The word at a point, else the nearest, a word on the same line before one above or below."""
    aside = np.maximum(np.maximum(boxes[:, 0] - x, x - boxes[:, 0] - boxes[:, 2]), 0)
    off = np.maximum(np.maximum(boxes[:, 1] - y, y - boxes[:, 1] - boxes[:, 3]), 0)
    return int(np.argmin(aside + 4 * off))
