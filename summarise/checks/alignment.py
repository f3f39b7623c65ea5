"""Lays a claim beside the words that it draws on: which word or detail of the passage each of its own stands for.

The best path of matches is found by dynamic programming, in the manner of hidden Markov alignment (Vogel, Ney and
Tillmann 1996): a match earns, words that follow each other in both earn more, going back or jumping costs. A detail may
stand where the passage has another of its kind: that is how a changed one is known from one that is merely missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from summarise.checks.governed import all_left_open
from summarise.checks.lemmas import either_or, lemma, opposites
from summarise.checks.margins import without_margins
from summarise.checks.reading import Reading, Token, read
from summarise.details import agree
from summarise.text import words as words_of

_NEAR = 12  # tokens: further off is a jump
_PASSED = -0.45  # a detail of another value was passed over on the way
_DENIAL = 0.12  # one side denies the word, the other does not: of two like sentences the one that agrees is meant
_JUMP, _OVER_SENTENCE, _BACK, _AGAIN = -1.1, -0.6, -0.5, -0.6
_FORWARD = (0.0, 0.3, 0.15, 0.08, 0.03, 0.0, -0.03, -0.06, -0.1, -0.15, -0.2, -0.25, -0.3)  # by distance
_WORD, _LIGHT, _SAME, _OTHER = 1.0, 0.2, 0.35, -0.2
_LEFT_OUT_WORD, _LEFT_OUT_LIGHT, _LEFT_OUT_DETAIL = -0.3, -0.03, -0.5
_AS_ONE = {"1": ("a",), "2": ("both", "pair", "couple")}


@dataclass(frozen=True, slots=True)
class Link:
    """A token of the passages, by its number through all of them; `agrees` is False for another value of the kind."""

    at: int
    agrees: bool


@dataclass(frozen=True, slots=True)
class Given:
    """Everything that a claim cites, read: tokens through all passages in order, and where each key stands."""

    readings: tuple[Reading, ...]
    tokens: tuple[Token, ...]
    owner: tuple[int, ...]
    sentences: tuple[int, ...]
    places: dict[str, list[int]] = field(repr=False)
    words: dict[str, list[int]] = field(repr=False)  # of names and colours, the base form of each word
    names: frozenset[str] = frozenset()
    denied: frozenset[int] = frozenset()
    open: frozenset[int] = frozenset()  # what was only not seen, heard, thought, said

    def first(self, reading: int) -> int:
        """The number of a reading's first token."""
        return sum(len(r.tokens) for r in self.readings[:reading])


@dataclass(frozen=True, slots=True)
class Alignment:
    """A claim beside what it cites; `links` has an entry for each token of the claim."""

    claim: Reading
    given: Given
    links: tuple[Link | None, ...]

    def back(self) -> dict[int, int]:
        """Token of the passages → token of the claim that stands for it, where they agree."""
        return {link.at: i for i, link in enumerate(self.links) if link is not None and link.agrees}

    def by_denial(self, i: int) -> bool:
        """Whether a token of the claim says what the passage says by denying its opposite: "unlocked", "not locked"."""
        link, key = self.links[i], self.claim.tokens[i].key
        if link is None or link.agrees or not either_or(key, self.given.tokens[link.at].key):
            return False
        return any(d.head == i for d in self.claim.denials) != (link.at in self.given.denied)


def align(claim: str, passages: Sequence[str]) -> Alignment:
    """The claim's own words beside the passages; made once for each pair."""
    return _align(claim, tuple(passages))


@lru_cache(maxsize=64)
def gather(passages: tuple[str, ...]) -> Given:
    """The passages as one row of tokens."""
    readings = tuple(read(without_margins(text)) for text in passages)
    denied: list[int] = []
    open_: list[int] = []
    tokens: list[Token] = []
    owner: list[int] = []
    sentences: list[int] = []
    for number, reading in enumerate(readings):
        begin = sentences[-1] + 1 if sentences else 0
        denied += [len(tokens) + d.head for d in reading.denials if d.head >= 0]
        open_ += [len(tokens) + i for i in all_left_open(reading)]
        tokens += reading.tokens
        owner += [number] * len(reading.tokens)
        sentences += [begin + t.sentence for t in reading.tokens]
    places: dict[str, list[int]] = defaultdict(list)
    words: dict[str, list[int]] = defaultdict(list)
    names: set[str] = set()
    for i, token in enumerate(tokens):
        places[token.key].append(i)
        kind = token.detail.kind if token.detail else ""
        for word in token.detail.value.split() if token.detail and kind in ("name", "colour") else ():
            words[lemma(word)].append(i)
            names.update([word] if kind == "name" else [])
    return Given(
        readings,
        tuple(tokens),
        tuple(owner),
        tuple(sentences),
        dict(places),
        dict(words),
        frozenset(names),
        frozenset(denied),
        frozenset(open_),
    )


