"""Words of time in a sentence: ranges, bounds, widths, relative times, days named by others, periods, stamps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.timeline.day_words import day_words, find_weekday
from summarise.timeline.paper import Paper
from summarise.timeline.periods import periods
from summarise.timeline.relative import relatives
from summarise.timeline.stamps import foot_stamp, head_stamp, whole_stamp
from summarise.timeline.stretches import stretches
from summarise.times import clock_face, days

NUMBERS = {2: "two", 5: "five", 10: "ten", 20: "twenty", 30: "thirty", 45: "forty-five"}
PAPER = Paper(2026, date(2026, 3, 16))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We were there from 1300 to 2100 hours.", ("13:00", "21:00", "throughout", 0, 0)),
        ("J. Webb, 06:40 – 19:15", ("06:40", "19:15", "throughout", 0, 0)),
        ("signed in 13:50–15:00", ("13:50", "15:00", "throughout", 0, 0)),
        ("I shut the shop between 9 and 9.30 pm.", ("21:00", "21:30", "within", 0, 0)),
        ("some time between two and three in the afternoon", ("14:00", "15:00", "within", 0, 0)),
        ("It was about 14:25 or 14:30.", ("14:25", "14:30", "within", 5, 0)),
        ("I had been there since about ten past two in the afternoon.", ("14:10", "", "since", 5, 5)),
        ("It was open until 15:00.", ("15:00", "", "until", 0, 0)),
        ("He had gone by 20:15.", ("20:15", "", "before", 0, 0)),
        ("at about 14:30", ("14:30", "", "moment", 15, 15)),
        ("at about 14:25", ("14:25", "", "moment", 5, 5)),
        ("just before 14:25", ("14:25", "", "moment", 5, 0)),
        ("shortly after 14:25", ("14:25", "", "moment", 0, 10)),
        ("nearly 14:25", ("14:25", "", "moment", 5, 0)),
        ("14:25 or so", ("14:25", "", "moment", 5, 5)),
        ("CPR ran from 03.26 to 03.51.", ("03:26", "03:51", "throughout", 0, 0)),
        ("We arrived at 0321.", ("03:21", "", "moment", 0, 0)),
        ("It was ten-ish that evening.", ("22:00", "", "moment", 15, 15)),
        ("He rang at about 11 at night.", ("23:00", "", "moment", 15, 15)),
        ("I finish at half eleven that evening.", ("23:30", "", "moment", 0, 0)),
        ("She came in just before one that afternoon.", ("13:00", "", "moment", 5, 0)),
        ("At exactly 14:25 it was gone.", ("14:25", "", "moment", 0, 0)),
    ],
)
def test_clock_times_as_moments_ranges_and_bounds(text: str, told: tuple[str, str, str, int, int]) -> None:
    (found,) = stretches(text)
    first, second = clock_face(found.first.minute), clock_face(found.second.minute) if found.second else ""
    assert (first, second, found.extent, found.before, found.after) == told


@pytest.mark.parametrize(
    "text",
    ["between two and three people", "until two men came", "I looked at one.", "from one to two metres",
     "from 5 to 10 people", "I live at 1435 Elm Street", "at 24 or 25", "at 5 and 6", "half an hour",
     "valued at 1.08 million", "at 2.35 metres", "The 22.40 bus was late.", "by two officers"],
)  # fmt: skip
def test_what_is_no_clock_time(text: str) -> None:
    assert stretches(text) == []


def test_a_bare_hour_is_a_time_where_the_words_say_so() -> None:
    (found,) = stretches("I was on from eight until four, by myself.")
    assert (found.first.reading, found.extent) == ("open", "throughout")
    (found,) = stretches("It was quiet until about two because of the fair.")
    assert (found.extent, found.before, found.after) == ("until", 15, 15)


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["to", "until", "–"]),
)
def test_every_range_of_24_hours_is_read_back(h1: int, m1: int, h2: int, m2: int, joint: str) -> None:
    text = f"The window was open from {h1:02d}:{m1:02d} hrs {joint} {h2:02d}:{m2:02d} hrs that day."
    (found,) = stretches(text)
    assert found.second is not None
    assert (found.first.minute, found.second.minute) == (h1 * 60 + m1, h2 * 60 + m2)
    assert found.extent == "throughout"


@given(st.text(max_size=160))
def test_any_text_gives_places_inside_it_in_order(text: str) -> None:
    found = stretches(text)
    places = [(s.start, s.end) for s in found]
    assert all(0 <= a < b <= len(text) for a, b in places)
    for one in relatives(text, [s.first.start for s in found]):
        assert 0 <= one.start < one.end <= len(text) and one.least <= one.likely <= one.most
    for word in day_words(text):
        assert 0 <= word.start < word.end <= len(text)
    for period in periods(text, None, 2026):
        assert period.first < period.after


@given(
    st.sampled_from(sorted(NUMBERS)), st.sampled_from(["later", "afterwards", "after that", "earlier", "before that"])
)
def test_minutes_from_what_came_before_are_as_many_as_said(number: int, way: str) -> None:
    (one,) = relatives(f"About {NUMBERS[number]} minutes {way} he left.", [])
    sign = -1 if way in ("earlier", "before that") else 1
    assert (one.likely, one.hangs) == (sign * number, "before")
    assert one.least < one.likely < one.most


@pytest.mark.parametrize(
    ("text", "likely", "hangs"),
    [
        ("Half an hour later she came.", 30, "before"),
        ("An hour and a half later she came.", 90, "before"),
        ("A few minutes afterwards he fell.", 5, "before"),
        ("It was two or three minutes later.", 2.5, "before"),
        ("It was straight after that I heard the bang.", 1, "before"),
        ("Shortly after that a van pulled up.", 5, "before"),
        ("After some minutes a man came.", 5, "before"),
        ("He had been there an hour earlier.", -60, "before"),
        ("I saw it a quarter of an hour before the train.", -15, "service"),
        ("I saw it ten minutes before the 22.40 bus.", -10, "service"),
        ("He came three minutes after the call.", 3, "other"),
        ("Just after the bang he ran.", 5, "other"),
    ],
)
def test_times_that_hang_on_others(text: str, likely: float, hangs: str) -> None:
    (one,) = relatives(text, [s.first.start for s in stretches(text)])
    assert (one.likely, one.hangs) == (likely, hangs)


@pytest.mark.parametrize(
    "text",
    ["I stayed for about five minutes.", "It took 20 minutes.", "five minutes past two", "shortly after two o'clock"],
)
def test_how_long_it_took_is_no_time(text: str) -> None:
    assert relatives(text, [s.first.start for s in stretches(text)]) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I rang on the Tuesday night.", ("weekday", 0, 1, "night")),
        ("It was found the next morning.", ("told", 1, -1, "morning")),
        ("She had come that same morning.", ("told", 0, -1, "morning")),
        ("I rang yesterday evening.", ("made", -1, -1, "evening")),
        ("He told me this morning.", ("made", 0, -1, "morning")),
        ("Two days later he wrote.", ("told", 2, -1, "")),
    ],
)
def test_days_named_by_others(text: str, told: tuple[str, int, int, str]) -> None:
    (word,) = day_words(text)
    assert (word.counts_from, word.days, word.weekday, word.part) == told


@pytest.mark.parametrize(
    "text", ["He does it on a Sunday.", "I see him most Sundays.", "every Monday", "Friday's game"]
)
def test_what_is_usual_is_no_day(text: str) -> None:
    assert day_words(text) == []


@given(st.dates(date(2020, 1, 8), date(2030, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_never_guessed_between_two(told: date, weekday: int) -> None:
    (word,) = day_words(
        f"I rang on {('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')[weekday]}."
    )
    possible = find_weekday(word, [], told, None)
    assert all(d.weekday() == weekday for d in possible)
    assert len(possible) == 2, "before or after: nothing says"


def test_numbers_alone_are_day_first_unless_they_cannot_be() -> None:
    assert [d.day for d in days("03/05/2026 and 5/30/2009")] == [date(2026, 5, 3), date(2009, 5, 30)]
    assert [d.day for d in days("6/1/2009", month_first=True)] == [date(2009, 6, 1)]
    assert days("31/31/2026") == []


@pytest.mark.parametrize(
    ("text", "day", "face", "zone"),
    [
        ("[12/03/2026, 21:14:05] Kim Hale: are you there", date(2026, 3, 12), "21:14:05", ""),
        ("13/03/26, 9:14 pm - Kim: hello there", date(2026, 3, 13), "21:14:00", ""),
        ("2026-03-13T21:35:00Z door opened", date(2026, 3, 13), "21:35:00", "Z"),
        ("07:10 Mon 4 May. Cleaner found a tin", date(2026, 5, 4), "07:10:00", ""),
        ("1435 hrs Left the station", None, "14:35:00", ""),
    ],
)
def test_the_time_at_the_head_of_an_entry(text: str, day: date | None, face: str, zone: str) -> None:
    found = head_stamp(text, PAPER)
    assert found is not None
    assert (found.day, found.clock.isoformat(), found.zone) == (day, face, zone)


def test_a_number_of_a_paragraph_is_no_stamp_and_a_time_below_is_one() -> None:
    assert head_stamp("2.1 The facts are these", PAPER) is None
    assert whole_stamp("0.07", PAPER) is None
    found = foot_stamp("Meet at 15:00 by the lock 21:35 ✓✓", PAPER)
    assert found is not None and found.clock.isoformat() == "21:35:00"


@pytest.mark.parametrize(
    ("text", "first", "after", "extent"),
    [
        ("I have lived here since September 2024.", date(2024, 9, 1), date(2024, 10, 1), "since"),
        ("Out of use since February.", date(2026, 2, 1), date(2026, 3, 1), "since"),
        ("He moved there in 2019.", date(2019, 1, 1), date(2020, 1, 1), "within"),
    ],
)
def test_months_and_years(text: str, first: date, after: date, extent: str) -> None:
    (found,) = periods(text, PAPER.made, PAPER.year)
    assert (found.first, found.after, found.extent) == (first, after, extent)


def test_a_month_to_come_has_no_year() -> None:
    assert periods("I have exams in June.", PAPER.made, PAPER.year) == []
