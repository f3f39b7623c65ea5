"""Checks what the viewer's children sent: a child may be in hostile hands, and the window draws what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from app.viewing_records import Boxes, FramePixels, PagePixels, Spans
from ingest.look import MOST_PIXELS
from provenance.errors import TaskError


def page(items: Sequence[object], rendition: bool) -> PagePixels:
    """The page that `ingest.look` drew; raises TaskError("task_crashed") for anything else."""
    match items:
        case [(int(width), int(height), bytes(data), float(wide), float(high), float(scale))]:
            if wide > 0 and high > 0 and scale > 0:
                return PagePixels(width, height, _rows(width, height, data), wide, high, scale, rendition)
    raise TaskError("task_crashed", error="what was sent is no page")


def words(items: Sequence[object], start: int, length: int) -> tuple[Spans, Boxes]:
    """The words of a page whose text is `length` long and begins at `start` of the layer."""
    match items:
        case [(np.ndarray() as spans, np.ndarray() as boxes)]:
            whole = spans.shape == (len(boxes), 2) and boxes.shape == (len(spans), 4)
            if whole and spans.dtype == np.int32 and boxes.dtype == np.float32 and np.isfinite(boxes).all():
                return np.clip(spans.astype(np.int64), 0, length) + start, boxes
    raise TaskError("task_crashed", error="what was sent are no words")


def frame(item: object, times: Sequence[int], base: Fraction) -> FramePixels:
    """A frame that `ingest.look_frames` decoded; it found it by its stamp, which stands in the table of times."""
    match item:
        case (int(ordinal), int(width), int(height), bytes(data), str(sha256), int(turn), float(scale)):
            if 0 <= ordinal < len(times) and turn in (0, 90, 180, 270) and 0 < scale <= 1:
                rows = _rows(width, height, data)
                return FramePixels(width, height, rows, ordinal, times[ordinal], base, sha256, turn, scale)
    raise TaskError("task_crashed", error="what was sent is no frame")


def _rows(width: int, height: int, data: bytes) -> bytes:
    """RGB rows as long as was said: whoever draws them reads that far without looking."""
    if not (width > 0 and height > 0 and width * height <= MOST_PIXELS and len(data) == 3 * width * height):
        raise TaskError("task_crashed", error="a picture of another size")
    return data
