"""The passages near what a draft was to tell of that none of its claims cites, the nearest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from provenance.anchors import citation_json, cut
from provenance.coverage import NearUnused
from provenance.coverage_map import standing
from provenance.layers import Layer
from provenance.near import Near
from provenance.records import Citation, Claim, Draft, Passage, Source, TextAnchor
from provenance.store.ids import passage_key
from provenance.store.left_out import LeftOut

MOST = 50
NEAREST = 5  # passages shown when an answer was not found


def near_unused(draft: Draft, store: LeftOut, most: int = MOST) -> list[NearUnused]:
    """At most `most` of them. `draft` is without what is withheld or rejected; of sources that are withheld now, or are
    served as redacted copies, and of passages that are gone, none is given. Raises CaseError.

    Of a draft whose run recorded no scores: what it drew on and did not cite, in the order of the run.
    """
    sources = {s.id: s for s in store.sources() if not s.withheld and store.may_quote(s.id)}
    wanted = [one for one in _drawn_on(draft) if _source_of(one[0]) in sources]
    passages = {p.id: p for p in store.passages(sorted({_source_of(one[0]) for one in wanted}))} if wanted else {}
    cited, found = _cited(standing(draft.claims), store), list[NearUnused]()
    for passage_id, near in wanted:
        passage = passages.get(passage_id)
        if passage is None or _touches(cited, passage):
            continue
        found.append(_unused(passage, near, sources[passage.source_id], store))
        if len(found) >= most:
            break
    return found


def cited_in_part(draft: Draft, store: LeftOut) -> tuple[int, int]:
    """Of the passages that a draft drew on: how many its claims cite, and of how many of these some words are in no
    cited place. `draft` is as for `near_unused`. Raises CaseError."""
    sources = {s.id for s in store.sources() if not s.withheld}
    wanted = {one[0] for one in _drawn_on(draft) if _source_of(one[0]) in sources}
    cited = _cited(standing(draft.claims), store)
    passages = store.passages(sorted({_source_of(one) for one in wanted})) if wanted else []
    touched = [p for p in passages if p.id in wanted and _touches(cited, p)]
    return len(touched), sum(_has_more(cited[p.source_id], p, store.layer(p.source_id)) for p in touched)


def _has_more(cited: Iterable[tuple[int, int]], passage: Passage, layer: Layer) -> bool:
    """Whether a letter or figure of a passage is in none of these spans."""
    at = passage.start
    for start, end in sorted(cited):
        if at < start and any(map(str.isalnum, layer.slice(at, min(start, passage.end)))):
            return True
        at = max(at, end)
        if at >= passage.end:
            return False
    return any(map(str.isalnum, layer.slice(at, passage.end)))


def nearest(draft: Draft, store: LeftOut) -> list[NearUnused]:
    """The passages to be read where nothing answers a question; none for any other draft. Of what is withheld now
    nothing is given. Raises CaseError."""
    return near_unused(draft, store, NEAREST) if draft.question and not draft.found else []


def near_json(one: NearUnused) -> dict[str, object]:
    """The contract's shape; its citation is nobody's yet and bears the passage's id."""
    return {"passage_id": one.passage.id, "score": one.score, "citation": citation_json(one.citation)}


def _drawn_on(draft: Draft) -> list[tuple[str, Near | None]]:
    if draft.coverage.near:
        return [(near.passage_id, near) for near in draft.coverage.near]
    return [(passage_id, None) for passage_id in draft.run.retrieved]


def _unused(passage: Passage, near: Near | None, source: Source, store: LeftOut) -> NearUnused:
    layer = store.layer(source.id)
    start, end = (near.start, near.end) if near else (passage.start, passage.end)
    text = layer.slice(start, end)
    start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
    anchor = cut(layer, source.sha256, start, end, layer.boxes(start, end), layer.xpath(start))
    known = (source.id, source.name, source.exhibit, layer.label(start, end))
    citation = Citation(passage.id, *known, anchor, by_ocr=passage.confidence is not None)
    return NearUnused(passage, citation, near.score if near else None)


def _source_of(passage_id: str) -> str:
    return f"S{passage_key(passage_id)[0]}"


def _cited(claims: Iterable[Claim], store: LeftOut) -> Mapping[str, list[tuple[int, int]]]:
    found = defaultdict[str, list[tuple[int, int]]](list)
    for claim in claims:
        for citation in claim.cited():
            if isinstance(anchor := store.as_read(citation), TextAnchor):
                found[citation.source_id].append((anchor.start, anchor.end))
    return found


def _touches(cited: Mapping[str, list[tuple[int, int]]], passage: Passage) -> bool:
    return any(a < passage.end and passage.start < b for a, b in cited.get(passage.source_id, ()))
