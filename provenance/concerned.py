"""Which words of a claim the reasons of its verdict are about, for the window to underline and the report to mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from provenance import report_words as words
from provenance.records import Notice

_PLACE = re.compile(r"claim=(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Concern:
    """A reason and the words that it is about: [start, end) of the claim as shown, in code points."""

    start: int
    end: int
    reason: str


def concerns(reasons: Iterable[Notice], whole: str, shown: str) -> tuple[Concern, ...]:
    """The words that the reasons name, in order. Their places are in `whole`, the text that was judged; `shown` is the
    end of it that stands before people (who said it may stand elsewhere), or all."""
    moved = len(whole) - len(shown)
    found = []
    for reason in reasons:
        match = _PLACE.fullmatch(reason.place)
        if match is None or moved < 0:
            continue
        start, end = max(0, int(match[1]) - moved), min(int(match[2]) - moved, len(shown))
        if start < end:
            found += [Concern(start, end, told) for told in words.notices([reason])]
    return tuple(sorted(found, key=lambda c: (c.start, c.end)))


def pieces(shown: str, found: Sequence[Concern]) -> tuple[tuple[str, str], ...]:
    """The shown words cut where marks begin and end: each piece with the reasons that it is marked for, or ""."""
    borders = sorted({0, len(shown), *(at for c in found for at in (c.start, c.end))})
    return tuple(
        (shown[a:b], "; ".join(dict.fromkeys(c.reason for c in found if c.start <= a and b <= c.end)))
        for a, b in pairwise(borders)
    )
