"""Draws a clip of a street as a fixed camera gives it: grain, trees in the wind, cars and people passing, a clock.

Drawn and encoded anew for each measurement, so that no file of 1080p footage has to be kept or fetched.
"""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
SECONDS, RATE = 24, 25
GRAIN = 5.0  # standard deviation of the luma of neighbouring frames, in steps of 256: a small sensor by daylight
_SPARE = 96  # pixels by which the field of grain is larger than the picture, so that each frame takes another part
# Where each that passes begins and ends (shares of the picture), how large (of its height), how bright, from when to
# when (shares of the clip).
_PASSING = (
    ((-0.20, 0.62), (1.15, 0.66), (0.34, 0.14), 205, (0.05, 0.30)),
    ((1.15, 0.74), (-0.25, 0.70), (0.40, 0.17), 45, (0.22, 0.52)),
    ((0.10, 0.50), (0.45, 0.55), (0.05, 0.16), 30, (0.00, 0.85)),
    ((0.95, 0.52), (0.30, 0.50), (0.05, 0.15), 180, (0.40, 1.00)),
    ((-0.20, 0.70), (1.20, 0.74), (0.36, 0.15), 120, (0.70, 0.95)),
)


def draw_clip(path: Path, seconds: int = SECONDS, size: tuple[int, int] = (1920, 1080)) -> Path:
    """Write the clip as H.264, 25 frames a second, as recorders do: a key frame every two seconds, no B frames."""
    width, height = size
    chance = np.random.default_rng(1)
    scene, grain = _scene(width, height, chance), _grain(width, height, chance)
    chroma = np.full((height // 2, width), 128, np.uint8)
    with av.open(str(path), "w") as container:
        options = {"preset": "veryfast", "crf": "23", "bf": "0", "g": str(2 * RATE)}
        stream = container.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(RATE * seconds):
            luma = _grained(_frame(scene, number, number / (RATE * seconds)), grain, chance)
            picture = np.concatenate([luma, chroma])
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="yuv420p")))
        container.mux(stream.encode())
    return path


def _scene(width: int, height: int, chance: np.random.Generator) -> Plane:
    """A sky, house fronts with windows, a road: edges and surfaces on which nothing moves."""
    luma = np.tile(np.linspace(190, 90, height, dtype=np.float32)[:, None], (1, width))
    for left in range(0, width, width // 6):
        top = int(height * (0.12 + 0.15 * chance.random()))
        luma[top : int(height * 0.55), left : left + width // 6 - 8] = 70 + 90 * chance.random()
        for y in range(top + 30, int(height * 0.52), height // 9):
            for x in range(left + 25, left + width // 6 - 60, width // 30):
                luma[y : y + height // 18, x : x + width // 60] = 30 + 60 * chance.random()
    luma[int(height * 0.58) :] = 95
    luma[int(height * 0.78) : int(height * 0.79), :: width // 20] = 200
    texture = chance.normal(0, 7, (height // 4, width // 4)).astype(np.float32)
    luma += cv2.resize(texture, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(luma, 16, 235), np.uint8)


def _grain(width: int, height: int, chance: np.random.Generator) -> NDArray[np.int8]:
    """A field of sensor noise larger than the picture, neighbouring pixels somewhat alike as after demosaicing."""
    field = chance.normal(0, 1, (height + _SPARE, width + _SPARE)).astype(np.float32)
    field = cv2.GaussianBlur(field, (0, 0), 0.6)
    return np.asarray(np.round(field * (GRAIN / field.std())), np.int8)


def _frame(scene: Plane, number: int, share: float) -> Plane:
    """The scene at a moment: what passes, leaves in the wind, the clock in its corner."""
    height, width = scene.shape
    luma = scene.copy()
    for begin, end, (w, h), bright, (first, last) in _PASSING:
        if first <= share < last:
            gone = (share - first) / (last - first)
            x, y = (int(side * (a + (b - a) * gone)) for side, a, b in zip((width, height), begin, end, strict=True))
            wide, high = int(w * height), int(h * height)
            cv2.rectangle(luma, (x, y), (x + wide, y + high), bright, -1)
            cv2.rectangle(luma, (x + wide // 6, y + high // 8), (x + wide // 2, y + high // 2), bright // 2 + 40, -1)
            cv2.ellipse(luma, (x + wide // 2, y + high), (wide // 2, high // 8), 0, 0, 180, 40, -1)
    leaves = luma[height // 10 : height // 3, width // 40 : width // 6]
    leaves[:] = np.roll(leaves, round(3 * np.sin(number / 9)), axis=1)
    when = f"03-05-2026 14:{30 + number // (60 * RATE):02}:{number // RATE % 60:02}"
    cv2.putText(luma, when, (width // 40, height // 18), cv2.FONT_HERSHEY_SIMPLEX, height / 900, 235, 2, cv2.LINE_AA)
    return luma


def _grained(luma: Plane, grain: NDArray[np.int8], chance: np.random.Generator) -> Plane:
    """The picture with the grain of one exposure."""
    height, width = luma.shape
    y, x = chance.integers(0, _SPARE, 2)
    noisy = luma.astype(np.int16) + grain[y : y + height, x : x + width]
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)
