"""The camera's own clock against true time: the officer's check as fields of a source, and both times of a moment.

The check is kept in fields of the source. One signed amount says how far the camera is ahead, so that amount and
direction cannot contradict each other: clock_offset "+00:07:00" is seven minutes fast, "-00:00:40" forty seconds slow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import floor
from zoneinfo import ZoneInfo

from provenance.errors import UsageError
from provenance.records import ClockReading, Source

FIELDS = (
    *("clock_offset", "clock_uncertainty", "clock_checked_by", "clock_checked_against", "clock_checked_at"),
    *("clock_zone",),
)
DIRECTION = "clock_direction"  # may be given with an amount that has no sign; it is not kept
SETTABLE = (*FIELDS, DIRECTION)
HOME = "Europe/London"
FAR = timedelta(days=31)  # between a check and a recording: a clock gains or loses, and may be set, in so long a time
_KINDS = ("video", "footage", "audio", "unknown")
_MOST = timedelta(days=100 * 366)  # a recorder that lost its battery begins again at its maker's first day
_AMOUNT = re.compile(
    r"([+\-−]?)\s*(?:(\d{1,5})\s*d(?:ays?)?\s+)?(\d{1,6}):([0-5]\d):([0-5]\d)\s*(fast|slow)?", re.IGNORECASE
)
_BRITISH = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,?\s+(?:at\s+)?|T)(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?", re.IGNORECASE
)
_UNCERTAIN = re.compile(r"(?:±\s*)?(\d{1,6}(?:\.\d{1,3})?)\s*(?:s|sec|seconds?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CameraClock:
    """The officer's check: `offset` is camera clock less true time, positive where the camera is fast.

    `uncertainty` is in seconds, None where none was stated; `checked_at` is local wall clock in `zone`, or "".
    """

    offset: timedelta
    uncertainty: Fraction | None = None
    checked_by: str = ""
    checked_against: str = ""
    checked_at: str = ""
    zone: str = HOME

    def corrected(self, wall: datetime | time) -> datetime | time:
        """True local time for what the camera's clock shows; a time without a date goes round past midnight."""
        if isinstance(wall, datetime):
            return wall - self.offset
        return (datetime.combine(date(2000, 1, 2), wall) - self.offset).time()

    def json(self) -> dict[str, object]:
        """The check as JSON: the signed amount, what it was made against, and one line for people."""
        return {
            "offset": _signed(self.offset),
            "direction": "right" if not self.offset else "fast" if self.offset > timedelta(0) else "slow",
            "uncertainty": float(self.uncertainty) if self.uncertainty is not None else None,
            "checked_by": self.checked_by,
            "checked_against": self.checked_against,
            "checked_at": self.checked_at,
            "zone": self.zone,
            "told": self.told(),
        }

    @property
    def amount(self) -> str:
        """For people: "7 min 0 s fast", "40 s slow", "right"."""
        if not self.offset:
            return "right"
        return f"{_spelt(abs(self.offset))} {'fast' if self.offset > timedelta(0) else 'slow'}"

    def told(self) -> str:
        """The check in one line, with what it leaves open."""
        said = [f"camera clock {self.amount}"]
        said.append(f"± {_number(self.uncertainty)} s" if self.uncertainty is not None else "uncertainty not stated")
        said.append(f"checked by {self.checked_by}" if self.checked_by else "not stated who checked it")
        said.append(f"against {self.checked_against}" if self.checked_against else "not stated against what")
        said.append(f"at {self._checked()}" if self.checked_at else "not stated when")
        return ", ".join(said)

    def _checked(self) -> str:
        at = datetime.fromisoformat(self.checked_at)
        return f"{at:%Y-%m-%d %H:%M:%S} {zone_name(at, self.zone)}"

    def caution(self, wall: datetime | time) -> str:
        """What to mind where check and moment lie far apart, or clocks went forward or back between; "" for nothing."""
        if not (self.checked_at and isinstance(wall, datetime)):
            return ""
        then, now = datetime.fromisoformat(self.checked_at), self.corrected(wall)
        assert isinstance(now, datetime)
        told = []
        if apart := self.apart(wall):
            told.append(f"{apart} this recording: whether the clock was wrong by as much then is not known")
        if _shift(then, self.zone) != _shift(now, self.zone):
            names = zone_name(then, self.zone), zone_name(now, self.zone)
            told.append(
                f"checked in {names[0]}, recorded in {names[1]}: whether the camera was set in between is not known"
            )
        return "; ".join(told)

    def apart(self, wall: datetime | time) -> str:
        """ "clock checked 14 years after", where that is more than `FAR` from this moment; else "", or if not dated."""
        if not (self.checked_at and isinstance(wall, datetime)):
            return ""
        passed = datetime.fromisoformat(self.checked_at) - (wall - self.offset)
        if abs(passed) <= FAR:
            return ""
        return f"clock checked {_long(abs(passed))} {'after' if passed > timedelta(0) else 'before'}"


