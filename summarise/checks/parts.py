"""Tests that what a passage tells of a part of a set ("two of the five", "most of") is told of that part alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from provenance.records import Notice, Support
from summarise.checks.alignment import Alignment
from summarise.checks.attributed import lay
from summarise.checks.base import Cited, Finding, by_worst, notice
from summarise.checks.phrases import starting_at, surface
from summarise.checks.reading import Reading
from summarise.details import agree

_OF = r"\s(?:of\s)(?=(?:(?:all|the|my|his|her|our|their|its|your|these|those|that|this)\s|\w+\s\w))"
_SHARES = (
    ("all but", r"all\sbut\s(?:[\w-]+)"),
    ("most", r"most|the\s(?:vast\s)?majority|a\smajority"),
    ("some", r"some|several|a\sfew|few|a\snumber|parts?|a\spart|many|a\slot"),
    ("half", r"half"),
    ("fraction", r"(?:a|one|two|three)[\s-](?:thirds?|quarters?|fifths?)"),
)
_PARTITIVE = re.compile(
    r"\b(?:" + "|".join(f"(?P<s{n}>{words})" for n, (_, words) in enumerate(_SHARES)) + rf"|(?P<count>[\w-]+)){_OF}"
    r"|\b(?P<bare>half)\s(?=(?:the|my|his|her|our|their|its)\s)|\b(?P<most>most)\s(?!of\b)(?=\w+s\b)",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\b(?:the|my|his|her|our|their|its|these|those|s)\W*$|['’]s?\s$", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:all|every|each|whole|entire|both)\s(?:of\s)?(?:\w+\s)?$", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|except|apart|other\sthan|save)\b|\bnot\s(?:all|every)\b", re.IGNORECASE)
_LOOK = 30  # code points before a noun that tell whether it stands for all
_BESIDE = 6
# What a share of the passage bears in a claim beside itself; a number of things bears that some were.
_BEARS = {"all but": ("most", "some"), "most": ("some",), "half": ("some",), "fraction": ("some",), "count": ("some",)}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a set: tokens of its noun, of how many (a number token, -1 where it is a word), and of the whole's
    number (-1 where it has none); the words at text[start:end]."""

    kind: str
    noun: int
    number: int
    whole: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PartCheck:
    """What the passage tells of a part of a set is not told of all of it, nor of another part."""

    name: str = "parts"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        laid, _ = lay(claim, cited)
        return by_worst(self.name, _wrong(laid))


@lru_cache(maxsize=2048)
def shares(reading: Reading) -> tuple[Share, ...]:
    """The parts of sets that a text tells of, as far as the set has a noun."""
    found = (_share(reading, m) for m in _PARTITIVE.finditer(reading.text))
    return tuple(share for share in found if share is not None)


def _share(reading: Reading, match: re.Match[str]) -> Share | None:
    tokens = reading.tokens
    first = next((i for i, t in enumerate(tokens) if t.start >= match.end()), len(tokens))
    if first < len(tokens) and surface(reading, first) == "all":
        first += 1
    before = next((i for i, t in enumerate(tokens) if t.start <= match.start() < t.end), -1)
    kind = next((name for n, (name, _) in enumerate(_SHARES) if match[f"s{n}"]), "half" if match["bare"] else "most")
    number = -1
    if match["count"]:
        detail = tokens[before].detail if before >= 0 else None
        if detail is None or detail.kind != "number" or "%" in detail.value:
            return None
        kind, number = "count", before
    at = first
    whole = next((n for n in (at, at + 1) if n < len(tokens) and (d := tokens[n].detail) and d.kind == "number"), -1)
    if kind == "count" and whole < 0 and not _opens(reading, at):
        return None  # "one of few"
    party = starting_at(reading, whole if whole >= 0 else at)
    noun = party.last if party is not None and party.head else _plain(reading, at)
    return None if noun < 0 else Share(kind, noun, number, whole, match.start(), tokens[noun].end)


def _opens(reading: Reading, at: int) -> bool:
    return at < len(reading.tokens) and bool(_OPENS.search(surface(reading, at)))


