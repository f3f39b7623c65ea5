"""A stored draft without what cites a source that is withheld now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from provenance.open_run import held_place, open_run
from provenance.records import Claim, Draft, Source
from provenance.report_points import open_points
from provenance.report_words import OUTCOME, PRIVILEGE


def open_part(draft: Draft, sources: dict[str, Source]) -> tuple[Draft, list[tuple[str, str]]]:
    """The draft without what cites a source that is held for privilege now, and (claim id, source id) of that.

    A source can come to be held after it was summarised; its words must not leave by an old draft. Every showing of a
    stored draft goes through here.
    """
    held = {s.id for s in sources.values() if s.withheld}
    kept: list[Claim] = []
    withheld: list[tuple[str, str]] = []
    for claim in draft.claims:
        barred = [c.source_id for c in claim.cited() if c.source_id in held]
        if barred:
            withheld.append((claim.id, barred[0]))
        else:
            kept.append(_without(claim, held))
    cover = draft.coverage
    unread, unused = (
        tuple(replace(u, reason=_why_held(sources[u.source_id])) if u.source_id in held else u for u in listed)
        for listed in (cover.unread_sources, cover.unused_sources)
    )
    near = tuple(n for n in cover.near if not held_place(n.passage_id, held))
    cover = replace(cover, unread_sources=unread, unused_sources=unused, near=near)
    conflicts, _ = open_points(draft.conflicts, held)
    run = open_run(draft.run, held)
    return replace(draft, run=run, claims=tuple(kept), coverage=cover, conflicts=conflicts), withheld


def conflicts_withheld(draft: Draft, sources: Iterable[Source]) -> int:
    """Of how many conflicts a side is withheld now."""
    return open_points(draft.conflicts, {s.id for s in sources if s.withheld})[1]


def _without(claim: Claim, held: Collection[str]) -> Claim:
    """The claim without citations of what is held; that there was something against it is told still."""
    kept = tuple(c for c in claim.citations if c.source_id not in held)
    gone = len(claim.cited("against")) - sum(c.role == "against" for c in kept)
    return replace(claim, citations=kept, against_withheld=claim.against_withheld + gone)


def _why_held(source: Source) -> str:
    """Said instead of how the source was read, which may tell what is in it."""
    return PRIVILEGE[source.privilege] if source.privilege in ("possible", "privileged") else OUTCOME["held"].lower()
