"""Converts between Python's code points and the UTF-16 units in which Qt counts text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

Span = tuple[int, int]
# What Qt's documents take for ends of paragraphs or frames, and what stands here in its place: as long as it was.
_SHOWN = str.maketrans({"\r": "\n", "\u2029": "\n", "\ufdd0": "\ufffd", "\ufdd1": "\ufffd", "\ufffc": "\ufffd"})


class Offsets:
    """Offsets of one text both ways; a code point outside the basic plane is two units."""

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [at for at, char in enumerate(text) if ord(char) > 0xFFFF]
        self._wide_units = [at + number for number, at in enumerate(self._wide)]

    def units(self, points: int) -> int:
        """UTF-16 units before the code point at `points`."""
        return points + bisect_left(self._wide, points)

    def points(self, units: int) -> int:
        """Code points before the unit at `units`; the middle of a pair counts as its beginning."""
        return units - bisect_left(self._wide_units, units)


def length(text: str) -> int:
    """How many units Qt counts for a text."""
    return Offsets(text).units(len(text))


def in_units(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans of a text, cut to its length, in units; empty ones are left out."""
    offsets, end = Offsets(text), len(text)
    return [(offsets.units(a), offsets.units(min(b, end))) for a, b in spans if a < min(b, end)]


def shown(text: str) -> str:
    """The text for a Qt document, code point for code point."""
    return text.translate(_SHOWN)
