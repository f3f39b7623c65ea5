"""Migrations: a case is made by all of them in order, each whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2
from store_case import add_text, new_case

from provenance.errors import CaseError
from provenance.store import opener
from provenance.store.case_store import DATABASE, CaseStore
from provenance.store.folder import APPLICATION_ID


def _later(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """The program as its next version would be, with one more migration."""
    shipped = opener._migrations()
    monkeypatch.setattr(opener, "_migrations", lambda: [*shipped, (shipped[-1][0] + 1, script)])


def test_the_settings_of_a_case(tmp_path: Path) -> None:
    with new_case(tmp_path / "c") as store, store.snapshot() as read:
        ask = {name: read(f"PRAGMA {name}", ())[0][0] for name in ("foreign_keys", "temp_store", "synchronous")}
        assert ask == {"foreign_keys": 1, "temp_store": 2, "synchronous": 2}
        assert read("PRAGMA application_id", ())[0][0] == APPLICATION_ID
        assert read("PRAGMA user_version", ())[0][0] == opener.newest() == store.info.version
        assert read("PRAGMA journal_mode", ())[0][0] == "wal"
        assert read("PRAGMA integrity_check", ()) == [("ok",)] and read("PRAGMA foreign_key_check", ()) == []


def test_migrations_are_numbered_without_gaps() -> None:
    assert [number for number, _ in opener._migrations()] == list(range(1, opener.newest() + 1))


def test_an_older_case_is_brought_up_when_opened_for_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_case(tmp_path / "c") as store:
        add_text(store, "It was dark.\n")
    _later(monkeypatch, "CREATE TABLE later (n INTEGER PRIMARY KEY) STRICT;\nINSERT INTO later VALUES (1);")
    with pytest.raises(CaseError, match="case_older"):
        CaseStore.open(tmp_path / "c", write=False)
    with CaseStore.open(tmp_path / "c") as store, store.snapshot() as read:
        assert read("SELECT n FROM later", ()) == [(1,)] and store.passage("S1.1").text == "It was dark.\n"
        assert store.info.version == opener.newest() and store.check_audit().ok
    CaseStore.open(tmp_path / "c", write=False).close()


def test_a_migration_that_fails_leaves_the_case_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_case(tmp_path / "c") as store:
        add_text(store, "It was dark.\n")
    with monkeypatch.context() as patch:
        _later(patch, "CREATE TABLE later (n INTEGER);\nDELETE FROM passage;\nINSERT INTO nowhere VALUES (1);")
        with pytest.raises(dbapi2.OperationalError, match="nowhere"):
            CaseStore.open(tmp_path / "c")
    with CaseStore.open(tmp_path / "c") as store, store.snapshot() as read:
        assert store.passage("S1.1").text == "It was dark.\n"
        assert read("SELECT count(*) FROM sqlite_schema WHERE name = 'later'", ()) == [(0,)]


def test_a_half_made_case_is_no_case_and_can_be_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / f"{DATABASE}.new").write_bytes(b"half")
    with pytest.raises(CaseError, match="not_a_case"):
        CaseStore.open(folder)
    with new_case(folder) as store:
        assert store.check_audit().ok and not (folder / f"{DATABASE}.new").exists()
