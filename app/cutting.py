"""Cuts a place of a source's text as citations are cut: with the boxes of its pages, or of the pages Attest sets."""

from __future__ import annotations

from provenance.anchors import cut
from provenance.ports import PAGED, Renderer
from provenance.records import Box, Source, TextAnchor
from provenance.store.case_store import CaseStore


def cut_with_boxes(store: CaseStore, renderer: Renderer, source: Source, start: int, end: int) -> TextAnchor:
    """The anchor of the layer's [start, end); raises AnchorError(bad_span), UsageError(source_held | no_layer)."""
    layer = store.layer(source.id)
    boxes: tuple[Box, ...] = layer.boxes(start, end)
    if not boxes and layer.kind not in PAGED and 0 <= start < end <= layer.length:
        boxes = renderer.rendition_boxes(layer, [(start, end)])[0]
    return cut(layer, source.sha256, start, end, boxes, layer.xpath(start))


def trimmed(store: CaseStore, source: Source, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends; one that lies outside the layer is left for `cut` to refuse."""
    text = store.layer(source.id).slice(start, end)
    if len(text) != end - start:
        return start, end
    return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))
