"""What happens to the camera and to the recording: found where it happens, and not found where it does not."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pytest
import video_clips as clips

from ingest.items import ReadSettings
from ingest.readers.video import read
from ingest.video.camera import CameraWatch
from provenance.records import Notice

QUIET = ReadSettings(ocr=False)
SIZE = (640, 360)
Picture = Callable[[int], clips.Picture]


@lru_cache
def _view(seed: int = 3) -> clips.Picture:
    """A scene with outlines at many places, uint8 (height, width)."""
    return cv2.GaussianBlur(clips.scene(SIZE, seed)[:, :, 0], (9, 9), 0)


GRAIN = np.random.default_rng(5).normal(0, 1, (SIZE[1] + 64, SIZE[0] + 64)).astype(np.float32)


def _grained(picture: clips.Picture, number: int, noise: float) -> clips.Picture:
    """The picture with a sensor's noise, another in each frame: places in one large field of it."""
    x, y = 37 * number % 64, 23 * number % 61
    field = GRAIN[y : y + SIZE[1], x : x + SIZE[0]]
    return np.clip(picture.astype(np.float32) + noise * field, 0, 255).astype(np.uint8)


def _watched(draw: Picture, count: int, noise: float = 3.0, rate: int = 10) -> list[tuple[str, str]]:
    """Codes and places of what is found in `count` drawn pictures (luma), with the noise that a sensor has."""
    watch = CameraWatch(Fraction(1, rate))
    for number in range(count):
        watch.see(number, _grained(draw(number), number, noise) if noise else draw(number))
    return [(n.code, n.place) for n in watch.findings()]


def _stretch(place: str) -> list[float]:
    return [float(t) for t in place.removeprefix("t=").split(",")]


def _near(place: str, *wanted: float) -> bool:
    return all(abs(a - b) <= 0.6 for a, b in zip(_stretch(place), wanted, strict=True))


def test_a_still_scene_is_nothing_to_look_into() -> None:
    assert _watched(lambda _: _view(), 300) == []


def test_a_still_night_scene_is_not_frozen() -> None:
    dark = (_view() // 12).astype(np.uint8)
    assert _watched(lambda _: dark, 300, noise=1.5) == []


def test_a_walk_through_the_picture_is_no_finding() -> None:
    def draw(number: int) -> clips.Picture:
        picture = _view().copy()
        picture[60:330, 4 * number % 500 : 4 * number % 500 + 130] = 230
        return picture

    assert _watched(draw, 300) == []


def test_light_switched_off_and_on_is_no_finding() -> None:
    assert _watched(lambda n: (_view() * (0.25 if 100 <= n < 200 else 1.0)).astype(np.uint8), 300) == []


def test_a_covered_camera() -> None:
    def draw(number: int) -> clips.Picture:
        return np.full((360, 640), 25, np.uint8) + np.tile(np.linspace(0, 12, 640).astype(np.uint8), (360, 1))

    ((code, place),) = _watched(lambda n: draw(n) if 100 <= n < 180 else _view(), 300)
    assert code == "camera_covered"
    assert _near(place, 10.0, 17.9)


def test_a_sprayed_camera_until_the_end() -> None:
    blurred = cv2.GaussianBlur(_view(), (0, 0), 45).astype(np.uint8)
    ((code, place),) = _watched(lambda n: blurred if n >= 100 else _view(), 200)
    assert code == "camera_covered"
    assert _near(place, 10.0, 19.9)


def test_a_frozen_picture() -> None:
    held = _grained(_view(), 99, 3)
    ((code, place),) = _watched(lambda n: held if 100 <= n < 200 else _grained(_view(), n, 3), 300, noise=0)
    assert code == "camera_frozen"
    assert _near(place, 10.0, 19.9)


def test_four_seconds_alike_are_not_called_frozen() -> None:
    assert _watched(lambda n: _view() if n % 50 < 40 else _grained(_view(), n, 3), 200, noise=0) == []


def test_a_camera_turned_away() -> None:
    ((code, place),) = _watched(lambda n: _view(3 if n < 100 else 4), 250)
    assert code == "camera_moved"
    assert _near(place, 10.0)


def test_a_camera_that_shakes_is_not_moved() -> None:
    shift = np.random.default_rng(8).integers(-1, 2, (300, 2))
    assert _watched(lambda n: np.roll(_view(), tuple(shift[n]), (0, 1)), 300) == []


def test_a_recording_cut_together_is_said_once() -> None:
    found = _watched(lambda n: _view(3 + n // 60), 600)
    assert [code for code, _ in found] == ["camera_moved"]


@pytest.mark.parametrize(("tone", "word"), [(2, "dark"), (130, "grey"), (250, "bright")])
def test_a_blank_picture(tone: int, word: str) -> None:
    watch = CameraWatch(Fraction(1, 10))
    for number in range(200):
        watch.see(number, np.full((360, 640), tone, np.uint8) if 100 <= number < 150 else _view())
    blank = [n for n in watch.findings() if n.code == "picture_blank"]
    assert len(blank) == 1
    assert word in blank[0].detail
    assert _near(blank[0].place, 10.0, 14.9)


def _findings(raw: bytes) -> list[Notice]:
    codes = ("recording_gap", "camera_frozen", "camera_covered", "camera_moved", "picture_blank")
    return [n for n in read(io.BytesIO(raw), QUIET) if isinstance(n, Notice) and n.code in codes]


def test_a_gap_in_the_recording() -> None:
    stamps = [40 * n if n < 60 else 40 * n + 75_000 for n in range(120)]
    (gap,) = _findings(clips.walking(120, container="matroska", stamps=stamps))
    assert gap.code == "recording_gap"
    assert _near(gap.place, 2.36, 77.4)
    assert "1 min 15 s" in gap.detail


@pytest.mark.parametrize("step", [40, 1000])
def test_a_steady_rate_has_no_gap_however_slow(step: int) -> None:
    raw = clips.walking(60, container="matroska", stamps=[step * n for n in range(60)])
    assert not [n for n in _findings(raw) if n.code == "recording_gap"]


def test_hours_cost_no_memory() -> None:
    """What is kept does not grow: the findings are bounded, and so is all else."""
    flat, view = np.full((36, 64), 9, np.uint8), cv2.resize(_view(), (64, 36)).astype(np.uint8)
    watch = CameraWatch(Fraction(1, 4))
    for number in range(8000):
        watch.see(number, flat if number // 20 % 2 else view)
    found = [n for n in watch.findings() if n.code == "picture_blank"]
    assert len(found) == 21
    assert "180 more times" in found[-1].detail


REAL = sorted((clips.SHARED / "cctv").glob("*.mp4")) if clips.SHARED.exists() else []


@pytest.mark.parametrize("path", [*REAL, clips.SHARED / "traffic_camera.mp4"], ids=lambda p: p.stem)
def test_real_cameras_that_nothing_happened_to(path: Path) -> None:
    if not path.exists():
        pytest.skip("the shared footage is not here")
    assert _findings(path.read_bytes()) == []
