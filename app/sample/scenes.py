"""Draws the two still scenes of the CCTV clips: a platform under its canopy, and the forecourt from over the door."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from app.sample.figures import Colour, Picture

WIDE, HIGH = 768, 432
_FINE = 3  # scenes are drawn larger and made small once, which smooths every edge


@dataclass(frozen=True, slots=True)
class Scene:
    """A still background, and what stands in front of the people: (high, wide, 3) and a mask from 0 to 1."""

    back: Picture
    front: Picture
    mask: NDArray[np.float32]
    horizon: float
    stature: float  # height of a person in pixels for each pixel below the horizon

    def height(self, y: float) -> float:
        """Height in pixels of a person whose feet are at row y."""
        return self.stature * (y - self.horizon)


class _Board:
    """A canvas in the scene's own pixels, drawn fine."""

    def __init__(self, colour: Colour) -> None:
        self.picture = np.full((HIGH * _FINE, WIDE * _FINE, 3), colour, np.uint8)

    def rect(self, x0: float, y0: float, x1: float, y1: float, colour: Colour, edge: Colour | None = None) -> None:
        a, b = (round(x0 * _FINE), round(y0 * _FINE)), (round(x1 * _FINE), round(y1 * _FINE))
        cv2.rectangle(self.picture, a, b, colour, -1)
        if edge:
            cv2.rectangle(self.picture, a, b, edge, _FINE)

    def poly(self, points: list[tuple[float, float]], colour: Colour) -> None:
        corners = np.array([(round(x * _FINE), round(y * _FINE)) for x, y in points], np.int32)
        cv2.fillPoly(self.picture, [corners], colour, cv2.LINE_AA)

    def line(self, a: tuple[float, float], b: tuple[float, float], colour: Colour, thick: float = 1) -> None:
        start, end = ((round(p[0] * _FINE), round(p[1] * _FINE)) for p in (a, b))
        cv2.line(self.picture, start, end, colour, max(1, round(thick * _FINE)), cv2.LINE_AA)

    def text(self, x: float, y: float, text: str, colour: Colour, size: float) -> None:
        at = (round(x * _FINE), round(y * _FINE))
        cv2.putText(self.picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, size * _FINE, colour, _FINE, cv2.LINE_AA)

    def small(self) -> Picture:
        return np.asarray(cv2.resize(self.picture, (WIDE, HIGH), interpolation=cv2.INTER_AREA), np.uint8)


def _shade(picture: Picture, dice: np.random.Generator, top: float, bottom: float) -> Picture:
    """Uneven light: a fall from top to bottom, blotches, and darker corners as of a cheap lens."""
    rows = np.linspace(top, bottom, HIGH, dtype=np.float32)[:, None]
    blotch = cv2.resize(
        dice.uniform(0.96, 1.04, (12, 20)).astype(np.float32), (WIDE, HIGH), interpolation=cv2.INTER_CUBIC
    )
    grain = cv2.GaussianBlur(dice.normal(1, 0.06, (HIGH, WIDE)).astype(np.float32), (0, 0), 0.8)
    y, x = np.mgrid[-1 : 1 : HIGH * 1j, -1 : 1 : WIDE * 1j]
    corner = (1 - 0.22 * (x * x + y * y) / 2).astype(np.float32)
    light = (rows * np.asarray(blotch) * np.asarray(grain) * corner)[:, :, None]
    soft = cv2.GaussianBlur(picture, (0, 0), 0.7)
    return np.asarray(np.clip(np.asarray(soft) * light, 0, 255), np.uint8)


def _cover(mask: _Board) -> NDArray[np.float32]:
    """How much of each pixel the white of a canvas covers, (high, wide, 1) from 0 to 1."""
    return np.asarray(mask.small()[:, :, :1] / 255, np.float32)


def platform(dice: np.random.Generator) -> Scene:
    """Platform 2: footbridge stairs at the left, shelter, timetable board, bench, two pillars, doors at the right."""
    board = _Board((126, 130, 132))
    _wall(board)
    _paving(board)
    _furniture(board)
    back = _shade(board.small(), dice, 0.86, 1.04)
    front, mask = _Board((0, 0, 0)), _Board((0, 0, 0))
    _pillars(front, solid=False)
    _pillars(mask, solid=True)
    _stairs(front, solid=False)
    _stairs(mask, solid=True)
    lit = _shade(front.small(), dice, 0.9, 1.0)
    return Scene(back, lit, _cover(mask), horizon=112, stature=0.58)


