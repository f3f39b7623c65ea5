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
