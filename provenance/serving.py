"""What one audience may see of a draft and its case: built by allow-list, and all that an export is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from provenance.audience import Audience
from provenance.errors import UsageError
from provenance.open_part import conflicts_withheld, open_part
from provenance.records import Draft, Source
from provenance.redaction_copy import ServedCopy
from provenance.reviews import ClaimState
from provenance.store.case_store import CaseStore


@dataclass(frozen=True, slots=True)
class Served:
    """A draft as its audience may see it: no field holds anything of a source that is withheld from it.

    `sources` by id are those that may be named; those of them that are `withheld` show their name only. `withheld` are
    (claim id, source id) of claims that are left out because a cited source is withheld; the source id is "" where it
    may not be named. Of `conflicts_withheld` conflicts a side is withheld. `states` are of the claims that are left.

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
    copies: Mapping[str, ServedCopy] = field(default_factory=dict)
    masked: frozenset[str] = frozenset()


def serve(store: CaseStore, draft: Draft, audience: Audience = "working") -> Served:
    """The draft for this audience, as the case is now."""
    if audience != "working":
        raise UsageError("not_in_this_version", what=f"A report for the audience '{audience}'")
    sources = {s.id: s for s in store.sources()}
    shown, withheld = open_part(draft, sources)
    states = store.claim_states(draft.id)
    return Served(audience, shown, states, sources, tuple(withheld), conflicts_withheld(draft, sources.values()))
