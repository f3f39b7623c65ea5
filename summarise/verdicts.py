"""Gives a claim its three verdicts (quote, location, support), each from its own citations alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from provenance.layers import Layer
from provenance.records import FrameAnchor, Location, Notice, Passage, Quote, Source, TextAnchor, Verdict
from provenance.store.records import NewCitation
from summarise import names, support
from summarise.observations import Footage, facts
from summarise.support import Cited, plain, quoted
from summarise.text import fold
from summarise.units import words_between

_OCR_SURE = 0.90
_PARTED = "\n\n"


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges claims, drafted or rewritten by a person; it looks nowhere but at what the citations point to.

    `layer` opens a source's text layer, `passages` gives a source's passages in order, `footage` its video. `looks` are
    the looks for movement that the claims tell of, by source id (0, that at intake, where none is named); with None, as
    for claims by hand, each frame is judged by the latest look that took it.
    """

    sources: Mapping[str, Source]
    layer: Callable[[str], Layer]
    passages: Callable[[str], Sequence[Passage]]
    footage: Callable[[str], Footage | None]
    looks: Mapping[str, int] | None = None

    def verdict(self, text: str, citations: Sequence[NewCitation], notes: Sequence[Notice] = ()) -> Verdict:
        """The verdict on a claim by its citations of role "cited"; `notes` are added to the reasons as they are."""
        cited = [c for c in citations if c.role == "cited"]
        judged = support.judge(text, [self._evidence(c) for c in cited])
        reasons = (*judged.reasons, *notes, *self._ocr_notes(cited))
        location: Location = "valid" if cited and all(self._stands(c) for c in cited) else "invalid"
        return Verdict(self._quote(text, cited), location, judged.support, judged.score, reasons)

    def _evidence(self, citation: NewCitation) -> Cited:
        source, anchor = self.sources[citation.source_id], citation.anchor
        if isinstance(anchor, FrameAnchor):
            footage = self.footage(source.id)
            look = None if self.looks is None else self.looks.get(source.id, 0)
            footage = footage.holding(anchor.ordinal, look) if footage else None
            frames = [f for f in footage.frames if f.ordinal == anchor.ordinal] if footage else []
            return Cited(facts(footage, frames) if footage else "", names.record(source))
        touched = self._touched(citation)
        words = [_by_sentence(p) for p in touched] or [fold(anchor.exact)]
        who = names.speaker(source, touched[0]) if touched else names.quotable(source.fields.get("witness", ""))
        text = _PARTED.join(names.quotable(piece) for whole in words for piece in whole.split(_PARTED))
        return Cited(text, names.record(source, citation.label), who)

    def _stands(self, citation: NewCitation) -> bool:
        """Whether the anchor lies inside the layer with its words, or names a frame of the frame table."""
        anchor, source = citation.anchor, self.sources[citation.source_id]
        if anchor.source_sha256 != source.sha256:
            return False
        if isinstance(anchor, FrameAnchor):
            footage = self.footage(source.id)
            kept = [f for one in (footage, *footage.earlier) for f in one.frames] if footage else []
            found = {(f.stream, f.ordinal, f.pts, f.time_base, f.sha256) for f in kept}
            return (anchor.stream, anchor.ordinal, anchor.pts, anchor.time_base, anchor.frame_sha256) in found
        layer = self.layer(source.id)
        inside = 0 <= anchor.start < anchor.end <= layer.length
        return inside and layer.slice(anchor.start, anchor.end) == anchor.exact

    def _quote(self, text: str, cited: Sequence[NewCitation]) -> Quote:
        """Exact: every quotation within a cited span. Moved: elsewhere in a cited source. Else missing."""
        quotes = [plain(q) for q in quoted(text)]
        spans = [c for c in cited if isinstance(c.anchor, TextAnchor)]
        if not quotes:
            return "exact" if cited and all(self._stands(c) for c in cited) else "missing"
        within = [plain(names.quotable(t)) for c in spans for t in self._span_words(c)]
        absent = [q for q in quotes if not any(q in t for t in within)]
        if not absent:
            return "exact"
        around = [
            plain(names.quotable(words_between(p, p.start, p.end)))
            for source_id in dict.fromkeys(c.source_id for c in spans)
            for p in self.passages(source_id)
        ]
        return "moved" if all(any(q in t for t in around) for q in absent) else "missing"

    def _span_words(self, citation: NewCitation) -> list[str]:
        """The cited span as people read it: by its sentences without furniture, and as it stands in the layer."""
        anchor = citation.anchor
        if not isinstance(anchor, TextAnchor):
            return []
        clean = [words_between(p, anchor.start, anchor.end) for p in self._touched(citation)]
        return [fold(anchor.exact), " ".join(clean)]

    def _touched(self, citation: NewCitation) -> list[Passage]:
        anchor = citation.anchor
        if not isinstance(anchor, TextAnchor):
            return []
        return [p for p in self.passages(citation.source_id) if p.start < anchor.end and anchor.start < p.end]

    def _ocr_notes(self, cited: Sequence[NewCitation]) -> list[Notice]:
        """That words were read from a picture, where the reading was not sure."""
        sure = [p.confidence for c in cited for p in self._touched(c) if p.confidence is not None]
        if not sure or min(sure) >= _OCR_SURE:
            return []
        return [Notice("read_by_ocr", f"read from a picture with {min(sure):.0%} confidence: compare with the picture")]


def _by_sentence(passage: Passage) -> str:
    """What people read in a passage, a blank line between its sentences, entries or messages, as they were split."""
    body, at, cuts = words_between(passage, passage.start, passage.end), 0, [0]
    for sentence in passage.sentences:
        found = body.find(words := fold(sentence.text), at)
        if found < 0:
            return body
        cuts.append(found)
        at = found + len(words)
    pieces = (body[a:b].strip() for a, b in pairwise([*cuts, len(body)]))
    return _PARTED.join(piece for piece in pieces if piece)


def fails(verdict: Verdict) -> bool:
    """Whether a claim is held back: only ever for failing its own citations."""
    return (
        verdict.quote == "missing"
        or verdict.location == "invalid"
        or verdict.support in ("unsupported", "contradicted")
    )
