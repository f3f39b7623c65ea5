"""A clock that runs in the picture is no part of what moved, upright or turned, at the top or at the bottom."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from fractions import Fraction

import cv2
import numpy as np
import pytest
import video_clips as clips

from ingest.items import ReadSettings
from ingest.readers.video import look, read
from ingest.video.events import beside
from provenance.footage import ClockReading, Frame, Moment, MovementEvent
from provenance.records import Box

SIZE = (640, 360)
RATE, COUNT = 10, 200
BEGIN = datetime(2026, 5, 3, 14, 31)


def shown(number: int, low: bool) -> clips.Picture:
    """The scene with the camera's clock at the left, and from 8 to 12 s a box that moves at the right."""
    picture = clips.scene(SIZE).copy()
    if 8 * RATE <= number <= 12 * RATE:
        left = 460 + 3 * (number - 8 * RATE)
        picture[180:240, left : left + 30] = 250
    text = f"{BEGIN + timedelta(seconds=number // RATE):%Y-%m-%d %H:%M:%S}"
    place = (12, SIZE[1] - 14 if low else 34)
    cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.9, (0, 0, 0), 6, cv2.LINE_AA)
    cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.9, (255, 255, 255), 2, cv2.LINE_AA)
    return picture


@pytest.mark.parametrize(
    ("low", "turned"),
    [(False, False), (True, True), *(pytest.param(*p, marks=pytest.mark.soak) for p in ((True, False), (False, True)))],
)
def test_the_region_of_a_movement_leaves_the_clock_out(low: bool, turned: bool) -> None:
    pictures = [shown(n, low) for n in range(COUNT)]
    raw = clips.encode([np.ascontiguousarray(np.rot90(p)) for p in pictures] if turned else pictures, rate=RATE)
    found = list(read(io.BytesIO(clips.turned(raw) if turned else raw), ReadSettings()))
    (clock,) = [item for item in found if isinstance(item, ClockReading)]
    assert clock.first == "2026-05-03T14:31:00"
    (event,) = [item for item in found if isinstance(item, MovementEvent)]
    box = event.region
    # Turned by 90 degrees clockwise for display: across the picture is up the coded one.
    left, right = (SIZE[0] - box.y - box.h, SIZE[0] - box.y) if turned else (box.x, box.x + box.w)
    assert 440 <= left <= 480 and 600 <= right <= SIZE[0]
    cited = [item for item in found if isinstance(item, Frame) and item.event is not None]
    assert len(cited) == 3 and all(frame.region == box for frame in cited)


def test_a_later_look_leaves_it_out_too_and_reads_no_clock_anew() -> None:
    raw = clips.encode([shown(n, low=False) for n in range(COUNT)], rate=RATE)
    found = list(look(io.BytesIO(raw), ReadSettings()))
    assert not any(isinstance(item, ClockReading) for item in found)
    (event,) = [item for item in found if isinstance(item, MovementEvent)]
    assert event.region.x >= 440


def test_somebody_behind_the_figures_is_no_figure() -> None:
    moment = Moment(0, Fraction(1, 25), 0)
    event = MovementEvent(moment, moment, moment, Box(0, 60, 10, 140, 302))
    clock, twig, figures = (0, 0, 381, 58), (100, 300, 12, 12), (60, 10, 20, 36)
    assert beside(event, ((60, 10, 140, 36), twig), clock) == event
    assert beside(event, (figures, (400, 300, 120, 120)), clock).region == Box(0, 400, 300, 120, 120)
    assert beside(event, (figures,), clock) == event
