"""Lines of enquiry: added, changed, ordered, closed, kept for good, and what was made before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from review_case import ANNA, BEN, JUDGED, case_to_review, open_all
from sqlcipher3 import dbapi2
from store_case import BY, PlainReopener, new_draft, tamper, text_citation

from provenance.enquiries import LONGEST, Before, Enquiry, Version, before, day, told
from provenance.errors import CaseError, UsageError
from provenance.export import draft_json
from provenance.store.case_store import CaseStore
from provenance.verify import verify


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with case_to_review(tmp_path / "case") as case:
        yield case


def listed(store: CaseStore) -> list[tuple[str, str, bool]]:
    return [(e.id, e.words, e.open) for e in store.enquiries()]


def test_they_are_added_changed_ordered_closed_and_opened_again(store: CaseStore) -> None:
    first = store.add_enquiry("to_prove", "  He carried\n the bag. ", "", ANNA)
    second = store.add_enquiry("defence", "He was at home.", "2026-05-12", BEN)
    assert (first.id, first.words, first.now.by) == ("E1", "He carried the bag.", ANNA), "one line"
    assert second.now.dated == "2026-05-12"
    store.change_enquiry("E1", "question", "Who carried the bag?", "", BEN)
    store.move_enquiry("E2", "up", ANNA)
    assert listed(store) == [("E2", "He was at home.", True), ("E1", "Who carried the bag?", True)]
    store.move_enquiry("E2", "up", ANNA)
    assert [e.id for e in store.enquiries()] == ["E2", "E1"], "above the first there is nothing"
    closed = store.close_enquiry("E1", "answered", ANNA)
    assert not closed.open and closed.now.reason == "answered"
    assert store.reopen_enquiry("E1", BEN).open
    actions = [v.action for v in store.enquiry("E1").versions]
    assert actions == ["added", "changed", "moved", "closed", "reopened"], "all of it is kept"
    assert store.enquiry("E1").telling.action == "changed"


def test_open_ones_change_places_with_open_ones(store: CaseStore) -> None:
    for words in ("One?", "Two?", "Three?"):
        store.add_enquiry("question", words, "", ANNA)
    store.close_enquiry("E2", "answered", ANNA)
    store.move_enquiry("E3", "up", ANNA)
    assert [e.id for e in store.enquiries() if e.open] == ["E3", "E1"]
    with pytest.raises(UsageError, match="up or down"):
        store.move_enquiry("E3", "left", ANNA)


def test_nothing_is_written_where_nothing_changes(store: CaseStore) -> None:
    store.add_enquiry("question", "Who ran?", "", ANNA)
    store.change_enquiry("E1", "question", " Who  ran? ", "", BEN)
    store.reopen_enquiry("E1", BEN)
    assert len(store.enquiry("E1").versions) == 1


@pytest.mark.parametrize(
    ("kind", "words", "why"),
    [
        ("guess", "Who ran?", "kind of enquiry"),
        ("question", " \n ", "needs words"),
        ("question", "x" * (LONGEST + 1), "at most"),
    ],
)
def test_what_is_none_is_refused(store: CaseStore, kind: str, words: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        store.add_enquiry(kind, words, "", ANNA)
    assert store.enquiries() == []


def test_closing_needs_a_reason_and_unknown_ids_are_told(store: CaseStore) -> None:
    store.add_enquiry("question", "Who ran?", "", ANNA)
    with pytest.raises(UsageError, match="reason"):
        store.close_enquiry("E1", " ", ANNA)
    for unknown in ("E2", "E0", "D1", ""):
        with pytest.raises(UsageError, match="unknown_id"):
            store.close_enquiry(unknown, "done", ANNA)
    with pytest.raises(UsageError, match="unknown_id"):
        store.add_asking("E1", "D9", ANNA)


def test_the_log_tells_of_each_without_its_words_and_names_every_later_change(store: CaseStore) -> None:
    store.add_enquiry("defence", "A secret alibi.", "", ANNA)
    store.close_enquiry("E1", "a secret reason", ANNA)
    store.add_asking("E1", "D1", ANNA)
    assert verify(store, PlainReopener()).ok
    told = store.audit_entries()[-3:]
    assert [e.action for e in told] == ["enquiry_added", "enquiry_closed", "enquiry_asked"]
    assert "secret" not in str([e.detail for e in told])
    tamper(
        store,
        "DROP TRIGGER enquiry_unchanged",
        "DROP TRIGGER asking_kept",
        "UPDATE enquiry SET words = 'Other.' WHERE version = 1",
        "DELETE FROM asking",
    )
    found = [f.detail for f in verify(store, PlainReopener()).failed]
    assert "line of enquiry E1, version 1 is not as it was written" in found
    assert "line of enquiry: the asking of D1 is gone from the record" in found


def test_rows_are_neither_changed_nor_deleted(store: CaseStore) -> None:
    store.add_enquiry("question", "Who ran?", "", ANNA)
    for statement in ("UPDATE enquiry SET words = ''", "DELETE FROM enquiry"):
        with pytest.raises(dbapi2.IntegrityError, match="never"):
            tamper(store, statement)


def test_a_case_open_for_reading_takes_none(store: CaseStore) -> None:
    with (
        CaseStore.open(store.info.folder, write=False) as reading,
        pytest.raises(CaseError, match="case_read_only"),
    ):
        reading.add_enquiry("question", "Who ran?", "", ANNA)


def test_drafts_and_reviews_made_before_are_flagged_and_later_ones_are_not(store: CaseStore) -> None:
    open_all(store, "D1.1", ANNA)
    store.review("D1.1", "accept", ANNA)
    store.add_enquiry("defence", "He was at home.", "2026-05-12", ANNA)
    states = store.claim_states("D1").values()
    found = store.made_before("D1", "", states)
    assert [e.id for e in found.enquiries] == ["E1"] and found.reviews == 1
    assert told(found) == (
        "Made before the defence statement of 12 May 2026, recorded or changed since. "
        "1 decision on its claims was made before that, too."
    )
    later = store.write_draft(new_draft([text_citation(store, "S1", 13, 31)]), BY)
    assert not store.made_before(later.id, later.run.started + "Z", ())
    store.change_enquiry("E1", "defence", "He was at work.", "2026-05-12", ANNA)
    assert store.made_before(later.id, "", ()), "a change counts"
    after = store.write_draft(new_draft([text_citation(store, "S1", 13, 31)]), BY)
    store.move_enquiry("E1", "down", ANNA)
    assert not store.made_before(after.id, "", ()), "its place in the list does not"
    store.close_enquiry("E1", "withdrawn", ANNA)
    assert not store.made_before("D1", "", states), "what is closed flags nothing"


def test_a_decision_made_after_is_not_flagged(store: CaseStore) -> None:
    store.add_enquiry("to_prove", "Two bangs.", "", ANNA)
    store.review("D1.1", "reject", ANNA, fault="other")
    assert store.made_before("D1", "", store.claim_states("D1").values()) == Before(tuple(store.enquiries()), 0)


def test_a_draft_under_way_while_one_is_recorded_is_flagged(store: CaseStore) -> None:
    store.add_enquiry("to_prove", "Two bangs.", "", ANNA)
    draft = store.write_draft(new_draft([text_citation(store, "S1", 13, 31)]), BY)
    assert store.made_before(draft.id, "2026-01-01T00:00:00Z", ())


def test_json_tells_what_came_after_a_draft(store: CaseStore) -> None:
    assert draft_json(store.draft("D1"), store)["made_before"] == {"enquiries": [], "reviews": 0, "told": ""}
    store.add_enquiry("to_prove", "Two bangs.", "", ANNA)
    made = draft_json(store.draft("D1"), store)["made_before"]
    assert made == {
        "enquiries": ["E1"],
        "reviews": 0,
        "told": "Made before 1 point to prove, recorded or changed since.",
    }


def enquiry(number: int, **known: object) -> Enquiry:
    plain = Version("added", "question", "Who?", "", number, False, "", 1, 1, "2026-05-12T09:00:00Z", "anna")
    return Enquiry(f"E{number}", (replace(plain, **known),))  # type: ignore[arg-type]


def test_many_are_told_by_what_they_are() -> None:
    these = [enquiry(1), enquiry(2, kind="to_prove"), enquiry(3, kind="to_prove"), enquiry(4, kind="defence")]
    said = told(before(1, "", (), [*these, enquiry(5, kind="defence", dated="soon")]))
    assert said == (
        "Made before the defence statement, the defence statement of soon, 2 points to prove and 1 open question, "
        "recorded or changed since."
    )


@pytest.mark.parametrize(("dated", "said"), [("2026-05-12", "12 May 2026"), ("12 May", "12 May"), ("", "")])
def test_days_are_told_as_people_write_them(dated: str, said: str) -> None:
    assert day(dated) == said


@given(st.lists(st.integers(1, 9)), st.integers(1, 9), st.lists(st.integers(0, 9), max_size=4))
def test_only_decisions_up_to_the_latest_of_those_that_came_after_count(
    reviews: list[int], number: int, drafts: list[int]
) -> None:
    these = [enquiry(n, drafts=d, reviews=d) for n, d in enumerate(drafts, 1)]
    found = before(number, "", reviews, these)
    later = [d for d in drafts if number <= d]
    assert len(found.enquiries) == len(later)
    assert found.reviews == (sum(r <= max(later) for r in reviews) if later else 0)


def test_the_verdict_of_an_amendment_is_no_matter(store: CaseStore) -> None:
    store.review("D1.1", "amend", ANNA, text="Bangs.", verdict=JUDGED)
    store.add_enquiry("to_prove", "Two bangs.", "", ANNA)
    assert store.made_before("D1", "", store.claim_states("D1").values()).reviews == 1
