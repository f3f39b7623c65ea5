"""Tells whether two lines set what they tell apart: on another day, at another hour, of the other one, next door."""

from __future__ import annotations

import re
from functools import lru_cache

from summarise.opposition import bearing, falls, travel
from summarise.opposition.assertion import Assertion, Whether, Word
from summarise.opposition.lines import Line
from summarise.opposition.values import Kinds, Mark, Some

_NEAR = 30  # minutes that two statements of one moment may be apart
_HOUR = 60
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(rf"\b(?:{'|'.join(_DAYS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"\bin (?:[A-Z][a-z]+ )?((?:19|20)\d\d)\b")
_PART = re.compile(r"\b(?:morning|afternoon|evening|noon|midday|midnight|closing|opening)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:other|another|next[ -]door|neighbouring|of (?:my|our)|while (?:i|we)|as well)\b", re.IGNORECASE
)
_AFTER = re.compile(r"\b(?:after|once)\b[^.;]{1,40}\b(?:had|left|gone)\b", re.IGNORECASE)
_WHEN = re.compile(
    r"\b(?:when|before|until|as) (?:i|we|he|she|they) (?:had )?"
    r"(left|leave|arrived|came|went|woke|got|set|returned|closed|opened)\b(?: (up|home|back|off|out|in|to bed))?",
    re.IGNORECASE,
)
_HAD = re.compile(r"\bhad (?:(?:not|never|only|just|already) )?(?:been )?\w+(?:ed|en|ot|it|un)\b", re.IGNORECASE)
_OWN = frozenset(("of my", "of our"))
_SUMS = frozenset(("taken", "paid", "kept"))


@lru_cache(maxsize=1 << 14)
def _said(text: str) -> tuple[frozenset[str], ...]:
    """What a sentence says of days, years, parts of the day, moments; and what only one of several is called."""
    others = {" ".join(m.casefold().split()) for m in _OTHER.findall(text)} | {"after" for _ in _AFTER.findall(text)}
    return (
        frozenset(d.casefold() for d in _DAY.findall(text)),
        frozenset(_YEAR.findall(text)),
        frozenset(p.casefold() for p in _PART.findall(text)),
        frozenset(" ".join(w for w in m if w).casefold() for m in _WHEN.findall(text)),
        frozenset(others),
    )


def told_apart(a: Assertion, b: Assertion) -> bool:
    """Whether the words of the lines set two assertions apart, or leave it open; only of what changes from hour to hour
    or is done more than once, of no coat and no car."""
    if not (_passing(a) and _passing(b)):
        return a.slot == "denial" and _said(a.line.text)[4] != _said(b.line.text)[4]
    if hours_apart(a.line, b.line):
        return True
    if isinstance(a.means, Some) and earlier(a.line) != earlier(b.line):
        return True
    if isinstance(a.means, Mark):  # so nearly the same signs, on a car that one side calls theirs, are of one car
        return _said(a.line.text)[4] - _OWN != _said(b.line.text)[4] - _OWN
    together = a.topic.startswith(bearing.COMPANY)
    return set_apart(a.line, b.line, strict=not isinstance(a.means, Kinds), others=not together)


def hours_apart(one: Line, two: Line) -> bool:
    """Whether two accounts have come to other hours or parts of the day."""
    if one.hour is not None and two.hour is not None:
        return abs(one.hour - two.hour) > _HOUR
    return _differ(one.parts, two.parts)


def earlier(line: Line) -> bool:
    """Whether a line tells of what had been before ("had not hit anyone")."""
    return bool(_HAD.search(line.text))


def _passing(a: Assertion) -> bool:
    if isinstance(a.means, Kinds | Mark | Some):
        return True
    if a.topic.startswith((*bearing.FLEETING, *falls.FLEETING, *travel.FLEETING)):
        return True
    if a.slot == "denial":
        return isinstance(a.means, Word) or (isinstance(a.means, Whether) and not a.topic.startswith(("has ", "on ")))
    return a.slot == "number" and bool(_SUMS.intersection(a.topic.split()))


def set_apart(one: Line, two: Line, strict: bool = False, others: bool = True) -> bool:
    """Whether two lines tell of other days, hours or, with `others`, things of a kind; `strict` where a clock on one
    side is enough."""
    days, years, parts, moments, called = zip(_said(one.text), _said(two.text), strict=True)
    if (others and called[0] != called[1]) or _differ(*parts) or _differ(*moments):
        return True
    if _days_apart(days, one, two) or _years_apart(years, one, two):
        return True
    mine, yours = _minute(one), _minute(two)
    if mine is None or yours is None:
        return strict and mine is not yours and (one.hour is None or two.hour is None)
    return abs(mine - yours) > _NEAR


def _minute(line: Line) -> float | None:
    """The minute of the day that a line itself tells."""
    return line.when.minute if line.when is not None and line.when.own else None


def _differ(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one and two) and not one & two


def _days_apart(days: tuple[frozenset[str], ...], one: Line, two: Line) -> bool:
    """Whether a weekday on one side is not that of the other side: told, or by the date of its account."""
    mine, yours = (d or ({_DAYS[n.day.weekday()]} if n.day else set()) for d, n in zip(days, (one, two), strict=True))
    return bool(days[0] or days[1]) and not mine & yours


def _years_apart(years: tuple[frozenset[str], ...], one: Line, two: Line) -> bool:
    mine, yours = (y or ({str(n.day.year)} if n.day else set()) for y, n in zip(years, (one, two), strict=True))
    return bool(years[0] or years[1]) and not mine & yours
