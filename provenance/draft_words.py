"""What people call a draft, who drafted it, and how much of it the checks held back: in window, command line, report.

What a run wrote for a brief, or for none, is a "draft"; what it wrote for a question is an "answer".
"""

from __future__ import annotations

from collections.abc import Iterable

from provenance.reviews import BY_HAND
from provenance.runs import ModelUse

LANGUAGE = "language_model"  # the role of a model that drafts
BUILT_IN = "chosen sentences"  # as the dialog for a new draft calls the drafter without a language model


def kind(question: bool) -> str:
    """ "Draft" or "Answer"."""
    return "Answer" if question else "Draft"


def named(draft_id: str, question: bool) -> str:
    """ "Draft 3", "Answer 21": as people see it; the command line has ids, which it can be asked for."""
    return f"{kind(question)} {draft_id.removeprefix('D')}"


def model_of(models: Iterable[ModelUse]) -> str:
    """The name of the language model that drafted, "" where none did."""
    return next((one.name for one in models if one.role == LANGUAGE), "")


def drafted_by(generator: str, model: str) -> str:
    """ "chosen sentences", "language model small.gguf", "written by hand"."""
    if generator == BY_HAND:
        return "written by hand"
    return f"language model {model}" if model else BUILT_IN


def held_back(count: int) -> str:
    """ "41 claims held back by the checks"; "" for none."""
    if not count:
        return ""
    return f"{count:,} claim{'' if count == 1 else 's'} held back by the checks"
