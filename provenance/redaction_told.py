"""What people read of marks for redaction and of redacted copies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from provenance.anchors import box_json, decimal_seconds
from provenance.footage import VideoStream
from provenance.layers import Layer
from provenance.redaction_copy import ServedCopy
from provenance.redaction_marks import AreaPlace, FramePlace, Kind, MarkPlace, Redaction, WordsPlace

KIND: Final[Mapping[Kind, str]] = {
    "words": "words",
    "page_area": "area of a page",
    "frame_area": "area of footage",
    "face": "face",
}
SUGGESTED: Final[Mapping[str, str]] = {
    "phone": "telephone number",
    "email": "e-mail address",
    "address": "address",
    "birth": "date of birth",
    "postcode": "postcode",
    "plate": "number plate",
    "rear": "rear of a statement's form, with contact details",
    "face": "area that may be a face",
}
REAR: Final = "on the rear of the form, not shown"
SERVED: Final = "Redacted copy: what was marked is taken out, and shown as [redacted]. Places are those in the copy."


def place(mark: Redaction, layer: Layer | None, stream: VideoStream | None) -> str:
    """Where a mark is, as people say it: "p. 3", "p. 2, area", "frames 11–40 (0.400 to 1.560 s)"."""
    where = mark.place
    if isinstance(where, WordsPlace):
        return (layer.label(where.start, where.end) if layer is not None else "") or f"{where.start}-{where.end}"
    if isinstance(where, AreaPlace):
        return f"p. {where.box.page}, area" if where.box.page else "picture, area"
    first, last = (decimal_seconds(at * where.time_base) for at in (where.first, where.last))
    if stream is None:
        return f"{first} to {last} s"
    numbers = [n for n, pts in enumerate(stream.times, 1) if where.first <= pts <= where.last]
    if len(numbers) == 1:
        return f"frame {numbers[0]} ({first} s)"
    return f"frames {numbers[0]}–{numbers[-1]} ({first} to {last} s)" if numbers else f"{first} to {last} s"


def place_json(where: MarkPlace) -> dict[str, object]:
    """A mark's place as plain values."""
    if isinstance(where, WordsPlace):
        return {"start": where.start, "end": where.end}
    if isinstance(where, FramePlace):
        base = f"{where.time_base.numerator}/{where.time_base.denominator}"
        times = {"stream": where.stream, "first": where.first, "last": where.last, "timeBase": base}
        return {**times, "box": box_json(where.box)}
    return {"box": box_json(where.box)}


def made(copy: ServedCopy) -> str:
    """What a written copy is, in a sentence or two."""
    marks = f"{len(copy.marks)} mark{'' if len(copy.marks) == 1 else 's'}"
    of = f"a redacted copy of {copy.source.title} ({marks})"
    if copy.set_by_attest:
        return f"{of}, set by Attest from its text. The original stays as it is."
    return f"{of}. The original stays as it is."
