"""Parts a picture that is many times longer than wide (a chat put together by a phone) to look for lines part by part.

The detector reduces every picture to the same size: of a long one nothing would be left to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.readers.picture_along import put_together
from ingest.readers.picture_words import Quads

Pixels = NDArray[np.uint8]
LEAST = 2000  # pixels of the longer side; a shorter picture is not reduced
_STRIP = 3.0  # times its width that a picture is long, at the least, to be parted
_LENGTH = 2.0  # of a part, in widths
_SHARED = 0.25  # of the width that two parts share: a line at the edge of one is whole in the other
_SLACK = 8.0  # pixels by which the same line may stand elsewhere in two parts
_SAME = 0.5  # share of the smaller of two boxes that they have in common, if they are of one line


def is_strip(height: int, width: int) -> bool:
    """Whether a picture is parted."""
    long, short = max(height, width), min(height, width)
    return long > LEAST and long >= _STRIP * short


def sought(height: int, width: int) -> int:
    """Pixels of the longer side of what is looked at in one go."""
    return round(_LENGTH * min(height, width)) if is_strip(height, width) else max(height, width)


def in_parts(picture: Pixels, find: Callable[[Pixels], Quads], mostly_tall: Callable[[Quads], bool]) -> Quads:
    """Corners of lines (n, 4, 2) in a picture (h, w, 3), found by `find` part by part.

    Lines that run across the picture are whole in one part; those that run along it (a log as wide as a wall) are put
    together from what the parts show of them. Which it is, `mostly_tall` says of all lines.
    """
    upright = picture.shape[0] >= picture.shape[1]
    axis = 1 if upright else 0
    parts = list(_parts(max(picture.shape[:2]), min(picture.shape[:2])))
    found = []
    for start, end, _, _ in parts:
        quads = find(np.ascontiguousarray(picture[start:end] if upright else picture[:, start:end])).copy()
        quads[..., axis] += start
        found.append(quads)
    every = np.concatenate(found)
    if len(every) and mostly_tall(every) == upright:
        return put_together(picture, found, downwards=upright)
    return _whole_ones(found, [(low, high) for _, _, low, high in parts], axis)


def _whole_ones(found: Sequence[Quads], own: Sequence[tuple[float, float]], axis: int) -> Quads:
    """Every line once, out of the part in whose `own` stretch its middle lies."""
    kept = np.empty((0, 4, 2), np.float32)
    for quads, (low, high) in zip(found, own, strict=True):
        middle = quads[..., axis].mean(axis=1)
        mine = quads[(middle >= low - _SLACK) & (middle < high + _SLACK)]
        new = [quad for quad in mine if not _is_known(quad, kept, axis)]
        kept = np.concatenate([kept, np.array(new, np.float32).reshape(-1, 4, 2)])
    return kept


def cut_out(picture: Pixels, quads: Quads, cut: Callable[[Pixels, Quads], Sequence[Pixels]]) -> list[Pixels]:
    """What `cut` makes of each line (n, 4, 2), given no more of the picture than what is around it: OpenCV, by which it
    sets lines level, takes no picture of more than 32,766 pixels."""
    made: list[Pixels] = []
    for quad in quads:
        left, top = np.maximum(np.floor(quad.min(axis=0)).astype(int) - 2, 0).tolist()
        right, bottom = (np.ceil(quad.max(axis=0)).astype(int) + 3).tolist()
        around = np.ascontiguousarray(picture[top:bottom, left:right])
        made += cut(around, (quad - (left, top)).astype(np.float32)[None])
    return made


def _parts(long: int, short: int) -> Iterator[tuple[int, int, float, float]]:
    """Start and end of each part, and from where to where lines are its own: the middle of what it shares."""
    length, shared = _LENGTH * short, _SHARED * short
    count = max(1, int(np.ceil((long - shared) / (length - shared))))
    starts = np.linspace(0, long - length, count).round().astype(int).tolist()
    ends = [start + round(length) for start in starts]
    borders = [-np.inf, *((ends[n] + starts[n + 1]) / 2 for n in range(count - 1)), np.inf]
    yield from zip(starts, ends, borders[:-1], borders[1:], strict=True)


def _is_known(quad: Quads, kept: Quads, axis: int) -> bool:
    """Whether a line is one that was found in a part before: there it may stand a little off, but its neighbour, whose
    box a slanted line reaches into, stands off by its height at the least."""
    height = min(float(np.linalg.norm(quad[a] - quad[b])) for a, b in ((0, 1), (1, 2)))
    near = np.abs(kept[..., axis].mean(axis=1) - quad[:, axis].mean()) <= max(_SLACK, height / 2)
    return any(_overlap(quad, other) > _SAME for other in kept[near])


def _overlap(one: Quads, other: Quads) -> float:
    low, high = np.maximum(one.min(axis=0), other.min(axis=0)), np.minimum(one.max(axis=0), other.max(axis=0))
    least = min(float(np.prod(np.ptp(quad, axis=0))) for quad in (one, other))
    return float(np.prod(np.maximum(high - low, 0))) / max(least, 1e-6)
