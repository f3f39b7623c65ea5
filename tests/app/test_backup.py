"""A backup is a whole case as of one moment, checked from the disk; what is put back is that case, and says so."""

from __future__ import annotations

import errno
import json
import shutil
from collections import namedtuple
from pathlib import Path

import bagit
import pytest
from command_line import Attest
from working_case import READ, GivenReader, go_on, take_in, working_case

from app import backup as writing
from app import receipts
from app.backup import BackedUp, back_up
from app.case import Case
from app.restoring import restore
from provenance.bundle.bag import Bag
from provenance.errors import AttestError, CaseError, TaskError, UsageError
from provenance.store.case_store import CaseStore


@pytest.fixture
def given(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for n in range(3):
        (tmp_path / "in" / f"{n}.txt").write_text(f"He ran. {n}\n")
    return tmp_path / "in"


@pytest.fixture
def folder(tmp_path: Path, given: Path) -> Path:
    """A case of three texts, and a picture that was made of one."""
    with working_case(tmp_path / "case", readers=GivenReader(*READ)) as case:
        take_in(case, given)
        case.store.vault.derived_write("frames/S1.f1.jpg", b"picture")
    return tmp_path / "case"


def backed_up(folder: Path, out: Path, **options: bool) -> BackedUp:
    with Case.open(folder, write=False) as case:
        made = back_up(case, out, go_on, **options)
        assert case.unrecorded is None
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def left_beside(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if p.name.endswith(".part")]


def test_what_was_backed_up_is_put_back(folder: Path, tmp_path: Path) -> None:
    with CaseStore.open(folder, write=False) as store:
        before, head = store.sources(), store.log_head()
    made = backed_up(folder, tmp_path / "backup")
    assert (made.entries, made.head) == head and not made.faults
    done = restore(tmp_path / "backup", tmp_path / "again", go_on)
    assert (done.entries, done.head, done.sha256, done.faults) == (*head, made.sha256, ())
    with CaseStore.open(tmp_path / "again") as store:
        assert store.sources() == before and store.passage("S1.1").text == "He ran."
        last = store.audit_entries()[-1]
        assert (last.action, last.seq, last.detail["backup"]) == ("case_restored", head[0] + 1, made.sha256)
        assert store.check_audit().ok and store.changed_outside() is None
    kept = {name: data for name, data in files(folder).items() if name.startswith(("originals", "derived"))}
    assert kept and kept.items() <= files(tmp_path / "again").items()


def test_the_log_of_the_case_tells_of_it_and_the_receipt_holds_for_both(folder: Path, tmp_path: Path) -> None:
    made = backed_up(folder, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "again", go_on)
    for place in (folder, tmp_path / "again"):
        with CaseStore.open(place, write=False) as store:
            found = receipts.compare(store)
            assert found.ok and found.checked and found.holds_to == made.entries
    with CaseStore.open(folder, write=False) as store:
        last = store.audit_entries()[-1]
        assert (last.action, last.detail["sha256"]) == ("case_backed_up", made.sha256)


def test_what_was_done_after_the_backup_is_told_as_missing(folder: Path, tmp_path: Path) -> None:
    backed_up(folder, tmp_path / "backup")
    with Case.open(folder) as case:
        case.record("log_saved", {"sha256": "ab" * 32})
    shutil.rmtree(folder)
    restore(tmp_path / "backup", folder, go_on)
    with CaseStore.open(folder, write=False) as store:
        found = receipts.compare(store)
        assert not found.ok
        told = receipts.may_mean(store, found)
        assert "put the case back on" in told and "from a backup" in told and "is missing from it" in told


def test_other_tools_check_it_and_its_database_lies_alone(folder: Path, tmp_path: Path) -> None:
    backed_up(folder, tmp_path / "backup")
    assert bagit.Bag(str(tmp_path / "backup")).is_valid()
    before = files(tmp_path / "backup")
    with CaseStore.open(tmp_path / "backup" / "data", write=False) as store:
        assert len(store.sources()) == 3
    assert files(tmp_path / "backup") == before, "to look into it leaves nothing behind"
    with pytest.raises(CaseError, match="backup_not_opened"):
        CaseStore.open(tmp_path / "backup" / "data")


def test_it_is_consistent_while_the_case_is_worked_on(folder: Path, tmp_path: Path) -> None:
    """The database is copied while another connection writes after every step; the copy is of one moment."""
    with CaseStore.open(folder) as busy, Case.open(folder, write=False) as case:
        head = busy.log_head()
        busy.set_source("S1", {"title": "x" * 400_000}, "tester")  # in the log beside the database alone
        moment = busy.log_head()

        def meanwhile(what: str, done: float, total: float) -> bool:
            busy.set_source("S2", {"title": str(done)}, "tester")
            return True

        made = back_up(case, tmp_path / "backup", meanwhile)
        assert case.unrecorded is not None and case.unrecorded.code == "case_locked"
        assert busy.log_head()[0] > moment[0] > head[0]
    assert (made.entries, made.head) == moment and not made.faults
    restore(tmp_path / "backup", tmp_path / "again", go_on)
    with CaseStore.open(tmp_path / "again") as store:
        assert store.check_audit().ok and store.source("S1").fields["title"] == "x" * 400_000


@pytest.mark.parametrize("moment", ["Copying the case", "Checking the copy"])
def test_stopped_it_leaves_nothing(folder: Path, tmp_path: Path, moment: str) -> None:
    with Case.open(folder, write=False) as case, pytest.raises(TaskError, match="cancelled"):
        back_up(case, tmp_path / "backup", lambda what, done, total: what != moment)
    assert not (tmp_path / "backup").exists() and not left_beside(tmp_path)


@pytest.mark.parametrize("moment", ["Putting the case back", "Checking what was put back"])
def test_a_restoring_that_is_stopped_leaves_nothing(folder: Path, tmp_path: Path, moment: str) -> None:
    backed_up(folder, tmp_path / "backup")
    with pytest.raises(TaskError, match="cancelled"):
        restore(tmp_path / "backup", tmp_path / "again", lambda what, done, total: what != moment)
    assert not (tmp_path / "again").exists() and not left_beside(tmp_path)


def test_nothing_is_written_over_or_into_a_case(folder: Path, tmp_path: Path) -> None:
    backed_up(folder, tmp_path / "backup")
    (tmp_path / "file").write_text("mine")
    for out, code in (
        (tmp_path / "backup", "file_exists"),
        (tmp_path / "file", "file_exists"),
        (folder / "b", "export_in_case"),
        (tmp_path / "backup" / "data" / "b", "export_in_case"),
        (tmp_path / "none" / "b", "no_such_folder"),
    ):
        with Case.open(folder, write=False) as case, pytest.raises(UsageError, match=code):
            back_up(case, out, go_on)
        with pytest.raises(UsageError, match=code):
            restore(tmp_path / "backup", out, go_on)
    assert (tmp_path / "file").read_text() == "mine"


def test_room_is_asked_for_before(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backed_up(folder, tmp_path / "backup")
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 0, 10))
    with Case.open(folder, write=False) as case, pytest.raises(CaseError, match=r"no_room.*needed=0\.\d MB"):
        back_up(case, tmp_path / "second", go_on)
    with pytest.raises(CaseError, match="no_room"):
        restore(tmp_path / "backup", tmp_path / "again", go_on)
    assert not left_beside(tmp_path)


