"""What people are told of how a time was read, and why one cannot be placed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from provenance.timeline import Extent, MarkKind

HALF_FROM_CONTEXT = "morning or afternoon is not said: read as {face} from other times in the same account"
HALF_FROM_PART = "morning or afternoon is not said: read as {face}, as the account speaks of the {part} alone"
DAY_BEFORE = "states no date: placed on {day}, the day stated last before it"
DAY_ONLY = "states no date: placed on {day}, the only day that the account tells of"
DAY_ENTRY = "states no date: placed on {day}, the day of the entry"
WEEKDAY = "“{words}” read as {day}, by the other dates of the account"
DAY_WORD = "“{words}” read as {day}, counted from {told}"
DAY_MADE = "“{words}” read as {day}, counted from {told}, when the account was given"
YEAR = "states no year: {year} taken from the document"
PART = "“{part}” taken as {start} to {end}: a convention"
ORDER = "numbers alone could be read another way: read as {day}"
RELATIVE = "“{words}” counted from {anchor} ({named})"
RELATIVE_FAR = "what stands between is not timed"
SERVICE = "counted from {what}, named {face} in the same account: its booked time"
ZONE = "{said} converted to local time"
ENTRY_DAY = "the day is that of the heading above the entries"
PAST_MIDNIGHT = "the entry before it is later in the day: past midnight"
PAST_MIDNIGHT_TOLD = "told just after an evening: taken to be of the night that followed"
PAST_MIDNIGHT_NAMED = "after midnight of the night that is named: the day after"
TO_COME = "still to come when the entry was written: taken to be of the day after"
USUAL = "what is usual, not one time"
DENIED = "told as what did not happen, or was not so, then"
CONDITION = "put as a condition or a doubt, not as what happened"
PLANNED = "what was planned or to come: whether it happened is not said there"
ASKED = "asked, not told"
SENT = "when it was sent"
CAMERA_ONLY = "the camera's clock as it stands, not checked against true time"
CORRECTED = "by the camera's clock, corrected: {told}"
DEVICE = "by the device's own clock"
RECORDING = "{at} in the recording, which began at {began}: “{words}” was said in it"
RECORDING_CAMERA = "{at} in {title}, which began at {began} by the clock in its picture{checked}"
CHECKED, NOT_CHECKED = ", corrected as it was checked", ", not checked against true time"

NO_DAY = "no day is stated"
NO_DAY_NEAR = "no day is stated near it"
SEVERAL_DAYS = "the account tells of several days and does not say of which this is"
NO_WEEKDAY = "no date in the account tells which {words} is meant"
MIDNIGHT = "midnight of a day may be its beginning or its end"
HALF_OPEN = "morning or afternoon is not said, and nothing in the account tells"
NO_ANCHOR = "hangs on another time, and none is stated just before it"
ANCHOR_LOST = "hangs on a time that cannot be placed itself"
OTHER_ANCHOR = "hangs on “{what}”, whose time is not stated there"
MENTIONED = "mentioned in a message of {at}; the message's own time is placed"
AFTER_ENTRY = "later than the entry that tells of it: it may be of another day"
VIEWED = "what a recording shows that was looked at later: its own day is not stated there"
SHOWN = "what a clock showed, when another time is stated for it"
NO_START = "times from the beginning of the recording: when that was is not known"
NO_DATE_READ = "the camera's clock was read without its date"
NO_CLOCK_READ = "movement at times from the beginning of the recording: no clock was read in the picture"

KIND: Mapping[MarkKind, str] = {
    "event": "told",
    "entry": "entry",
    "message": "message",
    "footage": "camera",
    "picture": "picture taken",
    "said": "said in the recording",
    "made": "said or written",
}
EXTENT: Mapping[Extent, str] = {
    "moment": "{start}",
    "within": "between {start} and {end}",
    "throughout": "{start} to {end}",
    "since": "since {start}",
    "until": "until {end}",
    "before": "before {end}",
    "after": "after {start}",
}


def spoken(day: date) -> str:
    """Sunday 3 May 2026."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def clock(at: datetime, seconds: bool = False) -> str:
    """14:25, or 14:25:10 where seconds tell."""
    return f"{at:%H:%M:%S}" if seconds or at.second else f"{at:%H:%M}"


def several(days: Sequence[date]) -> str:
    """ "3 May or 4 May 2026"."""
    return " or ".join(f"{d.day} {d:%B} {d.year}" for d in days)


def about(said: str, before: int, after: int) -> str:
    """How wide "about 14:25" is taken to be."""
    sides = [f"{before} minutes before" if before else "", f"{after} minutes after" if after else ""]
    wide = f"within {before} minutes" if before == after else f"up to {next(filter(None, sides))}"
    return f"“{said}” taken as {wide}: a convention"
