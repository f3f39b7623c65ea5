"""Tells whether the passage counts with a number what the claim counts with it: "two men" is not "two cars"."""

from __future__ import annotations

from summarise.checks.alignment import Alignment
from summarise.checks.parts import shares
from summarise.checks.phrases import starting_at
from summarise.checks.reading import Reading
from summarise.details import agree


def counted(laid: Alignment, i: int) -> bool | None:
    """Whether the passage has the number of token i before the same noun (True), or only before other ones while it has
    the noun by another number (False); None where neither is certain."""
    nouns, detail = _noun(laid.claim, i), laid.claim.tokens[i].detail
    if not nouns or detail is None:
        return None
    same: list[str] = []
    others: list[str] = []
    for reading in laid.given.readings:
        wholes = {s.whole for s in shares(reading)}  # "two of the five": nothing is told of five
        for n, token in enumerate(reading.tokens):
            if token.detail is not None and token.detail.kind == "number" and n not in wholes:
                (same if agree(detail, token.detail) else others).append(_noun(reading, n))
    if not same or "" in same:
        return None
    if nouns in same:
        return None if nouns in others else True
    return False if nouns in others else None


def _noun(reading: Reading, i: int) -> str:
    """The noun that a number counts; "" where none follows."""
    party = starting_at(reading, i)
    if party is None and (of := next((s for s in shares(reading) if s.number == i), None)):
        return reading.tokens[of.noun].key
    return party.head if party else ""
