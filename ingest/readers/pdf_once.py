"""Mends how a page was set: words printed twice to look bold count once, letters set apart are one word again."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ingest.readers.pdf_glyphs import Boxes, Glyphs

_SHIFT: Final = 0.12  # of its height: a word printed again within it is the same word, made bold or given a shadow
_CELL: Final = 4.0  # points: more than any such shift of a word that is looked at
# Four letters or more that each stand alone; figures set so are mostly columns of a table.
_APART: Final = re.compile(r"(?<!\S)[^\W\d_](?:[ \u00a0]+[^\W\d_]){3,}(?!\S)")
_FEW: Final = 4  # letters that may be initials, or the answers to choose from
_GAP: Final = 0.8  # of the letters' height: wider apart are single letters in columns
_EVEN: Final = 1.7  # times the usual gap: a wider one parts words


def once(glyphs: Glyphs) -> Glyphs:
    """Without the words that are printed a second time in the same place, a fraction of their height away."""
    text = "".join(glyphs.lines)
    seen: dict[tuple[str, int, int], list[tuple[float, float, float, float]]] = {}
    again = np.zeros(len(text), np.bool_)
    for start, end in _words(glyphs):
        low, high = glyphs.boxes[start, :2], glyphs.boxes[end - 1, 2:]
        box = float(low[0]), float(low[1]), float(high[0]), float(high[1])
        word, column, row = text[start:end], int(box[0] // _CELL), int(box[1] // _CELL)
        far = min(_CELL, _SHIFT * max(1.0, abs(box[3] - box[1]), abs(box[2] - box[0]) if end - start == 1 else 0.0))
        near = (other for x in (-1, 0, 1) for y in (-1, 0, 1) for other in seen.get((word, column + x, row + y), ()))
        if any(all(abs(a - b) <= far for a, b in zip(box, other, strict=True)) for other in near):
            again[start:end] = True
        else:
            seen.setdefault((word, column, row), []).append(box)
    return _without(glyphs, again) if again.any() else glyphs


def closed_up(glyphs: Glyphs) -> Glyphs:
    """Without the spaces between letters that are set apart ("L E T T E R S"), so that a search finds the word.

    A gap clearly wider than the others stays: it parts two such words.
    """
    drop = np.zeros(len(glyphs.boxes), np.bool_)
    at = 0
    for line in glyphs.lines:
        for found in _APART.finditer(line):
            if not _is_word(found[0], line):
                continue
            _mark(line, glyphs.boxes[at : at + len(line)], found.start(), found.end(), drop[at : at + len(line)])
        at += len(line)
    return glyphs.keep(~drop) if drop.any() else glyphs


def _is_word(run: str, line: str) -> bool:
    """Whether single letters may be one word: no list of letters, and no four among other words ("A or B C D E")."""
    letters = run.split()
    steps = {ord(b) - ord(a) for a, b in pairwise(letters)}
    return steps not in ({0}, {1}) and (len(letters) > _FEW or all(len(word) == 1 for word in line.split()))


def _mark(line: str, boxes: Boxes, start: int, end: int, drop: NDArray[np.bool_]) -> None:
    """Mark the spaces of one run of single letters that are no wider than between letters."""
    letters = [i for i in range(start, end) if not line[i].isspace()]
    before, after = boxes[letters[:-1]], boxes[letters[1:]]
    across = np.maximum(after[:, 0] - before[:, 2], before[:, 0] - after[:, 2])
    down = np.maximum(after[:, 1] - before[:, 3], before[:, 1] - after[:, 3])
    gaps = np.maximum(across, down)
    sizes = np.minimum(boxes[letters, 2] - boxes[letters, 0], boxes[letters, 3] - boxes[letters, 1])
    height = float(np.max(boxes[letters, 3] - boxes[letters, 1])) if across.max() > 0 else float(np.max(sizes))
    usual = float(np.median(gaps))
    if usual > _GAP * height or usual <= 0:
        return
    close = gaps <= _EVEN * usual
    if np.count_nonzero(close) < 0.6 * len(gaps):
        return
    for first, second, joined in zip(letters, letters[1:], close.tolist(), strict=False):
        if joined:
            drop[first + 1 : second] = True


def _words(glyphs: Glyphs) -> list[tuple[int, int]]:
    """Start and end of each word among all characters; none goes over a line's end."""
    found = []
    at = 0
    for line in glyphs.lines:
        found += [(at + m.start(), at + m.end()) for m in re.finditer(r"\S+", line)]
        at += len(line)
    return found


def _without(glyphs: Glyphs, again: NDArray[np.bool_]) -> Glyphs:
    """Without the marked words, the space that follows each, and lines of which nothing but spaces is left."""
    text = "".join(glyphs.lines)
    gone = again.copy()
    at = 0
    for line in glyphs.lines:
        here = slice(at, at + len(line))
        if again[here].any():
            if all(again[i] or text[i].isspace() for i in range(at, at + len(line))):
                gone[here] = True
            else:
                blank = np.array([c.isspace() for c in line])
                gone[here] |= blank & np.concatenate([[False], again[here][:-1]])
        at += len(line)
    return glyphs.keep(~gone)
