"""Reads which colour a line gives to which thing: a coat, a car, hair."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.opposition.assertion import Assertion, Colour
from summarise.opposition.lexicon import (
    COLOURS,
    DOUBT,
    FUNCTION,
    PEOPLE,
    PLURALS,
    POSSESSIVE,
    SHADES,
    THINGS,
    TITLES,
    VEHICLES,
    WORN,
    word_set,
)
from summarise.opposition.lines import Line
from summarise.opposition.people import PERCEIVED, Person, whose
from summarise.opposition.scene import Scene
from summarise.opposition.subjects import possessor
from summarise.text import stem

_AHEAD = 5  # words between a colour and the noun it belongs to
_MARKS = frozenset(',.;:!?()"“”—–[]|')
_BETWEEN = word_set("or and almost nearly very quite sort of coloured colored in colour color")
_WEARS = frozenset(("wearing", "wore", "had", "have"))
_MINE = frozenset(("my", "our"))
_IS = word_set("was were is are be been looked")
_DRIVES = word_set("drove drive driving drives driver rode riding rider ride parked own owned owns bought have had")
_BREAKS = frozenset((",", ";", "and", "but", "when", "while", "because"))
_ON_SIGNS = word_set("lion dragon cow hart boar horse swan bull stag bear fox cock eagle")
_THERE = word_set("in at outside inside near of to from into behind opposite called")
_WORDS = {**dict.fromkeys(COLOURS, True), **dict.fromkeys(SHADES, True)}


def colours(line: Line) -> Iterator[Assertion]:
    """The colours of things in a line."""
    words, i = line.told, 0
    while i < len(words):
        if words[i] not in _WORDS:
            i += 1
            continue
        after = _run(words, i)
        noun = (
            _noun(words, after) if words[after - 1] not in ("light", "fair") or after - i > 1 else _known(words, after)
        )
        if noun < 0:
            noun = _subject(words, i)
        if noun >= 0:
            found = _assertion(line, i, after, noun)
            if found:
                yield found
        i = after


def _run(words: tuple[str, ...], i: int) -> int:
    """Where the words of a colour end: "dark blue", "blue or black"."""
    after = i + 1
    while after < len(words) and (
        words[after] in _WORDS
        or (words[after] in ("or", "and", "-") and after + 1 < len(words) and words[after + 1] in _WORDS)
    ):
        after += 1
    return after


def _noun(words: tuple[str, ...], after: int) -> int:
    """The noun that the colour stands before: a known thing, else the last word before one that joins; -1 for none."""
    known = _known(words, after)
    if known >= 0:
        return known
    last = -1
    for j in range(after, min(len(words), after + _AHEAD)):
        if words[j] in FUNCTION or words[j] in _MARKS or words[j] in _BETWEEN or words[j] in _WORDS:
            break
        last = j
    if last < 0 or words[last] in PEOPLE or words[last] in PLURALS or words[last].isdigit() or last - after > 2:
        return -1
    return last


def _known(words: tuple[str, ...], after: int) -> int:
    """The known thing that the colour stands before; -1 for none."""
    found = -1
    for j in range(after, min(len(words), after + _AHEAD)):
        if words[j] in FUNCTION or words[j] in _MARKS:
            break
        if words[j] in THINGS:
            found = j
    return found


def _subject(words: tuple[str, ...], i: int) -> int:
    """The known thing of which the colour is said: "his coat was blue", "the car, which was silver"; -1 for none."""
    j = i - 1
    while j >= 0 and (words[j] in _BETWEEN or words[j] in DOUBT or words[j] in ("a", "have", "could", "more", "been")):
        j -= 1
    if j < 1 or words[j] not in _IS:
        return -1
    for k in range(j - 1, max(-1, j - 5), -1):
        if words[k] in THINGS:
            return k
        if words[k] not in (",", "which", "that", "it", "he", "i", "think", "had", "on", "wearing", "was"):
            return -1
    return -1


def _assertion(line: Line, i: int, after: int, noun: int) -> Assertion | None:
    words = line.words
    thing = THINGS.get(words[noun]) or THINGS.get(words[noun].removesuffix("s"))
    said = words[i:after]
    bases = frozenset[str]().union(*(COLOURS.get(w, frozenset()) for w in said))
    shade = next((SHADES[w] for w in said if w in SHADES), "")
    several = sum(w in COLOURS for w in said) > 1 and "and" in said
    if line.negated(i) or several or _in_a_name(line, i, noun):
        return None
    mine = bool(_MINE.intersection((*words[max(0, i - 2) : i], *words[max(0, noun - 2) : noun]))) or _apposed(line, i)
    owner = None
    if thing in WORN or mine:
        owner = _owner(line, min(i, noun), max(after, noun + 1))
        if mine and thing not in WORN:
            owner = next((p for _, p in line.people if p.role == "self"), Person("self"))
    elif thing in VEHICLES:
        owner = _driver(line, i)
    if thing in WORN and owner is None:
        owner = Person("person")
    name = thing or stem(words[noun])
    told = thing if thing in ("eyes", "hair") else line.said(noun, noun) if thing in VEHICLES else words[noun]
    about = f"{whose(owner)} {told}" if owner and owner.role != "person" else f"the {told}"
    firm = 0.55 if thing in WORN else 0.4 if thing in VEHICLES else 0.35 if thing else 0.2
    if owner and owner.words.casefold().startswith(("one ", "another ")):
        return None  # one of several, and which of them another account means is open
    value, means = line.said(i, after - 1), Colour(bases, shade)
    return Assertion(
        "colour", name, owner, value, means, about, firm, line.hedged, line, line, line, Scene(words[noun])
    )


def _apposed(line: Line, i: int) -> bool:
    """Whether the colour tells of what the witness has just called their own: "my car, a red Ford"."""
    j = i - 1
    while j >= 0 and line.words[j] in ("a", "an", "the", "which", "is", "was"):
        j -= 1
    return j > 0 and line.words[j] == "," and bool(_MINE.intersection(line.words[max(0, j - 4) : j]))


def _in_a_name(line: Line, i: int, noun: int) -> bool:
    """Whether the colour at word `i` is part of a name: the Red Lion, Silver Street, Olive Brown, "in the red lion"."""
    words = line.words

    def capital(j: int) -> bool:
        return line.text[line.at[j][0]].isupper()

    if words[noun] in _ON_SIGNS and words[i - 1 : i] == ("the",) and words[i - 2 : i - 1] and words[i - 2] in _THERE:
        return True
    if not capital(i):
        return False
    named = i > 1 and capital(i - 1) and words[i - 1].isalpha() and words[i - 1] not in FUNCTION
    return (named and words[i - 2] != ".") or words[i - 1] in TITLES or (capital(noun) and words[noun] not in THINGS)


def _driver(line: Line, i: int) -> Person | None:
    """Who drives, owns or parks the vehicle whose colour stands at word `i`, as far as the words before it say so."""
    first, _ = line.clause(i)
    first = next((j + 1 for j in range(i - 1, first, -1) if line.words[j] in _BREAKS), first)
    if PERCEIVED.intersection(line.words[first:i]):
        return None
    if _MINE.intersection(line.words[first:i]):
        return next((p for _, p in line.people if p.role == "self"), Person("self"))
    near = [(k, p) for k, p in line.people if first <= k < i and line.words[k] not in _DRIVES]
    return near[-1][1] if near and _DRIVES.intersection(line.words[near[-1][0] : i]) else None


def _owner(line: Line, i: int, after: int) -> Person | None:
    """Who wears or has it: the nearest person before it in its clause, else in the line, else whom "his" means."""
    words = line.words
    before = [(k, p) for k, p in line.people if k < i]
    for k in range(i - 1, max(-1, i - 3), -1):
        if words[k] in POSSESSIVE:
            return possessor(line, k)
    first, _ = line.clause(i)
    near = [p for k, p in before if k >= first and words[k] not in ("i", "we", "me", "us")]
    if near:
        return near[-1]
    if before and before[-1][1].role == "self":
        return before[-1][1] if _WEARS.intersection(words[before[-1][0] : i]) else None
    return before[-1][1] if before else None
