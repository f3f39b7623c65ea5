"""How a mark's time and place are written for people, in lists, reports and the window."""

from __future__ import annotations

from datetime import timedelta

from provenance import timeline_words as words
from provenance.timeline import Mark, Unplaced

_YEAR = 300 * 86400 / 2  # seconds of precision, from which a mark says no more than a year
_MONTH = 20 * 86400 / 2


def told(mark: Mark) -> str:
    """When a mark is, without its day: "14:25", "about 14:25", "13:00 to 21:00", "until 15:00", "the whole day"."""
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


def _period(mark: Mark) -> str:
    year = mark.precision_seconds >= _YEAR
    said = f"{mark.start:%Y}" if year else f"{mark.start:%B %Y}"
    return f"{'in' if mark.extent == 'within' else mark.extent} {said}"


def place(one: Mark | Unplaced) -> str:
    """What people call the place of a mark: "JS/5 p. 2"."""
    return f"{one.exhibit or one.citation.source_name} {one.citation.label}".strip()
