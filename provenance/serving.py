"""What one audience may see of a draft and its case: built by allow-list, and all that an export is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from provenance.audience import Audience
from provenance.errors import UsageError
from provenance.open_part import conflicts_withheld, open_part
from provenance.records import Draft, Source
from provenance.redaction_copy import ServedCopy
from provenance.reviews import ClaimState
from provenance.serving_bars import Kept, bars, counted, originals
from provenance.serving_draft import Cutter
from provenance.serving_log import Lines
from provenance.serving_sources import served_source, served_state
from provenance.serving_store import ServedStore
from provenance.serving_traces import Traces
from provenance.store.case_store import CaseStore
from provenance.store.records import VerifyReport
from provenance.timeline import Timeline

# Said in every export that is not for the case team, whether or not anything bears on anything.
NOT_SERVED = (
    "Material of this case that is not served is not used, shown or named here, and may bear on what is: "
    "see the disclosure schedules. Where nothing was found, or nothing against a claim, that is said of what is served."
)


@dataclass(frozen=True, slots=True)
class Served:
    """A draft as its audience may see it: no field holds anything of a source that is withheld from it.

    `sources` by id are those that may be named; those of them that are `withheld` show their name only. For the case
    team alone, `withheld` are (claim id, source id) of claims that are left out because a cited source is withheld, and
    of `conflicts_withheld` conflicts a side is withheld. `states` are of the claims that are left.

    `log` is the log of the case, each line whole or withheld. `not_served` sources are withheld, which is all that an
    export for others tells of them; `told` are sentences for its readers. Of the sources in `originals` the file itself
    may be handed over. `store` answers of what is served and of nothing else: a writer reads the case by it.

    `copies` by source id are redacted copies, served in the place of the sources that they are made of: a citation of
    such a source is cut from its copy and has the copy's SHA-256. `masked` are ids of claims whose own words lost what
    was taken out.
    """

    audience: Audience
    draft: Draft
    states: Mapping[str, ClaimState]
    sources: Mapping[str, Source]
    withheld: tuple[tuple[str, str], ...] = ()
    conflicts_withheld: int = 0
    log: tuple[Mapping[str, object], ...] = ()
    not_served: int = 0
    told: tuple[str, ...] = ()
    originals: frozenset[str] = frozenset()
    store: CaseStore | None = None
    copies: Mapping[str, ServedCopy] = field(default_factory=dict)
    masked: frozenset[str] = frozenset()

    def names(self, text: str) -> bool:
        """Whether the words name a source that is not served."""
        return isinstance(self.store, ServedStore) and self.store.traces.names(text)

    def names_around(self, before: str, after: str) -> tuple[bool, bool]:
        """Whether what stands before quoted words, and what stands after, may name such a source."""
        return self.store.traces.names_around(before, after) if isinstance(self.store, ServedStore) else (False, False)


def serve(store: CaseStore, draft: Draft, audience: Audience = "working", *, logged: bool = True) -> Served:
    """The draft for this audience, as the case is now; without the log where it is not to be `logged`.

    Raises UsageError("not_for_training").
    """
    return _serve(store, draft, audience, logged)[0]


def kept(store: CaseStore, draft: Draft, audience: Audience = "working") -> Kept:
    """What an export leaves out, in numbers: for the person who exports it. Raises as `serve`."""
    return _serve(store, draft, audience, False)[1]


def serve_and_kept(store: CaseStore, draft: Draft, audience: Audience) -> tuple[Served, Kept]:
    """Both at once; raises as `serve`."""
    return _serve(store, draft, audience, True)


def require_audience(store: CaseStore, audience: Audience) -> None:
    """Raises UsageError("not_for_training") where training would get what was not made for it."""
    if audience == "training" and not store.info.training:
        raise UsageError("not_for_training", reference=store.info.reference)


def _serve(store: CaseStore, draft: Draft, audience: Audience, logged: bool) -> tuple[Served, Kept]:
    require_audience(store, audience)
    known, decided = store.sources(), store.materials()
    barred = bars(known, decided, audience)
    if audience == "working":
        return _for_team(store, draft, known, Kept(counted(barred)), logged)
    served = [s for s in known if s.id not in barred]
    traces = Traces(store, [s for s in known if s.id in barred], served)
    states = store.claim_states(draft.id)
    part = Cutter(store, barred.keys(), traces, audience).part(draft, states)
    standing, notes = dict[str, ClaimState](), 0
    for claim in part.draft.claims:
        if claim.id in states:
            own = {c.id for c in claim.citations}
            standing[claim.id], cut = served_state(states[claim.id], own, audience, traces)
            notes += cut
    sources = {s.id: served_source(s, barred.keys(), traces.names) for s in served}
    citations = {c.id for claim in part.draft.claims for c in claim.citations}
    claims = {claim.id for claim in part.draft.claims}
    whole = len(claims) == len(draft.claims) and part.draft.conflicts == draft.conflicts
    entries = store.audit_entries() if logged else []
    reviews = {r.n for id, state in standing.items() for r in state.history if r in states[id].history}
    log = Lines(audience, sources, claims, citations, draft.id, reviews, traces, whole).of(entries)
    told = [entry for entry, line in zip(entries, log, strict=True) if "action" in line]
    numbers = Kept(
        counted(barred), part.claims, part.named, part.unborne, part.against, part.conflicts, notes,
        tuple(id for id, bar in barred.items() if bar == "undecided"),
    )  # fmt: skip
    return (
        Served(
            audience, part.draft, standing, sources, log=log, not_served=len(barred),
            told=(_count_told(len(barred)), NOT_SERVED) if barred else (NOT_SERVED,),
            originals=originals(known, barred),
            store=ServedStore(store, audience, sources, part.draft, standing, told, traces),
        ),
        numbers,
    )  # fmt: skip


def _for_team(store: CaseStore, draft: Draft, known: list[Source], numbers: Kept, logged: bool) -> tuple[Served, Kept]:
    """All of it, but for what privilege withholds from everyone."""
    sources = {s.id: s for s in known}
    shown, withheld = open_part(draft, sources)
    conflicts = conflicts_withheld(draft, known)
    entries = store.audit_entries() if logged else ()
    served = Served(
        "working", shown, store.claim_states(draft.id), sources, tuple(withheld), conflicts,
        log=Lines("working", sources, (), (), draft.id, (), Traces(store, (), ())).of(entries),
        originals=frozenset(s.id for s in known if not s.withheld), store=store,
    )  # fmt: skip
    return served, replace(numbers, claims=len(withheld), conflicts=conflicts)


def verify_part(served: Served, report: VerifyReport | None) -> VerifyReport | None:
    """How what is served re-opened; for the case team the report as it is."""
    if report is None or served.audience == "working":
        return report
    cited = {c.id for claim in served.draft.claims for c in claim.citations}
    cited |= {cell.citation.id for point in served.draft.conflicts for cell in point.cells}
    failed, notes = (
        tuple(f for f in found if _concerns(f.citation_id, f.source_id, cited, served) and not f.passage_id)
        for found in (report.failed, report.notes)
    )
    sources = tuple(one for one in report.sources if one[0] in served.sources)
    return VerifyReport(len(cited), failed, notes, sources)


def times_part(served: Served, times: Timeline) -> Timeline:
    """Times of what is served, without those whose words name what is not."""
    if served.audience == "working":
        return times

    def open_now(*words: str) -> bool:
        return not any(map(served.names, words))

    marks = tuple(m for m in times.marks if m.source_id in served.sources and open_now(m.words, m.text, *m.how))
    unplaced = tuple(u for u in times.unplaced if u.source_id in served.sources and open_now(u.words, u.text))
    return Timeline(marks, unplaced)


def _concerns(citation_id: str, source_id: str, cited: set[str], served: Served) -> bool:
    if citation_id:
        return citation_id in cited
    return not source_id or source_id in served.sources


def _count_told(count: int) -> str:
    return f"{count:,} {'source' if count == 1 else 'sources'} of the case {'is' if count == 1 else 'are'} not served."
