"""Reads a burnt-in clock from rows in which figures were seen, by recognition alone.

Over a busy scene the detector of lines breaks a clock into pieces or misses most of it; the recogniser, given the whole
row, often reads it all the same. What it reads is believed only where the readings agree over the frames.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.video.clock_text import Stamp, is_counter, read_run, read_stamp

Grey = NDArray[np.uint8]
Piece = tuple[int, int, int, int]  # x0, y0, x1, y1 of figures on the edges of a frame
_HEIGHT = 48  # pixels: what the recogniser makes of every strip
_LEAST_SCORE = 0.7
_LENGTHS = (9, 12, 15, 18, 22)  # heights of a figure from one end of a clock to the other, the date with it or not
_TRIED = 3  # frames in which it is found out where the clock begins and ends


def has_figures(text: str) -> bool:
    """Whether a line may be a piece of a clock: four figures or more, and hardly anything else."""
    solid = [c for c in text if not c.isspace()]
    figures = sum(c.isdecimal() for c in solid)
    return figures >= 4 and figures >= 0.6 * len(solid)


def stamps_in(shots: Sequence[Grey], piece: Piece) -> list[Stamp | None]:
    """What the clock that holds these figures shows in each picture; None where it can't be read."""
    tried = [shots[n] for n in sorted({round(i * (len(shots) - 1) / (_TRIED - 1)) for i in range(_TRIED)})]
    best, most = None, (1, 0.0)  # one reading alone is chance
    for across in _stretches(piece, shots[0].shape[1]):
        read = _read(tried, piece, across)
        if any(is_counter(text) for text, _ in read):
            return [None] * len(shots)
        scores = [score for text, score in read if _stamp(text, score)]
        if (len(scores), sum(scores)) > most:
            best, most = across, (len(scores), sum(scores))
    if best is None:
        return [None] * len(shots)
    return [_stamp(text, score) for text, score in _read(shots, piece, best)]


def common(pieces: Sequence[Piece]) -> list[Piece]:
    """One piece for each row, the commonest row first: the middle of what was seen of it, from end to end."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        row = next((row for row in rows if _one_row(row[0], piece)), None)
        rows.append([piece]) if row is None else row.append(piece)
    rows.sort(key=len, reverse=True)
    return [
        (
            min(p[0] for p in row),
            sorted(p[1] for p in row)[len(row) // 2],
            max(p[2] for p in row),
            sorted(p[3] for p in row)[len(row) // 2],
        )
        for row in rows
    ]


def _one_row(one: Piece, other: Piece) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > 0.5 * min(one[3] - one[1], other[3] - other[1])


def _stretches(piece: Piece, width: int) -> list[tuple[int, int]]:
    """Where a clock that begins or ends with these figures may stand."""
    x0, y0, x1, y1 = piece
    room = (y1 - y0) // 2
    found = [(max(0, x0 - room), min(width, x0 + n * (y1 - y0))) for n in _LENGTHS]
    found += [(max(0, x1 - n * (y1 - y0)), min(width, x1 + room)) for n in _LENGTHS]
    return [(a, b) for a, b in dict.fromkeys(found) if b - a >= 4 * (y1 - y0)]


def _stamp(text: str, score: float) -> Stamp | None:
    return (read_run(text) or read_stamp(text)) if score >= _LEAST_SCORE else None


def _read(shots: Sequence[Grey], piece: Piece, across: tuple[int, int]) -> list[tuple[str, float]]:
    from ingest.readers.ocr import read_strips  # here, because its engine is costly

    return read_strips([_strip(shot[piece[1] : piece[3], across[0] : across[1]]) for shot in shots])


def _strip(part: Grey) -> Grey:
    width = max(1, round(part.shape[1] * _HEIGHT / part.shape[0]))
    grey = cv2.resize(part, (width, _HEIGHT), interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False)
    return np.repeat(grey[:, :, None], 3, axis=2)
