"""Reads how old or tall somebody was and how fast something went, as ranges that leave room for estimates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.opposition.assertion import Assertion, Range
from summarise.opposition.counts import number
from summarise.opposition.lines import Line
from summarise.opposition.people import Person
from summarise.text import stem

_METRES = {
    "mm": 0.001, "millimetre": 0.001, "cm": 0.01, "centimetre": 0.01, "inch": 0.0254, "inche": 0.0254, "foot": 0.3048,
    "feet": 0.3048, "ft": 0.3048, "yard": 0.9144, "m": 1.0, "metre": 1.0, "meter": 1.0,
}  # fmt: skip
_LONG = re.compile(
    r"\b[Tt]he (?P<thing>[a-z]+) (?:was|is|were|are|looked|seemed) (?:only |at most |about |around |nearly |some )?"
    r"(?P<least>\d+(?:\.\d+)?|[a-z]+)(?: (?:or|to) (?P<most>\d+(?:\.\d+)?|[a-z]+))? ?"
    rf"(?P<unit>{'|'.join(sorted(_METRES, key=len, reverse=True))})s? (?P<way>long|wide|deep|high|thick)\b"
)
_GUESSED = 0.35  # share by which two guesses of a length may differ that are of one thing, each way
_YEARS_OLD, _CENTIMETRES, _SPEED_SHARE = 3, 5, 0.15  # how far two estimates may be apart, each way
_DECADE = re.compile(
    r"\b(?P<part>early|mid|late|middle)?(?:[ -]to[ -](?P<part2>mid|late))?[ -]?"
    r"(?P<tens>twent|thirt|fort|fift|sixt|sevent|eight)ies\b",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:aged?|between|put (?:him|her|them) at|is|was|as|about|around) (?:about |around )?(?P<low>\d{2})"
    r"(?:(?:[–-]| to | or | and )(?P<high>\d{2}))? years? (?:old|of age)\b"
    r"|\bbetween (?P<low3>\d{2}) and (?P<high3>\d{2})(?: years\b)"
    r"|\b(?:put (?:him|her|them) at|aged?) (?:about |around )?(?P<low2>\d{2})(?: (?:or|to) (?P<high2>\d{2}))?",
    re.IGNORECASE,
)
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60, "sevent": 70, "eight": 80}
_PARTS = {"early": (0, 4), "mid": (3, 7), "middle": (3, 7), "late": (6, 9)}
_FEET = re.compile(
    r"\b(\d|four|five|six)\s?(?:feet|foot|ft|')\s?(\d{1,2}|\w+)?\s?(?:inch(?:es)?|ins?\b|\"|”|'')?", re.IGNORECASE
)
_METRIC = re.compile(
    r"\b(1\d\d)\s?cm\b|\b([12]\.\d\d?)\s?(?:m|metres?)\b(?=[^.]{0,12}\b(?:tall|height|in height)|)", re.IGNORECASE
)
_SPEED = re.compile(r"\b(\d{1,3}|\w+)(?: (?:or|to) (\d{1,3}|\w+))? ?(?:mph|miles? (?:an|per) hour)\b", re.IGNORECASE)
_TALL = re.compile(r"\b(?:tall|height|build|described?|describe)\b", re.IGNORECASE)


def measures(line: Line) -> Iterator[Assertion]:
    """Ages, heights and speeds."""
    text = line.text
    person = next((p for _, p in line.people if p.role not in ("self", "they")), None)
    if person and (age := _age(text)):
        value, low, high = age
        means = Range(low - _YEARS_OLD, high + _YEARS_OLD)
        yield _made(line, "age", person, value, means, f"how old {person.told} was", 0.5)
    if person and _TALL.search(text) and (height := _height(text)):
        value, low, high = height
        yield _made(
            line,
            "height",
            person,
            value,
            Range(low - _CENTIMETRES, high + _CENTIMETRES),
            f"how tall {person.told} was",
            0.5,
        )
    for match in _SPEED.finditer(text):
        low = number(match[1])
        high = number(match[2]) if match[2] else low
        if low and high:
            means = Range(low * (1 - _SPEED_SHARE), high * (1 + _SPEED_SHARE))
            yield _made(line, "speed", None, match[0], means, "how fast it went", 0.35)


def lengths(line: Line) -> Iterator[Assertion]:
    """How long, wide or deep a thing was: ranges in metres, wide enough for guesses."""
    for match in _LONG.finditer(line.text if line.told and not line.denied else ""):
        low = _figure(match["least"]) * _METRES[match["unit"]]
        high = _figure(match["most"]) * _METRES[match["unit"]] if match["most"] else low
        if low and high:
            means = Range(low * (1 - _GUESSED), high * (1 + _GUESSED))
            topic, value = f"{match['way']} {stem(match['thing'])}", match[0].partition(match["thing"])[2].strip()
            about = f"how {match['way']} the {match['thing']} was"
            yield _made(line, topic, None, value.partition(" ")[2], means, about, 0.42)


def _figure(word: str) -> float:
    return float(word) if word.replace(".", "").isdigit() else number(word)


def _made(line: Line, topic: str, who: Person | None, value: str, means: Range, about: str, firm: float) -> Assertion:
    return Assertion("number", topic, who, value, means, about, firm, line.hedged, line, line, line)


def _age(text: str) -> tuple[str, float, float] | None:
    """The words for an age with its least and most in years."""
    if match := _DECADE.search(text):
        low, high = _PARTS.get((match["part"] or "").lower(), (0, 9))
        if match["part2"]:
            high = _PARTS[match["part2"].lower()][1]
        tens = _TENS[match["tens"].lower()]
        return match[0].strip(), tens + low, tens + high
    if match := _AGE.search(text):
        least = match["low"] or match["low2"] or match["low3"]
        return match[0].strip(), float(least), float(match["high"] or match["high2"] or match["high3"] or least)
    return None


def _height(text: str) -> tuple[str, float, float] | None:
    """The words for a height with its least and most in centimetres."""
    found = []
    for match in _FEET.finditer(text):
        inches = number(match[2]) if match[2] else 0.0
        found.append((match, 30.48 * number(match[1]) + 2.54 * inches))
    found += [(m, float(m[1]) if m[1] else 100 * float(m[2])) for m in _METRIC.finditer(text)]
    heights = [(m, cm) for m, cm in found if 120 <= cm <= 220]
    if not heights:
        return None
    value = text[heights[0][0].start() : heights[-1][0].end()].strip()
    return value, min(cm for _, cm in heights), max(cm for _, cm in heights)