@lru_cache(maxsize=256)
def _align(claim: str, passages: tuple[str, ...]) -> Alignment:
    given = gather(passages)
    said = read(claim, given.names.intersection(words_of(claim)))
    return Alignment(said, given, _path(said, given))


def _path(said: Reading, given: Given) -> tuple[Link | None, ...]:
    """The best path; a state is the token of the passages that was matched last."""
    claim, denied, open_ = said.tokens, {d.head for d in said.denials}, set(all_left_open(said))
    best: dict[int, float] = {}  # by state, before `left_out` is added
    node: dict[int, int] = {}
    nodes: list[tuple[int, int, bool, int]] = []  # claim token, passage token, agrees, the node before
    left_out, top, top_node, start = 0.0, -1e9, -1, 0.0
    for i, token in enumerate(claim):
        fresh: list[tuple[int, float, int, bool]] = []
        row = _candidates(token, given)
        rivals = [j for j, _, agrees in row if not agrees]
        for j, earns, agrees in row:
            value, before = (start, -1) if not nodes else (max(start, top + _JUMP), top_node)
            if nodes and start >= top + _JUMP:
                before = -1
            passed = max((r for r in rivals if r < j), default=-1)
            for k in range(max(0, j - _NEAR), j + 7):
                reached = best.get(k)
                if reached is None:
                    continue
                on = reached + _step(k, j, given.sentences) + (_PASSED if k < passed else 0.0)
                if on > value:
                    value, before = on, node[k]
            unlike = (i in denied) != (j in given.denied) or (i in open_) != (j in given.open)
            fresh.append((j, value + earns - (_DENIAL if unlike else 0.0), before, agrees))
        skip = _LEFT_OUT_DETAIL if token.detail else _LEFT_OUT_WORD if token.heavy else _LEFT_OUT_LIGHT
        left_out += skip
        for j, value, before, agrees in fresh:
            if (value := value - skip) > best.get(j, -1e9):
                nodes.append((i, j, agrees, before))
                best[j], node[j] = value, len(nodes) - 1
                if value > top:
                    top, top_node = value, len(nodes) - 1
    links: list[Link | None] = [None] * len(claim)
    while top_node >= 0:
        i, j, agrees, top_node = nodes[top_node]
        links[i] = Link(j, agrees)
    return tuple(links)


def _step(k: int, j: int, sentences: Sequence[int]) -> float:
    """What it earns or costs to go from one token of the passages to another."""
    if j == k:
        return _AGAIN
    if j < k:
        return _BACK - 0.03 * (k - j) + (_OVER_SENTENCE / 2 if sentences[k] != sentences[j] else 0.0)
    on = _FORWARD[j - k]
    return on if sentences[k] == sentences[j] else max(_JUMP, on + _OVER_SENTENCE)


def _candidates(token: Token, given: Given) -> list[tuple[int, float, bool]]:
    """Tokens of the passages that one of the claim may stand for, with what that earns and whether they agree."""
    detail = token.detail
    if detail is None:
        earns = _WORD if token.heavy else _LIGHT
        found = [(j, earns, True) for j in given.places.get(token.key, ())]
        for key in opposites(token.key):
            found += [(j, _OTHER, False) for j in given.places.get(key, ())]
        return found + [(j, _SAME, True) for j in given.words.get(token.key, ())] if token.heavy else found
    found = []
    for kind in ("number", "reference") if detail.kind in ("number", "reference") else (detail.kind,):
        for j in given.places.get(f"#{kind}", ()):
            other = given.tokens[j].detail
            same = other is not None and agree(detail, other)
            found.append((j, _SAME if same else _OTHER, same))
    if detail.kind == "name":
        last = lemma(detail.value.rsplit(" ", 1)[-1])
        known = {j for j, _, same in found if same}
        found += [(j, _SAME, True) for j in given.places.get(last, ()) if j not in known]
    for key in _AS_ONE.get(detail.value, ()) if detail.kind == "number" else ():
        found += [(j, _LIGHT, True) for j in given.places.get(key, ())]
    return found
