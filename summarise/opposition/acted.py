"""Reads who did a deed to whom or to what, told actively or passively, and the words that belong to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarise.opposition.lexicon import BODY, FUNCTION, OBLIQUE, PEOPLE, PLURALS, THINGS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import Person, same
from summarise.opposition.subjects import subject, target
from summarise.opposition.verbs import act

PASSIVE = frozenset(("was", "were", "been", "being", "got"))
NOUN_MARKS = word_set("a the an of in on at by for with from to and or but") | frozenset(".,;:!?")
ARTICLES = word_set("the a an his her my their our")
_OWN = word_set("my our your his their")
_NO_THING = word_set("other another one head face back body front way rest man's ground")
# Who is no thing, and of whom nothing tells whose brother is meant.
_KIN = word_set(
    "brother brothers sister sisters mother father mum mam dad son sons daughter daughters wife husband partner"
    " girlfriend boyfriend uncle aunt cousin nephew niece grandmother grandfather nan gran grandson granddaughter"
    " stepson stepfather stepmother friend friends mate mates colleague colleagues neighbour neighbours boss family"
    " parents baby twin fiance fiancee ex ex-wife ex-husband flatmate housemate lodger landlady tenant"
) | frozenset((*PEOPLE, *PLURALS))
_JOINED = frozenset(("and", "then", "or"))
_ENDS = frozenset('.,;:!?—–()[]|“”"') | word_set(
    "and but because when while who which that before after until then so if as where although though"
)
# What was wanted, feared or only could have been is no deed that was done.
_UNREAL = word_set("to would could might may can must should will shall if whether nearly almost unless")
_REACH = 6  # words between a verb and "by", and from "by" to the noun for who did it


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed that a line tells as done: `act` is the class of the verb at word `at`; `thing` the noun for what it was
    done to, "" for none; the words (at, end) belong to it."""

    act: str
    at: int
    doer: Person | None
    whom: Person | None
    thing: str
    end: int


def acted(line: Line, wanted: frozenset[str]) -> Iterator[Deed]:
    """The deeds of a line whose verbs are of the wanted classes; none that is denied, wanted or only possible."""
    for i, word in enumerate(line.told):
        kind = act(word)
        if kind not in wanted or _noun(line, i) or line.negated(i) or line.denied:
            continue
        if _UNREAL.intersection(line.words[max(line.clause(i)[0], i - 2) : i]):
            continue
        end = next((j for j in range(i + 1, len(line.words)) if line.words[j] in _ENDS), len(line.words))
        aux = auxiliary(line, i)
        if aux < 0:
            yield Deed(kind, i, subject(line, i), *done_to(line, i), end)
            continue
        whom = _before(line, aux)
        thing = "" if whom else _thing_before(line, aux)
        yield Deed(kind, i, _agent(line, i), whom, thing, end)


def auxiliary(line: Line, i: int) -> int:
    """Where the "was" or "got" of a passive verb at word `i` stands, -1 where the verb is told actively."""
    if not line.words[i].endswith(("ed", "en", "t", "k", "n")) or line.words[i].endswith("ing"):
        return -1
    for j in range(i - 1, max(-1, i - 5), -1):
        word = line.words[j]
        if word in PASSIVE:
            return j
        if not (word in _JOINED or word.endswith(("ly", "ed")) or word in ("also", "first", "down", "over", "out")):
            return -1
    return -1


def by_whom(line: Line, i: int) -> tuple[Person, Person] | None:
    """Who did the verb at word `i` and to whom, where it is told passively ("Reed was hit by Poole")."""
    aux = auxiliary(line, i)
    if aux < 0:
        return None
    who, whom = _agent(line, i), _before(line, aux)
    return (who, whom) if who and whom and same(who, whom) is not True else None


def object_of(line: Line, i: int) -> str:
    """The thing that the verb at word `i` takes: the noun after its article, "" for none."""
    at = _object_at(line, i)
    return line.words[at] if at >= 0 else ""


def _object_at(line: Line, i: int) -> int:
    """Where the noun stands that the verb at word `i` takes, -1 for none."""
    words = line.words
    for j in range(i + 1, min(len(words), i + 3)):
        if words[j] in ARTICLES:
            last = -1
            for k in range(j + 1, min(len(words), j + 4)):
                if words[k] in NOUN_MARKS:
                    break
                last = k
            return last
    return -1


def done_to(line: Line, i: int) -> tuple[Person | None, str]:
    """To whom or to what the active verb at word `i` is done; neither where it is somebody's own ("my brother")."""
    people = dict(line.people)
    near = [j for j in range(i + 1, min(len(line.words), i + 6)) if j in people]
    at = _object_at(line, i)
    if near and (at < 0 or near[0] <= at):
        between = line.words[i + 1 : near[0]]
        return (None, "") if _OWN.intersection(between) else (target(line, i), "")
    if at < 0 or line.words[at] in _NO_THING or line.words[at] in BODY or line.words[at] in _KIN:
        return None, ""
    return None, line.words[at]


def _thing_before(line: Line, aux: int) -> str:
    """What a passive deed is done to: "the window of the office was broken" is of the window."""
    first, _ = line.clause(aux)
    named = [w for w in line.words[first:aux] if w not in PASSIVE and w not in ("had", "has", "have")]
    at = named.index("of") - 1 if "of" in named else len(named) - 1
    noun = named[at] if at >= 0 else ""
    return noun if noun.isalpha() and noun not in FUNCTION and noun not in _KIN else ""


def _noun(line: Line, i: int) -> bool:
    """Whether the word is a noun here: "the hit", "a cut"."""
    return bool(i) and line.words[i - 1] in ARTICLES | {"of", "no", "any", "one", "two"}


def _agent(line: Line, i: int) -> Person | None:
    """The person right after the "by" of a passive verb; what stands between is only their description."""
    people = dict(line.people)
    for j in range(i + 1, min(len(line.words), i + _REACH)):
        if line.words[j] in _ENDS and line.words[j] not in _JOINED:
            return None
        if line.words[j] != "by":
            continue
        for k in range(j + 1, min(len(line.words), j + _REACH)):
            word = line.words[k]
            if k in people:
                return people[k]
            if word in THINGS or act(word) or (word in FUNCTION and word not in ARTICLES) or word in _ENDS:
                return None
    return None


def _before(line: Line, aux: int) -> Person | None:
    """To whom a passive deed is done: who stands right before its "was" ("the man in red was")."""
    first, _ = line.clause(aux)
    mine = [(j, p) for j, p in line.people if first <= j < aux and line.words[j] not in OBLIQUE]
    described = len(mine) == 1 and line.words[mine[0][0] + 1] in ("in", "with", "from")
    if mine and (mine[-1][0] == aux - 1 or described):
        return mine[-1][1]
    return None
