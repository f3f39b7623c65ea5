"""Takes the margins off words that come as they stand on numbered pages, line by line, and not from a read source."""

from __future__ import annotations

import re
from itertools import pairwise

_MARGIN = re.compile(r"^[ \t]*(?:\d\d:\d\d:\d\d[ \t]+)?(?P<number>[1-9]|[1-4]\d)(?:[ \t]{2,}|[ \t]*$)")
_TIMED = re.compile(r"^[ \t]*\d\d:\d\d:\d\d[ \t]{2,}")
_HEAD = re.compile(r"^.{0,120}\bPage \d+ of \d+\b.{0,60}$")  # of a page
_FEWEST = 3  # numbered lines, else they are no margin
_IN_ORDER = 0.6  # of them follow on from the line numbered before


def without_margins(text: str) -> str:
    """The text without line numbers and stamps at the heads of its lines, where it has such a margin; lines joined."""
    if "\n" not in text:
        return text
    lines = [line for line in text.splitlines() if line.strip() and not _HEAD.match(line)]
    marks = [_MARGIN.match(line) for line in lines]
    numbers = [int(m["number"]) for m in marks if m]
    if len(numbers) < _FEWEST or len(numbers) < len(lines) / 2:
        return text
    follow = sum(b in (a + 1, 1) for a, b in pairwise(numbers))
    if follow < _IN_ORDER * (len(numbers) - 1):
        return text
    kept = [line[m.end() :] if m else _TIMED.sub("", line) for line, m in zip(lines, marks, strict=True)]
    return "\n".join(k.strip() for k in kept if k.strip())
