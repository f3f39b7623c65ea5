"""Pairs assertions of different accounts that speak of one thing, each pair with how sure that is."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from provenance.points import ConflictKind
from provenance.records import Passage
from summarise.opposition.assertion import Assertion, Doer, Whether
from summarise.opposition.lines import Line
from summarise.opposition.people import same
from summarise.opposition.presence import PRESENT
from summarise.opposition.reading import Account
from summarise.opposition.scene import denies, moment
from summarise.opposition.settings import told_apart
from summarise.opposition.timed import LEAST_LINES, candidates
from summarise.opposition.verbs import acts, moves

CROWD = 14  # assertions on one topic, above which the topic alone says less and less
MOST = 400  # of a topic that are compared at all, the first of each account before others
SURE = 0.5  # least sureness of a pair that makes a row
_CHANGING = frozenset(("denial", "direction", "place"))  # slots of what is so at one moment and not at the next
_ALIKE = 0.6  # shared stems of two sentences that are versions of one
_HOURS_APART = 180.0
_MOVED_TIME = 0.4  # the same where they share no more than "came" or "left"
_GENERIC_TIME = 0.25  # shared weight of the words of two lines whose times are compared

Cosine = Callable[[Passage, Passage], float]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two assertions of different voices on one thing; `sure` is 0..1, `differ` whether both values can hold."""

    first: Assertion
    second: Assertion
    sure: float
    differ: bool

    @property
    def kind(self) -> ConflictKind:
        """How they differ: that somebody is said to have done a thing, and not to have done it, is a denial."""
        one, two = self.first.means, self.second.means
        denied = isinstance(one, Doer) and isinstance(two, Doer) and one.did != two.did
        return "denial" if denied else self.first.slot


class Weights:
    """How much a word tells, from how few lines of the case hold it."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        lines = [line for account in accounts for line in account.lines]
        self._held = Counter(s for line in lines for s in line.stems)
        self._lines = len(lines)
        self._near = {a.source.id: a.lines for a in accounts}
        self._windows: dict[tuple[str, int], frozenset[str]] = {}
        self._weights: defaultdict[int, dict[str, float]] = defaultdict(dict)

    def of(self, stem: str, least: int = 1) -> float:
        """0 for a word of every line, 1 for one that stands nowhere, as in a case of at least so many lines."""
        known = self._weights[least]
        if stem not in known:
            known[stem] = 1.0 - math.log(self._held[stem] + 1) / math.log(max(self._lines, least) + 1)
        return known[stem]

    def total(self, stems: frozenset[str], least: int = 1) -> float:
        return sum(self.of(s, least) for s in stems)

    def shared(self, first: frozenset[str], second: frozenset[str], least: int = 1) -> float:
        """Dice's share of two sets of stems, each stem by its weight."""
        whole = self.total(first, least) + self.total(second, least)
        return 2 * self.total(first & second, least) / whole if whole else 0.0

    def window(self, line: Line) -> frozenset[str]:
        """The stems of a line with those of the lines before and after it."""
        key = (line.source_id, line.place)
        if key not in self._windows:
            near = self._near[line.source_id][max(0, line.place - 1) : line.place + 2]
            self._windows[key] = frozenset[str]().union(*(n.stems for n in near if n.voice == line.voice))
        return self._windows[key]


def pairs(accounts: Sequence[Account], weights: Weights, cosine: Cosine) -> list[Pair]:
    """The sure pairs of all accounts, in the order of topics as they come."""
    topics: defaultdict[tuple[str, str], list[Assertion]] = defaultdict(list)
    for account in accounts:
        for assertion in account.assertions:
            topics[assertion.slot, assertion.topic].append(assertion)
    found = []
    for (slot, topic), members in topics.items():
        if len({a.line.voice for a in members}) < 2:
            continue
        if slot == "time" and not topic:
            found += list(_timed(members, weights, cosine))
        else:
            crowd = min(1.0, math.sqrt(CROWD / len(members)))
            found += [p for a, b in _across(members) if (p := _pair(a, b, crowd, weights, cosine))]
    return found


