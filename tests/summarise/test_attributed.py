"""To whom a claim gives its words, quoted or in own words, is the witness whose words are cited."""

from __future__ import annotations

import pytest

from summarise.checks.attributed import AttributionCheck
from summarise.checks.base import Cited

CITED = (
    Cited("I heard two bangs from the platform.", "BL/1; B. Lindqvist; statement of 3 May 2026; p. 1", "B. Lindqvist"),
)


@pytest.mark.parametrize(
    ("claim", "support"),
    [
        ("B. Lindqvist, statement of 3 May 2026, BL/1, p. 1: She heard two bangs.", "supported"),
        ("A. Okafor, statement of 3 May 2026, BL/1, p. 1: She heard two bangs.", "unsupported"),
        ("A. Okafor, statement of 3 May 2026, BL/1, p. 1: “I heard two bangs from the platform.”", "unsupported"),
        ("B. Lindqvist, BL/1, p. 1: “I heard two bangs from the platform.”", "supported"),
        ("On the platform, by the stairs: two bangs.", None),
        ("Two bangs were heard.", None),
        ("", None),
        (": ,", None),
    ],
)
def test_the_name_before_the_words_is_the_witness(claim: str, support: str | None) -> None:
    assert AttributionCheck().judge(claim, CITED).support == support
