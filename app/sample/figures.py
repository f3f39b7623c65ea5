"""Draws the people of the CCTV clips: plain jointed figures that stand, walk, run, bend, kneel and sit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]  # blue, green, red
Pose = Literal["stand", "walk", "run", "push", "bend", "kneel", "sit", "bench"]

_SHIFT = 4  # OpenCV draws at 1/16 pixel, so that slow movement is smooth


@dataclass(frozen=True, slots=True)
class Look:
    """How one person is dressed; `bag` hangs at the side, `pack` on the back, `band` is a reflective stripe."""

    coat: Colour
    legs: Colour
    hair: Colour
    skin: Colour = (150, 172, 205)
    bag: Colour | None = None
    pack: Colour | None = None
    band: Colour | None = None
    long_hair: bool = False


@dataclass(frozen=True, slots=True)
class Stance:
    """Where and how a figure stands: feet (x, y), height in pixels, way it faces (-1 left, 1 right), stride phase."""

    x: float
    y: float
    height: float
    facing: int = 1
    pose: Pose = "stand"
    phase: float = 0.0


def _at(x: float, y: float) -> tuple[int, int]:
    return round(x * (1 << _SHIFT)), round(y * (1 << _SHIFT))


class _Pen:
    """Draws one figure in units of its height, origin between the feet, y upwards, x towards where it faces."""

    def __init__(self, picture: Picture, stance: Stance) -> None:
        self._picture, self._s = picture, stance

    def place(self, x: float, y: float) -> tuple[float, float]:
        s = self._s
        return s.x + s.facing * x * s.height, s.y - y * s.height

    def limb(self, points: list[tuple[float, float]], thick: float, colour: Colour) -> None:
        ends = np.array([_at(*self.place(x, y)) for x, y in points], np.int32)
        wide = max(1, round(thick * self._s.height))
        cv2.polylines(self._picture, [ends], False, colour, wide, cv2.LINE_AA, _SHIFT)

    def shape(self, points: list[tuple[float, float]], colour: Colour) -> None:
        corners = np.array([_at(*self.place(x, y)) for x, y in points], np.int32)
        cv2.fillPoly(self._picture, [corners], colour, cv2.LINE_AA, _SHIFT)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        size = round(radius * self._s.height * (1 << _SHIFT))
        cv2.circle(self._picture, _at(*self.place(x, y)), size, colour, -1, cv2.LINE_AA, _SHIFT)


def draw(picture: Picture, look: Look, stance: Stance) -> None:
    """Draw one figure with its shadow on to `picture`."""
    _shadow(picture, stance)
    pen = _Pen(picture, stance)
    if stance.pose == "sit":
        _sitting(pen, look)
    elif stance.pose == "bench":
        _on_bench(pen, look)
    elif stance.pose == "kneel":
        _upright(
            pen, look, hip=(0.0, 0.26), lean=0.10, feet=((-0.2, 0.0), (0.02, 0.0)), knees=((0.05, 0.03), (0.16, 0.2))
        )
    elif stance.pose == "bend":
        _upright(
            pen, look, hip=(-0.03, 0.44), lean=0.27, feet=((-0.07, 0.0), (0.08, 0.0)), knees=((0.0, 0.24), (0.1, 0.25))
        )
    else:
        _walking(pen, look, stance)


def _shadow(picture: Picture, s: Stance) -> None:
    spread = 0.36 if s.pose == "sit" else 0.2
    x, y, wide, high = s.x + 0.05 * s.height, s.y, spread * s.height, 0.05 * s.height
    box = (int(y - high) - 2, int(y + high) + 3, int(x - wide) - 2, int(x + wide) + 3)
    top, bottom = max(0, box[0]), min(picture.shape[0], box[1])
    left, right = max(0, box[2]), min(picture.shape[1], box[3])
    if top >= bottom or left >= right:
        return
    patch = picture[top:bottom, left:right]
    mask = np.zeros(patch.shape[:2], np.uint8)
    size = (round(wide * 16), round(high * 16))
    cv2.ellipse(mask, _at(x - left, y - top), size, 0, 0, 360, 255, -1, cv2.LINE_AA, _SHIFT)
    shade = 1 - 0.38 * (mask.astype(np.float32) / 255)[:, :, None]
    patch[:] = (patch * shade).astype(np.uint8)


def _walking(pen: _Pen, look: Look, s: Stance) -> None:
    reach = {"walk": 0.15, "run": 0.25}.get(s.pose, 0.0)
    lean = {"run": 0.13, "push": 0.08, "walk": 0.025}.get(s.pose, 0.0)
    swing = math.sin(s.phase)
    lift = max(0.0, math.cos(s.phase)) * reach * 0.5, max(0.0, -math.cos(s.phase)) * reach * 0.5
    stand = 0.045 if reach == 0 else 0.0
    feet = ((reach * swing - stand, lift[0]), (-reach * swing + stand, lift[1]))
    knees = ((feet[0][0] * 0.45 + 0.03, 0.24 + lift[0] * 0.4), (feet[1][0] * 0.45 + 0.03, 0.24 + lift[1] * 0.4))
    arms = (-swing, swing) if reach else (0.12, -0.12)
    if s.pose == "push":
        arms = (2.2, 1.7)
    _upright(pen, look, hip=(0.0, 0.47), lean=lean, feet=feet, knees=knees, arms=arms)


_Pair = tuple[tuple[float, float], tuple[float, float]]


def _upright(
    pen: _Pen,
    look: Look,
    *,
    hip: tuple[float, float],
    lean: float,
    feet: _Pair,
    knees: _Pair,
    arms: tuple[float, float] = (0.5, 0.8),
) -> None:
    """A figure on its feet or knees; `arms` say how far the two swing forward, 1 for about 30 degrees."""
    hx, hy = hip
    neck = (hx + lean, hy + 0.36 * math.cos(min(1.2, lean * 3)))
    blue, green, red = (int(c * 0.72) for c in look.coat)
    dark = (blue, green, red)
    _arm(pen, neck, arms[1], dark)
    if look.pack:
        pen.limb([(neck[0] - 0.11, neck[1] - 0.07), (hx - 0.11, hy + 0.12)], 0.12, look.pack)
    for foot, knee in zip(feet, knees, strict=True):
        pen.limb([(hx, hy), knee, foot], 0.085, look.legs)
        pen.limb([foot, (foot[0] + 0.05, foot[1])], 0.045, (38, 38, 42))
    pen.shape(
        [(neck[0] - 0.085, neck[1]), (neck[0] + 0.085, neck[1]), (hx + 0.1, hy - 0.06), (hx - 0.1, hy - 0.06)],
        look.coat,
    )
    pen.limb([neck, (hx, hy)], 0.15, look.coat)
    if look.band:
        pen.limb([(hx - 0.07, hy + 0.14), (hx + 0.07, hy + 0.15)], 0.035, look.band)
    _head(pen, look, (neck[0] + 0.03 * lean, neck[1]))
    hand = _arm(pen, neck, arms[0], dark)
    if look.bag:
        pen.shape(
            [
                (hand[0] - 0.09, hand[1]),
                (hand[0] + 0.09, hand[1]),
                (hand[0] + 0.08, hand[1] - 0.13),
                (hand[0] - 0.08, hand[1] - 0.13),
            ],
            look.bag,
        )


def _arm(pen: _Pen, neck: tuple[float, float], forward: float, colour: Colour) -> tuple[float, float]:
    angle = forward * 0.5
    elbow = (neck[0] + 0.17 * math.sin(angle), neck[1] - 0.04 - 0.17 * math.cos(angle))
    hand = (elbow[0] + 0.16 * math.sin(angle * 1.4), elbow[1] - 0.16 * math.cos(angle * 1.4))
    pen.limb([(neck[0], neck[1] - 0.03), elbow, hand], 0.065, colour)
    return hand


def _head(pen: _Pen, look: Look, neck: tuple[float, float]) -> None:
    x, y = neck[0] + 0.015, neck[1] + 0.1
    pen.limb([neck, (x, y)], 0.06, look.skin)
    pen.disc(x - 0.012, y + 0.012, 0.068, look.hair)
    if look.long_hair:
        pen.limb([(x - 0.045, y), (x - 0.055, y - 0.1)], 0.055, look.hair)
    pen.disc(x + 0.014, y - 0.008, 0.054, look.skin)


def _sitting(pen: _Pen, look: Look) -> None:
    """On the floor, legs out in front."""
    pen.limb([(0.0, 0.06), (0.2, 0.13), (0.38, 0.03)], 0.085, look.legs)
    pen.limb([(0.38, 0.03), (0.4, 0.08)], 0.045, (38, 38, 42))
    pen.limb([(0.0, 0.08), (-0.02, 0.36)], 0.17, look.coat)
    _arm(pen, (-0.02, 0.38), 0.9, look.coat)
    _head(pen, look, (-0.02, 0.4))


def _on_bench(pen: _Pen, look: Look) -> None:
    """On a seat, feet on the floor."""
    pen.limb([(0.0, 0.27), (0.19, 0.27), (0.2, 0.02)], 0.085, look.legs)
    pen.limb([(0.0, 0.28), (-0.01, 0.55)], 0.17, look.coat)
    _arm(pen, (-0.01, 0.58), 0.9, look.coat)
    _head(pen, look, (-0.01, 0.6))
