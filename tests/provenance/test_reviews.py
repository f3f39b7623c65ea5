"""Reviews: what people decide about claims and add by hand; nobody accepts what they did not open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from review_case import ANNA, BEN, JUDGED, case_to_review, new_claim, open_all
from store_case import BY, PlainReopener, text_citation, write_draft

from provenance import report_words
from provenance.errors import AnchorError, UsageError
from provenance.report_reviews import review_json
from provenance.reviews import FAULTS, LONGEST
from provenance.store import reviews
from provenance.store.case_store import CaseStore
from provenance.store.records import NewCitation
from provenance.verify import verify


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with case_to_review(tmp_path / "case") as case:
        yield case


# Opening and accepting


def test_nobody_accepts_what_they_did_not_open(store: CaseStore) -> None:
    before = store.audit_entries()
    assert store.claim_state("D1.1", ANNA).to_open == ("D1.1.1", "D1.1.3")
    with pytest.raises(UsageError, match="not_all_opened") as refused:
        store.review("D1.1", "accept", ANNA)
    assert refused.value.facts["left"] == 2
    store.open_citation("D1.1.1", ANNA)
    store.open_citation("D1.1.3", BEN)
    with pytest.raises(UsageError, match="not_all_opened") as refused:
        store.review("D1.1", "accept", ANNA)
    assert refused.value.facts["left"] == 1
    added = store.audit_entries()[len(before) :]
    assert [(e.action, e.by, e.detail["citation"]) for e in added] == [
        ("citation_opened", ANNA, "D1.1.1"),
        ("citation_opened", BEN, "D1.1.3"),
    ]
    state = store.open_citation("D1.1.3", ANNA)
    assert state.opened == {"D1.1.1", "D1.1.3"} and state.to_open == () and state.state == "new"
    accepted = store.review("D1.1", "accept", ANNA)
    assert (accepted.state, accepted.by, accepted.checked, accepted.text) == ("accepted", ANNA, True, "")
    assert accepted.history[0].opened == ("D1.1.1", "D1.1.3") and accepted.at.endswith("Z")
    assert store.claim_state("D1.1", BEN).to_open == ("D1.1.1",)
    assert store.claim_state("D1.1", BEN).state == "accepted"


def test_opening_again_changes_nothing(store: CaseStore) -> None:
    store.open_citation("D1.1.1", ANNA)
    with store.snapshot() as read:
        first = read("SELECT * FROM opening", ())
    entries = store.audit_entries()
    store.open_citation("D1.1.1", ANNA)
    assert store.audit_entries() == entries
    with store.snapshot() as read:
        assert read("SELECT * FROM opening", ()) == first and len(first) == 1


def test_withheld_sources_need_no_opening_and_cannot_be_opened(store: CaseStore) -> None:
    store.set_source("S2", {"privilege": "possible"}, BY)
    with pytest.raises(UsageError, match="source_held"):
        store.open_citation("D1.1.3", ANNA)
    store.open_citation("D1.1.1", ANNA)
    assert store.review("D1.1", "accept", ANNA).state == "accepted"


def test_a_claim_that_is_withheld_whole_is_not_accepted_unseen(store: CaseStore) -> None:
    store.set_source("S3", {"privilege": "possible"}, BY)
    assert store.claim_state("D1.2", ANNA).to_open == ()
    with pytest.raises(UsageError, match="source_held"):
        store.review("D1.2", "accept", ANNA)
    assert store.review_progress("D1") == (0, 1)


def test_no_verdict_is_kept_on_what_was_withheld_after_it_was_made(store: CaseStore) -> None:
    store.set_source("S3", {"privilege": "possible"}, BY)
    with pytest.raises(UsageError, match="source_held"):
        store.review("D1.2", "amend", ANNA, text="Something moves.", verdict=JUDGED)
    assert store.claim_state("D1.2", ANNA).history == ()


@pytest.mark.parametrize(("source", "claim", "left"), [("S2", "D1.1", "D1.1.3"), ("S1", "D1.1", "D1.1.1")])
def test_an_acceptance_does_not_outlive_what_was_released_after_it(
    store: CaseStore, source: str, claim: str, left: str
) -> None:
    """S1 is what the claim cites, S2 what speaks against it; it has a second citation, so that it can be accepted."""
    if source == "S1":
        claim = store.add_claim("D1", new_claim(*two_sources(store)), ANNA).id
        left = f"{claim}.1"
    store.set_source(source, {"privilege": "possible"}, BY)
    open_all(store, claim, ANNA)
    store.review(claim, "note", ANNA, note="Looks right.")
    accepted = store.review(claim, "accept", ANNA)
    assert accepted.state == "accepted" and accepted.outdated is None
    store.set_source(source, {"privilege": "released"}, BY)
    state = store.claim_state(claim, ANNA)
    assert (state.state, state.checked, state.to_open, state.by) == ("new", False, (left,), "")
    assert state.outdated is not None and state.outdated.at == accepted.at and len(state.notes) == 1
    assert store.claim_states("D1", BEN)[claim].outdated == state.outdated
    assert store.review_progress("D1")[0] == 0
    told = report_words.state(state)
    assert told.startswith("not checked; the acceptance by anna") and "released after it" in told
    assert review_json(state)["outdated"] == {"by": ANNA, "at": accepted.at}
    open_all(store, claim, ANNA)
    assert store.claim_state(claim, ANNA).state == "new", "opening alone accepts nothing"
    again = store.review(claim, "accept", ANNA)
    assert again.state == "accepted" and again.outdated is None and len(again.history) == 3
    assert "outdated" not in review_json(again)


def test_an_outdated_acceptance_leaves_the_amended_words(store: CaseStore) -> None:
    store.review("D1.1", "amend", BEN, text="Bangs.", verdict=JUDGED)
    store.set_source("S2", {"privilege": "possible"}, BY)
    open_all(store, "D1.1", ANNA)
    assert store.review("D1.1", "accept", ANNA).text == "Bangs."
    store.set_source("S2", {"privilege": "released"}, BY)
    state = store.claim_state("D1.1", ANNA)
    assert (state.state, state.by, state.text) == ("amended", BEN, "Bangs.")
    assert state.decision is not None and state.decision.by == BEN


def two_sources(store: CaseStore) -> tuple[NewCitation, NewCitation]:
    return text_citation(store, "S1", 0, 12), text_citation(store, "S2", 0, 8)


# Decisions


def test_a_decision_on_other_words_than_those_seen_is_refused(store: CaseStore) -> None:
    open_all(store, "D1.1", ANNA)
    store.review("D1.1", "amend", BEN, text="Bangs.", verdict=JUDGED)
    before = store.audit_entries()
    for action, more in (("accept", {}), ("aside", {}), ("reject", {"fault": "other"}), ("note", {"note": "So?"})):
        with pytest.raises(UsageError, match="claim_changed"):
            store.review("D1.1", action, ANNA, seen="", **more)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="claim_changed"):
        store.review("D1.1", "amend", ANNA, text="Two.", verdict=JUDGED, seen="")
    assert store.audit_entries() == before and len(store.claim_state("D1.1", ANNA).history) == 1
    assert store.review("D1.1", "accept", ANNA, seen="Bangs.").state == "accepted"
    assert store.review("D1.2", "aside", ANNA, seen="").state == "aside"


def test_an_amendment_stands_beside_and_is_to_be_accepted(store: CaseStore) -> None:
    amended = store.review("D1.1", "amend", ANNA, text=" Two loud bangs. ", verdict=JUDGED)
    assert (amended.state, amended.text, amended.verdict) == ("amended", "Two loud bangs.", JUDGED)
    assert not amended.checked
    open_all(store, "D1.1", ANNA)
    accepted = store.review("D1.1", "accept", ANNA)
    assert (accepted.state, accepted.text, accepted.verdict) == ("accepted", "Two loud bangs.", JUDGED)
    assert store.claim("D1.1").text == "Two bangs."
    again = store.review("D1.1", "amend", BEN, text="Two bangs, he says.")
    assert (again.state, again.text, again.verdict, again.by) == ("amended", "Two bangs, he says.", None, BEN)


@pytest.mark.parametrize(
    ("action", "more", "why"),
    [
        ("amend", {"text": "  \n"}, "at least a word"),
        ("amend", {"text": "x" * (LONGEST + 1)}, "at most 20,000"),
        ("note", {}, "at least a word"),
        ("note", {"note": "x" * (LONGEST + 1)}, "at most 20,000"),
        ("note", {"note": "so", "text": "so"}, ""),
        ("reject", {}, "say what is wrong"),
        ("reject", {"fault": "ugly"}, "say what is wrong"),
        ("aside", {"fault": "other"}, "rejected"),
        ("undo", {}, "choose from"),
        ("delete", {}, "choose from"),
        ("aside", {"by": " "}, "who made it"),
    ],
)
def test_what_cannot_be_kept_is_refused(store: CaseStore, action: str, more: dict[str, str], why: str) -> None:
    before = store.audit_entries()
    with pytest.raises(UsageError, match="bad_value") as refused:
        store.review("D1.1", action, **{"by": ANNA, **more})  # type: ignore[arg-type]
    assert why in str(refused.value.facts["why"])
    assert store.audit_entries() == before and store.claim_state("D1.1").history == ()


def test_long_words_are_kept_whole(store: CaseStore) -> None:
    text = " ".join(["word"] * 2000)
    store.review("D1.1", "amend", ANNA, text=text)
    assert store.claim_state("D1.1").text == text


@pytest.mark.parametrize("fault", FAULTS)
def test_a_rejection_says_what_is_wrong(store: CaseStore, fault: str) -> None:
    state = store.review("D1.1", "reject", ANNA, fault=fault, note="See S2.")
    assert state.checked and state.decision is not None
    assert (state.decision.fault, [n.note for n in state.notes]) == (fault, ["See S2."])


def test_a_decision_that_stands_is_not_written_twice(store: CaseStore) -> None:
    once = store.review("D1.1", "aside", ANNA)
    assert store.review("D1.1", "aside", ANNA) == once
    assert len(store.review("D1.1", "aside", BEN).history) == 2
    store.review("D1.1", "note", ANNA, note="Ask again.")
    assert len(store.review("D1.1", "note", ANNA, note="Ask again.").notes) == 2


@pytest.mark.parametrize("wrong", ["D1.9", "D9.1", "D1", "S1.1", "D1.1.1", ""])
def test_unknown_claims_are_said(store: CaseStore, wrong: str) -> None:
    with pytest.raises(UsageError, match="unknown_id"):
        store.review(wrong, "note", ANNA, note="?")
    with pytest.raises(UsageError, match="unknown_id"):
        store.claim(wrong)
    with pytest.raises(UsageError, match="unknown_id"):
        store.open_citation(f"{wrong}.9", ANNA)


# A whole draft


def test_states_and_progress_of_a_draft(store: CaseStore) -> None:
    assert store.review_progress("D1") == (0, 2)
    open_all(store, "D1.2", ANNA)
    store.review("D1.2", "accept", ANNA)
    store.review("D1.1", "aside", ANNA)
    store.review("D1.3", "reject", ANNA, fault="other")
    assert store.review_progress("D1") == (1, 2)
    states = store.claim_states("D1", ANNA)
    assert list(states) == ["D1.1", "D1.2", "D1.3"]
    assert all(states[c] == store.claim_state(c, ANNA) for c in states)
    with pytest.raises(UsageError, match="unknown_id"):
        store.claim_states("D2")


def test_many_claims_take_as_many_queries_as_one(store: CaseStore) -> None:
    write_draft(store, [text_citation(store, "S1", 0, 12)] * 200)
    store.review("D2.7", "aside", ANNA)
    with store.snapshot() as read:
        asked: list[str] = []

        def counting(sql: str, parameters: object) -> list[object]:
            asked.append(sql)
            return read(sql, parameters)  # type: ignore[arg-type]

        found = reviews.states(counting, "D2", ANNA)
    assert len(found) == 200 and found["D2.7"].state == "aside" and len(asked) <= 5


# Claims by hand


def test_a_claim_by_hand_stands_beside_the_machines(store: CaseStore) -> None:
    claim = store.add_claim("D1", new_claim(text_citation(store, "S1", 32, 61), text="A man ran."), ANNA)
    assert (claim.id, claim.by, claim.text) == ("D1.4", ANNA, "A man ran.") and claim.at.endswith("Z")
    assert claim == store.draft("D1").claims[-1] and claim.citations[0].id == "D1.4.1"
    assert all(c.by == c.at == "" for c in store.draft("D1").claims[:-1])
    open_all(store, "D1.4", BEN)
    assert store.review("D1.4", "accept", BEN).state == "accepted"
    report = verify(store, PlainReopener(), "D1")
    assert report.ok and report.checked == 6
    assert [s.claims for s in store.searches()] == [2]


def test_a_claim_by_hand_is_cut_too(store: CaseStore) -> None:
    good = text_citation(store, "S1", 32, 61)
    forged = replace(good, anchor=replace(good.anchor, end=62))
    with pytest.raises(AnchorError, match="not_cut"):
        store.add_claim("D1", new_claim(forged), ANNA)
    for draft, text in (("D9", "A man ran."), ("D1", " "), ("D1", "x" * (LONGEST + 1))):
        with pytest.raises(UsageError, match="unknown_id" if draft == "D9" else "bad_value"):
            store.add_claim(draft, new_claim(good, text=text), ANNA)
    assert len(store.draft("D1").claims) == 3
