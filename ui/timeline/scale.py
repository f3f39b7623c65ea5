"""The stretch of time in sight and its ticks, in seconds since 1970 of local wall clock.

Local wall clock has no zone here: every day has 24 hours, and ticks stand on whole units of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

EPOCH = datetime(1970, 1, 1)
LEAST = 4.0  # seconds in sight at the closest
MOST = 400 * 365.25 * 86400.0
DAY = 86400.0
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800)
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 300, 600, 1200)  # steps in months, beyond those of days
_MONTH = 30.44 * DAY


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the lanes with its words; `day`: a day, or a year where no days are told apart, begins there."""

    at: float
    text: str
    day: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """The stretch of time in sight, from `start` to `end` (seconds)."""

    start: float
    end: float

    @property
    def span(self) -> float:
        return self.end - self.start

    def x(self, at: float, width: float) -> float:
        """Where a moment lies on `width` pixels."""
        return (at - self.start) / self.span * width

    def at(self, x: float, width: float) -> float:
        """The moment at a pixel."""
        return self.start + x / max(1.0, width) * self.span

    def zoomed(self, factor: float, about: float) -> Sight:
        """`factor` times as much in sight, with the moment `about` where it was."""
        span = min(MOST, max(LEAST, self.span * factor))
        share = (about - self.start) / self.span
        return Sight(about - share * span, about + (1 - share) * span)

    def panned(self, seconds: float) -> Sight:
        return Sight(self.start + seconds, self.end + seconds)

    def showing(self, at: float, margin: float = 0.08) -> Sight:
        """The same, moved no further than needed so that a moment is in sight."""
        low, high = self.start + margin * self.span, self.end - margin * self.span
        if at < low:
            return self.panned(at - low)
        return self.panned(at - high) if at > high else self


def seconds(at: datetime) -> float:
    """A local wall clock as seconds."""
    return (at - EPOCH).total_seconds()


def moment(at: float) -> datetime:
    """The wall clock of seconds, kept within the years that there are."""
    return EPOCH + timedelta(seconds=min(2.5e11 - 1, max(-6.2e10, at)))


def around(first: float, last: float) -> Sight:
    """All from one moment to another with a margin, at least ten minutes."""
    span = max(600.0, last - first)
    middle = (first + last) / 2
    return Sight(middle - 0.54 * span, middle + 0.54 * span)


def busiest(moments: list[float]) -> Sight | None:
    """Where most of the moments (sorted) lie: the shortest usual stretch that holds half of them; None for none."""
    if not moments:
        return None
    best = (0, len(moments) - 1)
    for stretch in (3600.0, 3 * 3600.0, 12 * 3600.0, DAY, 7 * DAY, 31 * DAY, 366 * DAY):
        best, held = _densest(moments, stretch)
        if 2 * held >= len(moments):
            break
    return around(moments[best[0]], moments[best[1]])


def _densest(moments: list[float], stretch: float) -> tuple[tuple[int, int], int]:
    best, count, first = (0, 0), 0, 0
    for last, at in enumerate(moments):
        while at - moments[first] > stretch:
            first += 1
        if last - first + 1 > count:
            best, count = (first, last), last - first + 1
    return best, count


def ticks(sight: Sight, width: float, least: float) -> list[Tick]:
    """Ticks at least so many pixels apart, on whole units: seconds, minutes, hours, days, months, years."""
    each = sight.span / max(1.0, width) * least
    step = next((s for s in _STEPS if s >= each), None)
    if step is not None:
        return list(_by_seconds(sight, float(step)))
    months = next((m for m in _MONTHS if m * _MONTH >= each), _MONTHS[-1])
    return list(_by_months(sight, months))


def _by_seconds(sight: Sight, step: float) -> Iterator[Tick]:
    at = -(-sight.start // step) * step
    while at <= sight.end:
        then = moment(at)
        day = at % DAY == 0
        if day or step >= DAY:
            yield Tick(at, f"{then:%a} {then.day} {then:%b}" if step < DAY else f"{then.day} {then:%b}", day)
        else:
            yield Tick(at, f"{then:%H:%M:%S}" if step < 60 else f"{then:%H:%M}", False)
        at += step


def _by_months(sight: Sight, step: int) -> Iterator[Tick]:
    first = moment(sight.start)
    count = -(-(first.year * 12 + first.month - 1) // step) * step
    while 12 <= count < 9999 * 12:
        then = datetime(count // 12, count % 12 + 1, 1)
        at = seconds(then)
        if at > sight.end:
            return
        if at >= sight.start:
            yield Tick(at, f"{then:%Y}" if step >= 12 else f"{then:%b %Y}", then.month == 1)
        count += step


def heading(sight: Sight) -> str:
    """What is in sight, in words: "Sunday 3 May 2026", "3–5 May 2026", "May 2026 – June 2027"."""
    first, last = moment(sight.start), moment(sight.end)
    if first.date() == last.date():
        return f"{first:%A} {first.day} {first:%B %Y}"
    if sight.span < 90 * DAY:
        same = first.year == last.year
        return f"{first.day} {first:%B}{'' if same else f' {first.year}'} – {last.day} {last:%B %Y}"
    return f"{first:%B %Y} – {last:%B %Y}" if sight.span < 3 * 366 * DAY else f"{first.year} – {last.year}"
