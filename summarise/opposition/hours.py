"""Carries the hour of a scene on: what a sentence says of the time holds for the next ones, until another is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarise.opposition.lines import Line

_REACH = 4  # sentences on from the one that tells the time; an account moves on
_PARTS = re.compile(
    r"\b(?:morning|afternoon|evening|noon|midday|midnight|closing|opening|breakfast|lunch(?:time)?)\b", re.I
)
_USED = {"noon": "noon", "midday": "noon", "lunch": "noon", "lunchtime": "noon", "breakfast": "morning"}
# Words by which an account moves on to a time that it does not tell.
_ON = re.compile(
    r"\b(?:later|afterwards|eventually|finally|by then|by the time|after that|next|until|since|when (?:\w+ ){1,3}"
    r"(?:came|got|went|returned|arrived|left|woke))\b",
    re.I,
)


def with_hours(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, each with the hour and the part of the day that its voice has come to."""
    known: dict[tuple[str, str], tuple[float | None, frozenset[str], int]] = {}
    for line in lines:
        own = line.when.minute if line.when and line.when.own else None
        parts = parts_of(line.text)
        if own is not None or parts:
            known[line.voice] = (own, parts, line.place)
            yield replace(line, hour=own, parts=parts)
            continue
        hour, parts, place = known.get(line.voice, (None, frozenset[str](), line.place))
        if _ON.search(line.text) or line.place - place > _REACH:
            known.pop(line.voice, None)
            yield line
        else:
            yield replace(line, hour=hour, parts=parts)


def parts_of(text: str) -> frozenset[str]:
    """The parts of the day that a sentence names, "lunchtime" as noon."""
    return frozenset(_USED.get(p.casefold(), p.casefold()) for p in _PARTS.findall(text))
