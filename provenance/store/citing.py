"""Refuses claims and conflicts whose citations are not cut from the sources of the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.anchors import CONTEXT, cut, cut_frame
from provenance.errors import AnchorError
from provenance.footage import Frame
from provenance.layers import Layer
from provenance.points import NewPoint
from provenance.ports import PAGED
from provenance.records import FrameAnchor, TextAnchor
from provenance.store.records import NewCitation, NewClaim
from provenance.store.sources import require_open

if TYPE_CHECKING:
    from provenance.store.case_reads import CaseReads


def check(store: CaseReads, claims: Iterable[NewClaim], conflicts: Iterable[NewPoint] = ()) -> None:
    """Raises AnchorError("not_cut") unless every anchor is what stands in its source now.

    UsageError(unknown_id | source_held | no_layer) for a source that may not be cited.
    """
    cited = [c for claim in claims for c in claim.citations]
    cited += [cell.citation for point in conflicts for cell in point.cells]
    for citation in sorted(cited, key=lambda c: c.source_id):
        source = require_open(store.source(citation.source_id))
        anchor = citation.anchor
        if anchor.source_sha256 != source.sha256 or not _stands(store, citation):
            raise AnchorError("not_cut", source=source.id, label=citation.label)


def cut_again(layer: Layer, anchor: TextAnchor, *, kept: bool = False) -> TextAnchor:
    """What `cut` makes of the anchor's span now; boxes of a source without pages are the rendition's, kept as they are.

    An anchor `kept` from before the rear of forms was kept out may have words of it beside the quote; a new one never.

    Raises AnchorError("bad_span").
    """
    boxes = layer.boxes(anchor.start, anchor.end) if layer.kind in PAGED else anchor.boxes
    again = cut(layer, anchor.source_sha256, anchor.start, anchor.end, boxes, layer.xpath(anchor.start))
    if not kept:
        return again
    before = layer.slice(anchor.start - CONTEXT, anchor.start)
    after = layer.slice(anchor.end, anchor.end + CONTEXT)
    return replace(again, prefix=before, suffix=after) if (anchor.prefix, anchor.suffix) == (before, after) else again


def _stands(store: CaseReads, citation: NewCitation) -> bool:
    anchor = citation.anchor
    if isinstance(anchor, FrameAnchor):
        return any(_is(anchor, frame) for look in store.looks(citation.source_id) for frame in look.frames)
    layer = store.layer(citation.source_id)
    return cut_again(layer, anchor) == anchor and citation.label == layer.label(anchor.start, anchor.end)


def _is(anchor: FrameAnchor, frame: Frame) -> bool:
    """Whether the anchor is cut from this frame; a region may be any rectangle inside it."""
    r = anchor.region
    inside = r is None or (
        min(r.x, r.y) >= 0 and min(r.w, r.h) > 0 and r.x + r.w <= frame.width and r.y + r.h <= frame.height
    )
    return inside and cut_frame(frame, anchor.source_sha256, r) == anchor
