"""The camera's own clock against true time: the officer's check as it is recorded, and both times of a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import zip_longest
from math import floor
from zoneinfo import ZoneInfo

from provenance.camera_check import HOME, read_offset, write_offset, write_seconds
from provenance.footage import ClockReading
from provenance.records import Source

FAR = timedelta(days=31)  # between a check and a recording: a clock gains or loses, and may be set, in so long a time

_JUMPS = "the clock jumps in this recording"
_JUMPS_MORE = f"{_JUMPS}: on which side of that it was checked is not known"


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
            "offset": write_offset(self.offset),
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
        said.append(
            f"± {write_seconds(self.uncertainty)} s" if self.uncertainty is not None else "uncertainty not stated"
        )
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
    jumps: bool = False  # the clock does in this recording: on which side of that it was checked is not known

    def json(self) -> dict[str, object]:
        """Both times, named, as ISO 8601, with the zone in which they are meant and whether it is stated."""
        made: dict[str, object] = {"camera": self.camera.isoformat(timespec="seconds"), "corrected": None}
        if self.clock and self.corrected is not None:
            made |= {"corrected": self.corrected.isoformat(timespec="seconds"), "zone": self.clock.zone}
            made["uncertainty"] = float(self.clock.uncertainty) if self.clock.uncertainty is not None else None
            made["caution"] = self.caution
        return made

    @property
    def caution(self) -> str:
        """What to mind of the correction; "" for nothing, and without one."""
        if self.clock is None:
            return ""
        return "; ".join(filter(None, (self.clock.caution(self.camera), _JUMPS_MORE if self.jumps else "")))

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
        return camera, f"{words} ({_JUMPS})" if self.jumps else words


def of(source: Source) -> CameraClock | None:
    """The check recorded of a source, or None; raises UsageError("bad_value") for fields that nobody could have set."""
    return parse(source.fields)


def parse(fields: Mapping[str, str]) -> CameraClock | None:
    """The check in fields as `camera_check.changes` writes them."""
    offset = fields.get("clock_offset", "")
    if not offset:
        return None
    stated = fields.get("clock_uncertainty", "")
    return CameraClock(
        read_offset(offset, ""),
        Fraction(stated) if stated else None,
        fields.get("clock_checked_by", ""),
        fields.get("clock_checked_against", ""),
        fields.get("clock_checked_at", ""),
        fields.get("clock_zone", "") or HOME,
    )


def recorded(source: Source) -> str:
    """The check as far as times depend on it: "+00:07:00 ± 2 s"; "" for none. To tell whether it was another since."""
    clock = of(source)
    if clock is None:
        return ""
    sure = f" ± {write_seconds(clock.uncertainty)} s" if clock.uncertainty is not None else ""
    return f"{write_offset(clock.offset)}{sure} {clock.zone}"


def wall_at(reading: ClockReading, seconds: Fraction | float, first: Fraction | float = 0) -> datetime | time | None:
    """What the camera's clock shows at a stream time, by the fitted line; a time of day where its date was not read.

    `first` is the first frame's stream time. None where that is not known: between the two readings about a jump, while
    the clock stands still, and after a jump whose amount is not recorded.
    """
    leap = _leap(reading, float(seconds))
    if leap is None:
        return None
    dated = "-" in reading.first
    begin = datetime.fromisoformat(reading.first if dated else f"2000-01-01T{reading.first}")
    passed = (Fraction(seconds) - Fraction(first)) * Fraction(reading.rate).limit_denominator(100_000)
    wall = begin + timedelta(seconds=floor(float(passed) + reading.phase + leap))
    return wall if dated else wall.time()


def _leap(reading: ClockReading, seconds: float) -> float | None:
    """By how many seconds the clock has left the line through its first frame; None where nobody can tell."""
    leap, stands = 0.0, False
    for at, by, since in zip_longest(reading.jumps, reading.leaps, reading.since):
        if since is None:  # as readings were kept before amounts were
            return None if at <= seconds else leap
        if seconds <= since:
            break
        if seconds < at or by is None:
            return None
        leap, stands = leap + by, at in reading.stops
    return None if stands else leap


def times(
    source: Source, reading: ClockReading | None, seconds: Fraction | float, first: Fraction | float = 0
) -> Times | None:
    """Both times at a stream time; None where the camera's clock is not known there."""
    wall = wall_at(reading, seconds, first) if reading else None
    if wall is None:
        return None
    clock = of(source)
    return Times(wall, clock.corrected(wall) if clock else None, clock, bool(reading and reading.jumps))


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
