"""Pairs times of different accounts whose lines tell of the same deed, in a tiny case as in a huge one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from summarise.opposition.acted import done_to
from summarise.opposition.assertion import Assertion
from summarise.opposition.lexicon import FUNCTION, PRONOUNS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import Person, same
from summarise.opposition.subjects import subject
from summarise.opposition.verbs import act, acts, moves
from summarise.text import stem

LEAST_LINES = 40  # in a case of fewer, words are weighed as though it had so many: there few lines hold a word at all
_CROWD = 40  # times that share a verb and another word, above which these tell nothing more
_SHARED = 2  # stems that both lines hold, those of the time left out
_CLOCK = word_set("am pm hour hours hrs clock o'clock past quarter half minut noon midnight morn afternoon even night")
_CALLED = word_set(
    "police ambulance paramedic paramedics brigade coastguard security"
)  # to one happening they come once
_HELPING = word_set("had has have was were been then finally first also only just")
_IN, _OUT = word_set("in into inside to towards"), word_set("out off away from")


def candidates(members: Sequence[Assertion]) -> Iterator[tuple[Assertion, Assertion]]:
    """Times of different voices whose lines share a verb and, with it, three stems; each pair once.

    What is shared is asked of the two lines alone, not of how rare the words are in the case. Two stems are enough for
    those who come once, or have a name: "the ambulance arrived" is one happening, "the train left" any of a day's.
    """
    holding: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    deeds = [_deeds(one.first) for one in members]
    for i, one in enumerate(members):
        for deed in deeds[i]:
            for held in one.first.stems:
                holding[deed, held].append(i)
    met = {pair for rows in holding.values() if len(rows) <= _CROWD for pair in combinations(rows, 2)}
    for i, j in sorted(met):
        a, b = members[i], members[j]
        shared = deeds[i] & deeds[j]
        if a.line.voice == b.line.voice or _others(a.first, b.first):
            continue
        words = {s for s in a.first.stems & b.first.stems if s.isalpha() and s not in _CLOCK and act(s) not in shared}
        enough = _SHARED if _once(a.first) or _once(b.first) else _SHARED + 1
        if len(words | shared) >= enough and any(_one_deed(a.first, b.first, deed) for deed in shared):
            yield a, b


def _deeds(line: Line) -> frozenset[str]:
    return acts(line.told) | moves(line.told)


def _one_deed(one: Line, two: Line, deed: str) -> bool:
    """Whether the two tell of one deed: done by and to what may be the same, the same way in or out, and no state that
    lasted ("they were fighting at ten")."""
    i, j = (next((k for k, w in enumerate(n.told) if act(w) == deed), -1) for n in (one, two))
    if i < 0 or j < 0 or one.negated(i) or two.negated(j) or _lasting(one, i) or _lasting(two, j):
        return False
    after, later = one.words[i + 1 : i + 2], two.words[j + 1 : j + 2]
    if (_IN.intersection(after) and _OUT.intersection(later)) or (_OUT.intersection(after) and _IN.intersection(later)):
        return False
    if not _alike(subject(one, i), subject(two, j), _noun_before(one, i), _noun_before(two, j)):
        return False
    whom, other = done_to(one, i), done_to(two, j)
    return _alike(whom[0], other[0], whom[1], other[1])


def _once(line: Line) -> bool:
    return bool(_CALLED.intersection(line.words)) or any(p.name and p.role != "self" for _, p in line.people)


def _alike(one: Person | None, two: Person | None, noun: str, other: str) -> bool:
    """Whether two that are told of may be the same: people who do not exclude it, things of one name."""
    if one is not None and two is not None:
        alike = same(one, two)
        return bool(alike) if "self" in (one.role, two.role) else alike is not False
    if one is None and two is None:
        return not noun or not other or stem(noun) == stem(other)
    return not (other if one is not None else noun)


def _lasting(line: Line, i: int) -> bool:
    return line.words[i].endswith("ing") and line.words[i - 1 : i] in (("was",), ("were",))


def _noun_before(line: Line, i: int) -> str:
    """The noun right before the verb at word `i`, helping verbs left out; "" for none."""
    j = next((k for k in range(i - 1, -1, -1) if line.words[k] not in _HELPING), -1)
    noun = line.words[j] if j >= 0 else ""
    return "" if not noun.isalpha() or noun in FUNCTION or noun in PRONOUNS else noun


def _others(one: Line, two: Line) -> bool:
    """Whether the lines tell of what different people did: each of the witness's own, or of people who exclude it."""
    mine, yours = (next((p for _, p in line.people), None) for line in (one, two))
    return same(mine, yours) is False
