"""Stretches of days with both ends: "between 5 and 6 April", "5–8 April", "the weekend of 5/6 April"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from provenance import timeline_words as words
from provenance.timeline import Extent, MarkKind
from summarise.timeline.day_words import HOURS_OF
from summarise.timeline.paper import Paper
from summarise.timeline.read import Read, Said, basis_of
from summarise.times import MONTHS, Day

_SHORT: Final = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
_MONTH: Final = "|".join([*(m.title() for m in MONTHS), *(m.upper() for m in MONTHS), *_SHORT])
_WEEKDAY: Final = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?[,.]?\s(?:the\s)?)?"
_ORDINAL: Final = r"(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:19|20)\d\d\b"
_JOINT: Final = r"(?:\s?(?P<joint>[-–—/])\s?|\s(?P<word>to|and|or|until|till|through(?: to)?)\s)(?:the\s)?"
_NAMED = re.compile(
    rf"(?<![\w:./,£$€-]){_WEEKDAY}(?P<a>[0-3]?\d){_ORDINAL}(?:\s(?:of\s)?(?P<ma>{_MONTH})\b)?(?:,?\s(?P<ya>{_YEAR}))?"
    rf"{_JOINT}{_WEEKDAY}(?P<b>[0-3]?\d){_ORDINAL}\s(?:of\s)?(?P<m>{_MONTH})\b\.?(?:,?\s(?:of\s)?(?P<year>{_YEAR}))?"
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<m>{_MONTH})\s(?P<a>[0-3]?\d){_ORDINAL}{_JOINT}(?P<b>[0-3]?\d){_ORDINAL}\b(?![:.]\d)(?:,?\s(?P<year>{_YEAR}))?"
)
_FIGURES: Final = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d"
_NUMBERS = re.compile(
    rf"(?<![\d/.-])(?:{_FIGURES})(?:\s?(?P<joint>[–—])\s?|\s(?P<word>to|and|or|until|till|-)\s)(?:{_FIGURES})(?![\d/])"
)
_LEAD = re.compile(
    r"(?:(?P<between>\bbetween)|(?P<from>\bfrom)|(?P<night>\bovernight|\bnight of)|(?P<nights>\bnights of)"
    r"|(?P<weekend>\bweekends? of))(?:\s(?:on|of))?(?:\sthe)?\s$",
    re.I,
)
_LABEL = re.compile(r"\b(?:unit|flat|room|platform|page|no\.?|number|exhibit|car|at)\s$", re.I)
_DAY = timedelta(days=1)
_HEAD = 48  # letters before a stretch in which words that lead to it are looked for
_MOST_NAMED = 7  # days of a stretch that are named as possible, one by one


@dataclass(frozen=True, slots=True)
class DayRange:
    """The days from `first` to `last`, both of them in it, at text[start:end]; `night`: from the evening of the first
    to the morning of the last. `within`: something was at some time of it, not all through it."""

    first: date
    last: date
    start: int
    end: int
    within: bool
    night: bool = False
    yearless: bool = False

    def days(self) -> tuple[date, ...]:
        """Its days, or its ends where it is long."""
        count = (self.last - self.first).days
        if count >= _MOST_NAMED:
            return self.first, self.last
        return tuple(self.first + n * _DAY for n in range(count + 1))


def day_ranges(text: str, paper: Paper, year: int | None = None) -> list[DayRange]:
    """The stretches of days that a sentence states, in order; two days that are only listed are none."""
    found: list[DayRange] = []
    if not any(c.isdigit() for c in text):
        return found
    for pattern in (_NAMED, _MONTH_FIRST, _NUMBERS):
        for match in pattern.finditer(text):
            one = _range(match, text, paper, year)
            if one and not any(o.start < one.end and one.start < o.end for o in found):
                found.append(one)
    found += _weekends(text, paper.days(text, year), found)
    return sorted(found, key=lambda o: o.start)


def _range(match: re.Match[str], text: str, paper: Paper, year: int | None) -> DayRange | None:
    lead = _LEAD.search(text, max(0, match.start() - _HEAD), match.start())
    ends = _ends(match, paper, year)
    if ends is None or ends[1] <= ends[0] or _LABEL.search(text, max(0, match.start() - _HEAD), match.start()):
        return None
    first, last, yearless = ends
    word = (match["word"] or "").lower()
    names = lead.groupdict() if lead else {}
    listed = re.search(r"\d(?:st|nd|rd|th)?,\s(?:the\s)?$", text[: match.start()]) is not None
    if word == "and" and not (lead and not names["from"]) and (last - first > _DAY or listed):
        return None  # "on 3 May and 7 May": two days; "on 3, 4 and 5 May": three
    night = bool(names.get("nights") or (names.get("night") and last - first == _DAY))
    within = bool(word == "or" or (lead and not names["from"] and not names["nights"]))
    last = last + _DAY if names.get("nights") else last
    return DayRange(first, last, lead.start() if lead else match.start(), match.end(), within, night, yearless)


def _ends(match: re.Match[str], paper: Paper, year: int | None) -> tuple[date, date, bool] | None:
    """First and last day, and whether the year is not their own."""
    if "m" not in match.re.groupindex:
        both = [d.day for d in paper.days(match[0], year) if d.day]
        return (both[0], both[1], False) if len(both) == 2 else None
    named = match.groupdict()
    known = int(match["year"] or named.get("ya") or year or paper.year or 0)
    if not known:
        return None
    month = _number(match["m"])
    begun = _number(named["ma"]) if named.get("ma") else month
    first_year = int(named.get("ya") or (known - 1 if begun > month else known))
    try:
        return date(first_year, begun, int(match["a"])), date(known, month, int(match["b"])), not match["year"]
    except ValueError:
        return None


def _weekends(text: str, dated: Sequence[Day], found: Sequence[DayRange]) -> Iterator[DayRange]:
    """ "The weekend of 14 June", where that is a Saturday or a Sunday."""
    for one in dated:
        lead = _LEAD.search(text, max(0, one.start - _HEAD), one.start)
        taken = any(o.start < one.end and one.start < o.end for o in found)
        if not taken and lead and lead["weekend"] and one.day and one.day.weekday() >= 5:
            first = one.day - (one.day.weekday() - 5) * _DAY
            yield DayRange(first, first + _DAY, lead.start(), one.end, True, False, one.yearless)


def by_ranges(index: int, said: Said, kind: MarkKind, ranges: Sequence[DayRange]) -> Iterator[Read]:
    """The stretches as what they tell of the line."""
    for one in ranges:
        low, high = HOURS_OF["night"][0], HOURS_OF["night"][1] - 24
        first = datetime.combine(one.first, time(low if one.night else 0))
        last = datetime.combine(one.last, time(high)) if one.night else datetime.combine(one.last + _DAY, time())
        how = (words.YEAR.format(year=one.first.year),) if one.yearless else ()
        if one.night:
            how = (*how, words.PART.format(part="night", start=words.clock(first), end=words.clock(last)))
        extent: Extent = "within" if one.within else "throughout"
        precision = round((last - first).total_seconds() / 2)
        cut = said.text[one.start : one.end]
        yield Read(
            index, said.kind or kind, first, last, first, last, precision, basis_of(how), extent, cut, how, True
        )  # fmt: skip


def _number(month: str) -> int:
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month.lower()[:3]))
