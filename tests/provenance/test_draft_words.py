"""What people call drafts and answers, who drafted them, and what was held back."""

from __future__ import annotations

import pytest

from provenance import draft_words as words
from provenance.reviews import BY_HAND
from provenance.runs import ModelUse


def test_a_draft_and_an_answer_have_one_name_each() -> None:
    assert (words.named("D7", False), words.named("D12", True)) == ("Draft 7", "Answer 12")


def test_the_drafter_is_named_by_its_model_else_as_the_dialog_calls_it() -> None:
    embedder, model = ModelUse("embedder", "e", "0" * 64), ModelUse(words.LANGUAGE, "oak.gguf", "1" * 64)
    assert words.model_of([embedder]) == "" and words.model_of([embedder, model]) == "oak.gguf"
    assert words.drafted_by("attest-model/1", "oak.gguf") == "language model oak.gguf"
    assert words.drafted_by("attest-extractive/2", "") == words.BUILT_IN
    assert words.drafted_by(BY_HAND, "") == "written by hand"


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, ""), (1, "1 claim held back by the checks"), (1204, "1,204 claims held back by the checks")],
)
def test_what_was_held_back_is_counted(count: int, told: str) -> None:
    assert words.held_back(count) == told


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((0, 0, 0), ""),
        ((1, 0, 0), "The checks held back all that was drafted: 1 claim"),
        ((0, 2, 0), "All that was drafted was rejected by a person: 2 claims"),
        ((0, 0, 1), "All that was drafted cites a source that is withheld now: 1 claim"),
        (
            (3, 1, 0),
            "None of the 4 claims that were drafted is shown: 3 held back by the checks, 1 rejected by a person",
        ),
        (
            (1, 1, 1200),
            "None of the 1,202 claims that were drafted is shown: 1 held back by the checks, 1 rejected by a person, "
            "1,200 citing a source that is withheld now",
        ),
    ],
)
def test_each_cause_for_which_nothing_is_shown_is_counted(counts: tuple[int, int, int], told: str) -> None:
    assert words.not_shown(*counts) == told


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, ""),
        ({"calls": 0, "passages_shown": []}, ""),
        ({"calls": 1, "passages_shown": [["S1.1"]], "stopped": {"code": "model_crashed"}}, ""),
        ({"calls": 1}, "The language model wrote no claim"),
        (
            {"calls": 1, "passages_shown": [["S1.1"]]},
            "The language model wrote no claim over the 1 passage shown to it",
        ),
        (
            {"calls": 2, "passages_shown": [["S1.1"], ["S1.2", "S2.1"]], "claims_truncated": 2},
            "The language model wrote no claim over the 3 passages shown to it; 2 claims begun and not ended",
        ),
    ],
)
def test_a_model_that_wrote_nothing_is_told_apart_from_one_that_was_not_asked(
    settings: dict[str, object], told: str
) -> None:
    assert words.wrote_none(settings) == told
