"""A case from every version that was given out opens in this one, with all its citations, and can go back."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from command_line import Attest

from app.backup import back_up
from app.case import Case
from app.restoring import restore
from provenance.errors import CaseError
from provenance.store import before, copying, opener
from provenance.store.case_store import DATABASE, CaseStore

CASES = Path(__file__).parents[1] / "provenance" / "data" / "cases"
RELEASED = {1: (10, 0), 3: (10, 3), 5: (13, 3), 7: (16, 3), 12: (16, 3)}  # schema: citations, decisions on claims
Released = Callable[[int], Path]


@pytest.fixture
def released(tmp_path: Path) -> Released:
    """The case of a schema as its own version wrote it."""

    def made(schema: int) -> Path:
        with zipfile.ZipFile(CASES / f"schema{schema:02}.zip") as packed:
            packed.extractall(tmp_path / f"case{schema}")
        return tmp_path / f"case{schema}"

    return made


def schema_of(folder: Path) -> int:
    with closing(opener.connect(folder / DATABASE, write=False)) as db:
        return opener.version(db)


def state(folder: Path) -> tuple[list[tuple[object, ...]], ...]:
    """Every row of every table but the log and what the case says of itself."""
    with closing(opener.connect(folder / DATABASE, write=False)) as db:
        names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'passages\\_fts%' ESCAPE '\\'"
        tables = sorted(str(row[0]) for row in db.execute(names).fetchall())
        return tuple(db.execute(f'SELECT * FROM "{t}"').fetchall() for t in tables if t not in ("audit", "meta"))


def test_there_is_a_case_of_every_schema_that_was_given_out() -> None:
    assert {int(path.stem.removeprefix("schema")) for path in CASES.iterdir()} == set(RELEASED)


@pytest.mark.parametrize("schema", RELEASED)
def test_it_opens_with_all_its_citations_and_decisions(attest: Attest, released: Released, schema: int) -> None:
    folder, (citations, decisions) = released(schema), RELEASED[schema]
    assert schema_of(folder) == schema
    with CaseStore.open(folder) as store:
        assert store.info.version == opener.newest() and store.check_audit().ok
        assert len(store.sources()) == 4 and store.source("S2").exhibit == "TH/1"
        with store.snapshot() as read:
            assert read("SELECT count(*) FROM review", ()) == [(decisions,)]
        migrated = [e for e in store.audit_entries() if e.action == before.MIGRATED]
        assert [e.detail["from"] for e in migrated] == ([schema] if schema < opener.newest() else [])
    verified = attest("verify", folder, "--json")
    assert (verified.code, verified.json["failed"], verified.json["checked"]) == (0, [], citations)


@pytest.mark.parametrize("schema", [n for n in RELEASED if n < opener.newest()])
def test_its_migration_is_undone_and_done_again(released: Released, schema: int) -> None:
    folder = released(schema)
    as_given = state(folder)
    CaseStore.open(folder).close()
    brought_up = state(folder)
    assert before.undo(folder, "Ada Fern").schema == schema
    assert schema_of(folder) == schema and state(folder) == as_given and copying.fault(folder / DATABASE) == ""
    with CaseStore.open(folder) as store:
        assert store.check_audit().ok and store.info.version == opener.newest()
    assert state(folder) == brought_up


def test_the_command_undoes_it_and_refuses_once_work_went_on(attest: Attest, released: Released) -> None:
    folder = released(7)
    assert attest("set", folder, "S1", "exhibit=CAM/1").code == 0
    refused = attest("restore", folder, "--undo-migration", "--json")
    assert refused.code == 2 and "would be lost" in json.dumps(refused.json)
    folder = released(5)
    CaseStore.open(folder).close()
    done = attest("restore", folder, "--undo-migration", "--json")
    assert (done.code, done.json["schema"]) == (0, 5)


def test_one_that_was_brought_up_half_way_is_as_before(released: Released, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last step fails: nothing of the steps before it stays."""
    folder = released(3)
    as_given = state(folder)

    def failing(*_: object) -> None:
        raise CaseError("disk_full")

    with monkeypatch.context() as patched:
        patched.setattr("provenance.store.case_store.identity.take_over", failing)
        with pytest.raises(CaseError, match="disk_full"):
            CaseStore.open(folder)
    assert schema_of(folder) == 3 and state(folder) == as_given
    with CaseStore.open(folder) as store:
        assert store.check_audit().ok


def test_a_backup_of_an_older_version_is_put_back_and_brought_up(
    released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a backup is put back years later, by a version that has one more migration."""
    with Case.open(released(7)) as case:
        back_up(case, tmp_path / "backup", lambda *_: True)
    shutil.rmtree(tmp_path / "case7")
    newest = opener.newest()
    later = [*opener._migrations(), (newest + 1, "CREATE TABLE later (n INTEGER);")]
    monkeypatch.setattr(opener, "_migrations", lambda: later)
    restore(tmp_path / "backup", tmp_path / "again", lambda *_: True)
    assert schema_of(tmp_path / "again") == newest + 1
    with CaseStore.open(tmp_path / "again") as store:
        assert store.check_audit().ok
        assert [e.action for e in store.audit_entries()[-2:]] == [before.MIGRATED, "case_restored"]
    kept = [path.name for path in (tmp_path / "again" / before.FOLDER).iterdir()]
    assert kept == [f"{DATABASE}.schema{newest}"], "what the case kept before is none of the backup"