def sureness(a: Assertion, b: Assertion, crowd: float, weights: Weights, cosine: Cosine) -> float:
    """How sure it is that two assertions on one topic speak of one thing, 0..1."""
    alike = same(a.who, b.who)
    if alike is False or two_things(a, b, alike):
        return 0.0
    one, two = a.line, b.line
    sure = min(a.firm, b.firm) * crowd
    sure += 0.2 if alike and a.who and a.who.name else 0.0
    sure -= 0.1 if (a.who is None) != (b.who is None) else 0.0
    sure -= 0.25 if not alike and any(p and p.role == "self" for p in (a.who, b.who)) else 0.0
    sure += 0.6 * weights.shared(weights.window(one), weights.window(two))
    sure += 0.3 * max(0.0, cosine(one.passage, two.passage) - 0.3)
    sure += 0.4 if len(one.stems & two.stems) >= _ALIKE * len(one.stems | two.stems) else 0.0
    return max(0.0, min(1.0, sure - apart(one, two)))


def two_things(a: Assertion, b: Assertion, alike: bool | None) -> bool:
    """Whether the words round the values exclude one thing, or leave it quite open."""
    if (a.scene and b.scene and a.scene.excludes(b.scene)) or told_apart(a, b):
        return True
    if a.slot in _CHANGING and not _sequel(a, b) and moment(a.line.text) != moment(b.line.text):
        return True
    if isinstance(a.means, Whether) and isinstance(b.means, Whether) and a.scene and b.scene and a.differs(b):
        none, some = (b.scene, a.scene) if a.means.so else (a.scene, b.scene)
        elsewhere = a.topic.startswith(PRESENT) and none.places and not none.places & some.places
        return elsewhere or not denies(none.noun, some.noun)
    return a.slot == "colour" and not alike and any(p and p.role == "self" for p in (a.who, b.who))


def _sequel(a: Assertion, b: Assertion) -> bool:
    """Whether two tell of the way out of a person of a name: "after that he left" is of the same leaving."""
    named = bool(a.who and b.who and a.who.name and b.who.name)
    return named and a.topic.endswith((" out", " leave")) and "first" not in (moment(a.line.text), moment(b.line.text))


def _pair(a: Assertion, b: Assertion, crowd: float, weights: Weights, cosine: Cosine) -> Pair | None:
    differ = a.differs(b)
    if not (differ or not a.topic.startswith(PRESENT)) or not a.meets(b):
        return None  # asked first: it costs less than how sure the pair is
    sure = round(sureness(a, b, crowd, weights, cosine), 4)
    return Pair(a, b, sure, differ) if sure >= SURE else None


def _across(members: Sequence[Assertion]) -> Iterator[tuple[Assertion, Assertion]]:
    """Pairs of different voices."""
    for a, b in combinations(members[:MOST], 2):
        if a.line.voice != b.line.voice:
            yield a, b


def apart(one: Line, two: Line) -> float:
    """What is taken off where the accounts place the two on other days, or hours apart."""
    if one.day and two.day and one.day != two.day:
        return 0.7
    if one.when is None or two.when is None:
        return 0.0
    if one.when.minute is not None and two.when.minute is not None:
        return 0.3 if abs(one.when.minute - two.when.minute) > _HOURS_APART else 0.0
    return 0.0


def _timed(members: Sequence[Assertion], weights: Weights, cosine: Cosine) -> Iterator[Pair]:
    """Pairs of times whose lines tell of the same."""
    for a, b in candidates(members):
        one, two = a.first, b.first
        share = weights.shared(one.stems, two.stems, LEAST_LINES)
        moved = share >= _MOVED_TIME and moves(one.told) & moves(two.told)
        if share < _GENERIC_TIME or not (moved or acts(one.told) & acts(two.told)):
            continue
        sure = min(1.0, 0.3 + share + 0.3 * max(0.0, cosine(a.line.passage, b.line.passage) - 0.3))
        sure = round(sure - apart(a.line, b.line), 4)
        if sure >= SURE:
            yield Pair(a, b, sure, a.differs(b))
