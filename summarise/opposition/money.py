"""Reads sums of money by what was done with them: taken from the till, paid for the car, kept in the safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarise.details import Detail, details
from summarise.opposition.assertion import Assertion, Range
from summarise.opposition.lexicon import FUNCTION, word_set
from summarise.opposition.lines import Line
from summarise.opposition.people import Person
from summarise.opposition.scene import of_thing
from summarise.opposition.subjects import subject
from summarise.text import stem

_SAME_SUM = 0.02  # share by which two sums may differ that are one, rounded
_ROUGH = 0.25  # of a rough sum, each way
_UNKNOWN = float("inf")
_DONE = {
    "taken": "took take taken taking stole stolen steal grabbed grabbing snatched withdrew withdrawn drew missing gone",
    "paid": "paid pay paying sold sell bought buy cost costs",
    "kept": "contained contains held holds kept put placed was were",
}
_VERBS = {word: done for done, row in _DONE.items() for word in row.split()}
_SELLING = word_set("sold sell")
_BE = frozenset(("was", "were"))
_COSTING = word_set("cost costs")
_WHENCE = {
    "taken": frozenset(("from", "of", "in")),
    "paid": frozenset(("for",)),
    "kept": frozenset(("in",)),
}
_ABOUT = {
    "taken": "how much was taken from the {}",
    "paid": "how much was paid for the {}",
    "kept": "how much was in the {}",
}
_ARTICLES = word_set("the a an his her my their our this that")
_ENDS = frozenset(".;:!?—–()[]|") | word_set("because when while who which but before after until then so if")
_UNREAL = word_set("to would could might may will shall should wanted asked")
_AT_LEAST = re.compile(r"\b(?:over|more than|at least|in excess of|upwards of)\s(?:about\s)?$", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:up to|under|less than|no more than|at most)\s(?:about\s)?$", re.IGNORECASE)
_ABOUTS = re.compile(
    r"\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|maybe|perhaps|probably|possibly|like)"
    r"\s(?:a\s)?$",
    re.IGNORECASE,
)
_OR_SO = re.compile(r"^\s?(?:or so|or thereabouts|ish|plus)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"^\s?(?:to|or|and|[-–])\s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Sum:
    """One sum, or the least and the most of two, at text[start:end]."""

    currency: str
    low: float
    high: float
    start: int
    end: int


def money(line: Line) -> Iterator[Assertion]:
    """The sums of a line that belong to a thing which the line names; of other sums nothing is certain."""
    sums = _sums(line.text) if line.told and ("£" in line.text or _MONEY.search(line.text)) else []
    if len(sums) != 1:
        return
    one = sums[0]
    first = next((i for i, (start, _) in enumerate(line.at) if start >= one.start), len(line.words))
    after = next((i for i, (start, _) in enumerate(line.at) if start >= one.end), len(line.words))
    found = _done(line, first, after)
    if found is None:
        return
    done, thing, who = found
    topic, about = f"{one.currency} {done} {stem(thing)}", _ABOUT[done].format(thing)
    value, rough = line.text[one.start : one.end], one.low != one.high
    means = Range(one.low * (1 - _SAME_SUM), one.high * (1 + _SAME_SUM))
    yield Assertion(
        "number", topic, who, value, means, about, 0.42, line.hedged or rough, line, line, line, of_thing(line, thing)
    )


_MONEY = re.compile(r"[$€]|\b(?:pounds?|quid|grand|euros?|dollars?)\b", re.IGNORECASE)


def _done(line: Line, first: int, after: int) -> tuple[str, str, Person | None] | None:
    """What was done with the sum at words [first, after), the thing that it belongs to, and who did it."""
    words = line.words
    begin, end = _clause(words, first)
    verb = next((j for j in range(first - 1, begin - 1, -1) if words[j] in _VERBS), -1)
    if verb < 0:
        verb = next((j for j in range(after, min(end, after + 4)) if words[j] in _VERBS and words[j] not in _BE), -1)
    if verb < 0 or line.negated(verb) or line.denied or _UNREAL.intersection(words[max(begin, verb - 3) : verb]):
        return None
    done = _VERBS[words[verb]]
    if words[verb] in _BE and words[verb - 1 : verb] != ("there",):
        return None
    costing = words[verb] in _COSTING or (done == "kept" and words[verb] in ("contained", "contains", "held", "holds"))
    if costing:  # "the coat cost £80", "the safe contained £900"
        noun = words[verb - 1] if verb and words[verb - 1].isalpha() else ""
        owned = {"my", "our", "his", "her", "their", "own"}.intersection(words[max(begin, verb - 4) : verb])
        return (done, noun, None) if noun and noun not in FUNCTION and not owned else None
    thing = _thing(words, after, end, _WHENCE[done])
    if not thing:
        return None
    who = subject(line, verb)
    if who is None and words[verb - 1] not in ("was", "were", "is", "been", "went", "there"):
        return None
    return done, thing, None if words[verb] in _SELLING else who


def _thing(words: tuple[str, ...], after: int, end: int, whence: frozenset[str]) -> str:
    """The noun after "from", "out of", "for" behind the sum, "" for none or for somebody's own."""
    for j in range(after, min(end, after + 6)):
        if words[j] not in whence or (words[j] == "of" and words[j - 1] != "out"):
            continue
        if words[j + 1 : j + 2] and words[j + 1] in ("my", "our"):
            return ""
        start = j + 2 if j + 1 < end and words[j + 1] in _ARTICLES else j + 1
        stop = next((k for k in range(start, end) if words[k] in FUNCTION or not words[k][0].isalpha()), end)
        noun = words[stop - 1] if start < stop <= start + 3 else ""
        return "" if noun in ("cash", "notes", "coins", "money", "it", "all", "me", "him", "them") else noun
    return ""


def _clause(words: tuple[str, ...], i: int) -> tuple[int, int]:
    """The stretch [begin, end) round word `i` that no other clause begins or ends in."""
    begin = next((j + 1 for j in range(i - 1, -1, -1) if words[j] in _ENDS or words[j] == "and"), 0)
    end = next((j for j in range(i, len(words)) if words[j] in _ENDS or words[j] in ("and", ",")), len(words))
    return begin, end


def _sums(text: str) -> list[_Sum]:
    """The sums of a text, with what "about", "over" and "£300 to £400" allow."""
    found: list[_Sum] = []
    amounts = [d for d in details(text) if d.kind == "amount" and d.value[:3].isalpha()]
    skip = False
    for i, one in enumerate(amounts):
        if skip:
            skip = False
            continue
        currency, low = _value(one)
        high, end = low, one.end
        if i + 1 < len(amounts) and _BETWEEN.match(text[one.end : amounts[i + 1].start]):
            upper = _value(amounts[i + 1])
            if upper[0] == currency and upper[1] > low:
                high, end, skip = upper[1], amounts[i + 1].end, True
        before, behind = text[max(0, one.start - 30) : one.start], text[end : end + 20]
        if _AT_LEAST.search(before):
            high = _UNKNOWN
        elif _AT_MOST.search(before):
            low = 0.0
        elif _ABOUTS.search(before) or _OR_SO.match(behind):
            low, high = low * (1 - _ROUGH), high * (1 + _ROUGH)
        found.append(_Sum(currency, low, high, one.start, end))
    return found


def _value(amount: Detail) -> tuple[str, float]:
    currency, _, number = amount.value.partition(" ")
    return currency, float(number)
