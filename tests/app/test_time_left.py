"""The time left: told late and calmly, pauses left out, anew for each stretch of work."""

from __future__ import annotations

import pytest

from app.time_left import TimeLeft


class Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_the_time_left_is_told_late_and_calmly() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    left.tell(0, 100)
    assert left.seconds() is None
    clock.at += 1
    left.tell(50, 100)
    assert left.seconds() is None, "one second tells nothing"
    clock.at += 9
    left.tell(50, 100)
    assert left.seconds() == pytest.approx(10)
    clock.at += 1
    left.tell(90, 100)  # a burst
    calm = left.seconds()
    assert calm is not None and 7 < calm < 9
    for _ in range(60):
        clock.at += 1
        after = left.seconds()
        assert after is not None and abs(after - calm) < 2, "it jumps"
        calm = after
    left.tell(100, 100)
    assert left.seconds() is None


def test_pauses_do_not_count_and_a_new_stretch_begins_anew() -> None:
    clock = Clock()
    left = TimeLeft(clock)
    left.tell(0, 10)
    clock.at += 5
    left.tell(5, 10)
    left.pause()
    clock.at += 1000
    assert left.seconds() == pytest.approx(5)
    left.resume()
    assert left.seconds() == pytest.approx(5)
    left.tell(40, 2000)  # indexing begins
    assert left.seconds() is None
    clock.at += 10
    left.tell(236, 2000)
    assert left.seconds() == pytest.approx(90)
    left.tell(1, 0)
    assert left.seconds() is None
