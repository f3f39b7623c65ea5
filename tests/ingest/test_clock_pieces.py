"""A burnt-in clock that jumps, stands still or runs fast is followed all the same, and what it does is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import cv2
import numpy as np
import pytest
import video_clips as clips
from hypothesis import given
from hypothesis import strategies as st

from ingest.items import ReadSettings
from ingest.video.analyse import BACKWARDS, UNREAD, analyse, leaps
from ingest.video.clock import ClockReader
from ingest.video.clock_fit import DAY, Reading, fit
from ingest.video.clock_text import Stamp
from ingest.video.settings import VideoSettings
from provenance.camera_clock import wall_at
from provenance.footage import ClockReading
from provenance.records import Notice

MARCH = date(2026, 3, 14)
START = 21 * 3600 + 38 * 60 + 50


def readings(shown: Callable[[float], float], step: float = 2.0, count: int = 16) -> list[Reading]:
    """What a clock shows that stands at `shown` (seconds from the midnight before) at each stream time."""
    times = [step * n for n in range(count)]
    return [Reading(t, Stamp(int(shown(t)) % DAY, MARCH + timedelta(days=int(shown(t)) // DAY))) for t in times]


def told(found: ClockReading) -> list[tuple[str, str]]:
    return [(one.code, one.detail) for one in leaps(found)]


@pytest.mark.parametrize("at", [6, 16, 26])
@pytest.mark.parametrize(
    ("by", "words"),
    [(600, "10 min forward"), (-3600, "1 h back"), (3600, "1 h forward"), (-20, "20 s back")],
)
def test_a_clock_that_jumps_is_followed_over_the_jump(at: int, by: int, words: str) -> None:
    found = fit(readings(lambda t: START + t + (by if t >= at else 0)), 0.0)
    assert found is not None
    assert (found.first, found.rate, found.jumps, found.since) == ("2026-03-14T21:38:50", 1.0, (at,), (at - 2,))
    assert abs(found.leaps[0] - by) < 1
    begin = datetime(2026, 3, 14, 21, 38, 50)
    assert wall_at(found, at - 2) == begin + timedelta(seconds=at - 2)
    assert wall_at(found, at - 1) is None, "nobody can tell on which side of the jump this is"
    assert wall_at(found, at) == begin + timedelta(seconds=at + by)
    assert wall_at(found, 30) == begin + timedelta(seconds=30 + by)
    ((code, detail),) = told(found)
    assert code == "clock_jumps" and words in detail and f"between {at - 2}.0 s and {at}.0 s" in detail


@pytest.mark.parametrize(("rate", "step"), [(0.99, 5), (0.993, 5), (0.995, 10), (0.997, 20), (1.005, 10), (25.0, 2)])
@pytest.mark.parametrize("phase", [0.0, 0.35, 0.7])
def test_a_clock_that_runs_a_little_fast_or_slow_does_not_jump(rate: float, step: float, phase: float) -> None:
    found = fit(readings(lambda t: START + phase + rate * t, step=step, count=32), 0.0)
    assert found is not None and found.jumps == () and abs(found.rate - rate) < 0.01


@pytest.mark.parametrize("stop", range(3, 28))
def test_a_clock_that_stops_runs_in_real_time_until_then(stop: int) -> None:
    """The first readings after the stop are within a second of the line: they may not pull it down."""
    found = fit(readings(lambda t: START + min(t, stop), step=1.0, count=32), 0.0)
    assert found is not None and found.rate == 1.0
    assert wall_at(found, stop) == datetime(2026, 3, 14, 21, 38, 50) + timedelta(seconds=stop)
    assert wall_at(found, stop + 3) is None and told(found)[0][0] == "clock_stops"


def test_a_jump_to_another_day_is_one_of_days() -> None:
    found = fit(readings(lambda t: START + t + (2 * DAY + 60 if t >= 14 else 0)), 0.0)
    assert found is not None
    assert wall_at(found, 20) == datetime(2026, 3, 16, 21, 40, 10)


def test_two_jumps() -> None:
    found = fit(readings(lambda t: START + t + (600 if 10 <= t < 20 else 0)), 0.0)
    assert found is not None
    assert [round(leap) for leap in found.leaps] == [600, -600]
    assert wall_at(found, 30) == datetime(2026, 3, 14, 21, 39, 20)


def test_a_clock_that_stands_still_tells_no_time() -> None:
    found = fit(readings(lambda t: START + (t if t < 12 else 12 if t < 20 else t - 8)), 0.0)
    assert found is not None
    assert (found.first, found.stops) == ("2026-03-14T21:38:50", (14.0,)), "at 12 s it may go on still"
    assert wall_at(found, 10) == datetime(2026, 3, 14, 21, 39, 0)
    assert wall_at(found, 16) is None
    assert wall_at(found, 30) == datetime(2026, 3, 14, 21, 39, 12)
    assert [code for code, _ in told(found)] == ["clock_stops", "clock_jumps"]
    assert "goes on 8.0 s behind" in told(found)[1][1]


def test_a_clock_that_stands_still_at_first() -> None:
    found = fit(readings(lambda t: START + max(0, t - 10)), 0.0)
    assert found is not None
    assert found.first == "2026-03-14T21:38:50"
    assert wall_at(found, 4) is None
    assert wall_at(found, 20) == datetime(2026, 3, 14, 21, 39, 0)


@pytest.mark.parametrize(("rate", "code"), [(1.0, []), (1.3, ["clock_rate"]), (1.05, ["clock_rate"])])
def test_a_clock_that_runs_fast_is_one_line_and_a_finding(rate: float, code: list[str]) -> None:
    found = fit(readings(lambda t: START + rate * t, 6.0), 0.0)
    assert found is not None
    assert abs(found.rate - rate) < 0.02 and found.jumps == ()
    assert [one for one, _ in told(found)] == code


@given(
    wrong=st.dictionaries(st.integers(0, 15), st.integers(1, 9), max_size=3),
    at=st.integers(5, 11),
    by=st.integers(30, 4000),
)
def test_misread_figures_do_not_move_a_jump(wrong: dict[int, int], at: int, by: int) -> None:
    shown = readings(lambda t: START + t + (by if t >= 2 * at else 0))
    noisy = [
        Reading(r.at, Stamp((r.stamp.seconds + 4999 + 977 * n + 13 * wrong[n]) % DAY, MARCH)) if n in wrong else r
        for n, r in enumerate(shown)
    ]
    found = fit(noisy, 0.0)
    assert found is not None
    assert found.first == "2026-03-14T21:38:50"
    for seconds in range(31):
        wall = wall_at(found, seconds)
        if found.jumps and wall is not None and isinstance(wall, datetime):
            assert abs(wall - datetime(2026, 3, 14, 21, 38, 50)) <= timedelta(seconds=31 + by)


@pytest.mark.parametrize("last", [1, 2])
def test_no_line_is_drawn_past_a_reading_that_disagrees_at_the_end(last: int) -> None:
    at = 2 * (16 - last)
    found = fit(readings(lambda t: START + t - (3600 if t >= at else 0)), 0.0)
    assert found is not None
    assert wall_at(found, at - 2) == datetime(2026, 3, 14, 21, 38, 50) + timedelta(seconds=at - 2)
    assert wall_at(found, at - 1) is None
    after = None if last == 1 else datetime(2026, 3, 14, 20, 38, 50) + timedelta(seconds=30)
    assert wall_at(found, 30) == after, "one reading alone tells of a jump, not of its amount"
    assert [code for code, _ in told(found)] == ["clock_jumps"]


@pytest.mark.parametrize("count", [1, 2])
def test_no_line_is_drawn_back_past_a_reading_that_disagrees_at_the_beginning(count: int) -> None:
    at = 2 * count
    found = fit(readings(lambda t: START + t + (3600 if t >= at else 0)), 0.0)
    assert found is not None
    assert wall_at(found, 0) == (None if count == 1 else datetime(2026, 3, 14, 21, 38, 50))
    assert wall_at(found, at) == datetime(2026, 3, 14, 22, 38, 50) + timedelta(seconds=at)
    ((code, detail),) = told(found)
    assert code == "clock_jumps" and detail.startswith("between ") and "-" not in detail


def test_a_figure_of_the_last_second_that_was_read_wrong_ends_no_line() -> None:
    shown = readings(lambda t: START + t)
    found = fit([*shown[:-1], Reading(shown[-1].at, Stamp(shown[-1].stamp.seconds + 5, MARCH))], 0.0)
    assert found is not None and found.jumps == ()


def test_a_clock_that_stands_still_before_it_is_first_read() -> None:
    found = fit(readings(lambda t: START + max(0, t - 10))[1:], 0.0)
    assert found is not None
    assert wall_at(found, 4) is None and wall_at(found, 20) == datetime(2026, 3, 14, 21, 39, 0)
    assert [code for code, _ in told(found)] == ["clock_stops", "clock_jumps"]


def test_where_the_date_is_seen_on_one_side_of_a_jump_alone_its_amount_is_not_known() -> None:
    shown = readings(lambda t: START + t + (36_000 if t >= 16 else 0))
    found = fit([r if r.at < 16 else Reading(r.at, Stamp(r.stamp.seconds, None)) for r in shown], 0.0)
    assert found is not None
    assert wall_at(found, 10) == datetime(2026, 3, 14, 21, 39, 0)
    assert wall_at(found, 20) is None and found.leaps == ()


def test_a_still_figure_read_wrong_now_and_then_is_no_clock() -> None:
    shown = readings(lambda _: START)
    assert fit([Reading(r.at, Stamp(START + 5 * n)) if n % 5 == 4 else r for n, r in enumerate(shown)], 0.0) is None


def drawn(words: Callable[[int], str], frames: int = 120, every: int = 5) -> ClockReader:
    """A reader that saw a scene, 10 frames a second, with these words at its top."""
    reader = ClockReader(Fraction(1, 10))
    for number in range(0, frames, every):
        picture = clips.scene((640, 360)).copy()
        picture[:44] = 0
        cv2.putText(picture, words(number), (150, 32), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255, 255, 255), 2, cv2.LINE_AA)
        reader.see(number, cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8))
    return reader


def clock(seconds: int) -> str:
    return f"14/03/2026 {time(seconds // 3600, seconds // 60 % 60, seconds % 60)}"


def test_a_drawn_clock_that_jumps_in_the_middle_is_read() -> None:
    found = drawn(lambda n: clock(START + n // 10 + (600 if n >= 60 else 0))).reading()
    assert found is not None
    assert (found.first, found.rate) == ("2026-03-14T21:38:50", 1.0)
    assert [round(leap) for leap in found.leaps] == [600]
    assert found.since[0] < 6.0 <= found.jumps[0] <= found.since[0] + 1.0


def test_a_clock_that_is_seen_and_cannot_be_followed_is_said() -> None:
    numbers = np.random.default_rng(5).integers(0, DAY, 200)
    reader = drawn(lambda n: clock(int(numbers[n])), 60)
    assert reader.reading() is None and reader.seen
    assert not (blank := drawn(lambda _: "CAM 4", 60)).reading() and not blank.seen


def with_clock(shown: Callable[[int], int], frames: int, container: str = "mp4") -> bytes:
    """A clip of five frames a second with a clock in the picture."""

    def picture(number: int) -> clips.Picture:
        made = clips.scene((640, 360)).copy()
        made[:44] = 0
        words = clock(shown(number))
        cv2.putText(made, words, (150, 32), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255, 255, 255), 2, cv2.LINE_AA)
        return made

    return clips.encode([picture(n) for n in range(frames)], rate=5, container=container)


def found_in(raw: bytes) -> tuple[list[ClockReading], list[str]]:
    """The clock, and why it was not read."""
    found = list(analyse(io.BytesIO(raw), VideoSettings.of(ReadSettings())))
    unread = [one.detail for one in found if isinstance(one, Notice) and one.code == "clock_unread"]
    return [one for one in found if isinstance(one, ClockReading)], unread


def test_the_remark_stands_with_the_footage() -> None:
    numbers = np.random.default_rng(5).integers(0, DAY, 200)
    assert found_in(with_clock(lambda n: int(numbers[n]), 40)) == ([], [UNREAD])


def test_recordings_that_were_joined_have_no_clock_of_one_line() -> None:
    first, later = (with_clock(lambda n, at=at: at + n // 5, 40, container="mpegts") for at in (START, START + 4200))
    (alone,), unread = found_in(first)
    assert alone.first.endswith("21:38:50") and not unread
    assert found_in(first + later) == ([], [BACKWARDS])
