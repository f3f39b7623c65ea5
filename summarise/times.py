"""Clock times and dates that a text states, as local wall-clock minutes, each with how it was read.

Morning or afternoon is never guessed: "2.35" alone stays open until the words around it, or another time of the same
account, say which half of the day is meant; then the reading is "context", and callers say so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from summarise.number_traps import is_no_clock

Reading = Literal["stated", "context", "open"]

ABOUT_MINUTES = 5  # what "about" is taken to mean, each way
NOON, DAY = 12 * 60, 24 * 60

HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SPOKEN = {"five": 5, "ten": 10, "quarter": 15, "a quarter": 15, "twenty": 20, "twenty-five": 25, "twenty five": 25}
_SPOKEN |= {"half": 30, "5": 5, "10": 10, "20": 20, "25": 25}
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

_HALF = r"(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?)"
_UNIT = r"(?P<unit>hours|hrs|hr|h)\b"
_HOUR_WORD = "|".join(HOURS)
_DIGITS = re.compile(
    rf"(?:(?<=\dT)|(?<![\w:.,£$€/–-]))(?P<hour>[01]?\d|2[0-3])(?P<mark>[:.])(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!:?\d|[-–]\w|\.\d|,\d)"
    rf"(?:\s?{_HALF}|\s?{_UNIT})?",
    re.IGNORECASE,
)
_MILITARY = re.compile(
    rf"(?<![\w:.,£$€/-])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)"
    rf"(?:\s?{_UNIT}|(?=\s(?:to|until|till|and)\s[012]\d[0-5]\d\s?(?:hours|hrs)\b))",
    re.IGNORECASE,
)
_FULL_HOUR = re.compile(
    rf"(?<![\w:.,£$€/-])(?P<hour>1[0-2]|[1-9]|{_HOUR_WORD})\s?"
    rf"(?:{_HALF}|o[’']?\s?clock)(?:\s?{_HALF.replace('half', 'half2')})?",
    re.IGNORECASE,
)
_PAST = re.compile(
    rf"\b(?P<part>a quarter|quarter|half|twenty[- ]five|twenty|ten|five|25|20|10|5)\s(?P<minutes>minutes\s)?"
    rf"(?P<side>past|to)\s(?P<hour>1[0-2]|[1-9]|{_HOUR_WORD})\b(?:\s?{_HALF})?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?P<name>noon|midday|midnight)\b", re.IGNORECASE)

HEAD = 40  # letters before a number in which its context is looked for
_BEFORE = re.compile(
    r"(?P<about>\babout|\baround|\bapproximately|\bapprox\.?|\broughly|\bcirca|\bc\.|\bnearly|\balmost|\bgone"
    r"|\b(?:just|shortly|some\s?time|a little|soon)\s(?:before|after))\s(?:at\s)?$",
    re.IGNORECASE,
)
_NAME_OF_TRAIN = re.compile(r"\bthe\s$", re.IGNORECASE)
_AFTER = re.compile(r"\s?(?:or so|ish|-ish|or thereabouts)\b", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:at|by|about|around|approximately|from|until|till|between|since|before|after|it was|it's|gone)\s$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|between)\s$", re.IGNORECASE)
_PART_OF_DAY = re.compile(
    r"\b(?:(?:in|that|this|the|same|next|following|previous|early|late|\w+day)\s)"
    r"(?P<part>morning|afternoon|evening|night)\b|\b(?P<at>at) night\b",
    re.IGNORECASE,
)

_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
# Capitalised only: "it may 3 times" is no date.
_MONTH_NAMES = "|".join(form for m in [*(m.title() for m in MONTHS), *_SHORT_MONTHS] for form in (m, m.upper()))
_DATES = (
    re.compile(
        rf"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th|ST|ND|RD|TH)?\s(?:day\s)?(?:of\s)?(?P<month>{_MONTH_NAMES})\b\.?,?"
        r"(?:\s(?:of\s)?(?P<year>(?:19|20)\d\d)\b)?"
    ),
    re.compile(
        rf"\b(?P<month>{_MONTH_NAMES})\b\.?\s(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b"
        r"(?:,?\s(?:of\s)?(?P<year>(?:19|20)\d\d)\b)?"
    ),
    re.compile(
        rf"\b(?P<day>[0-3]?\d)(?P<month>{_MONTH_NAMES})(?P<year>(?:19|20)?\d\d)\b"
    ),  # as officers write: 12JUN25
    re.compile(r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?![\d-])"),
    re.compile(r"(?<![\d/.-])(?P<day>[0-3]?\d)[/.](?P<month>[0-3]?\d)[/.](?P<year>(?:19|20)?\d\d)(?![\d/])"),
    re.compile(r"(?<![\w/.-])(?P<day>[0-3]?\d)-(?P<month>[0-3]?\d)-(?P<year>(?:19|20)\d\d)(?![\d-])"),
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time at text[start:end]. `minute` counts from local midnight; for an open reading it is the time before
    noon, and noon more is as likely. `about` is minutes each way (0: stated as such)."""

    minute: int
    about: int
    reading: Reading
    start: int
    end: int
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date at text[start:end]; `day` is None where no year is known. Numbers alone are read day first.
    `yearless`: the year is not its own."""

    day: date | None
    month: int
    of_month: int
    reading: Reading
    start: int
    end: int
    yearless: bool = False


class _Taken:
    """Stretches of a text that are read already; none overlaps another."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def take(self, start: int, end: int) -> bool:
        """Take a stretch; False where some of it is taken."""
        at = bisect_left(self._spans, (start, end))
        after = at < len(self._spans) and self._spans[at][0] < end
        if after or (at and self._spans[at - 1][1] > start):
            return False
        self._spans.insert(at, (start, end))
        return True


