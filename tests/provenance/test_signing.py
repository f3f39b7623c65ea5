"""Sign-off: a draft is locked under a typed name once every claim was decided, and a change after that is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from review_case import ANNA, BEN, JUDGED, case_to_review, new_claim, open_all
from sqlcipher3 import dbapi2
from store_case import PlainReopener, new_draft, tamper, text_citation

from provenance import review_words
from provenance.errors import UsageError
from provenance.export import draft_json
from provenance.report_reviews import banner
from provenance.report_words import DRAFT_WORDS
from provenance.signing import LONGEST_NAME
from provenance.store.case_store import CaseStore
from provenance.verify import verify

TYPED = "J. Smith, DC 1234"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with case_to_review(tmp_path / "case") as case:
        yield case


def decide_all(store: CaseStore) -> None:
    """D1.1 accepted in other words, D1.2 rejected; D1.3 is held back by the checks."""
    open_all(store, "D1.1", ANNA)
    store.review("D1.1", "amend", ANNA, text="Two bangs, she says.", verdict=JUDGED)
    store.review("D1.1", "accept", ANNA)
    store.review("D1.2", "reject", ANNA, fault="wrong_source")


def named(store: CaseStore) -> list[str]:
    return [f.detail for f in verify(store, PlainReopener()).failed]


def test_nothing_is_signed_before_every_claim_was_decided(store: CaseStore) -> None:
    for decide, left in (
        (lambda: None, "not checked: D1.1, D1.2"),
        (lambda: store.review("D1.1", "aside", ANNA), "not checked: D1.2; put aside: D1.1"),
        (
            lambda: store.review("D1.1", "amend", ANNA, text="One."),
            "not checked: D1.2; amended, not accepted since: D1.1",
        ),
        (lambda: decide_all(store), ""),
    ):
        decide()
        if left:
            with pytest.raises(UsageError, match="draft_unchecked") as refused:
                store.sign_draft("D1", TYPED, ANNA)
            assert refused.value.facts["left"] == left and refused.value.facts["of"] == 2
            assert store.signatures("D1") == []
    assert store.ready("D1").may and (store.ready("D1").accepted, store.ready("D1").amended) == (1, 1)
    assert store.sign_draft("D1", TYPED, BEN).version == 1


def test_the_typed_name_and_the_account_are_told_apart(store: CaseStore) -> None:
    decide_all(store)
    signature = store.sign_draft("D1", f"  {TYPED} ", ANNA)
    assert (signature.name, signature.by, signature.version, signature.stands) == (TYPED, ANNA, 1, True)
    assert signature == store.signature("D1") and len(signature.record) == 64
    assert f"signed as {TYPED} (typed) by account {ANNA}" in review_words.signed_whole(signature)
    entry = store.audit_entries()[-1]
    assert (entry.action, entry.by, entry.detail["name"], entry.detail["sha256"]) == (
        *("draft_signed", ANNA, TYPED),
        signature.record,
    )


@pytest.mark.parametrize("name", ["", "  \n ", "A\nB", "A\u2028B", "Smith\u202e.J", "x" * (LONGEST_NAME + 1)])
def test_a_name_is_one_line(store: CaseStore, name: str) -> None:
    decide_all(store)
    with pytest.raises(UsageError, match="bad_value"):
        store.sign_draft("D1", name, ANNA)
    assert store.signature("D1") is None


def test_a_name_in_any_script_is_kept_as_typed(store: CaseStore) -> None:
    decide_all(store)
    name = "Ó Súilleabháin\u00a0🚉 李 श्री\u200dमती"  # a hard space and a joiner are letters' company
    assert store.sign_draft("D1", name, ANNA).name == name


Attempt = Callable[[CaseStore], object]


@pytest.mark.parametrize(
    "attempt",
    [
        lambda s: s.review("D1.2", "accept", ANNA),
        lambda s: s.review("D1.1", "amend", ANNA, text="Three."),
        lambda s: s.review("D1.1", "reject", BEN, fault="other"),
        lambda s: s.review("D1.1", "aside", ANNA),
        lambda s: s.review("D1.1", "note", BEN, note="Late."),
        lambda s: s.review("D1.3", "note", BEN, note="On one that is held back."),
        lambda s: s.undo_review("D1", ANNA),
        lambda s: s.add_claim("D1", new_claim(text_citation(s, "S1", 32, 61)), ANNA),
        lambda s: s.sign_draft("D1", TYPED, BEN),
    ],
)
def test_a_signed_draft_is_locked(store: CaseStore, attempt: Attempt) -> None:
    decide_all(store)
    store.sign_draft("D1", TYPED, ANNA)
    before = store.audit_entries()
    with pytest.raises(UsageError, match="draft_signed") as refused:
        attempt(store)
    assert refused.value.facts["name"] == TYPED
    assert store.audit_entries() == before and named(store) == []


def test_other_drafts_go_on(store: CaseStore) -> None:
    decide_all(store)
    store.sign_draft("D1", TYPED, ANNA)
    draft = store.draft("D1")
    store.write_draft(new_draft([text_citation(store, "S1", 13, 31)]), ANNA)
    assert store.review("D2.1", "note", ANNA, note="Open.").notes and store.draft("D1") == draft


def test_taken_up_again_a_draft_has_its_next_version_and_keeps_the_first_signature(store: CaseStore) -> None:
    decide_all(store)
    first = store.sign_draft("D1", TYPED, ANNA)
    with pytest.raises(UsageError, match="bad_value"):
        store.take_up_again("D1", "  ", BEN)
    again = store.take_up_again("D1", "A second statement came in.", BEN)
    assert (again.version, again.reopened_by, again.reason) == (1, BEN, "A second statement came in.")
    assert store.signature("D1") is None and "second statement" not in str(store.audit_entries()[-1].detail)
    with pytest.raises(UsageError, match="draft_not_signed"):
        store.take_up_again("D1", "Once more.", BEN)
    store.review("D1.2", "reject", BEN, fault="irrelevant")
    second = store.sign_draft("D1", "Ben B.", BEN)
    assert second.version == 2 and second.record != first.record
    told = store.signatures("D1")
    assert [s.version for s in told] == [1, 2] and told[0].record == first.record and not told[0].stands
    assert named(store) == []


def test_nothing_is_signed_where_no_claim_stands(store: CaseStore) -> None:
    store.set_source("S1", {"privilege": "possible"}, ANNA)
    store.set_source("S3", {"privilege": "possible"}, ANNA)
    with pytest.raises(UsageError, match="nothing_to_sign"):
        store.sign_draft("D1", TYPED, ANNA)
    with pytest.raises(UsageError, match="unknown_id"):
        store.sign_draft("D9", TYPED, ANNA)


def test_what_is_withheld_or_released_after_it_was_signed_does_not_break_the_signature(store: CaseStore) -> None:
    store.set_source("S3", {"privilege": "possible"}, ANNA)  # D1.2 is not shown then, and not signed
    open_all(store, "D1.1", ANNA)
    store.review("D1.1", "accept", ANNA)
    store.sign_draft("D1", TYPED, ANNA)
    shown = lambda: banner(store.draft("D1").claims[:1], store.claim_states("D1"), store.signature("D1"))  # noqa: E731
    assert shown().startswith("Version 1 signed by")
    store.set_source("S3", {"privilege": "released"}, ANNA)
    assert named(store) == [] and store.signature("D1") is not None
    claims, states = store.draft("D1").claims, store.claim_states("D1")
    assert banner(claims, states, store.signature("D1")) == DRAFT_WORDS, "a claim came back that nobody signed"
    store.set_source("S1", {"privilege": "possible"}, ANNA)
    assert named(store) == []


TRIGGERS = ("review_unchanged", "review_kept", "signing_unchanged", "signing_kept")
_LATE = "INSERT INTO review VALUES (9, 1, 2, 'note', '', 'x', '', NULL, '[]', 'now', 'ben', NULL, '{}')"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE signing SET name = 'K. Jones'", "sign-off 1 is not as it was written"),
        ("UPDATE signing SET record = ''", "sign-off 1 is not as it was written"),
        ("DELETE FROM signing", "sign-off 1 is gone from the record"),
        (
            "INSERT INTO signing VALUES (7, 1, 2, 'reopened', 'x', 'y', '{}', '', 'now', 'ben')",
            "sign-off 7 is not as it was written",
        ),
        ("UPDATE claim SET text = 'Other.' WHERE n = 1", f"what {TYPED} signed as version 1 is not as it was signed"),
        ("UPDATE citation SET label = 'p. 9' WHERE claim = 2", f"what {TYPED} signed as version 1 is not as it was"),
        ("UPDATE review SET text = 'Five.' WHERE n = 2", f"what {TYPED} signed as version 1 is not as it was signed"),
        ("DELETE FROM review WHERE n = 3", f"what {TYPED} signed as version 1 is not as it was signed"),
        (_LATE, "something was decided on it or added to it while it was signed"),
    ],
)
def test_a_change_after_signing_is_named(store: CaseStore, change: str, found: str) -> None:
    decide_all(store)
    store.sign_draft("D1", TYPED, ANNA)
    assert named(store) == []
    tamper(store, *(f"DROP TRIGGER {name}" for name in TRIGGERS), "PRAGMA foreign_keys = OFF", change)
    assert any(found in told for told in named(store))


def test_signings_cannot_be_changed_by_statement(store: CaseStore) -> None:
    decide_all(store)
    store.sign_draft("D1", TYPED, ANNA)
    for change in ("UPDATE signing SET name = 'x'", "DELETE FROM signing"):
        with pytest.raises(dbapi2.IntegrityError, match="never"):
            tamper(store, change)


def test_data_tells_of_every_signature(store: CaseStore) -> None:
    decide_all(store)
    store.sign_draft("D1", TYPED, ANNA)
    found = draft_json(store.draft("D1"), store)
    assert found["signature"]["name"] == TYPED and found["signature"]["by"] == ANNA  # type: ignore[index]
    assert str(found["banner"]).startswith(f"Version 1 signed by {TYPED} (account {ANNA})")
    store.take_up_again("D1", "Why.", BEN)
    again = draft_json(store.draft("D1"), store)
    assert again["signature"] is None and again["banner"] == "1 of 1 claim accepted by anna; not signed off"
    assert again["signatures"][0]["taken_up_again"]["reason"] == "Why."  # type: ignore[index]
