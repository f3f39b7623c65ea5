"""Searches for what speaks against claims: other words, elsewhere, on the same point, that cannot both hold.

`against(desk, claims)` takes the desk of a drafting (a `points.PointDesk` with `store`, `source_ids` and `embed`
besides) and claims as `Drafting.write` gives them, and answers one `Contrary` for each claim, in order. It never
changes a claim: what speaks against it hides and demotes nothing. Every other account is compared on the topics of the
claim; passages that are retrieved by the claim's words, by its words denied and by its words without their values,
count as nearer to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np

from provenance.ports import Hit, Vectors
from provenance.records import Notice, Source
from provenance.store.case_store import CaseStore
from provenance.store.records import NewCitation, NewClaim
from summarise.opposition.assertion import Assertion
from summarise.opposition.claimed import Claimed, claimed, variants
from summarise.opposition.denials import against_denied, denial, denied, said_so
from summarise.opposition.lines import Line
from summarise.opposition.pairing import CROWD, SURE, Pair, Weights, sureness
from summarise.opposition.people import same
from summarise.opposition.reading import Account
from summarise.opposition.versions import changed, versions
from summarise.points import PointDesk, accounts_of, cosines, of_one_witness, unit_of
from summarise.retrieve import fuse, nearest

MOST = 3  # for one claim
OWN_SURE = 0.62  # least sureness of words against a claim in the very account that it quotes
_RETRIEVED = 24  # passages of a claim whose lines are compared one by one
_EACH = 40  # of each ranking
_NEARER = 0.1  # added to the sureness of what stands in a retrieved passage
_MUCH_ALIKE = 0.6  # shared weight of two lines of one account
_REASONS = {
    "time": "another time",
    "place": "another place",
    "direction": "another direction",
    "person": "another person",
    "action": "another act",
    "colour": "another colour",
    "number": "another number",
    "denial": "it says otherwise",
}


class AgainstDesk(PointDesk, Protocol):
    """What of a drafting the search needs."""

    store: CaseStore
    source_ids: Sequence[str] | None

    def embed(self, texts: Sequence[str], what: str) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Contrary:
    """What was found against one claim: citations of role "against", at most three, the surest first, and for each its
    reason in the same place (code "against_colour", "against_denial", …).

    `searched` counts the passages that were searched; it is 0, with the one reason "against_footage", for a claim that
    tells of footage, where nothing is searched.
    """

    citations: tuple[NewCitation, ...] = ()
    searched: int = 0
    reasons: tuple[Notice, ...] = ()


def against(desk: AgainstDesk, claims: Sequence[NewClaim], accounts: Sequence[Account] | None = None) -> list[Contrary]:
    """What speaks against each claim; `accounts` are the desk's (`points.accounts_of`) where they are read already.

    Raises TaskError("cancelled") when the desk's progress answers stop.
    """
    desk.tick(_WHAT, 0)
    search = _Search(desk, accounts_of(desk) if accounts is None else accounts)
    read = [claimed(claim, search.by_source) for claim in claims]
    near = search.near([c for c in read if c is not None])
    found = []
    for i, (claim, one) in enumerate(zip(claims, read, strict=True)):
        desk.tick(_WHAT, i, len(claims))
        found.append(_unsearched(claim) if one is None else search.of(one, near[id(one)]))
    return found


_WHAT = "Looking for what speaks against it"


def _unsearched(claim: NewClaim) -> Contrary:
    told = Notice("against_footage", "what speaks against it is not searched for claims on footage")
    return Contrary(reasons=(told,) if claim.kind == "observation" else ())


@dataclass(eq=False)
class _Search:
    """What is read once for all claims of a draft."""

    desk: AgainstDesk
    accounts: Sequence[Account]
    weights: Weights = field(init=False)
    by_source: Mapping[str, Account] = field(init=False)

    def __post_init__(self) -> None:
        self.weights = Weights(self.accounts)
        self.by_source = {a.source.id: a for a in self.accounts}
        self.cosine = cosines(self.desk.material)

    @cached_property
    def topics(self) -> dict[tuple[str, str], list[Assertion]]:
        found: dict[tuple[str, str], list[Assertion]] = {}
        for account in self.accounts:
            for assertion in account.assertions:
                found.setdefault((assertion.slot, assertion.topic), []).append(assertion)
        return found

    @cached_property
    def lines_of(self) -> dict[str, list[Line]]:
        """The lines of each passage."""
        found: dict[str, list[Line]] = {}
        for account in self.accounts:
            for line in account.lines:
                found.setdefault(line.passage.id, []).append(line)
        return found

    def near(self, claims: Sequence[Claimed]) -> dict[int, tuple[str, ...]]:
        """Ids of the passages near each claim in any of its forms, best first, by the claim's `id()`."""
        forms = {id(c): variants(c) for c in claims}
        meant = [(key, form) for key, (own, opened, _) in forms.items() for form in dict.fromkeys((own, opened))]
        vectors = self.desk.embed([form for _, form in meant], _WHAT)
        rankings: dict[int, list[Sequence[Hit]]] = {id(c): [] for c in claims}
        ids, place = [p.id for p in self.desk.material.passages], self.desk.material.place
        for (key, _), vector in zip(meant, vectors, strict=True):
            rankings[key].append(nearest(np.asarray(vector), ids, self.desk.material.vectors, _EACH))
        for key, words in forms.items():
            rankings[key] += [self.desk.store.search_words(w, _EACH, self.desk.source_ids) for w in words]
        return {key: tuple(h.passage_id for h in fuse(rows, place)[:_RETRIEVED]) for key, rows in rankings.items()}

    def of(self, claim: Claimed, near: Sequence[str]) -> Contrary:
        """The surest of what differs from a claim, one a line."""
        found = sorted(self._opposed(claim, near), key=lambda p: -p.sure)
        kept: list[Pair] = []
        for pair in found:
            least = OWN_SURE if pair.second.line.voice == claim.voice else SURE
            if len(kept) < MOST and pair.sure >= least and not any(_overlap(k.second, pair.second) for k in kept):
                kept.append(pair)
        citations = tuple(self._cite(p.second) for p in kept)
        return Contrary(
            citations, len(self.desk.material.passages), tuple(reason(p, self.desk.material.by_id) for p in kept)
        )

    def _opposed(self, claim: Claimed, near: Sequence[str]) -> Iterator[Pair]:
        own = {id(line) for line in claim.quoted}
        close = frozenset(near)
        for one in claim.assertions:
            members = self.topics.get((one.slot, one.topic), [])
            if one.topic:
                yield from self._differing(one, [m for m in members if id(m.line) not in own], close)
        for passage_id in near:
            for other in self.lines_of.get(passage_id, []):
                if id(other) not in own and other.told:
                    for line in claim.lines:
                        yield from self._compared(line, other)

    def _differing(self, one: Assertion, members: Sequence[Assertion], close: frozenset[str]) -> Iterator[Pair]:
        """Assertions on the topic of one of the claim's that cannot hold together with it.

        An account tells of several people and things: of the claim's own account only what is said of one named person
        counts, or in much the same words.
        """
        crowd = min(1.0, (CROWD / max(1, len(members))) ** 0.5)
        for other in members:
            if one.line.voice == other.line.voice and not self._of_one(one, other):
                continue
            if one.meets(other) and one.differs(other) and not _agrees(one, other, members):
                sure = sureness(one, other, crowd, self.weights, self.cosine)
                if sure:
                    sure += _NEARER if other.line.passage.id in close else 0.0
                    yield Pair(one, other, round(min(1.0, sure), 4), True)

    def _of_one(self, one: Assertion, other: Assertion) -> bool:
        named = one.who is not None and bool(one.who.name) and one.who.role != "self"
        alike = self.weights.shared(one.line.stems, other.line.stems) >= _MUCH_ALIKE
        return alike or (named and bool(same(one.who, other.who)))

    def _compared(self, line: Line, other: Line) -> Iterator[Pair]:
        """Two lines set side by side: what one denies and the other says, and versions of one sentence."""
        for one in denied(line):
            if sure := against_denied(one, other, self.weights, self.cosine):
                yield Pair(denial(one), said_so(one, other), sure, True)
        for two in denied(other):
            if sure := against_denied(two, line, self.weights, self.cosine):
                yield Pair(said_so(two, line), denial(two), sure, True)
        if alike := versions(line, other, self.weights):
            yield from changed(line, other, alike)

    def _cite(self, other: Assertion) -> NewCitation:
        source = self.desk.material.by_id[other.line.source_id]
        return self.desk.composer.cite(source, unit_of(other), "against")


def reason(pair: Pair, sources: Mapping[str, Source]) -> Notice:
    """Why the second of a pair is cited against a claim that says the first, with both values in their own words."""
    slot, other = pair.kind, pair.second
    doubt = ", said with doubt" if other.hedged else ""
    own = " by the same witness" if of_one_witness(pair, sources) else ""
    detail = f"{_REASONS[slot]}{own} ({other.about}): “{other.value}”{doubt}, against “{pair.first.value}”"
    return Notice(f"against_{slot}", detail)


def _overlap(one: Assertion, two: Assertion) -> bool:
    """Whether both would be cited with the same words, or some of them."""
    return unit_of(one).overlaps(unit_of(two))


def _agrees(one: Assertion, other: Assertion, members: Sequence[Assertion]) -> bool:
    """Whether the account of either says elsewhere what the other says: then they speak of several things."""
    if one.line.voice == other.line.voice:
        return False
    for mine, yours in ((one, other), (other, one)):
        voice = [a for a in members if a is not mine and a.line.voice == mine.line.voice]
        if any(same(a.who, yours.who) is not False and not a.differs(yours) for a in voice):
            return True
    return False
