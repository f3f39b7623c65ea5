"""Privilege follows the bytes: no source stays open while another with the same SHA-256 is withheld."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_case import BY, add_text, source

from provenance.records import Privilege, Source
from provenance.store.case_store import CaseStore

TEXT = "The quokkafarthing was hidden under the bridge.\nHe told me so himself.\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    with CaseStore.create(tmp_path / "case", "TEST", "", BY) as made:
        yield made


def copy(store: CaseStore, of: Source, privilege: Privilege = "none") -> Source:
    """The same bytes under another name."""
    known = {"outcome": "duplicate", "reason": f"duplicate_of_{of.id}", "privilege": privilege}
    return store.add_source(source("copy.txt", of.sha256, of.size, **known), None, (), None, BY)


def statuses(store: CaseStore) -> list[str]:
    return [s.privilege for s in store.sources()]


def test_a_copy_that_is_marked_withholds_the_first(store: CaseStore) -> None:
    first = add_text(store, TEXT)
    other = add_text(store, TEXT + "Another.")
    copy(store, first, "privileged")
    assert statuses(store) == ["privileged", "none", "privileged"]
    assert {p.source_id for p in store.passages()} == {other.id}
    assert store.audit_entries()[-1].detail["source"] == first.id and store.check_audit().ok


def test_a_copy_of_what_is_withheld_is_withheld(store: CaseStore) -> None:
    first = add_text(store, TEXT, privilege="possible")
    assert copy(store, first).privilege == "possible"
    assert copy(store, first, "privileged").privilege == "privileged"
    assert statuses(store) == ["privileged"] * 3


def test_a_decision_on_one_is_a_decision_on_all(store: CaseStore) -> None:
    first = add_text(store, TEXT)
    second = copy(store, first)
    store.set_source(second.id, {"privilege": "privileged"}, BY)
    assert statuses(store) == ["privileged"] * 2 and not store.passages()
    store.set_source(second.id, {"privilege": "possible"}, BY)
    assert statuses(store) == ["privileged", "possible"]
    store.set_source(second.id, {"privilege": "released"}, BY)
    assert statuses(store) == ["released"] * 2 and store.passages()


def test_files_that_were_never_opened_share_nothing(store: CaseStore) -> None:
    for privilege in ("none", "privileged"):
        gone = source("gone.txt", "", 0, outcome="refused", reason="file_missing", privilege=privilege)
        store.add_source(gone, None, (), None, BY)
    assert statuses(store) == ["none", "privileged"]
