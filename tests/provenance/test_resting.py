"""The SHA-256 beside a database at rest: laid, lifted, compared, and left out where it cannot be laid."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from provenance.errors import CaseError
from provenance.store import resting


@pytest.fixture
def database(tmp_path: Path) -> Path:
    (tmp_path / "case.db").write_bytes(b"content")
    return tmp_path / "case.db"


def beside(database: Path) -> list[str]:
    return sorted(p.name for p in database.parent.iterdir())


def test_it_is_in_the_form_that_everyone_can_check(database: Path) -> None:
    resting.lay(database)
    assert beside(database) == ["case.db", "case.db.sha256"]
    line = (database.parent / "case.db.sha256").read_text("ascii")
    assert line == f"{hashlib.sha256(b'content').hexdigest()}  case.db\n"
    assert resting.changed(database) is None


def test_what_was_and_what_is_are_told(database: Path) -> None:
    resting.lay(database)
    database.write_bytes(b"Content")
    found = resting.changed(database)
    assert found is not None
    assert (found.was, found.now) == tuple(hashlib.sha256(b).hexdigest() for b in (b"content", b"Content"))
    assert found.was in found.told() and found.now in found.told()
    database.write_bytes(b"content")
    assert resting.changed(database) is None


def test_without_a_sum_or_with_a_log_beside_it_nothing_is_compared(database: Path) -> None:
    assert resting.changed(database) is None
    resting.lay(database)
    database.write_bytes(b"other")
    (database.parent / "case.db-wal").write_bytes(b"x")
    assert resting.changed(database) is None
    resting.lift(database)
    resting.lift(database)
    assert "case.db.sha256" not in beside(database)


def test_a_database_with_a_log_beside_it_gets_none(database: Path) -> None:
    (database.parent / "case.db-wal").write_bytes(b"x")
    resting.lay(database)
    assert beside(database) == ["case.db", "case.db-wal"]


def test_a_full_disk_leaves_nothing_behind(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    resting.lay(database)
    assert beside(database) == ["case.db"]


def test_a_sum_that_cannot_be_lifted_stops_the_writing(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    resting.lay(database)
    monkeypatch.setattr(Path, "unlink", closed)
    with pytest.raises(CaseError) as error:
        resting.lift(database)
    assert error.value.code == "case_io"


def test_who_begins_to_write_while_one_compares_is_no_change(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    resting.lay(database)
    hashed = resting._digest

    def meanwhile(path: Path) -> str:
        resting.lift(path)
        path.write_bytes(b"written")
        return hashed(path)

    monkeypatch.setattr(resting, "_digest", meanwhile)
    assert resting.changed(database) is None
