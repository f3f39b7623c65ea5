"""Reviews are kept for good: they verify, every later change of them is named, and a kill leaves no half of one."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from review_case import ANNA, JUDGED, case_to_review, new_claim, open_all
from sqlcipher3 import dbapi2
from store_case import PlainReopener, frame_citation, tamper, text_citation

from provenance import audit
from provenance.errors import CaseError
from provenance.store import integrity
from provenance.store.case_store import CaseStore
from provenance.verify import verify


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with case_to_review(tmp_path / "case") as case:
        yield case


TRIGGERS = ("review_unchanged", "review_kept", "opening_unchanged", "opening_kept")


def named(store: CaseStore) -> list[str]:
    failed = verify(store, PlainReopener()).failed
    assert {f.code for f in failed} <= {"record_changed"}
    return [f.detail for f in failed]


def test_a_reviewed_case_verifies_and_its_log_holds_no_words(store: CaseStore) -> None:
    open_all(store, "D1.1", ANNA)
    store.review("D1.1", "amend", ANNA, text="Secret words.", note="A secret note.", verdict=JUDGED)
    store.undo_review("D1", ANNA)
    store.review("D1.1", "accept", ANNA)
    store.add_claim("D1", new_claim(text_citation(store, "S1", 32, 61), text="Secret claim."), ANNA)
    assert verify(store, PlainReopener()).ok
    entries = store.audit_entries()
    assert [e.action for e in entries[-4:]] == [*["claim_reviewed"] * 3, "claim_added"]
    assert "ecret" not in str([e.detail for e in entries])


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE review SET text = 'Three bangs.' WHERE n = 1", "review 1 of D1.1 is not as it was written"),
        ("UPDATE review SET by = 'ben' WHERE n = 2", "review 2 of D1.1 is not as it was written"),
        ("UPDATE review SET opened = '[]' WHERE n = 2", "review 2 of D1.1 is not as it was written"),
        ("DELETE FROM review WHERE n = 2", "review 2 of D1.1 is gone from the record"),
        (
            "INSERT INTO review VALUES (9, 1, 2, 'accept', '', '', '', NULL, '[]', 'now', 'ben', NULL, '{}')",
            "review 9 of D1.2 is not as it was written",
        ),
        ("UPDATE claim SET text = 'Other.' WHERE n = 4", "D1.4, written by hand, is not as it was written"),
        ("UPDATE claim SET by = 'ben' WHERE n = 4", "D1.4, written by hand, is not as it was written"),
        ("UPDATE citation SET label = 'p. 9' WHERE claim = 4", "D1.4, written by hand, is not as it was written"),
        ("DELETE FROM claim WHERE n = 4", "D1.4, written by hand, is not as it was written"),
        ("UPDATE claim SET by = '', at = '' WHERE n = 4", "D1.4 is not as it was written"),
        ("UPDATE claim SET by = 'ben' WHERE n = 1", "D1.1, written by hand, is not as it was written"),
        ("UPDATE claim SET at = 'now' WHERE n = 1", "D1.1 is not as it was written"),
        ("UPDATE opening SET at = 'now' WHERE citation = 1", "the opening of D1.1.1 by anna is not as it was written"),
        ("DELETE FROM opening WHERE citation = 3", "the opening of D1.1.3 by anna is gone from the record"),
        (
            "INSERT INTO opening (draft, by, claim, citation, at) VALUES (1, 'ben', 1, 1, 'now')",
            "the opening of D1.1.1 by ben is not as it was written",
        ),
    ],
)
def test_tampering_is_named(store: CaseStore, change: str, found: str) -> None:
    open_all(store, "D1.1", ANNA)
    store.review("D1.1", "amend", ANNA, text="Bangs.")
    store.review("D1.1", "accept", ANNA)
    store.add_claim("D1", new_claim(text_citation(store, "S1", 32, 61), text="A man ran."), ANNA)
    assert named(store) == []
    tamper(store, *(f"DROP TRIGGER {name}" for name in TRIGGERS), "PRAGMA foreign_keys = OFF", change)
    assert found in named(store)
    assert [f.draft_id for f in verify(store, PlainReopener(), "D1").failed]


def test_an_acceptance_on_what_the_log_tells_nobody_to_have_opened_is_named(store: CaseStore) -> None:
    """The record as somebody would write it who can write to the log as well, but not change its entries."""
    open_all(store, "D1.1", ANNA)
    store.review("D1.1", "accept", ANNA)
    log = integrity.logged(store.audit_entries())
    log.openings["D1"].pop(("D1.1.3", ANNA))
    with store.snapshot() as read:
        told = [f.detail for f in integrity.check_draft(read, "D1", log)]
    assert "review 1 rests on D1.1.3, which the log does not tell anna to have opened" in told


def test_the_database_itself_keeps_reviews(store: CaseStore) -> None:
    store.review("D1.1", "aside", ANNA)
    store.open_citation("D1.1.1", ANNA)
    for change in (
        "UPDATE review SET by = 'ben'",
        "DELETE FROM review",
        "UPDATE opening SET at = 'now'",
        "DELETE FROM opening",
    ):
        with pytest.raises(dbapi2.IntegrityError, match="never"):
            tamper(store, change)


# Interrupted, and older cases


def test_a_write_that_fails_leaves_nothing_of_it(store: CaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise CaseError("disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(audit, "append", full)
        with pytest.raises(CaseError, match="disk_full"):
            store.review("D1.1", "aside", ANNA)
        with pytest.raises(CaseError, match="disk_full"):
            store.add_claim("D1", new_claim(text_citation(store, "S1", 32, 61)), ANNA)
    assert store.claim_state("D1.1").history == () and len(store.draft("D1").claims) == 3
    assert store.review("D1.1", "aside", ANNA).history[0].n == 1 and named(store) == []


KILLED = """
import os, sys
from pathlib import Path
from provenance import audit
from provenance.store.case_store import CaseStore
with CaseStore.open(Path(sys.argv[1])) as case:
    case.review("D1.1", "note", "anna", note="Kept.")
    print("done", flush=True)
    audit.append = lambda *_: os._exit(9)
    case.review("D1.1", "aside", "anna")
