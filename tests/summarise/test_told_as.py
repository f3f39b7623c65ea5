"""How a sentence tells a time: as happened, or denied, usual, planned, asked or under a condition; number traps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.timeline.told_as import told_as
from summarise.times import clocks


def as_told(text: str) -> list[str]:
    """How each clock time of a sentence is told."""
    return [told_as(text, c.start, c.end) for c in clocks(text)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Unless the driver left at 6 pm he is lying.", ["condition"]),
        ("I cannot say whether she rang at 18:20.", ["condition"]),
        ("She'd have been asleep by 11 pm.", ["condition"]),
        ("Nobody answered the phone at 18:20.", ["denied"]),
        ("He wasn't on the bus at 18:20.", ["denied"]),
        ("Carl disputes being in the lane at 18:20.", ["denied"]),
        ("It was not at 6 pm but at 7 pm that he rang.", ["denied", ""]),
        ("My husband always gets in at 18:20.", ["usual"]),
        ("The library opens at 9 am and closes at 8 pm.", ["usual", "usual"]),
        ("I work from 22:00 until the morning.", ["usual"]),
        ("I normally finish at 5 pm but I left at 4 pm.", ["usual", ""]),
        ("They had agreed to hand it over at 18:20.", ["planned"]),
        ("My sister was due at 18:20.", ["planned"]),
        ("He told me to wait there at 18:20.", ["planned"]),
        ("The taxi will come at 18:20.", ["planned"]),
        ("Were you in the flat at 18:20?", ["asked"]),
        ("The bus was due at 8 pm and came at 8.10 pm.", ["planned", ""]),
        ("It was meant to close at 6 pm but stayed open until 7 pm.", ["planned", ""]),
        ("The taxi was booked for 8 pm and it turned up at 8.30 pm.", ["planned", ""]),
        ("He said he would be back by 10 pm and was back at 11 pm.", ["planned", ""]),
        ("I was told to lock up at 8 pm and finally locked up at 9 pm.", ["planned", ""]),
        ("The van should have come at 8 pm and came at 9 pm.", ["condition", ""]),
        ("I would have left at 8 pm and arrived at 9 pm.", ["condition", "condition"]),
        ("We were going to meet at 9 pm and go home at 11 pm.", ["planned", "planned"]),
        ("It was due at 8 pm and expected back at 9 pm.", ["planned", "planned"]),
        ("It was due at 8 pm and was needed by 9 pm.", ["planned", "planned"]),
        ("It was to be collected at 8 pm and delivered at 9 pm.", ["planned", "planned"]),
        ("It was due at 8 pm and needed by 9 pm.", ["planned", "planned"]),
        ("He was expected at 8 pm and arrived at 9 pm.", ["planned", ""]),
        ("It was to be collected at 8 pm and came at 9 pm.", ["planned", ""]),
        ("He was going to get dressed and changed at 9 pm.", ["planned"]),
        ("I was going to feed the dog at 9 pm.", ["planned"]),
        ("I usually wake at 7 am and that day I woke at 9 am.", ["usual", ""]),
        ("I usually finish at 5 pm that time of year.", ["usual"]),
        ("I always tell them that I finish at 5 pm.", ["usual"]),
    ],
)
def test_what_is_told_but_not_as_happened(text: str, told: list[str]) -> None:
    assert as_told(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "It would have been about 6 pm when he rang.", "If I remember rightly he came at 18:20.",
        "I did not know him, and at 18:20 he walked in.", "Not long after 18:20 the light went out.",
        "He did not see me when I came in at 18:20.", "I work in a shop and that day I left at 18:20.",
        "He has always said that he left at 18:20.", "I was going home at 18:20.", "I was going to bed at 11 pm.",
        "At 18:20 she did not pick up.", "I would say it was 6 pm.", "I was about to lock up at 18:20 when he came.",
        "He looked as if he had run when I saw him at 18:20.", "If you saw a van between 14:00 and 15:00, ring us.",
        "I always wondered why he left at 9 pm.", "The place I was going to was shut at 9 pm.",
        "Every day since I have asked myself why he was there at 9 pm.", "I was going to Tesco at 2 pm.",
        "The pub we were going to closed at 11 pm.", "The meeting I had gone to ended at 9 pm.",
        "As I do most nights, I walked the dog at 9 pm that night.",
        "I agreed with her and left at 18:20.", "He finishes his drink at 22:10 and walks out of shot.",
    ],
)  # fmt: skip
def test_what_is_told_as_happened(text: str) -> None:
    assert set(as_told(text)) == {""}


@pytest.mark.parametrize(
    "text",
    ["The fee is 12.50.", "at 12.50 per metre", "until 12.50 euros", "He stays at 12.50 Station Road, Hexley.",
     "in room 12.50 upstairs", "see paragraph 11:20", "They won 11:20 in the end.", "at 9.45 each",
     "Rents were about 9.45 at the time."],
)  # fmt: skip
def test_numbers_that_only_look_like_times(text: str) -> None:
    assert clocks(text) == []


@pytest.mark.parametrize(
    "text", ["At 10.30 Station Road was shut.", "I paid at 10.30 and left.", "The results came at 11:20.",
             "We lost him at 21:19.", "At 9.45 each of them signed.", "the shop at 9.45, Mill Lane at ten"]
)  # fmt: skip
def test_times_beside_words_of_prices_and_places(text: str) -> None:
    assert clocks(text)


@given(st.text(max_size=120), st.integers(0, 119), st.integers(1, 10))
def test_any_place_of_any_text_is_told_somehow(text: str, at: int, length: int) -> None:
    at = min(at, len(text))
    assert told_as(text, at, min(len(text), at + length)) in (
        "", "denied", "condition", "usual", "planned", "asked"
    )  # fmt: skip
