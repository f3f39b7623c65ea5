"""Marks for redaction as records, and which words of a layer and which areas of its pages they take out.

A mark is a person's; what is marked is taken out of copies that are served. Originals stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, get_args

from provenance.layers import Layer, PartInfo
from provenance.records import Box, FrameAnchor

Kind = Literal["words", "page_area", "frame_area", "face"]
Act = Literal["marked", "changed", "removed"]
Span = tuple[int, int]
KINDS: tuple[Kind, ...] = get_args(Kind)
SHOWN: Final = "[redacted]"  # in the place of what was taken out, of one width whatever that was
LONGEST: Final = 1_000  # characters of a reason
_TOUCHED: Final = 0.02  # of a word's box that an area must hold to take the word out


@dataclass(frozen=True, slots=True)
class WordsPlace:
    """A stretch [start, end) of the text layer, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AreaPlace:
    """An area of a page (1-based) in points, or of a picture (page 0, pixels), as displayed."""

    box: Box


@dataclass(frozen=True, slots=True)
class FramePlace:
    """An area of footage in coded pixels, in every frame from one time stamp to another, both included."""

    stream: int
    first: int
    last: int
    time_base: Fraction
    box: Box

    def holds(self, anchor: FrameAnchor) -> bool:
        """Whether the area is taken out of this frame."""
        here = anchor.pts * anchor.time_base
        return self.stream == anchor.stream and self.first * self.time_base <= here <= self.last * self.time_base


MarkPlace = WordsPlace | AreaPlace | FramePlace


@dataclass(frozen=True, slots=True)
class Redaction:
    """A mark as it stands, R3: what is taken out of copies of a source and why; `at` and `by` are of this version."""

    id: str
    source_id: str
    kind: Kind
    place: MarkPlace
    reason: str
    at: str
    by: str
    version: int = 1
    standing: bool = True


def words_of(marks: Iterable[Redaction]) -> list[Span]:
    """The stretches of the layer that are marked as words."""
    return [(m.place.start, m.place.end) for m in marks if isinstance(m.place, WordsPlace)]


def areas_of(marks: Iterable[Redaction]) -> list[Box]:
    """The areas of pages that are marked."""
    return [m.place.box for m in marks if isinstance(m.place, AreaPlace)]


def frame_areas(marks: Iterable[Redaction], anchor: FrameAnchor) -> tuple[Box, ...]:
    """The areas that are taken out of this frame, in coded pixels."""
    return tuple(m.place.box for m in marks if isinstance(m.place, FramePlace) and m.place.holds(anchor))


def taken_out(layer: Layer, marks: Sequence[Redaction]) -> tuple[Span, ...]:
    """The stretches of the layer that the marks take out, in order and apart.

    Where the place of words is known a word goes as a whole, with what is printed against it, since its box does; and
    so does every word that lies in a marked area.
    """
    found = [span for start, end in words_of(marks) for span in _whole_words(layer, start, end)]
    for box in areas_of(marks):
        found += [span for part in layer.parts if part.page == box.page for span in _in_area(layer, part, box)]
    return joined(found)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches in order, those that touch or overlap as one."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _whole_words(layer: Layer, start: int, end: int) -> list[Span]:
    """[start, end) by part, widened to the words that it touches."""
    found = []
    for part in layer.touched(start, end):
        first, last = max(start, part.start), min(end, part.end)
        words = layer.part_words(part.ordinal)
        if words is not None and len(words):
            spans = words.spans + part.start
            touched = spans[(spans[:, 0] < last) & (spans[:, 1] > first)]
            if len(touched):
                first, last = min(first, int(touched[:, 0].min())), max(last, int(touched[:, 1].max()))
        found.append((first, last))
    return found


def _in_area(layer: Layer, part: PartInfo, box: Box) -> list[Span]:
    """The words of a part that lie in an area, neighbours as one; words at its very edge do not."""
    words = layer.part_words(part.ordinal)
    if words is None or not len(words):
        return []
    x, y, w, h = (words.boxes[:, n].astype(float) for n in range(4))
    across = (x + w).clip(max=box.x + box.w) - x.clip(min=box.x)
    down = (y + h).clip(max=box.y + box.h) - y.clip(min=box.y)
    inside = (across > _TOUCHED * w) & (down > _TOUCHED * h)
    spans = [(int(a) + part.start, int(b) + part.start) for a, b in words.spans[inside]]
    text, found = layer.part_text(part.ordinal), list[Span]()
    for start, end in sorted(spans):
        between = text[found[-1][1] - part.start : start - part.start] if found else "x"
        if found and not between.strip(" \t"):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def covers(layer: Layer | None, marks: Sequence[Redaction], page: int) -> tuple[Box, ...]:
    """What is blackened on a page with places of its own (0 for a picture): marked areas, and marked words."""
    found = [box for box in areas_of(marks) if box.page == page]
    if layer is not None:
        for start, end in taken_out(layer, marks):
            found += [box for box in layer.boxes(start, end) if box.page == page]
    return tuple(dict.fromkeys(found))
