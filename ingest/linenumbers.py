"""Finds the printed line numbers (and time stamps beside them) in the margin of transcripts, and nothing else.

Court reporters number the lines of a page 1 to 25 (some courts 24 or 28). Numbers of lists, of paragraphs and in prose
look alike line by line; what tells them apart is the chain: it counts every printed line, so it runs through the
middle of sentences and starts again on each page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LAST_LINE = 28  # the longest page in use (California pleading paper)
_FULL_PAGE = 23  # a chain that starts again after this many lines has come to a new page
_LOOK_BACK = 8  # candidates that may stand between two numbers of a chain
_MARGIN = re.compile(r"[ \t]*(?P<stamp>\d{1,2}:\d\d:\d\d[ \t]+)?(?P<number>\d{1,2})(?P<gap>[ \t]+|$)")
_ENDS = re.compile(r"[.?!:;)\]\"'”’]\s*$")


@dataclass(frozen=True, slots=True)
class _Candidate:
    line: int
    number: int
    column: int
    gap: int
    stamped: bool
    cut: int
    rest: str


def margins(lines: Sequence[str]) -> dict[int, int]:
    """Index of line → code points of margin (stamp, number and space) at its start, for lines that have one.

    Lines of white space only must be absent. Empty when the text is not numbered by lines.
    """
    found = _candidates(lines)
    if len(found) < 5:
        return {}
    chain = _best_chain(found)
    if not _counts_lines(chain, lines):
        return {}
    return {c.line: c.cut for i, c in enumerate(chain) if _sure(chain, i)}


def _candidates(lines: Sequence[str]) -> list[_Candidate]:
    found = []
    for i, line in enumerate(lines):
        m = _MARGIN.match(line)
        if m and 1 <= (number := int(m["number"])) <= LAST_LINE:
            rest = line[m.end() :].strip()
            gap = len(m["gap"]) if rest else 0
            found.append(_Candidate(i, number, m.end("number"), gap, m["stamp"] is not None, m.end(), rest))
    return found


def _best_chain(found: Sequence[_Candidate]) -> list[_Candidate]:
    """The sequence of candidates with the greatest sum of links (dynamic programming over a short look-back)."""
    best, before = [0.0] * len(found), [-1] * len(found)
    for i, one in enumerate(found):
        for j in range(max(0, i - _LOOK_BACK), i):
            value = best[j] + _link(found[j], one)
            if value > best[i]:
                best[i], before[i] = value, j
    at = max(range(len(found)), key=best.__getitem__)
    chain = []
    while at >= 0:
        chain.append(found[at])
        at = before[at]
    return chain[::-1]


def _link(a: _Candidate, b: _Candidate) -> float:
    """How well `b` follows `a`: the next number, the first of a new page, a gap (lines left out), or a restart."""
    alike = 0.1 * (abs(a.column - b.column) <= 2) + 0.05 * ((a.gap > 1) == (b.gap > 1)) + 0.2 * (a.stamped == b.stamped)
    if b.number == a.number + 1 or (b.number <= 2 and a.number >= _FULL_PAGE):
        return 1.0 + alike
    return alike - (0.25 if b.number > a.number else 0.5)


def _follows(a: _Candidate, b: _Candidate) -> bool:
    return b.number == a.number + 1 or (b.number <= 2 and a.number >= _FULL_PAGE)


def _counts_lines(chain: Sequence[_Candidate], lines: Sequence[str]) -> bool:
    """Whether the chain numbers printed lines, not items: it runs on, and through the middle of sentences."""
    pairs = list(pairwise(chain))
    steps = sum(b.number == a.number + 1 for a, b in pairs)
    pages = sum(_follows(a, b) and b.number < a.number for a, b in pairs)
    if steps < 5:
        return False
    if sum(c.stamped for c in chain) >= 3:
        return True
    if _longest_column(chain) >= 20:
        return True
    inside = sum(_inside_sentence(c, lines) for c in chain)
    lengths = sorted(len(c.rest) for c in chain)
    return inside >= 3 and (pages >= 1 or (steps >= 8 and lengths[len(lengths) // 2] >= 30))


def _inside_sentence(one: _Candidate, lines: Sequence[str]) -> bool:
    """Whether the number stands between a line that has not ended and one that goes on in lower case."""
    after = one.rest or (lines[one.line + 1].strip() if one.line + 1 < len(lines) else "")
    before = lines[one.line - 1] if one.line else ""
    return after[:1].islower() and bool(before.strip()) and not _ENDS.search(before)


def _longest_column(chain: Sequence[_Candidate]) -> int:
    """The longest run of numbers standing alone on neighbouring lines, as PDFs give a margin set as a column."""
    longest = run = 1
    for a, b in pairwise(chain):
        together = not a.rest and not b.rest and b.line == a.line + 1 and b.number == a.number + 1
        run = run + 1 if together else 1
        longest = max(longest, run)
    return longest


def _sure(chain: Sequence[_Candidate], i: int) -> bool:
    """A number of a numbered text counts when its neighbour confirms it, or its shape does."""
    one = chain[i]
    if one.stamped or not one.rest or one.gap >= 3:
        return True
    return (i > 0 and _follows(chain[i - 1], one)) or (i + 1 < len(chain) and _follows(one, chain[i + 1]))
