"""The time at the head of a log's entry or a message, or alone at its foot: date, clock to the second, zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from provenance.camera_check import HOME
from summarise.timeline.paper import Paper

_MONTH: Final = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DATE: Final = (
    rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}\.?(?:,?[ -]\d{{2,4}})?|{_MONTH}\.?\s{{1,2}}\d{{1,2}}(?:,?\s\d{{4}})?)"
)
_DAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s)?"
_CLOCK: Final = (
    r"(?P<h>\d{1,2})(?P<mark>[:.])(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d)(?:[.,]\d{1,9})?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"|(?P<hm>(?:[01]\d|2[0-3])[0-5]\d)(?=\s?h(?:ou)?rs\b)"
)
_ZONE: Final = r"(?:\s?(?P<zone>Z\b|UTC\b|GMT\b|BST\b|[+-]\d\d:?\d\d\b)|\s?h(?:ou)?rs\b\.?)?"
_UNSEEN: Final = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_HEAD = re.compile(
    rf"[\s{_UNSEEN}>\[(\"'*•-]*(?P<day>{_DAY}{_DATE})?(?:[\"']?(?:\s{{0,3}}[,;|T·-]\s{{0,3}}|\s{{1,3}})(?:at\s)?[\"']?)?(?:{_CLOCK}){_ZONE}"
    rf"(?![\w:]|\so['’]clock)(?P<close>[\s\])\"',;:|·–—-]*)(?P<behind>{_DAY}{_DATE}\b\.?,?\s?)?",
    re.I,
)
_FOOT = re.compile(
    rf"(?:^|\s)(?P<day>{_DAY}{_DATE}(?:\s{{0,3}}[,;|T·-]\s{{0,3}}|\s{{1,3}})(?:at\s)?)?(?:{_CLOCK}){_ZONE}[^\w.!?]{{0,8}}[vw/√]{{0,4}}[^\w.!?]{{0,8}}$",
    re.I,
)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time that heads or ends an entry at text[start:end]; `day` is None where the stamp has no date."""

    start: int
    end: int
    day: date | None
    clock: time
    seconds: bool
    zone: str
    words: str
    yearless: bool = False

    def at(self, day: date) -> datetime:
        """Local wall clock on a day, what states a zone converted to the home zone."""
        wall = datetime.combine(day, self.clock)
        offset = offset_of(self.zone)
        return wall if offset is None else local(wall.replace(tzinfo=timezone(offset)))

    @property
    def converted(self) -> bool:
        return self.day is not None and self.at(self.day) != datetime.combine(self.day, self.clock)


def head_stamp(text: str, paper: Paper) -> Stamp | None:
    """The time that a text begins with, a date beside it; None where words of it must follow and none do."""
    found = _HEAD.match(text)
    if not found or not re.search(r"[^\W\d_]", text[found.end() : found.end() + 200]):
        return None
    if found["mark"] == "." and not found["half"] and not found["day"]:
        return None  # "2.1 The facts"
    return _stamp(text, found, found["day"] or found["behind"] or "", paper)


def foot_stamp(text: str, paper: Paper) -> Stamp | None:
    """The time that a text ends with, as a message's on a phone does."""
    found = _FOOT.search(text)
    if not found or found.start() == 0:
        return None
    return _stamp(text, found, found["day"] or "", paper)


def whole_stamp(text: str, paper: Paper) -> Stamp | None:
    """Date and time, where a text is nothing else: the value of a cell, "2026-03-13T21:35:00Z"."""
    found = _HEAD.match(text)
    if not found or text[found.end() :].strip() or (found["mark"] == "." and not (found["half"] or found["day"])):
        return None
    return _stamp(text, found, found["day"] or found["behind"] or "", paper)


def local(at: datetime) -> datetime:
    """Local wall clock in the home zone of a time with an offset."""
    return at.astimezone(ZoneInfo(HOME)).replace(tzinfo=None)


def offset_of(zone: str) -> timedelta | None:
    """What a stated zone is ahead of UTC; None where none is stated."""
    if not zone:
        return None
    found = _OFFSET.fullmatch(zone)
    if found:
        passed = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return min(passed, timedelta(hours=23)) * (-1 if found[1] == "-" else 1)
    return timedelta(hours=1) if zone.upper() == "BST" else timedelta(0)


def _stamp(text: str, found: re.Match[str], dated: str, paper: Paper) -> Stamp | None:
    clock = _clock(found)
    if clock is None:
        return None
    named = paper.days(_cased(dated)) if dated else []
    day = named[0].day if named else None
    if dated and day is None:
        return None
    words = " ".join(text[found.start() : found.end()].split()).strip(f" []()\"',;:|·–—>*•✓√-{chr(0x200E)}")
    return Stamp(
        found.start(), found.end(), day, clock, found["s"] is not None, found["zone"] or "", words,
        bool(named and named[0].yearless),
    )  # fmt: skip


def _clock(found: re.Match[str]) -> time | None:
    if found["hm"]:
        return time(int(found["hm"][:2]), int(found["hm"][2:]))
    hour, half = int(found["h"]), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    return time(hour, int(found["m"]), int(found["s"] or 0))


def _cased(dated: str) -> str:
    """A date with its month as people write it, so that `days` knows it: "13 mar 2026" → "13 Mar 2026"."""
    return re.sub(r"[A-Za-z]+", lambda m: m[0] if m[0].lower() in ("st", "nd", "rd", "th") else m[0].title(), dated)
