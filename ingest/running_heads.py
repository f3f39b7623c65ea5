"""Finds running heads and feet: lines at the edges of a text's pages that come back from page to page.

What comes back may also be what was said, so a line is a head only where nothing speaks against it: it ends no
sentence, stands at edges rather than in the text, and comes back on pages that are no copies of each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from ingest.linebreaks import Line

_LONE = re.compile(r"[-–—\s]*(\d{1,6})[-–—\s]*")
_TURN = re.compile(r"\s*(?:[QA][.:]|[A-Z][A-Z.' ]{1,30}:)\s")
_SENTENCE_ENDS = re.compile(r"[.?!…][\s\"'”’»)\]]*\Z")
_WITHIN = re.compile(r"\s*[a-z]\S*(?:\s+\S+){3}")  # goes on with a sentence: begins small, and is long
_EDGE = 4  # lines at the top and foot of a page that may be running heads
_LONGEST_HEAD = 160
_LEAST_PAGES = 3  # on which a head stands
_COPIED = 0.7  # of a page's lines: a page that shares as many with an earlier one is its copy
_INSIDE = 0.5  # of its lines at edges: a line that stands as often elsewhere is no head

Span = tuple[int, int]
Edge = list[tuple[bool, int]]  # (at the top?, index of line)


def running_heads(lines: Sequence[Line], pages: Sequence[Span], whole: set[int]) -> set[int]:
    """Lines at the edges of pages that stand on three pages or more with other numbers, and pages' own numbers.

    `pages` are spans of the layer; `whole` are lines that are furniture already, by index. The top of the first page is
    kept: there it is the document's title, and interrupts nothing. A page of nothing but heads keeps them.
    """
    if len(pages) < 2:
        return set()
    bounds = _bounds(lines, pages)
    edges = [_edge(first, last) for first, last in bounds]
    heads = _repeated(lines, bounds, edges)
    counts = Counter(
        (top, n - number) for number, p in enumerate(edges) for top, i in p if (n := lone_number(lines[i].text))
    )
    found: set[int] = set()
    for number, (page, bound) in enumerate(zip(edges, bounds, strict=True)):
        masked: dict[int, bool] = {}  # index of line → whether it is a head, else a page's number
        for top in (True, False):
            for i in (i for at_top, i in page if at_top == top):
                n = lone_number(lines[i].text)
                head = n is None and (top, _shape(lines[i].text)) in heads
                if not (head or i in whole or (n is not None and counts[(top, n - number)] >= 2)):
                    break
                if not (head and top and number == 0):
                    masked[i] = head
        left = any(i not in masked and i not in whole for i in range(*bound))
        found |= {i for i, head in masked.items() if left or not head}
    return found


def lone_number(line: str) -> int | None:
    """The number that a line is, dashes around it allowed; None for any other line."""
    found = _LONE.fullmatch(line)
    return int(found[1]) if found else None


def _bounds(lines: Sequence[Line], pages: Sequence[Span]) -> list[Span]:
    """For each page the indices [first, last) of its lines."""
    starts = [line.start for line in lines]
    return [(int(a), int(b)) for a, b in (np.searchsorted(starts, page) for page in pages)]


def _edge(first: int, last: int) -> Edge:
    """A page's first lines downwards, then its last lines upwards."""
    top = range(first, min(first + _EDGE, last))
    foot = range(last - 1, max(first + _EDGE - 1, last - 1 - _EDGE), -1)
    return [(True, i) for i in top] + [(False, i) for i in foot]


def _repeated(lines: Sequence[Line], bounds: Sequence[Span], edges: Sequence[Edge]) -> set[tuple[bool, str]]:
    """Shapes of edge lines that stand on three pages and 30 of 100, whose numbers stay or count the pages.

    Pages that are copies of each other count once, and not at all is counted what stands as often within pages.
    """
    original = _originals(lines, bounds)
    seen: dict[tuple[bool, str], list[list[int]]] = {}
    for number, page in enumerate(edges):
        for shape, i in {(top, _shape(lines[i].text)): i for top, i in page if _may_be_head(lines[i].text)}.items():
            seen.setdefault(shape, []).append([number, *map(int, re.findall(r"\d{1,9}", lines[i].text))])
    at_edges = {i for page in edges for _, i in page}
    inside = Counter(
        _shape(line.text) for i, line in enumerate(lines) if i not in at_edges and len(line.text) <= _LONGEST_HEAD
    )
    often = max(_LEAST_PAGES, 0.3 * len({original[n] for n, page in enumerate(edges) if page}))
    return {
        (top, shape)
        for (top, shape), rows in seen.items()
        if len({original[row[0]] for row in rows}) >= often and inside[shape] < _INSIDE * len(rows) and _regular(rows)
    }


def _originals(lines: Sequence[Line], bounds: Sequence[Span]) -> list[int]:
    """For each page the number of the first page that it is a copy of: itself, where it is none.

    Looks at the lines between the edges, where there are a few; at all of a shorter page.
    """
    owner: dict[str, int] = {}
    found: list[int] = []
    for number, (first, last) in enumerate(bounds):
        between = (first + _EDGE, last - _EDGE)
        here = between if between[1] - between[0] >= _EDGE else (first, last)
        texts = [" ".join(lines[i].text.split()).casefold() for i in range(*here)]
        shared = Counter(owner[text] for text in texts if text in owner)
        page, count = max(shared.items(), key=lambda x: (x[1], -x[0]), default=(number, 0))
        found.append(page if count and count >= _COPIED * len(texts) else number)
        for text in texts:
            owner.setdefault(text, number)
    return found


def _regular(rows: Sequence[Sequence[int]]) -> bool:
    """Whether each number (after the page's own, the first) is the same on most pages, or grows with the page."""
    for column in range(1, min(len(row) for row in rows)):
        same = Counter(row[column] for row in rows).most_common(1)[0][1]
        grows = Counter(row[column] - row[0] for row in rows).most_common(1)[0][1]
        if max(same, grows) < 0.7 * len(rows):
            return False
    return True


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


def _may_be_head(line: str) -> bool:
    """Never a turn of testimony or the end of a sentence, however often it repeats; and it must have words."""
    if len(line) > _LONGEST_HEAD or sum(c.isalpha() for c in line) < 3:
        return False
    return not (_TURN.match(line + " ") or _SENTENCE_ENDS.search(line) or _WITHIN.match(line))
