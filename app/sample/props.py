"""Draws the things of the CCTV clips that move or are left lying: notice board, bicycle, bag, taxi."""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np

from app.sample import scenes, script
from app.sample.figures import Picture


class Props(Protocol):
    """The things of one scene: `moment` says how they stand at a second, `draw` draws them so."""

    def moment(self, t: float) -> tuple[float, ...]: ...

    def draw(self, picture: Picture, *moment: float) -> None: ...


class Platform:
    """The notice board until and after it falls (0 upright, 1 flat), the bicycle, and the bag left behind (0 or 1)."""

    def moment(self, t: float) -> tuple[float, ...]:
        return _part(t, *script.BOARD_FALLS), _part(t, *script.BICYCLE_FALLS), float(t >= script.BAG_LEFT)

    def draw(self, picture: Picture, *moment: float) -> None:
        board, bicycle, bag = moment
        _notice(picture, board)
        _bicycle(picture, bicycle)
        if bag:
            x, y = script.BAG_PLACE
            corners = np.array([(x - 14, y - 18), (x + 13, y - 18), (x + 16, y), (x - 16, y)], np.int32)
            cv2.fillPoly(picture, [corners], script.TAN, cv2.LINE_AA)


class Forecourt:
    """The taxi: where its middle is (pixels), far left of the picture before it comes."""

    def moment(self, t: float) -> tuple[float, ...]:
        (start, x0), (end, x1) = script.TAXI
        return (x0 + (x1 - x0) * (1 - (1 - _part(t, start, end)) ** 2),)

    def draw(self, picture: Picture, *moment: float) -> None:
        scenes.car(picture, moment[0], 246, 1.0, (166, 170, 174))


def _part(t: float, start: float, end: float) -> float:
    return min(1.0, max(0.0, (t - start) / (end - start)))


def _notice(picture: Picture, fallen: float) -> None:
    """The metal board about the lift, from upright (0) to flat on its face (1)."""
    foot, wide, high = np.array([420.0, 282.0]), 34.0, 52.0
    up = np.array([0.0, -high * (1 - fallen) + 9 * fallen])
    across = np.array([wide, 0.0]) + np.array([8.0, 6.0]) * fallen
    corners = np.array([foot, foot + across, foot + across + up, foot + up], np.int32)
    cv2.fillPoly(picture, [corners], (150, 154, 158) if fallen > 0.5 else (40, 190, 222), cv2.LINE_AA)
    cv2.polylines(picture, [corners], True, (50, 52, 54), 1, cv2.LINE_AA)
    if fallen == 0:
        cv2.putText(picture, "LIFT", (424, 250), cv2.FONT_HERSHEY_SIMPLEX, 0.36, (30, 30, 30), 1, cv2.LINE_AA)


_WHEELS = ((236.0, 270.0), (276.0, 270.0))
_TUBES = (
    ((236, 270), (250, 250)),
    ((250, 250), (270, 250)),
    ((270, 250), (276, 270)),
    ((250, 250), (256, 270)),
    ((256, 270), (270, 250)),
    ((270, 250), (268, 243)),
    ((250, 250), (248, 245)),
)


def _bicycle(picture: Picture, fallen: float) -> None:
    """The bicycle, held upright (0) or lying on its side (1): flattened towards the floor, and a little nearer."""
    flat, ground = 1 - 0.68 * fallen, 283 + 6 * fallen

    def place(point: tuple[float, float]) -> tuple[int, int]:
        return round(point[0] + 4 * fallen), round(ground - (283 - point[1]) * flat)

    for wheel in _WHEELS:
        cv2.ellipse(picture, place(wheel), (13, max(3, round(13 * flat))), 0, 0, 360, (40, 40, 42), 2, cv2.LINE_AA)
    for a, b in _TUBES:
        cv2.line(picture, place(a), place(b), (46, 40, 120), 2, cv2.LINE_AA)
