"""Puts together lines of text that run along a picture looked at part by part, and cuts them anew between words.

No part shows such a line whole. The recogniser would read it whole, but needs memory by its length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from ingest.readers.picture_layout import Line, joined
from ingest.readers.picture_words import Quads

Pixels = NDArray[np.uint8]
_PIECE: Final = 40.0  # heights of a line: a longer one is cut
_WINDOW: Final = 10.0  # heights before and behind the place of a cut in which white is looked for
_SPACE: Final = 0.25  # of a line's height: white as wide parts words
_SWAPPED: Final = [0, 3, 2, 1]  # corners of a box whose x and y change places, clockwise again


def put_together(picture: Pixels, found: Sequence[Quads], *, downwards: bool) -> Quads:
    """Corners (n, 4, 2) of lines along a picture (h, w, 3), out of what was found in each part.

    What two parts show of one line overlaps where they do, and is joined; a long line comes as several, one behind the
    other. `downwards`: the picture is high, and its lines run from its top to its bottom or back.
    """
    if downwards:
        swapped = [quads[:, _SWAPPED, ::-1] for quads in found]
        return put_together(picture.transpose(1, 0, 2), swapped, downwards=False)[:, _SWAPPED, ::-1]
    lines: list[Quads] = []
    for quad in np.concatenate(found):
        same = [line for line in lines if _continues(line, quad)]
        lines = [line for line in lines if not any(line is other for other in same)]
        lines.append(_span([*same, quad]))
    pieces = [piece for line in lines for piece in _pieces(picture, line)]
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
    return [joined(sorted(filter(None, line), key=lambda piece: piece[0].x0)) for line in lines if any(line)]


def _continues(one: Quads, other: Quads) -> bool:
    """Whether two boxes overlap along the picture, and stand in the same row where they do."""
    low, high = max(one[:, 0].min(), other[:, 0].min()), min(one[:, 0].max(), other[:, 0].max())
    middle = float(low + high) / 2
    apart = abs(_at(one, middle)[:, 1].mean() - _at(other, middle)[:, 1].mean())
    return bool(high > low and apart < min(_height(one), _height(other)) / 2)


def _span(quads: Sequence[Quads]) -> Quads:
    """The box from the left edge of the one that begins first to the right edge of the one that ends last."""
    made = min(quads, key=lambda quad: float(quad[:, 0].min())).copy()
    made[1:3] = max(quads, key=lambda quad: float(quad[:, 0].max()))[1:3]
    return made


def _height(line: Quads) -> float:
    return max(1.0, float(np.linalg.norm(line[3] - line[0]) + np.linalg.norm(line[2] - line[1])) / 2)


def _at(line: Quads, x: float) -> Quads:
    """The upper and the lower end (2, 2) of a cut through a line at `x`."""
    left, right = line[[0, 3]], line[[1, 2]]
    share = (x - left[:, :1]) / np.maximum(right[:, :1] - left[:, :1], 1.0)
    return np.asarray(left + (right - left) * share)


def _pieces(picture: Pixels, line: Quads) -> Iterator[Quads]:
    """A line as boxes of some 40 heights, cut where the most white stands."""
    left, right, height = float(line[:, 0].min()), float(line[:, 0].max()), _height(line)
    count = max(1, int(np.ceil((right - left) / (_PIECE * height))))
    places = np.linspace(left, right, count + 1)[1:-1].tolist()
    edges = [line[[0, 3]], *(_at(line, _whitest(picture, line, place)) for place in places), line[[1, 2]]]
    for (upper, lower), (upper_end, lower_end) in pairwise(edges):
        yield np.stack([upper, upper_end, lower_end, lower])


def _whitest(picture: Pixels, line: Quads, place: float) -> float:
    """Where near `place` the pixels of the line differ least from top to bottom, over the width of a space."""
    height = _height(line)
    (_, top), (_, bottom) = _at(line, place).tolist()
    first = max(0, round(place - _WINDOW * height))
    shown = picture[max(0, round(top)) : round(bottom) + 1, first : round(place + _WINDOW * height)]
    space = max(1, round(_SPACE * height))
    if min(shown.shape[:2]) < space:
        return place
    contrast = np.ptp(shown.astype(np.int16), axis=0).max(axis=1)
    over_space = sliding_window_view(contrast, space).max(axis=1)
    white = np.flatnonzero(over_space == over_space.min()) + first + space / 2
    return float(white[np.argmin(np.abs(white - place))])
