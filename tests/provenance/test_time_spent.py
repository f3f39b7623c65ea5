"""Time spent: a decision tells for how long its person had each opened place of the claim before them by then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from review_case import ANNA, BEN, case_to_review, open_all
from sqlcipher3 import dbapi2
from store_case import PlainReopener, tamper

from provenance.errors import UsageError
from provenance.report_reviews import looked_before, review_json
from provenance.review_words import seconds
from provenance.reviews import ClaimState
from provenance.store.case_store import CaseStore
from provenance.verify import verify


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with case_to_review(tmp_path / "case") as case:
        yield case


def spent(state: ClaimState) -> object:
    assert state.decision is not None
    return state.decision.spent


def test_a_decision_tells_the_time_up_to_it_and_of_its_person(store: CaseStore) -> None:
    open_all(store, "D1.1", ANNA)
    open_all(store, "D1.1", BEN)
    store.add_attention({"D1.1.1": 12, "D1.1.3": 0}, ANNA)
    store.add_attention({"D1.1.1": 100}, BEN)
    assert spent(store.review("D1.1", "aside", ANNA)) == {"D1.1.1": 12, "D1.1.3": 0}
    store.add_attention({"D1.1.1": 3, "D1.1.3": 75}, ANNA)
    state = store.review("D1.1", "accept", ANNA)
    assert spent(state) == {"D1.1.1": 15, "D1.1.3": 75} and state.history[0].spent == {"D1.1.1": 12, "D1.1.3": 0}
    assert state.spent == {"D1.1.1": 15, "D1.1.3": 75} and store.claim_state("D1.1", BEN).spent["D1.1.1"] == 100
    claim = store.draft("D1").claims[0]
    assert looked_before(claim, state) == (
        "Before deciding, anna had opened statement.txt line 2 (15 s), other.txt line 1 (1 min 15 s)",
    )
    told = review_json(state, ["D1.1.1"])
    assert (told["opened"], told["spent"]) == (["D1.1.1"], {"D1.1.1": 15}), "what may not be named is not told"


def test_time_before_a_place_that_was_not_opened_counts_for_nothing(store: CaseStore) -> None:
    store.add_attention({"D1.1.1": 12}, ANNA)
    assert spent(store.review("D1.1", "aside", ANNA)) == {}
    open_all(store, "D1.1", ANNA)
    assert spent(store.review("D1.1", "reject", ANNA, fault="other")) == {"D1.1.1": 12, "D1.1.3": 0}


def test_nothing_is_written_where_no_time_passed(store: CaseStore) -> None:
    entries = len(store.audit_entries())
    store.add_attention({}, ANNA)
    store.add_attention({"D1.1.1": 0}, ANNA)
    assert len(store.audit_entries()) == entries
    with pytest.raises(UsageError, match="unknown_id"):
        store.add_attention({"D1.1.99": 4}, ANNA)
    with pytest.raises(UsageError, match="bad_value"):
        store.add_attention({"D1.1.1": 4}, " ")


def test_a_review_from_before_says_that_time_was_not_measured(store: CaseStore) -> None:
    open_all(store, "D1.1", ANNA)
    state = store.review("D1.1", "accept", ANNA)
    tamper(store, "DROP TRIGGER review_unchanged", "UPDATE review SET spent = ''")
    old = store.claim_state("D1.1", ANNA)
    assert spent(state) == {"D1.1.1": 0, "D1.1.3": 0} and spent(old) is None
    (line,) = looked_before(store.draft("D1").claims[0], old)
    assert line.endswith("the time was not measured") and review_json(old)["spent"] is None
    assert [f.detail for f in verify(store, PlainReopener()).failed] == ["review 1 of D1.1 is not as it was written"]


TRIGGERS = ("attention_unchanged", "attention_kept")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE attention SET seconds = 600", "is not as it was written"),
        ("UPDATE attention SET by = 'ben'", "is not as it was written"),
        ("DELETE FROM attention", "is gone from the record"),
        ("INSERT INTO attention VALUES (9, 1, 1, 1, 5, 'now', 'ben')", "writing 9, is not as it was written"),
    ],
)
def test_a_change_of_it_is_named(store: CaseStore, change: str, found: str) -> None:
    store.add_attention({"D1.1.1": 12, "D1.2.1": 4}, ANNA)
    assert verify(store, PlainReopener()).ok
    with pytest.raises(dbapi2.IntegrityError, match="never"):
        tamper(store, "DELETE FROM attention")
    tamper(store, *(f"DROP TRIGGER {name}" for name in TRIGGERS), change)
    (failure,) = verify(store, PlainReopener()).failed
    assert failure.code == "record_changed" and found in failure.detail


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 s"), (1, "1 s"), (59, "59 s"), (60, "1 min"), (61, "1 min 1 s"), (3600, "60 min")]
)
def test_seconds_in_words(count: int, told: str) -> None:
    assert seconds(count) == told
