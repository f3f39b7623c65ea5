"""Clock times of a sentence as moments, ranges and bounds, each with its width: "about 2.15", "from eight until four".

The widths are conventions, told with every mark that has one: see `WIDTHS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from provenance.timeline import Extent
from summarise.timeline.bare_hours import bare, pairs
from summarise.times import HOURS, NOON, Clock, clocks, in_part, part_of_day

ROUND = 15  # minutes each way of "about" a full or half hour
LONG = 60  # minutes that "some time after" is taken to reach
# (words before the time, minutes before and after it that they are taken to mean); None: those of the clock itself
WIDTHS: tuple[tuple[re.Pattern[str], tuple[int, int] | None], ...] = tuple(
    (re.compile(rf"\b(?:{words})\s{'' if 'gone' in words else '(?:at ){0,1}'}$", re.I), width)
    for words, width in (
        (r"some\s?time before", (LONG, 0)),
        (r"some\s?time after", (0, LONG)),
        (r"just before|nearly|almost|coming up to|getting on for", (5, 0)),
        (r"just (?:after|gone|past)|(?:had|just) gone|gone", (0, 5)),
        (r"(?:shortly|soon|a (?:little|bit)|not long) before", (10, 0)),
        (r"(?:shortly|soon|a (?:little|bit)|not long) after", (0, 10)),
        (r"about|around|approximately|approx\.?|roughly|circa|c\.|nearer|some\s?time(?: around| about)?", None),
    )
)
_SO = re.compile(r"\s?(?:or so|-?ish|or thereabouts|approximately|approx)\b", re.I)
_ANY = re.compile(rf"\d|\b(?:noon|midday|midnight|{'|'.join(HOURS)})\b", re.I)  # quick to find, and in every time
_JOINED = re.compile(
    r"\s?(?:hours|hrs)?,?\s?(?:to|until|till|and|or|-|–|—)\s(?:about\s|around\s|approximately\s)?", re.I
)
_LEAD = re.compile(
    r"\b(?P<word>from|between|since|until|till|before|after|by)(?:\s(?:about|around|approximately))?\s$", re.I
)
_SIDES: tuple[tuple[Extent, str], ...] = (
    ("since", "since from"),
    ("until", "until till"),
    ("before", "before by"),
    ("after", "after"),
)
ONE_SIDE: dict[str, Extent] = {word: extent for extent, said in _SIDES for word in said.split()}


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a sentence says of time at text[start:end]: one clock or two, with its width in minutes."""

    start: int
    end: int
    first: Clock
    second: Clock | None = None
    extent: Extent = "moment"
    before: int = 0
    after: int = 0


def stretches(text: str) -> list[Stretch]:
    """The clock times of a sentence in order, those that belong together as one."""
    found = _clocks(text)
    made: list[Stretch] = []
    i = 0
    while i < len(found):
        pair = found[i : i + 2]
        joined = len(pair) == 2 and _joint(text, pair[0], pair[1])
        if joined:
            made.append(_pair(text, pair[0], pair[1]))
            i += 2
        else:
            made.append(_one(text, found[i]))
            i += 1
    return made


def width(text: str, clock: Clock) -> tuple[int, int]:
    """Minutes before and after a clock that its words allow."""
    head = text[: clock.start]
    for words, minutes in WIDTHS:
        if words.search(head):
            return minutes or _about(clock)
    return _about(clock) if _SO.match(text, clock.end) else (0, 0)


def _about(clock: Clock) -> tuple[int, int]:
    minutes = ROUND if clock.minute % 30 == 0 else 5
    return minutes, minutes


def _clocks(text: str) -> list[Clock]:
    """The clocks, bare hours that only their words tell as such among them."""
    found: list[Clock] = []
    if not _ANY.search(text):
        return found
    plain, part = clocks(text), part_of_day(text)
    for clock in (*pairs(text), *plain, *bare(text, plain)):
        if not any(c.start < clock.end and clock.start < c.end for c in found):
            found.append(in_part(clock, part))
    return sorted(found, key=lambda c: c.start)


def _joint(text: str, first: Clock, second: Clock) -> bool:
    between = text[first.end : second.start]
    lead = _LEAD.search(text[: first.start])
    if re.fullmatch(r"\s?[-–—]\s?", between):
        return True
    if not _JOINED.fullmatch(between):
        return False
    word = lead["word"].lower() if lead else ""
    return word in ("from", "between") or re.search(r"\b(?:to|until|till|or)\b", between, re.I) is not None


def _pair(text: str, first: Clock, second: Clock) -> Stretch:
    lead = _LEAD.search(text[: first.start])
    word = lead["word"].lower() if lead else ""
    either = re.search(r"\bor\b", text[first.end : second.start], re.I)
    extent: Extent = "within" if either or word == "between" else "throughout"
    low, high = width(text, first)[0], width(text, second)[1]
    start = lead.start() if lead and word in ("from", "between") else first.start
    return Stretch(start, second.end, *settled_pair(first, second), extent, low, high)


def settled_pair(first: Clock, second: Clock) -> tuple[Clock, Clock]:
    """A range of which one end is known, the other read so that it is the shorter way round."""
    if first.reading == "open" and second.reading != "open":
        best = max((m for m in (first.minute, first.minute + NOON) if m <= second.minute), default=None)
        return replace(first, minute=first.minute + NOON if best is None else best, reading="context"), second
    if second.reading == "open" and first.reading != "open":
        best = min((m for m in (second.minute, second.minute + NOON) if m >= first.minute), default=None)
        return first, replace(second, minute=second.minute if best is None else best, reading="context")
    return first, second


def _one(text: str, clock: Clock) -> Stretch:
    before, after = width(text, clock)
    lead = _LEAD.search(text[: clock.start])
    word = lead["word"].lower() if lead and not _near(text[: clock.start]) else ""
    extent = ONE_SIDE.get(word, "moment")
    start = lead.start() if lead and word in ONE_SIDE else _with_width(text, clock.start)
    return Stretch(start, clock.end, clock, None, extent, before, after)


def _near(head: str) -> bool:
    """Whether "before" or "after" stands in "just after" and the like, which is a width."""
    return any(w.search(head) for w, minutes in WIDTHS if minutes)


def _with_width(text: str, start: int) -> int:
    """Where the words of a time begin, those that give its width among them."""
    head = text[:start]
    found = next((m for words, _ in WIDTHS if (m := words.search(head))), None)
    return found.start() if found else start
