"""Takes the margins off words that come as they stand on numbered pages, and not from a source that was read."""

from __future__ import annotations

import re
from itertools import pairwise

_MARGIN = re.compile(r"^[ \t]*(?:\d\d:\d\d:\d\d[ \t]+)?(?P<number>[1-9]|[1-4]\d)(?:[ \t]{2,}|[ \t]*$)")
_TIMED = re.compile(r"^[ \t]*\d\d:\d\d:\d\d[ \t]{2,}")
_HEAD = re.compile(r"^.{0,120}\bPage \d+ of \d+\b.{0,60}$")  # of a page
_INLINE_HEAD = re.compile(r"\bCase \S+ Document \S+ Filed \S+ Page \d+ of \d+(?: PageID #: \d+)?(?: \d+\b)?")
_NUMBER = re.compile(r"(?<!\S)(?:\d\d:\d\d:\d\d )?(?P<number>[1-9]|[1-4]\d)(?!\S)")
_FEWEST = 3  # numbered lines, else they are no margin
_CHAIN = 5  # of numbers in order, a line apart, where lines are joined
_LINE = (15, 110)  # letters of one
_IN_ORDER = 0.6  # of them follow on from the line numbered before


def without_margins(text: str) -> str:
    """The text without line numbers and stamps at the heads of its lines, where it has such a margin."""
    return _off_lines(text) if "\n" in text else _off_joined(text)


def _off_lines(text: str) -> str:
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


def _off_joined(text: str) -> str:
    """The same where the lines were joined before: numbers that count on, each a line after the one before."""
    text = _INLINE_HEAD.sub("", text)
    marks = list(_NUMBER.finditer(text))
    longest, back = [1] * len(marks), [-1] * len(marks)
    first = 0  # of those a line before
    for i, mark in enumerate(marks):
        while mark.start() - marks[first].start() > _LINE[1]:
            first += 1
        for k in range(first, i):
            near = mark.start() - marks[k].start() >= _LINE[0]
            if near and longest[k] >= longest[i] and int(mark["number"]) in (int(marks[k]["number"]) + 1, 1):
                longest[i], back[i] = longest[k] + 1, k
    at = max(range(len(marks)), key=longest.__getitem__, default=-1)
    chain: list[re.Match[str]] = []
    while at >= 0:
        chain.append(marks[at])
        at = back[at]
    chain.reverse()
    for mark in reversed(chain if len(chain) >= _CHAIN else []):
        text = text[: mark.start()] + text[mark.end() :]
    return text
