"""How a mark's time and place are written for people, in lists, reports and the window."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from provenance import timeline_words as words
from provenance.timeline import Mark, Unplaced

_YEAR = 300 * 86400 / 2  # seconds of precision, from which a mark with one side only says no more than a year
_MONTH = 20 * 86400 / 2
_ONE_SIDED = ("since", "until", "before", "after")


def told(mark: Mark) -> str:
    """When a mark is, without its day: "14:25", "about 14:25", "13:00 to 21:00", "until 15:00", "5 to 8 April"."""
    if period := _period(mark):
        return period
    if _is_days(mark):
        return _days(mark)
    if mark.extent in _ONE_SIDED and mark.precision_seconds >= 86400:
        return f"{mark.extent} this day"
    if mark.extent == "within" and mark.end - mark.start == timedelta(days=1):
        return "this day"
    exact = mark.kind == "footage" or mark.precision_seconds == 1
    start, end = words.clock(mark.start, exact), words.clock(mark.end, exact)
    if mark.end.date() != mark.start.date():
        end += " next day" if mark.end.date() == mark.start.date() + timedelta(days=1) else f" on {mark.end:%d/%m/%Y}"
    if mark.uncertain and mark.extent != "within" and mark.kind != "footage":
        start, end = f"about {start}", f"about {end}"
    return words.EXTENT[mark.extent].format(start=start, end=end)


def _is_days(mark: Mark) -> bool:
    """Whether a mark is a stretch of whole days, longer than one."""
    whole = mark.start.time() == mark.end.time() == time() and mark.end - mark.start > timedelta(days=1)
    return whole and mark.extent in ("within", "throughout")


def _days(mark: Mark) -> str:
    """ "5 to 8 April", "between 30 April and 2 May", "30 December 2025 to 2 January 2026": both days in it."""
    last = mark.end - timedelta(days=1)
    year = mark.start.year != last.year
    first, end = (f"{day.day} {day:%B %Y}" if year else f"{day.day} {day:%B}" for day in (mark.start, last))
    if (mark.start.year, mark.start.month) == (last.year, last.month):
        first = f"{mark.start.day}"
    return f"between {first} and {end}" if mark.extent == "within" else f"{first} to {end}"


def _period(mark: Mark) -> str:
    """ "in May 2026", "throughout 2025", "since May 2026"; "" for what is not exactly one month or year."""
    if mark.extent in _ONE_SIDED:
        month, year = mark.precision_seconds >= _MONTH, mark.precision_seconds >= _YEAR
    elif mark.extent == "moment":
        return ""
    else:
        begins = mark.start == datetime(mark.start.year, mark.start.month, 1)
        month, year = (begins and mark.end == after for after in _next(mark.start))
        year = year and mark.start.month == 1
    if not (month or year):
        return ""
    said = f"{mark.start:%Y}" if year else f"{mark.start:%B %Y}"
    return f"{'in' if mark.extent == 'within' else mark.extent} {said}"


def _next(at: datetime) -> tuple[datetime, datetime]:
    """The beginnings of the month and of the year after a moment's."""
    year = datetime(at.year + 1, 1, 1)
    return (datetime(at.year, at.month + 1, 1) if at.month < 12 else year), year


def place(one: Mark | Unplaced) -> str:
    """What people call the place of a mark: "JS/5 p. 2"."""
    return f"{one.exhibit or one.citation.source_name} {one.citation.label}".strip()
