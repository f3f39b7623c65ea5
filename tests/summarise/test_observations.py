"""Machine observations: where, when by the camera's own clock, and never who."""

from __future__ import annotations

from fractions import Fraction

import pytest
from draft_case import clip

from provenance.footage import ClockReading, VideoStream
from provenance.records import Box
from summarise.observations import Footage, camera_clock, facts, observe, position
from summarise.support import Cited, judge

STREAM = VideoStream(0, "h264", 640, 360, "yuv420p", Fraction(1, 12800), "t", 0, tuple(range(0, 12800 * 60, 512)), (0,))


def footage(events: list[tuple[int, int]], clock: ClockReading | None = None, rotation: int = 0) -> Footage:
    return clip(events, clock, rotation)


def test_the_claim_says_when_where_and_how_long() -> None:
    seen = footage([(10, 19)], ClockReading("2026-05-03T14:32:00", 1.0, 40))
    (found,) = observe(seen, 8)
    assert found.text == "CAM 2 (KP/3), camera clock 03/05/2026 14:32:10: movement, left of picture, 9 seconds."
    assert [f.role for f in found.frames] == ["start", "peak", "end"]
    assert "person" not in found.text


def test_without_a_clock_stream_time_is_given() -> None:
    (found,) = observe(footage([(10, 19)]), 8)
    assert found.text.startswith("CAM 2 (KP/3), stream time 10.00 s: movement")


def test_a_clock_is_not_used_after_it_jumps() -> None:
    seen = footage([(10, 19), (30, 40)], ClockReading("14:32:00", 1.0, 40, jumps=(25.0,)))
    first, second = observe(seen, 8)
    assert "camera clock 14:32:10" in first.text
    assert "stream time 30.00 s" in second.text


def test_a_clock_that_runs_fast_is_followed() -> None:
    seen = footage([(10, 19)], ClockReading("23:59:55", 2.0, 40))
    assert camera_clock(seen, Fraction(10)) == "00:00:15"


def test_of_many_events_the_strongest_are_shown_in_order_and_the_rest_counted() -> None:
    events = [(i * 4, i * 4 + 1 + (i % 3)) for i in range(12)]
    found = observe(footage(events), 5)
    assert len(found) == 5
    assert "12 movements found in all" in found[-1].text
    assert [o.seconds for o in found[:-1]] == sorted(o.seconds for o in found[:-1])
    assert all("3 seconds" in o.text for o in found[:-1])


@pytest.mark.parametrize(
    ("region", "rotation", "words"),
    [
        (Box(0, 0, 100, 100, 100), 0, "left of picture"),
        (Box(0, 540, 100, 100, 100), 0, "right of picture"),
        (Box(0, 270, 130, 100, 100), 0, "centre of picture"),
        (Box(0, 0, 0, 100, 60), 0, "upper left of picture"),
        (Box(0, 540, 300, 100, 60), 0, "lower right of picture"),
        (Box(0, 0, 0, 640, 360), 0, "across the picture"),
        (Box(0, 0, 0, 100, 60), 90, "upper right of picture"),
        (Box(0, 0, 0, 100, 60), 180, "lower right of picture"),
        (Box(0, 0, 0, 100, 60), 270, "lower left of picture"),
    ],
)
def test_position_is_of_the_picture_as_displayed(region: Box, rotation: int, words: str) -> None:
    stream = VideoStream(0, "h264", 640, 360, "yuv420p", Fraction(1, 25), "t", rotation, (0,), (0,))
    assert position(region, stream) == words


def test_an_observation_is_supported_by_the_frame_table_and_another_is_not() -> None:
    seen = footage([(10, 19)], ClockReading("14:32:00", 1.0, 40))
    (found,) = observe(seen, 8)
    cited = [Cited(facts(seen, [f]), "KP/3; CAM 2") for f in found.frames]
    assert judge(found.text, cited).support == "supported"
    assert judge(found.text.replace("14:32:10", "14:25:10"), cited).support != "supported"
    assert judge(found.text.replace("9 seconds", "12 seconds"), cited).support == "contradicted"
