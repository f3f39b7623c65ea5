"""Who checked a draft: decisions that hold are counted, those that others took the place of are not."""

from __future__ import annotations

from typing import cast

import pytest

from provenance.records import Claim, Verdict
from provenance.report_people import reviewers
from provenance.reviews import Action, Review, state_of

CLAIM = Claim("D1.1", "Events", "He ran.", "statement", Verdict("exact", "valid", "supported", 1.0), ())


def opened(by: str) -> tuple[str, ...]:
    return () if by.endswith("?") else ("c",)


def said(*history: tuple[str, str, str], second: bool = False) -> dict[str, str]:
    """What each person did, of (action, by, amended words) in order; all was opened but where `by` ends in "?"."""
    reviews = [
        Review(n, "D1.1", cast(Action, action), by.rstrip("?"), f"2026-05-03T09:4{n}:00Z", text, opened=opened(by))
        for n, (action, by, text) in enumerate(history)
    ]
    state = state_of("D1.1", reviews, needed=["c"], second=second)
    return {one.name: one.did for one in reviewers([CLAIM], {"D1.1": state})}


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([("reject", "ben", ""), ("accept", "anna", "")], {"anna": "accepted 1 claim"}),
        ([("aside", "anna", ""), ("accept", "anna", "")], {"anna": "accepted 1 claim"}),
        ([("accept", "anna", ""), ("aside", "ben", "")], {"ben": "put 1 claim aside"}),
        ([("accept", "anna", ""), ("amend", "ben", "He left.")], {"ben": "amended 1 claim"}),
        (
            [("amend", "ben", "He fled."), ("amend", "cara", "He left."), ("accept", "anna", "He left.")],
            {"cara": "amended 1 claim", "anna": "accepted 1 claim"},
        ),
        ([("amend", "ben", "X."), ("accept", "ben", "X.")], {"ben": "amended 1 claim, accepted 1 claim"}),
        ([("amend", "ben", "X."), ("accept", "anna", "X."), ("amend", "ben", "X.")], {"ben": "amended 1 claim"}),
        ([("accept", "anna", ""), ("accept", "ben", "")], {"anna": "accepted 1 claim", "ben": "accepted 1 claim"}),
        ([("accept", "anna", ""), ("reject", "ben", ""), ("accept", "cara", "")], {"cara": "accepted 1 claim"}),
        ([("accept", "anna?", "")], {}),
        ([("amend", "ben", "X."), ("accept", "anna?", "X.")], {"ben": "amended 1 claim"}),
        ([("note", "ben", ""), ("accept", "anna", "")], {"ben": "noted on 1 claim", "anna": "accepted 1 claim"}),
    ],
)
def test_what_was_superseded_is_not_counted(history: list[tuple[str, str, str]], expected: dict[str, str]) -> None:
    assert said(*history) == expected


@pytest.mark.parametrize("others", [(), ("ben",)])
def test_both_of_two_people_who_accepted_are_told(others: tuple[str, ...]) -> None:
    history = [("reject", "ben", ""), *(("accept", by, "") for by in ("anna", *others))]
    assert said(*history, second=True) == dict.fromkeys(("anna", *others), "accepted 1 claim")
