"""Burns a recorder's clock and camera name into a picture, in fixed cells as recorders do."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from app.sample.figures import Picture

_FACE, _SCALE, _CELL, _HIGH = cv2.FONT_HERSHEY_DUPLEX, 0.72, 15, 34
_MARGIN, _LINE = 14, 28
_RIM, _INK = 24, 242  # grey levels


def burn(picture: Picture, clock: datetime, camera: str) -> None:
    """Write date and time at the top left and the camera's name at the bottom left, white with a dark rim."""
    _write(picture, _MARGIN, _LINE, clock.strftime("%Y-%m-%d %H:%M:%S"))
    _write(picture, _MARGIN, picture.shape[0] - 14, camera)


def _write(picture: Picture, x: int, y: int, text: str) -> None:
    clear, letters = _letters(text)
    patch = picture[y - 24 : y - 24 + _HIGH, x - 4 : x - 4 + clear.shape[1]]
    patch[:] = (patch * clear + letters).astype(np.uint8)


@lru_cache(maxsize=4)
def _letters(text: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How much of the picture shows through around the letters, and the letters' own light; (high, wide, 1)."""
    cells = np.zeros((_HIGH, _CELL * len(text) + 8), np.uint8)
    for at, sign in enumerate(text):
        (wide, _), _ = cv2.getTextSize(sign, _FACE, _SCALE, 1)
        cv2.putText(cells, sign, (4 + at * _CELL + (_CELL - wide) // 2, 24), _FACE, _SCALE, 255, 2, cv2.LINE_AA)
    ink = cells.astype(np.float32)[:, :, None] / 255
    rim = np.asarray(cv2.dilate(cells, np.ones((3, 3), np.uint8)), np.float32)[:, :, None] / 255
    clear = np.asarray((1 - rim) * (1 - ink), np.float32)
    return clear, np.asarray(_RIM * rim * (1 - ink) + _INK * ink, np.float32)
