"""A case from an older version keeps its database from before, and goes back to it while nothing was recorded since."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_case import BY, PlainReopener, add_text, new_case

from provenance.errors import CaseError, UsageError
from provenance.store import before, copying, opener
from provenance.store.case_store import CaseStore
from provenance.verify import verify

SHIPPED = opener._migrations()
NEWEST = SHIPPED[-1][0]
LATER = [*SHIPPED, (NEWEST + 1, "CREATE TABLE later (n INTEGER);"), (NEWEST + 2, "CREATE TABLE last (n INTEGER);")]
COPY = f"{before.FOLDER}/case.db.schema{NEWEST}"


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case of this version, under a program that is two versions on."""
    with new_case(tmp_path / "c") as store:
        add_text(store, "It was dark.\n")
    monkeypatch.setattr(opener, "_migrations", lambda: LATER)
    return tmp_path / "c"


def test_a_copy_is_kept_and_told_of_once(older: Path) -> None:
    with CaseStore.open(older) as store:
        last = store.audit_entries()[-1]
        assert (last.action, last.detail["from"], last.detail["to"]) == (before.MIGRATED, NEWEST, NEWEST + 2)
        assert last.detail["kept"] == COPY and store.check_audit().ok
        entries = len(store.audit_entries())
    assert [p.name for p in (older / before.FOLDER).iterdir()] == [Path(COPY).name]
    assert copying.fault(older / COPY) == ""
    with CaseStore.open(older) as store:
        assert len(store.audit_entries()) == entries


def test_undone_the_older_program_opens_it_as_it_was(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    CaseStore.open(older).close()
    kept = before.undo(older, BY)
    assert kept.schema == NEWEST and not (older / "case.db-wal").exists()
    monkeypatch.setattr(opener, "_migrations", lambda: SHIPPED)
    with CaseStore.open(older) as store:
        assert store.info.version == NEWEST and store.passage("S1.1").text == "It was dark.\n"
        assert [e.action for e in store.audit_entries()][-2:] == ["source_added", before.UNDONE]
        assert store.check_audit().ok and store.changed_outside() is None and verify(store, PlainReopener()).ok


def test_undone_it_can_be_brought_up_and_undone_again(older: Path) -> None:
    for _ in range(2):
        CaseStore.open(older).close()
        before.undo(older, BY)
    with CaseStore.open(older) as store:
        undone = [e.action for e in store.audit_entries()].count(before.UNDONE)
        assert undone == 2 and store.check_audit().ok


def test_what_was_recorded_since_is_not_thrown_away(older: Path) -> None:
    with CaseStore.open(older) as store:
        store.record("case_opened", {}, BY)
        store.set_source("S1", {"mark": "OFFICIAL"}, BY)
    with pytest.raises(UsageError, match=r"migration_not_undone.*an entry was recorded since.*source changed"):
        before.undo(older, BY)
    with CaseStore.open(older) as store:
        assert store.source("S1").mark == "OFFICIAL" and store.info.version == NEWEST + 2


@pytest.mark.parametrize("harm", ["gone", "changed"])
def test_another_copy_than_the_one_that_was_kept_is_not_put_back(older: Path, harm: str) -> None:
    CaseStore.open(older).close()
    if harm == "gone":
        (older / COPY).unlink()
    else:
        (older / COPY).write_bytes((older / COPY).read_bytes() + b"\0")
    with pytest.raises(UsageError, match="not the copy that was kept"):
        before.undo(older, BY)
    CaseStore.open(older, write=False).close()


def test_a_case_that_was_not_brought_up_has_nothing_to_undo(tmp_path: Path) -> None:
    new_case(tmp_path / "c").close()
    assert not (tmp_path / "c" / before.FOLDER).exists()
    with pytest.raises(UsageError, match="tells of no migration"):
        before.undo(tmp_path / "c", BY)


def test_a_case_open_elsewhere_is_left_alone(older: Path) -> None:
    with CaseStore.open(older), pytest.raises(CaseError, match="case_locked"):
        before.undo(older, BY)


def test_a_migration_that_fails_leaves_the_version_from_before(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(database: Path, *_: object) -> None:
        raise CaseError("disk_full")

    with monkeypatch.context() as patched:
        patched.setattr(copying, "copy_database", failing)
        with pytest.raises(CaseError, match="disk_full"):
            CaseStore.open(older)
    monkeypatch.setattr(opener, "_migrations", lambda: SHIPPED)
    with CaseStore.open(older) as store:
        assert store.info.version == NEWEST and not list((older / before.FOLDER).iterdir())


def test_killed_between_two_migrations_it_is_as_before(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [*LATER[:-1], (NEWEST + 2, "INSERT INTO nowhere VALUES (1);")]
    monkeypatch.setattr(opener, "_migrations", lambda: broken)
    with pytest.raises(Exception, match="nowhere"):
        CaseStore.open(older)
    monkeypatch.setattr(opener, "_migrations", lambda: SHIPPED)
    with CaseStore.open(older) as store:
        assert store.info.version == NEWEST and store.audit_entries()[-1].action == "source_added"


def test_copies_are_forgotten_where_what_they_hold_must_go(older: Path) -> None:
    CaseStore.open(older).close()
    assert before.forget(older) == [Path(COPY).name] and not (older / before.FOLDER).exists()
    assert before.forget(older) == []


def test_what_a_migration_kept_goes_with_a_removed_source(older: Path) -> None:
    with CaseStore.open(older) as store:
        assert b"It was dark." in (older / COPY).read_bytes()
        store.remove_sources(store.removal_plan("S1").ids, "no longer needed", BY)
        store.finish_removal()
    assert not (older / before.FOLDER).exists()
