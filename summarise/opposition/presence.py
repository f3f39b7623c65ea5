"""Reads what is said to have been there, or not to have been there: "there was a van", "there was no van"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from summarise.opposition.assertion import Assertion, Whether
from summarise.opposition.lexicon import FUNCTION, NUMBERS, PEOPLE, PLURALS, THINGS, word_set
from summarise.opposition.lines import Line
from summarise.opposition.scene import scene, usual
from summarise.text import stem

PRESENT = "there "  # what its topics begin with; that two accounts name one thing is no row
_WAS = word_set("was were is are wasn't weren't")
_SAW = word_set("saw see noticed spotted")
_SOME = word_set("a an some several many") | frozenset(NUMBERS)
_NONE = word_set("no any")
_NOBODY = word_set("nobody no-one")
_UNSURE = word_set("see hear know remember recall aware else apart except")
_NO_THING = word_set("sign need reason way doubt question time point problem answer one idea chance trace mention use")
_AHEAD = 5


def presence(line: Line) -> Iterator[Assertion]:
    """What was there, and what was not; that somebody saw nothing denies nothing."""
    if usual(line.text) or line.denied:
        return
    words = line.words
    for i, word in enumerate(line.told):
        if word == "there" and i + 2 < len(words) and words[i + 1] in _WAS:
            yield from _there(line, i)
        elif word in _SAW and i + 1 < len(words) and words[i + 1] in _SOME and not line.negated(i):
            yield from _made(line, i + 2, True)


def _there(line: Line, i: int) -> Iterator[Assertion]:
    words = line.words
    none = words[i + 1].endswith("n't") or words[i + 2] in ("no", "not") or words[i + 2] in _NOBODY
    if none and _UNSURE.intersection(words[i + 2 : line.clause(i)[1]]):
        return
    if words[i + 2] in _NOBODY or words[i + 2 : i + 4] == ("no", "one"):
        yield from _made(line, i + 3 if words[i + 2] == "no" else i + 2, False)
    elif none or words[i + 2] in _SOME:
        j = i + 2 + (words[i + 2] == "not")
        yield from _made(line, j + (words[j] in _NONE | _SOME), not none)


def _made(line: Line, j: int, so: bool) -> Iterator[Assertion]:
    """The assertion on the noun that stands at word `j` or a little later."""
    noun = _noun(line.words, j)
    if noun < 0 or line.words[noun] in _NO_THING:
        return
    word = line.words[noun]
    people = word in PEOPLE or word in PLURALS or word in _NOBODY or word == "one"
    if people and not so and (PEOPLE.get(word) or PLURALS.get(word) or "person") != "person":
        return  # "no women": of other people that says nothing
    topic = "person" if people else THINGS.get(word) or stem(word)
    about = "whether anybody was there" if people else f"whether there {_was(word)}"
    value = line.said(max(0, noun - 1), noun) if so else f"no {word}" if not people else "nobody"
    where = scene(line, noun, noun, "" if people else word)
    yield Assertion(
        "denial", PRESENT + topic, None, value, Whether(so), about, 0.4, line.hedged, line, line, line,
        replace(where, acts=frozenset()),
    )  # fmt: skip


def _noun(words: tuple[str, ...], first: int) -> int:
    """The noun of the few words from `first` on, -1 for none."""
    last = -1
    for j in range(first, min(len(words), first + _AHEAD)):
        if words[j] in _NOBODY or (j == first and words[j] == "one") or words[j] in PEOPLE or words[j] in PLURALS:
            return j
        if words[j] in FUNCTION or not words[j][0].isalpha():
            break
        last = j
        if words[j] in THINGS:
            break
    return last


def _was(word: str) -> str:
    if word.endswith("s"):
        return f"were {word}"
    return f"was {'an' if word[0] in 'aeiou' else 'a'} {word}"