@dataclass(frozen=True, slots=True)
class Times:
    """One moment of footage: as the camera's clock has it, and corrected, None where no check is recorded.

    Local wall clock without a zone; times of day where the date was not read.
    """

    camera: datetime | time
    corrected: datetime | time | None
    clock: CameraClock | None

    def json(self) -> dict[str, object]:
        """Both times, named, as ISO 8601, with the zone in which they are meant and whether it is stated."""
        made: dict[str, object] = {"camera": self.camera.isoformat(timespec="seconds"), "corrected": None}
        if self.clock and self.corrected is not None:
            made |= {"corrected": self.corrected.isoformat(timespec="seconds"), "zone": self.clock.zone}
            made["uncertainty"] = float(self.clock.uncertainty) if self.clock.uncertainty is not None else None
            made["caution"] = self.clock.caution(self.camera)
        return made

    def words(self) -> tuple[str, str]:
        """("camera clock 03/05/2026 14:32:10", "corrected 03/05/2026 14:25:10 BST"); "" where there is no check.

        Dates are left out where the camera's was not read; a check far from this moment is told of.
        """
        camera = f"camera clock {_clock(self.camera)}"
        if self.corrected is None or self.clock is None:
            return camera, ""
        words = f"corrected {_clock(self.corrected)}"
        if isinstance(self.corrected, datetime) and isinstance(self.camera, datetime):
            words += f" {zone_name(self.corrected, self.clock.zone)}"
            if apart := self.clock.apart(self.camera):
                words += f" ({apart})"
        elif isinstance(self.camera, time) and (turned := _days_turned(self.camera, self.clock)):
            words += f" ({turned})"
        return camera, words


def of(source: Source) -> CameraClock | None:
    """The check recorded of a source, or None; raises UsageError("bad_value") for fields that nobody could have set."""
    return parse(source.fields)


def parse(fields: Mapping[str, str]) -> CameraClock | None:
    """The check in fields as `changes` writes them."""
    offset = fields.get("clock_offset", "")
    if not offset:
        return None
    stated = fields.get("clock_uncertainty", "")
    return CameraClock(
        _offset(offset, ""),
        Fraction(stated) if stated else None,
        fields.get("clock_checked_by", ""),
        fields.get("clock_checked_against", ""),
        fields.get("clock_checked_at", ""),
        fields.get("clock_zone", "") or HOME,
    )


def changes(source: Source, asked: Mapping[str, str]) -> dict[str, str]:
    """`asked` with what concerns the camera's clock checked and written in one form; other names pass through.

    An amount without a sign needs clock_direction beside it ("fast" or "slow"); taking the amount away takes the whole
    check away. Raises UsageError("bad_value").
    """
    made = {name: value for name, value in asked.items() if name != DIRECTION}
    mine = {name: value.strip() for name, value in asked.items() if name in SETTABLE}
    if not mine:
        return made
    if source.kind not in _KINDS and any(mine.values()):
        raise _bad(", ".join(mine), "the check of a camera's clock", f"{source.id} is no footage")
    if not mine.get("clock_offset", source.fields.get("clock_offset", "")):
        if any(mine.values()):
            raise _bad(", ".join(mine), "the check of a camera's clock", "give clock_offset too, such as +00:07:00")
        return made | dict.fromkeys(FIELDS, "")
    if DIRECTION in mine and "clock_offset" not in mine:
        raise _bad(mine[DIRECTION], "a direction", "give it together with clock_offset")
    zone = mine.get("clock_zone") or source.fields.get("clock_zone", "") or HOME
    direction = mine.get(DIRECTION, "")
    return made | {n: _written(n, value, direction, zone) for n, value in mine.items() if n != DIRECTION}


def wall_at(reading: ClockReading, seconds: Fraction | float, first: Fraction | float = 0) -> datetime | time | None:
    """What the camera's clock shows at a stream time, by the fitted line; a time of day where its date was not read.

    `first` is the first frame's stream time. None where the clock jumps at or before this moment.
    """
    if any(jump <= seconds for jump in reading.jumps):
        return None
    dated = "-" in reading.first
    begin = datetime.fromisoformat(reading.first if dated else f"2000-01-01T{reading.first}")
    passed = (Fraction(seconds) - Fraction(first)) * Fraction(reading.rate).limit_denominator(100_000)
    wall = begin + timedelta(seconds=floor(float(passed) + reading.phase))
    return wall if dated else wall.time()


def times(
    source: Source, reading: ClockReading | None, seconds: Fraction | float, first: Fraction | float = 0
) -> Times | None:
    """Both times at a stream time; None where the camera's clock is not known there."""
    wall = wall_at(reading, seconds, first) if reading else None
    if wall is None:
        return None
    clock = of(source)
    return Times(wall, clock.corrected(wall) if clock else None, clock)


