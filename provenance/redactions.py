"""Marks for redaction, and a served draft without what they take out: for every audience but the case team."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from provenance.points import Cell, Point
from provenance.records import Citation, Claim, Draft, Notice, Source, TextAnchor, Verdict
from provenance.redaction_copy import ServedCopy
from provenance.redaction_log import without_lines
from provenance.redaction_marks import Redaction
from provenance.redaction_words import count, is_telling, known, phrases, without_cited, without_phrases
from provenance.reviews import ClaimState, Review
from provenance.serving import Served
from provenance.serving_draft import cited_passages
from provenance.serving_store import ServedStore
from provenance.store.case_store import CaseStore
from provenance.store.ids import passage_key
from provenance.store.privilege import is_converted
from provenance.timeline import Mark, Timeline, Unplaced

__all__ = ["Redaction", "redact_served", "redact_timeline"]
Texts = Callable[[str], str]


def redact_served(served: Served, copies: Mapping[str, ServedCopy]) -> Served:
    """What is served, with `copies` by source id in the place of their sources: words, places and records.

    A citation is cut again from the copy; one whose place is in the copy no more is left out, and with it a claim that
    has no other place. Claims' own words, and people's on them, lose what was taken out of the sources they cite.
    """
    if not copies:
        return served
    work = _Redacting(dict(copies), around=served.names_around)
    draft = served.draft
    made = [(claim, work.claim(claim)) for claim in draft.claims]
    claims = tuple(new for old, new in made if new.cited() or not old.cited())
    kept = {claim.id for claim in claims}
    lost = tuple((old.id, old.cited()[0].source_id) for old, _ in made if old.id not in kept)
    by_id = {claim.id: claim for claim in draft.claims}
    sources = {id: work.source(source) for id, source in served.sources.items()}
    states = {id: work.state(s, by_id.get(id)) for id, s in served.states.items() if id in kept or id not in by_id}
    return replace(
        served,
        draft=_cover(served.store, draft, work.draft(draft, claims)),
        states=states,
        sources=sources,
        withheld=(*served.withheld, *lost),
        copies=copies,
        masked=frozenset(work.masked),
        log=without_lines(served.log, copies, draft.id),
        originals=_whole(served, copies),
        store=_store(served, {id: sources[id] for id in copies if id in sources}, work),
    )


def redact_timeline(timeline: Timeline, copies: Mapping[str, ServedCopy]) -> Timeline:
    """The times without what was taken out of the words that tell them; what has no place any more is left out."""
    work = _Redacting(dict(copies))
    marks = (work.time(mark) for mark in timeline.marks)
    unplaced = (work.time(one) for one in timeline.unplaced)
    return Timeline(
        tuple(m for m in marks if isinstance(m, Mark)), tuple(u for u in unplaced if isinstance(u, Unplaced))
    )


def _whole(served: Served, copies: Mapping[str, ServedCopy]) -> frozenset[str]:
    """Of which sources the file itself may still be handed over: none that holds a redacted one, was converted from or
    to one, or has the bytes of one."""
    hashes = {copy.source.sha256 for copy in copies.values()} - {""}
    gone = {s.id for s in served.sources.values() if s.id not in copies and s.sha256 in hashes}
    gone |= {s.id for s in served.sources.values() if s.id not in copies and s.parent in copies and is_converted(s)}
    for source_id in [*copies, *gone]:
        held = served.sources.get(source_id)
        while held is not None and held.parent and held.parent not in gone:
            gone.add(held.parent)
            held = served.sources.get(held.parent)
    return served.originals - gone


def _store(served: Served, sources: Mapping[str, Source], work: _Redacting) -> CaseStore | None:
    store = served.store
    if not isinstance(store, ServedStore):
        return store
    cited = (c for claim in served.draft.claims for c in claim.citations if c.source_id in sources)
    read_at = {c.id: (c.anchor.start, c.anchor.end) for c in cited if isinstance(c.anchor, TextAnchor)}
    return store.with_copies(sources, work.anywhere, read_at)


def _cover(store: CaseStore | None, before: Draft, after: Draft) -> Draft:
    """The draft, its count of cited passages without those of which the place is in the copy no more."""
    kept = {citation.id for claim in after.claims for citation in claim.citations}
    claims = [replace(c, citations=tuple(one for one in c.citations if one.id in kept)) for c in before.claims]
    if store is None or sum(len(c.citations) for c in claims) == sum(len(c.citations) for c in before.claims):
        return after
    cover = after.coverage
    return replace(after, coverage=replace(cover, cited=min(cover.cited, cited_passages(store, claims))))


def _nothing_around(before: str, after: str) -> tuple[bool, bool]:
    return False, False


@dataclass(slots=True)
class _Redacting:
    """One redaction under way; `masked` are ids of claims whose words lost something, `around` tells whether what
    stands before and after a quote names a source that is not served."""

    copies: dict[str, ServedCopy]
    masked: set[str] = field(default_factory=set)
    around: Callable[[str, str], tuple[bool, bool]] = _nothing_around

    def anywhere(self, text: str) -> str:
        """Words that belong to no source, without anything that was taken out of any."""
        return without_phrases(text, (phrase for copy in self.copies.values() for phrase in phrases(copy)))

    def plain(self, value: object) -> dict[str, object]:
        found = self._deep(value)
        return found if isinstance(found, dict) else {}

    def _deep(self, value: object) -> object:
        if isinstance(value, str):
            return self.anywhere(value)
        if isinstance(value, Mapping):
            return {name: self._deep(item) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self._deep(item) for item in value)
        return value

    def draft(self, draft: Draft, claims: tuple[Claim, ...]) -> Draft:
        """The draft with these claims, and nothing beside them that holds what was taken out."""
        points = tuple(point for point in map(self.point, draft.conflicts) if len(point.cells) > 1)
        cover = draft.coverage
        near = tuple(n for n in cover.near if f"S{passage_key(n.passage_id)[0]}" not in self.copies)
        unread, unused = (
            tuple(replace(u, source_name=self.anywhere(u.source_name)) for u in listed)
            for listed in (cover.unread_sources, cover.unused_sources)
        )
        cover = replace(cover, near=near, unread_sources=unread, unused_sources=unused)
        run = replace(draft.run, settings=self.plain(draft.run.settings))
        return replace(
            draft, brief=self.anywhere(draft.brief), claims=claims, conflicts=points, coverage=cover, run=run
        )  # fmt: skip

    def source(self, source: Source) -> Source:
        copy = self.copies.get(source.id)
        if copy is None:
            return source
        return copy.served_source(source, lambda text: without_phrases(text, phrases(copy)))

    def claim(self, claim: Claim) -> Claim:
        texts = self._texts(claim.cited())  # not those it is like, or that speak against it: its words are not theirs
        text = texts(claim.text)
        if text != claim.text:
            self.masked.add(claim.id)
        return replace(
            claim,
            heading=texts(claim.heading),
            text=text,
            verdict=_verdict(claim.verdict, texts, moved=text != claim.text),
            citations=self._citations(claim.citations),
        )

    def state(self, state: ClaimState, claim: Claim | None) -> ClaimState:
        """How a claim stands, with the words of people on it masked as its own."""
        if claim is None:
            return state
        texts = self._texts(claim.citations)
        text = texts(state.text)
        if text != state.text:
            self.masked.add(claim.id)
        verdict = _verdict(state.verdict, texts, moved=text != state.text) if state.verdict else None
        outdated, first = (_review(r, texts) if r else None for r in (state.outdated, state.first))
        notes, history = (tuple(_review(r, texts) for r in listed) for listed in (state.notes, state.history))
        people = {"outdated": outdated, "first": first, "notes": notes, "history": history}
        return replace(state, text=text, verdict=verdict, **people)  # type: ignore[arg-type]

    def point(self, point: Point) -> Point:
        texts = self._texts([cell.citation for cell in point.cells])
        cells = tuple(made for cell in point.cells if (made := self._cell(cell)))
        return replace(point, about=texts(point.about), cells=cells)

    def _cell(self, cell: Cell) -> Cell | None:
        citation = self._citation(cell.citation)
        if citation is None:
            return None
        texts, anchor = self._texts([cell.citation]), citation.anchor
        says = anchor.exact if isinstance(anchor, TextAnchor) else cell.says
        return replace(cell, citation=citation, value=texts(cell.value), says=says)

    def time(self, mark: Mark | Unplaced) -> Mark | Unplaced | None:
        citation = self._citation(mark.citation)
        copy = self.copies.get(mark.source_id)
        if citation is None or copy is None:
            return mark if copy is None else None
        texts = self._texts([mark.citation])
        if texts(mark.words) != mark.words:  # the time itself was taken out
            return None
        told = {"how": tuple(map(texts, mark.how))} if isinstance(mark, Mark) else {"reason": texts(mark.reason)}
        return replace(mark, citation=citation, text=texts(mark.text), **told)

    def _texts(self, citations: Sequence[Citation]) -> Texts:
        """What masks words that were written from these citations: what was taken out of their sources, and what tells
        of any other, where the words that are cited do not say it themselves."""
        by_source: dict[str, list[TextAnchor]] = {}
        for citation in citations:
            if citation.source_id in self.copies:
                anchors = by_source.setdefault(citation.source_id, [])
                anchors += [citation.anchor] if isinstance(citation.anchor, TextAnchor) else []
        said = known(" ".join(c.anchor.exact for c in citations if isinstance(c.anchor, TextAnchor)))
        others = [
            phrase for source_id, copy in self.copies.items() if source_id not in by_source
            for phrase in phrases(copy) if is_telling(phrase) and not count(known(phrase), said)
        ]  # fmt: skip

        def masked(text: str) -> str:
            for source_id, anchors in by_source.items():
                text = without_cited(text, self.copies[source_id], anchors)
            return without_phrases(text, others)

        return masked

    def _citations(self, citations: Iterable[Citation]) -> tuple[Citation, ...]:
        return tuple(made for citation in citations if (made := self._citation(citation)))

    def _citation(self, citation: Citation) -> Citation | None:
        copy = self.copies.get(citation.source_id)
        if copy is None:
            return citation
        anchor = copy.recut(citation.anchor)
        if anchor is None:
            return None
        if isinstance(anchor, TextAnchor):  # what was cut off it before is back, as it was cut anew
            before, after = self.around(anchor.prefix, anchor.suffix)
            anchor = replace(anchor, prefix="" if before else anchor.prefix, suffix="" if after else anchor.suffix)
        texts = self._texts([citation])
        why = _notice(citation.why, texts) if citation.why else None
        label, name = texts(citation.label), without_phrases(citation.source_name, phrases(copy))
        return replace(citation, anchor=anchor, why=why, label=label, source_name=name)


def _verdict(verdict: Verdict, texts: Texts, *, moved: bool) -> Verdict:
    """The verdict, its reasons without what was taken out; where the words `moved`, places in them are not told."""
    reasons = tuple(replace(_notice(r, texts), place="" if moved else r.place) for r in verdict.reasons)
    return replace(verdict, reasons=reasons)


def _notice(notice: Notice, texts: Texts) -> Notice:
    return replace(notice, detail=texts(notice.detail))


def _review(review: Review, texts: Texts) -> Review:
    verdict = _verdict(review.verdict, texts, moved=True) if review.verdict else None
    return replace(review, text=texts(review.text), note=texts(review.note), verdict=verdict)
