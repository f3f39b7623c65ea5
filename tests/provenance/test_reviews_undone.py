"""Undoing reviews: a person takes back their own, one after the other, and of two reviewers the later counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from review_case import ANNA, BEN, case_to_review, open_all
from store_case import BY

from provenance.errors import UsageError
from provenance.store.case_store import CaseStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with case_to_review(tmp_path / "case") as case:
        yield case


def test_a_chain_of_undos_leads_back_to_the_machines_words(store: CaseStore) -> None:
    open_all(store, "D1.1", ANNA)
    for text in ("One.", "Two."):
        store.review("D1.1", "amend", ANNA, text=text)
    store.review("D1.1", "accept", ANNA)
    store.review("D1.1", "note", ANNA, note="Sure.")
    store.review("D1.2", "aside", ANNA)
    back = [store.undo_review("D1", ANNA) for _ in range(6)]
    told = [(s.claim_id, s.state, s.text, len(s.notes)) for s in back if s]
    assert told == [
        ("D1.2", "new", "", 0),
        ("D1.1", "accepted", "Two.", 0),
        ("D1.1", "amended", "Two.", 0),
        ("D1.1", "amended", "One.", 0),
        ("D1.1", "new", "", 0),
    ]
    assert back[5] is None
    history = store.claim_state("D1.1").history
    assert [r.action for r in history] == ["amend", "amend", "accept", "note", *["undo"] * 4]
    assert all(r.undone_by for r in history[:4]) and [r.undoes for r in history[4:]] == [4, 3, 2, 1]
    assert store.review("D1.1", "amend", ANNA, text="Three.").text == "Three."
    undone = store.undo_review("D1", ANNA)
    assert undone is not None and undone.state == "new"


def test_undo_takes_back_only_ones_own(store: CaseStore) -> None:
    store.review("D1.1", "reject", ANNA, fault="other")
    store.review("D1.2", "aside", BEN)
    undone = store.undo_review("D1", ANNA)
    assert undone is not None and undone.claim_id == "D1.1"
    assert store.undo_review("D1", ANNA) is None
    assert store.claim_state("D1.2").state == "aside"
    with pytest.raises(UsageError, match="unknown_id"):
        store.undo_review("D7", ANNA)


def test_undo_leaves_what_is_withheld_as_it_is(store: CaseStore) -> None:
    store.review("D1.1", "aside", ANNA)
    store.review("D1.2", "reject", ANNA, fault="other")
    store.set_source("S3", {"privilege": "privileged"}, BY)
    undone = store.undo_review("D1", ANNA)
    assert undone is not None and undone.claim_id == "D1.1"
    assert store.undo_review("D1", ANNA) is None and store.claim_state("D1.2", ANNA).state == "rejected"
    store.set_source("S3", {"privilege": "released"}, BY)
    undone = store.undo_review("D1", ANNA)
    assert undone is not None and (undone.claim_id, undone.state) == ("D1.2", "new")


def test_a_decision_holds_for_the_words_it_was_made_on(store: CaseStore) -> None:
    """Ben accepted Anna's words, not the machine's: when she takes hers back, so goes what he said of them."""
    for by in (ANNA, BEN):
        open_all(store, "D1.1", by)
    store.review("D1.1", "accept", ANNA)
    store.review("D1.1", "amend", ANNA, text="Bangs.")
    store.review("D1.1", "accept", BEN)
    assert store.claim_state("D1.1").by == BEN
    undone = store.undo_review("D1", ANNA)
    assert undone is not None and (undone.state, undone.by, undone.text) == ("accepted", ANNA, "")
    undone = store.undo_review("D1", ANNA)
    assert undone is not None and (undone.state, undone.by) == ("new", "")


def test_the_later_of_two_reviewers_counts(store: CaseStore) -> None:
    open_all(store, "D1.1", ANNA)
    store.review("D1.1", "accept", ANNA)
    assert store.review("D1.1", "reject", BEN, fault="irrelevant").state == "rejected"
    undone = store.undo_review("D1", BEN)
    assert undone is not None and (undone.state, undone.by) == ("accepted", ANNA)