def both(
    source: Source, reading: ClockReading | None, seconds: Fraction | float, first: Fraction | float = 0
) -> tuple[str, str]:
    """Both times in words: ("camera clock 14:32:10", "corrected 14:25:10 BST"); "" for each that is not known."""
    found = times(source, reading, seconds, first)
    return found.words() if found else ("", "")


def zone_name(wall: datetime, zone: str = HOME) -> str:
    """What the zone is called then: "BST"; "BST or GMT" in the hour that comes twice."""
    place = ZoneInfo(zone)
    names = dict.fromkeys(wall.replace(tzinfo=place, fold=fold).tzname() or zone for fold in (0, 1))
    return " or ".join(names)


def _written(name: str, value: str, direction: str, zone: str) -> str:
    """A field in its one form; raises UsageError("bad_value")."""
    if name == "clock_offset":
        return _signed(_offset(value, direction))
    if not value:
        return ""
    if name == "clock_uncertainty":
        found = _UNCERTAIN.fullmatch(value)
        if not found:
            raise _bad(value, "an uncertainty", "write it in seconds, such as 2 or 0.5")
        return _number(Fraction(found[1]))
    if name == "clock_checked_at":
        return _moment(value, zone)
    if name == "clock_zone":
        _zone(value)
    return value


def _offset(text: str, direction: str) -> timedelta:
    """The signed amount; raises UsageError("bad_value") where the direction is missing or contradicts it."""
    found = _AMOUNT.fullmatch(text.strip())
    how = "write hours, minutes and seconds with + for fast or - for slow, such as +00:07:00"
    if not found:
        raise _bad(text, "a clock's offset", how)
    sign, days, hours, minutes, seconds, word = found.groups()
    stated = {s for s in ({"+": "fast", "": ""}.get(sign, "slow"), (word or "").lower(), direction.lower()) if s}
    if stated - {"fast", "slow"}:
        raise _bad(direction, "a direction", "write fast or slow")
    amount = timedelta(days=int(days or 0), hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    if amount > _MOST:
        raise _bad(text, "a clock's offset", "it is more than a hundred years")
    if len(stated) != 1 and amount:
        raise _bad(text, "a clock's offset", "it says fast and slow at once" if stated else how)
    return -amount if "slow" in stated else amount


def _moment(text: str, zone: str) -> str:
    """A local wall clock time as ISO 8601 to the second; one with a zone of its own is turned into the zone's.

    It is given as ISO 8601 or as forms in the United Kingdom have it: day, month, year.
    """
    british = _BRITISH.fullmatch(text.strip())
    try:
        if british:
            day, month, year, hour, minute, second = (int(part or 0) for part in british.groups())
            read = datetime(year, month, day, hour, minute, second)
        else:
            read = datetime.fromisoformat(text.replace(" ", "T", 1) if "T" not in text else text)
    except ValueError as error:
        how = "write it as 2026-05-03 14:25, or day first as 03/05/2026 14:25"
        raise _bad(text, "the time of a check", how) from error
    if read.tzinfo is not None:
        read = read.astimezone(_zone(zone)).replace(tzinfo=None)
    return read.isoformat(timespec="seconds")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise _bad(name, "a time zone", "write it as Europe/London") from error


def _bad(value: str, what: str, why: str) -> UsageError:
    return UsageError("bad_value", value=value, what=what, why=why)


def _shift(wall: datetime, zone: str) -> timedelta | None:
    return wall.replace(tzinfo=ZoneInfo(zone)).utcoffset()


def _days_turned(wall: time, clock: CameraClock) -> str:
    """How the day differs where only times of day are known: "the day before", "3 days after"."""
    day = date(2000, 6, 15)
    turned = ((datetime.combine(day, wall) - clock.offset).date() - day).days
    if not turned:
        return ""
    side = "before" if turned < 0 else "after"
    return f"the day {side}" if abs(turned) == 1 else f"{abs(turned)} days {side}"


def _clock(wall: datetime | time) -> str:
    return wall.strftime("%d/%m/%Y %H:%M:%S" if isinstance(wall, datetime) else "%H:%M:%S")


def _signed(offset: timedelta) -> str:
    """ "+00:07:00", "-26:00:05": hours go on past a day."""
    whole = int(abs(offset).total_seconds())
    return f"{'-' if offset < timedelta(0) else '+'}{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def _spelt(amount: timedelta) -> str:
    whole = int(amount.total_seconds())
    units = ((whole // 86400, "d"), (whole // 3600 % 24, "h"), (whole // 60 % 60, "min"), (whole % 60, "s"))
    return " ".join(f"{count} {unit}" for count, unit in units if count)


def _long(passed: timedelta) -> str:
    """A stretch of time in its largest unit: "40 days", "5 months", "14 years"."""
    days = passed.days
    if days >= 730:
        return f"{int(days / 365.2425)} years"
    return f"{int(days / 30.44)} months" if days >= 92 else f"{days} days"


def _number(value: Fraction) -> str:
    return f"{float(value):.3f}".rstrip("0").rstrip(".")
