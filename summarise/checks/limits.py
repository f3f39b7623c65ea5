"""Tests that a claim keeps the limit of a number: "more than £500" is not "£500", nor "less than £500"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from provenance.records import Notice, Support
from summarise.checks.alignment import Alignment
from summarise.checks.attributed import lay
from summarise.checks.base import Cited, Finding, by_worst, notice
from summarise.checks.reading import Reading, Token
from summarise.details import agree

Bound = Literal["", "above", "from", "below", "up to", "about", "exactly", "part of", "nearly"]

# What stands just before a number, and just behind it.
_WORDS_BEFORE: tuple[tuple[Bound, str], ...] = (
    ("up to", r"(?:no|not|never)\s(?:more|greater|longer|higher|later)\sthan|at\s(?:the\s)?(?:very\s)?most|up\sto"
              r"|(?:a\s)?maximum\sof|within|not\sover|(?:not|n['’]t)\sexceed(?:ing)?"),
    ("from", r"(?:no|not)\s(?:less|fewer|shorter)\sthan|at\s(?:the\s)?(?:very\s)?least|(?:a\s)?minimum\sof"
             r"|upwards\sof|not\sunder"),
    ("above", r"(?:more|greater|longer|higher)\sthan|(?:just\s|well\s)?over|in\sexcess\sof|exceed(?:s|ed|ing)"
              r"|above"),
    ("below", r"(?:less|fewer|shorter|lower)\sthan|(?:just\s|well\s)?under|nearly|almost|not\squite|below"),
    ("about", r"about|around|roughly|approximately|circa|close\sto"),
    ("exactly", r"exactly|precisely"),
    ("part of", r"(?:half|a\sthird|two\sthirds|a\squarter|three\squarters|part|some|most)(?:\sof)?"
                r"|twice|double|treble|triple"),
)  # fmt: skip
_WORDS_BEHIND: tuple[tuple[Bound, str], ...] = (
    ("from", r"or\s(?:more|over|above)|at\s(?:the\s)?(?:very\s)?least|plus"),
    ("up to", r"or\s(?:less|fewer|under|below)|at\s(?:the\s)?(?:very\s)?most"),
    ("about", r"or\s(?:so|thereabouts)|more\sor\sless"),
)
_BETWEEN = r"(?:(?:about|around|some|the|my|his|her|their|a\stotal\sof)\s)*"
_BEFORE = [(b, re.compile(rf"\b(?:{words})\s{_BETWEEN}$", re.IGNORECASE)) for b, words in _WORDS_BEFORE]
_BEHIND = [(b, re.compile(rf"^\s(?:[^\W\d_]+\s)?(?:{words})\b", re.IGNORECASE)) for b, words in _WORDS_BEHIND]
_ROUNDED, _LASTS = re.compile(r"nearly|almost", re.I), re.compile(r"\s(?:second|minute|hour|day|week|year)")
_MORE_OR_LESS = re.compile(r"\b(?:more or less|give or take)\s$", re.IGNORECASE)
_REACH = 40  # code points to each side of a number
_COUNTED = ("number", "amount")
# What a bound of the passage bears in a claim; a claim may be less exact than its passage.
_BEARS: dict[Bound, frozenset[Bound]] = {
    "": frozenset(("", "about", "exactly")),
    "above": frozenset(("above", "from")),
    "from": frozenset(("from",)),
    "below": frozenset(("below", "nearly", "up to", "about")),
    "nearly": frozenset(("", "below", "nearly", "up to", "about")),  # how long it took is rounded
    "up to": frozenset(("up to",)),
    "about": frozenset(("about", "")),  # "about" is often left out, and seldom meant
    "exactly": frozenset(("", "about", "exactly")),
    "part of": frozenset(("part of",)),
}
_UP, _DOWN = frozenset(("above", "from")), frozenset(("below", "nearly", "up to"))
_BESIDE = 6  # tokens to each side that tell which of several like numbers is meant


@dataclass(frozen=True, slots=True)
class Limit:
    """How a number is limited, by the words at text[start:end]."""

    bound: Bound
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """A number of the claim is limited as the passage limits it: turned round it is contradicted, dropped or added
    partly supported. Numbers that the passage lacks are left to the check of details."""

    name: str = "limits"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        laid, _ = lay(claim, cited)
        return by_worst(self.name, _wrong(laid))


@lru_cache(maxsize=2048)
def limits(reading: Reading) -> dict[int, Limit]:
    """By token, the limit of each number and amount that has one."""
    return {
        i: found
        for i, t in enumerate(reading.tokens)
        if t.detail is not None and t.detail.kind in _COUNTED and (found := _limit(reading.text, t)) is not None
    }


def limiting(reading: Reading) -> frozenset[int]:
    """Tokens that only say how a number is limited: this check reads them, and no other."""
    spans = [(found.start, found.end) for found in limits(reading).values() if found.bound != "part of"]
    return frozenset(i for i, t in enumerate(reading.tokens) if any(start <= t.start < end for start, end in spans))


def _limit(text: str, token: Token) -> Limit | None:
    begin = max(0, token.start - _REACH)
    before, behind = text[begin : token.start], text[token.end : token.end + _REACH]
    if _MORE_OR_LESS.search(before):
        return None
    for bound, pattern in _BEFORE:
        if match := pattern.search(before):
            rounded = bound == "below" and _ROUNDED.match(match[0]) and _LASTS.match(behind)
            return Limit("nearly" if rounded else bound, begin + match.start(), token.start)
    for bound, pattern in _BEHIND:
        if match := pattern.search(behind):
            words = re.search(r"\b(?:or|at|plus|more)\b", match[0])
            return Limit(bound, token.end + (words.start() if words else 0), token.end + match.end())
    return None


def _wrong(laid: Alignment) -> Iterator[tuple[Support, Notice]]:
    said = limits(laid.claim)
    for i, token in enumerate(laid.claim.tokens):
        if token.detail is None or token.detail.kind not in _COUNTED:
            continue
        mine: Bound = said[i].bound if i in said else ""
        places = [(n, limit) for n, limit in _given(laid, i)]
        if not places or any(mine in _BEARS[limit.bound if limit else ""] for _, limit in places):
            continue
        at, limit = places[0]
        bound: Bound = limit.bound if limit else ""
        turned = (mine in _UP and bound in _DOWN) or (mine in _DOWN and bound in _UP)
        reading, there = laid.given.readings[laid.given.owner[at]], laid.given.tokens[at]
        start, end = (min(limit.start, there.start), max(limit.end, there.end)) if limit else (there.start, there.end)
        first, last = (
            (min(said[i].start, token.start), max(said[i].end, token.end)) if mine else (token.start, token.end)
        )
        told = f"the cited passage says “{reading.words(start, end)}”, the claim “{laid.claim.words(first, last)}”"
        yield "contradicted" if turned else "partly", notice("limit_changed", told, first, last)


def _given(laid: Alignment, i: int) -> list[tuple[int, Limit | None]]:
    """Where the passages have the number, with its limit there: of several places those with most around them of what
    the claim has around it, the one that is linked first."""
    detail, link = laid.claim.tokens[i].detail, laid.links[i]
    around = _around(laid.claim.tokens, i)
    found: list[tuple[int, int, Limit | None]] = []
    for at, token in enumerate(laid.given.tokens):
        if detail is None or token.detail is None or not agree(detail, token.detail):
            continue
        reading = laid.given.owner[at]
        inside = limits(laid.given.readings[reading]).get(at - laid.given.first(reading))
        found.append((len(around & _around(laid.given.tokens, at)), at, inside))
    most = max((shared for shared, _, _ in found), default=0)
    linked = link.at if link is not None else -1
    best = [(at, limit) for shared, at, limit in found if shared == most]
    return sorted(best, key=lambda place: place[0] != linked)


def _around(tokens: Sequence[Token], i: int) -> frozenset[str]:
    near = range(max(0, i - _BESIDE), min(len(tokens), i + _BESIDE + 1))
    return frozenset(tokens[n].key for n in near if n != i and tokens[n].heavy)
