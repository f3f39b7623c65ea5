"""Takes from a claim's similar accounts those that say the opposite: words can be much alike and hold the contrary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from provenance.records import TextAnchor
from provenance.store.records import NewCitation, NewClaim
from summarise.opposition.assertion import Assertion
from summarise.opposition.claimed import Claimed, claimed
from summarise.opposition.denials import denied, denies_something, stems_said
from summarise.opposition.lines import Line
from summarise.opposition.pairing import two_things
from summarise.opposition.people import same
from summarise.opposition.reading import Account
from summarise.opposition.telling import alike, firsthand

_MOST_OF = 0.8  # of what is denied, that a line has to hold to say it


def without_contrary(claims: Sequence[NewClaim], accounts: Sequence[Account]) -> list[NewClaim]:
    """The claims, without similar accounts that are cited against them or differ from them on a point of theirs."""
    by_source = {a.source.id: a for a in accounts}
    return [_kept(claim, by_source) for claim in claims]


def _kept(claim: NewClaim, accounts: Mapping[str, Account]) -> NewClaim:
    if not any(c.role == "similar" for c in claim.citations):
        return claim
    read = claimed(claim, accounts)
    against = [c for c in claim.citations if c.role == "against"]
    kept = [
        c
        for c in claim.citations
        if c.role != "similar"
        or not (
            any(_meet(c, a) for a in against) or (read and (_contrary(read, c, accounts) or _other(read, c, accounts)))
        )
    ]
    return replace(claim, citations=tuple(kept))


def _meet(one: NewCitation, two: NewCitation) -> bool:
    mine, yours = one.anchor, two.anchor
    return (
        one.source_id == two.source_id
        and isinstance(mine, TextAnchor)
        and isinstance(yours, TextAnchor)
        and mine.start < yours.end
        and yours.start < mine.end
    )


def _contrary(claim: Claimed, cited: NewCitation, accounts: Mapping[str, Account]) -> bool:
    """Whether the cited words hold a value, or deny something, that cannot hold beside the claim."""
    account, anchor = accounts.get(cited.source_id), cited.anchor
    if account is None or not isinstance(anchor, TextAnchor):
        return False
    lines = [n for n in account.lines if n.start < anchor.end and anchor.start < n.end]
    within = {id(n) for n in lines}
    theirs = [a for a in account.assertions if id(a.line) in within]
    if any(_differ(one, other) for one in claim.assertions for other in theirs):
        return True
    return any(_denies(one, two) or _denies(two, one) for one in claim.lines for two in lines)


def _other(claim: Claimed, cited: NewCitation, accounts: Mapping[str, Account]) -> bool:
    """Whether no line of the cited words says what a line of the claim does."""
    account, anchor = accounts.get(cited.source_id), cited.anchor
    if account is None or not isinstance(anchor, TextAnchor):
        return False
    lines = [n for n in account.lines if n.start < anchor.end and anchor.start < n.end]
    if not all(firsthand(two) for two in lines):
        return True
    return bool(lines) and not any(alike(one, two) for one in claim.lines for two in lines)


def _differ(one: Assertion, other: Assertion) -> bool:
    if not one.topic or (one.slot, one.topic) != (other.slot, other.topic) or not one.differs(other):
        return False
    alike = same(one.who, other.who)
    return alike is not False and not two_things(one, other, alike)


def _denies(one: Line, other: Line) -> bool:
    """Whether a line denies what another says."""
    said = frozenset[str]() if denies_something(other) else stems_said(other)
    return any(len(d.stems & said) >= max(1, _MOST_OF * len(d.stems)) for d in denied(one))
