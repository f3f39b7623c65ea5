"""Says when each sentence of one account was, from the times, dates and weekdays that the account states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from summarise.times import NOON, Clock, Day, Reading, clocks, days

Dated = Literal["own", "year", "before"]

_NEAR = 6 * 60  # an open time takes the half of the day of a time stated this near to it
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_HEADS = re.compile(
    r"(?<!born )(?:\bon(?: the)?|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?(?: the)?)\s$",
    re.IGNORECASE,
)
# The head of a column or an entry that says when what is recorded was: "Date/Time: ", not "Date of birth: ".
_CAPTION = re.compile(
    r"(?:^|[·;|:]\s)(?![^·:;|]*\b(?:birth|born|dob|expir|issue|print|statement|sign|made|valid))"
    r"[^·:;|]{0,40}\b(?:date|time|when|timestamp|day)\b[^·:;|]{0,24}:\s$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """When a sentence says that something was: local wall clock. `words` are the time as stated, for people.

    `dated` tells where its day stands: "own" in the sentence itself, "year" there without its year, "before" in an
    earlier sentence of the account.
    """

    day: date | None
    minute: int | None
    about: int
    reading: Reading
    words: str
    own: bool = True
    dated: Dated = "own"


def account_times(sentences: Sequence[str], year: int | None = None, day: date | None = None) -> list[When | None]:
    """When each sentence of one account, given in order, says it was; None where it states neither time nor date.

    A date that heads a sentence, or follows "on" or a weekday, holds until another comes, or a weekday: that is the
    last date seen of the name, and no date when there was none. An open time is settled by the nearest time of the
    account before it (else after it) that lies within six hours of one of its two readings only.
    """
    read = [clocks(s) for s in sentences]
    settled = _settle([c for clocks_ in read for c in clocks_])
    found: list[When | None] = []
    seen: list[date | None] = [day]
    at = 0
    for sentence, stated in zip(sentences, read, strict=True):
        named = [d for d in days(sentence, year) if d.day and holds_on(sentence, d)]
        own = settled[at : at + len(stated)]
        at += len(stated)
        if named:
            day = named[0].day
            seen.append(named[0].day)
        elif weekday := _WEEKDAY.search(sentence):
            day = next((d for d in reversed(seen) if d and d.weekday() == _WEEKDAYS.index(weekday[1].lower())), None)
        found.append(_when(sentence, own, named, day))
    return found


def holds_on(sentence: str, day: Day) -> bool:
    """Whether a date says when things were ("on 3 May", "Sunday 3 May", at the head), not when a paper was made."""
    before = sentence[: day.start]
    return not before.strip() or bool(_HEADS.search(before) or _CAPTION.search(before))


def _when(sentence: str, stated: Sequence[Clock], named: Sequence[Day], day: date | None) -> When | None:
    dated: Dated = "before" if not named else "year" if named[0].yearless else "own"
    first = next((c for c in stated if c.reading != "open"), None)
    if first:
        reading: Reading = "context" if first.reading == "context" else "stated"
        return When(day, first.minute, first.about, reading, sentence[first.start : first.end], dated=dated)
    if stated:
        return When(day, None, stated[0].about, "open", sentence[stated[0].start : stated[0].end], dated=dated)
    if named:
        return When(day, None, 0, named[0].reading, sentence[named[0].start : named[0].end], dated=dated)
    return None


def _settle(found: Sequence[Clock]) -> list[Clock]:
    """The clocks of one account with open ones read by their neighbours, forward and then backward."""
    by_24 = any(
        c.reading == "stated" and not c.dotted and c.end - c.start <= 8 and c.minute >= NOON + 60 for c in found
    )
    settled = [_by_24_hours(c) if by_24 and c.reading == "open" and not c.dotted else c for c in found]
    for order in (range(len(settled)), range(len(settled) - 1, -1, -1)):
        known: int | None = None
        for i in order:
            clock = settled[i]
            if clock.reading == "open" and known is not None:
                near = [m for m in (clock.minute, clock.minute + NOON) if abs(m - known) < _NEAR]
                if len(near) == 1:
                    settled[i] = replace(clock, minute=near[0], reading="context")
            if settled[i].reading != "open":
                known = settled[i].minute
    return settled


def _by_24_hours(clock: Clock) -> Clock:
    """An open time of an account that writes 24 hours: as it stands, so that 12:30 is after noon."""
    return replace(clock, minute=clock.minute + (NOON if clock.minute < 60 else 0), reading="context")
