"""Bad input gets an outcome and a sentence, the rest of the batch goes on, and the case stays whole."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from command_line import Attest, command

from provenance.store.case_store import CaseStore

PLAIN = "At 14:20 I saw a man in a blue coat by the ticket hall. He ran towards the footbridge and I rang the police.\n"


def sources(attest: Attest, case: Path) -> dict[str, dict[str, Any]]:
    listed: Any = attest("sources", case, "--json").json["sources"]
    return {s["name"]: s for s in listed}


def pdf(path: Path, text: str, **save: object) -> Path:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), text)
        document.save(path, **save)
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder of everything that goes wrong, and some that go right."""
    folder = tmp_path / "in"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "plain.txt").write_text(PLAIN, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blob.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "playlist.mp4").write_text("#EXTM3U\n#EXTINF:10,\nhttp://192.0.2.1/a.ts\n")
    (folder / "session.avi").write_text(
        "v=0\no=- 0 0 IN IP4 192.0.2.1\ns=x\nc=IN IP4 192.0.2.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"
    )
    (folder / "rtl 🙂.txt").write_text(
        "قال الشاهد إنه رأى رجلا عند المحطة. ראיתי אדם רץ. 🙂 Then he left.\n", encoding="utf-8"
    )
    (folder / "nul.txt").write_bytes(b"He said\0 that he ran. " + PLAIN.encode())
    (folder / "deep" / "er" / "line.txt").write_text(("word" + " " * 95) * 10_000)
    whole = pdf(folder / "whole.pdf", "A whole page of words about the incident at the station.").read_bytes()
    (folder / "truncated.pdf").write_bytes(whole[: len(whole) // 3])
    pdf(folder / "locked.pdf", "secret", encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="u")
    return folder


def test_every_file_of_a_bad_batch_gets_an_outcome(attest_process: Attest, empty_case: Path, mixed: Path) -> None:
    done = attest_process("add", empty_case, mixed, mixed / "absent.docx", "--json")
    assert done.code == 1
    listed: Any = done.json["sources"]
    found = {s["name"]: (s["outcome"], s["reason"]) for s in listed}
    assert found.pop("truncated.pdf")[0] in ("refused", "partly", "read")
    assert found == {
        "plain.txt": ("read", None),
        "empty.txt": ("refused", "file_empty"),
        "blob.bin": ("refused", "kind_unknown"),
        "playlist.mp4": ("refused", "not_a_video"),
        "session.avi": ("refused", "not_a_video"),
        "rtl 🙂.txt": ("read", None),
        "nul.txt": ("read", None),
        "line.txt": ("read", None),
        "whole.pdf": ("read", None),
        "locked.pdf": ("refused", "password_needed"),
        "absent.docx": ("refused", "file_missing"),
    }
    assert all(s["warnings"] for s in listed if s["outcome"] == "partly")
    assert attest_process("verify", empty_case, "--json").code == 0


def test_the_exhibit_list_is_used_and_not_quoted(attest: Attest, empty_case: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(PLAIN)
    listed = tmp_path / "in" / "exhibits.csv"
    listed.write_text("file,exhibit\na.txt,AB/1\n")
    done = attest("add", empty_case, tmp_path / "in", tmp_path / "slip.txt", "--register", listed, "--json")
    found: Any = done.json["sources"]
    assert [(s["name"], s["exhibit"], s["reason"]) for s in found] == [
        ("a.txt", "AB/1", None),
        ("exhibits.csv", "", "exhibit_list"),
        ("slip.txt", "", "file_missing"),
    ]
    assert found[2]["id"] is None
    assert set(sources(attest, empty_case)) == {"a.txt", "exhibits.csv"}


def test_the_same_bytes_are_recognised(attest: Attest, empty_case: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text(PLAIN)
    two.write_text(PLAIN)
    first: Any = attest("add", empty_case, one, two, "--json").json["sources"]
    assert [(s["id"], s["outcome"]) for s in first] == [("S1", "read"), ("S2", "duplicate")]
    again: Any = attest("add", empty_case, one, "--json").json["sources"]
    assert [(s["id"], s["outcome"]) for s in again] == [("S1", "duplicate")]
    assert len(sources(attest, empty_case)) == 2


def test_privileged_material_waits_for_a_person(attest: Attest, empty_case: Path, tmp_path: Path) -> None:
    secret = tmp_path / "letter.txt"
    secret.write_text(
        "The quokkafarthing was hidden under the bridge, and he told me so himself on the Monday evening.\n"
    )
    (tmp_path / "list.csv").write_text("file,exhibit,privilege\nletter.txt,LW/1,privileged\n")
    held: Any = attest("add", empty_case, secret, "--register", tmp_path / "list.csv", "--json").json["sources"]
    assert (held[0]["outcome"], held[0]["passages"], held[0]["privilege"]) == ("held", 0, "privileged")
    assert "quokkafarthing" not in attest("summarise", empty_case, "--json").out
    assert b"quokkafarthing" not in (empty_case / "case.db").read_bytes()
    assert attest("set", empty_case, "S1", "privilege=released").code == 0
    assert "quokkafarthing" in attest("summarise", empty_case, "--json").out
    log: Any = attest("audit", empty_case, "--json").json["log"]
    assert any(e["action"] == "source_changed" and e["by"] for e in log)


def test_a_second_process_only_reads(attest: Attest, attest_process: Attest, empty_case: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PLAIN)
    with CaseStore.open(empty_case):
        refused = attest_process("add", empty_case, tmp_path / "a.txt")
        assert (refused.code, "Another process" in refused.err) == (3, True)
        assert attest_process("sources", empty_case, "--json").code == 0
    assert attest("add", empty_case, tmp_path / "a.txt").code == 0


def test_a_full_disk_leaves_the_case_whole(attest: Attest, empty_case: Path, tmp_path: Path) -> None:
    for n in range(4):
        (tmp_path / f"{n}.txt").write_text(PLAIN * 40 + str(n))
    (tmp_path / "big.bin").write_bytes(os.urandom(4_000_000))
    limit = 2_000_000  # bytes that any one file may grow to: what a full disk does, without filling one

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    full = subprocess.run(
        command("add", empty_case, *sorted(tmp_path.glob("?.txt")), tmp_path / "big.bin"),
        capture_output=True, text=True, preexec_fn=small,
    )  # fmt: skip
    assert full.returncode == 3
    assert "The disk is full" in full.stderr
    reported = [line.split()[1] for line in full.stdout.splitlines() if line.startswith("read")]
    assert set(reported) <= set(sources(attest, empty_case))
    again: Any = attest("add", empty_case, tmp_path / "big.bin", *sorted(tmp_path.glob("?.txt")), "--json").json
    assert {s["outcome"] for s in again["sources"]} <= {"read", "duplicate", "refused"}
    assert len(sources(attest, empty_case)) == 5
    assert attest("verify", empty_case).code == 0


def heed_interrupts() -> None:
    """A run of the tests in the background of a shell hands on that interrupts are ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_stopping_keeps_what_is_done_and_adding_again_goes_on(attest: Attest, empty_case: Path, tmp_path: Path) -> None:
    files = []
    for n in range(6):
        files.append(tmp_path / f"{n}.txt")
        files[-1].write_text(
            "".join(PLAIN.replace("14:20", f"{h}:{m:02}") for h in range(24) for m in range(0, 60, 4)) + str(n)
        )
    process = subprocess.Popen(
        command("add", empty_case, *files), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=heed_interrupts,
    )  # fmt: skip
    assert process.stdout
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    stopped = time.monotonic()
    _, told = process.communicate(timeout=60)
    assert (process.returncode, "Stopped." in told) == (1, True)
    assert time.monotonic() - stopped < 10, "a stop that waits for the work is no stop"
    assert first.split()[1] in sources(attest, empty_case)
    assert attest("add", empty_case, *files).code in (0, 1)
    assert len(sources(attest, empty_case)) == 6


def test_damaged_and_foreign_folders_are_refused(attest: Attest, empty_case: Path, tmp_path: Path) -> None:
    assert attest("sources", tmp_path).code == 3
    assert attest("sources", tmp_path / "absent").code == 3
    database = empty_case / "case.db"
    database.write_bytes(b"not a database" * 500)
    damaged = attest("sources", empty_case)
    assert (damaged.code, damaged.err.count("\n")) == (3, 1)
