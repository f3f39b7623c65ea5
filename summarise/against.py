"""Searches for what speaks against claims: other words, elsewhere, on the same point, that cannot both hold.

`against(desk, claims)` takes the desk of a drafting (see `points.PointDesk`, with `embed` and `retrieve` besides) and
claims as `Drafting.write` gives them, and answers one `Contrary` for each claim, in order. It never changes a claim:
what speaks against it hides and demotes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from provenance.records import Notice, TextAnchor
from provenance.store.records import NewCitation, NewClaim
from summarise.opposition.assertion import Assertion
from summarise.opposition.lines import Line
from summarise.opposition.pairing import CROWD, SURE, Weights, sureness
from summarise.opposition.people import same
from summarise.opposition.reading import Account
from summarise.points import PointDesk, accounts_of, cosines, unit_of

MOST = 3  # for one claim
OWN_SURE = 0.6  # least sureness of words against a claim in the very account that it quotes
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


@dataclass(frozen=True, slots=True)
class Contrary:
    """What was found against one claim: citations of role "against", at most three, the surest first, and for each its
    reason in the same place (code "against_colour", "against_denial", …).

    `searched` counts the passages that were searched; it is 0, with one reason "against_footage", for a claim that
    tells of footage, where nothing is searched.
    """

    citations: tuple[NewCitation, ...] = ()
    searched: int = 0
    reasons: tuple[Notice, ...] = ()


def against(desk: PointDesk, claims: Sequence[NewClaim], accounts: Sequence[Account] | None = None) -> list[Contrary]:
    """What speaks against each claim; `accounts` are the desk's where they are read already.

    Raises TaskError("cancelled") when the desk's progress answers stop.
    """
    desk.tick("Looking for what speaks against it", 0)
    search = _Search(desk, accounts_of(desk) if accounts is None else accounts)
    found = []
    for i, claim in enumerate(claims):
        desk.tick("Looking for what speaks against it", i, len(claims))
        found.append(search.of(claim))
    return found


@dataclass(frozen=True, slots=True)
class _Found:
    """An assertion against one of a claim's, with how sure it is that both speak of one thing."""

    claimed: Assertion
    other: Assertion
    sure: float


@dataclass(eq=False)
class _Search:
    """What is read once for all claims of a draft."""

    desk: PointDesk
    accounts: Sequence[Account]
    weights: Weights = field(init=False)
    topics: dict[tuple[str, str], list[Assertion]] = field(init=False)
    of_line: dict[tuple[str, int], list[Assertion]] = field(init=False)

    def __post_init__(self) -> None:
        self.weights = Weights(self.accounts)
        topics: defaultdict[tuple[str, str], list[Assertion]] = defaultdict(list)
        of_line: defaultdict[tuple[str, int], list[Assertion]] = defaultdict(list)
        for account in self.accounts:
            for assertion in account.assertions:
                topics[assertion.slot, assertion.topic].append(assertion)
                of_line[assertion.line.source_id, assertion.line.place].append(assertion)
        self.topics, self.of_line = dict(topics), dict(of_line)

    def of(self, claim: NewClaim) -> Contrary:
        cited = [c for c in claim.citations if c.role == "cited" and isinstance(c.anchor, TextAnchor)]
        if not cited:
            told = Notice("against_footage", "what speaks against a claim is not searched in or against footage")
            return Contrary(reasons=(told,) if claim.kind == "observation" else ())
        lines = [line for c in cited for line in self._lines(c)]
        found = sorted(self._opposed(lines), key=lambda f: -f.sure)
        kept: list[_Found] = []
        for one in found:
            if len(kept) < MOST and not any(k.other.line is one.other.line for k in kept):
                kept.append(one)
        citations = tuple(self._cite(f.other) for f in kept)
        return Contrary(citations, len(self.desk.material.passages), tuple(_reason(f) for f in kept))

    def _lines(self, citation: NewCitation) -> Iterator[Line]:
        """The lines that a citation quotes."""
        anchor = citation.anchor
        assert isinstance(anchor, TextAnchor)
        for account in self.accounts:
            if account.source.id == citation.source_id:
                yield from (n for n in account.lines if n.start < anchor.end and anchor.start < n.end)

    def _opposed(self, lines: Sequence[Line]) -> Iterator[_Found]:
        """What differs from what the lines assert, each line once, without the lines themselves."""
        own = {(line.source_id, line.place) for line in lines}
        for line in lines:
            for claimed in self.of_line.get((line.source_id, line.place), ()):
                members = self.topics[claimed.slot, claimed.topic]
                if claimed.topic or claimed.slot != "time":
                    yield from self._differing(claimed, members, own)

    def _differing(
        self, claimed: Assertion, members: Sequence[Assertion], own: set[tuple[str, int]]
    ) -> Iterator[_Found]:
        crowd = min(1.0, (CROWD / len(members)) ** 0.5)
        cosine = cosines(self.desk.material)
        for other in members:
            place = (other.line.source_id, other.line.place)
            if place in own or not claimed.differs(other) or self._agrees(claimed, other, members):
                continue
            sure = round(sureness(claimed, other, crowd, self.weights, cosine), 4)
            if sure >= (OWN_SURE if other.line.voice == claimed.line.voice else SURE):
                yield _Found(claimed, other, sure)

    @staticmethod
    def _agrees(claimed: Assertion, other: Assertion, members: Sequence[Assertion]) -> bool:
        """Whether the account of either says elsewhere what the other says: then they speak of several things."""
        for one, two in ((claimed, other), (other, claimed)):
            if one.line.voice == two.line.voice:
                continue
            voice = [a for a in members if a is not one and a.line.voice == one.line.voice]
            if any(same(a.who, two.who) is not False and not a.differs(two) for a in voice):
                return True
        return False

    def _cite(self, other: Assertion) -> NewCitation:
        source = self.desk.material.by_id[other.line.source_id]
        return self.desk.composer.cite(source, unit_of(other), "against")


def _reason(found: _Found) -> Notice:
    """Why a passage is cited against a claim, with both values in their own words."""
    slot = found.other.slot
    doubt = ", said with doubt" if found.other.hedged else ""
    detail = f"{_REASONS[slot]} ({found.other.about}): “{found.other.value}”{doubt}, against “{found.claimed.value}”"
    return Notice(f"against_{slot}", detail)
