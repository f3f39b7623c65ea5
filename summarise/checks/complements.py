"""Finds the second of two like complements of one verb: "gave the keys to Tom and the phone to Lee"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarise.checks.phrases import Party, joined, starting_at, surface
from summarise.checks.reading import Reading

_PLACING = frozenset(
    re.findall(
        r"\w+",
        "to in on at into onto under behind beside near outside inside by from with for over through towards against",
    )
)
_WITHIN = 14  # tokens from a verb to its second complement
_ARTICLES = frozenset(re.findall(r"\w+", "a an the my his her our their its"))


@dataclass(frozen=True, slots=True)
class Second:
    """Who or what the second complement is told of, whom the act is done to there, and its tokens [first, last]."""

    other: Party
    done_to: Party
    first: int
    last: int


def second(reading: Reading, verb: int, direct: Party | None, recipient: bool) -> Second | None:
    """The second complement of the verb at a token, told in the very form of the first; `direct` is what follows the
    verb, None where a place does ("was in the kitchen and Bob in the hall")."""
    tokens = reading.tokens
    begin = direct.last + 1 if direct is not None else verb + 1
    form = _form(reading, begin)
    if form is None or (direct is not None and not direct.certain):
        return None
    for n in range(begin + 1, min(len(tokens), verb + _WITHIN)):
        if tokens[n].sentence != tokens[verb].sentence:
            return None
        if surface(reading, n) not in ("and", "but", "while"):
            continue
        other = starting_at(reading, n + 1) if n + 1 < len(tokens) else None
        after = other.last + 1 if other is not None else len(tokens)
        if other is None or not other.certain or _form(reading, after) != form:
            return None
        last = _end(reading, after)
        given_to = starting_at(reading, after + 1) if recipient and form == "to" else None
        return Second(other, given_to or other, other.first, last)
    return None


def _form(reading: Reading, at: int) -> str | None:
    """How a complement goes on: by "to", by a word of place, by a thing with an article; None where it does not."""
    if at >= len(reading.tokens) or not joined(reading, at):
        return None
    word = surface(reading, at)
    if word in _PLACING:
        return word if word == "to" else "place"
    return "thing" if word in _ARTICLES and starting_at(reading, at) else None


def _end(reading: Reading, at: int) -> int:
    """The last token of a complement that begins with its word of place or its article."""
    start = at + 1 if surface(reading, at) in _PLACING else at
    phrase = starting_at(reading, start) if start < len(reading.tokens) else None
    return phrase.last if phrase is not None else min(start, len(reading.tokens) - 1)
