"""Draws the page or frame on which an anchor stands, with the place marked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from provenance.errors import AnchorError
from provenance.ports import PAGED, Picture, Renderer
from provenance.rear import RearBoxes
from provenance.records import Anchor, Box, FrameAnchor, Source
from provenance.redaction_copy import ServedCopy
from provenance.redaction_marks import frame_areas
from provenance.store.case_store import CaseStore


def picture_of(store: CaseStore, renderer: Renderer, source: Source, anchor: Anchor) -> Picture:
    """The first page that the anchor touches, or its frame, or the picture whose file records a cited fact.

    Raises AnchorError("no_place") without any.
    """
    if isinstance(anchor, FrameAnchor):
        return renderer.frame(source, store.vault.opener(source), anchor)
    if not anchor.boxes and source.kind == "picture":
        return page_picture(store, renderer, source, 1 if source.pages > 1 else 0, ())
    boxes = anchor.boxes
    if not boxes and source.kind not in PAGED:
        (boxes,) = renderer.rendition_boxes(store.layer(source.id), [(anchor.start, anchor.end)])
    if not boxes:
        raise AnchorError("no_place", source=source.id)
    page = boxes[0].page
    return page_picture(store, renderer, source, page, [b for b in boxes if b.page == page])


def page_picture(
    store: CaseStore,
    renderer: Renderer,
    source: Source,
    page: int,
    marks: Sequence[Box],
    rear: RearBoxes | None = None,
) -> Picture:
    """A page of a source (1-based; 0 for a picture) with marks; sources without pages are set from their layer.

    The rear of a statement's form is covered; `rear` saves looking for it anew. Raises AnchorError("rear_kept_back")
    for a page of which nothing else is left, or of which nobody can say where the rear stands.
    """
    covers = (rear or RearBoxes(store, renderer)).on(source, page)
    if source.kind in PAGED:
        return renderer.page(source, store.vault.opener(source), None, page, marks, covers)
    return renderer.page(source, None, store.layer(source.id), page, marks, covers)


def copy_picture(
    store: CaseStore,
    renderer: Renderer,
    copy: ServedCopy,
    page: int,
    marks: Sequence[Box],
    frame: FrameAnchor | None,
    rear: RearBoxes | None,
) -> Picture:
    """A page of a redacted copy with marks, `rear` covering that of a statement's form, or a frame of its footage with
    what is taken out of it black.

    Raises as `page_picture`, and AnchorError("no_place") for a page of a copy without any.
    """
    source = store.source(copy.source.id)
    if frame is not None:
        return renderer.frame(source, store.vault.opener(source), frame, frame_areas(copy.marks, frame))
    covers = rear.on(source, page) if rear is not None else ()
    data = copy.data
    if copy.kind in PAGED and data is not None:
        return renderer.page(replace(source, kind=copy.kind), lambda: io.BytesIO(data), None, page, marks, covers)
    if copy.layer is None:
        raise AnchorError("no_place", source=source.id)
    return renderer.page(source, None, copy.layer, page, marks, covers)
