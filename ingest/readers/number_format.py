"""Writes a sheet's numbers as their number formats show them, dates and times in full and in ISO order.

Formats after ECMA-376 part 1, 18.8.30 and 18.8.31. A date shown as "03/05/26" is read two ways, so dates are written
"2026-05-03" whatever the format's order; a time keeps the format's precision, and its seconds where they are not 0.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from ingest.readers.number_digits import digits_of, spread

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_PADDING = re.compile(r"_.|\*.")  # as wide as a character, or filled with one
_BRACKETED = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.I)
_CURRENCY = re.compile(r"\[\$([^\]\-]*)(?:-[^\]]*)?\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.I)
_DATED = re.compile(r"[dyhsb]|m", re.I)
_NUMERIC = re.compile(r"[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+")
_DIGIT = re.compile(r"[0#?]")
_GENERAL = re.compile(r"general|standard", re.I)
_CONDITION = re.compile(r"\[(<=|>=|<>|=|<|>)\s*(-?\d+(?:\.\d+)?)\]")
_LEADING = re.compile(r"\s*0\d")
_MOST_DIGITS: Final = 15  # that a sheet program keeps and shows
_DAY: Final = 86_400_000  # milliseconds
_LAST: Final = 2_958_466  # serial number of the first day after 9999


@dataclass(frozen=True, slots=True)
class _Moment:
    """What a date format shows: parts of the date, and the precision of the time."""

    date: str  # "", "month" or "day"
    clock: bool
    seconds: bool
    fraction: int  # digits of a second
    elapsed: bool


def shown(number: str, code: str, epoch_1904: bool = False) -> str:
    """The number (as the file writes it) as a person sees it under the format `code`; text that is none stays."""
    try:
        value = Decimal(number.strip())
    except InvalidOperation:
        return number
    if not value.is_finite():
        return number
    value = _meant(value)
    moment = _moment(code)
    if moment is not None:
        return _written(value, moment, epoch_1904) or general(value)
    text = _number(value, code)
    return number.strip() if _LEADING.match(number) and text == general(value) else text


def overlong(number: str, code: str) -> bool:
    """Whether the file writes digits of a number that a sheet program shows as noughts, or noughts that it drops."""
    leading = _LEADING.match(number) is not None
    if (len(number) <= _MOST_DIGITS and not leading) or _moment(code) is not None:
        return False
    try:
        value = Decimal(number.strip())
    except InvalidOperation:
        return False
    return value.is_finite() and (leading or _is_long(_meant(value)))


def unseen(code: str, number: str = "") -> bool:
    """Whether a format (";;;") shows nothing where this number, or without one a text, stands."""
    if ";" not in code:
        return False
    sections = _sections(code)
    if not number:
        return len(sections) > 3 and not sections[3].strip()
    try:
        value = Decimal(number.strip())
    except InvalidOperation:
        return False
    return len(sections) > 1 and value.is_finite() and not _section(sections, value)[0].strip()


def general(value: Decimal) -> str:
    """A number without format: a whole one with all digits that the file holds, a broken one with up to 15.

    Without an exponent if short. A sheet program shows 15 digits, but writes more of broken numbers, which are noise.
    """
    if _is_long(value):
        return format(value, "f").partition(".")[0]
    text = f"{value:.15g}"
    plain = format(Decimal(text), "f")
    if len(plain) > 21:
        return text.upper()
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if value == 0 else plain


def _is_long(value: Decimal) -> bool:
    """Whether a whole number has more digits than a sheet program keeps; noughts at its end are none."""
    if value.adjusted() < _MOST_DIGITS or value.adjusted() > 40 or value != value.to_integral_value():
        return False
    return len(format(value, "f").partition(".")[0].lstrip("-").rstrip("0")) > _MOST_DIGITS


def _meant(value: Decimal) -> Decimal:
    """The number of 15 digits that was written with 17, as programs write one that they hold as a binary fraction."""
    if not _is_long(value) or value.as_tuple().exponent == 0:
        return value
    short = Decimal(f"{value:.{_MOST_DIGITS}g}")
    return short if float(short) == float(value) else value


@lru_cache(1024)
def _moment(code: str) -> _Moment | None:
    """What of a date and time the format shows; None for a format of numbers."""
    first = _QUOTED.sub("", _CURRENCY.sub("", code)).split(";")[0]
    bare = _BRACKETED.sub("", first)
    letters = re.sub(r"general|standard|normal|am/pm|a/p", "", bare, flags=re.I)
    if not _DATED.search(letters):
        return None
    if re.search(r"[#?]", letters) or re.search(r"[0#]e[+-]", letters, re.I):
        return None
    elapsed = bool(_ELAPSED.search(letters))
    plain = _ELAPSED.sub(lambda m: m[1], letters).lower()
    clock = bool(re.search(r"[hs]", plain)) or elapsed
    months = re.sub(r"h+[^a-z]*m{1,2}|m{1,2}[^a-z]*s", "", plain) if clock else plain
    day = "d" in plain
    month = "m" in months and not (clock and not day and "y" not in plain)
    fraction = re.search(r"s[.,](0+)", plain)
    return _Moment(
        "day" if day else "month" if month or "y" in plain else "",
        clock,
        "s" in plain,
        len(fraction[1]) if fraction else 0,
        elapsed,
    )


def _written(value: Decimal, moment: _Moment, epoch_1904: bool) -> str:
    """A serial number of days as date and time; "" where it is out of the calendar."""
    ticks = int((value * _DAY).to_integral_value(ROUND_HALF_UP))
    if moment.elapsed:
        sign = "-" if ticks < 0 else ""
        return sign + _clock(abs(ticks), moment, whole=True)
    if moment.clock and not moment.fraction:  # before the days are told: the last moment of a day may be the next one's
        ticks = (ticks + 500) // 1000 * 1000
    if value < 0 or ticks >= _LAST * _DAY:
        return ""
    days, rest = divmod(ticks, _DAY)
    clock = _clock(rest, moment, whole=False) if moment.clock else ""
    date = _date(days, epoch_1904)
    if not moment.date or (days == 0 and clock and not epoch_1904):
        return clock
    date = date[:7] if moment.date == "month" and not clock else date
    return f"{date} {clock}" if clock else date


def _date(days: int, epoch_1904: bool) -> str:
    """Day `days` of the sheet's calendar; the day 29 February 1900, which never was, is kept as sheets write it."""
    if epoch_1904:
        return (dt.date(1904, 1, 1) + dt.timedelta(days)).isoformat()
    if days == 60:
        return "1900-02-29"
    return (dt.date(1899, 12, 31 if days < 60 else 30) + dt.timedelta(days)).isoformat()


