"""Finds what a denial makes an exception of: "nobody but Ann", "nothing other than a torch", "not until noon"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarise.checks.phrases import joined, starting_at, surface
from summarise.checks.reading import Denial, Reading

EXCEPTING = re.compile(
    r"\b(?:except(?:ing|\sfor)?|other\sthan|apart\sfrom|aside\sfrom|save\sfor|besides|until|till"
    r"|(?:nobody|no[- ]one|nothing|none|nowhere|anybody|anyone|anything|anywhere|all|everyone|everybody)\sbut)\b",
    re.IGNORECASE,
)
_REACH = 90  # code points between a denial and its exception


@dataclass(frozen=True, slots=True)
class Excepting:
    """The tokens that are excepted; `in_time` where they say until when."""

    tokens: tuple[int, ...]
    in_time: bool


def excepted(reading: Reading, denial: Denial) -> Excepting | None:
    """What a denial excepts; None where it excepts nothing."""
    match = EXCEPTING.search(reading.text, denial.start, min(len(reading.text), denial.end + _REACH))
    if match is None or re.search(r"[.;?!]\s", reading.text[denial.start : match.start()]):
        return None
    first = next((i for i, t in enumerate(reading.tokens) if t.start >= match.end()), len(reading.tokens))
    in_time = match[0].casefold() in ("until", "till")
    found: list[int] = []
    while first < len(reading.tokens):
        party = starting_at(reading, first)
        after = (party.last if party else first) + 1
        found += range(first, after)
        more = after + 1 < len(reading.tokens) and joined(reading, after)
        if not more or surface(reading, after) not in ("and", "or"):
            break
        first = after + 1
    return Excepting(tuple(found), in_time) if found else None
