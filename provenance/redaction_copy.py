"""A redacted copy of a source as it is served: its bytes, its text layer, and where places of the original stand in it.

The layer is that of the original as it was read, with `[redacted]` in the place of what was taken out. Whoever makes a
copy makes sure that it holds these words and no others (`app.redacting`): of a scan, a second reading by a machine
would give other words than those that were cited.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from provenance.anchors import PDF_FRAGMENT, cut
from provenance.layers import Layer, LoadedPart, PartInfo
from provenance.records import Anchor, Box, FrameAnchor, Place, Source
from provenance.redaction_marks import SHOWN, Redaction, Span, frame_areas
from provenance.words import Words

Placer = Callable[[Sequence[Span]], Sequence[tuple[Box, ...]]]


@dataclass(frozen=True, slots=True)
class Masking:
    """What is taken out of a layer, in order and apart, and how offsets move by that."""

    spans: tuple[Span, ...] = ()
    starts: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()  # by how much what follows each span moves

    @classmethod
    def of(cls, layer: Layer, spans: Sequence[Span]) -> Masking:
        """Each line of each part of its own, so that the copy's lines and parts are those of the original."""
        pieces = [piece for start, end in spans for piece in _pieces(layer, start, end)]
        shifts, moved = [], 0
        for start, end in pieces:
            moved += len(SHOWN) - (end - start)
            shifts.append(moved)
        return cls(tuple(pieces), tuple(start for start, _ in pieces), tuple(shifts))

    def text(self, text: str, at: int = 0) -> str:
        """The text, which begins at `at` of the layer, with `[redacted]` for what is taken out of it."""
        found, done = list[str](), 0
        for start, end in self.spans[max(0, bisect_right(self.starts, at) - 1) :]:
            if start >= at + len(text):
                break
            first, last = max(start - at, 0), min(end - at, len(text))
            if first < last:
                found += [text[done:first], SHOWN]
                done = last
        return "".join([*found, text[done:]])

    def start(self, at: int) -> int:
        """Where a stretch that begins at `at` begins in the copy's layer: before a mark that it begins in."""
        n = bisect_right(self.starts, at) - 1
        if n >= 0 and at < self.spans[n][1]:
            return self.spans[n][0] + (self.moved[n - 1] if n else 0)
        return at + (self.moved[n] if n >= 0 else 0)

    def end(self, at: int) -> int:
        """Where a stretch that ends at `at` ends in the copy's layer: after a mark that it ends in."""
        n = bisect_left(self.starts, at) - 1
        if n >= 0 and at < self.spans[n][1]:
            return self.spans[n][1] + self.moved[n]
        return at + (self.moved[n] if n >= 0 else 0)

    def touches(self, start: int, end: int) -> bool:
        """Whether some of [start, end) is taken out."""
        return any(a < end and b > start for a, b in self.spans)


def _pieces(layer: Layer, start: int, end: int) -> list[Span]:
    """What of [start, end) says something, by line and part."""
    found, at = list[Span](), start
    for part in layer.touched(start, end):
        at = max(start, part.start)
        for line in layer.part_text(part.ordinal)[at - part.start : end - part.start].split("\n"):
            first = at + len(line) - len(line.lstrip())
            last = at + len(line.rstrip())
            if first < last:
                found.append((first, last))
            at += len(line) + 1
    return found


def masked_layer(layer: Layer, masking: Masking, *, without: Collection[int] = ()) -> Layer:
    """The layer with `[redacted]` in the place of what is taken out, and empty parts for those `without`."""

    def load(ordinal: int) -> LoadedPart:
        part = layer.part(ordinal)
        if ordinal in without:
            return LoadedPart("")
        text = masking.text(layer.part_text(ordinal), part.start)
        return LoadedPart(text, _words(layer, part, masking), _places(layer, part, masking))

    infos, at, line = list[PartInfo](), 0, 1
    for part in layer.parts:
        text = "" if part.ordinal in without else masking.text(layer.part_text(part.ordinal), part.start)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        infos.append(replace(part, start=at, length=len(text), line=line, sha256=sha256))
        at, line = at + len(text), line + text.count("\n")
    closed = tuple((masking.start(a), masking.end(b)) for a, b in layer.closed)
    return Layer(layer.kind, layer.extractor, infos, load, closed)


