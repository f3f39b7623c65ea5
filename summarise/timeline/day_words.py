"""Words that name a day by another: "the Tuesday night", "yesterday evening", "the next morning", "that same day"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

PartOfDay = Literal["", "morning", "afternoon", "evening", "night", "early hours"]
# The hours that a part of the day is taken to have, counted from the day's midnight: a convention, told with each.
HOURS_OF: dict[PartOfDay, tuple[int, int]] = {
    "": (0, 24),
    "morning": (5, 12),
    "afternoon": (12, 18),
    "evening": (17, 24),
    "night": (20, 30),
    "early hours": (0, 6),
}
# From what a day counts: a weekday of the calendar; when the account was given; the day told of last.
From = Literal["weekday", "made", "told"]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PART = r"(?P<part>morning|afternoon|evening|night|lunchtime)"
_WEEKDAY = re.compile(
    rf"(?:\b(?P<mod>the (?:following|next|previous)|that|last|this|next|the|on|early|late|a|every|each|most|any)\s)?"
    rf"\b(?P<day>{'|'.join(WEEKDAYS)})\b(?!['’]s\b)(?:\s{_PART})?(?:\s(?P<ba>before|after)(?=[,.;:]|\s(?:at|i|he|she)\b))?",
    re.I,
)
_MADE = re.compile(
    rf"\b(?:(?P<today>today|tonight)|(?P<yesterday>yesterday)(?:\s{_PART.replace('part', 'ypart')})?"
    rf"|(?P<last>last night)|this (?P<mpart>morning|afternoon|evening))\b",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:(?:the|that)\s(?P<side>next|following|previous|same|very next)\s(?P<a>day|morning|afternoon|evening|night)"
    r"|(?P<sameday>that (?:very )?(?P<b>day|morning|afternoon|evening|night))"
    r"|the (?P<c>day|morning|afternoon|evening|night) (?P<ba>before|after)"
    r"(?=\s*[,.;:]|\s*$|\s(?:i|he|she|we|they|at|around|about|by|from|between|just|shortly|until)\b)"
    r"|(?P<count>one|two|three|four|five|six|\d|a couple of) (?P<unit>days|weeks|nights|evenings|day|week|night)"
    r" (?P<way>later|earlier|afterwards|before)\b"
    r"|a (?P<wk>day|week|fortnight) (?P<way2>later|earlier))",
    re.I,
)
_PART_OF = re.compile(
    r"\b(?:(?:in|on|during) the (?P<p>early hours|morning|afternoon|evening|night) of (?:the\s)?$"
    r"|(?P<q>afternoon|evening|morning|night) of (?:the )?$|(?P<over>overnight) (?:on |of )?(?:the )?$)",
    re.I,
)
_PART_BEHIND = re.compile(r",?\s(?:in the |at )?(?P<p>morning|afternoon|evening|night)\b", re.I)
_CALLED = re.compile(r"\b(?:mr|mrs|ms|miss|dr|juror|officer)\.?\s$", re.I)  # somebody of that name
_USUAL = re.compile(r"\b(?:on a|usually|always|every)\s$", re.I)
_DAYS_IN = {"week": 7, "fortnight": 14}
_COUNTS = {"one": 1, "a couple of": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True, slots=True)
class DayWord:
    """A day named by another at text[start:end]: so many `days` after it, or a weekday (0: Monday); and a part."""

    start: int
    end: int
    counts_from: From
    days: int = 0
    weekday: int = -1
    part: PartOfDay = ""
    side: int = 0  # for a weekday: -1 the one before, 1 the one after, 0 not said


def day_words(text: str) -> list[DayWord]:
    """The days that a sentence names by others, in order; what is usual ("on a Sunday", "most Sundays") is no day."""
    found = [*_of_account(text), *_of_told(text), *_weekdays(text)]
    kept: list[DayWord] = []
    for one in found:
        if not any(k.start < one.end and one.start < k.end for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda k: k.start)


def part_around(text: str, start: int, end: int) -> PartOfDay:
    """The part of the day that is said with a date: "on the afternoon of 3 May", "3 May in the evening"."""
    before = _PART_OF.search(re.sub(rf"(?:{'|'.join(WEEKDAYS)}),?\s$", "", text[:start], flags=re.I))
    if before:
        return "night" if before["over"] else _part(before["p"] or before["q"])
    behind = _PART_BEHIND.match(text, end)
    return _part(behind["p"]) if behind else ""


def find_weekday(word: DayWord, seen: Sequence[date], told: date | None, made: date | None) -> list[date]:
    """The dates that a weekday may be: one of those told before; else those between the day told of and that on which
    the account was given; one alone is read so, none or several are not guessed."""
    if word.side == 0:
        known = next((d for d in reversed(seen) if d.weekday() == word.weekday), None)
        if known:
            return [known]
    if word.side == -1 and made and told is None:
        return [made - timedelta(days=(made.weekday() - word.weekday - 1) % 7 + 1)]
    if told is None:
        return []
    after = told + timedelta(days=(word.weekday - told.weekday() - 1) % 7 + 1)
    before = after - timedelta(days=7)
    if word.side:
        return [after if word.side > 0 else before]
    if made and made >= told:
        between = [after + timedelta(days=7 * n) for n in range(5) if after + timedelta(days=7 * n) <= made]
        return between or [before]
    return [before, after]


def _of_account(text: str) -> list[DayWord]:
    found = []
    for m in _MADE.finditer(text):
        part = "night" if m["last"] or (m["today"] or "").lower() == "tonight" else m["ypart"] or m["mpart"] or ""
        days = -1 if m["yesterday"] or m["last"] else 0
        found.append(DayWord(m.start(), m.end(), "made", days, part=_part(part)))
    return found


def _of_told(text: str) -> list[DayWord]:
    found = []
    for m in _TOLD.finditer(text):
        if m["side"]:
            days = {"same": 0, "previous": -1}.get(m["side"].lower(), 1)
            part = m["a"]
        elif m["sameday"]:
            days, part = 0, m["b"]
        elif m["ba"]:
            days, part = (-1 if m["ba"].lower() == "before" else 1), m["c"]
        else:
            count, unit = (m["count"] or "one").lower(), (m["unit"] or m["wk"]).lower()
            way = (m["way"] or m["way2"]).lower()
            size = (_COUNTS.get(count) or int(count)) * _DAYS_IN.get(unit.rstrip("s"), 1)
            days = -size if way in ("earlier", "before") else size
            part = unit.rstrip("s") if unit.startswith(("night", "evening")) else ""
        found.append(DayWord(m.start(), m.end(), "told", days, part=_part(part)))
    return found


def _weekdays(text: str) -> list[DayWord]:
    found = []
    for m in _WEEKDAY.finditer(text):
        mod = (m["mod"] or "").lower()
        head = text[: m.start("day")]
        if _CALLED.search(head):
            continue
        usual = mod in ("a", "every", "each", "most", "any") or _USUAL.search(head)
        if usual or text[m.end("day") : m.end("day") + 1] == "s":
            continue
        behind = (m["ba"] or "").lower()
        back, on = mod in ("last", "the previous"), mod in ("the following", "the next")
        side = -1 if back or behind == "before" else 1 if on or behind == "after" else 0
        weekday, part = WEEKDAYS.index(m["day"].lower()), _part(m["part"])
        found.append(DayWord(m.start("day"), m.end(), "weekday", 0, weekday, part, side))
    return found


def _part(word: str | None) -> PartOfDay:
    said = (word or "").lower()
    if said == "lunchtime":
        return "afternoon"
    return said if said in ("morning", "afternoon", "evening", "night", "early hours") else ""  # type: ignore[return-value]
