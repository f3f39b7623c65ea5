"""The dates that a sentence states: of what it tells, of the paper itself, and the heading that gives a log its day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from provenance import timeline_words as words
from summarise.accounts import holds_on
from summarise.timeline.day_words import WEEKDAYS, PartOfDay, part_around
from summarise.timeline.paper import Paper
from summarise.times import Day

# A day that is told of by a part of it, or as the day that it was, holds for what follows: "on the night of 7 April".
_PART_HOLDS = re.compile(
    r"(?:\b(?:mornings?|afternoons?|evenings?|nights?|(?:early|small) hours|date|day)\sof|\bovernight(?:\son)?"
    r"|\b(?:date|day) (?:was|is)|\bthis (?:was|is))\s(?:the\s)?$",
    re.I,
)
_ASIDE = re.compile(r"\b(?:since|until|till|before|after|by|from|like)\s(?:the\s)?$", re.I)
_LOG = re.compile(
    r"\b(?:log|cad|diary|book|record|register|sheet|bulletin|notes|incident|occurrences?|shift|duty|date|day)\b", re.I
)
_HEADING, _BESIDE = 120, 4  # letters of a heading at most; words beside its date, where none of them names a log
_BIRTH = re.compile(r"\b(?:born|birth|dob|d\.o\.b\.?)\b[^.;]{0,20}$", re.I)
_REFERS = re.compile(
    r"\b(?:log|page|statement|letter|e-?mail|report|bulletin|notes?|form|invoice|order|ref\w*|minutes|exhibit|photograph"
    r"|version|sheet|article|act|patent)\b[^.;:]{0,24}\b(?:of|for|dated|from)\s(?:the\s)?$",
    re.I,
)
_MADE = re.compile(
    r"\b(?:signed?(?: off)?|signature|dated|date of (?:issue|statement|report)|typed(?: up)?|issued|printed|exported"
    r"|generated|closed|created|modified|updated|revised|(?:statement|notes?) (?:was |were )?(?:made|taken|written)"
    r"|written up|certified|downloaded|uploaded|recorded on|copied)\b(?:[^.;]|\b[A-Z]\.){0,48}$",
    re.I,
)
_NTH = r"[0-3]?\d(?:st|nd|rd|th)?"
_LIST = re.compile(
    rf"(?:^|\s)(?:on|dates of)\s(?:the\s)?(?P<days>{_NTH}(?:,\s(?:the\s)?{_NTH})*),?\s(?:and|&)\s(?:the\s)?$", re.I
)
_DATE_LINE = re.compile(r"(?:^|\s)Date\s?:\s?$")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date at [start, end) of a sentence; `made`: of a paper, not of what it tells; `holds` for what follows."""

    day: date
    start: int
    end: int
    made: bool
    holds: bool
    yearless: bool
    part: PartOfDay
    either: bool = False  # numbers alone, which could be read month first
    listed: bool = False  # beside others whose month is said once, "on 3 and 7 May"

    def how(self) -> tuple[str, ...]:
        """What was read into it."""
        year = (words.YEAR.format(year=self.day.year),) if self.yearless else ()
        return (*year, *((words.ORDER.format(day=words.spoken(self.day)),) if self.either else ()))


def dates(text: str, paper: Paper, year: int | None = None) -> list[Dated]:
    """The dates of a sentence that may say when something was: not those of birth, nor those that only name a paper."""
    found: list[Dated] = []
    if not any(c.isdigit() for c in text):
        return found
    for one in paper.days(text, year):
        head = text[: one.start]
        if one.day is None or _BIRTH.search(head) or _REFERS.search(head):
            continue
        made = _MADE.search(head) is not None or (one.day == paper.made and _DATE_LINE.search(head) is not None)
        found.append(
            Dated(one.day, one.start, one.end, made, not made and _holds(text, one), one.yearless,
                  part_around(text, one.start, one.end), _either(text, one))
        )  # fmt: skip
    return [o for one in found for o in _listed(text, one)]


def _listed(text: str, last: Dated) -> Iterator[Dated]:
    """A date, after those before it whose month it says as well: "on 3 and 7 May"."""
    before = _LIST.search(text[: last.start])
    numbers = list(re.finditer(r"\d+", before["days"])) if before and not last.either else []
    rising = all(a < b for a, b in pairwise([0, *(int(n[0]) for n in numbers), last.day.day]))
    if before is None or not numbers or not rising or not text[last.start].isdigit():
        yield last
        return
    at = before.start("days")
    for n in numbers:
        yield replace(last, day=last.day.replace(day=int(n[0])), start=at + n.start(), end=at + n.end(), listed=True)
    yield replace(last, listed=True)


def heading_day(text: str, paper: Paper) -> date | None:
    """The day that the heading of a log gives to the entries below it, "INCIDENT LOG 221 of 08/04/2025": its only date
    that is not when the paper was made; None for a sentence that is no heading, or has several."""
    if len(text) > _HEADING or re.search(r"[.!?]\s*$", text):
        return None
    found = [d for d in paper.days(text) if not (_MADE.search(text[: d.start]) or _BIRTH.search(text[: d.start]))]
    if len(found) != 1:
        return None
    one = found[0]
    rest = f"{text[: one.start]} {text[one.end :]}"
    return one.day if _LOG.search(rest) or len(rest.split()) <= _BESIDE else None


def _holds(text: str, day: Day) -> bool:
    """Whether a date is that of what follows."""
    head = re.sub(rf"(?:{'|'.join(WEEKDAYS)}),?\s(?:the\s)?$", "", text[max(0, day.start - 80) : day.start], flags=re.I)
    part = _PART_HOLDS.search(head)
    return holds_on(text, day) or (part is not None and not _ASIDE.search(head[: part.start()]))


def _either(text: str, day: Day) -> bool:
    """Whether the numbers of a date could be read the other way round."""
    stated = text[day.start : day.end]
    numbers = re.fullmatch(r"[0-3]?\d[/.-][0-3]?\d[/.-]\d+", stated) is not None
    return numbers and day.of_month <= 12 and day.of_month != day.month


def told_days(texts: Sequence[str], paper: Paper) -> tuple[date, ...]:
    """The days that an account tells of by their dates, in the order in which they come."""
    held = dict.fromkeys(d.day for text in texts for d in dates(text, paper) if d.holds)
    return tuple(held)