def _words(layer: Layer, part: PartInfo, masking: Masking) -> Words | None:
    """The words that are left with their places, and `[redacted]` where words were: a box for each line of them."""
    words = layer.part_words(part.ordinal)
    if words is None:
        return None
    base = masking.start(part.start)
    kept = [n for n, (a, b) in enumerate(words.spans.tolist()) if not masking.touches(part.start + a, part.start + b)]
    rows: list[tuple[Span, Sequence[float], float]] = []
    for n in kept:
        a, b = words.spans[n].tolist()
        span = (masking.start(part.start + a) - base, masking.end(part.start + b) - base)
        rows.append((span, words.boxes[n].tolist(), 1.0 if words.confidence is None else float(words.confidence[n])))
    for a, b in masking.spans:
        if part.start <= a and b <= part.end:
            span = (masking.start(a) - base, masking.end(b) - base)
            rows += [(span, line, 1.0) for line in words.lines(a - part.start, b - part.start)]
    rows.sort(key=lambda row: row[0])
    spans = np.array([span for span, _, _ in rows], np.int32).reshape(-1, 2)
    boxes = np.array([box for _, box, _ in rows], np.float32).reshape(-1, 4)
    read = None if words.confidence is None else np.array([sure for _, _, sure in rows], np.float32)
    return Words(spans, boxes, read)


def _places(layer: Layer, part: PartInfo, masking: Masking) -> tuple[Place, ...]:
    """Cells, cues and facts at where they are in the copy; one that a mark runs over ends before the next."""
    found, base, done = list[Place](), masking.start(part.start), 0
    for place in layer.places(part.start, part.end):
        start, end = max(done, masking.start(place.start) - base), masking.end(place.end) - base
        if start < end:
            found.append(replace(place, start=start, end=end))
            done = end
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ServedCopy:
    """A redacted copy of a source.

    `data` is None for footage, of which cited frames are served as pictures and the recording is not. `kind` is the
    copy's, `layer` its text layer (None without text), of which the parts `without` are empty: they stand in the copy
    no more. `place` tells where stretches of that layer stand on the copy's pages.
    """

    source: Source
    marks: tuple[Redaction, ...]
    name: str
    mime: str
    kind: str
    data: bytes | None
    sha256: str
    layer: Layer | None = None
    masking: Masking = Masking()
    without: frozenset[int] = frozenset()
    original: Layer | None = None
    place: Placer = lambda spans: [()] * len(spans)

    @property
    def set_by_attest(self) -> bool:
        """Whether its pages are set from the text, because the original has none of its own."""
        return self.kind == "pdf" and self.source.kind not in ("pdf", "picture")

    def span(self, start: int, end: int) -> Span | None:
        """Where [start, end) of the original's layer stands in the copy's; None where it is there no more."""
        if self.original is None or self.layer is None or not 0 <= start < end <= self.original.length:
            return None
        if any(part.ordinal in self.without for part in self.original.touched(start, end)):
            return None
        gone = sum(p.length for p in self.original.parts if p.ordinal in self.without and p.end <= start)
        found = self.masking.start(start) - gone, self.masking.end(end) - gone
        return found if found[0] < found[1] else None

    def recut(self, anchor: Anchor) -> Anchor | None:
        """The anchor cut again from the copy, with the copy's SHA-256; None where its place is not in the copy.

        A frame's stays as it is: it names the frame of the original that was decoded.
        """
        if isinstance(anchor, FrameAnchor):
            return anchor
        span = self.span(anchor.start, anchor.end)
        if span is None or self.layer is None:
            return None
        (boxes,) = self.place([span])
        if not self.set_by_attest:
            return cut(self.layer, self.sha256, *span, boxes, self.layer.xpath(span[0]))
        anchor = cut(
            self.layer, self.sha256, *span, boxes
        )  # cells, cues and paragraphs are those of the original's form
        return replace(anchor, fragments=tuple(f for f in anchor.fragments if f[0] == PDF_FRAGMENT))

    def touches(self, anchor: Anchor) -> bool:
        """Whether something of what is cited is taken out."""
        if isinstance(anchor, FrameAnchor):
            return bool(frame_areas(self.marks, anchor))
        return self.masking.touches(anchor.start, anchor.end)

    def served_source(self, s: Source, masked: Callable[[str], str]) -> Source:
        """The record of the source as it is served: the copy's SHA-256 and size, since the original's would let others
        try out what was taken out; words of the file about itself without what is marked."""
        told = {name: masked(getattr(s, name)) for name in ("exhibit", "producer", "dated")}
        notices = {
            name: tuple(replace(n, detail=masked(n.detail), place="") for n in getattr(s, name))
            for name in ("warnings", "findings")
        }
        fields = {name: masked(value) for name, value in s.fields.items()}
        size = s.size if self.data is None else len(self.data)
        changed = {"name": masked(s.name), "path": "", "sha256": self.sha256, "size": size, "fields": fields}
        return replace(s, **changed, **told, **notices)  # type: ignore[arg-type]
