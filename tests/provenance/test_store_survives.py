"""A case survives being killed at any moment and a full disk, with everything that was reported done."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from store_case import PlainReopener, add_text, new_case

from provenance.errors import CaseError
from provenance.store.case_store import CaseStore
from provenance.verify import verify

WRITER = """
import sys
from pathlib import Path
import numpy as np
sys.path.insert(0, sys.argv[2])
from store_case import MODEL, add_text, add_video, text_citation, write_draft
from provenance.store.case_store import CaseStore
with CaseStore.open(Path(sys.argv[1])) as case:
    print("ready", flush=True)
    for n in range(100000):
        text = add_text(case, f"Statement {n} of the witness.\\n" * 40, f"{n}.txt")
        print("S", text.id, flush=True)
        pending = [p.id for p in case.pending_vectors()]
        case.store_vectors(pending, np.full((len(pending), 32), n, np.float32), MODEL)
        print("V", *pending, flush=True)
        print("S", add_video(case, bytes([n % 256]) * 64, f"{n}.raw").id, flush=True)
        print("D", write_draft(case, [text_citation(case, text.id, 4, 30)]).id, flush=True)
"""


def _reported_until_killed(folder: Path, seconds: float) -> list[list[str]]:
    """What a writing process reported as done before it was killed."""
    command = [sys.executable, "-c", WRITER, str(folder), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(seconds)
        child.kill()
        lines = child.stdout.read().split("\n")
    return [line.split() for line in lines[:-1]]  # the last may be cut off


def _check_whole(folder: Path, reported: list[list[str]]) -> None:
    with CaseStore.open(folder) as case, case.snapshot() as read:
        kept = {s.id for s in case.sources()} | set(case.vectors()[0]) | set(case.draft_ids())
        assert {name for line in reported for name in line[1:]} <= kept
        assert read("PRAGMA integrity_check", ()) == [("ok",)]
        assert not list(folder.rglob(".incoming-*"))
        report = verify(case, PlainReopener())
        assert report.ok and report.checked == len(case.draft_ids())
        for number in range(len(case.sources())):
            assert f"S{number + 1}" in kept  # counters without gaps: nothing half-written used one up


def _survive(folder: Path, kills: int, seed: int) -> None:
    moments = random.Random(seed)
    new_case(folder).close()
    done: list[list[str]] = []
    for _ in range(kills):
        done += _reported_until_killed(folder, moments.uniform(0.0, 0.6))
        _check_whole(folder, done)
    assert done


def test_a_case_survives_kills(tmp_path: Path) -> None:
    _survive(tmp_path / "case", kills=3, seed=random.randrange(1 << 30))


@pytest.mark.soak
def test_a_case_survives_many_kills(tmp_path: Path) -> None:
    _survive(tmp_path / "case", kills=40, seed=random.randrange(1 << 30))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB, where the test may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_leaves_the_case_whole(small_disk: Path) -> None:
    folder, done = small_disk / "case", []
    with new_case(folder) as case:
        with pytest.raises(CaseError, match="disk_full"):
            for n in range(1000):
                done.append(add_text(case, f"{n} {'words of a long statement. ' * 1500}\n").id)
        assert done == [s.id for s in case.sources()] and case.check_audit().ok
        with contextlib.suppress(CaseError):
            case.set_source("S1", {"mark": "x" * 1000}, "tester")
    with CaseStore.open(folder, write=False) as case:
        assert done == [s.id for s in case.sources()] and verify(case, PlainReopener()).ok


def test_a_case_on_read_only_media_can_be_read(small_disk: Path) -> None:
    with new_case(small_disk / "case") as case:
        kept = add_text(case, "It was dark.\n")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with CaseStore.open(small_disk / "case", write=False) as case:
        assert case.sources() == [kept] and verify(case, PlainReopener()).ok
    with pytest.raises(CaseError, match="case_io"):
        CaseStore.open(small_disk / "case")


def test_a_full_database_undoes_the_whole_write(tmp_path: Path) -> None:
    with new_case(tmp_path / "case") as case:
        kept = add_text(case, "It was dark.\n")
        entries = case.audit_entries()
        case._db.write(lambda db: db.execute("PRAGMA max_page_count = 80").fetchall())
        with pytest.raises(CaseError, match="disk_full"):
            add_text(case, "words " * 200_000)
        assert case.sources() == [kept] and case.audit_entries() == entries
        assert case.set_source("S1", {"mark": "OFFICIAL"}, "tester").mark == "OFFICIAL"
        assert verify(case, PlainReopener()).ok


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(CaseError, match="folder_not_made"):
        new_case(tmp_path / "case")


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CaseError, match="folder_not_made"):
        new_case(tmp_path / "file" / "case")
