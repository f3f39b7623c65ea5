"""Opening a case store: what is newer, damaged, no case at all or closed says so and is let go."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from store_case import (
    BY,
    add_text,
    new_case,
    source,
    tamper,
)

from provenance.errors import CaseError, UsageError
from provenance.store import opener
from provenance.store.case_store import DATABASE, CaseStore

TEXT = "The van was white.\nI saw it at ten.\nIt drove off.\nThe plate was AB12 CDE.\n"


def test_a_newer_case_opens_for_reading(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as store:
        add_text(store, TEXT)
    db = opener.connect(tmp_path / "c" / DATABASE, write=True)
    db.execute(f"PRAGMA user_version = {opener.newest() + 1}")
    db.close()
    with CaseStore.open(tmp_path / "c") as newer:
        assert not newer.writable and len(newer.passages()) == 2
        with pytest.raises(CaseError, match="case_newer"):
            newer.add_source(source("a", "", 1), None, (), None, BY)
        with pytest.raises(CaseError, match="case_newer"):
            newer.set_source("S1", {"mark": "x"}, BY)


def test_what_is_no_case_is_refused(tmp_path: Path) -> None:
    import sqlite3

    def refused(write: bool, code: str) -> None:
        with pytest.raises(CaseError, match=code):
            CaseStore.open(tmp_path, write=write)

    refused(True, "not_a_case")
    assert list(tmp_path.iterdir()) == []
    path = tmp_path / DATABASE
    path.write_bytes(b"")
    refused(False, "not_a_case")
    path.write_bytes(b"this is not a database, whatever its name may say" * 100)
    refused(True, "case_damaged")
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE t (x)")
    other.close()
    refused(True, "not_a_case")


def test_a_cut_off_case_is_damaged(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as store:
        for n in range(20):
            add_text(store, f"{n}\n{TEXT * 50}")
    path = tmp_path / "c" / DATABASE
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(CaseError, match="case_damaged"), CaseStore.open(tmp_path / "c") as store:
        store.passages()


def test_folders_with_other_things_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(CaseError, match="folder_not_empty"):
        new_case(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]
    new_case(tmp_path / "c").close()
    with pytest.raises(CaseError, match="case_exists"):
        new_case(tmp_path / "c")


def test_names_with_half_a_character_are_refused(tmp_path: Path) -> None:
    for names in (("OP\ud800", ""), ("OP/1", "caf\udce9")):
        with pytest.raises(UsageError, match="bad_value") as refused:
            CaseStore.create(tmp_path / "c", *names, BY)
        assert str(refused.value.facts).isprintable() and not (tmp_path / "c").exists()


def test_a_case_that_cannot_be_opened_is_let_go(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as store:
        tamper(store, "DELETE FROM meta WHERE key = 'title'")
    before = {t.name for t in threading.enumerate()}
    for _ in range(2):  # the second time the lock and the writer of the first are free
        with pytest.raises(CaseError, match="case_damaged"):
            CaseStore.open(tmp_path / "c")
    assert {t.name for t in threading.enumerate()} <= before
    assert not (tmp_path / "c" / f"{DATABASE}-wal").exists()


def test_a_closed_case_says_so(tmp_path: Path) -> None:
    store = new_case(tmp_path / "c")
    store.close()
    store.close()
    with pytest.raises(CaseError, match="case_closed"):
        store.sources()
    with pytest.raises(CaseError, match="case_closed"):
        store.set_source("S1", {}, BY)
