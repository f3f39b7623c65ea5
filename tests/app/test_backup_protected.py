"""Of a protected case the backup stays encrypted, and only who has a passphrase puts it back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from command_line import Attest
from protected_case import PASSPHRASE, create, quick

from app.backup import back_up
from app.case import Case
from app.restoring import restore
from app.salvaging import salvaged
from provenance.errors import AttestError, UsageError
from provenance.protection import converting
from provenance.protection.keys import KEYS, is_protected
from provenance.protection.unlocking import Unlocked, unlock
from provenance.records import Source
from provenance.store import before, opener
from provenance.store.case_store import DATABASE, CaseStore

WORD = b"quokkafarthing"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)


def go_on(what: str, done: float, total: float) -> bool:
    return True


@pytest.fixture
def protected(tmp_path: Path) -> tuple[Path, Unlocked]:
    store, first = create(tmp_path / "case")
    with store:
        sha256, size = store.vault.put(io.BytesIO(b"The " + WORD + b" stood at the gate.\n"))
        one = Source("", sha256, "s.txt", "/s.txt", size, "text", "read", "2026-05-04T09:00:00Z", "okafor")
        store.add_source(one, None, (), None, "okafor")
        store.vault.derived_write("frames/S1.f1.jpg", b"\xff\xd8" + WORD)
    return tmp_path / "case", Unlocked("okafor", first.key)


def holds(folder: Path, word: bytes) -> list[str]:
    return [p.name for p in folder.rglob("*") if p.is_file() and word in p.read_bytes()]


def backed_up(protected: tuple[Path, Unlocked], out: Path) -> tuple[str, ...]:
    folder, unlocked = protected
    with Case.open(folder, write=False, unlocked=unlocked) as case:
        return back_up(case, out, go_on).faults


def test_nothing_of_it_is_written_in_plain(protected: tuple[Path, Unlocked], tmp_path: Path) -> None:
    assert backed_up(protected, tmp_path / "backup") == ()
    for word in (WORD, b"OP ALDER", b"the station", b"s.txt"):
        assert not holds(tmp_path / "backup", word)
    assert is_protected(tmp_path / "backup" / "data") and (tmp_path / "backup" / "data" / KEYS).is_file()


def test_it_is_put_back_by_who_has_a_passphrase(protected: tuple[Path, Unlocked], tmp_path: Path) -> None:
    backed_up(protected, tmp_path / "backup")
    with pytest.raises(AttestError, match="case_protected"):
        restore(tmp_path / "backup", tmp_path / "again", go_on)
    assert not (tmp_path / "again").exists()

    def opened(place: Path) -> CaseStore:
        return CaseStore.open(place, key=unlock(place, "okafor", PASSPHRASE).key)

    done = restore(tmp_path / "backup", tmp_path / "again", go_on, opened)
    assert not done.faults and not holds(tmp_path / "again", WORD)
    with opened(tmp_path / "again") as store:
        assert store.audit_entries()[-1].action == "case_restored" and store.check_audit().ok
        with store.vault.open(store.source("S1")) as stream:
            assert WORD in stream.read()


def test_its_command_asks_for_the_passphrase(
    attest: Attest, protected: tuple[Path, Unlocked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTEST_USER", "okafor")
    refused = attest("backup", protected[0], "--out", tmp_path / "backup", "--json")
    assert refused.code == 3 and refused.json["error"]["code"] == "passphrase_missing"  # type: ignore[index]
    monkeypatch.setenv("ATTEST_PASSPHRASE", PASSPHRASE)
    assert attest("backup", protected[0], "--out", tmp_path / "backup").code == 0
    assert attest("restore", tmp_path / "backup", "--out", tmp_path / "again").code == 0
    assert attest("restore", tmp_path / "again", "--salvage", "--out", tmp_path / "saved").code == 0
    assert attest("audit", tmp_path / "saved", "--check").code == 0 and is_protected(tmp_path / "saved")


def test_files_outside_it_are_never_copied_in_plain(protected: tuple[Path, Unlocked], tmp_path: Path) -> None:
    folder, unlocked = protected
    with Case.open(folder, write=False, unlocked=unlocked) as case, pytest.raises(UsageError, match="in plain"):
        back_up(case, tmp_path / "backup", go_on, with_references=True)


def test_an_original_that_cannot_be_deciphered_is_told(protected: tuple[Path, Unlocked], tmp_path: Path) -> None:
    (original,) = (protected[0] / "originals").iterdir()
    original.chmod(0o644)
    original.write_bytes(original.read_bytes()[:-9])
    assert backed_up(protected, tmp_path / "backup") == ("S1: its original is not there, or cannot be read",)


def test_what_is_saved_of_a_damaged_one_stays_encrypted(protected: tuple[Path, Unlocked], tmp_path: Path) -> None:
    folder, unlocked = protected
    with CaseStore.open(folder, key=unlocked.key, write=False) as store, store.snapshot() as read:
        page = int(read("SELECT rootpage FROM sqlite_schema WHERE name = 'counter'", ())[0][0])
    data = bytearray((folder / DATABASE).read_bytes())
    data[(page - 1) * 4096 + 100] ^= 1  # one bit: the page's code of authenticity does not fit any more
    (folder / DATABASE).write_bytes(data)
    done = salvaged(folder, tmp_path / "saved", go_on, unlocked.key)
    assert done.log_ok and [line.split(":")[0] for line in done.lost()] == ["counters"]
    assert not holds(tmp_path / "saved", WORD) and not holds(tmp_path / "saved", b"OP ALDER")
    with CaseStore.open(tmp_path / "saved", key=unlocked.key) as store, store.vault.open(store.source("S1")) as stream:
        assert WORD in stream.read()


def test_what_a_migration_kept_goes_when_the_case_is_protected(
    protected: tuple[Path, Unlocked], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plain case, brought up to date, is protected: the copy of its database from before would be in plain."""
    folder, unlocked = protected
    converting.unprotect(folder, unlocked, go_on)
    newest = opener.newest()
    later = [*opener._migrations(), (newest + 1, "CREATE TABLE later (n INTEGER);")]
    monkeypatch.setattr(opener, "_migrations", lambda: later)
    CaseStore.open(folder).close()
    assert holds(folder / before.FOLDER, b"OP ALDER")
    from protected_case import first_of

    with CaseStore.open(folder, write=False) as store:
        first = first_of(case=store.info.id)
    converting.protect(folder, first, go_on)
    assert not (folder / before.FOLDER).exists() and not holds(folder, b"OP ALDER")
