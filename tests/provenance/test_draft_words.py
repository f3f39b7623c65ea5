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
