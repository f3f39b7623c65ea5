"""Finds the details that a text states (numbers, times, dates, names, colours, directions …), each in a normal form.

Two texts state the same detail where `agree` says so: "half past two" and 14:30, "3 May" and 03/05/2026 (day first),
"+44 7700 900123" and "07700 900123", "navy" and "dark blue" where only "blue" is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from summarise.counts import counts
from summarise.proper_names import proper_names
from summarise.times import DAY, NOON, clock_face, clocks, days

DetailKind = Literal[
    "number", "ordinal", "amount", "time", "date", "name", "plate", "phone", "reference", "colour", "direction"
]

_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\bM[rs]\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bNo\.)(?<!\bSt\.)(?<!\b[B-PR-Z]\.)[”\")’']*\s+(?=[“\"(‘']*[A-Z\d])"
    r"|\n\s*\n|\n(?=\W{0,2}(?:\d{1,2}[:.]\d\d|\d{1,2}/\d{1,2}/|\[|[QA]\.\s|[A-Z][\w. ]{1,30}:\s))"
)

_PLATE = re.compile(
    r"(?<![\w/-])(?:[A-Z]{2}\d{2}\s?[A-Z]{3}|[A-Z]\d{1,3}\s[A-Z]{3}|[A-Z]{3}\s\d{1,3}[A-Z]|[A-Z]\d{2,3}[A-Z]{3}"
    r"|[a-z]{2}\d{2}\s?[a-z]{3})(?![\w/-])"
)
_PHONE = re.compile(
    r"(?<![\w.,+/-])(?:\+\d{1,3}[\s-]?(?:\(0\)\s?)?|0|\(0|\()\d{2,5}\)?(?:[\s.-]?\d{2,8}){1,4}(?![\w:/-])"
)
_REFERENCE = re.compile(
    r"(?<![\w'’:./-])(?=[\w/:.-]*\d)(?=[\w/:.-]*[A-Za-z])(?![\d.,]+-?[a-z])"
    r"[A-Za-z\d]+(?:[-/:.][A-Za-z\d]+)*(?![\w'’])"
)
_HOURS = re.compile(r"(?<![\w:.,£$€/–-])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![:\w]|\.\d)")
_SECONDS = re.compile(r":[0-5]\d(:[0-5]\d)")
_UK = re.compile(r"^(?:\+44|0044)")

_COLOURS = (
    "black", "white", "grey", "silver", "red", "blue", "green", "yellow", "orange", "brown", "purple", "pink", "gold",
    "golden", "beige", "cream", "tan", "khaki", "maroon", "burgundy", "crimson", "scarlet", "turquoise", "teal",
    "violet", "lilac", "mauve", "indigo", "magenta", "cyan", "charcoal", "ivory", "bronze", "copper", "olive", "blonde",
    "ginger", "auburn", "brunette",
)  # fmt: skip
_SAME_COLOUR = {"gray": "grey", "blond": "blonde", "golden": "gold", "navy": "navy blue"}
_SHADES = ("dark", "light", "pale", "bright", "deep", "navy", "royal", "sky", "bottle", "lime", "off", "mid", "baby")
_COLOUR = re.compile(
    rf"(?<![\w-])(?:(?P<shade>{'|'.join(_SHADES)})[\s-])?(?P<colour>{'|'.join(_COLOURS)}|gray|blond|navy)"
    r"(?P<ish>n?ish)?(?=\b|ed\b)",
    re.IGNORECASE,
)

_WAYS = {
    "left": "left", "right": "right", "north": "north", "south": "south", "east": "east", "west": "west",
    "northern": "north", "southern": "south", "eastern": "east", "western": "west", "towards": "towards",
    "toward": "towards", "away": "away", "up": "up", "upwards": "up", "upward": "up", "down": "down",
    "downwards": "down", "downward": "down", "upstairs": "upstairs", "downstairs": "downstairs", "inside": "inside",
    "outside": "outside", "into": "into", "out of": "out of", "in front of": "in front", "behind": "behind",
    "above": "above", "below": "below", "beneath": "below", "underneath": "below", "forward": "forward",
    "forwards": "forward", "backward": "backward", "backwards": "backward", "clockwise": "clockwise",
    "anticlockwise": "anticlockwise", "counterclockwise": "anticlockwise", "northbound": "north",
    "southbound": "south", "eastbound": "east", "westbound": "west", "uphill": "up", "downhill": "down",
    "leftwards": "left", "rightwards": "right", "left-hand": "left", "right-hand": "right",
}  # fmt: skip
_WAYS_WORDS = "|".join(w.replace(" ", r"\s") for w in sorted(_WAYS, key=len, reverse=True))
_WAY = re.compile(
    r"(?<![\w-])(?P<way>left-hand|right-hand|(?:north|south)[- ]?(?:east|west)(?:ern)?(?:bound)?"
    rf"|{_WAYS_WORDS})(?:-?ward(?:s|ly)?)?(?![\w-])",
    re.IGNORECASE,
)
# "He left the room" tells no side; neither do "that is right", "right away", "the right to remain silent".
_LEFT_AS_SIDE = re.compile(
    r"\b(?:the|my|his|her|their|its|your|our|to|on|turn\w*|bear\w*|far|top|bottom|upper|lower|hard|immediate"
    r"|right (?:and|or|to)|from|of|a)\s$",
    re.IGNORECASE,
)
_SIDED = re.compile(
    r"[\s-](?:of\b|hand|side|arm|leg|eye|wrist|foot|ear|shoulder|lane|turn|knee|ankle|cheek)", re.IGNORECASE
)
_NOT_A_SIDE = re.compile(
    r"(?:[,.?!]?\s(?:now|away|here|there|before|after|then|that|you)\b|\sto\s(?!left\b|the\b)|\?)", re.IGNORECASE
)
_AGREEING = re.compile(r"\b(?:is|was|are|were|'s|’s|all|am|be|quite)\s$|^\W*$", re.IGNORECASE)

_WEEKDAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_WEEKDAY = re.compile(rf"\b(?:{_WEEKDAYS})\b|\b(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b(?=\.?,?\s\d)", re.IGNORECASE)
_DAY_BEFORE = re.compile(
    rf"\b({_WEEKDAYS}|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?,?\s+(?:the\s+)?$", re.IGNORECASE
)  # what belongs to the date behind it
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = re.compile(
    rf"(?:\b(?:in|of|since|until|by|during|last|next|early|late|mid|this|before|after|from|to)[\s-])?"
    rf"\b(?P<month>{'|'.join(_MONTHS)})\b(?:,?\s(?:of\s)?(?P<year>(?:19|20)\d\d)\b)?"
)


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail at text[start:end] (code points). `value` is its normal form, to be compared by `agree`:

    number, ordinal "6" · amount "GBP 20", "% 5" · time "14:35" (with seconds, where told), or "02:35|14:35" where the
    half of the day is open · date "2026-05-03", "--05-03" without its year, "2026-05", "--05", "monday" · name "kit
    tarrow" · plate "AB12CDE" · phone its digits, +44 as 0 · reference (letters and figures mixed) "PTX26" · colour
    "blue", "dark blue" · direction "left".
    """

    kind: DetailKind
    start: int
    end: int
    value: str


