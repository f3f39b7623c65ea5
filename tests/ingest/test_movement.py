"""Movement: known truths of real footage, and what is not movement."""

from __future__ import annotations

import io
from fractions import Fraction

import numpy as np
import pytest
import video_clips as clips

from ingest.items import ReadSettings
from ingest.readers.video import events, read
from ingest.video.movement import clip
from ingest.video.settings import Region
from provenance.errors import ReadError
from provenance.footage import Frame, MovementEvent
from provenance.records import Notice

QUIET = ReadSettings(ocr=False)
SMALL, LARGE = (480, 360), (1920, 1440)
SCENES = {size: clips.scene(size) for size in (SMALL, LARGE)}
# What DVR-Scan's own tests expect in this region: starts in seconds, tolerance.
TRUTHS = {
    "traffic_camera.mp4": ([0.36, 14.32, 21.68], 0.3),
    "traffic_camera_vfr.mp4": ([0.4, 17.2, 31.9], 0.6),
}


def _events(raw: bytes, region: Region | None = None, **extra: str) -> list[MovementEvent]:
    settings = ReadSettings(ocr=False, extra=extra)
    return [item for item in events(io.BytesIO(raw), region, settings) if isinstance(item, MovementEvent)]


@pytest.mark.parametrize("name", TRUTHS)
def test_known_truths(name: str) -> None:
    path = clips.SHARED / name
    if not path.exists():
        pytest.skip("the shared footage is not here")
    wanted, tolerance = TRUTHS[name]
    found = _events(path.read_bytes(), (631, 532, 210, 127))
    starts = [float(event.start.seconds) for event in found]
    assert len(starts) == len(wanted)
    assert all(abs(a - b) <= tolerance for a, b in zip(starts, wanted, strict=True))
    for event in found:
        assert event.start.seconds < event.peak.seconds <= event.end.seconds
        assert event.region.x >= 631
        assert event.region.x + event.region.w <= 841


def test_clouds_changing_the_light_are_no_event() -> None:
    path = clips.SHARED / "issue53_brightness_change.avi"
    if not path.exists():
        pytest.skip("the shared footage is not here")
    assert _events(path.read_bytes()) == []


def test_start_end_and_place_of_a_walk() -> None:
    (event,) = _events(clips.walking(140))
    assert abs(event.start.seconds - Fraction(30, 25)) <= Fraction(1, 5)
    assert abs(event.end.seconds - Fraction(60, 25)) <= Fraction(1, 5)  # the rest until it is over is no part of it
    assert event.start.ordinal <= event.peak.ordinal <= event.end.ordinal
    region = event.region
    assert region.x <= 24
    assert region.x + region.w >= 100
    assert region.y >= 40
    assert region.y + region.h <= 90


def test_two_walks_are_two_events_and_a_short_rest_is_none() -> None:
    apart = clips.walking(230, draw=lambda n: clips.walk(n, 20, 50) if n < 120 else clips.walk(n, 150, 180))
    assert len(_events(apart)) == 2
    close = clips.walking(160, draw=lambda n: clips.walk(n, 20, 50) if n < 60 else clips.walk(n, 75, 105))
    (joined,) = _events(close)
    assert abs(joined.end.seconds - Fraction(105, 25)) <= Fraction(1, 5)


def test_a_region_leaves_the_rest_unwatched() -> None:
    raw = clips.walking(100)
    assert _events(raw, (0, 0, 160, 40)) == []
    assert len(_events(raw, (0, 45, 160, 40))) == 1


def test_areas_to_watch_and_to_leave_out_can_be_set() -> None:
    raw = clips.walking(100)
    (whole,) = _events(raw)
    assert _events(raw, video_watch="0,0,160,40;0,90,160,30") == []
    (watched,) = _events(raw, video_watch="0,0,40,30;60,45,100,40")
    assert watched.start.pts > whole.start.pts  # the walk begins outside
    assert watched.region.x >= 60 - watched.region.w
    assert _events(raw, video_mask="0,40,160,50") == []
    (left,) = _events(raw, video_mask="0,0,60,120")
    assert left.region.x >= 59
    with pytest.raises(ReadError, match="region_outside"):
        _events(raw, video_mask="0,0,160,120")