def _plain(reading: Reading, at: int) -> int:
    """A noun without an article: "most windows"."""
    tokens = reading.tokens
    return at if at < len(tokens) and tokens[at].heavy and tokens[at].detail is None else -1


def _wrong(laid: Alignment) -> Iterator[tuple[Support, Notice]]:
    """Nouns of the claim that stand for that of a part, and what the claim makes of them."""
    if _BUT.search(laid.claim.text):
        return
    own = shares(laid.claim)
    for n, reading in enumerate(laid.given.readings):
        base = laid.given.first(n)
        for share in shares(reading):
            i = laid.back().get(base + share.noun)
            if i is None or not _of_this(laid, i, base, share):
                continue
            start = laid.claim.tokens[i].start
            mine = next((s for s in own if s.start <= start < s.end), None)
            support = _differs(laid, i, n, share, mine)
            if support is not None:
                token = laid.claim.tokens[i]
                told = f"the cited passage says this of a part only: “{reading.words(share.start, share.end)}”"
                yield support, notice("part_for_whole", told, token.start, token.end)


def _of_this(laid: Alignment, i: int, base: int, share: Share) -> bool:
    """Whether the claim tells of the noun what the passage tells of the part: something else of weight stands in both
    sentences, and the passage has the noun nowhere else with as much around it."""
    token, given = laid.claim.tokens[i], laid.given
    sentence = given.sentences[base + share.noun]
    drawn = [
        k
        for n, (t, k) in enumerate(zip(laid.claim.tokens, laid.links, strict=True))
        if n != i and t.heavy and t.detail is None and k is not None and given.sentences[k.at] == sentence
    ]
    own = _around(laid, base + share.noun)
    said = {t.key for t in laid.claim.tokens if t.heavy and t.key != token.key}
    inside = {given.first(n) + s.noun for n, r in enumerate(given.readings) for s in shares(r)}
    others = [at for at in given.places.get(token.key, ()) if at not in inside]
    return bool(drawn) and all(len(said & _around(laid, at)) < len(said & own) for at in others)


def _around(laid: Alignment, at: int) -> set[str]:
    tokens = laid.given.tokens
    near = range(max(0, at - _BESIDE), min(len(tokens), at + _BESIDE + 1))
    return {tokens[n].key for n in near if n != at and tokens[n].heavy}


def _differs(laid: Alignment, i: int, reading: int, share: Share, mine: Share | None) -> Support | None:
    """How far the claim's share differs from the passage's; None where it is borne or left open."""
    base = laid.given.first(reading)
    if mine is not None:
        if mine.kind == "count":
            return "contradicted" if share.kind == "all but" else None  # another number is for the check of details
        return None if mine.kind == share.kind or mine.kind in _BEARS.get(share.kind, ()) else "partly"
    before = laid.claim.text[max(0, laid.claim.tokens[i].start - _LOOK) : laid.claim.tokens[i].start]
    number = _number(laid, i)
    if number >= 0:
        if share.number >= 0 and _agree(laid, number, base + share.number):
            return None
        whole = share.whole >= 0 and _agree(laid, number, base + share.whole)
        return "contradicted" if whole or share.kind == "all but" else None
    if _WHOLE.search(before):
        return "contradicted"
    if re.search(r"\bof\s(?:\w+\s)?$", before):
        return None  # "the glass of the windows"
    opened = re.search(r"(?:\w+['’]?s?\s){1,2}$", before)
    definite = opened is not None and any(_OPENS.search(w) for w in (*opened[0].split(), opened[0]))
    # "The man" may be one of "the men".
    as_many = surface(laid.claim, i) == surface(laid.given.readings[reading], share.noun)
    return "partly" if definite and as_many else None


def _number(laid: Alignment, i: int) -> int:
    """The number that counts a noun of the claim; -1 where none does."""
    for n in range(i - 1, max(-1, i - 4), -1):
        detail = laid.claim.tokens[n].detail
        if detail is not None:
            return n if detail.kind == "number" else -1
    return -1


def _agree(laid: Alignment, i: int, at: int) -> bool:
    said, given = laid.claim.tokens[i].detail, laid.given.tokens[at].detail
    return said is not None and given is not None and agree(said, given)