@lru_cache(maxsize=4096)
def _read(text: str, names: frozenset[str]) -> tuple[Detail, ...]:
    taken = bytearray(len(text) + 1)
    found: list[Detail] = []
    for detail in _all(text, names):
        if not any(taken[detail.start : detail.end]):
            taken[detail.start : detail.end] = b"\x01" * (detail.end - detail.start)
            found.append(detail)
    return tuple(sorted(found, key=lambda d: d.start))


def details(text: str, names: Collection[str] = ()) -> list[Detail]:
    """The details of `text` in order, never overlapping; each text is read once and remembered.

    `names` are words known to be names (lower case): so that one opening a sentence is taken for a name.
    """
    return list(_read(text, frozenset(names)))


def agree(claimed: Detail, given: Detail) -> bool:
    """Whether what is given bears what is claimed: of the same kind, and no less exact than claimed."""
    if claimed.kind != given.kind:
        return {claimed.kind, given.kind} <= {"number", "reference"} and claimed.value == given.value
    a, b = claimed.value, given.value
    if a == b:
        return True
    if claimed.kind == "time":
        return _same_time(a, b)
    if claimed.kind == "date":
        return _same_date(a, b)
    if claimed.kind == "colour":
        return a == b.split()[-1]
    return claimed.kind == "name" and _same_name(a.split(), b.split())


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand, roughly: a full stop, white space, then a capital or a figure."""
    borders = [0, *(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(borders) if b > a]


def _all(text: str, names: frozenset[str]) -> Iterator[Detail]:
    """Details of every kind, those that win where two claim the same letters first."""
    for d in days(text):
        end = d.start + len(text[d.start : d.end].rstrip(" .,"))
        value = d.day.isoformat() if d.day else f"--{d.month:02d}-{d.of_month:02d}"
        named = _DAY_BEFORE.search(text, max(0, d.start - 24), d.start)
        begin = named.start() if named else d.start
        yield Detail("date", begin, end, f"{value}/{_weekday(named[1])}" if named else value)
    yield from _times(text)
    for m in _HOURS.finditer(text):  # "the 14:41 to Osmerby": the name of a train is a time as well
        yield Detail("time", m.start(), m.end(), _face(m[0]))
    for m in _PLATE.finditer(text):
        yield Detail("plate", m.start(), m.end(), m[0].replace(" ", "").upper())
    for m in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", _UK.sub("0", m[0].replace("(0)", "")))
        if 7 <= len(digits) <= 15:
            yield Detail("phone", m.start(), m.end(), digits)
    for m in _REFERENCE.finditer(text):
        yield Detail("reference", m.start(), m.end(), re.sub(r"\W", "", m[0]).upper())
    for m in _MONTH.finditer(text):
        if m["year"] or m["month"] not in ("May", "March") or m.start("month") > m.start():
            month = _MONTHS.index(m["month"]) + 1
            yield Detail("date", m.start("month"), m.end(), f"{m['year'] or '-'}-{month:02d}")
    for m in _WEEKDAY.finditer(text):
        yield Detail("date", m.start(), m.end(), _weekday(m[0]))
    for count in counts(text):
        yield Detail(count.kind, count.start, count.end, count.value)
    for name in proper_names(text, names):
        yield Detail("name", name.start, name.end, name.value)
    yield from _colours(text)
    yield from _ways(text)


def _times(text: str) -> Iterator[Detail]:
    """Clock times, sentence by sentence: "in the evening" settles the times of its own sentence only."""
    for start, end in sentence_spans(text):
        for c in clocks(text[start:end]):
            ways = (c.minute, c.minute + NOON) if c.reading == "open" else (c.minute,)
            seconds = _SECONDS.search(text, start + c.start, start + c.end)
            told = "|".join(clock_face(m % DAY) + (seconds[1] if seconds else "") for m in ways)
            yield Detail("time", start + c.start, start + c.end, told)


def _face(digits: str) -> str:
    """14:41 as it stands; a morning hour without its nought may be of the afternoon."""
    hour, _, rest = digits.partition(":")
    later = f"|{int(hour) + 12}:{rest}" if len(hour) == 1 or hour in ("10", "11") else ""
    return f"{int(hour):02d}:{rest}{later}"


def _same_time(a: str, b: str) -> bool:
    """Times agree where one reading of each does; seconds count where both have them."""
    return any(x.startswith(y) or y.startswith(x) for x in a.split("|") for y in b.split("|"))


def _colours(text: str) -> Iterator[Detail]:
    for m in _COLOUR.finditer(text):
        if m["colour"] == "Navy" and not m["shade"]:
            continue  # the service
        named = m["colour"].casefold()
        colour = _SAME_COLOUR.get(named, named)
        shade = (m["shade"] or "").casefold()
        yield Detail("colour", m.start(), m.end(), f"{shade} {colour}" if shade and shade not in colour else colour)


def _ways(text: str) -> Iterator[Detail]:
    for m in _WAY.finditer(text):
        way = re.sub(r"\s+", " ", m["way"].casefold())
        before, after = text[max(0, m.start() - 16) : m.start()], text[m.end() : m.end() + 16]
        if way == "left" and not (_LEFT_AS_SIDE.search(before) or _SIDED.match(after)):
            continue
        if way == "right" and not _SIDED.match(after) and (_NOT_A_SIDE.match(after) or _AGREEING.search(before)):
            continue
        value = _WAYS.get(way) or re.sub(r"[- ]|ern$|(?:ern)?bound$", "", way)
        yield Detail("direction", m.start(), m.end(), value)


def _weekday(word: str) -> str:
    """ "tuesday" of "Tues"."""
    return next(d for d in _WEEKDAYS.split("|") if d.startswith(word.casefold()[:3]))


def _same_date(a: str, b: str) -> bool:
    """Dates agree as far as both tell: "--05-03" with "2026-05-03"; a claimed month, or weekday, with a date in it."""
    (day_a, _, named), (day_b, _, given) = _named_last(a).partition("/"), _named_last(b).partition("/")
    if not given and len(day_b) == len("2026-05-03"):
        given = _WEEKDAYS.split("|")[date.fromisoformat(day_b).weekday()]
    if not day_a or not day_b or (named and given and named != given):
        return not day_a and named == given
    (year, month, *of_month), (year_b, month_b, *of_month_b) = _date_parts(day_a), _date_parts(day_b)
    same_year = not year or not year_b or year == year_b
    return month == month_b and same_year and (not of_month or of_month == of_month_b)


def _named_last(value: str) -> str:
    """A date's value with its weekday behind a stroke; that of a weekday alone has nothing before it."""
    return f"/{value}" if value[:1].isalpha() else value


def _date_parts(value: str) -> list[str]:
    return ["", *value[2:].split("-")] if value.startswith("--") else value.split("-")


def _same_name(claimed: list[str], given: list[str]) -> bool:
    """Every part of the claimed name is a part of the given one; an initial is the first letter of a part."""
    return all(any(c == g or (len(c) == 1 and g.startswith(c)) for g in given) for c in claimed)
