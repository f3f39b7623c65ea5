"""Finds who does what a verb of a line tells."""

from __future__ import annotations

from summarise.opposition.lexicon import FUNCTION, OBLIQUE, POSSESSIVE, PRONOUNS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import PERCEIVED, Person, same
from summarise.opposition.verbs import past

_REACH = 16
_JOINS = frozenset(("and", "then", "but", ",", "quickly", "suddenly", "just"))
_PASSIVE = word_set("was were been being got be is are")
_NEW = frozenset((".", ";", ":", "?", "!", "because", "when", "while", "if"))


def subject(line: Line, i: int) -> Person | None:
    """Who does the verb at word `i`: whoever stands right before it, or whose verb it is joined to by "and".

    None where nobody stands before it, or where it is done to them ("was pushed").
    """
    people = dict(line.people)
    start = next((j + 1 for j in range(i - 1, max(-1, i - _REACH), -1) if line.words[j] in _NEW), max(0, i - _REACH))
    mine = [j for j in range(start, i) if j in people and line.words[j] not in OBLIQUE]
    if not mine:
        return None
    if line.words[i - 1] in _PASSIVE and not line.words[i].endswith("ing"):
        return None
    if line.words[i - 1] in _JOINS and line.words[i - 1] != "," and len(mine) > 1:
        first = _of_clause(line, mine, i)
        seen = next((j for j in mine if j > first), -1)
        if seen > 0 and PERCEIVED.intersection(line.words[first + 1 : seen]):
            return _seen(line, first, seen, i)
        return people[first]
    if people[mine[-1]].role == "self" and PERCEIVED.intersection(line.words[mine[-1] + 1 : i]):
        return None  # "I saw … hit him": whoever was seen did it, read or not
    return people[mine[-1]]


def possessor(line: Line, i: int) -> Person:
    """Whom a word such as "his" at place `i` means: the nearest person before it who can be, else its sex alone."""
    role = POSSESSIVE[line.words[i]]
    if role == "self":
        return next((p for _, p in line.people if p.role == "self"), Person("self"))
    meant = Person(role)
    near = (p for k, p in reversed(line.people) if k < i and p.role not in ("self", "they"))
    return next((p for p in near if same(meant, p) is not False), meant)


def target(line: Line, i: int) -> Person | None:
    """To whom the verb at word `i` is done: the next person after it within its few words."""
    people = dict(line.people)
    for j in range(i + 1, min(len(line.words), i + 6)):
        word = line.words[j]
        if word in POSSESSIVE and j not in people:
            role = POSSESSIVE[word]
            return Person(role)
        if j in people:
            return people[j]
        if word in PRONOUNS or word in (".", ";", "and", "but"):
            return None
    return None


def apart_from_doer(line: Line) -> tuple[tuple[int, Person], ...]:
    """The people of a line; "him" and "her" are never who does it to them ("Cole pushed him"): then nobody named."""
    found = []
    for j, person in line.people:
        if line.words[j] in ("him", "her") and person.name:
            verb = next((k for k in range(j - 1, max(-1, j - 4), -1) if line.words[k] not in FUNCTION), -1)
            told = verb > 0 and line.words[verb][0].isalnum() and line.words[verb - 1] != "to"
            doer = subject(line, verb) if told else None
            open_ = doer is None and told and any(k < verb and same(p, person) for k, p in line.people)
            if open_ or (doer and same(doer, person) is True):
                person = Person(OBLIQUE[line.words[j]], "", person.words)
        found.append((j, person))
    return tuple(found)


def _seen(line: Line, first: int, seen: int, i: int) -> Person | None:
    """Who does the verb at `i`, joined to "I saw Reed …": Reed where the verb stands as his ("run up and hit"), the
    one who saw where nothing more is told of him ("I saw Reed and shouted"), nobody where it may be either."""
    people, between = dict(line.people), line.words[seen + 1 : i]
    if between[0] in _JOINS:
        return people[first]
    his = between[0] not in FUNCTION and between[0][0].isalnum()
    going, does = between[0].endswith("ing"), line.words[i].endswith("ing")
    if past(line.words[i]) or (going != does and his) or (not his and not does):
        return None
    return people[seen]


def _of_clause(line: Line, mine: list[int], i: int) -> int:
    """Of the people before a joined verb, the one that its first verb belongs to: the last that opens a clause."""
    for j in reversed(mine):
        opens = j == 0 or all(w in FUNCTION or w in _JOINS for w in line.words[max(0, j - 2) : j])
        if opens and line.words[j - 1 : j] not in (("to",), ("at",), ("with",), ("of",), ("from",), ("by",)):
            return j
    return mine[0]
