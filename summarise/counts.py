"""Numbers that a text states, in figures or in words, as plain decimals: "half a dozen" is 6, "2.5 million" 2500000."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from summarise.times import HEAD

CountKind = Literal["number", "ordinal", "amount"]

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {"zero": 0, "nought": 0} | {w: i for i, w in enumerate(_UNITS, 1)} | {w: i for i, w in enumerate(_TEENS, 10)}
_SMALL |= {w: 10 * i for i, w in enumerate(_TENS, 2)} | {"fourty": 40}
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip
_LARGE = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_SHORT = {"k": 1_000, "m": 10**6, "bn": 10**9}
_SETS = {"half a dozen": 6, "half-a-dozen": 6, "a couple": 2, "a pair": 2, "twice": 2, "thrice": 3, "a score": 20}
_COINS = {"£": "GBP", "$": "USD", "€": "EUR", "%": "%"}
_COINS |= dict.fromkeys(("pound", "pounds", "quid", "gbp", "pounds sterling"), "GBP")
_COINS |= dict.fromkeys(("dollar", "dollars", "bucks", "usd"), "USD") | dict.fromkeys(("euro", "euros", "eur"), "EUR")
_COINS |= dict.fromkeys(("percent", "per cent", "per-cent"), "%")
_PENCE = {"p": "GBP", "pence": "GBP", "cent": "USD", "cents": "USD"}

_TEN, _ONE = "|".join(_TENS) + "|fourty", "|".join(_UNITS)
_UNDER_100 = rf"(?:(?:{_TEN})(?:[\s-]+(?:{_ONE})\b)?|{'|'.join(_TEENS)}|{_ONE}|zero|nought)"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIZES = "|".join(_LARGE)
_STEP = rf"(?:{_FIGURE}|{_UNDER_100})(?:\s+(?:{_SIZES})\b)+"
_THEN = r"(?:(?:(?<=million)|(?<=thousand)),?\s+(?:and\s+)?)"
_LAST = "|".join(_ORDINALS)
_NUMBER = re.compile(
    rf"(?<![\w.,])(?<![A-Za-z]['’])(?P<coin>[£$€])?\s?(?<![\w])(?P<count>"
    rf"half[ -]a[ -]dozen\b|(?:a\s+(?:{_SIZES})|{_STEP})(?:{_THEN}{_STEP})*"
    rf"(?:\s+(?:and\s+)?{_UNDER_100}\b)?"
    rf"|a\s(?:couple|pair|score)\b|(?:twice|thrice)\b|(?:{_FIGURE})|{_UNDER_100}\b(?!(?<=ty)[\s-](?:{_LAST})\b))"
    rf"(?:(?P<short>k|m|bn)\b|(?P<nth>st|nd|rd|th)\b|(?=[a-z]{{1,4}}\b)|(?![A-Za-z\d]))"
    rf"(?:[\s-]*(?P<unit>%|(?:pounds sterling|pounds?|quid|gbp|dollars?|bucks|usd|euros?|eur|per[ -]?cent"
    rf"|pence|cents?)\b)"
    rf"|(?P<pence>p)\b(?!\.?\s?m\b))?",
    re.IGNORECASE,
)
_NTH = re.compile(
    rf"\b(?:(?P<ten>{_TEN})[\s-]+)?(?P<nth>{'|'.join(_ORDINALS)}|(?:thir|four|fif|six|seven|eigh|nine)teenth"
    r"|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth)\b",
    re.IGNORECASE,
)
_MOMENT = re.compile(r"\b(?:a|one|every|each|per|the last|split|few|a few|\d+)[\s-]$", re.IGNORECASE)  # "a second"
_NOT_COUNTED = re.compile(r"\b(?:no|any|some|every)[\s-]$", re.IGNORECASE)  # "no one"
_PART = re.compile(rf"\d(?:[\d.,]*\d)?|{_UNDER_100}\b|{_SIZES}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """A number at text[start:end]; `value` is a plain decimal, of an amount with its unit before it ("GBP 20")."""

    kind: CountKind
    start: int
    end: int
    value: str


def counts(text: str) -> list[Count]:
    """The numbers, ordinals and amounts that `text` states, in order, never overlapping."""
    found = [c for m in _NUMBER.finditer(text) if (c := _count(m, text))]
    taken = [(c.start, c.end) for c in found]
    for match in _NTH.finditer(text):
        if not any(a < match.end() and match.start() < b for a, b in taken) and (nth := _nth(match, text)):
            found.append(Count("ordinal", match.start(), match.end(), str(nth)))
    return sorted(found, key=lambda c: c.start)


def _count(match: re.Match[str], text: str) -> Count | None:
    words = match["count"].casefold()
    if words == "one" and _NOT_COUNTED.search(text, max(0, match.start() - HEAD), match.start()):
        return None
    short = (match["short"] or "").casefold()
    if short == "m" and not match["coin"]:
        return Count("number", match.start("count"), match.end("count"), _written(_value(words)))  # metres
    value = _value(words) * _SHORT.get(short, 1)
    end = match.end("nth") if match["nth"] else match.end("short") if match["short"] else match.end("count")
    start = match.start("coin") if match["coin"] else match.start("count")
    if match["nth"]:
        return Count("ordinal", start, end, _written(value))
    unit = (match["unit"] or match["pence"] or match["coin"] or "").casefold().replace("-", " ")
    if not unit:
        return Count("number", start, end, _written(value))
    if unit in _PENCE:
        return Count("amount", start, match.end(), f"{_PENCE[unit]} {_written(value / 100)}")
    coin = _COINS[match["coin"]] if match["coin"] else _COINS[unit]
    stop = match.end() if match["unit"] and not match["coin"] else end
    return Count("amount", start, stop, f"{coin} {_written(value)}")


def _value(words: str) -> Decimal:
    """The value of a number's words, as people say them: millions before thousands before hundreds."""
    fixed = next((v for name, v in _SETS.items() if words.replace("-", " ") == name.replace("-", " ")), None)
    if fixed is not None:
        return Decimal(fixed)
    total, part = Decimal(0), Decimal(0)
    for word in _PART.findall(words):
        if word in _LARGE:
            part = max(part, Decimal(1)) * _LARGE[word]
            if _LARGE[word] >= 1_000:
                total, part = total + part, Decimal(0)
        elif word[0].isdigit():
            part += Decimal(word.replace(",", ""))
        else:
            part += sum(_SMALL[w] for w in re.split(r"[\s-]+", word))
    return total + part


def _nth(match: re.Match[str], text: str) -> int:
    """Which one is meant; 0 for a second of time ("a second later")."""
    word, ten = match["nth"].casefold(), match["ten"]
    if word == "second" and not ten and _MOMENT.search(text, max(0, match.start() - HEAD), match.start()):
        return 0
    value = _SMALL[ten.casefold()] if ten else 0
    if word in _ORDINALS:
        return value + _ORDINALS.index(word) + 1
    stem = word.removesuffix("ieth") + "y" if word.endswith("ieth") else word.removesuffix("th")
    return value + _SMALL[stem]


def _written(value: Decimal) -> str:
    """A decimal without exponent and without closing zeros: 20, 2.5."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
