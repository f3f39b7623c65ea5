"""The rear of a statement's form: where it stands, and which parts of a page are covered so that nobody reads it there.

The window, `attest show` and reports cover the same parts; only the window lifts them, when a person asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from provenance.errors import AnchorError
from provenance.layers import Layer
from provenance.ports import PAGED, Renderer
from provenance.records import Box, Passage, Source

if TYPE_CHECKING:
    from provenance.redaction_copy import ServedCopy
    from provenance.store.case_store import CaseStore

Span = tuple[int, int]
EDGE: Final = 1e6  # beyond every page
_MOST: Final = 0.85  # of a page's text
_ROUND: Final = 6.0  # in the unit of boxes, around what is covered: at least this
_ROUND_LINE: Final = 0.3  # and at least so much of a line's height, as pictures have many pixels to a line


def stretches(rear: Iterable[Passage]) -> tuple[Span, ...]:
    """The stretches of a layer that its passages of the rear make up, in order."""
    found, last = list[Span](), -2
    for one in rear:
        follows = one.ordinal == last + 1 and found
        found[-1:] = [(found[-1][0], one.end)] if follows else [*found[-1:], (one.start, one.end)]
        last = one.ordinal
    return tuple(found)


def within(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """What of the spans lies in [start, end), as offsets from `start`."""
    on = ((max(a, start), min(b, end)) for a, b in spans)
    return [(a - start, b - start) for a, b in on if a < b]


def covers(
    page: int, text: str, on: Sequence[Span], boxes: Callable[[int, int], Iterable[Box]], scan: bool
) -> tuple[Box, ...]:
    """The parts of a page to be covered, over its whole width; all of it where the place of the rear is not known.

    `text` is that of the page, `on` what of it is rear, `boxes` gives the places of text[start:end]. Of a `scan`,
    where ink stands that nobody read, all of a page that is rear for the most part, and else what lies below the rear,
    down to words that are none of it.
    """
    hidden = sum(_letters(text[start:end]) for start, end in on)
    if on and scan and hidden >= _MOST * _letters(text):
        return (whole(page),)
    bands = []
    for start, end in on:
        if not (found := [b for b in boxes(start, end) if b.page == page]):
            return (whole(page),)
        after = boxes(end, len(text)) if scan and _letters(text[end:]) else ()
        bands.append(_band(page, found, below=[b for b in after if b.page == page] if scan else None))
    return tuple(bands)


def on_page(layer: Layer, spans: Sequence[Span], page: int) -> tuple[Box, ...]:
    """What is covered on a page of the original (0 for a picture): of its text, and of notes and fields that lie on it.

    `spans` are the stretches of the layer that are rear. What has no place on the page, as what a picture's file
    records of itself, covers nothing of it.
    """
    found = list[Box]()
    for part in layer.parts:
        if part.page == page and (on := within(spans, part.start, part.end)):
            if part.kind != "page" and layer.part_words(part.ordinal) is None:
                continue
            text, places = layer.part_text(part.ordinal), _places(layer, part.start)
            found += covers(page, text, on, places, scan=part.kind == "page")
    return tuple(found)


def whole(page: int) -> Box:
    """All of a page."""
    return Box(page, 0, 0, EDGE, EDGE)


class RearBoxes:
    """What is covered on each page of the sources of a case; each source is looked through once.

    Of a source with one of the redacted `copies`, its pages are those of the copy.
    """

    def __init__(
        self, store: CaseStore, renderer: Renderer, copies: Mapping[str, ServedCopy] | None = None
    ) -> None:  # fmt: skip
        self._store = store
        self._renderer = renderer
        self._copies = copies or {}
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._set: dict[str, tuple[Box, ...]] = {}  # of sources without pages

    def on(self, source: Source, page: int) -> tuple[Box, ...]:
        """The parts of a page (1-based; 0 for a picture) to be covered.

        Raises AnchorError("rear_kept_back") where that is all of it, and what setting a source without pages raises.
        """
        if source.id not in self._spans:
            spans = stretches(self._store.passages([source.id], "rear"))
            copy = self._copies.get(source.id)
            if copy is not None:
                spans = tuple(span for a, b in spans if (span := copy.span(a, b)))
            self._spans[source.id] = spans
        if not self._spans[source.id]:
            return ()
        if source.kind in PAGED:
            found = on_page(self._layer(source.id), self._spans[source.id], page)
        else:
            found = self._on_set_page(source, page)
        if whole(page) in found:
            raise AnchorError("rear_kept_back", source=source.id, page=page)
        return found

    def _layer(self, source_id: str) -> Layer:
        copy = self._copies.get(source_id)
        return copy.layer if copy is not None and copy.layer is not None else self._store.layer(source_id)

    def _on_set_page(self, source: Source, page: int) -> tuple[Box, ...]:
        """Of a page that Attest sets; nothing is drawn of a source in which a line of the rear has no known place."""
        if source.id not in self._set:
            self._set[source.id] = self._place(self._layer(source.id), self._spans[source.id])
        placed = self._set[source.id]
        return (whole(page),) if not placed else tuple(box for box in placed if box.page == page)

    def _place(self, layer: Layer, spans: Sequence[Span]) -> tuple[Box, ...]:
        """A band for each stretch on each page; empty where the place of a line is not known."""
        lines = [(n, line) for n, span in enumerate(spans) for line in _lines(layer, span)]
        placed = self._renderer.rendition_boxes(layer, [line for _, line in lines])
        if not all(placed):
            return ()
        by_band: dict[tuple[int, int], list[Box]] = {}
        for (n, _), boxes in zip(lines, placed, strict=True):
            for box in boxes:
                by_band.setdefault((n, box.page), []).append(box)
        return tuple(_band(page, boxes, below=None) for (_, page), boxes in by_band.items())


def _places(layer: Layer, at: int) -> Callable[[int, int], Iterable[Box]]:
    """The boxes of stretches that are counted from `at`."""
    return lambda start, end: layer.boxes(at + start, at + end)


def _lines(layer: Layer, span: Span) -> list[Span]:
    """The lines of a stretch that say something."""
    found, at = list[Span](), span[0]
    for line in layer.slice(*span).splitlines(keepends=True):
        if _letters(line):
            found.append((at, at + len(line)))
        at += len(line)
    return found


def _band(page: int, boxes: Sequence[Box], below: Sequence[Box] | None) -> Box:
    """The stretch of a page's height in which the boxes stand, and a little more; down to the next of those `below`, or
    to the page's end, unless that is None."""
    around = max(_ROUND, _ROUND_LINE * min(b.h for b in boxes))
    top = max(0.0, min(b.y for b in boxes) - around)
    low = max(b.y + b.h for b in boxes) + around
    if below is not None:
        low = max(low, min((b.y for b in below if b.y + b.h / 2 > low), default=EDGE))
    return Box(page, 0, top, EDGE, low - top)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
