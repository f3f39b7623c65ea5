"""Details of a text in their normal form: what is read, what is left alone, and when two texts state the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.details import Detail, DetailKind, agree, details, sentence_spans


def told(text: str) -> list[tuple[str, str]]:
    return [(d.kind, d.value) for d in details(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("half a dozen people", "number", "6"),
        ("a couple of bangs", "number", "2"),
        ("twenty-five thousand three hundred and two seats", "number", "25302"),
        ("2.5 million people", "number", "2500000"),
        ("the 1,204 passages", "number", "1204"),
        ("a 15-year-old boy", "number", "15"),
        ("about 2.5m from me", "number", "2.5"),
        ("the twenty-first of them", "ordinal", "21"),
        ("the 3rd man", "ordinal", "3"),
        ("he paid £1,200.50 for it", "amount", "GBP 1200.5"),
        ("he paid fifty pence", "amount", "GBP 0.5"),
        ("it lost 20 per cent", "amount", "% 20"),
        ("it was half past two", "time", "02:30|14:30"),
        ("it was 2.30 pm", "time", "14:30"),
        ("it was 1430 hours", "time", "14:30"),
        ("on 3 May, then", "date", "--05-03"),
        ("on 03/05/2026", "date", "2026-05-03"),
        ("in May 2012", "date", "2012-05"),
        ("on a Tuesday", "date", "tuesday"),
        ("a blue car, AB12 CDE, turned", "plate", "AB12CDE"),
        ("call +44 7700 900123", "phone", "07700900123"),
        ("call 07700-900-123", "phone", "07700900123"),
        ("shown in PTX-26", "reference", "PTX26"),
        ("he saw Kit Tarrow’s coat", "name", "kit tarrow"),
        ("then Mr. J. Tarrow ran", "name", "j tarrow"),
        ("a navy coat", "colour", "navy blue"),
        ("his hair was greyish", "colour", "grey"),
        ("her left wrist", "direction", "left"),
        ("towards the north-west", "direction", "northwest"),
    ],
)
def test_read_in_a_normal_form(text: str, kind: DetailKind, value: str) -> None:
    assert (kind, value) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "He left the room.",
        "That is right.",
        "I will do it right now.",
        "He had the right to remain silent.",
        "No one came a second later.",
        "It may have been them.",
        "Afterwards he ran.",
        "He was reddened.",
    ],
)
def test_words_that_look_like_details_are_none(text: str) -> None:
    assert told(text) == []


def test_a_word_that_opens_a_sentence_is_a_name_where_something_says_so() -> None:
    assert told("Tarrow ran.") == []
    assert details("Tarrow ran.", {"tarrow"})[0].value == "tarrow"
    assert [v for _, v in told("Tarrow ran. I saw Tarrow.")] == ["tarrow", "tarrow"]


@pytest.mark.parametrize(
    ("claimed", "given_", "same"),
    [
        ("at half past two", "at 14:30", True),
        ("at 2.30 am", "at 14:30", False),
        ("on 3 May", "on 03/05/2026", True),
        ("on 3 May 2025", "on 03/05/2026", False),
        ("in May 2026", "on 3 May 2026", True),
        ("a blue coat", "a dark blue coat", True),
        ("a dark blue coat", "a blue coat", False),
        ("saw Mr Tarrow", "saw Kit Tarrow", True),
        ("saw K. Tarrow", "saw Kit Tarrow", True),
        ("saw Kim Tarrow", "saw Kit Tarrow", False),
        ("six men", "half a dozen men", True),
        ("the third", "three", False),
    ],
)
def test_agreeing(claimed: str, given_: str, same: bool) -> None:
    assert agree(details(claimed)[0], details(given_)[0]) is same


@given(st.text(max_size=120))
def test_places_are_in_order_within_the_text_and_never_overlap(text: str) -> None:
    found = details(text)
    places = [0, *(at for d in found for at in (d.start, d.end)), len(text)]
    assert places == sorted(places)
    assert all(d.end > d.start and d.value and agree(d, Detail(d.kind, 0, 1, d.value)) for d in found)
    assert "".join(text[a:b] for a, b in sentence_spans(text)) == text