def _wall(board: _Board) -> None:
    board.rect(0, 62, WIDE, 246, (92, 108, 140))
    for row, y in enumerate(range(64, 246, 7)):
        board.line((0, y), (WIDE, y), (84, 98, 126), 0.6)
        for x in range(0 if row % 2 else 8, WIDE, 16):
            board.line((x, y), (x, y + 7), (86, 101, 130), 0.5)
    board.rect(0, 232, WIDE, 246, (70, 78, 92))
    board.rect(0, 0, WIDE, 62, (58, 60, 62))
    for x in range(-40, WIDE, 64):
        board.line((x, 0), (x + 30, 62), (74, 77, 80), 3)
    for x in range(0, WIDE, 18):
        board.poly([(x, 60), (x + 18, 60), (x + 9, 76)], (176, 182, 186))
    board.rect(0, 52, WIDE, 61, (96, 70, 44))
    board.rect(690, 112, 768, 246, (60, 66, 70), (160, 166, 170))
    board.rect(698, 120, 728, 244, (120, 122, 116))
    board.rect(734, 120, 764, 244, (128, 130, 122))
    board.rect(694, 92, 768, 108, (120, 70, 30))
    board.text(700, 104, "Ticket hall", (235, 235, 235), 0.36)


def _paving(board: _Board) -> None:
    board.poly([(0, 246), (WIDE, 246), (WIDE, 398), (0, 398)], (132, 138, 142))
    for x in range(-900, 1700, 58):
        board.line((384 + (x - 384) * 0.62, 246), (x, 398), (117, 122, 126), 0.8)
    for y in (258, 273, 292, 316, 346):
        board.line((0, y), (WIDE, y), (118, 124, 128), 0.8)
    board.rect(0, 362, WIDE, 378, (96, 168, 196))
    for y in (365, 369, 373):
        for x in range(0, WIDE, 7):
            board.rect(x, y, x + 3, y + 2, (84, 150, 176))
    board.rect(0, 386, WIDE, 394, (222, 226, 228))
    board.rect(0, 398, WIDE, HIGH, (52, 56, 60))
    board.rect(0, 398, WIDE, 404, (80, 84, 88))
    for x in range(-20, WIDE, 44):
        board.poly([(x, 410), (x + 22, 410), (x + 16, HIGH), (x - 8, HIGH)], (62, 70, 80))
    board.line((0, 422), (WIDE, 422), (150, 154, 160), 3)


def _furniture(board: _Board) -> None:
    board.rect(282, 128, 404, 258, (136, 140, 138), (96, 98, 98))
    board.rect(288, 136, 398, 238, (150, 156, 152))
    for x in (324, 362):
        board.line((x, 130), (x, 258), (98, 100, 100), 2)
    board.rect(286, 226, 400, 231, (70, 90, 120))
    board.rect(276, 120, 410, 130, (88, 74, 58))
    board.rect(452, 140, 520, 214, (70, 56, 40))
    board.rect(457, 145, 515, 209, (226, 230, 230))
    board.rect(457, 145, 515, 155, (130, 74, 28))
    for y in range(160, 207, 4):
        board.line((461, y), (484, y), (150, 152, 154), 0.6)
        board.line((489, y), (511, y), (150, 152, 154), 0.6)
    for x in (463, 509):
        board.rect(x, 214, x + 4, 252, (60, 60, 62))
    board.rect(548, 150, 580, 204, (70, 70, 72))
    board.rect(551, 153, 577, 201, (110, 158, 206))
    for x, y in ((536, 236), (536, 222)):
        board.rect(x, y, x + 74, y + 6, (58, 92, 128))
    for x in (542, 602):
        board.rect(x, 222, x + 4, 262, (48, 50, 52))
    board.rect(646, 216, 670, 262, (54, 56, 58), (36, 38, 40))
    board.rect(644, 210, 672, 218, (70, 74, 78))
    board.rect(128, 118, 250, 150, (120, 70, 30))
    board.text(138, 139, "Calderwick", (240, 240, 240), 0.55)


def _pillars(board: _Board, *, solid: bool) -> None:
    white: Colour = (255, 255, 255)
    for x in (206, 620):
        body, light, base = ((white,) * 3) if solid else ((74, 92, 60), (110, 132, 92), (56, 70, 46))
        board.rect(x - 9, 62, x + 9, 326, body)
        board.rect(x - 5, 62, x - 2, 326, light)
        board.poly([(x - 44, 60), (x + 44, 60), (x + 9, 98), (x - 9, 98)], body)
        board.rect(x - 14, 312, x + 14, 334, base)
        board.rect(x - 12, 104, x + 12, 112, base)


def _stairs(board: _Board, *, solid: bool) -> None:
    white: Colour = (255, 255, 255)
    side, step, rail = ((white,) * 3) if solid else ((66, 80, 54), (96, 104, 98), (52, 150, 190))
    board.poly([(0, 110), (0, 166), (118, 352), (118, 300)], side)
    for k in range(9):
        x, y = 4 + k * 13, 128 + k * 20.4
        board.line((x, y), (x + 13, y), step, 2)
    board.line((0, 64), (120, 252), rail, 3)
    for k in range(4):
        x, y = 14 + k * 32, 86 + k * 50
        board.line((x, y), (x, y + 48), rail, 2)
    board.rect(112, 250, 120, 358, side)


