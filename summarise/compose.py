"""Writes a chosen unit as an attributed claim, and cuts its citations from the source's text layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from provenance import anchors
from provenance.anchors import decimal_seconds
from provenance.layers import Layer
from provenance.ports import Renderer
from provenance.records import ClaimKind, Role, Source, TextAnchor
from provenance.store.case_store import CaseStore
from provenance.store.records import NewCitation, NewClaim
from summarise import names
from summarise.observations import Observation
from summarise.rows import BETWEEN, row_words
from summarise.text import count_words
from summarise.units import QUESTION, Unit

LONGEST = 90  # words of a quotation; what is longer ends at a word and says so with " …"


@dataclass(frozen=True, slots=True)
class Written:
    """A claim that is written but not judged yet: its words and its citations."""

    text: str
    kind: ClaimKind
    citations: tuple[NewCitation, ...]


def claim_words(source: Source, unit: Unit, label: str, layer: Layer) -> str:
    """The attributed claim: `J. Smith, statement of 3 May 2026, p. 2: “…”`; a row's cells are quoted one by one."""
    who = names.attribution(source, unit.passage, label)
    row = row_words(layer, unit)
    if row and count_words(row) <= LONGEST and len(row) <= 12 * LONGEST:
        return f"{who}: {row}"
    if row:
        return f"{who}: {_cells_within(row)} …"
    return f"{who}: “{_bounded(names.quotable(unit.text))}"


def _cells_within(row: str) -> str:
    """As many whole cells of a row as stand within the bounds; of the first at least what does, quoted to its end."""
    kept = ""
    for cell in row.split(BETWEEN):
        longer = f"{kept}{BETWEEN}{cell}" if kept else cell
        if count_words(longer) > LONGEST or len(longer) > 12 * LONGEST:
            break
        kept = longer
    if kept:
        return kept
    head, _, cell = row.partition("“")
    return f"{head}“{_bounded(cell.split('”')[0]).removesuffix(' …')}"


def _bounded(quote: str) -> str:
    """The quotation with its closing mark, ended after `LONGEST` words (or a thousand letters) at most."""
    if count_words(quote) <= LONGEST and len(quote) <= 12 * LONGEST:
        return f"{quote}”"
    return f"{' '.join(quote[: 12 * LONGEST].split(' ')[:LONGEST])}” …"


@dataclass(slots=True)
class Composer:
    """Cuts citations out of a case's layers; layers and sources are read once for a draft."""

    store: CaseStore
    sources: Mapping[str, Source]
    _layers: dict[str, Layer] = field(default_factory=dict)

    def write(self, unit: Unit) -> Written:
        """The claim of a unit with its citation."""
        source = self.sources[unit.source_id]
        citation = self.cite(source, unit, "cited")
        words = claim_words(source, unit, citation.label, self.layer(source.id))
        return Written(words, names.kind(source, unit.passage), (citation,))

    def observe(self, observation: Observation, source: Source) -> Written:
        """The claim of an observation with a citation for each of its frames."""
        citations = tuple(
            NewCitation(source.id, anchors.cut_frame(f, source.sha256, f.region), f"{decimal_seconds(f.seconds)} s")
            for f in observation.frames
        )
        return Written(observation.text, "observation", citations)

    def cite(self, source: Source, unit: Unit, role: Role) -> NewCitation:
        """A citation of a unit, cut from the layer, with its boxes where the source has pages."""
        layer = self.layer(source.id)
        start, end = self._first_letter(layer, unit), unit.end
        anchor = anchors.cut(layer, source.sha256, start, end, layer.boxes(start, end), layer.xpath(start))
        return NewCitation(source.id, anchor, layer.label(start, end), role)

    def _first_letter(self, layer: Layer, unit: Unit) -> int:
        """Where the unit's words begin: a question's place is known only to lie between two sentences."""
        if not unit.asked:
            return unit.start
        answer = next((s.start for s in unit.passage.sentences if s.end == unit.end), unit.end)
        opened = list(QUESTION.finditer(layer.slice(unit.start, answer)))
        return unit.start + opened[-1].start() if opened else answer

    def layer(self, source_id: str) -> Layer:
        """The source's layer, opened once."""
        if source_id not in self._layers:
            self._layers[source_id] = self.store.layer(source_id)
        return self._layers[source_id]

    def with_boxes(self, claims: Sequence[NewClaim], renderer: Renderer | None) -> list[NewClaim]:
        """The claims with rendition boxes for citations of sources without pages; each source is set once."""
        placed = iter(self.placed([c for claim in claims for c in claim.citations], renderer))
        return [replace(claim, citations=tuple(next(placed) for _ in claim.citations)) for claim in claims]

    def placed(self, citations: Sequence[NewCitation], renderer: Renderer | None) -> list[NewCitation]:
        """The citations, those of sources without pages with their boxes in the rendition; each source is set once."""
        found = list(citations)
        if renderer is None:
            return found
        bare: dict[str, list[int]] = {}
        for i, citation in enumerate(found):
            if isinstance(citation.anchor, TextAnchor) and self._without_pages(citation):
                bare.setdefault(citation.source_id, []).append(i)
        for source_id, places in bare.items():
            for i, citation in zip(places, self._set(source_id, [found[i] for i in places], renderer), strict=True):
                found[i] = citation
        return found

    def _without_pages(self, citation: NewCitation) -> bool:
        source = self.sources[citation.source_id]
        return source.kind not in ("picture", "video") and all(p.page == 0 for p in self.layer(source.id).parts)

    def _set(self, source_id: str, citations: Sequence[NewCitation], renderer: Renderer) -> list[NewCitation]:
        """The citations of one source, cut again with where its rendition shows them."""
        layer = self.layer(source_id)
        spans = [(a.start, a.end) for c in citations if isinstance(a := c.anchor, TextAnchor)]
        set_at = renderer.rendition_boxes(layer, spans)
        sha256 = self.sources[source_id].sha256
        return [
            replace(c, anchor=anchors.cut(layer, sha256, start, end, boxes, layer.xpath(start)))
            for c, (start, end), boxes in zip(citations, spans, set_at, strict=True)
        ]
