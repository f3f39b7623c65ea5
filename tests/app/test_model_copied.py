"""A model that is brought on a disk: checked against the SHA-256 that is stated of it, copied whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from command_line import Attest
from filelock import FileLock
from gguf_files import write
from working_case import go_on

from app import models
from app.modelling import copying, files, register
from app.models import Told
from provenance.errors import AttestError, TaskError

OTHER = "0" * 64


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register of this test's own."""
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A model on a disk of its own."""
    return write(tmp_path / "removable" / "tiny.gguf")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refusal(path: Path, told: Told) -> AttestError:
    with pytest.raises(AttestError) as error:
        models.add(path, told, go_on)
    assert register.load().models == (), "nothing was registered"
    return error.value


def copies() -> list[str]:
    return sorted(p.name for p in copying.folder().iterdir() if not p.name.startswith("."))


@pytest.mark.parametrize("written", ["{}", "SHA256:{}", "sha256={}", " {} ", "with colons", "in capitals"])
def test_the_sha256_that_is_stated_is_compared(disk: Path, written: str) -> None:
    own = sha256(disk)
    spelled = {"with colons": ":".join(own[n : n + 2] for n in range(0, 64, 2)), "in capitals": own.upper()}
    (known,) = models.add(disk, Told(sha256=spelled.get(written, written.format(own))), go_on).models
    assert (known.sha256, known.stated) == (own, "on the command line")


def test_another_file_than_stated_is_not_registered(disk: Path) -> None:
    error = refusal(disk, Told(sha256=OTHER))
    assert (error.code, error.facts["stated"], error.facts["found"]) == ("model_sum_differs", OTHER, sha256(disk))
    for bad in ("", "abc", sha256(disk)[:-1], sha256(disk) + "0", "g" * 64):
        assert refusal(disk, Told(sha256=bad)).code == "bad_value"


LINES = {
    "sha256sum": "{} *tiny.gguf\n",
    "sha256sum, text": "{}  tiny.gguf\n",
    "with a folder": "{}  ./models/tiny.gguf\n",
    "shasum on Windows": "{} *C:\\models\\TINY.gguf\r\n",
    "bare": "{}",
    "BSD": "SHA256 (tiny.gguf) = {}\n",
    "OpenSSL": "SHA2-256(tiny.gguf)= {}\n",
    "certutil": "SHA256 hash of tiny.gguf:\r\n{}\r\nCertUtil: -hashfile command completed successfully.\r\n",
    "Get-FileHash": "Algorithm    Hash    Path\n---------    ----    ----\nSHA256       {}    D:\\tiny.gguf\n",
    "Format-List": "Algorithm : SHA256\nHash      : {}\nPath      : D:\\tiny.gguf\n",
    "among others": f"{OTHER}  tiny-big.gguf\n{{}}  tiny.gguf\n{OTHER}  my tiny.gguf\n",
}


@pytest.mark.parametrize("how", LINES)
def test_a_file_of_checksums_beside_it_is_read(disk: Path, how: str) -> None:
    """As each program writes it; the same with a wrong sum is found."""
    beside = disk.with_name("tiny.gguf.sha256")
    beside.write_text(LINES[how].format("1" * 64), encoding="utf-8")
    assert refusal(disk, Told()).code == "model_sum_differs"
    beside.write_text(LINES[how].format(sha256(disk).upper()), encoding="utf-16" if "Get" in how else "utf-8-sig")
    (known,) = models.add(disk, Told(), go_on).models
    assert known.stated == "in tiny.gguf.sha256"


TWO = f"{OTHER}  tiny.gguf\n{'1' * 64}  tiny.gguf"


@pytest.mark.parametrize("text", ["", "not yet", f"{OTHER}  other.gguf", TWO, "0" * 65])
def test_a_file_of_checksums_that_says_nothing_of_it_is_not_passed_over(disk: Path, text: str) -> None:
    disk.with_name("tiny.gguf.sha256").write_text(text)
    assert refusal(disk, Told()).code == "model_sum_unreadable"
    (known,) = models.add(disk, Told(sha256=sha256(disk)), go_on).models
    assert known.stated == "on the command line", "what a person says goes before it"


def test_both_have_to_fit(disk: Path) -> None:
    disk.with_name("tiny.gguf.sha256").write_text(f"{OTHER}  tiny.gguf")
    assert refusal(disk, Told(sha256=sha256(disk))).facts["where"] == "in tiny.gguf.sha256"


def test_another_file_that_is_confirmed_is_not_called_checked_any_more(disk: Path) -> None:
    models.add(disk, Told(sha256=sha256(disk)), go_on)
    write(disk, weights=b"others")
    (known,) = models.add(disk, Told(again=True), go_on).models
    assert known.stated == "" and register.load().models == (known,)


# Copies


def test_a_copy_is_registered_and_the_disk_can_be_taken_away(disk: Path) -> None:
    (known,) = models.add(disk, Told(sha256=sha256(disk), copy=True), go_on).models
    assert known.path == copying.folder() / "tiny.gguf" and known.path.read_bytes() == disk.read_bytes()
    shutil.rmtree(disk.parent)
    (listed,) = [one for one in models.listed(go_on) if not one.built_in]
    assert (listed.state, listed.model.stated) == ("ok", "on the command line")
    assert copies() == ["tiny.gguf"]


def test_the_same_bytes_are_kept_once_and_others_of_the_same_name_beside_them(disk: Path, tmp_path: Path) -> None:
    for _ in range(2):
        models.add(disk, Told(copy=True), go_on)
    other = write(tmp_path / "other" / "tiny.gguf", weights=b"others")
    models.add(other, Told(copy=True), go_on)
    assert copies() == ["tiny (2).gguf", "tiny.gguf"]
    assert {m.name for m in register.load().models} == {"tiny.gguf", "tiny (2).gguf"}


def test_what_was_registered_where_it_lay_is_the_copy_from_then_on(disk: Path) -> None:
    models.add(disk, Told(name="Ours"), go_on)
    models.add(disk, Told(copy=True), go_on)
    (known,) = register.load().models
    assert (known.name, known.path) == ("Ours", copying.folder() / "tiny.gguf")


def test_a_copy_of_another_file_than_stated_leaves_nothing(disk: Path) -> None:
    assert refusal(disk, Told(sha256=OTHER, copy=True)).code == "model_sum_differs"
    assert copies() == []


def test_a_copy_that_is_stopped_leaves_nothing_and_a_killed_one_is_cleared(disk: Path) -> None:
    with pytest.raises(TaskError, match="cancelled"):
        models.add(disk, Told(copy=True), lambda what, done, total: not what.startswith("Copying"))
    assert copies() == []
    (copying.folder() / "huge.gguf.part").write_bytes(b"half")
    models.add(disk, Told(copy=True), go_on)
    assert copies() == ["tiny.gguf"]


def test_a_copy_that_has_other_bytes_is_found_and_removed(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that does not keep what it was given."""
    read = files.fingerprint

    def spoilt(path: Path, progress: object) -> object:
        if path.parent == copying.folder():
            path.write_bytes(path.read_bytes()[:-1] + b"?")
        return read(path, go_on)

    monkeypatch.setattr(copying, "fingerprint", spoilt)
    error = refusal(disk, Told(copy=True))
    assert (error.code, error.facts["detail"]) == ("model_not_copied", "the copy has other bytes")
    assert copies() == []


