"""Months and years as a sentence states them: "since September 2024", "in 2019"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from provenance.timeline import Extent
from summarise.timeline.stretches import ONE_SIDE
from summarise.times import MONTHS

_MONTH = "|".join(m.title() for m in MONTHS)
_MONTHS = re.compile(
    rf"\b(?P<lead>[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Bb]efore|[Aa]fter|[Bb]y|[Oo]f)\s"
    rf"(?:about |around |early |late |mid-?)?(?P<m>{_MONTH})\b(?:,? (?:of )?(?P<year>(?:19|20)\d\d)\b)?(?!\s?\d)"
)
_YEARS = re.compile(
    r"\b(?P<lead>[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Bb]efore|[Aa]fter|[Bb]y)\s"
    r"(?:about |around |early |late |the year )?(?P<year>(?:19[5-9]|20[0-4])\d)\b"
    r"(?![-/.:,]?\d|[:/]| (?:hours|hrs|people|metres|pounds))"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days [first, after) at text[start:end]; `yearless`: the year is not its own."""

    first: date
    after: date
    extent: Extent
    start: int
    end: int
    yearless: bool = False


def periods(text: str, made: date | None, year: int | None) -> list[Period]:
    """The periods of a sentence in order; a month without a year is of that in which the account was `made`, and
    no period where that is yet to come."""
    found: list[Period] = []
    for pattern, read in ((_MONTHS, _month), (_YEARS, _year)):
        for match in pattern.finditer(text):
            one = read(match, made, year)
            if one and not any(p.start < one.end and one.start < p.end for p in found):
                found.append(one)
    return sorted(found, key=lambda p: p.start)


def _month(match: re.Match[str], made: date | None, year: int | None) -> Period | None:
    if match["lead"].lower() == "of" and not match["year"]:
        return None
    month = _number(match["m"])
    known = int(match["year"]) if match["year"] else year
    if known is None:
        return None
    first = date(known, month, 1)
    if not match["year"] and made and first > made:
        if match["lead"].lower() != "since":
            return None  # what is to come, or of a year before: nothing says
        first = date(known - 1, month, 1)
    return Period(first, _next_month(first), _extent(match), match.start(), match.end(), not match["year"])


def _year(match: re.Match[str], made: date | None, year: int | None) -> Period | None:
    first = date(int(match["year"]), 1, 1)
    return Period(first, date(first.year + 1, 1, 1), _extent(match), match.start(), match.end())


def _extent(match: re.Match[str]) -> Extent:
    return ONE_SIDE.get(match["lead"].lower(), "within")


def _number(month: str) -> int:
    return MONTHS.index(month.lower()) + 1


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