"""


def test_a_kill_between_the_row_and_its_entry_leaves_neither(store: CaseStore) -> None:
    folder = store.info.folder
    store.close()
    ran = subprocess.run([sys.executable, "-c", KILLED, str(folder)], capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout) == (9, "done\n")
    with CaseStore.open(folder) as case:
        assert [r.note for r in case.claim_state("D1.1").history] == ["Kept."] and named(case) == []
        assert case.review("D1.1", "aside", ANNA).history[-1].n == 2


def test_a_case_of_the_first_schema_is_brought_up_and_still_verifies(tmp_path: Path) -> None:
    """The case was written by Attest before there were reviews."""
    with zipfile.ZipFile(Path(__file__).parent / "data" / "case_version_1.zip") as packed:
        packed.extractall(tmp_path)
    with pytest.raises(CaseError, match="case_older"):
        CaseStore.open(tmp_path, write=False)
    with CaseStore.open(tmp_path) as case:
        assert named(case) == [] and case.check_audit().entries == 6  # the last two: its identifier, its version
        assert [(c.text, c.by, c.at) for c in case.draft("D1").claims] == [("Claim 0", "", ""), ("Claim 1", "", "")]
        assert case.review_progress("D1") == (0, 2)
        open_all(case, "D1.1", ANNA)
        assert case.review("D1.1", "accept", ANNA).state == "accepted"
        assert case.add_claim("D1", new_claim(frame_citation(case, "S2", 2)), ANNA).id == "D1.3"
        assert named(case) == []
    with CaseStore.open(tmp_path, write=False) as case:
        assert verify(case, PlainReopener()).checked == 3 and case.claim_state("D1.1").by == ANNA
        with pytest.raises(CaseError, match="case_read_only"):
            case.undo_review("D1", ANNA)


def test_openings_of_the_second_schema_get_their_entries_in_the_log(tmp_path: Path) -> None:
    """The case was written by Attest before openings stood in the log."""
    with zipfile.ZipFile(Path(__file__).parent / "data" / "case_version_2.zip") as packed:
        packed.extractall(tmp_path)
    with CaseStore.open(tmp_path) as case:
        assert named(case) == [] and case.check_audit().ok
        with case.snapshot() as read:
            rows = read(
                "SELECT draft, claim, citation, by, at FROM opening ORDER BY at, draft, claim, citation, by", ()
            )
        taken_over = [e for e in case.audit_entries() if e.action == "opening_taken_over"]
        told = [(e.detail["citation"], e.detail["person"], e.detail["opened"]) for e in taken_over]
        assert {e.by for e in taken_over} == {"Attest"}, "nobody opened anything now"
        assert rows and told == [(f"D{d}.{c}.{n}", by, at) for d, c, n, by, at in rows]
    with CaseStore.open(tmp_path) as case:
        assert len([e for e in case.audit_entries() if e.action == "opening_taken_over"]) == len(rows), "once"


def test_a_case_of_the_third_schema_keeps_its_digests(tmp_path: Path) -> None:
    """The case was written by Attest before parts had places of their own."""
    with zipfile.ZipFile(Path(__file__).parent / "data" / "case_version_3.zip") as packed:
        packed.extractall(tmp_path)
    with CaseStore.open(tmp_path) as case:
        assert named(case) == [] and case.check_audit().ok
        assert case.layer("S1").places(0, 40) == () and len(case.draft("D1").claims) == 3
