"""A power cut: whatever of the write-ahead log reached the disk, each commit that was told as done before is there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from store_case import BY, PlainReopener, add_text, new_case, text_citation, write_draft

from provenance.store.case_store import DATABASE, CaseStore
from provenance.verify import verify

TEXT = "At 18:10 I saw a man in a blue coat near platform 2. He ran towards the footbridge.\n"
WAL = f"{DATABASE}-wal"
_HEADER, _FRAME, _PAGE = 32, 24, 4096  # bytes: https://www.sqlite.org/fileformat2.html#the_write_ahead_log


def decisions(store: CaseStore) -> list[str]:
    with store.snapshot() as read:
        return [str(row[0]) for row in read("SELECT note FROM review ORDER BY n", ())]


@pytest.fixture
def cut(tmp_path: Path) -> tuple[Path, list[tuple[int, str]]]:
    """A case as it lies on the disk while it is open, and how long its write-ahead log was after each decision."""
    with new_case(tmp_path / "open") as store:
        add_text(store, TEXT)
        write_draft(store, [text_citation(store, "S1", 4, 30)])
    acknowledged = []
    with CaseStore.open(tmp_path / "open") as store:
        for n in range(6):
            store.review("D1.1", "note", BY, note=f"decision {n}")
            acknowledged.append(((tmp_path / "open" / WAL).stat().st_size, f"decision {n}"))
        shutil.copytree(tmp_path / "open", tmp_path / "cut")  # no connection has closed: as the power finds it
    return tmp_path / "cut", acknowledged


def lengths(size: int) -> list[int]:
    """Where the log is cut: at each frame, in the middle of its header, one byte into it, one byte before its end."""
    frames = range(_HEADER, size + 1, _FRAME + _PAGE)
    inside = (at + more for at in frames for more in (1, _FRAME // 2, _FRAME + _PAGE - 1) if at + more < size)
    return sorted({0, 1, *frames, *inside})


def opens_with(folder: Path, known: list[str]) -> None:
    with CaseStore.open(folder) as store, store.snapshot() as read:
        assert decisions(store)[: len(known)] == known
        assert read("PRAGMA integrity_check", ()) == [("ok",)]
        assert store.check_audit().ok and verify(store, PlainReopener()).ok


def test_what_was_told_as_done_before_the_cut_is_there(cut: tuple[Path, list[tuple[int, str]]], tmp_path: Path) -> None:
    folder, acknowledged = cut
    whole = (folder / WAL).read_bytes()
    sizes = [size for size, _ in acknowledged]
    assert sizes == sorted(set(sizes)) and len(whole) == sizes[-1], "each decision made the log longer"
    for length in lengths(len(whole))[::3]:
        place = tmp_path / f"cut at {length}"
        shutil.copytree(folder, place)
        (place / WAL).write_bytes(whole[:length])
        (place / f"{DATABASE}-shm").unlink(missing_ok=True)
        opens_with(place, [words for size, words in acknowledged if size <= length])
        shutil.rmtree(place)


def test_frames_behind_the_last_sync_may_hold_anything(cut: tuple[Path, list[tuple[int, str]]], tmp_path: Path) -> None:
    """A disk that was about to write when the power went may leave zeros, or another file's bytes, behind the last
    sync."""
    folder, acknowledged = cut
    whole = (folder / WAL).read_bytes()
    for at, (size, _) in enumerate(acknowledged[:-1]):
        for torn in (bytes(len(whole) - size), b"\xa5" * (len(whole) - size), whole[size:-_PAGE] + bytes(_PAGE)):
            place = tmp_path / "torn"
            shutil.copytree(folder, place)
            (place / WAL).write_bytes(whole[:size] + torn)
            (place / f"{DATABASE}-shm").unlink(missing_ok=True)
            opens_with(place, [words for _, words in acknowledged[: at + 1]])
            shutil.rmtree(place)


WRITER = """
import sys
from pathlib import Path
from provenance.store.case_store import CaseStore
with CaseStore.open(Path(sys.argv[1])) as store:
    for n in range(5):
        store.review("D1.1", "note", "tester", note=f"decision {n}")
        sys.stdout.write(f"told {n}\\n")
        sys.stdout.flush()
"""


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("strace"), reason="strace is not installed here")
def test_each_decision_is_synced_before_it_is_told_as_done(tmp_path: Path) -> None:
    """Seen from outside: between the last bytes of the log and the word that it is done the system is told to sync."""
    with new_case(tmp_path / "c") as store:
        add_text(store, TEXT)
        write_draft(store, [text_citation(store, "S1", 4, 30)])
    log = tmp_path / "calls"
    strace = ["strace", "-f", "-y", "-o", str(log), "-e", "trace=pwrite64,write,fsync,fdatasync", "--"]
    done = subprocess.run([*strace, sys.executable, "-c", WRITER, str(tmp_path / "c")], capture_output=True, text=True)
    if "ptrace" in done.stderr or "Operation not permitted" in done.stderr:
        pytest.skip("this system lets no process be watched")
    assert done.returncode == 0, done.stderr
    unsynced, told, written = False, 0, 0
    for line in log.read_text().splitlines():
        if re.search(rf"pwrite64\(\d+<[^>]*{WAL}>", line):
            unsynced, written = True, written + 1
        elif re.search(rf"f(data)?sync\(\d+<[^>]*{WAL}>\)\s+= 0", line):
            unsynced = False
        elif '"told ' in line:
            assert not unsynced, f"told before it was synced: {line}"
            told += 1
    assert told == 5 and written >= 10
