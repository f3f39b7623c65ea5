"""Suggestions for redaction: every way in which such things are written here, and what is none of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.redact_suggest import Suggestion, suggestions

PHONES = (
    "07700 900123", "07700900123", "07700-900-123", "+44 7700 900123", "+447700900123", "0044 7700 900 123",
    "+44 (0)7700 900123", "020 7946 0018", "(020) 7946 0018", "0117 496 0123", "(01632) 960 123", "01632 960123",
    "0800 123 4567", "+1 202 555 0143", "+33 1 99 00 12 34", "07700.900.123",
)  # fmt: skip
EMAILS = ("js@example.com", "j.smith+case@mail.brackshire.police.uk", "o'brien@example.org", "a_b-c@x-y.example")
POSTCODES = (
    "SW1A 1AA",
    "M1 1AE",
    "B33 8TH",
    "CR2 6XH",
    "DN55 1PT",
    "W1A 0AX",
    "EC1A 1BB",
    "LS14DY",
    "bk3 8qt",
    "GIR 0AA",
)
PLATES = (
    "AB12 CDE",
    "AB12CDE",
    "ab12 cde",
    "ab12cde",
    "A123 BCD",
    "A123BCD",
    "ABC 123D",
    "ABC123D",
    "ABZ 1234",
    "JIG 4567",
)
DATES = (
    "12/03/1984", "12.03.84", "12-03-1984", "3 March 1984", "3rd March 1984", "3rd of March, 1984", "Mar 3, 1984",
    "1984-03-12", "1 May 79",
)  # fmt: skip
BIRTHS = (
    "date of birth {}", "Date of birth: {}", "DOB {}", "d.o.b. {}", "D.O.B.: {}", "born on {}", "Date of birth\n{}",
    "Date and place of birth: {}", "birth date {}",
)  # fmt: skip
ADDRESSES = (
    "12 High Street", "12a High Street", "221b Baker Street", "Flat 3, 14 Kiln Row", "Apartment 12, 7 Mill Lane",
    "14-16 Newton Road", "2 Ropery Lane", "31 Signal Terrace", "8 St Mary's Close", "5 Bishop of Lincoln Way",
    "17 Quarry Bank",
)  # fmt: skip
CASES = [
    *(("phone", said) for said in PHONES),
    *(("email", said) for said in EMAILS),
    *(("postcode", said) for said in POSTCODES),
    *(("plate", said) for said in PLATES),
    *(("address", said) for said in ADDRESSES),
]
FRAMES = ("I wrote {} down.", "{}", "({}), and then", "“{}”", "It was {}.\nThen I left.", "😀 {}, he said")


def found(text: str) -> list[tuple[str, str]]:
    return [(s.kind, text[s.start : s.end]) for s in suggestions(text)]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("kind", "said"), CASES)
def test_what_may_have_to_go_is_offered_and_no_more_than_that(kind: str, said: str, frame: str) -> None:
    if frame == "({}), and then" and said.startswith("("):
        return
    assert found(frame.format(said)) == [(kind, said)]


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("birth", BIRTHS)
def test_a_date_after_a_word_for_birth_is_a_date_of_birth(birth: str, date: str) -> None:
    assert found(f"She gave her {birth.format(date)}, I think.") == [("birth", date)]


@pytest.mark.parametrize(
    "said",
    [
        "at 14:25 on 3 May 2026",
        "On 12/03/2024 he left.",
        "exhibit AB/12 and CM/1, GM2",
        "URN 99 BX 04417 26",
        "CAD 1234 of 3 May 2026",
        "log number 20260503 1425",
        "SHA-256 3fa0700900123ffab12cde",
        "five men stood in the High Street",
        "On 3 May Station Road was closed",
        "£1,250.00 in cash",
        "page 3 of 12",
        "frame 1200345678 of the film",
        "the 14:41 to Osmerby",
        "@everyone saw it, at home.com",
        "MG11 (CONT) 04/24",
        "IP address 192.168.100.200",
    ],
)
def test_what_is_none_of_these_is_not_offered(said: str) -> None:
    assert found(said) == []


def test_of_what_overlaps_the_longest_is_offered_once() -> None:
    text = "Home: Flat 3, 14 Kiln Row, Calderwick BK3 1AB, 01632 960123"
    assert found(text) == [("address", "Flat 3, 14 Kiln Row"), ("postcode", "BK3 1AB"), ("phone", "01632 960123")]


@given(
    st.lists(st.sampled_from([said for _, said in CASES] + ["and then", "😀", "\n", "14:25", "he left"]), max_size=8)
)
def test_offers_are_in_order_apart_and_inside_the_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    offers = suggestions(text)
    assert all(0 <= s.start < s.end <= len(text) for s in offers)
    assert all(a.end <= b.start for a, b in pairwise(offers))


def test_misses_are_misses() -> None:
    """What the rules are known not to find; a person must read the source."""
    for missed in (
        "oh seven seven hundred nine hundred",
        "Rose Cottage, Osmerby",
        "O77OO 9OO123",
        "born in the spring of 84",
    ):
        assert suggestions(missed) == []
    assert suggestions("call 960123") == list[Suggestion]()
