"""A second reviewer: where the policy asks for one, two people accept the same words, each having opened all places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from review_case import ANNA, BEN, JUDGED, case_to_review, open_all
from store_case import PlainReopener

from provenance import report_words, review_words
from provenance.errors import UsageError
from provenance.policy import BUILT_IN
from provenance.report_reviews import banner, review_json, state_view
from provenance.report_words import DRAFT_WORDS
from provenance.store.case_store import CaseStore
from provenance.verify import verify


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with case_to_review(tmp_path / "case") as case:
        case.policy = replace(BUILT_IN, second_reviewer=True)
        yield case


def accept(store: CaseStore, by: str, claim_id: str = "D1.1") -> None:
    open_all(store, claim_id, by)
    store.review(claim_id, "accept", by)


def test_one_acceptance_is_not_enough(store: CaseStore) -> None:
    accept(store, ANNA)
    state = store.claim_state("D1.1", BEN)
    assert (state.state, state.checked, state.awaits_second) == ("new", False, True)
    assert report_words.state(state).startswith("accepted by anna, ")
    assert report_words.state(state).endswith("a second person has to check")
    assert store.review_progress("D1") == (0, 2)
    claim = store.draft("D1").claims[0]
    assert state_view(claim, state).unchecked == DRAFT_WORDS
    assert banner([claim], {"D1.1": state}) == DRAFT_WORDS
    assert review_json(state)["first"]["by"] == ANNA  # type: ignore[index]


def test_the_same_person_does_not_count_twice(store: CaseStore) -> None:
    accept(store, ANNA)
    entries = len(store.audit_entries())
    store.review("D1.1", "accept", ANNA)
    assert len(store.audit_entries()) == entries and not store.claim_state("D1.1").checked


def test_each_person_opens_the_places_themselves(store: CaseStore) -> None:
    accept(store, ANNA)
    with pytest.raises(UsageError, match="not_all_opened") as refused:
        store.review("D1.1", "accept", BEN)
    assert refused.value.facts["left"] == 2


def test_two_people_make_it_accepted_and_both_are_told(store: CaseStore) -> None:
    accept(store, ANNA)
    accept(store, BEN)
    state = store.claim_state("D1.1")
    assert state.state == "accepted" and state.by == BEN and state.first is not None and state.first.by == ANNA
    told = report_words.state(state)
    assert told.startswith("accepted by anna, ") and ", and by ben, " in told
    assert [r.by for r in review_words.acceptances(state)] == [ANNA, BEN]
    assert banner(store.draft("D1").claims[:1], {"D1.1": state}).endswith("accepted by anna, ben; not signed off")
    assert store.review_progress("D1") == (1, 2) and verify(store, PlainReopener()).ok


def test_an_amendment_asks_both_again(store: CaseStore) -> None:
    accept(store, ANNA)
    store.review("D1.1", "amend", BEN, text="One bang.", verdict=JUDGED)
    assert store.claim_state("D1.1").state == "amended" and store.claim_state("D1.1").first is None
    accept(store, BEN)
    state = store.claim_state("D1.1")
    assert state.state == "amended" and state.awaits_second and state.by == BEN
    assert report_words.state(state).startswith("amended by ben, ")
    accept(store, ANNA)
    assert store.claim_state("D1.1").state == "accepted"


def test_an_amendment_taken_back_brings_the_first_acceptance_back(store: CaseStore) -> None:
    accept(store, ANNA)
    store.review("D1.1", "amend", BEN, text="One bang.")
    store.undo_review("D1", BEN)
    assert store.claim_state("D1.1").awaits_second
    store.undo_review("D1", ANNA)
    assert store.claim_state("D1.1").first is None


@pytest.mark.parametrize("other", ["reject", "aside"])
def test_a_decision_between_two_acceptances_ends_the_first(store: CaseStore, other: str) -> None:
    accept(store, ANNA)
    store.review("D1.1", other, BEN, fault="other" if other == "reject" else "")  # type: ignore[arg-type]
    assert store.claim_state("D1.1").first is None
    accept(store, BEN)
    assert store.claim_state("D1.1").awaits_second, "anna's was before that"
    accept(store, ANNA)
    assert store.claim_state("D1.1").state == "accepted"


def test_one_person_rejects_and_that_is_an_end(store: CaseStore) -> None:
    store.review("D1.1", "reject", ANNA, fault="other")
    assert store.claim_state("D1.1").checked


def test_a_draft_is_not_signed_with_one_acceptance(store: CaseStore) -> None:
    accept(store, ANNA)
    store.review("D1.2", "reject", ANNA, fault="other")
    with pytest.raises(UsageError, match="draft_unchecked") as refused:
        store.sign_draft("D1", "Anna A.", ANNA)
    assert refused.value.facts["left"] == "waiting for a second person: D1.1"
    accept(store, BEN)
    store.sign_draft("D1", "Anna A.", ANNA)
    store.policy = BUILT_IN
    assert verify(store, PlainReopener()).ok, "another policy does not break what was signed"


def test_what_was_signed_under_another_policy_stands_as_it_was_signed(store: CaseStore) -> None:
    store.policy = BUILT_IN
    accept(store, ANNA)
    store.review("D1.2", "reject", ANNA, fault="other")
    store.sign_draft("D1", "Anna A.", ANNA)
    store.policy = replace(BUILT_IN, second_reviewer=True)
    assert store.claim_state("D1.1").state == "accepted" and store.review_progress("D1") == (2, 2)
    store.take_up_again("D1", "A second person is asked for now.", BEN)
    assert store.claim_state("D1.1").awaits_second and store.review_progress("D1") == (1, 2)


def test_without_the_policy_one_is_enough(store: CaseStore) -> None:
    store.policy = BUILT_IN
    accept(store, ANNA)
    state = store.claim_state("D1.1")
    assert state.state == "accepted" and state.first is None
