"""The officer's check of a camera's clock as fields of a source: what may be given, checked and written in one form.

One signed amount says how far the camera is ahead, so that amount and direction cannot contradict each other:
clock_offset "+00:07:00" is seven minutes fast, "-00:00:40" forty seconds slow.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from provenance.errors import UsageError
from provenance.records import Source

FIELDS = (
    *("clock_offset", "clock_uncertainty", "clock_checked_by", "clock_checked_against", "clock_checked_at"),
    *("clock_zone",),
)
_NEEDED: Mapping[str, str] = {
    "clock_checked_by": "who checked it",
    "clock_checked_against": "against what",
    "clock_checked_at": "when",
}
DIRECTION = "clock_direction"  # may be given with an amount that has no sign; it is not kept
SETTABLE = (*FIELDS, DIRECTION)
HOME = "Europe/London"
_KINDS = ("video", "footage", "audio", "unknown")
_MOST = timedelta(days=100 * 366)  # a recorder that lost its battery begins again at its maker's first day
_AMOUNT = re.compile(
    r"([+\-−]?)\s*(?:(\d{1,5})\s*d(?:ays?)?\s+)?(\d{1,6}):([0-5]\d):([0-5]\d)\s*(fast|slow)?", re.IGNORECASE
)
_BRITISH = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,?\s+(?:at\s+)?|T)(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?", re.IGNORECASE
)
_UNCERTAIN = re.compile(r"(?:±\s*)?(\d{1,6}(?:\.\d{1,3})?)\s*(?:s|sec|seconds?)?", re.IGNORECASE)


def changes(source: Source, asked: Mapping[str, str], whole: bool = True) -> dict[str, str]:
    """`asked` with what concerns the camera's clock checked and written in one form; other names pass through.

    An amount without a sign needs clock_direction beside it ("fast" or "slow"); taking the amount away takes the whole
    check away. A check is `whole` with who made it, against what, and when, here or recorded before. Raises
    UsageError("bad_value").
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
    if whole and ("clock_offset" in mine or not all(mine[name] for name in _NEEDED if name in mine)):
        _require_whole({**source.fields, **mine})
    return made | {n: _written(n, value, direction, zone) for n, value in mine.items() if n != DIRECTION}


def _require_whole(fields: Mapping[str, str]) -> None:
    """Raises UsageError("bad_value") for a check of which it is not said who made it, against what, or when."""
    missing = [f"{name} ({what})" for name, what in _NEEDED.items() if not fields.get(name)]
    if missing:
        how = f"give {', '.join(missing)} too: a time is corrected only by a check that somebody answers for"
        raise _bad(fields.get("clock_offset", ""), "the check of a camera's clock", how)


def _written(name: str, value: str, direction: str, zone: str) -> str:
    """A field in its one form; raises UsageError("bad_value")."""
    if name == "clock_offset":
        return write_offset(read_offset(value, direction))
    if not value:
        return ""
    if name == "clock_uncertainty":
        found = _UNCERTAIN.fullmatch(value)
        if not found:
            raise _bad(value, "an uncertainty", "write it in seconds, such as 2 or 0.5")
        return write_seconds(Fraction(found[1]))
    if name == "clock_checked_at":
        return _moment(value, zone)
    if name == "clock_zone":
        _zone(value)
    return value


def read_offset(text: str, direction: str) -> timedelta:
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


def write_offset(offset: timedelta) -> str:
    """An amount as it is kept: "+00:07:00", "-26:00:05": hours go on past a day."""
    whole = int(abs(offset).total_seconds())
    return f"{'-' if offset < timedelta(0) else '+'}{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def write_seconds(value: Fraction) -> str:
    """ "2", "0.5": seconds to the thousandth."""
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


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