def test_a_disk_without_room_and_one_that_fails_are_told(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    assert refusal(disk, Told(copy=True)).code == "model_no_room"
    monkeypatch.undo()
    with FileLock(copying.folder() / ".copying.lock"):
        assert refusal(disk, Told(copy=True)).facts["detail"] == "another copy is under way"
    shutil.rmtree(copying.folder())
    copying.folder().write_text("a file where the folder should be")
    assert refusal(disk, Told(copy=True)).code == "model_not_copied"


def test_the_command_checks_copies_and_says_so(disk: Path, attest: Attest) -> None:
    own = sha256(disk)
    done = attest("models", "add", disk, "--sha256", own, "--copy")
    assert done.code == 0 and "checked" in done.out and "on the command line" in done.out
    again = attest("models", "add", disk, "--sha256", OTHER)
    assert again.code != 0 and own in again.err and OTHER in again.err and "Traceback" not in again.err
    both = attest("models", "add", disk, disk, "--sha256", own)
    assert both.code == 2 and "several models" in both.err
    folder = attest("models", "add", disk.parent, "--sha256", own)
    assert folder.code == 2 and "folder" in folder.err
    listed = attest("models", "list", "--json").json["models"]
    assert isinstance(listed, list) and listed[-1]["checked_against"] == "on the command line"
