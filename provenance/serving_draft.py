"""A draft as an audience may see it: its claims, conflicts, coverage and run, without what is not served."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from provenance import draft_words
from provenance.audience import Audience
from provenance.open_run import CUT, held_place, open_run
from provenance.points import Point
from provenance.records import Anchor, Citation, Claim, Coverage, Draft, TextAnchor
from provenance.report_points import open_points
from provenance.reviews import ClaimState
from provenance.runs import Run
from provenance.serving_sources import served_verdict
from provenance.serving_traces import Traces
from provenance.store.case_reads import CaseReads
from provenance.store.codec import Plain, plain

NOT_SHOWN = "(not shown: its words tell of material that is not served)"
_UNBORNE: frozenset[Audience] = frozenset({"defence", "training"})  # are not told what was turned down
# Settings of a run that hold words; all others are served where they are numbers, or yes or no.
_WORDS = frozenset({"model_template", "model_architecture", "model_runtime", "grammar", "prompts", "device", "code"})
_BY_ID = frozenset({"sources", "looks", "clock_checks", "passages_shown", "other_language", "stopped"})
_GONE: object = object()


@dataclass(frozen=True, slots=True)
class Part:
    """The draft that is served, and how much of it is not; see `serving_bars.Kept`."""

    draft: Draft
    claims: int
    named: int
    unborne: int
    against: int
    conflicts: int


def cited_passages(store: CaseReads, claims: Iterable[Claim]) -> int:
    """How many passages the claims cite that stand."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for claim in claims:
        for c in claim.cited() if not claim.held_back else ():
            if isinstance(c.anchor, TextAnchor):
                spans.setdefault(c.source_id, []).append((c.anchor.start, c.anchor.end))
    passages = store.passages(sorted(spans)) if spans else []
    return sum(any(a < p.end and p.start < b for a, b in spans[p.source_id]) for p in passages)


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts a draft for an audience; `barred` are ids of the sources that are not served to it."""

    store: CaseReads
    barred: Collection[str]
    traces: Traces
    audience: Audience

    def part(self, draft: Draft, states: Mapping[str, ClaimState]) -> Part:
        """What is served of the draft; `states` are how its claims stand, for people's words on them."""
        by_model = bool(draft_words.model_of(draft.run.models))
        count = {"": 0, "claims": 0, "named": 0, "unborne": 0}
        kept, against = list[Claim](), 0
        for claim in draft.claims:
            why = self._why_not(claim, states.get(claim.id) or ClaimState(claim.id), by_model)
            count[why] += 1
            if not why:
                served = self._claim(claim)
                kept.append(served)
                against += len(claim.cited("against")) - len(served.cited("against"))
        conflicts = self._conflicts(draft.conflicts)
        lost = len(draft.conflicts) - sum(p in draft.conflicts for p in conflicts)
        cut = self._whole(replace(draft, claims=tuple(kept), conflicts=conflicts))
        return Part(cut, count["claims"], count["named"], count["unborne"], against, lost)

    # Claims

    def _why_not(self, claim: Claim, state: ClaimState, by_model: bool) -> str:
        """Why a claim is left out, as `Part` counts it; "" where it is served."""
        cited = claim.cited()
        if any(c.source_id in self.barred for c in cited):
            return "claims"
        own = [c.anchor.exact for c in cited if isinstance(c.anchor, TextAnchor)]
        if any(self.traces.names(words) for words in (claim.text, *own)):
            return "named"
        if self.traces.tells(state.text, own) or self.traces.echoes(claim.text, own):
            return "named"
        if claim.by and self.traces.typed_names(claim.text):
            return "named"
        return "unborne" if self._unborne(claim, state, by_model) else ""

    def _unborne(self, claim: Claim, state: ClaimState, by_model: bool) -> bool:
        """Whether its words are not borne by what it cites, and may therefore be of what is not served.

        A person's acceptance, or words in place of them, bear a claim; a rejected one is never served to the defence.
        """
        if not self.traces.readable or self.audience not in _UNBORNE:
            return False
        if claim.held_back or state.state == "rejected" or not claim.cited():
            return True
        loose = by_model and not claim.by and claim.verdict.support != "supported"
        return loose and state.state not in ("accepted", "amended")

    def _claim(self, claim: Claim) -> Claim:
        """The claim with the citations that are served. What was found against it elsewhere is not counted here: that
        there is some, and how much, would tell of it."""
        citations = tuple(self._citation(c) for c in claim.citations if self._open(c))
        own = [c.anchor.exact for c in citations if isinstance(c.anchor, TextAnchor)]
        return replace(
            claim,
            heading="" if self._tells(claim.heading, own) or self._quotes_others(claim.heading, own) else claim.heading,
            verdict=served_verdict(claim.verdict, self.traces.names),
            citations=citations,
            against_withheld=0,
        )

    def _open(self, citation: Citation) -> bool:
        anchor = citation.anchor
        exact = anchor.exact if isinstance(anchor, TextAnchor) else ""
        why = citation.why.detail if citation.why else ""
        return citation.source_id not in self.barred and not any(map(self.traces.names, (exact, why)))

    def _citation(self, citation: Citation) -> Citation:
        return replace(citation, anchor=self.anchor(citation.anchor))

    def anchor(self, anchor: Anchor) -> Anchor:
        """The anchor without what stands before or after its words, where that names a source that is not served."""
        if not isinstance(anchor, TextAnchor):
            return anchor
        before, after = self.traces.names_around(anchor.prefix, anchor.suffix)
        return replace(anchor, prefix="" if before else anchor.prefix, suffix="" if after else anchor.suffix)

    def _quotes_others(self, heading: str, own: Iterable[str]) -> bool:
        """Whether a heading quotes words that do not stand in what the claim cites, as those of an answer can."""
        folded = [" ".join(words.split()).casefold() for words in own]
        quoted = (" ".join(piece.partition("”")[0].split()).casefold() for piece in heading.split("“")[2:])
        return any(not any(one in words for words in folded) for one in quoted)

    def _tells(self, text: str, own: Iterable[str] = ()) -> bool:
        return self.traces.tells(text, own)

    def _names_any(self, *texts: str) -> bool:
        return any(map(self.traces.names, texts))

    # The draft as a whole

    def _conflicts(self, points: Iterable[Point]) -> tuple[Point, ...]:
        open_now, _ = open_points(points, self.barred)
        kept = list[Point]()
        for point in open_now:
            words = [point.about, *(text for cell in point.cells for text in (cell.value, cell.says))]
            if not self._names_any(*words):
                cells = tuple(replace(cell, citation=self._citation(cell.citation)) for cell in point.cells)
                kept.append(replace(point, cells=cells))
        return tuple(kept)

    def _whole(self, draft: Draft) -> Draft:
        """The draft with its own record cut; of numbers of passages those that are served are told."""
        run = self._run(draft)
        ask = self._scope(draft)
        stands = any(not c.held_back for c in draft.claims)
        return replace(
            draft,
            brief=NOT_SHOWN if self._tells(draft.brief) else draft.brief,
            found=draft.found and stands,
            searched=min(draft.searched, ask),
            compared=None if draft.compared is None else min(draft.compared, ask),
            claims=tuple(
                c if c.against_searched is None else replace(c, against_searched=min(c.against_searched, ask))
                for c in draft.claims
            ),
            run=run,
            coverage=self._coverage(draft, run, ask),
        )

    def _scope(self, draft: Draft) -> int:
        """How many passages of what is served the run can have searched."""
        counts, chosen = self.store.passages_by_source(), draft.run.settings.get("sources")
        known = {s.id for s in self.store.sources() if s.id not in self.barred and s.added <= draft.run.finished}
        among = known if not isinstance(chosen, list) else known & set(map(str, chosen))
        return sum(counts.get(source_id, 0) for source_id in among)

    def _coverage(self, draft: Draft, run: Run, ask: int) -> Coverage:
        cover = draft.coverage
        unread, unused = (
            tuple(u for u in listed if u.source_id not in self.barred and not self._names_any(u.reason))
            for listed in (cover.unread_sources, cover.unused_sources)
        )
        near = tuple(n for n in cover.near if not held_place(n.passage_id, self.barred))
        retrieved = min(cover.retrieved, len(set(run.retrieved))) if run.retrieved or near else 0
        return replace(
            cover,
            passages=min(cover.passages, ask),
            retrieved=retrieved,
            cited=min(cover.cited, cited_passages(self.store, draft.claims)),
            unread_sources=unread,
            unused_sources=unused,
            near=near,
        )

    def _run(self, draft: Draft) -> Run:
        run = open_run(draft.run, self.barred)
        settings: dict[str, object] = {}
        for name, value in plain(dict(run.settings)).items():
            if name in ("brief", "question"):
                settings[name] = NOT_SHOWN if self._tells(str(value or "")) else value
            elif name != CUT and (served := self._setting(name, value)) is not _GONE:
                settings[name] = served
        return replace(run, settings=settings)

    def _setting(self, name: str, value: Plain) -> Plain:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, str):
            return value if name in _WORDS and not self._names_any(value) else _GONE
        return self._listed(value) if name in _BY_ID else _GONE

    def _listed(self, value: Plain) -> Plain:
        """A setting by ids of sources and passages, without those that are not served."""
        if isinstance(value, Mapping):
            named = {k: self._listed(v) for k, v in value.items() if not self._is_barred(k)}
            return {k: v for k, v in named.items() if v is not _GONE}
        if isinstance(value, list):
            return [v for v in map(self._listed, (one for one in value if not self._is_barred(one))) if v is not _GONE]
        return _GONE if isinstance(value, str) and self._names_any(value) else value

    def _is_barred(self, one: object) -> bool:
        return isinstance(one, str) and one.partition(".")[0] in self.barred
