"""Fits a line through readings of a burnt-in clock against stream time, and says nothing where they do not agree."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise

from ingest.video.clock_text import Stamp
from provenance.records import ClockReading

DAY = 86400
_LEAST = 3  # readings that must agree
_AGREE = 0.6  # share of all readings that must agree
_SURE_DAY = 0.75  # share of the dates read that must be the same: a date read two ways is no date
_SLACK = 1.1  # a clock that shows whole seconds may stand up to one second off the line
_RATES = (0.02, 60.0)  # from slow motion to time lapse


@dataclass(frozen=True, slots=True)
class Reading:
    """A stamp at a stream time, in seconds."""

    at: float
    stamp: Stamp


def fit(readings: Sequence[Reading], first_at: float) -> ClockReading | None:
    """The clock as a line over stream time; None unless most readings agree on one that advances.

    `first_at` is the stream time of the first frame. A clock shows whole seconds, so each reading bounds the line from
    both sides; the time at the first frame is the middle of what all agreeing readings allow.
    """
    line = _best_line(readings)
    if line is None:
        return None
    rate, agreeing = line
    values = _unwrapped(agreeing, rate)
    rate = _refined(agreeing, values, rate)
    lows = [value - rate * (r.at - first_at) for r, value in zip(agreeing, values, strict=True)]
    begin = (max(lows) + min(lows) + 1) / 2  # the middle of what all readings allow at the first frame
    shown = next((v for r, v in zip(agreeing, values, strict=True) if r.at == first_at), math.floor(begin))
    phase = round(min(0.999, max(0.0, begin - shown)), 3)
    jumps = list(_jumps(readings, agreeing, rate))
    return ClockReading(
        _iso(shown, _day(agreeing, values)),
        round(rate, 6),
        len(agreeing),
        jumps=tuple(at for at, _ in jumps),
        leaps=tuple(leap for _, leap in jumps),
        phase=phase,
    )


def _best_line(readings: Sequence[Reading]) -> tuple[float, list[Reading]] | None:
    """Rate and agreeing readings of the line that most agree on; real time is preferred to any other rate."""
    real = _largest(readings, 1.0)
    if _enough(real, readings):
        return 1.0, real
    span = max((r.at for r in readings), default=0.0) - min((r.at for r in readings), default=0.0)
    best: tuple[float, list[Reading]] | None = None
    for one, other in combinations(readings, 2):
        apart = other.at - one.at
        if apart < span / 2 or apart <= 0:
            continue
        rate = (other.stamp.seconds - one.stamp.seconds) / apart
        if not _RATES[0] <= rate <= _RATES[1]:
            continue
        agreeing = _largest(readings, rate)
        steps = len({r.stamp.seconds for r in agreeing})
        if steps > _LEAST and _enough(agreeing, readings) and (best is None or len(agreeing) > len(best[1])):
            best = rate, agreeing
    return best


def _largest(readings: Sequence[Reading], rate: float) -> list[Reading]:
    """The largest group of readings within a second of one line of this rate."""
    groups = ([r for r in readings if abs(_off(r, anchor, rate)) < _SLACK] for anchor in readings)
    return max(groups, key=len, default=[])


def _off(reading: Reading, anchor: Reading, rate: float) -> float:
    """Seconds by which a reading leaves the line through another, midnight between them or not."""
    expected = anchor.stamp.seconds + rate * (reading.at - anchor.at)
    return (reading.stamp.seconds - expected + DAY / 2) % DAY - DAY / 2


def _enough(agreeing: Sequence[Reading], readings: Sequence[Reading]) -> bool:
    """Enough readings, a clear majority, and a clock that is seen to advance: a still figure is no clock."""
    advances = len({r.stamp.seconds for r in agreeing}) > 1
    return advances and len(agreeing) >= _LEAST and len(agreeing) >= _AGREE * len(readings)


def _unwrapped(agreeing: Sequence[Reading], rate: float) -> list[int]:
    """Clock seconds that go on past midnight."""
    start = agreeing[0]
    values = []
    for reading in agreeing:
        expected = start.stamp.seconds + rate * (reading.at - start.at)
        values.append(reading.stamp.seconds + DAY * round((expected - reading.stamp.seconds) / DAY))
    return values


def _refined(agreeing: Sequence[Reading], values: Sequence[int], rate: float) -> float:
    """Least squares over the agreeing readings; the first guess stands where a whole second could explain the rest."""
    mean_at = sum(r.at for r in agreeing) / len(agreeing)
    mean = sum(values) / len(values)
    spread = sum((r.at - mean_at) ** 2 for r in agreeing)
    span = agreeing[-1].at - agreeing[0].at
    if spread <= 0 or span <= 0:
        return rate
    slope = sum((r.at - mean_at) * (v - mean) for r, v in zip(agreeing, values, strict=True)) / spread
    return rate if rate == 1.0 and abs(slope - rate) <= 1 / span else slope


def _day(agreeing: Sequence[Reading], values: Sequence[int]) -> date | None:
    """The date on which the clock's count began, if the readings that show one agree."""
    days = Counter(
        r.stamp.day - timedelta(days=value // DAY)
        for r, value in zip(agreeing, values, strict=True)
        if r.stamp.day is not None
    )
    if not days:
        return None
    day, count = days.most_common(1)[0]
    return day if count >= 2 and count >= _SURE_DAY * days.total() else None


def _iso(seconds: int, day: date | None) -> str:
    days, rest = divmod(seconds, DAY)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    return f"{(day + timedelta(days=days)).isoformat()}T{clock}" if day else clock


def _jumps(readings: Sequence[Reading], agreeing: Sequence[Reading], rate: float) -> Iterator[tuple[float, float]]:
    """Stream times from which two or more readings in a row agree with each other, but not with the line; and by how
    many seconds the clock then stands off it."""
    on_line = set(map(id, agreeing))
    inside = False
    for one, other in pairwise(sorted(readings, key=lambda r: r.at)):
        both_off = id(one) not in on_line and id(other) not in on_line
        together = both_off and abs(_off(other, one, rate)) < _SLACK
        if together and not inside:
            yield round(one.at, 3), round(_off(one, agreeing[0], rate))
        inside = together
