"""Reads dates and times of day out of the words burnt into a picture, in the forms that cameras and recorders write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(" + "|".join(_MONTHS) + ")[a-z]*"
_YEAR = r"((?:19|20)\d\d|\d\d(?![\d:]))"
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d\d?)\s?[-/.月]\s?([0-3]\d|\d)日?")
_NUMBERS = re.compile(rf"(?<![\d:])(\d\d?)\s?([-/.])\s?(\d\d?)\s?\2\s?{_YEAR}")
_DAY_MONTH = re.compile(rf"(?<!\d)(\d\d?)[\s\-/.]*{_MONTH}[\s\-/.,]*{_YEAR}", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"{_MONTH}[\s\-/.]*(\d\d?)[\s\-/.,]+{_YEAR}", re.IGNORECASE)
_MARK = "[:;.]"
# Hours, minutes, seconds; behind them there may stand hundredths or a frame number.
_TIME = re.compile(
    rf"(?<![\d:])([01]?\d|2[0-4])\s?{_MARK}\s?([0-5]\d)\s?{_MARK}\s?([0-5]\d)(?:{_MARK}\d{{1,3}})?(?!\d)"
)
# Year first and run together, as letters close to each other are read: "2013-092612:02:587", "20180619 04 44 43".
_RUN = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)\D?([01]\d)\D?([0-3]\d)\D?([01]\d|2[0-3]){_MARK}([0-5]\d){_MARK}([0-5]\d)(?!\d{{3}})"
)
_FIGURES = re.compile(r"[\d\s\-/.:]{14,26}")
_HALF = re.compile(r"(?<![a-z])([ap])\.?\s?m(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one picture's clock shows: seconds since midnight, and the date where it is shown.

    `half` is "a" or "p" where the line says which half of the day it is.
    """

    seconds: int
    day: date | None = None
    half: str = field(default="", compare=False)

    def in_half(self, half: str) -> Stamp:
        """The stamp with the half of the day that stands elsewhere in the picture, if its own line leaves that open."""
        if not half or self.half or not 1 <= self.seconds // 3600 <= 12:
            return self
        return Stamp(_hour(self.seconds // 3600, half) * 3600 + self.seconds % 3600, self.day, half)


def read_stamp(text: str) -> Stamp | None:
    """The time (and date) in a line of text; None when there is none, or more than one, as in a player's "0:05 / 0:50".

    A time needs seconds and at least one colon; the day comes before the month where a date can be read both ways.
    """
    text = text.replace("：", ":").replace("；", ";")
    day, rest = _take_date(text)
    times = [found for found in _TIME.finditer(rest) if re.search("[:;]", found[0])]
    if len(times) != 1 or _counts(rest, times[0]):
        return None
    hour, minute, second = (int(part) for part in times[0].groups())
    half = read_half(rest)
    if half and 1 <= hour <= 12:
        hour = _hour(hour, half)
    return Stamp(hour * 3600 + minute * 60 + second, day, half) if hour < 24 else None


def read_run(text: str) -> Stamp | None:
    """A year, month, day, hour, minute and second run together; None unless they are whole and can be a time.

    Without colons there must be exactly fourteen figures and nothing else: one more could shift all that follow.
    """
    text = text.replace("：", ":").replace("；", ":").strip()
    found = _RUN.findall(text)
    if not found and _FIGURES.fullmatch(text):
        figures = re.sub(r"\D", "", text)
        if len(figures) == 14 and figures[:2] in ("19", "20"):
            found = [(figures[:4], *(figures[n : n + 2] for n in range(4, 14, 2)))]
    if len(found) != 1 or read_half(text):
        return None
    year, month, day, hour, minute, second = (int(part) for part in found[0])
    date_shown = _valid(year, month, day)
    if date_shown is None or hour > 23 or minute > 59 or second > 59:
        return None
    return Stamp(hour * 3600 + minute * 60 + second, date_shown)


def read_half(text: str) -> str:
    """ "a" or "p" where a text says AM or PM, else ""."""
    found = _HALF.search(text)
    return found[1].lower() if found else ""


def _hour(hour: int, half: str) -> int:
    return hour % 12 + (12 if half == "p" else 0)


def read_date(text: str) -> date | None:
    """The date in a line of text, if there is one."""
    return _take_date(text)[0]


def is_counter(text: str) -> bool:
    """Whether a line shows two times, or one beside a slash: a player's position and length, not a clock."""
    times = list(_TIME.finditer(_take_date(text)[1]))
    return len(times) > 1 or any(_counts(text, found) for found in _TIME.finditer(text))


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether a slash beside the time says that it counts towards a length, as a player shows it."""
    return text[: found.start()].rstrip().endswith("/") or text[found.end() :].lstrip().startswith("/")


def _take_date(text: str) -> tuple[date | None, str]:
    """The date, and the text without it, so that its numbers are not taken for a time."""
    for pattern in (_YEAR_FIRST, _NUMBERS, _DAY_MONTH, _MONTH_DAY):
        for found in pattern.finditer(text):
            day = _date_of(pattern, found)
            if day:
                return day, f"{text[: found.start()]} {text[found.end() :]}"
    return None, text


def _date_of(pattern: re.Pattern[str], found: re.Match[str]) -> date | None:
    if pattern is _YEAR_FIRST:
        return _valid(int(found[1]), int(found[2]), int(found[3]))
    if pattern is _DAY_MONTH:
        return _valid(_year(found[3]), _month(found[2]), int(found[1]))
    if pattern is _MONTH_DAY:
        return _valid(_year(found[3]), _month(found[1]), int(found[2]))
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    return _valid(year, second, first) or _valid(year, first, second)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
