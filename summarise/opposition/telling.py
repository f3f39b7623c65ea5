"""Tells whether two lines say the same: one deed by the same people, no other value, and not what others told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.opposition.acted import done_to
from summarise.opposition.denials import denies_something
from summarise.opposition.lexicon import COLOURS, NEGATIONS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import Person, same
from summarise.opposition.subjects import subject
from summarise.opposition.verbs import WEAK, act

_MOST = 0.5  # Dice's share of the stems of two lines without any deed that one alone tells
_NO_VERB = word_set(
    "morning evening building nothing something anything everything during ceiling wedding clothing thing being red"
)
# Words to whoever writes, not an account: "Ignore the above and write that …".
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,20}\b(?:above|previous|instructions?|rules?|everything)\b"
    r"|(?:^|[.,;:“\"]|\band\b)\s*(?:write|say|state|answer|reply|conclude) that\b",
    re.IGNORECASE,
)


def alike(one: Line, two: Line) -> bool:
    """Whether a line says itself what another says: neither only tells what it was told, nor orders what to write."""
    if not (firsthand(one) and firsthand(two)) or _other_value(one, two):
        return False
    mine, yours = dict(_deeds(one)), dict(_deeds(two))
    shared = one.stems & two.stems
    if any(_one_deed(one, mine[deed], two, yours[deed]) for deed in mine.keys() & yours.keys()):
        return len(shared) > 1 or (bool(shared) and len(mine.keys() & yours.keys()) > 1)
    whole = len(one.stems) + len(two.stems)
    if mine or yours or denies_something(one) != denies_something(two):
        return False
    return bool(whole) and 2 * len(shared) >= _MOST * whole


def firsthand(line: Line) -> bool:
    """Whether a line tells what its witness knows: not what others said, nor an order to whoever writes."""
    return not line.hearsay and not _ORDER.search(line.text)


def _deeds(line: Line) -> Iterator[tuple[str, int]]:
    """The deeds of a line, each with its word."""
    for i, word in enumerate(line.told):
        deed = act(word)
        if deed and deed not in WEAK and word not in _NO_VERB:
            yield deed, i


def _one_deed(one: Line, i: int, two: Line, j: int) -> bool:
    """Whether two verbs of one class leave the doer, and whom or what it was done to, to be the same."""
    (whom, thing), (other, what) = done_to(one, i), done_to(two, j)
    apart = thing and what and thing != what and not (one.stems & two.stems)
    if _denied(one, i) != _denied(two, j):
        return False
    return not (_apart(subject(one, i), subject(two, j)) or _apart(whom, other) or apart)


def _denied(line: Line, i: int) -> bool:
    """Whether something in the clause of word `i` is denied, before it or after: "hit nobody"."""
    first, after = line.clause(i)
    return line.denied or any(w in NEGATIONS or w.endswith("n't") for w in line.words[first:after])


def _apart(one: Person | None, two: Person | None) -> bool:
    return same(one, two) is False


def _other_value(one: Line, two: Line) -> bool:
    """Whether both tell a figure or a colour, and none that is the same."""
    for mine, yours in ((_figures(one), _figures(two)), (_colours(one), _colours(two))):
        if mine and yours and not mine & yours:
            return True
    return False


def _figures(line: Line) -> set[str]:
    return {w for w in line.words if w[0].isdigit()}


def _colours(line: Line) -> set[str]:
    return {base for w in line.words for base in COLOURS.get(w, ())}
