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
    VEHICLES,
    WORN,
    word_set,
)
from summarise.opposition.lines import Line
from summarise.opposition.people import Person
from summarise.opposition.subjects import possessor
from summarise.text import stem

_AHEAD = 5  # words between a colour and the noun it belongs to
_MARKS = frozenset(',.;:!?()"“”—–[]|')
_BETWEEN = word_set("or and almost nearly very quite sort of coloured colored in colour color")
_WEARS = frozenset(("wearing", "wore", "had", "have"))
_MINE = frozenset(("my", "our"))
_IS = word_set("was were is are be been looked")
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
    if line.negated(i) or several:
        return None
    mine = bool(_MINE.intersection(words[max(0, i - 2) : i]))
    owner = None if thing not in WORN and not mine else _owner(line, min(i, noun), max(after, noun + 1))
    if thing in WORN and owner is None:
        owner = Person("person")
    name = thing or stem(words[noun])
    told = words[noun] if thing not in ("eyes", "hair") else thing or ""
    about = f"{owner.told}’s {told}" if owner and owner.role != "person" else f"the {told}"
    firm = 0.55 if thing in WORN else 0.4 if thing in VEHICLES else 0.35 if thing else 0.2
    return Assertion(
        "colour", name, owner, line.said(i, after - 1), Colour(bases, shade), about, firm, line.hedged, line, line, line
    )


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