def test_a_disk_that_fills_up_all_the_same_leaves_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Bag, "seal", full)
    with Case.open(folder, write=False) as case, pytest.raises(CaseError, match="disk_full"):
        back_up(case, tmp_path / "backup", go_on)
    assert not (tmp_path / "backup").exists() and not left_beside(tmp_path)


def test_a_copy_that_the_disk_did_not_keep_is_found(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that gives back other bytes than it took."""
    sealed = Bag.seal

    def rotten(bag: Bag, *words: object) -> bytes:
        made = sealed(bag, *words)  # type: ignore[arg-type]
        path = next(p for p in bag.files if "originals" in p)
        place = bag._folder / path
        place.write_bytes(b"x" + place.read_bytes()[1:])
        return made

    monkeypatch.setattr(Bag, "seal", rotten)
    with Case.open(folder, write=False) as case, pytest.raises(CaseError, match="backup_damaged"):
        back_up(case, tmp_path / "backup", go_on)
    assert not (tmp_path / "backup").exists()


def test_what_is_wrong_with_the_case_itself_is_told(folder: Path, tmp_path: Path) -> None:
    with CaseStore.open(folder, write=False) as store:
        first, second = (folder / "originals" / store.source(one).sha256 for one in ("S1", "S2"))
    first.unlink()
    second.chmod(0o644)
    second.write_bytes(b"something else")
    made = backed_up(folder, tmp_path / "backup")
    assert made.faults == (
        "S1: its original is not there, or cannot be read",
        "S2: its original is not the file that was taken in",
    )
    assert json.loads((tmp_path / "backup" / "backup.json").read_text())["faults"] == list(made.faults)


def every_file(folder: Path) -> list[str]:
    return sorted(files(folder))


def test_a_backup_with_any_file_changed_or_gone_is_not_put_back(folder: Path, tmp_path: Path) -> None:
    backed_up(folder, tmp_path / "backup")
    told = [name for name in every_file(tmp_path / "backup") if name not in ("bagit.txt", "tagmanifest-sha512.txt")]
    for name in told:
        place = tmp_path / "backup" / name
        data = place.read_bytes()
        for harmed in (data[:-1] + bytes([data[-1] ^ 1]), None):
            place.chmod(0o644)
            place.unlink() if harmed is None else place.write_bytes(harmed)
            with pytest.raises(AttestError, match=r"backup_damaged|not_a_backup"):
                restore(tmp_path / "backup", tmp_path / "again", go_on)
            assert not (tmp_path / "again").exists() and not left_beside(tmp_path), name
            place.write_bytes(data)
    restore(tmp_path / "backup", tmp_path / "again", go_on)


def test_a_path_that_leads_out_of_the_backup_is_not_followed(folder: Path, tmp_path: Path) -> None:
    backed_up(folder, tmp_path / "backup")
    manifest = tmp_path / "backup" / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text() + f"{'0' * 64}  data/../../out.txt\n")
    with pytest.raises(CaseError, match="backup_damaged"):
        restore(tmp_path / "backup", tmp_path / "again", go_on)


def test_files_by_reference_are_listed_or_copied(tmp_path: Path, given: Path) -> None:
    with working_case(tmp_path / "case", readers=GivenReader(*READ)) as case:
        take_in(case, given, by_reference=True)
    listed = backed_up(tmp_path / "case", tmp_path / "listed")
    assert [(one.source.id, one.copied) for one in listed.references] == [("S1", False), ("S2", False), ("S3", False)]
    copied = backed_up(tmp_path / "case", tmp_path / "copied", with_references=True)
    assert all(one.copied for one in copied.references) and not copied.faults
    shutil.rmtree(given)
    restore(tmp_path / "copied", tmp_path / "again", go_on)
    with CaseStore.open(tmp_path / "again") as store, store.vault.open(store.source("S2")) as stream:
        assert stream.read() == b"He ran. 1\n"
    gone = backed_up(tmp_path / "case", tmp_path / "gone", with_references=True)
    assert len(gone.faults) == 3 and "its file outside the case was not copied" in gone.faults[0]


def test_what_is_no_backup_is_said(folder: Path, tmp_path: Path) -> None:
    for place in (folder, tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UsageError, match="not_a_backup"):
            restore(place, tmp_path / "again", go_on)


def test_a_half_written_file_of_a_taking_in_is_none_of_the_backup(folder: Path, tmp_path: Path) -> None:
    (folder / "originals" / ".incoming-1").write_bytes(b"half")
    (folder / "derived" / ".DS_Store").write_bytes(b"strange")
    backed_up(folder, tmp_path / "backup")
    assert not [name for name in files(tmp_path / "backup") if "incoming" in name or "DS_Store" in name]


def test_a_file_that_cannot_be_read_does_not_end_the_backup(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Rotten(writing._Reading):
        def readinto(self, piece: memoryview) -> int:
            if self._stream.name.endswith("S1.f1.jpg"):
                self._stream = Broken()  # type: ignore[assignment]
            return super().readinto(piece)

    monkeypatch.setattr(writing, "_Reading", Rotten)
    made = backed_up(folder, tmp_path / "backup")
    assert made.faults == ("derived/frames/S1.f1.jpg: it was not copied (Input/output error)",)
    restore(tmp_path / "backup", tmp_path / "again", go_on)
    assert not (tmp_path / "again" / "derived" / "frames" / "S1.f1.jpg").exists()


class Broken:
    """A file on a part of a disk that cannot be read."""

    def readinto(self, piece: memoryview) -> int:
        raise OSError(errno.EIO, "Input/output error")


def test_the_command_line_tells_it_all(attest: Attest, folder: Path, tmp_path: Path) -> None:
    done = attest("backup", folder, "--out", tmp_path / "backup", "--json")
    assert done.code == 0 and done.json["faults"] == [] and done.json["entries"] == done.json["receipt"]["entries"]  # type: ignore[index]
    again = attest("restore", tmp_path / "backup", "--out", tmp_path / "again")
    assert again.code == 0 and "Put TEST back in" in again.out and "is not in it" in again.out
    assert attest("audit", tmp_path / "again", "--check").code == 0
    taken = attest("restore", tmp_path / "backup", "--out", tmp_path / "again", "--json")
    assert taken.code == 2 and taken.json["error"]["code"] == "file_exists"  # type: ignore[index]
    assert attest("restore", tmp_path / "backup").code == 2


def test_a_source_that_was_removed_is_no_fault(folder: Path, tmp_path: Path) -> None:
    with CaseStore.open(folder) as store:
        store.remove_sources(store.removal_plan("S1").ids, "no longer needed", "tester")
        store.finish_removal()
    assert backed_up(folder, tmp_path / "backup").faults == ()
    restore(tmp_path / "backup", tmp_path / "again", go_on)
    with CaseStore.open(tmp_path / "again") as store:
        assert store.check_audit().ok and store.source("S1").removed
