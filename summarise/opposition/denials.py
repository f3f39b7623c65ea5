"""Reads what a line denies to have been, and finds the lines of others that say it was."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from summarise.opposition.acted import acted
from summarise.opposition.assertion import Assertion, Whether
from summarise.opposition.lexicon import FUNCTION, NEGATIONS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.pairing import CROWD, Cosine, Pair, Weights, apart
from summarise.opposition.people import Person, same
from summarise.opposition.reading import Account
from summarise.opposition.scene import moment, usual
from summarise.opposition.settings import earlier, set_apart
from summarise.opposition.subjects import subject, target
from summarise.opposition.verbs import WEAK, act
from summarise.text import stem

ENOUGH = 0.8  # of the weight of what is denied, that the other line has to say
SURE = 0.55
_REACH = 9  # words after the negation that it denies
# Not to have seen or known a thing denies nothing; nor does not wanting it, or not being able to say.
_OF_MIND = word_set(
    """
    see hear notice know remember recall recognise think believe sure certain able tell say swear want like need wish
    mind look feel mean understand expect aware care matter seem appear agree accept ask realise intend ought willing
    describe identify
    """
)
# What is not told as it was: ordered, allowed, supposed.
_UNREAL = word_set("must should shall may can could would will if whether unless when please or why")
_ANY = word_set("any anybody anyone anything anywhere")
_TO = word_set("at to with")
_ANYBODY = word_set("anybody anyone")
_END = frozenset(".;:!?—–()|") | word_set("and but because when until before after which who that while so if than")


@dataclass(frozen=True, slots=True)
class Denied:
    """What one line denies: the stems in the reach of its "not", the deed, who is said not to have done it.

    `thing` is what is said not to have done it, where nobody is, and `told` the first word of what it did not do;
    `nobody` tells that it is denied of all.
    """

    line: Line
    stems: frozenset[str]
    acts: frozenset[str]
    who: Person | None
    words: str
    thing: frozenset[str] = frozenset()
    told: str = ""
    nobody: bool = False
    anyone: bool = False


def denied(line: Line) -> Iterator[Denied]:
    """What a line denies, each "not", "never", "no" by itself."""
    for i, word in enumerate(line.told):
        if not (word in NEGATIONS or word.endswith("n't")) or word in ("without", "nor", "none", "neither", "cannot"):
            continue
        last = _last(line.words, i)
        scope = line.words[i + 1 : last + 1]
        nobody = word in ("nobody", "no-one") or (word == "no" and scope[:1] == ("one",))
        scope = scope[1:] if nobody and word == "no" else scope
        if word == "nowhere":
            scope = line.words[max(0, i - 1) : i]
        stems = frozenset(_stem(w) for w in scope if w not in FUNCTION | _ANY and w[0].isalnum() and len(w) > 1)
        verbs = [a for w in scope[:4] if (a := act(w))]
        if not stems or scope[0] == "to" or any(a in _MINDED for a in verbs) or _OF_MIND.intersection(scope[:3]):
            continue
        first, _ = line.clause(i)
        if _UNREAL.intersection(line.words[max(first, i - 6) : i]):
            continue
        who = subject(line, i)
        about = frozenset(_stem(w) for w in line.words[max(first, i - 4) : i] if w not in FUNCTION and w[0].isalnum())
        told = frozenset([a for a in verbs if a not in WEAK][:1])
        if (who or about or (nobody and told & _DEEDS)) and not line.formal:
            thing = frozenset[str]() if who or nobody or word == "no" else about
            anyone = bool(_ANYBODY.intersection(scope))
            deed = next((_stem(w) for w in scope if w not in FUNCTION and w[0].isalnum()), "")
            yield Denied(line, stems | thing, told, who, line.said(i, last), thing, deed, nobody, anyone)


def denial_pairs(accounts: Sequence[Account], weights: Weights, cosine: Cosine) -> list[Pair]:
    """Pairs of a line that denies something and a line of another voice that says it."""
    found = [d for account in accounts for line in account.lines for d in denied(line)]
    if not found:
        return []
    wanted = {s for d in found for s in d.stems}
    holding: defaultdict[str, list[Line]] = defaultdict(list)
    for account in accounts:
        for line in account.lines:
            for s in {_stem(w) for w in line.told if w not in FUNCTION} & wanted:
                holding[s].append(line)
    return [pair for d in found for pair in _said(d, holding, weights, cosine)]


def _said(one: Denied, holding: dict[str, list[Line]], weights: Weights, cosine: Cosine) -> Iterator[Pair]:
    met: Counter[int] = Counter()
    lines: dict[int, Line] = {}
    first = denial(one)  # one for all who say it: they stand in one row
    for s in one.stems:
        rows = holding.get(s, [])
        if len(rows) <= 4 * CROWD:
            for line in rows:
                met[id(line)] += 1
                lines[id(line)] = line
    for key in met:
        other = lines[key]
        if other.voice != one.line.voice:
            sure = against_denied(one, other, weights, cosine)
            if sure >= SURE:
                yield Pair(first, said_so(one, other), sure, True)


def against_denied(one: Denied, other: Line, weights: Weights, cosine: Cosine) -> float:
    """How sure it is that a line says what another denies, 0..1."""
    shared = one.stems & stems_said(other)
    whole = weights.total(one.stems)
    if not whole or weights.total(shared) < ENOUGH * whole:
        return 0.0
    if one.acts and not one.acts & {act(w) for w in other.told}:
        return 0.0
    if denies_something(other):
        return 0.0
    if moment(one.line.text) != moment(other.text) or usual(other.text) or set_apart(one.line, other):
        return 0.0
    if one.anyone and earlier(one.line) != earlier(other):
        return 0.0
    if one.anyone and one.acts and any(d.thing for d in acted(other, one.acts)) and not _to_somebody(one, other):
        return 0.0
    doer = _doer(one, other)
    alike = same(one.who, doer)
    named = bool(alike and doer and doer.name and doer.role != "self") or (one.nobody and doer is not None)
    sure_of_whom = named or (bool(one.acts) and (bool(alike) if one.who else True)) or _does(one, other)
    if alike is False or not sure_of_whom or (len(shared) < 2 and not named):
        return 0.0
    sure = 0.3 + 0.1 * min(2, len(shared) - 1) + (0.2 if named else 0.0)
    sure += 0.6 * weights.shared(weights.window(one.line), weights.window(other))
    sure += 0.3 * max(0.0, cosine(one.line.passage, other.passage) - 0.3)
    return round(max(0.0, min(1.0, sure - apart(one.line, other))), 4)


def stems_said(line: Line) -> frozenset[str]:
    """What a line says, as the stems in which denials are compared."""
    return frozenset(_stem(w) for w in line.told if w not in FUNCTION)


def denies_something(line: Line) -> bool:
    return any(w in NEGATIONS or w.endswith("n't") for w in line.told)


def _does(one: Denied, other: Line) -> bool:
    """Whether a line says of the thing itself what is denied of it: "the alarm sounded", "the dog bit"."""
    said = [_stem(w) for w in other.told]
    if not one.thing or one.told not in said:
        return False
    return one.thing <= frozenset(said[: said.index(one.told)])


def _to_somebody(one: Denied, other: Line) -> bool:
    """Whether a person stands behind the deed that is denied to have been done to anybody: "shouted at my wife"."""
    at = next((i for i, w in enumerate(other.words) if act(w) in one.acts), -1)
    return bool(_TO.intersection(other.words[at + 1 : at + 2])) and target(other, at) is not None


def _doer(one: Denied, other: Line) -> Person | None:
    """Who does in a line what is denied; where it is no deed, the first who is told of."""
    if not one.acts:
        return next((p for _, p in other.people), None)
    return next((subject(other, i) for i, w in enumerate(other.words) if act(w) in one.acts), None)


def denial(one: Denied) -> Assertion:
    """What is denied, as an assertion."""
    line = one.line
    about = f"whether it was so: {_short(one.words)}"
    value = _short(one.words)
    return Assertion("denial", "said", one.who, value, Whether(False), about, 0.5, line.hedged, line, line, line)


def said_so(one: Denied, other: Line) -> Assertion:
    """That the other line says what is denied, as an assertion."""
    said = [i for i, w in enumerate(other.words) if _stem(w) in one.stems]
    clauses = [[i for i in said if other.clause(i) == bounds] for bounds in dict.fromkeys(map(other.clause, said))]
    shared = max(clauses, key=len)  # a value that ran on over a full stop would be cut in mid-sentence
    made = replace(denial(one), who=None, means=Whether(True), hedged=other.hedged, first=other, last=other, line=other)
    first, _ = other.clause(shared[0])
    return replace(made, value=_short(other.said(max(first, min(shared) - 1), max(shared))))


def _short(words: str) -> str:
    found = words.split()
    return " ".join(found) if len(found) <= 9 else " ".join(found[:9]) + " …"


def _last(words: Sequence[str], i: int) -> int:
    """The last word that the negation at `i` reaches."""
    for j in range(i + 1, min(len(words), i + _REACH)):
        if words[j] in _END:
            return j - 1
    return min(len(words), i + _REACH) - 1


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    return act(word) or stem(word)


_MINDED = _OF_MIND | {_stem(w) for w in _OF_MIND}
# What can be denied of all by its verb alone: "nobody threw anything".
_DEEDS = frozenset(
    _stem(w)
    for w in word_set(
        "hit push stab shoot grab throw smash drive lock chase shout steal touch fight threaten bite spit"
    )
)
