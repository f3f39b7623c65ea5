"""Puts the words of a picture into reading order: columns one after the other, tables and forms row by row.

A recursive cut in the manner of XY-cut (Nagy and Seth, 1984), on words instead of lines, because a detector of lines
joins neighbouring columns where the gutter is narrow. A gutter is a clear vertical strip with prose on both sides;
what crosses it alone on its height (a heading) parts the page into an upper and a lower band, what crosses it with
text beside it (a caption) is read after the columns.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_LEAST_ROWS = 4  # rows of text on each side of a gutter
_LEAST_WORDS = 2.5  # words per row on each side: less is a table or a form, which is read row by row
_HALF_GUTTER = 0.25  # of the usual height of a word; spaces between words are about 0.3 wide, gutters 0.8 and more
_BLOCK_GAP = 0.6  # of the height of a row: as much white may end a block


class Token(NamedTuple):
    """A word as read: where it stands on the levelled page, by which words are put in order, its confidence, whether
    white space stands before it on its line, and its box x0, y0, x1, y1 in pixels of the page as it lies."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float
    spaced: bool
    box: tuple[float, float, float, float]


Line = tuple[Token, ...]


class _Band(NamedTuple):
    """Lines between two headings, and the gutter's verdict: whether they stand in columns."""

    flow: list[Line]
    insets: list[Line]
    columns: bool


def reading_order(lines: Sequence[Line]) -> list[Line]:
    """Rows of tokens in reading order, with an empty row where a block ends; every token is kept once."""
    kept = [line for line in lines if line]
    if not kept:
        return []
    tall = float(np.median([token.y1 - token.y0 for line in kept for token in line]))
    rows: list[Line] = []
    for block in _blocks(kept, max(tall, 1.0)):
        rows += [*([()] if rows else []), *block]
    return rows


def _blocks(lines: list[Line], tall: float) -> list[list[Line]]:
    """Blocks of rows, in order."""
    region = _Region(lines, tall)
    cut = region.best_cut()
    bands = [] if cut is None else region.bands(cut)
    if cut is None or not any(band.columns for band in bands):
        return _paragraphs(_rows(lines))
    found: list[list[Line]] = []
    rest: list[Line] = []
    for band in bands:
        if not band.columns:
            rest += band.flow + band.insets
            continue
        found += _blocks(rest, tall) if rest else []
        rest = []
        for side in (_part(band.flow, cut, left=True), _part(band.flow, cut, left=False), band.insets):
            found += _blocks(side, tall) if side else []
    return found + (_blocks(rest, tall) if rest else [])


