"""What a sentence says of days without a clock time: dates, parts of a day, weekdays, months and years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from provenance import timeline_words as words
from provenance.timeline import Extent, MarkKind
from summarise.timeline.day_words import HOURS_OF, DayWord, PartOfDay
from summarise.timeline.days import Found
from summarise.timeline.paper import Paper
from summarise.timeline.periods import Period, periods
from summarise.timeline.read import Lost, Read, Said, basis_of
from summarise.timeline.stated_days import Dated
from summarise.timeline.stretches import ONE_SIDE

_BEFORE_DATE = r"(?:about |around )?(?:the |that )?(?:\w+day,? (?:the )?)?$"
_BOUND = re.compile(rf"\b(?P<word>since|until|till|before|after|by|from)\s{_BEFORE_DATE}", re.I)
_SAYS_WHEN = re.compile(
    r"(?:\b(?:on|in|of|during|between|and|that|the|dated)\s(?:the )?(?:\w+day,?\s(?:the )?)?|\b\w+day,?\s(?:the )?"
    r"|\b[a-z]+ed\s|^\W*)$",
    re.I,
)


def by_days(
    index: int, said: Said, kind: MarkKind, dated: Sequence[Dated], named: Sequence[tuple[DayWord, Found]]
) -> Iterator[Read | Lost]:
    for one in dated:
        head = said.text[: one.start]
        if one.made or one.holds or one.listed or _BOUND.search(head) or _SAYS_WHEN.search(head):
            yield _day(said.kind or kind, index, said.text, one.start, one.end, one.day, one.part, one.how(), one.made)
    for word, found in named:
        if word.counts_from != "weekday" and not word.part and word.days == 0:
            continue  # "today", "that day": nothing that was not said
        if found.day is not None:
            yield _day(
                said.kind or kind, index, said.text, word.start, word.end, found.day, word.part, found.how, False
            )
        elif word.counts_from == "weekday":
            possible = tuple(d.isoformat() for d in found.possible)
            yield Lost(index, said.text[word.start : word.end], found.reason, possible)


def _day(
    kind: MarkKind,
    index: int,
    text: str,
    at: int,
    to: int,
    day: date,
    part: PartOfDay,
    how: tuple[str, ...],
    made: bool,
) -> Read:
    bound = _BOUND.search(text[:at])
    first, last = (datetime.combine(day, time()) + timedelta(hours=h) for h in HOURS_OF[part])
    extent: Extent = "within"
    if bound:
        extent = ONE_SIDE[bound["word"].lower()]
    if part:
        how = (*how, words.PART.format(part=part, start=words.clock(first), end=words.clock(last)))
    start = last if extent in ("after", "until") else first
    start, end = (first, last) if extent == "within" else (start, start)
    what: MarkKind = "made" if made else kind
    precision = round((last - first).total_seconds() / (2 if part else 1))
    cut = text[bound.start() if bound else at : to].rstrip(".,")
    return Read(
        index, what, start, end, first, last, precision, basis_of(how), extent, cut, how, bool(part)
    )  # fmt: skip


def by_periods(index: int, said: Said, kind: MarkKind, paper: Paper, dated: Sequence[Dated]) -> Iterator[Read]:
    for period in periods(said.text, paper.made, paper.year):
        if not any(d.start < period.end and period.start < d.end for d in dated):
            yield _period(said.kind or kind, index, said.text, period)


def _period(kind: MarkKind, index: int, text: str, period: Period) -> Read:
    first, last = (datetime.combine(d, time()) for d in (period.first, period.after))
    start, end = (first, last) if period.extent in ("within", "throughout") else (first, first)
    how = (words.YEAR.format(year=period.first.year),) if period.yearless else ()
    precision = round((last - first).total_seconds() / 2)
    cut, basis = text[period.start : period.end], basis_of(how)
    return Read(index, kind, start, end, first, last, precision, basis, period.extent, cut, how, True)
