"""Tests that a claim tells what came before what as its passage does ("before", "after", "and then")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from summarise.checks.attributed import lay
from summarise.checks.base import Cited, Finding, notice
from summarise.checks.reading import Reading

_JOINTS = re.compile(r"\b(?P<word>before|after|and\s(?:only\s)?then|then)\b", re.IGNORECASE)
_FRONTED = re.compile(r"^\W*(?P<word>before|after)\b(?P<first>[^,]*),", re.IGNORECASE)
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
            if any(_share(said.first, g.first) + _share(said.next, g.next) > _crossed(said, g) for g in given):
                continue
            turned = [g for g in given if _turned(said, g)]
            if turned:
                told = "the cited passage has what came first the other way round"
                reason = notice("order_turned", told, said.start, said.end)
                return Finding(self.name, "contradicted", 0.05, (reason,))
        return Finding(self.name, None, 1.0)


def _share(said: frozenset[str], given: frozenset[str]) -> float:
    return len(said & given) / len(said) if said else 0.0


def _crossed(said: _Order, given: _Order) -> float:
    return _share(said.first, given.next) + _share(said.next, given.first)


def _turned(said: _Order, given: _Order) -> bool:
    """Whether each part of the claim stands mostly in the other part of the passage, and more so than in its own."""
    straight = _share(said.first, given.first) + _share(said.next, given.next)
    first, after = _share(said.first, given.next), _share(said.next, given.first)
    return min(first, after) >= _SURE and first + after > straight + _SURE


def _orders(reading: Reading) -> list[_Order]:
    """The two parts of each sentence that tells an order; a word that only says when ("before noon") orders nothing."""
    ends: dict[int, tuple[int, int]] = {}
    for token in reading.tokens:
        start, _ = ends.get(token.sentence, (token.start, 0))
        ends[token.sentence] = (start, token.end)
    found = []
    for start, end in ends.values():
        text = reading.words(start, end + 1)
        fronted = _FRONTED.match(text)
        joint = fronted or next((m for m in _JOINTS.finditer(text) if m.start() > 0), None)
        if joint is None:
            continue
        behind = fronted.end() if fronted else joint.end()
        one = (
            _words(reading, start + joint.end("word"), start + behind)
            if fronted
            else _words(reading, start, start + joint.start())
        )
        other = _words(reading, start + behind, end)
        if not one or not other:
            continue
        word = joint["word"].casefold()
        if fronted:
            first, after = (other, one) if word == "before" else (one, other)
        else:
            first, after = (other, one) if word == "after" else (one, other)
        found.append(_Order(first, after, start + joint.start("word"), start + joint.end("word")))
    return found


def _words(reading: Reading, start: int, end: int) -> frozenset[str]:
    return frozenset(
        t.detail.value if t.detail else t.key for t in reading.tokens if start <= t.start and t.end <= end and t.heavy
    )
