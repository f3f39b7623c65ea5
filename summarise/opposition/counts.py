"""Reads how many of something a line tells of."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.opposition.assertion import Assertion, Range
from summarise.opposition.lexicon import (
    FUNCTION,
    HAPPENINGS,
    NUMBERS,
    PEOPLE,
    PLURALS,
    SOUNDS,
    THINGS,
    UNITS,
    word_set,
)
from summarise.opposition.lines import Line
from summarise.opposition.people import Person
from summarise.opposition.scene import scene
from summarise.opposition.verbs import acts
from summarise.text import stem

_MARKS = frozenset(',.;:!?()"“”—–[]|')
_AHEAD = 4  # words between a number and its noun
_UPPER = frozenset(("or", "to", "and", "maybe", "possibly", "perhaps"))
_STRUCK = frozenset(("hit", "stab", "shoot", "push", "smash", "fire"))
_HOW_OFTEN = {"once": 1.0, "twice": 2.0}
_BLOWS = word_set("blow blows punch punches kick kicks hits slaps stabs")
_LARGEST = 99_999
_TIMES = {"hundred": 100, "thousand": 1000}
_MANY = {"man": "men", "woman": "women", "person": "people", "child": "children", "gentleman": "gentlemen"}
_JOINING = frozenset("/_-–")
_PRIVATE = word_set("have had has got own bought served took made worked raised did live lived need")
_AS_PRONOUN = word_set("of at by another day side end hand time thing word point moment way")
_NOT_BEFORE = word_set(
    """
    platform number no page room flat camera exhibit section line row book pages sheet log ref chapter article item
    version part step figure claim claims slide volume unit floor channel level bus route junction the this that
    each any another every no-one some which my our your
    """
)
_ROUGH = 0.25  # of a rough number, each way


def counts(line: Line) -> Iterator[Assertion]:
    """The numbers of things and of people in a line."""
    for i, word in enumerate(line.told):
        if i > 1 and line.words[i - 1] in _UPPER and _is_number(line.words[i - 2]):
            continue  # the "three" of "two or three"
        if word in NUMBERS or (word.isdigit() and len(word) <= 3 and word[0] != "0"):
            found = _count(line, i)
            if found:
                yield found
        elif word in _HOW_OFTEN and _STRUCK & acts(line.told):
            often = Range(_HOW_OFTEN[word], _HOW_OFTEN[word])
            yield _blows(line, i, i, often)
        elif word == "a" and line.words[i + 1 : i + 2] and line.words[i + 1] in _TIMES:
            found = _count(line, i)
            if found:
                yield found
        elif word in ("a", "an", "another") and i + 1 < len(line.words):
            found = _single(line, i)
            if found:
                yield found


def _count(line: Line, i: int) -> Assertion | None:
    words = line.words
    low, high, first, after = _range(line, i)
    if (
        high > _LARGEST
        or _in_figures(line, i)
        or (first and words[first - 1] in _NOT_BEFORE and words[i] not in ("two", "three", "both"))
    ):
        return None
    if first and (
        words[first - 1] in ("my", "our", "his", "her", "their") or words[first - 1] in _NOT_BEFORE - {"the"}
    ):
        return None
    if words[after : after + 1] == ("times",) and _STRUCK & acts(words):
        return _blows(line, first, after, Range(low, high))
    noun = _counted(words, after)
    if noun < 0 or words[noun] in UNITS or (words[i] == "one" and after < len(words) and words[after] in _AS_PRONOUN):
        return None
    if high != 1 and not words[noun].endswith("s") and words[noun] not in PLURALS:
        return None
    if high == 1 and words[i] not in ("one", "single", "1"):
        return None
    if line.rough(first):
        low, high = low * (1 - _ROUGH), high * (1 + _ROUGH)
    return _of_noun(line, first, after, noun, Range(low, high))


def _single(line: Line, i: int) -> Assertion | None:
    """ "A bang" that somebody heard is one."""
    noun = next((j for j in range(i + 1, min(len(line.words), i + 4)) if HAPPENINGS.get(line.words[j]) in SOUNDS), -1)
    if noun < 0 or any(w in FUNCTION for w in line.words[i + 1 : noun]) or line.words[noun].endswith("ed"):
        return None
    if not {"heard", "hear"}.intersection(line.words[max(0, i - 3) : i]):
        return None
    return _of_noun(line, i, i + 1, noun, Range(1, 1))


def _blows(line: Line, first: int, last: int, means: Range) -> Assertion:
    """ "Hit it four times" are four blows."""
    about, value = "how many blows there were", line.said(first, last)
    return Assertion("number", "blow", None, value, means, about, 0.4, line.hedged, line, line, line)


def _in_figures(line: Line, i: int) -> bool:
    """Whether the number is part of a date, a reference or a rule of a form ("3/21/16", "14____")."""
    start, end = line.at[i]
    return line.text[start - 1 : start] in _JOINING or line.text[end : end + 1] in _JOINING


def _owner(line: Line, i: int) -> Person | None:
    """Who speaks, where the number is of their own life ("I have two children"), not of what they saw or heard."""
    first, _ = line.clause(i)
    before = [(k, p) for k, p in line.people if first <= k < i]
    if before and before[-1][1].role == "self":
        between = line.words[before[-1][0] : i]
        if _PRIVATE.intersection(between) or between[0].endswith("'ve"):
            return before[-1][1]
    return None


def _range(line: Line, i: int) -> tuple[float, float, int, int]:
    """Least and most, first word and the place after the last: "two", "two or three", "between 10 and 12"."""
    words = line.words
    low = 1.0 if words[i] == "a" else number(words[i])
    low = 6 if words[i] == "dozen" and words[i - 1 : i] == ("half",) else low
    after = i + 1
    if words[i] in ("couple", "pair", "dozen") and after < len(words) and words[after] == "of":
        after += 1
    if after < len(words) and words[after] in _TIMES:
        return low * _TIMES[words[after]], low * _TIMES[words[after]], i, after + 1
    if after + 1 < len(words) and words[after] in _UPPER:
        upper = number(words[after + 1]) if _is_number(words[after + 1]) else 0
        between = words[after] == "and" and i and words[i - 1] != "between"
        if upper > low and not between:
            return low, upper, i, after + 2
    high = low
    if i and words[i - 1] == "than" and words[i - 2 : i - 1] in (("more",), ("less",), ("fewer",)):
        low, high = (low + 1, _LARGEST) if words[i - 2] == "more" else (0, low - 1)
    if words[max(0, i - 2) : i] == ("at", "least"):
        high = _LARGEST
    return low, high, i, after


def _counted(words: tuple[str, ...], after: int) -> int:
    """The counted noun: the first plural or known thing of the few words that follow, -1 for none."""
    last = -1
    for j in range(after, min(len(words), after + _AHEAD)):
        if words[j] in FUNCTION or words[j] in _MARKS or words[j][0].isdigit() or words[j] in NUMBERS:
            break
        last = j
        if words[j] in PLURALS or HAPPENINGS.get(words[j]) in SOUNDS or words[j] in THINGS or words[j] in PEOPLE:
            break
    return last


def _of_noun(line: Line, first: int, after: int, noun: int, means: Range) -> Assertion:
    word = line.words[noun]
    happening = HAPPENINGS.get(word) if HAPPENINGS.get(word) in SOUNDS else None
    people = PLURALS.get(word) or PEOPLE.get(word)
    if people in ("man", "youth", "person"):
        people = "man"
    topic = happening or people or THINGS.get(word) or stem(word)
    topic = "blow" if word in _BLOWS else topic
    firm = 0.4 if topic == "blow" else 0.6 if happening else 0.35 if people or word in THINGS else 0.2
    plural = word if word.endswith("s") or word in PLURALS else _MANY.get(word, f"{word}s")
    where = None if happening or topic == "blow" else scene(line, first, noun, counted=True)
    hedged = line.hedged or line.rough(first)
    return Assertion(
        "number",
        topic,
        _owner(line, first),
        line.said(first, noun),
        means,
        f"how many {plural} there were",
        firm,
        hedged,
        line,
        line,
        line,
        where,
    )


def _is_number(word: str) -> bool:
    return word in NUMBERS or word.isdigit()


def number(word: str) -> float:
    """The number of a word or figure, 0 for another word."""
    word = word.casefold()
    return float(NUMBERS[word]) if word in NUMBERS else float(word) if word.isdigit() else 0.0
