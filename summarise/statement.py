"""Takes a long statement or question apart into its points: the sentences that assert, each to be asked by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sentencex

from summarise.cues import FORM
from summarise.text import content_words

LONG = 60  # words from which a question of several sentences is put point by point
MOST = 120  # points that are asked
_TELLING = 2  # content words of a point
_NUMBER = re.compile(r"^(?:\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s+|\d{1,3}\.?(?:\d{1,2})?\s+(?=[A-Z]))+")
_PROCEDURE = re.compile(
    r"^(?:pursuant to|in accordance with|this (?:defence |document|statement is)|served (?:on|by|under|this|pursuant)"
    r"|dated:?\s(?:this|the|\d)|signed(?: by| on|:|\.?$)|to:|from:|re:"
    r"|in the (?:crown|magistrates)|regina|r v\b|disclosure|i (?:request|reserve)|please"
    r"|the (?:defence|defendant|accused) (?:requests?|reserves?|seeks?|invites?|asks? for"
    r"|requires?|(?:intends? to|will) call(?!.*\bwho (?!is|are)\w)))\b|^section \d"
    r"|\b(?:criminal procedure|(?:under|by|pursuant to|within|see) section \d+\w*"
    r"|(?:section|s\.) ?\d+\w*(?:\(\w+\))* of the(?: \w+){0,8} (?:act|code|order)|rule \d+|indictment)\b|^[^a-z]+$",
    re.IGNORECASE,
)
_WHO_PLEADS = r"(?:the (?:defendant|accused|defence|appellant)|i|he|she) (?:specifically |expressly |further |also )?"
_PLEADS = r"(?:denies|deny|accepts?|admits?|states?|says?|avers?|asserts?|maintains?|contends?|will say)"
_ASIDE = re.compile(
    r"\b(?:at all material times|at the material time|in particular|for the avoidance of doubt)\b,?\s*", re.IGNORECASE
)
# At the beginning of a sentence or of its further part: what another is said to say ("that she admits it") is told.
_PLEADED = re.compile(
    r"(?:^(?:and |but )?|(?<=, )|(?<=; )|(?<=\band )|(?<=\bbut ))(?:"
    r"(?:it is (?:denied|accepted|admitted|averred|submitted|said|agreed)"
    r"|(?:the (?:defendant|accused|defence)['’]s case is|it is the (?:defence|defendant['’]s) case)"
    rf"|{_WHO_PLEADS}{_PLEADS}) that|^{_WHO_PLEADS}(?:{_PLEADS}|intends to call|will call))\b,?\s*",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\b(?:the )?(?:defendant|accused)(['’]s)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Points:
    """The `asserted` sentences of a statement as they stand, at most `MOST`, and how many others are `left`: what
    asserts nothing of the events, or is beyond that number."""

    asserted: tuple[str, ...]
    left: int


def points_of(statement: str) -> Points | None:
    """The points of a long statement; None for a question that is put as it stands."""
    if len(statement.split()) < LONG:
        return None
    bounds = sentencex.get_sentence_boundaries("en", statement)
    pieces = [_NUMBER.sub("", statement[b["start_index"] : b["end_index"]].strip()) for b in bounds]
    pieces = [piece for piece in pieces if any(c.isalpha() for c in piece)]
    found = list(dict.fromkeys(piece for piece in pieces if asserts(piece)))
    if len(found) < 2:
        return None
    return Points(tuple(found[:MOST]), len(pieces) - len(found[:MOST]))


def asserts(sentence: str) -> bool:
    """Whether a sentence says something of the events: it is no form, procedure, heading, or request."""
    enough = len(sentence.split()) >= 4 and len(set(content_words(asked_for(sentence)))) >= _TELLING
    return enough and not FORM.search(sentence) and not _PROCEDURE.search(sentence)


def asked_for(point: str) -> str:
    """The point as it is looked for: without the words of pleading ("The defendant denies that"), which no witness
    says, and without naming him by his part in the case."""
    plain = _ROLE.sub(lambda m: "his" if m[1] else "he", _PLEADED.sub("", _ASIDE.sub("", point).strip()))
    return " ".join(plain.split())