class _Region:
    """Lines with their extents as arrays, so that many places for a gutter can be tried."""

    def __init__(self, lines: list[Line], tall: float) -> None:
        self._lines = lines
        self._tall = tall
        self._first = np.cumsum([0] + [len(line) for line in lines[:-1]])  # each line's first token
        tokens = [t for line in lines for t in line]
        self._x0, self._x1, y0, y1 = np.array([(t.x0, t.x1, t.y0, t.y1) for t in tokens]).T
        self._top, self._bottom = np.minimum.reduceat(y0, self._first), np.maximum.reduceat(y1, self._first)
        self._middle = (self._top + self._bottom) / 2
        self._beside = _beside(self._top, self._bottom)

    def best_cut(self) -> float | None:
        """The middle of the best gutter: the one with most lines beside it, then the widest."""
        if len(self._lines) < 2 * _LEAST_ROWS:
            return None
        step = self._tall / 4
        places = np.arange(self._x0.min() + step, self._x1.max(), step)
        scores = np.array([self._score(float(x)) for x in places])
        if not len(scores) or scores.max() == 0:
            return None
        best = np.concatenate([[0], (scores == scores.max()).astype(int), [0]])
        starts, ends = np.flatnonzero(np.diff(best) == 1), np.flatnonzero(np.diff(best) == -1)
        widest = int(np.argmax(ends - starts))
        return float(places[starts[widest] : ends[widest]].mean())

    def bands(self, x: float) -> list[_Band]:
        """The lines parted at headings that cross `x`, from top to bottom; a heading stands in a band of its own."""
        crossing, headings, place = self._parted(x, 0.0)  # what pokes into the gutter a little does not cross it
        columns = self._in_columns(x, ~crossing, place, len(headings) + 1)
        bands = []
        for n in range(len(headings) + 1):
            inside = np.flatnonzero(place == n)
            flow = [self._lines[i] for i in inside if not crossing[i]]
            bands.append(_Band(flow, [self._lines[i] for i in inside if crossing[i]], bool(columns[n])))
            if n < len(headings):
                bands.append(_Band([self._lines[headings[n]]], [], False))
        return bands

    def _score(self, x: float) -> int:
        crossing, headings, place = self._parted(x, _HALF_GUTTER * self._tall)
        columns = self._in_columns(x, ~crossing, place, len(headings) + 1)
        return int((columns[place] & (place >= 0) & ~crossing).sum())

    def _parted(self, x: float, reach: float) -> tuple[NDArray[np.bool_], NDArray[np.intp], NDArray[np.intp]]:
        """Which lines cross `x`, which of them are headings (top to bottom), and each line's band (-1: heading)."""
        crossing = np.logical_or.reduceat((self._x0 < x + reach) & (self._x1 > x - reach), self._first)
        headings = np.flatnonzero(crossing & ~self._beside)
        headings = headings[np.argsort(self._middle[headings], kind="stable")]
        place = np.searchsorted(self._middle[headings], self._middle)
        place[headings] = -1
        return crossing, headings, place

    def _in_columns(self, x: float, flow: NDArray[np.bool_], place: NDArray[np.intp], count: int) -> NDArray[np.bool_]:
        """Whether each of `count` bands has prose on both sides of `x`, on shared height."""
        left = np.add.reduceat(((self._x0 + self._x1) / 2 < x).astype(int), self._first)
        right = np.diff([*self._first, len(self._x0)]) - left
        good = np.ones(count, np.bool_)
        tops, bottoms = np.zeros(count), np.full(count, np.inf)
        for words in (left, right):
            on = flow & (words > 0) & (place >= 0)
            lines = np.bincount(place[on], minlength=count)
            good &= lines >= _LEAST_ROWS
            good &= np.bincount(place[on], words[on], minlength=count) >= _LEAST_WORDS * lines
            top, bottom = np.full(count, np.inf), np.zeros(count)
            np.minimum.at(top, place[on], self._top[on])
            np.maximum.at(bottom, place[on], self._bottom[on])
            tops, bottoms = np.maximum(tops, top), np.minimum(bottoms, bottom)
        return good & (bottoms - tops >= (_LEAST_ROWS - 1) * self._tall)


def _beside(tops: NDArray[np.float64], bottoms: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether another line stands on the same height as each line."""
    shared = np.minimum(bottoms[:, None], bottoms) - np.maximum(tops[:, None], tops)
    heights = np.minimum((bottoms - tops)[:, None], bottoms - tops)
    return np.asarray((shared > 0.5 * heights).sum(axis=1) > 1)


def _part(lines: list[Line], x: float, *, left: bool) -> list[Line]:
    """What stands on one side of `x`; a line that the detector drew over the gutter is parted."""
    parts = (tuple(t for t in line if ((t.x0 + t.x1) / 2 < x) == left) for line in lines)
    return [part for part in parts if part]


def _rows(lines: list[Line]) -> list[Line]:
    """Lines that share a height joined into rows from left to right, rows from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (_middle(line), line[0].x0)):
        if rows and any(_shares_height(line, other) for other in rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_joined(sorted(row, key=lambda line: line[0].x0)) for row in rows]


def _joined(row: list[Line]) -> Line:
    """One line of several pieces; each piece stands apart from the one before it."""
    return tuple(t if n else t._replace(spaced=True) for line in row for n, t in enumerate(line))


def _middle(line: Line) -> float:
    return (min(t.y0 for t in line) + max(t.y1 for t in line)) / 2


def _shares_height(one: Line, other: Line) -> bool:
    top, bottom = (
        max(min(t.y0 for t in line) for line in (one, other)),
        min(max(t.y1 for t in line) for line in (one, other)),
    )
    least = min(max(t.y1 for t in line) - min(t.y0 for t in line) for line in (one, other))
    return bottom - top > 0.5 * least


def _paragraphs(rows: list[Line]) -> list[list[Line]]:
    """Rows grouped into blocks where more white than usual stands between them, however widely lines are spaced."""
    extents = [(min(t.y0 for t in row), max(t.y1 for t in row)) for row in rows]
    gaps = [below[0] - above[1] for above, below in itertools.pairwise(extents)]
    usual = float(np.median(gaps)) if gaps else 0.0
    blocks: list[list[Line]] = [rows[:1]]
    for row, (top, bottom), gap in zip(rows[1:], extents[1:], gaps, strict=True):
        if gap > max(_BLOCK_GAP * (bottom - top), 1.6 * usual):
            blocks.append([])
        blocks[-1].append(row)
    return blocks
