"""Places in unused sources that drafts show as speaking against a claim, or as a side of a conflict: pointers only."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from provenance.open_part import open_part
from provenance.records import Citation
from provenance.report_reviews import without_rejected
from provenance.store.case_store import CaseStore

SHOWN = 12  # places of one source that a form names; the rest is counted


@dataclass(frozen=True, slots=True)
class Pointer:
    """A place in a source, the claims of drafts against which it stands there, and the conflicts of which it is a
    side."""

    source_id: str
    label: str
    claims: tuple[str, ...]
    conflicts: tuple[str, ...]

    @property
    def text(self) -> str:
        """ "p. 2: against claims D1.4, D2.1; a side of conflict D1.K2"."""
        told = [_named("against claim", self.claims), _named("a side of conflict", self.conflicts)]
        return f"{self.label or 'the source as a whole'}: {'; '.join(filter(None, told))}"


def pointers(store: CaseStore, source_ids: Collection[str]) -> dict[str, list[Pointer]]:
    """The places in these sources, by source, in the order of their labels.

    Claims that a person rejected, or that the checks held back, point to nothing; nor do sources withheld now.
    """
    sources = {s.id: s for s in store.sources()}
    against: dict[tuple[str, str], dict[str, None]] = {}
    sides: dict[tuple[str, str], dict[str, None]] = {}

    def point(found: dict[tuple[str, str], dict[str, None]], citation: Citation, shown_as: str) -> None:
        if citation.source_id in source_ids:
            found.setdefault((citation.source_id, citation.label), {})[shown_as] = None

    for draft_id in store.draft_ids() if source_ids else ():
        draft, _ = without_rejected(open_part(store.draft(draft_id), sources)[0], store.claim_states(draft_id))
        for claim in draft.claims:
            for citation in () if claim.held_back else claim.cited("against"):
                point(against, citation, claim.id)
        for conflict in draft.conflicts:
            for cell in conflict.cells:
                point(sides, cell.citation, conflict.id)
    by_source: dict[str, list[Pointer]] = {}
    for key in sorted({*against, *sides}, key=lambda key: (key[0], _natural(key[1]))):
        pointer = Pointer(*key, tuple(against.get(key, ())), tuple(sides.get(key, ())))
        by_source.setdefault(key[0], []).append(pointer)
    return by_source


def told(points: list[Pointer]) -> tuple[str, ...]:
    """As a form says it: the first places, and how many more there are."""
    more = len(points) - SHOWN
    return (*(p.text for p in points[:SHOWN]), *((f"and {more:,} more places",) if more > 0 else ()))


def _named(what: str, ids: tuple[str, ...]) -> str:
    """ "against claims D1.4, D2.1"."""
    return f"{what}{'s' if len(ids) > 1 else ''} {', '.join(ids)}" if ids else ""


def _natural(label: str) -> list[tuple[int, str]]:
    """ "p. 9" before "p. 10"."""
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in re.split(r"(\d+)", label)]
