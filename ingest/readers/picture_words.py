"""Gives each word that OCR read its box and its place in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.readers.picture_layout import Line, Token
from provenance.words import Words

Quads = NDArray[np.float32]  # corners of lines (n, 4, 2), or of one line (4, 2), clockwise from the top left
_LATE = 0.1  # where a character's middle lies in its column: the recogniser answers late (measured on drawn text)
_LEAST_LEAN = np.radians(1.0)
_WIDE = 150.0  # heights of a line; of a wider page less of a lean puts words beside another line's
_AIR = 0.4  # columns of room on each side of a word, for letters wider than the usual
# Scripts written without spaces are placed character by character, everything else word by word.
UNSPACED = "⺀-〿぀-ヿ㐀-鿿豈-﫿＀-￯"
WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")


class Recognised(Protocol):
    """What the recogniser says of a line.

    `word_cols`: the output column of each character that is no space, grouped in words; `confs`: the confidence of
    every character; `line_txt_len`: how many columns the line takes.
    """

    word_cols: list[list[int]]
    confs: list[float]
    line_txt_len: float


def sides(quads: Quads) -> Quads:
    """Width and height (n, 2) of each line."""
    across = np.linalg.norm(quads[:, 0] - quads[:, 1], axis=1)
    down = np.linalg.norm(quads[:, 0] - quads[:, 3], axis=1)
    return np.stack([across, down], axis=1).astype(np.float32)


def is_tall(quads: Quads) -> NDArray[np.bool_]:
    """Which lines run downwards; RapidOCR turns those once anticlockwise before it reads them."""
    size = sides(quads)
    return np.asarray(size[:, 1] >= 1.5 * size[:, 0])


def upright_corners(quads: Quads) -> Quads:
    """Corners (n, 4, 2) that go round clockwise, begun anew at the one from which an edge runs to the right.

    The detector begins with the leftmost corners. Those of a long line on its side that leans a little are both at one
    end of it, so that it looks like a line that lies.
    """
    edges = np.roll(quads, -1, axis=1) - quads
    rightness = edges[..., 0] / np.maximum(np.linalg.norm(edges, axis=2), 1e-6)
    first = np.argmax(rightness, axis=1)
    return np.take_along_axis(quads, ((first[:, None] + np.arange(4)) % 4)[..., None], axis=1)


def lean(quads: Quads) -> float:
    """By how many radians the lines of a page lean (clockwise is positive): the middle of all, longer ones count more.

    Lines that stand upright among others have no say; one on its head leans as its neighbours do. Less than a degree,
    of a very wide page less than its part, is 0: lines keep apart by themselves, and words of narrow columns would
    change places.
    """
    along = quads[:, 1] - quads[:, 0]
    lengths = np.linalg.norm(along, axis=1) * ~is_tall(quads)
    if not lengths.sum():
        return 0.0
    along = np.where(along[:, :1] < 0, -along, along)
    angles = np.arctan2(along[:, 1], along[:, 0])
    order = np.argsort(angles, kind="stable")
    middle = int(np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2))
    angle = float(angles[order][middle])
    width = float(np.ptp(quads[..., 0])) / max(float(np.median(sides(quads)[~is_tall(quads), 1])), 1.0)
    return angle if abs(angle) >= _LEAST_LEAN * min(1.0, _WIDE / max(width, 1.0)) else 0.0


def levelled(quads: Quads, angle: float) -> Quads:
    """The corners on a page that is turned back by `angle` radians, round its origin."""
    cos, sin = np.cos(angle), np.sin(angle)
    x, y = quads[..., 0], quads[..., 1]
    return np.stack([x * cos + y * sin, y * cos - x * sin], axis=-1).astype(np.float32)


def turned(quads: Quads, turns: int, width: int, height: int) -> Quads:
    """Corners of lines on a picture (width × height) after quarter turns anticlockwise, as `numpy.rot90` makes them."""
    x, y = quads[..., 0], quads[..., 1]
    places = {0: (x, y), 1: (y, width - x), 2: (width - x, height - y), 3: (height - y, x)}[turns]
    return np.roll(np.stack(places, axis=-1), -turns, axis=1).astype(np.float32)


def tokens(quad: Quads, level: Quads, text: str, detail: Recognised) -> Line:
    """Words of a line with their boxes: each character's place is its column in the recogniser's output.

    `quad` are the line's corners on the page, `level` those on the levelled page.
    """
    columns = [column for word in detail.word_cols for column in word]
    glyphs = [i for i, char in enumerate(text) if not char.isspace()]
    if len(columns) != len(glyphs) or len(detail.confs) != len(text):
        return ()  # never seen; a line without places cannot be cited
    centre = dict(zip(glyphs, ((column + _LATE) / detail.line_txt_len for column in columns), strict=True))
    half = (_half_width(columns) + _AIR) / detail.line_txt_len
    corners, ordered_by = _reading_corners(quad), _reading_corners(level)
    found = []
    for match in WORD.finditer(text):
        first, last = match.start(), match.end() - 1
        left, right = max(0.0, centre[first] - half), min(1.0, centre[last] + half)
        confidence = float(np.mean(detail.confs[first : last + 1]))
        spaced = first == 0 or text[first - 1].isspace()
        box, place = _stretch(corners, left, right), _stretch(ordered_by, left, right)
        found.append(Token(match.group(), *place, confidence, spaced, box))
    return tuple(found)


def _half_width(columns: Sequence[int]) -> float:
    """Half the usual distance of neighbouring characters, in columns."""
    steps = np.diff(columns)
    return float(np.median(steps)) / 2 if len(steps) else 1.0


def _reading_corners(quad: Quads) -> Quads:
    """The corners clockwise from the start of the text: a tall line is read from its top right corner downwards."""
    return np.roll(quad, -1, axis=0) if is_tall(quad[None])[0] else quad


def _stretch(corners: Quads, left: float, right: float) -> tuple[float, float, float, float]:
    """The upright rectangle round the part of a line from `left` to `right` (0 to 1 along it)."""
    start, end, low_end, low_start = corners
    points = np.stack([start + (end - start) * t for t in (left, right)])
    below = np.stack([low_start + (low_end - low_start) * t for t in (left, right)])
    # The detector pads lines by about a twelfth of their height on each side.
    inset = (below - points) / 12
    every = np.concatenate([points + inset, below - inset])
    (x0, y0), (x1, y1) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
    return x0, y0, x1, y1


def composed(rows: Sequence[Line], turns: int, width: int, height: int) -> tuple[str, Words]:
    """Text and words of rows in order (an empty row ends a block); boxes turned back to the picture as displayed."""
    pieces: list[str] = []
    spans, boxes, confidence, at = [], [], [], 0
    for row in rows:
        for n, token in enumerate(row):
            gap = " " if n and token.spaced else ""
            start = at + len(gap)
            pieces.append(gap + token.text)
            at = start + len(token.text)
            spans.append((start, at))
            boxes.append(_turned_back(token, turns, width, height))
            confidence.append(token.confidence)
        pieces.append("\n")
        at += 1
    return "".join(pieces), Words(
        np.array(spans, np.int32).reshape(-1, 2),
        np.array(boxes, np.float32).reshape(-1, 4),
        np.array(confidence, np.float32),
    )


def _turned_back(token: Token, turns: int, width: int, height: int) -> tuple[float, float, float, float]:
    """x, y, w, h on the picture (width × height) of a box found after `turns` quarter turns anticlockwise."""
    x0, y0, x1, y1 = token.box
    if turns == 1:
        x0, y0, x1, y1 = width - y1, x0, width - y0, x1
    elif turns == 2:
        x0, y0, x1, y1 = width - x1, height - y1, width - x0, height - y0
    elif turns == 3:
        x0, y0, x1, y1 = y0, height - x1, y1, height - x0
    return x0, y0, x1 - x0, y1 - y0