@pytest.mark.parametrize(
    ("rate", "size"), [(8, SMALL), (15, SMALL), (25, SMALL), (30, SMALL), (60, SMALL), (25, LARGE)]
)
def test_thinning_loses_no_event_of_half_a_second(rate: int, size: tuple[int, int]) -> None:
    """Whatever the rate and however reduced the picture, and wherever between two looks the event begins."""
    for offset in range(3 if size == SMALL else 1):
        first = rate + offset
        last = first + -(-rate // 2)

        def draw(number: int, first: int = first, last: int = last) -> clips.Picture:
            picture = SCENES[size].copy()
            if first <= number <= last:
                left = int((10 + 30 * (number - first) / rate) * size[0] / 160)
                picture[size[1] // 2 : size[1] // 2 + size[1] // 6, left : left + size[0] // 12] = 250
            return picture

        found = _events(clips.walking(rate * 2, draw=draw, size=size, rate=rate, options={"preset": "ultrafast"}))
        assert len(found) == 1
        assert abs(float(found[0].start.seconds) - first / rate) <= 0.2


def test_sensitivity_can_be_set() -> None:
    raw = clips.walking(100)
    assert len(_events(raw, video_threshold="0.15")) == 1
    assert _events(raw, video_threshold="40") == []


@pytest.mark.parametrize("change", ["step", "fade"])
def test_light_alone_is_no_event(change: str) -> None:
    def draw(number: int) -> clips.Picture:
        gain = (1.4 if number >= 50 else 1.0) if change == "step" else 1.0 + max(0, number - 40) / 100
        return np.clip(clips.scene() * gain, 0, 255).astype(np.uint8)

    assert _events(clips.walking(100, draw=draw)) == []


def test_noise_is_no_event() -> None:
    noise = np.random.default_rng(9)

    def draw(_: int) -> clips.Picture:
        return np.clip(clips.scene() + noise.normal(0, 6, (120, 160, 1)), 0, 255).astype(np.uint8)

    assert _events(clips.walking(100, draw=draw, options={"crf": "18"})) == []


def test_someone_who_walks_in_as_the_light_goes_on_is_an_event() -> None:
    def draw(number: int) -> clips.Picture:
        gain = 1.4 if number >= 50 else 1.0
        return np.clip(clips.walk(number, 50, 80) * gain, 0, 255).astype(np.uint8)

    assert len(_events(clips.walking(120, draw=draw))) == 1


def test_only_the_strongest_of_many_events_are_kept_and_it_is_said() -> None:
    def draw(number: int) -> clips.Picture:
        turn = number // 100
        picture = clips.scene().copy()
        if 30 <= number % 100 <= 45:
            left = 10 + 6 * (number % 100 - 30)
            picture[20 : 30 + 20 * turn, left : left + 16] = 250
        return picture

    raw = clips.walking(300, draw=draw)
    items = list(read(io.BytesIO(raw), ReadSettings(ocr=False, extra={"video_events": "2"})))
    kept = [item for item in items if isinstance(item, MovementEvent)]
    assert [round(float(e.start.seconds) / 4) for e in kept] == [1, 2]
    assert [f.event for f in items if isinstance(f, Frame)] == [0, 0, 0, 1, 1, 1, None]
    assert [n.code for n in items if isinstance(n, Notice)] == ["events_left_out"]


def test_a_region_is_kept_inside_the_picture() -> None:
    assert clip(None, (160, 120)) == (0, 0, 160, 120)
    assert clip((-10, 100, 50, 50), (160, 120)) == (0, 100, 40, 20)
    with pytest.raises(ReadError, match="region_outside"):
        clip((500, 500, 10, 10), (160, 120))
