"""Times that hang on another: "ten minutes later", "straight after that", "a quarter of an hour before the train".

How wide each is, is a convention that every mark tells: a number of minutes that is said stands for a fifth more or
less, "about" for a third, "a few" for two to ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

# On what it hangs: the time told last before it; a clock of the same sentence; a train or bus that is named by its
# time; something whose time the sentence does not say.
Hangs = Literal["before", "clock", "service", "other"]

_NUMBERS = {
    **{w: n for n, w in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)},
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "twenty-five": 25,
    "twenty five": 25,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "forty five": 45,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "a": 1,
    "an": 1,
}
_VAGUE = {
    "a couple of": (1, 2, 4),
    "a few": (2, 5, 10),
    "some": (2, 5, 15),
    "several": (3, 7, 15),
    "a good few": (5, 10, 20),
}
_UNITS = {"second": 1 / 60, "sec": 1 / 60, "minute": 1.0, "min": 1.0, "hour": 60.0, "hr": 60.0}
_NUMBER = "|".join(sorted((re.escape(w) for w in _NUMBERS), key=len, reverse=True))
_NEAR = (
    r"(?P<near>about|around|approximately|roughly|perhaps|maybe|nearly|almost|some|only|just|another|no more than"
    r"|at most)"
)
_COUNT = rf"{_NUMBER}|\d{{1,3}}"
_AMOUNT = (
    rf"(?:{_NEAR}\s)?(?:"
    rf"(?P<quarter>(?:a )?quarter of an hour)|(?P<three>three[- ]quarters of an hour)"
    rf"|(?P<half>half an hour|half[- ]hour)|(?P<andhalf>an hour and a half|one and a half hours)"
    rf"|(?:(?P<low>{_COUNT})(?:\s(?:or|to)\s|\s?[-–]\s?(?=\d)))?(?P<high>{_COUNT})[\s-]?"
    rf"(?P<unit>seconds?|secs?|minutes?|mins?|hours?|hrs?)"
    rf"|(?P<vague>a couple of|a good few|a few|some|several)\s(?P<vunit>seconds|minutes|mins|hours)"
    rf")(?P<so>\sor so|\sor more)?\b"
)
_LATER = re.compile(
    rf"\b{_AMOUNT},?\s(?:(?P<later>later|afterwards|after(?: that| this)\b|on\b(?=[,.;]|$))"
    rf"|(?P<earlier>earlier|before(?: that| this| then)\b|beforehand|previously))",
    re.I,
)
_WHAT = r"(?:[^,.;:]|(?<=\d)[.:](?=\d))"
_FROM = re.compile(
    rf"\b{_AMOUNT}\s(?P<side>after|before|past|later than|earlier than)\s(?P<what>{_WHAT}{{1,80}})", re.I
)
_AFTER_SOME = re.compile(
    rf"(?:^|[.;,]\s|\b(?:and|then|but)\s)(?P<lead>after|within)\s{_AMOUNT}"
    r"(?=,|\s(?:i|he|she|we|they|it|a|an|the|there|another|someone|somebody)\b)",
    re.I,
)
_SOON = re.compile(
    r"\b(?:(?P<at_once>straight|immediately|directly|right|moments|seconds)"
    r"|(?P<soon>shortly|soon|not long|a (?:short|little) (?:while|time)|just|a little|minutes)"
    r"|(?P<some>some time|sometime|a while|a (?:good|long) while|a bit|long))\s"
    rf"(?:(?P<side>after|before)(?:wards)?(?P<what>\s{_WHAT}{{1,60}})?"
    r"|(?P<later>later|afterwards)|(?P<earlier>earlier|beforehand))(?=[\s,.;:]|$)",
    re.I,
)
_ANY = re.compile(r"\b(?:later|after\w*|before\w*|earlier|previously|within|past|on)\b", re.I)
_SOON_WIDTHS = {"at_once": (0, 1, 2), "soon": (0, 5, 10), "some": (0, 20, 60)}
_PRONOUN = re.compile(r"\s?(?:that|this|it|then|which)\b", re.I)
_CLAUSE = re.compile(
    r"\s?(?:that|this|it|which)\s(?:i|he|she|we|they|you|a|an|the|there)\b", re.I
)  # "after that I heard"
_SERVICE = re.compile(
    r"(?:the|my|our|his|her|their|that)\s(?P<face>\d{1,2}[.:]\d\d\s)?(?:train|bus|service|coach|tram|ferry|flight|boat)\b"
    r"|the\s(?P<bare>\d{1,2}[.:]\d\d)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Relative:
    """Minutes (least, likely, most) after what it hangs on, negative before it, at text[start:end].

    `at` is where in the text what it hangs on stands, for a clock or a service; `what` is what else it is, in words.
    """

    start: int
    end: int
    least: float
    likely: float
    most: float
    hangs: Hangs
    at: int = -1
    what: str = ""


def relatives(text: str, clocks: Sequence[int]) -> list[Relative]:
    """The relative times of a sentence in order; `clocks` are where its clock times begin."""
    found: list[Relative] = []
    if not _ANY.search(text):
        return found
    for one in (*_from(text, clocks), *_later(text), *_after_some(text), *_soon(text, clocks)):
        if not any(o.start < one.end and one.start < o.end for o in found):
            found.append(one)
    return sorted(found, key=lambda o: o.start)


def _later(text: str) -> Iterator[Relative]:
    for match in _LATER.finditer(text):
        yield _made(match, _amount(match), match["earlier"] is not None, "before")


def _after_some(text: str) -> Iterator[Relative]:
    for match in _AFTER_SOME.finditer(text):
        least, likely, most = _amount(match)
        if match["lead"].lower() == "within":
            least, likely = 0.0, most / 2
        yield Relative(match.start("lead"), match.end(), least, likely, most, "before")


def _from(text: str, clocks: Sequence[int]) -> Iterator[Relative]:
    for match in _FROM.finditer(text):
        at = match.start("what")
        back = match["side"].lower() in ("before", "earlier than")
        if match["side"].lower() == "past":
            continue  # "five minutes past two" is a clock time
        yield _hung(text, match, _amount(match), back, at, clocks)


def _soon(text: str, clocks: Sequence[int]) -> Iterator[Relative]:
    for match in _SOON.finditer(text):
        name = next(n for n in _SOON_WIDTHS if match[n])
        back = (match["side"] or "").lower() == "before" or match["earlier"] is not None
        if match["what"] is None:
            yield _made(match, _SOON_WIDTHS[name], back, "before")
        elif not _is_clock(match.start("what"), match.end("what"), text, clocks):
            yield _hung(text, match, _SOON_WIDTHS[name], back, match.start("what") + 1, clocks)


def _is_clock(start: int, end: int, text: str, clocks: Sequence[int]) -> bool:
    """Whether what follows is a clock time, whose width these words are: "shortly after two"."""
    return any(start <= at <= min(end, start + 12) and not text[start:at].strip(" atbou").strip() for at in clocks)


def _hung(
    text: str, match: re.Match[str], amount: tuple[float, float, float], back: bool, at: int, clocks: Sequence[int]
) -> Relative:
    """A time that says on what it hangs."""
    what = text[at : match.end("what")]
    near = next((c for c in clocks if at <= c <= at + 12 and not re.search(r"\bthe\s$", text[:c], re.I)), None)
    service = _SERVICE.match(what)
    end = at + len(what)
    if near is not None:
        return _made(match, amount, back, "clock", near, end=near)
    if service:
        return _made(match, amount, back, "service", at, service[0], end=at + service.end())
    said = _CLAUSE.match(what) or (_PRONOUN.match(what) if len(what.split()) <= 2 else None)
    if said:
        word = _PRONOUN.match(what)
        return _made(match, amount, back, "before", end=at + word.end() if word else end)
    few = re.match(r"\s*(?:\S+\s?){1,5}", what)
    named = few[0].rstrip() if few else what
    return _made(match, amount, back, "other", at, " ".join(named.split()), end=at + len(named))


def _made(
    match: re.Match[str],
    amount: tuple[float, float, float],
    back: bool,
    hangs: Hangs,
    at: int = -1,
    what: str = "",
    end: int | None = None,
) -> Relative:
    least, likely, most = amount
    if back:
        least, likely, most = -most, -likely, -least
    return Relative(match.start(), match.end() if end is None else end, least, likely, most, hangs, at, what)


def _amount(match: re.Match[str]) -> tuple[float, float, float]:
    """(least, likely, most) minutes of an amount as it is said."""
    near, unit = bool(match["near"] or match["so"]), 1.0
    if match["vague"]:
        least, likely, most = _VAGUE[match["vague"].lower()]
        unit = _unit(match["vunit"])
        return least * unit, likely * unit, most * unit
    fixed = {"quarter": 15.0, "three": 45.0, "half": 30.0, "andhalf": 90.0}
    said = next((minutes for name, minutes in fixed.items() if match[name]), None)
    low = high = said if said is not None else 0.0
    if said is None:
        unit = _unit(match["unit"])
        high = _number(match["high"]) * unit
        low = _number(match["low"]) * unit if match["low"] else high
    share = 1 / 3 if near else 1 / 5
    return low * (1 - share), (low + high) / 2, high * (1 + share)


def _unit(word: str) -> float:
    return _UNITS[word.lower().rstrip("s")]


def _number(word: str) -> float:
    return float(word) if word.isdigit() else float(_NUMBERS[word.lower()])
