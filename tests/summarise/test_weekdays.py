"""A weekday before a date belongs to it: a claim may leave it out, and may not change it."""

from __future__ import annotations

import pytest

from summarise.checks.base import Cited
from summarise.details import details
from summarise.support import judge


@pytest.mark.parametrize(
    ("passage", "claim", "supported"),
    [
        ("I got there on Tuesday 4 June 2024.", "The witness got there on 4 June 2024.", True),
        ("It was on Friday the 3rd of May 2024 that I left.", "He left on 3 May 2024.", True),
        ("I bought it on Friday, 3 May 2024 from Lee.", "He bought it on 3 May 2024 from Lee.", True),
        ("He was arrested on Monday 6 May 2024.", "He was arrested on Monday.", True),
        ("He was arrested on 6 May 2024.", "He was arrested on Monday 6 May 2024.", True),
        ("He came on Tuesday and left on Monday 6 May 2024.", "He left on 6 May 2024.", True),
        ("He was arrested on Monday 6 May 2024.", "He was arrested on Tuesday 6 May 2024.", False),
        ("He was arrested on Monday 6 May 2024.", "He was arrested on 7 May 2024.", False),
        ("He was arrested on 6 May 2024.", "He was arrested on Friday.", False),
        ("On Sunday 3 May I was there. On Monday I left.", "On Tuesday he left.", False),
    ],
)
def test_a_weekday_is_part_of_its_date(passage: str, claim: str, supported: bool) -> None:
    assert (judge(claim, [Cited(passage)]).support == "supported") is supported


def test_it_is_one_detail() -> None:
    assert [(d.kind, d.value) for d in details("on Tues. 4 June 2024")] == [("date", "2024-06-04/tuesday")]
    assert [(d.kind, d.value) for d in details("on Tuesday")] == [("date", "tuesday")]
