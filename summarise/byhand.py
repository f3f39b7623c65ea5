"""Writes and judges what a person cites by hand as the machine's own claims are: attributed, quoted, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from provenance.looked import limits
from provenance.records import ClaimKind, Passage, Source, TextAnchor
from provenance.store.case_store import CaseStore
from provenance.store.records import NewCitation, NewClaim
from summarise import names
from summarise.compose import claim_words
from summarise.observations import Footage
from summarise.text import fold
from summarise.units import Unit, words_between
from summarise.verdicts import Judge

HEADING = "Added by hand"
_KEPT = 32  # sources whose passages are kept at hand


def judge(store: CaseStore, looks: Mapping[str, int] | None = None) -> Judge:
    """A judge over a case as it is now; what it needs of a source is read when a citation points there.

    `looks` are those that the claim's run told of, None for a claim by hand; see `CaseStore.looks_told`. It raises
    UsageError("source_held") on a citation into a source that is withheld.
    """
    sources = {source.id: source for source in store.sources()}
    passages = lru_cache(_KEPT)(lambda source_id: store.passages([source_id], section=None))
    return Judge(sources, store.layer, passages, lambda source_id: footage_of(store, sources[source_id]), looks)


def footage_of(store: CaseStore, source: Source) -> Footage | None:
    """What the case holds of a video; None for any other source."""
    stream = store.video(source.id) if source.kind == "video" else None
    if stream is None:
        return None
    clock = store.clock(source.id)
    looks: tuple[Footage, ...] = ()  # the latest first
    for look in store.looks(source.id):
        looks = (Footage(source, stream, look.events, look.frames, clock, look.number, looks, limits(look)), *looks)
    return looks[0] if looks else None


def quote_claim(store: CaseStore, citation: NewCitation, text: str = "") -> NewClaim:
    """A claim by hand over cited words; `text` as it was typed, or like the machine's: attribution and quotation.

    It is never held back: a person stands for it, and its verdict stands beside it.
    """
    source, anchor = store.source(citation.source_id), citation.anchor
    assert isinstance(anchor, TextAnchor)
    checks = judge(store)
    passages = [p for p in checks.passages(source.id) if p.start < anchor.end and anchor.start < p.end]
    first = passages[0] if passages else Passage("", source.id, 0, anchor.start, anchor.end, anchor.exact, (), "")
    unit = Unit(first, anchor.start, anchor.end, _as_read(passages, anchor), worth=0.0)
    words = text or claim_words(source, unit, citation.label, store.layer(source.id))
    return _judged(checks, words, names.kind(source, first), citation)


def frame_claim(store: CaseStore, citation: NewCitation, text: str) -> NewClaim:
    """A claim by hand over a frame, its words as they were typed; an observation would be the machine's."""
    return _judged(judge(store), text, "document", citation)


def _as_read(passages: Sequence[Passage], anchor: TextAnchor) -> str:
    """The cited words as people read them: whole sentences without page furniture, part of one as it stands."""
    sentences = [s for p in passages for s in p.sentences]
    whole = any(s.start == anchor.start for s in sentences) and any(s.end == anchor.end for s in sentences)
    if not whole:
        return fold(anchor.exact)
    return fold(" ".join(words_between(p, anchor.start, anchor.end) for p in passages))


def _judged(checks: Judge, text: str, kind: ClaimKind, citation: NewCitation) -> NewClaim:
    return NewClaim(HEADING, text, kind, checks.verdict(text, [citation]), [citation])