def forecourt(dice: np.random.Generator) -> Scene:
    """The forecourt from over the station door: road and houses, taxi bay at the right, parked car at the left."""
    board = _Board((140, 146, 150))
    board.rect(0, 0, WIDE, 66, (200, 186, 170))
    _street(board)
    _bays(board)
    back = _shade(board.small(), dice, 1.02, 0.94)
    front, mask = _Board((0, 0, 0)), _Board((0, 0, 0))
    for canvas, colour, lamp in ((front, (64, 66, 66), (210, 214, 214)), (mask, (255,) * 3, (255,) * 3)):
        canvas.rect(196, 8, 202, 232, colour)
        canvas.rect(190, 224, 208, 238, colour)
        canvas.rect(176, 4, 222, 12, lamp)
    return Scene(back, front.small(), _cover(mask), horizon=-40, stature=0.26)


def _street(board: _Board) -> None:
    for x, wide, tone in ((0, 128, 8), (128, 150, -8), (278, 118, 14), (396, 160, 0), (556, 212, -14)):
        wall: Colour = (112 + tone, 128 + tone, 158 + tone)
        board.rect(x, 26, x + wide, 108, wall, (80, 90, 110))
        board.poly([(x - 4, 28), (x + wide / 2, 2), (x + wide + 4, 28)], (82, 84, 96))
        for wx in range(round(x) + 14, round(x + wide) - 24, 38):
            board.rect(wx, 42, wx + 18, 66, (96, 86, 72), (206, 210, 212))
        board.rect(x + wide - 34, 74, x + wide - 18, 108, (60 + tone, 60, 84))
    board.rect(0, 106, WIDE, 122, (168, 172, 174))
    board.rect(0, 122, WIDE, 176, (92, 94, 96))
    for x in range(10, WIDE, 70):
        board.rect(x, 146, x + 34, 149, (214, 218, 220))
    board.rect(0, 176, WIDE, 182, (186, 190, 192))
    board.rect(0, 182, WIDE, HIGH, (138, 146, 152))
    for x in range(-1400, 2200, 92):
        board.line((384 + (x - 384) * 0.42, 182), (x, HIGH), (124, 131, 137), 0.9)
    for y in (198, 220, 248, 284, 328, 382):
        board.line((0, y), (WIDE, y), (124, 131, 137), 0.9)


def _bays(board: _Board) -> None:
    board.poly([(498, 190), (768, 190), (768, 268), (470, 268)], (98, 100, 102))
    for a, b in (((498, 190), (768, 190)), ((498, 190), (470, 268)), ((470, 268), (768, 268))):
        board.line(a, b, (60, 200, 226), 2)
    board.text(520, 260, "TAXI", (60, 200, 226), 0.8)
    car(board.picture, 92, 250, 1.0, (86, 66, 52), _FINE)
    for x in (300, 352, 404):
        board.rect(x, 190, x + 7, 222, (50, 52, 54))
        board.rect(x, 196, x + 7, 200, (220, 222, 224))
    board.rect(262, 300, 284, 340, (66, 92, 60), (40, 56, 36))
    board.poly([(252, 300), (294, 300), (286, 272), (260, 270)], (64, 128, 74))


def car(picture: Picture, x: float, y: float, scale: float, colour: Colour, fine: int = 1) -> None:
    """Draw a car seen from the side, its wheels' foot at (x, y) of the middle."""

    def points(*pairs: tuple[float, float]) -> NDArray[np.int32]:
        return np.array(
            [(round((x + a * scale) * fine * 16), round((y - b * scale) * fine * 16)) for a, b in pairs], np.int32
        )

    shade: Colour = (58, 60, 62)
    cv2.fillPoly(picture, [points((-80, 2), (84, 2), (90, -6), (-74, -6))], shade, cv2.LINE_AA, 4)
    body = points((-82, 8), (-82, 30), (-56, 35), (-36, 56), (22, 57), (48, 36), (80, 30), (84, 8))
    cv2.fillPoly(picture, [body], colour, cv2.LINE_AA, 4)
    for glass in (points((-50, 36), (-33, 52), (-8, 53), (-8, 36)), points((-3, 36), (-3, 53), (20, 53), (40, 36))):
        cv2.fillPoly(picture, [glass], (84, 80, 72), cv2.LINE_AA, 4)
    for wheel in (-50, 50):
        at = points((wheel, 8))[0]
        centre = (int(at[0]), int(at[1]))
        cv2.circle(picture, centre, round(14 * scale * fine * 16), (34, 34, 36), -1, cv2.LINE_AA, 4)
        cv2.circle(picture, centre, round(7 * scale * fine * 16), (150, 152, 154), -1, cv2.LINE_AA, 4)
