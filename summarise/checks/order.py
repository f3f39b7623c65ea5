"""Tests that a claim tells what came before what as its passage does ("before", "after", "and then")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarise.checks.attributed import lay
from summarise.checks.base import Cited, Finding, notice
from summarise.checks.reading import Reading

_JOINTS = re.compile(
    r"\b(?P<word>(?:after|before)\s(?:that|which|this)(?=,|\s(?:i|he|she|we|they|it|the|my|(?-i:[A-Z])))"
    r"|before|after|and\s(?:only\s)?then|then)\b",
    re.IGNORECASE,
)
_FRONTED = re.compile(r"^\W*(?P<word>before|after)\b(?!\s(?:that|this)\b)(?P<first>[^,]*),", re.IGNORECASE)
_GOES_ON = re.compile(r"\s*(?:and|but|then|before|after)\b", re.IGNORECASE)
_FRONTED_BARE = re.compile(
    r"^\W*(?P<word>before|after)\b(?P<first>(?:\s[\w'’]+){2,8}?)(?=\s(?:i|he|she|we|they)\s)", re.IGNORECASE
)
_THAT_BEFORE = ("before that", "before this", "before which")  # what follows came first
_SURE = 0.5  # of what each part of the claim says stands in the part of the passage that it is compared with


@dataclass(frozen=True, slots=True)
class _Order:
    """The weighty words of what came first and of what came next, and text[start:end], the word that orders them."""

    first: frozenset[str]
    next: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OrderCheck:
    """What the claim tells as first and as next is so in the passage; only sentences that order two things count."""

    name: str = "order"

    def judge(self, claim: str, cited: Sequence[Cited]) -> Finding:
        laid, _ = lay(claim, cited)
        given = [order for reading in laid.given.readings for order in _orders(reading)]
        for said in _orders(laid.claim):
            if any(_straight(said, g) > _crossed(said, g) for g in given):
                continue
            turned = [g for g in given if _turned(said, g)]
            if turned:
                told = "the cited passage has what came first the other way round"
                reason = notice("order_turned", told, said.start, said.end)
                return Finding(self.name, "contradicted", 0.05, (reason,))
        return Finding(self.name, None, 1.0)


def _share(said: frozenset[str], given: frozenset[str]) -> float:
    return len(said & given) / len(said) if said else 0.0


def _straight(said: _Order, given: _Order) -> float:
    """How much stands in its own place; nothing where only one of the two parts does."""
    first, after = _share(said.first, given.first), _share(said.next, given.next)
    return first + after if first and after else 0.0


def _crossed(said: _Order, given: _Order) -> float:
    return _share(said.first, given.next) + _share(said.next, given.first)


def _turned(said: _Order, given: _Order) -> bool:
    """Whether each part of the claim stands mostly in the other part of the passage, and more so than in its own."""
    straight = _share(said.first, given.first) + _share(said.next, given.next)
    first, after = _share(said.first, given.next), _share(said.next, given.first)
    return min(first, after) >= _SURE and first + after > straight + _SURE


def _orders(reading: Reading) -> list[_Order]:
    """What each sentence tells in order; a word that only says when ("before noon") orders nothing."""
    ends: dict[int, tuple[int, int]] = {}
    for token in reading.tokens:
        start, _ = ends.get(token.sentence, (token.start, 0))
        ends[token.sentence] = (start, token.end)
    return [order for start, end in ends.values() for order in _of_sentence(reading, start, end)]


def _of_sentence(reading: Reading, start: int, end: int) -> list[_Order]:
    """All pairs of its parts of which one came first for certain: what "then" goes on with comes after the main part
    before it, and what "before" and "after" open is told of the main part alone."""
    text = reading.words(start, end + 1)
    fronted = _fronted(text)
    begin = fronted.end() if fronted else 0
    joints = [m for m in _JOINTS.finditer(text, begin) if m.start() > begin]
    borders = [start + begin, *(start + m.end() for m in joints)]
    stops = [*(start + m.start() for m in joints), end]
    parts = [_words(reading, a, b) for a, b in zip(borders, stops, strict=True)]
    pairs: dict[tuple[int, int], re.Match[str]] = {}
    main = 0
    for n, joint in enumerate(joints, 1):
        word = " ".join(joint["word"].casefold().split())
        if not parts[n]:
            continue  # "before noon": what follows belongs to the main part
        pairs[(n, main) if word in ("after", *_THAT_BEFORE) else (main, n)] = joint
        main = n if word not in ("before", "after", *_THAT_BEFORE) else main
    if fronted:
        parts.append(_words(reading, start + fronted.end("word"), start + fronted.end("first")))
        last = len(parts) - 1
        pairs[(0, last) if fronted["word"].casefold() == "before" else (last, 0)] = fronted
    return [
        _Order(parts[a], parts[b], start + m.start("word"), start + m.end("word"))
        for (a, b), m in _through(pairs).items()
        if parts[a] and parts[b]
    ]


def _fronted(text: str) -> re.Match[str] | None:
    """ "Before he left, he …"; without a comma, as far as the next pronoun that may do something."""
    by_comma = _FRONTED.match(text)
    if by_comma is not None and not _GOES_ON.match(text, by_comma.end()):
        return by_comma
    return _FRONTED_BARE.match(text)


def _through(pairs: dict[tuple[int, int], re.Match[str]]) -> dict[tuple[int, int], re.Match[str]]:
    """The pairs with those that follow from two of them."""
    found = dict(pairs)
    while more := {(a, d): m for (a, b), m in found.items() for c, d in found if b == c and (a, d) not in found}:
        found |= more
    return found


def _words(reading: Reading, start: int, end: int) -> frozenset[str]:
    return frozenset(
        t.detail.value if t.detail else t.key for t in reading.tokens if start <= t.start and t.end <= end and t.heavy
    )
