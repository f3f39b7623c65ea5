"""The check of a camera's clock: written in one form, and both times of a moment, each named."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import camera_check, camera_clock
from provenance.camera_clock import CameraClock
from provenance.errors import UsageError
from provenance.footage import ClockReading
from provenance.records import Source

FOOTAGE = Source("S3", "aa" * 32, "cam 2.mp4", "", 1, "video", "read", "", "")
LATER, EARLIER = " (clock checked 3 months after)", " (clock checked 5 months before)"
CHECK = {
    "clock_offset": "+00:07:00",
    "clock_checked_by": "PC Bell",
    "clock_checked_against": "speaking clock",
    "clock_checked_at": "2026-05-03 14:25",
    "clock_uncertainty": "± 2 s",
}


def _set(source: Source, **asked: str) -> Source:
    """The source as the store leaves it: an empty value takes a field away."""
    changed = camera_check.changes(source, asked)
    return replace(source, fields={n: v for n, v in {**source.fields, **changed}.items() if v})


def test_a_check_is_kept_in_one_form() -> None:
    made = _set(FOOTAGE, **CHECK)
    assert made.fields["clock_checked_at"] == "2026-05-03T14:25:00"
    assert made.fields["clock_uncertainty"] == "2"
    clock = camera_clock.of(made)
    assert clock == CameraClock(
        timedelta(minutes=7), Fraction(2), "PC Bell", "speaking clock", "2026-05-03T14:25:00", "Europe/London"
    )
    assert clock is not None
    assert clock.told() == (
        "camera clock 7 min fast, ± 2 s, checked by PC Bell, against speaking clock, at 2026-05-03 14:25:00 BST"
    )
    assert clock.json()["direction"] == "fast"


@pytest.mark.parametrize(
    "asked", ["14/01/2012 22:00", "14.01.2012 22:00:00", "14-1-2012, 22.00", "14/01/2012 at 22:00", "2012-01-14T22:00"]
)
def test_a_check_may_be_dated_day_first(asked: str) -> None:
    assert _set(FOOTAGE, **{**CHECK, "clock_checked_at": asked}).fields["clock_checked_at"] == "2012-01-14T22:00:00"


@pytest.mark.parametrize("asked", ["01/14/2012 22:00", "14/01/12 22:00", "14/01/2012", "14/01/2012 25:00"])
def test_a_check_that_cannot_be_read_day_first_is_asked_again(asked: str) -> None:
    with pytest.raises(UsageError):
        _set(FOOTAGE, **{**CHECK, "clock_checked_at": asked})


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ({"clock_offset": "+00:07:00", "clock_direction": "fast"}, "+00:07:00"),
        ({"clock_offset": "00:07:00", "clock_direction": "slow"}, "-00:07:00"),
        ({"clock_offset": "00:00:40 slow"}, "-00:00:40"),
        ({"clock_offset": "−00:00:40"}, "-00:00:40"),
        ({"clock_offset": "2 days 01:00:00", "clock_direction": "fast"}, "+49:00:00"),
        ({"clock_offset": "00:00:00"}, "+00:00:00"),
    ],
)
def test_forms_of_an_amount(asked: dict[str, str], written: str) -> None:
    assert camera_check.changes(FOOTAGE, asked, whole=False) == {"clock_offset": written}
    who = {name: value for name, value in CHECK.items() if name.startswith("clock_checked")}
    assert camera_check.changes(FOOTAGE, who | asked)["clock_offset"] == written


@pytest.mark.parametrize("missing", ["clock_checked_by", "clock_checked_against", "clock_checked_at"])
def test_a_check_needs_who_against_what_and_when(missing: str) -> None:
    part = {name: value for name, value in CHECK.items() if name != missing}
    for asked in (part, {**part, missing: " "}):
        with pytest.raises(UsageError, match=missing):
            camera_check.changes(FOOTAGE, asked)
    made = _set(FOOTAGE, **CHECK)
    assert camera_check.changes(made, {"clock_offset": "-00:00:05"}) == {"clock_offset": "-00:00:05"}
    with pytest.raises(UsageError, match=missing):
        camera_check.changes(made, {missing: ""})


@pytest.mark.parametrize(
    "asked",
    [
        {"clock_offset": "+00:07:00", "clock_direction": "slow"},
        {"clock_offset": "-00:07:00 fast"},
        {"clock_offset": "00:07:00"},
        {"clock_offset": "07:00"},  # minutes, or hours?
        {"clock_offset": "seven minutes"},
        {"clock_offset": "+00:07:00", "clock_direction": "early"},
        {"clock_offset": "+9999999:00:00"},
        {"clock_direction": "fast"},
        {"clock_checked_by": "PC Bell"},
        {"clock_offset": "+00:07:00", "clock_uncertainty": "some"},
        {"clock_offset": "+00:07:00", "clock_checked_at": "yesterday"},
        {"clock_offset": "+00:07:00", "clock_zone": "Atlantis"},
        {"clock_offset": "", "clock_checked_by": "PC Bell"},
    ],
)
def test_what_is_refused(asked: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="bad_value"):
        camera_check.changes(FOOTAGE, asked, whole=False)


def test_only_footage_has_a_camera() -> None:
    with pytest.raises(UsageError, match="no footage"):
        camera_check.changes(replace(FOOTAGE, kind="pdf"), {"clock_offset": "+00:07:00"})
    assert camera_check.changes(replace(FOOTAGE, kind="pdf"), {"title": "x"}) == {"title": "x"}


def test_taking_the_amount_away_takes_the_check_away() -> None:
    made = _set(_set(FOOTAGE, **CHECK), clock_offset="")
    assert made.fields == {}
    assert camera_clock.of(made) is None
    assert camera_clock.both(made, ClockReading("14:32:10", 1.0, 9), 0) == ("camera clock 14:32:10", "")


def test_a_check_of_an_older_version_can_be_completed_later() -> None:
    made = _set(replace(FOOTAGE, fields={"clock_offset": "+00:07:00"}), clock_checked_by="PC Bell")
    clock = camera_clock.of(made)
    assert clock is not None
    assert clock.checked_by == "PC Bell"
    assert "not stated against what" in clock.told()


@pytest.mark.parametrize(
    ("first", "seconds", "words"),
    [
        ("2026-05-03T14:32:10", 0, ("camera clock 03/05/2026 14:32:10", "corrected 03/05/2026 14:25:10 BST")),
        ("2026-01-03T14:32:10", 5, ("camera clock 03/01/2026 14:32:15", "corrected 03/01/2026 14:25:15 GMT" + LATER)),
        ("2026-05-03T00:03:00", 0, ("camera clock 03/05/2026 00:03:00", "corrected 02/05/2026 23:56:00 BST")),
        (
            "2026-10-25T01:40:00",
            0,
            ("camera clock 25/10/2026 01:40:00", "corrected 25/10/2026 01:33:00 BST or GMT" + EARLIER),
        ),
        ("14:32:10", 0, ("camera clock 14:32:10", "corrected 14:25:10")),
        ("00:03:00", 0, ("camera clock 00:03:00", "corrected 23:56:00 (the day before)")),
    ],
)
def test_both_times_are_named(first: str, seconds: int, words: tuple[str, str]) -> None:
    assert camera_clock.both(_set(FOOTAGE, **CHECK), ClockReading(first, 1.0, 9), seconds) == words


def test_where_the_clock_is_not_known_nothing_is_said() -> None:
    made = _set(FOOTAGE, **CHECK)
    assert camera_clock.both(made, None, 3) == ("", "")
    assert camera_clock.both(made, ClockReading("14:32:10", 1.0, 9, (12.0,)), 12) == ("", "")


def test_a_change_of_the_hour_between_check_and_recording_is_minded() -> None:
    made = _set(FOOTAGE, **CHECK)
    winter, summer = (
        camera_clock.times(made, ClockReading(f, 1.0, 9), 0) for f in ("2026-01-03T14:32:10", "2026-05-01T14:32:10")
    )
    assert winter is not None
    assert summer is not None
    assert "checked in BST, recorded in GMT" in str(winter.json()["caution"])
    assert summer.json()["caution"] == ""


def test_a_check_far_from_the_recording_is_minded() -> None:
    far = camera_clock.times(_set(FOOTAGE, **CHECK), ClockReading("2012-01-14T22:06:13", 1.0, 9), 0)
    near = camera_clock.times(_set(FOOTAGE, **CHECK), ClockReading("2026-04-04T22:06:13", 1.0, 9), 0)
    assert far is not None and near is not None
    assert far.words()[1] == "corrected 14/01/2012 21:59:13 GMT (clock checked 14 years after)"
    assert str(far.json()["caution"]).startswith("clock checked 14 years after this recording")
    assert near.json()["caution"] == "" and "checked" not in near.words()[1]


def test_a_recorder_that_began_again_is_compared_by_its_corrected_date() -> None:
    made = _set(FOOTAGE, **{**CHECK, "clock_offset": f"-{24 * 9000}:00:00"})
    began = datetime(2026, 5, 1, 12) - timedelta(days=9000)
    found = camera_clock.times(made, ClockReading(began.isoformat(), 1.0, 9), 0)
    assert found is not None and found.json()["caution"] == ""


def test_the_clock_turns_when_the_picture_shows_it() -> None:
    reading = ClockReading("17:47:27", 1.0, 10, phase=0.74)
    assert [camera_clock.wall_at(reading, t, 0) for t in (0, 0.25, 0.27, 1.27)] == [
        time(17, 47, 27), time(17, 47, 27), time(17, 47, 28), time(17, 47, 29),
    ]  # fmt: skip


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(-(10**8), 10**8))
def test_correcting_is_the_offset_and_nothing_else(wall: datetime, seconds: int) -> None:
    sign = "-" if seconds < 0 else "+"
    whole = abs(seconds)
    text = f"{sign}{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    clock = camera_clock.of(_set(FOOTAGE, **{**CHECK, "clock_offset": text}))
    assert clock is not None
    assert clock.corrected(wall) == wall - timedelta(seconds=seconds)
    assert clock.corrected(wall.time()) == (wall - timedelta(seconds=seconds)).time()
