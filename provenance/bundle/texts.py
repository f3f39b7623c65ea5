"""The text that goes into a bundle, so that quotes can be checked: whole layers, or the places around what is cited.

What lies on the rear of a statement's form (the witness's own particulars) is covered in it, unless it is cited: each
of its characters becomes █, so that every place keeps its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from provenance.layers import Layer
from provenance.records import TextAnchor
from provenance.store.codec import canonical, clean

COVER = "█"
Span = tuple[int, int]


def layer_bytes(layer: Layer, rear: Sequence[Span], anchors: Iterable[TextAnchor]) -> bytes:
    """The layer in UTF-8, without what is not cited of the stretches in `rear`."""
    hidden = without(rear, [_around(anchor) for anchor in anchors])
    return "".join(_covered(layer, hidden)).encode("utf-8")


def excerpts_bytes(layer: Layer, anchors: Iterable[TextAnchor]) -> bytes:
    """The cited places with the words before and after them, as JSON: {"length", "excerpts": [{"start", "text"}]}."""
    spans = joined(_around(anchor) for anchor in anchors)
    found = [{"start": start, "text": clean(layer.slice(start, end))} for start, end in spans]
    return canonical({"length": layer.length, "excerpts": found}).encode("utf-8")


def _around(anchor: TextAnchor) -> Span:
    return anchor.start - len(anchor.prefix), anchor.end + len(anchor.suffix)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same stretches in order, those that touch each other made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def without(spans: Iterable[Span], kept: Iterable[Span]) -> list[Span]:
    """The stretches, less those that are to be kept."""
    left = joined(spans)
    for start, end in joined(kept):
        pieces = [piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b))]
        left = joined((a, b) for a, b in pieces if a < b)
    return left


def _covered(layer: Layer, hidden: Sequence[Span]) -> Iterator[str]:
    for part, held in layer.held(layer.parts, places=False):
        text = held.text
        for start, end in hidden:
            low, high = max(start - part.start, 0), min(end - part.start, len(text))
            if low < high:
                text = text[:low] + "".join(c if c == "\n" else COVER for c in text[low:high]) + text[high:]
        yield clean(text)
