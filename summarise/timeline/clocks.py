"""The clock times of one account, morning or afternoon settled across it, and trains that are called by their time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from provenance import timeline_words as words
from summarise.timeline.stretches import Stretch, settled_pair, stretches
from summarise.times import DAY, NOON, Clock, clock_face

TICK = 200  # sentences between two looks at "stop"
_NEAR = 6 * 60  # minutes from a time that is stated, within which the next one is expected
_BACK = 2 * 60  # minutes that an account may go back
_REACH = 60  # sentences, within which a time may settle another
_AT = re.compile(r"\b(?:at|by|about|around|approximately|since|before|after|until|till|gone|was|nearly)\s$", re.I)
_NAMED = re.compile(
    r"\s(?:train|bus|service|coach|tram|ferry|flight|boat|departure"
    r"|to (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)[A-Z][a-z])"
)
_SERVICE = re.compile(
    r"\b(?:the|a|my|our|his|her|their)\s(?P<face>(?:[01]?\d|2[0-3])[:.][0-5]\d)\b(?!\s?(?:[ap]\.?m|hours|hrs))", re.I
)
_PART = re.compile(r"\b(morning|afternoon|evening)\b", re.I)
_SHOWED = re.compile(
    r"\b(?:recorder|camera|cctv|dvr|system|unit|device|timer|its clock|time ?stamp|display)\b[^.;]{0,24}"
    r"\b(?:show(?:ed|s|ing)?|read(?:s|ing)?|said|displayed|displaying|was at)\s$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Timed:
    """A stretch of a sentence with how its half of the day was settled ("" where it is stated); `shown`: what a clock
    showed whose rightness another time of the sentence tests."""

    stretch: Stretch
    how: str = ""
    shown: bool = False

    @property
    def open(self) -> bool:
        return self.stretch.first.reading == "open"


def account_clocks(
    texts: Sequence[str], tick: Callable[[], None] = lambda: None, by_24: bool = False
) -> tuple[list[list[Timed]], dict[str, int]]:
    """The stretches of each sentence of one account, and trains by how they are called ("14:41" → 881 minutes).

    `tick` is called now and then, and may raise.
    """
    every = []
    for number, text in enumerate(texts):
        every.append(stretches(text))
        if number % TICK == 0:
            tick()
    services = _services(texts, every)
    told = [[s for s in row if not _is_name(t, s, services)] for t, row in zip(texts, every, strict=True)]
    settled = _settled(told, services, by_24)
    settled = _by_part(texts, settled)
    return [_shown(t, row) for t, row in zip(texts, settled, strict=True)], services


def _services(texts: Sequence[str], every: Sequence[Sequence[Stretch]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for text, row in zip(texts, every, strict=True):
        named = [m["face"] for m in _SERVICE.finditer(text)]
        named += [text[s.first.start : s.first.end] for s in row if _reads_as_name(text, s)]
        for face in named:
            digits = re.match(r"(\d{1,2})[:.](\d\d)", face)
            if digits:
                found[f"{int(digits[1]):02d}:{digits[2]}"] = int(digits[1]) * 60 + int(digits[2])
    return found


def _reads_as_name(text: str, stretch: Stretch) -> bool:
    clock = stretch.first
    plain = stretch.second is None and re.fullmatch(r"\d{1,2}[:.]\d\d", text[clock.start : clock.end])
    return bool(plain and _NAMED.match(text, clock.end) and not _AT.search(text[: clock.start]))


def _is_name(text: str, stretch: Stretch, services: dict[str, int]) -> bool:
    """Whether a time is how a train is called, here or elsewhere in the account, and not when something was."""
    if _reads_as_name(text, stretch):
        return True
    clock = stretch.first
    same = stretch.second is None and clock_face(clock.minute) in services
    return same and not _AT.search(text[: clock.start]) and not re.search(r"[:|·]\s$", text[: clock.start])


def _settled(told: Sequence[Sequence[Stretch]], services: dict[str, int], by_24: bool) -> list[list[Timed]]:
    """Open times read by their neighbours, forward and then backward; both ends of a range go together."""
    flat = [(i, j) for i, row in enumerate(told) for j in range(len(row))]
    made = [[Timed(s) for s in row] for row in told]
    clocks = [c for row in told for s in row for c in (s.first, s.second) if c]
    by_24 = by_24 or any(_plainly_24(c) for c in clocks)
    for order in (flat, flat[::-1]):
        known: tuple[int, int] | None = None
        for i, j in order:
            timed = made[i][j]
            near = known[1] if known and abs(known[0] - i) <= _REACH else None
            timed = made[i][j] = _read(timed, near, by_24, order is flat)
            if not timed.open:
                end = timed.stretch.second or timed.stretch.first
                known = (i, (end if order is flat else timed.stretch.first).minute)
    if services:
        made = [[_by_service(t, services) for t in row] for row in made]
    return made


def _plainly_24(clock: Clock) -> bool:
    return clock.reading == "stated" and not clock.dotted and clock.end - clock.start <= 8 and clock.minute >= NOON + 60


def _read(timed: Timed, known: int | None, by_24: bool, onward: bool = True) -> Timed:
    """An open stretch with the half of the day that tells, if one does."""
    stretch = timed.stretch
    if not timed.open and (stretch.second is None or stretch.second.reading != "open"):
        return timed
    tested = stretch.second if stretch.second and stretch.second.reading == "open" and timed.open else stretch.first
    if by_24 and not tested.dotted:
        minute: int | None = tested.minute + (NOON if tested.minute < 60 else 0)
    elif known is None:
        return timed
    else:
        minute = _half_by(tested.minute, known, onward)
    return _with(timed, tested, minute) if minute is not None else timed


def _half_by(minute: int, known: int, onward: bool) -> int | None:
    """The half of the day in which an account that goes on in time has a clock: within six hours after the time told
    before it (`onward`; else before the one told after it), or at most two hours back. None where neither is so."""
    passed = {m: ((m - known) if onward else (known - m)) % DAY for m in (minute, minute + NOON)}
    ahead = min(passed, key=lambda m: passed[m])
    if passed[ahead] < _NEAR:
        return ahead
    other = max(passed, key=lambda m: passed[m])
    return other if DAY - passed[other] <= _BACK else None


def _with(timed: Timed, tested: Clock, minute: int, told: str = "") -> Timed:
    stretch = timed.stretch
    clock = replace(tested, minute=minute, reading="context")
    if tested is stretch.second:
        first, second = settled_pair(stretch.first, clock)
    elif stretch.second is not None:
        first, second = settled_pair(clock, stretch.second)
    else:
        first, second = clock, None
    how = told or words.HALF_FROM_CONTEXT.format(face=clock_face(first.minute))
    return Timed(replace(stretch, first=first, second=second), how)


def _by_service(timed: Timed, services: dict[str, int]) -> Timed:
    """An open time settled by the trains that the account names, where all of them say the same half."""
    if not timed.open:
        return timed
    read = {_read(timed, minute, False).stretch.first.minute for minute in services.values() if minute >= NOON}
    if len(read) != 1:
        return timed
    minute = next(iter(services[f] for f in services if services[f] >= NOON))
    return _read(timed, minute, False)


def _by_part(texts: Sequence[str], made: list[list[Timed]]) -> list[list[Timed]]:
    """What is still open takes the part of the day, where the account names only one."""
    if not any(t.open for row in made for t in row):
        return made
    parts = {m[1].lower() for text in texts for m in _PART.finditer(text)}
    if len(parts) != 1:
        return made
    part = parts.pop()
    return [[_in_part(t, part) if t.open else t for t in row] for row in made]


def _in_part(timed: Timed, part: str) -> Timed:
    tested = timed.stretch.second or timed.stretch.first
    minute = tested.minute + (0 if part == "morning" else NOON)
    low, high = {"morning": (5 * 60, NOON), "afternoon": (NOON, 18 * 60), "evening": (17 * 60, 24 * 60)}[part]
    if not low <= minute < high:
        return timed
    return _with(timed, tested, minute, words.HALF_FROM_PART.format(face=clock_face(minute), part=part))


def _shown(text: str, row: list[Timed]) -> list[Timed]:
    """Marks what another clock showed, where the sentence states the time as well."""
    if len(row) < 2:
        return row
    return [replace(t, shown=_SHOWED.search(text[: t.stretch.start]) is not None) for t in row]