def clocks(text: str) -> list[Clock]:
    """The clock times that `text` states, in order, never overlapping."""
    found: list[Clock] = []
    taken = _Taken()
    part = part_of_day(text)
    for pattern, read in (
        (_MILITARY, _digits),
        (_DIGITS, _digits),
        (_PAST, _past),
        (_FULL_HOUR, _full),
        (_NAMED, _named),
    ):
        for match in pattern.finditer(text):
            clock = read(match, text)
            if clock and taken.take(clock.start, clock.end):
                found.append(in_part(clock, part))
    return sorted(found, key=lambda c: c.start)


def days(text: str, year: int | None = None, month_first: bool = False) -> list[Day]:
    """The dates that `text` states, in order; a date without a year takes `year`, and is then read from context.

    Numbers alone are read day first, as in Britain, unless no month has that number or the text is known to be
    `month_first`.
    """
    found: list[Day] = []
    taken = _Taken()
    for pattern in _DATES:
        for match in pattern.finditer(text):
            day = _day(match, year, month_first)
            if day and taken.take(day.start, day.end):
                found.append(day)
    return sorted(found, key=lambda d: d.start)


def spoken_day(day: date) -> str:
    """A date as people in Britain write it: 3 May 2026."""
    return f"{day.day} {MONTHS[day.month - 1].title()} {day.year}"


def clock_face(minute: int) -> str:
    """Minutes after midnight as 14:35; a day more or less does not show."""
    return f"{minute % DAY // 60:02d}:{minute % 60:02d}"


def in_part(clock: Clock, part: str) -> Clock:
    """An open clock with the part of the day that its sentence names."""
    if clock.reading != "open" or not part:
        return clock
    night = part == "night" and clock.minute < 6 * 60
    late = part in ("afternoon", "evening") or (part == "night" and not night)
    return replace(clock, minute=clock.minute + (NOON if late else 0), reading="stated")


def part_of_day(text: str) -> str:
    """The part of the day that the sentence names, "" when it names none or several."""
    named = {"night" if m["at"] else m["part"].lower() for m in _PART_OF_DAY.finditer(text)}
    return named.pop() if len(named) == 1 else ""


