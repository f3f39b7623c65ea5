"""Which sources of a case an audience may not see, and why: by use, by privilege, and by what has the same bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from provenance.audience import Audience, may_see
from provenance.material import Material
from provenance.records import Source
from provenance.store.privilege import is_converted

Bar = Literal["undecided", "unused", "sensitive", "not_relevant", "privileged", "same_as_sensitive"]


@dataclass(frozen=True, slots=True)
class Kept:
    """What an export leaves out, in numbers, for the person who exports and for nobody else.

    `sources` are counted by why they are not served. Of the draft: `claims` that cite one, `named` that name one in
    their words, `unborne` that a model wrote, or the checks or a person turned down, and that may hold words of one;
    `against`: places that speak against claims that are served; `conflicts` of which a side is not. `notes` of
    reviewers. `undecided` are ids of sources on which nobody decided.
    """

    sources: Mapping[Bar, int]
    claims: int = 0
    named: int = 0
    unborne: int = 0
    against: int = 0
    conflicts: int = 0
    notes: int = 0
    undecided: tuple[str, ...] = ()

    @property
    def not_served(self) -> int:
        """How many sources are not served: the one number that an export tells."""
        return sum(self.sources.values())

    def json(self) -> dict[str, object]:
        """As the command line tells it to who exports."""
        told = {name: getattr(self, name) for name in ("claims", "named", "unborne", "against", "conflicts", "notes")}
        by_why = {"sources": self.not_served, "sources_by_reason": dict(self.sources)}
        return {**by_why, **told, "undecided": list(self.undecided)}


def bars(sources: Sequence[Source], decided: Mapping[str, Material], audience: Audience) -> dict[str, Bar]:
    """Why each source that this audience may not see is withheld, by id; those that are not named are served.

    For the case team that is privilege alone. For others, what is decided on a source holds for it alone, but for one
    thing: where a sensitive source is withheld, so is every other with the same bytes, and what was converted from it.
    """
    if audience == "working":
        return {s.id: "privileged" for s in sources if s.withheld}
    found = {s.id: bar for s in sources if (bar := _bar(s, decided, audience))}
    secret = {s.id for s in sources if found.get(s.id) == "sensitive"}
    return {**dict.fromkeys(same_files(sources, secret), "same_as_sensitive"), **found}


def same_files(sources: Sequence[Source], ids: Collection[str]) -> set[str]:
    """Ids of other sources with the bytes of one of these, or that it was converted to or from."""
    hashes = {s.sha256 for s in sources if s.id in ids and s.sha256}
    converted_to = {s.parent for s in sources if s.id in ids and is_converted(s)}
    found = {s.id for s in sources if s.sha256 in hashes or s.id in converted_to}
    return (found | {s.id for s in sources if is_converted(s) and s.parent in ids}) - set(ids)


def counted(barred: Mapping[str, Bar]) -> dict[Bar, int]:
    """How many for each reason, the most first."""
    return dict(Counter(barred.values()).most_common())


def originals(sources: Sequence[Source], barred: Mapping[str, Bar]) -> frozenset[str]:
    """Ids of served sources of which the file itself may be handed over: nothing inside it is withheld."""
    inside: dict[str, list[Source]] = {}
    for source in sources:
        if source.parent:
            inside.setdefault(source.parent, []).append(source)

    def whole(source_id: str, above: frozenset[str]) -> bool:
        if source_id in barred:
            return False
        return all(s.id in above or whole(s.id, above | {s.id}) for s in inside.get(source_id, ()))

    return frozenset(s.id for s in sources if whole(s.id, frozenset({s.id})))


def _bar(source: Source, decided: Mapping[str, Material], audience: Audience) -> Bar | None:
    if source.withheld:
        return "privileged"
    use = decided[source.id].use if source.id in decided else "undecided"
    return None if use == "used" or may_see(audience, use) else use
