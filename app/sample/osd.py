"""Burns a recorder's clock and camera name into a picture, in fixed cells as recorders do."""

from __future__ import annotations

from datetime import datetime

import cv2
import numpy as np

from app.sample.figures import Picture

_FACE, _SCALE, _CELL = cv2.FONT_HERSHEY_DUPLEX, 0.72, 15
_MARGIN, _LINE = 14, 28


def burn(picture: Picture, clock: datetime, camera: str) -> None:
    """Write date and time at the top left and the camera's name at the bottom left, white with a dark rim."""
    _write(picture, _MARGIN, _LINE, clock.strftime("%Y-%m-%d %H:%M:%S"))
    _write(picture, _MARGIN, picture.shape[0] - 14, camera)


def _write(picture: Picture, x: int, y: int, text: str) -> None:
    long = _CELL * len(text) + 8
    cells = np.zeros((34, long), np.uint8)
    for at, sign in enumerate(text):
        (wide, _), _ = cv2.getTextSize(sign, _FACE, _SCALE, 1)
        cv2.putText(cells, sign, (4 + at * _CELL + (_CELL - wide) // 2, 24), _FACE, _SCALE, 255, 2, cv2.LINE_AA)
    rim = cv2.dilate(cells, np.ones((3, 3), np.uint8)).astype(np.float32)[:, :, None] / 255
    ink = cells.astype(np.float32)[:, :, None] / 255
    patch = picture[y - 24 : y + 10, x - 4 : x - 4 + long]
    patch[:] = (patch * (1 - rim) * (1 - ink) + 24 * rim * (1 - ink) + 242 * ink).astype(np.uint8)
