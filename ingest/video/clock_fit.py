"""Fits readings of a burnt-in clock against stream time: a line, or pieces of one where it jumps or stands still.

Nothing is said where the readings do not agree.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations, pairwise

from ingest.video.clock_text import Stamp
from provenance.footage import ClockReading

DAY = 86400
_LEAST = 3  # readings that must agree
_AGREE = 0.6  # share of all readings that must agree
_SURE_DAY = 0.75  # share of the dates read that must be the same: a date read two ways is no date
_SLACK = 1.1  # a clock that shows whole seconds may stand up to one second off the line
_RATES = (0.02, 60.0)  # from slow motion to time lapse
_STILL = 3.0  # seconds for which a clock must show the same to be one that stands still
_MOST_PIECES = 4  # more are no clock that jumps, but readings that are wrong
# What an explanation costs, in readings that it leaves unexplained: the cheapest is taken.
_PIECE = 2.0
_OTHER_RATE = 1.0
_FEW = 16  # readings, up to which two in a row that agree are a piece, if not the first


@dataclass(frozen=True, slots=True)
class Reading:
    """A stamp at a stream time, in seconds."""

    at: float
    stamp: Stamp


@dataclass(frozen=True)
class _Piece:
    """Readings in a row that lie on one line; of rate 0 where the clock stands still."""

    readings: tuple[Reading, ...]
    rate: float

    @cached_property
    def values(self) -> list[int]:
        """Clock seconds that go on past midnight."""
        return _unwrapped(self.readings, self.rate)

    @property
    def advances(self) -> bool:
        """Whether the clock is seen to go on: a still figure alone is no clock."""
        return self.rate > 0 and len({r.stamp.seconds for r in self.readings}) > 1

    def begins(self, first_at: float, rate: float) -> float:
        """What the line gives at this stream time: the middle of what all readings allow."""
        lows = [v - rate * (r.at - first_at) for r, v in zip(self.readings, self.values, strict=True)]
        return (max(lows) + min(lows) + 1) / 2


def fit(readings: Sequence[Reading], first_at: float) -> ClockReading | None:
    """The clock over stream time; None unless most readings agree on one that advances.

    `first_at` is the stream time of the first frame. A clock shows whole seconds, so each reading bounds the line from
    both sides; the time at the first frame is the middle of what all agreeing readings allow.
    """
    ordered = sorted(readings, key=lambda r: r.at)
    pieces = _pieces(ordered)
    if not pieces:
        return None
    longest = max((p for p in pieces if p.advances), key=lambda p: len(p.readings))
    rate = _refined(longest.readings, longest.values, longest.rate)
    if len(pieces) == 1 and (common := _common(ordered, rate)) is not None:
        rate = common  # the first guess was of two readings: at a rate near it all agree
        pieces = [_Piece(tuple(ordered), rate)]
    pieces, early, late = _ends(pieces, ordered, rate)
    first = pieces[0]
    begin = first.begins(first_at, rate if first.rate else 0.0)
    shown = next((v for r, v in zip(first.readings, first.values, strict=True) if r.at == first_at), math.floor(begin))
    phase = round(min(0.999, max(0.0, begin - shown)), 3)
    jumps = _known(pieces, rate, first_at, shown + phase)
    if early:  # what the first frame shows is not known, nor anything before the first that agrees
        jumps.insert(0, (round(first.readings[0].at, 3), 0.0, round(first_at, 3) - 0.001))
    if late and (not jumps or jumps[-1][1] is not None):
        jumps.append((round(late.at, 3), None, round(pieces[-1].readings[-1].at, 3)))
    return ClockReading(
        _iso(shown, _day(first.readings, first.values)),
        round(rate, 6),
        sum(len(p.readings) for p in pieces),
        jumps=tuple(at for at, _, _ in jumps),
        leaps=tuple(leap for _, leap, _ in jumps if leap is not None),
        since=tuple(since for _, _, since in jumps),
        stops=tuple(round(first_at if p is first else p.readings[0].at, 3) for p in pieces if not p.rate),
        phase=phase,
    )


def _pieces(readings: Sequence[Reading]) -> list[_Piece]:
    """The pieces that explain most readings at the least cost; none where too many are left, or no piece advances."""
    found = _explained(readings, 1.0)
    cost = _cost(found, readings)
    other = _best_line(readings)
    if other and _cost([other], readings) + _OTHER_RATE < cost:
        again = _explained(readings, other.rate)  # it may jump, too
        found = again if _sound(again, readings) and _cost(again, readings) < _cost([other], readings) else [other]
    return found if _sound(found, readings) else []


def _ends(
    pieces: list[_Piece], readings: Sequence[Reading], rate: float
) -> tuple[list[_Piece], Reading | None, Reading | None]:
    """The pieces with what stands off them at either end; and one reading there alone, which may be a jump.

    A line is never drawn past a reading that disagrees, unless a figure of its minutes or seconds was read wrong.
    """
    before = [r for r in readings if r.at < pieces[0].readings[0].at]
    after = [r for r in readings if r.at > pieces[-1].readings[-1].at]
    head, tail = (_largest([r for r in ends if not _misread(r, piece)], rate)
                  for ends, piece in ((before, pieces[0]), (after, pieces[-1])))  # fmt: skip
    early = head[0] if len(head) == 1 else None
    late = tail[0] if len(tail) == 1 else None
    begun = [_Piece(tuple(head), rate)] if len(head) > 1 else []
    ended = [_Piece(tuple(tail), rate)] if len(tail) > 1 else []
    return [*begun, *pieces, *ended], early, late


def _misread(reading: Reading, piece: _Piece) -> bool:
    """Whether the reading is what the line of the piece gives but for one figure of its minutes or seconds."""
    anchor = piece.readings[0]
    expected = anchor.stamp.seconds + piece.rate * (reading.at - anchor.at)
    shown = _iso(reading.stamp.seconds % DAY, None)
    for near in (math.floor(expected), math.ceil(expected)):
        due = _iso(near % DAY, None)
        if shown[:2] == due[:2] and sum(a != b for a, b in zip(shown, due, strict=True)) <= 1:
            return True
    return False


def _cost(pieces: Sequence[_Piece], readings: Sequence[Reading]) -> float:
    return len(readings) - sum(len(p.readings) for p in pieces) + _PIECE * (len(pieces) - 1)


def _sound(pieces: Sequence[_Piece], readings: Sequence[Reading]) -> bool:
    """Enough readings, a clear majority, and a clock that is seen to advance."""
    agreeing = sum(len(p.readings) for p in pieces)
    advances = any(p.advances and len(p.readings) >= _LEAST for p in pieces)
    return advances and len(pieces) <= _MOST_PIECES and agreeing >= max(_LEAST, _AGREE * len(readings))


def _explained(readings: Sequence[Reading], rate: float) -> list[_Piece]:
    """Readings in order of time, parted into pieces of this rate at the least cost."""
    count, least = len(readings), 2 if len(readings) <= _FEW else _LEAST
    best: list[tuple[float, list[_Piece]]] = [(0.0, [])]
    for end in range(1, count + 1):
        cost, pieces = best[-1]
        found = (cost + 1, pieces)  # this reading left unexplained
        for start in range(end - least, -1, -1):
            piece = _piece(readings[start:end], rate)
            before, earlier = best[start]
            if piece is None or len(piece.readings) < (least if earlier else _LEAST):
                continue
            price = before + end - start - len(piece.readings) + (_PIECE if earlier else 0.0)
            if price < found[0]:
                found = (price, [*earlier, piece])
        best.append(found)
    return best[-1][1]


def _piece(run: Sequence[Reading], rate: float) -> _Piece | None:
    """The largest part of a run that lies on one line of this rate, or shows the same for long."""
    on_line = _largest(run, rate)
    (shown, _), *_ = Counter(r.stamp.seconds for r in run).most_common(1)
    still = [r for r in run if r.stamp.seconds == shown]
    if len(still) > len(on_line) and still[-1].at - still[0].at >= _STILL:
        return _Piece(tuple(still), 0.0)
    return _Piece(tuple(on_line), rate) if on_line else None


def _best_line(readings: Sequence[Reading]) -> _Piece | None:
    """The line of any rate but real time that most readings agree on."""
    span = max((r.at for r in readings), default=0.0) - min((r.at for r in readings), default=0.0)
    best: _Piece | None = None
    for one, other in combinations(readings, 2):
        apart = other.at - one.at
        if apart < span / 2 or apart <= 0:
            continue
        rate = (other.stamp.seconds - one.stamp.seconds) / apart
        if not _RATES[0] <= rate <= _RATES[1]:
            continue
        found = _Piece(tuple(_largest(readings, rate)), rate)
        steps = len({r.stamp.seconds for r in found.readings})
        enough = steps > _LEAST and _sound([found], readings)
        if enough and (best is None or len(found.readings) > len(best.readings)):
            best = found
    return best


def _largest(readings: Sequence[Reading], rate: float) -> list[Reading]:
    """The largest group of readings that whole seconds of one line of this rate can show."""
    groups = ([r for r in readings if 0 <= _off(r, anchor, rate) + 1e-6 < _SLACK] for anchor in readings)
    return max(groups, key=len, default=[])


def _common(readings: Sequence[Reading], rate: float) -> float | None:
    """A rate at which the whole seconds of every reading lie on one line, where there is one: each two of them bound it
    from both sides. `rate` is about what it is."""
    low, high = -math.inf, math.inf
    values = _unwrapped(readings, rate)
    for (one, v), (other, w) in combinations(zip(readings, values, strict=True), 2):
        if (apart := other.at - one.at) > 0:
            low, high = max(low, (w - v - 1) / apart), min(high, (w - v + 1) / apart)
    if low >= high:
        return None
    return rate if low < rate < high else (low + high) / 2


def _off(reading: Reading, anchor: Reading, rate: float) -> float:
    """Seconds by which a reading leaves the line through another, midnight between them or not."""
    expected = anchor.stamp.seconds + rate * (reading.at - anchor.at)
    return (reading.stamp.seconds - expected + DAY / 2) % DAY - DAY / 2


def _unwrapped(agreeing: Sequence[Reading], rate: float) -> list[int]:
    """Clock seconds that go on past midnight."""
    start = agreeing[0]
    values = []
    for reading in agreeing:
        expected = start.stamp.seconds + rate * (reading.at - start.at)
        values.append(reading.stamp.seconds + DAY * round((expected - reading.stamp.seconds) / DAY))
    return values


def _refined(agreeing: Sequence[Reading], values: Sequence[int], rate: float) -> float:
    """Least squares over the agreeing readings; real time stands where a whole second could explain the rest, or where
    no whole seconds shown lie on the other line: the last readings may be of a clock that stopped."""
    mean_at = sum(r.at for r in agreeing) / len(agreeing)
    mean = sum(values) / len(values)
    spread = sum((r.at - mean_at) ** 2 for r in agreeing)
    span = agreeing[-1].at - agreeing[0].at
    if spread <= 0 or span <= 0:
        return rate
    slope = sum((r.at - mean_at) * (v - mean) for r, v in zip(agreeing, values, strict=True)) / spread
    if rate != 1.0:
        return slope
    off = [v - slope * r.at for r, v in zip(agreeing, values, strict=True)]
    return rate if abs(slope - rate) <= 1 / span or max(off) - min(off) > _SLACK else slope


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


def _known(
    pieces: Sequence[_Piece], rate: float, first_at: float, begin: float
) -> list[tuple[float, float | None, float]]:
    """The jumps up to the first whose amount is not known: after that no time is."""
    found = []
    for jump in _jumps(pieces, rate, first_at, begin):
        found.append(jump)
        if jump[1] is None:
            break
    return found


def _jumps(
    pieces: Sequence[_Piece], rate: float, first_at: float, begin: float
) -> Iterator[tuple[float, float | None, float]]:
    """For each change from piece to piece: the first stream time after it, by how many seconds the clock leaves the
    line, and the last stream time before it. Where the clock stands still nothing can be said of an amount; nor, None,
    where the date was read on one side of it alone."""
    off = 0.0
    if not pieces[0].rate:
        yield round(first_at, 3), 0.0, round(first_at, 3) - 1
    day = _day(pieces[0].readings, pieces[0].values)
    for before, piece in pairwise(pieces):
        leap: float | None = 0.0
        if piece.rate:
            now = piece.begins(first_at, rate) - begin
            other = _day(piece.readings, piece.values)
            now = now + DAY * (other - day).days if day and other else (now + DAY / 2) % DAY - DAY / 2
            leap, off = None if (day is None) != (other is None) else round(now - off, 3), now
        yield round(piece.readings[0].at, 3), leap, round(before.readings[-1].at, 3)
