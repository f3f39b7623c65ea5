"""How a mark's time and place are written for people, in lists, reports and the window."""

from __future__ import annotations

from datetime import time, timedelta

from provenance import timeline_words as words
from provenance.timeline import Mark, Unplaced

_YEAR = 300 * 86400 / 2  # seconds of precision, from which a mark says no more than a year
_MONTH = 20 * 86400 / 2


def told(mark: Mark) -> str:
    """When a mark is, without its day: "14:25", "about 14:25", "13:00 to 21:00", "until 15:00", "5 to 8 April"."""
    if _is_days(mark):
        return _days(mark)
    if mark.precision_seconds >= _MONTH:
        return _period(mark)
    if mark.extent in ("since", "until", "before", "after") and mark.precision_seconds >= 86400:
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
    """Whether a mark is a stretch of whole days, neither one day nor whole months."""
    whole = mark.start.time() == mark.end.time() == time() and mark.end - mark.start > timedelta(days=1)
    return whole and mark.extent in ("within", "throughout") and not mark.start.day == mark.end.day == 1


def _days(mark: Mark) -> str:
    """ "5 to 8 April", "between 30 April and 2 May": both days in it."""
    last = mark.end - timedelta(days=1)
    same = (mark.start.year, mark.start.month) == (last.year, last.month)
    first = f"{mark.start.day}" if same else f"{mark.start.day} {mark.start:%B}"
    end = f"{last.day} {last:%B}"
    return f"between {first} and {end}" if mark.extent == "within" else f"{first} to {end}"


def _period(mark: Mark) -> str:
    year = mark.precision_seconds >= _YEAR
    said = f"{mark.start:%Y}" if year else f"{mark.start:%B %Y}"
    return f"{'in' if mark.extent == 'within' else mark.extent} {said}"


def place(one: Mark | Unplaced) -> str:
    """What people call the place of a mark: "JS/5 p. 2"."""
    return f"{one.exhibit or one.citation.source_name} {one.citation.label}".strip()