def _clock(ticks: int, moment: _Moment, whole: bool) -> str:
    """Milliseconds as hours, minutes and, where the format shows them or they are not 0, seconds."""
    if not moment.fraction:
        ticks = (ticks + 500) // 1000 * 1000
    seconds, thousandths = divmod(ticks, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours:02}:{minutes:02}" if whole else f"{hours % 24:02}:{minutes:02}"
    if moment.seconds or seconds or moment.fraction:
        text += f":{seconds:02}"
    return text + (f".{thousandths:03}"[: 1 + min(3, moment.fraction)] if moment.fraction else "")


def _number(value: Decimal, code: str) -> str:
    """A number under a format of numbers; one that is not understood shows all digits."""
    section, signed = _section(_sections(code), value)
    if re.fullmatch(r"\s*|@", section):
        return general(value)
    literal = _QUOTED.sub(_literal, _BRACKETED.sub("", _CURRENCY.sub(lambda m: _kept(m[1]), section)))
    if re.search(r"e[+-]|/", literal, re.I):
        return general(value)
    found = _NUMERIC.search(literal) or _GENERAL.search(literal)
    if not found:
        return _said(literal) or general(value)
    digits, end = abs(value) * (100 if "%" in literal else 1), found.end()
    if scaled := re.match(",+", literal[end:]):  # "0.0,," shows millions
        digits, literal = digits.scaleb(-3 * scaled.end()), literal[:end] + literal[end + scaled.end() :]
    if _GENERAL.fullmatch(found[0]):
        body: str | None = general(digits)
    elif more := list(_DIGIT.finditer(literal, end)):
        end = more[-1].end()
        body = spread(digits, literal[found.start() : end])
    else:
        body = digits_of(digits, found[0])
    if body is None or "," in literal[end:]:
        return general(value)
    sign = "-" if value < 0 and signed and re.search("[1-9]", body) else ""
    return sign + _said(literal[: found.start()] + body + literal[end:]).strip()


def _sections(code: str) -> list[str]:
    """The format's sections, parted by semicolons that are not quoted."""
    return re.findall(r'((?:"[^"]*"|\\.|[^;])*);', code + ";") or ["General"]


def _section(sections: list[str], value: Decimal) -> tuple[str, bool]:
    """The section under which a number stands, and whether its sign is shown; "General" where none is for it."""
    tests = [_CONDITION.search(section) for section in sections[:3]]
    if any(tests):
        for section, test in zip(sections, tests, strict=False):
            if test is None or _meets(value, test[1], Decimal(test[2])):
                return section, not (test and _says_below(section, test[1], Decimal(test[2])))
        return "General", True
    if len(sections) > 1 and value < 0:
        return sections[1], False
    return sections[2 if len(sections) > 2 and value == 0 else 0], True


def _says_below(section: str, sign: str, bound: Decimal) -> bool:
    """Whether a section is for numbers below nought alone and says so: another "-" would take it back."""
    bare = _PADDING.sub("", _BRACKETED.sub("", section)).replace('"', "").replace("\\", "")
    around = _DIGIT.split(bare)
    before, after = around[0], around[-1]
    bracketed = before.count("(") > before.count(")") and ")" in after
    said = bracketed or re.search(r"^\s*-|-[^\w]*$|\bminus\b", before, re.I)
    return bound <= 0 and sign in ("<", "<=") and bool(said)


def _meets(value: Decimal, sign: str, bound: Decimal) -> bool:
    return {
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "<>": value != bound,
    }[sign]


def _kept(words: str) -> str:
    """Literal words of a format, under a disguise that no code of the format has."""
    return "".join(chr(0xF0000 + ord(c)) if ord(c) < 0x10000 else c for c in words)


def _said(words: str) -> str:
    """The literal words without their disguise."""
    return "".join(chr(ord(c) - 0xF0000) if 0xF0000 <= ord(c) < 0xFFFFE else c for c in words)


def _literal(found: re.Match[str]) -> str:
    text = found[0]
    return _kept(text[1:-1]) if text[0] == '"' else _kept(text[1]) if text[0] == "\\" else ""