def _digits(match: re.Match[str], text: str) -> Clock | None:
    groups = match.groupdict()
    hour, half, unit = int(match["hour"]), groups.get("half"), groups.get("unit")
    dotted = groups.get("mark") == "."
    if _NAME_OF_TRAIN.search(text, max(0, match.start() - HEAD), match.start()) and not half and not unit:
        return None  # "the 14:41 to Osmerby"
    plain = dotted and not half and not unit
    if not half and not unit and is_no_clock(text, match.start(), match.end(), plain):
        return None
    if plain and not _AT.search(text, max(0, match.start() - HEAD), match.start()):
        return None  # 2.35 is a time only where the words say so
    sure = "mark" not in groups or unit is not None or hour >= 13 or match["hour"].startswith("0")
    return _made(match, text, hour, int(match["minute"]), half, sure, dotted or bool(half))


def _full(match: re.Match[str], text: str) -> Clock | None:
    return _made(match, text, _hour(match["hour"]), 0, match["half"] or match["half2"], sure=False, dotted=True)


def _past(match: re.Match[str], text: str) -> Clock | None:
    plain = match["part"].lower() not in ("half", "quarter", "a quarter") and not match["minutes"]
    head = text[max(0, match.start() - HEAD) : match.start()]
    if plain and match["side"].lower() == "to" and not match["half"] and (not _AT.search(head) or _FROM.search(head)):
        return None  # "five to ten people"
    minutes = _SPOKEN[match["part"].lower()]
    hour = _hour(match["hour"]) % 12
    late = hour * 60 + (minutes if match["side"].lower() == "past" else -minutes)
    return _made(match, text, late % NOON // 60, late % 60, match["half"], sure=False, dotted=True)


def _named(match: re.Match[str], text: str) -> Clock | None:
    minute = 0 if match["name"].lower() == "midnight" else NOON
    return Clock(minute, _about(match, text), "stated", match.start(), match.end(), True)


def _made(
    match: re.Match[str], text: str, hour: int, minute: int, half: str | None, sure: bool, dotted: bool
) -> Clock | None:
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
        sure = True
    reading: Reading = "stated" if sure else "open"
    if reading == "open":
        hour %= 12
    return Clock(hour * 60 + minute, _about(match, text), reading, match.start(), match.end(), dotted)


def _about(match: re.Match[str], text: str) -> int:
    near = _BEFORE.search(text, max(0, match.start() - HEAD), match.start()) or _AFTER.match(text, match.end())
    return ABOUT_MINUTES if near else 0


def _hour(word: str) -> int:
    return int(word) if word.isdigit() else HOURS.index(word.lower()) + 1


def month_first(text: str) -> bool:
    """Whether a date of numbers alone can only be month first: "5/30/2009"."""
    numbers = (m for pattern in _DATES[4:] for m in pattern.finditer(text))
    return any(int(m["day"]) <= 12 < int(m["month"]) <= 31 for m in numbers)


def _day(match: re.Match[str], year: int | None, month_first: bool) -> Day | None:
    month, of_month = _month(match["month"]), int(match["day"])
    numbers = match["month"].isdigit() and not match[0][:4].isdigit()
    if numbers and of_month <= 12 and (month > 12 or (month_first and month <= 12)):
        month, of_month = of_month, month
    reading: Reading = "stated"
    stated = match["year"]
    if stated:
        known: int | None = int(stated) + (2000 if len(stated) == 2 else 0)
    else:
        known, reading = year, "context"
    if (
        match["month"].isdigit()
        and match["day"] != match["month"]
        and int(match["day"]) <= 12
        and not match[0][:4].isdigit()
    ):
        reading = "context"  # 03/05/2026: day first, as in Britain
    try:
        day = date(known if known else 2000, month, of_month)
    except ValueError:
        return None
    return Day(day if known else None, month, day.day, reading, match.start(), match.end(), not stated)


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:3]))
