"""Puts together lines of text that run along a picture looked at part by part, and cuts them anew between words.

No part shows such a line whole. The recogniser would read it whole, but needs memory by its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.readers.picture_layout import Line, Token
from ingest.readers.picture_words import UNSPACED, Quads

Pixels = NDArray[np.uint8]
_PIECE: Final = 60.0  # heights of a line: a longer one is cut
_UNBROKEN: Final = 300.0  # heights: a longer one is cut even where no white stands
_WINDOW: Final = 10.0  # heights before and behind the place of a cut in which white is looked for
_SPACE: Final = 0.25  # of a line's height: white as wide parts words
_WHITE: Final = 0.25  # of the contrast of letters, at the most
_LIKE: Final = 2.0  # times the height of a line that what goes on with it may be high
_SWAPPED: Final = [0, 3, 2, 1]  # corners of a box whose x and y change places, clockwise again
_RUN_ON: Final = re.compile(f"[{UNSPACED}]")


def put_together(picture: Pixels, found: Sequence[Quads], *, downwards: bool) -> Quads:
    """Corners (n, 4, 2) of lines along a picture (h, w, 3), out of what was found in each part, one after the other.

    What two parts show of one line overlaps where they do, and is joined; a long line comes as several, one behind the
    other. `downwards`: the picture is high, and its lines run from its top to its bottom or back.
    """
    if downwards:
        swapped = [quads[:, _SWAPPED, ::-1] for quads in found]
        return put_together(picture.transpose(1, 0, 2), swapped, downwards=False)[:, _SWAPPED, ::-1]
    lines: list[Quads] = []
    reaching: list[Quads] = []  # lines that the part before shows
    for quads in found:
        ended, reaching = _gone_on(reaching, quads)
        lines += ended
    pieces = [piece for line in [*lines, *reaching] for piece in _pieces(picture, line)]
    return np.array(pieces, np.float32).reshape(-1, 4, 2)


def rejoined(quads: Quads, pieces: Sequence[Line]) -> list[Line]:
    """The words of lines, one for each of the boxes (n, 4, 2): those of boxes with an edge in common are one line's.

    Else the places of the cuts would look like the gutters of columns.
    """
    lines: list[list[Line]] = []
    last: Quads | None = None
    for quad, words in zip(quads, pieces, strict=True):
        if last is not None and (quad[:, None] == last[None]).all(axis=2).sum() == 2:
            lines[-1].append(words)
        else:
            lines.append([words])
        last = quad
    return [_one(sorted(filter(None, line), key=lambda piece: piece[0].x0)) for line in lines if any(line)]


def _one(pieces: Sequence[Line]) -> Line:
    """One line of several; cuts stand between words, but in scripts that have no spaces between letters."""
    made: list[Token] = []
    for first, *rest in pieces:
        run_on = made and _RUN_ON.match(made[-1].text[-1:]) and _RUN_ON.match(first.text)
        made += [first._replace(spaced=not run_on) if made else first, *rest]
    return tuple(made)


def _gone_on(before: Sequence[Quads], quads: Quads) -> tuple[list[Quads], list[Quads]]:
    """The lines that end with the part before, and those of this part, joined to what they go on with."""
    same = _same(quads, np.array(before, np.float32).reshape(-1, 4, 2))
    now: list[list[Quads]] = []  # what makes each line of this part
    line_of: dict[int, int] = {}  # which of them a line of the part before belongs to
    for quad, row in zip(quads, same, strict=True):
        matched = np.flatnonzero(row).tolist()
        known = sorted({line_of[i] for i in matched if i in line_of})
        at = known[0] if known else len(now)
        now += [] if known else [[]]
        now[at] += [quad, *(before[i] for i in matched), *(one for n in known[1:] for one in now[n])]
        for n in known[1:]:
            now[n] = []
        line_of = {i: at if n in known else n for i, n in line_of.items()} | dict.fromkeys(matched, at)
    ended = [line for i, line in enumerate(before) if i not in line_of]
    return ended, [_span(members) for members in now if members]


def _same(quads: Quads, lines: Quads) -> NDArray[np.bool_]:
    """Which boxes (n, 4, 2) go on with which lines (m, 4, 2): they overlap, are as high, and stand in the same row."""
    (left, right, high), (left_of, right_of, high_of) = _extents(quads), _extents(lines)
    begins, ends = np.maximum(left[:, None], left_of), np.minimum(right[:, None], right_of)
    least_high = np.minimum(high[:, None], high_of)
    least_wide = np.minimum((right - left)[:, None], right_of - left_of)
    middle = ((begins + ends) / 2).astype(np.float32)
    apart = np.abs(_level(quads[:, None], middle) - _level(lines[None], middle))
    overlap = (ends - begins > 0) & (ends - begins >= np.minimum(least_high, least_wide) / 2)
    return np.asarray(overlap & (np.maximum(high[:, None], high_of) < _LIKE * least_high) & (apart < least_high / 2))


def _extents(quads: Quads) -> tuple[Quads, Quads, Quads]:
    """Left, right and height (n,) of boxes."""
    heights = np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1) + np.linalg.norm(quads[:, 2] - quads[:, 1], axis=1)
    return quads[..., 0].min(axis=1), quads[..., 0].max(axis=1), np.maximum(heights / 2, 1.0)


def _level(quads: Quads, x: Quads) -> Quads:
    """Where the middle of boxes (…, 4, 2) stands at `x`."""
    (left, top), (right, bottom) = (
        (quads[..., a, 0] + quads[..., b, 0], quads[..., a, 1] + quads[..., b, 1]) for a, b in ((0, 3), (1, 2))
    )
    return np.asarray((top + (bottom - top) * (2 * x - left) / np.maximum(right - left, 1.0)) / 2)


def _span(quads: Sequence[Quads]) -> Quads:
    """The box from the left edge of the one that begins first to the right edge of the one that ends last."""
    made = min(quads, key=lambda quad: float(quad[:, 0].min())).copy()
    made[1:3] = max(quads, key=lambda quad: float(quad[:, 0].max()))[1:3]
    return made


def _at(line: Quads, x: float) -> Quads:
    """The upper and the lower end (2, 2) of a cut through a line at `x`."""
    left, right = line[[0, 3]], line[[1, 2]]
    share = (x - left[:, :1]) / np.maximum(right[:, :1] - left[:, :1], 1.0)
    return np.asarray(left + (right - left) * share)


def _pieces(picture: Pixels, line: Quads) -> Iterator[Quads]:
    """A line as boxes of some 60 heights, cut where white parts words."""
    left, right, height = (float(value[0]) for value in _extents(line[None]))
    count = max(1, int(np.ceil((right - left) / (_PIECE * height))))
    edges, cut = [line[[0, 3]]], left
    for place in np.linspace(left, right, count + 1)[1:-1].tolist():
        white = _whitest(picture, line, place, height)
        if white is not None or place - cut > _UNBROKEN * height:
            cut = place if white is None else white
            edges.append(_at(line, cut))
    for (upper, lower), (upper_end, lower_end) in pairwise([*edges, line[[1, 2]]]):
        yield np.stack([upper, upper_end, lower_end, lower])


def _whitest(picture: Pixels, line: Quads, place: float, height: float) -> float | None:
    """The middle of the widest white in a line near `place`; None where none is as wide as a space."""
    (_, top), (_, bottom) = _at(line, place).tolist()
    first = max(0, round(place - _WINDOW * height))
    shown = picture[max(0, round(top)) : max(0, round(bottom) + 1), first : round(place + _WINDOW * height)]
    if not shown.size:
        return None
    contrast = np.ptp(shown.astype(np.int16), axis=0).max(axis=1)
    white = np.concatenate([[False], contrast <= _WHITE * np.percentile(contrast, 95), [False]])
    begins, ends = np.flatnonzero(np.diff(white.astype(np.int8))).reshape(-1, 2).T
    if not len(begins) or (ends - begins).max() < _SPACE * height:
        return None
    widest = int(np.argmax(ends - begins))
    return float(first + (begins[widest] + ends[widest]) / 2)
