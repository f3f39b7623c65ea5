"""The checks of support: a claim stands or falls by its own citations, and says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.records import Support
from summarise.support import Cited, judge, own_words, quoted

SMITH = Cited(
    "I think I saw the man run at about 2.35 pm. He had a green coat. There were two of them.",
    "JS/1; JS1; J. Smith; statement of; 3 May 2026; p. 2",
    "J. Smith",
)
LOG = Cited("14:32 PC 4471 on scene.", "BL/1; Duty log; duty_log.pdf; p. 2", "")


@pytest.mark.parametrize(
    ("claim", "support", "code"),
    [
        ("J. Smith, statement of 3 May 2026, JS/1, p. 2: “He had a green coat.”", "supported", ""),
        ("J. Smith, statement of 3 May 2026: “He had a red coat.”", "unsupported", "quote_not_found"),
        ("K. Bell, statement of 3 May 2026: “He had a green coat.”", "unsupported", "wrong_attribution"),
        ("J. Smith, statement of 4 May 2026: “He had a green coat.”", "unsupported", "figure_not_found"),
        ("J. Smith, statement of 3 May 2026: “the man run at about 2.35 pm.”", "partly", "hedge_left_out"),
        ('J. Smith, statement of 3 May 2026: "He had a green coat."', "supported", ""),
        ('J. Smith, statement of 3 May 2026: "He had a red coat."', "unsupported", "quote_not_found"),
        (
            "J. Smith, statement of 3 May 2026: “He had a green coat.” The driver was armed.",
            "unsupported",
            "words_not_found",
        ),
        ("J. Smith, statement of 3 May 2026: “He had a green coat.” “He was armed", "unsupported", "words_not_found"),
        ("There were two men with a green coat.", "partly", "words_not_found"),
        ("The man had a green coat.", "supported", ""),
        ("He thought that he saw the man at 14:35.", "supported", ""),
        ("The man had a green coat at 14:35.", "partly", "hedge_left_out"),
        ("The man ran at 14:40 with a green coat.", "unsupported", "detail_differs"),
        ("There were three of them.", "contradicted", "detail_differs"),
        ("Kit Tarrow had a green coat.", "partly", "name_not_found"),
    ],
)
def test_of_a_statement(claim: str, support: Support, code: str) -> None:
    found = judge(claim, [SMITH])
    assert found.support == support, found
    assert not code or code in [r.code for r in found.reasons]
    assert all(r.detail for r in found.reasons)


def test_of_a_document() -> None:
    assert judge("BL/1, Duty log, p. 2: “14:32 PC 4471 on scene.”", [LOG]).support == "supported"
    assert judge("J. Smith, statement: “14:32 PC 4471 on scene.”", [LOG]).support == "unsupported"


def test_words_of_others_never_support_a_witness() -> None:
    both = [SMITH, Cited("He had a white rucksack.", "FR/1; F. Rahman", "F. Rahman")]
    found = judge("J. Smith, statement of 3 May 2026: “He had a white rucksack.”", both)
    assert found.support == "unsupported"


def test_nothing_cited_nothing_supported() -> None:
    assert judge("The man ran.", []).support == "unsupported"
    assert judge("“ ”", [SMITH]).support == "unsupported"


def test_typographic_marks_do_not_matter_but_words_do() -> None:
    cited = Cited("He said, ‘That’s mine,’ and ran.", "", "")
    assert judge("“He said, 'That's mine,' and ran.”", [cited]).support == "supported"


def test_quotations_inside_quotations_stay_whole() -> None:
    claim = "X: “He said “stop” twice.” and “so on”"
    assert quoted(claim) == ["He said “stop” twice.", "so on"]
    assert own_words(claim) == "X: and"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_words_are_judged(claim: str, cited: str) -> None:
    found = judge(claim, [Cited(cited)])
    assert 0.0 <= found.score <= 1.0
    assert judge(claim, [Cited(cited)]) == found


def test_a_single_letter_of_a_file_name_is_no_name() -> None:
    found = judge("A. Ames, statement, R: “I saw him.”", [Cited("I saw him.", "statement", "A. Ames")])
    assert "name_not_found" not in {r.code for r in found.reasons}
