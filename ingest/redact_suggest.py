"""Suggests what may have to be redacted in a text; a person decides, and some of it is always missed.

Telephone numbers, e-mail addresses, addresses, dates of birth, postcodes and number plates as they are written in the
United Kingdom.

Not found: numbers without an area code, plates from before 1963, addresses without a number or a word such as "Road",
dates of birth without a word for it, and whatever OCR read with wrong letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

SuggestedKind = Literal["phone", "email", "address", "birth", "postcode", "plate"]
SUGGESTED: tuple[SuggestedKind, ...] = get_args(SuggestedKind)
_GAP: Final = r"[\s.()–/-]{0,3}"
_PHONE = re.compile(rf"(?<![\w.+/-])(?:(?:\+|00){_GAP}44{_GAP}0?{_GAP}|\(?0)[1-9](?:{_GAP}\d){{8,9}}(?![\w-]|[./]\d)")
_ABROAD = re.compile(r"(?<![\w+])\+[1-9](?:[\s.()-]{0,2}\d){7,13}(?![\w])")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@-])")
# BS 7666: area and district, then sector and unit; in capitals together or apart, in small letters apart only.
_AREA: Final = r"(?:[A-PR-UWYZ][0-9]{1,2}|[A-PR-UWYZ][A-HK-Y][0-9]{1,2}|[A-PR-UWYZ][0-9][A-HJKPSTUW]"
_POSTCODE_OUT: Final = _AREA + r"|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRV-Y]|GIR)"
_UNIT: Final = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_POSTCODE = re.compile(rf"(?<![\w-]){_POSTCODE_OUT}[ \t\u00a0]{{0,2}}{_UNIT}(?![\w-])")
_POSTCODE_SMALL = re.compile(rf"(?<![\w-]){_POSTCODE_OUT}[ \t\u00a0]{_UNIT}(?![\w-])", re.IGNORECASE)
# Since 2001; in small letters only with the space, or in one word of seven. Older forms in capitals only.
_PLATE = re.compile(r"(?<![\w-])[A-Z]{2}[0-9]{2}[ \t-]?[A-Z]{3}(?![\w-])")
_PLATE_SMALL = re.compile(r"(?<![\w-])[a-z]{2}[0-9]{2} ?[a-z]{3}(?![\w-])", re.IGNORECASE)
_PLATE_OLD = re.compile(
    r"(?<![\w-])(?:[A-HJ-NPR-TV-Y][0-9]{1,3} [A-Z]{3}|[A-HJ-NPR-TV-Y][0-9]{2,3}[A-Z]{3}"
    r"|[A-Z]{3} ?[0-9]{1,3}[A-HJ-NPR-TV-Y]|(?=[A-Z]{0,2}[IZ])[A-Z]{2,3} ?[0-9]{3,4})(?![\w-])"
)
_MONTHS: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DATE: Final = (
    rf"(?:\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?(?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTHS}\.?,?\s\d{{2,4}}|{_MONTHS}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}})"
)
_BIRTH = re.compile(
    rf"\b(?:date\s(?:and\splace\s)?of\sbirth|birth\s?(?:date|day)|d\.?\s?o\.?\s?b\b\.?|born)"
    rf"[^\d\n]{{0,24}}?\n?[^\d\n]{{0,8}}?(?P<date>{_DATE})(?!\d)",
    re.IGNORECASE,
)
_STREETS: Final = (
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Cl|Drive|Dr|Way|Court|Ct|Place|Pl|Terrace|Gardens|Gdns|Crescent"
    r"|Cres|Grove|Row|Hill|Park|Square|Sq|Walk|Mews|Rise|View|Green|Yard|Parade|Quay|Wharf|Gate|Fields?|Croft|Embankment"
    r"|Broadway|Bank|Meadows?|Mount|Path|Heath|Vale|End|Side|Wood|Common|Approach|Circus|Passage|Esplanade|Promenade)"
)
_NAME: Final = r"(?:[A-Z][\w'’.-]{0,24}|of|the|on|upon|and)"
_ADDRESS = re.compile(
    rf"(?<![\w/.,:-])(?:(?:[Ff]lat|[Aa]partment|[Uu]nit|[Rr]oom|Apt\.?)\s\w{{1,4}},?\s)?\d{{1,4}}[A-Za-z]?(?:[-–/]\d{{1,4}})?,?\s"
    rf"(?!(?i:{_MONTHS})\b)(?:{_NAME}\s){{0,3}}[A-Z][\w'’.-]{{0,24}}\s{_STREETS}(?![\w'’])"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A stretch [start, end) of a text that may have to be redacted, and what it seems to be."""

    kind: SuggestedKind
    start: int
    end: int


def suggestions(text: str) -> list[Suggestion]:
    """What was found, in order of place; of what overlaps the longest."""
    found = sorted(_all(text), key=lambda s: (s.start - s.end, s.start, SUGGESTED.index(s.kind)))
    kept: list[Suggestion] = []
    taken = bytearray(len(text))
    for one in found:
        if not any(taken[one.start : one.end]):
            kept.append(one)
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return sorted(kept, key=lambda s: s.start)


def _all(text: str) -> Iterator[Suggestion]:
    patterns: tuple[tuple[SuggestedKind, re.Pattern[str]], ...] = (
        *(("phone", pattern) for pattern in (_PHONE, _ABROAD)),
        ("email", _EMAIL),
        ("address", _ADDRESS),
        *(("postcode", pattern) for pattern in (_POSTCODE, _POSTCODE_SMALL)),
        *(("plate", pattern) for pattern in (_PLATE, _PLATE_SMALL, _PLATE_OLD)),
    )  # fmt: skip
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            aside = match[0].startswith("(") and ")" not in match[0]  # the bracket is not the number's
            yield Suggestion(kind, match.start() + aside, match.end())
    yield from (Suggestion("birth", *m.span("date")) for m in _BIRTH.finditer(text))
