"""Times and dates as stated: every way of writing them, what is no time, and mornings that are never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.accounts import account_times
from summarise.moments import time_notes
from summarise.times import clock_face, clocks, days, spoken_day


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("At 14:35 I saw him.", "14:35"),
        ("about 2.35 pm he left", "14:35"),
        ("it was 2.35pm", "14:35"),
        ("at 9.15 p.m. exactly", "21:15"),
        ("at 1435 hours", "14:35"),
        ("from 1300 to 2100 hours", "13:00"),
        ("about quarter to three in the afternoon", "14:45"),
        ("half past two that afternoon", "14:30"),
        ("at seven o’clock in the morning", "07:00"),
        ("just after midnight", "00:00"),
        ("at noon", "12:00"),
        ("02:10 on the log", "02:10"),
        ("12 pm", "12:00"),
        ("12.10 am", "00:10"),
        ("twenty past four that evening", "16:20"),
        ("five minutes to six in the evening", "17:55"),
        ("14:32:10: movement", "14:32"),
    ],
)
def test_a_stated_time_is_read(text: str, face: str) -> None:
    found = clocks(text)
    assert clock_face(found[0].minute) == face
    assert found[0].reading == "stated"


@pytest.mark.parametrize("text", ["It was half past two.", "around 12 o'clock", "at 2:35", "at ten to three"])
def test_morning_or_afternoon_is_not_guessed(text: str) -> None:
    assert [c.reading for c in clocks(text)] == ["open"]
    assert account_times([text])[0].minute is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    ["£2.35 was paid", "2.35 metres away", "5 to 10 people", "2:19-cv-00123", "the 14:41 to Osmerby", "paragraph 3.10",
     "ten to twenty men", "I am 25", "call 07700 900184", "it may 3 times"],
)  # fmt: skip
def test_what_is_no_time(text: str) -> None:
    assert clocks(text) == []
    assert days(text, 2026) == []


def test_about_has_a_width() -> None:
    assert clocks("at about 14:35")[0].about == 5
    assert clocks("at 11pm or so")[0].about == 5
    assert clocks("at exactly 14:35")[0].about == 0


def test_an_open_time_takes_the_half_of_the_day_of_its_neighbours_and_says_so() -> None:
    found = account_times(["At 2.35 pm I heard a bang.", "I looked out.", "He came back at 2.40."])
    assert found[1] is None
    assert found[2] is not None
    assert (found[2].minute, found[2].reading) == (14 * 60 + 40, "context")
    earlier = account_times(["I got there at half past one.", "At 14:05 he left."])
    assert earlier[0] is not None
    assert (earlier[0].minute, earlier[0].reading) == (13 * 60 + 30, "context")


def test_an_open_time_far_from_both_readings_stays_open() -> None:
    found = account_times(["At 8 am I left.", "It was 2 o'clock."])
    assert found[1] is not None
    assert found[1].minute is None


@pytest.mark.parametrize(
    "text",
    [
        "3 May 2026",
        "Sunday 3rd May 2026",
        "the 3rd of May, 2026",
        "May 3, 2026",
        "2026-05-03",
        "03/05/2026",
        "3 MAY 2026",
    ],
)
def test_dates(text: str) -> None:
    assert [d.day for d in days(text)] == [date(2026, 5, 3)]


def test_a_date_without_a_year_takes_the_accounts_year_and_says_so() -> None:
    assert [(d.day, d.reading) for d in days("Sunday 3rd May", 2026)] == [(date(2026, 5, 3), "context")]
    assert days("Sunday 3rd May")[0].day is None


def test_a_date_holds_until_another_and_a_birthday_does_not() -> None:
    found = account_times(["On 3 May 2026 I was out.", "He was born 11/09/2001.", "At 14:30 I saw him."])
    assert found[2] is not None
    assert found[2].day == date(2026, 5, 3)


@given(st.text(max_size=200))
def test_any_text_gives_places_inside_it(text: str) -> None:
    for found in (*clocks(text), *days(text, 2026)):
        assert 0 <= found.start < found.end <= len(text)


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_four_figure_time_is_read_back(hour: int, minute: int) -> None:
    for text in (f"At {hour:02d}{minute:02d} hours I left.", f"At {hour:02d}:{minute:02d} hrs I left."):
        assert [c.minute for c in clocks(text)] == [hour * 60 + minute]


def test_days_are_spoken() -> None:
    assert spoken_day(date(2026, 5, 3)) == "3 May 2026"


def test_a_date_of_the_paper_does_not_hold_and_a_weekday_finds_its_date() -> None:
    found = account_times(
        ["Sunday 3 May 2026, duty log.", "Closed 5 May 2026 at 18:00.", "At 14:25 she fell.",
         "07:10 Mon 4 May 2026 a tin was found.", "It had been emptied at 13:30 on Sunday.",
         "At 09:00 on Thursday he rang."]
    )  # fmt: skip
    days_of = [w.day for w in found if w]
    assert days_of == [date(2026, 5, 3)] * 3 + [date(2026, 5, 4), date(2026, 5, 3), None]


def test_an_account_that_writes_24_hours_is_read_so() -> None:
    found = account_times(["14:26 Help point call.", "12:30 Window closed.", "9:15 Kiosk open."])
    assert [w.minute for w in found if w] == [14 * 60 + 26, 12 * 60 + 30, 9 * 60 + 15]


@pytest.mark.parametrize("head", ["", "Row 5: Date/Time: ", "#: 4 · booking date: ", "On "])
@pytest.mark.parametrize("stated", ["01-02-1960", "1 February 1960", "1960-02-01"])
def test_a_record_that_states_its_date_has_it(head: str, stated: str) -> None:
    found = account_times(["On 13 March 2026 at 21:40 it began.", f"{head}{stated} · time: 0:00:01"])
    assert found[1] and (found[1].day, found[1].minute, found[1].dated) == (date(1960, 2, 1), 0, "own")


def test_a_date_of_birth_says_nothing_of_when_and_an_earlier_date_is_told_apart() -> None:
    found = account_times(["On 13 March 2026 at 21:40 it began.", "Date of birth: 01-02-1960 · time: 21:41"])
    assert found[1] and (found[1].day, found[1].dated) == (date(2026, 3, 13), "before")
    assert [n.code for n in time_notes(found[1])] == ["date_from_before"]
    assert "13 March 2026" in time_notes(found[1])[0].detail and not time_notes(found[0])
    assert account_times(["time: 21:41"])[0].day is None  # type: ignore[union-attr]
    year = account_times(["On 13 March at 21:40 it began."], year=2026)
    assert [n.code for n in time_notes(year[0])] == ["year_from_source"]


def test_a_time_stamp_is_date_and_time() -> None:
    found = account_times(["Sent: 2026-03-13T21:35:00"])
    assert found[0] and found[0].minute == 21 * 60 + 35
