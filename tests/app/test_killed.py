"""Killed at random moments of every kind of work: what was told as done is there, the case opens, its log holds."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import killed_jobs
import pytest
from killed_jobs import JOBS, KEPT, PROTECTED, SAID, USER, opened
from protected_case import first_of, quick
from store_case import add_text, new_case, text_citation, write_draft

from provenance.errors import AttestError
from provenance.protection import converting
from provenance.store.case_store import CaseStore
from provenance.verify import check_record

TEXT = "At 18:10 I saw a man in a blue coat near platform 2. He ran towards the footbridge.\n"
LONGEST = 0.8  # seconds after which the latest kill comes


@dataclass
class Figures:
    """What came of all kills."""

    kills: dict[str, int] = field(default_factory=dict)
    told: int = 0
    lost: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)  # cases that did not open, or whose log did not hold

    def __str__(self) -> str:
        kills = ", ".join(f"{job} {count}" for job, count in self.kills.items())
        return (
            f"{sum(self.kills.values())} kills ({kills}): of {self.told} things told as done {len(self.lost)} lost, "
            f"{len(self.closed)} cases that did not open"
        )


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)


@pytest.fixture
def cases(tmp_path: Path) -> dict[bool, Path]:
    """A plain case and a protected one, each with texts and a draft."""
    made = {}
    for protected in (False, True):
        folder = tmp_path / ("protected" if protected else "plain")
        with new_case(folder) as store:
            for n in range(5):
                add_text(store, f"{n} {TEXT}" * 20, f"{n}.txt")
            write_draft(store, [text_citation(store, f"S{n}", 4, 30) for n in range(1, 6)])
            first = first_of(USER, case=store.info.id)
        if protected:
            converting.protect(folder, first, killed_jobs.go_on)
        made[protected] = folder
    return made


def killed(job: str, folder: Path, own: Path, seconds: float) -> list[list[str]]:
    """Start the job, kill it so long after it said that it was ready; the lines that it had printed, taken apart."""
    command = [sys.executable, killed_jobs.__file__, job, str(folder), str(own)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == f"{killed_jobs.READY}\n"
        timer = threading.Timer(seconds, child.kill)
        timer.start()
        lines = child.stdout.read().split("\n")
        timer.cancel()
    assert child.returncode == -9, f"{job} ended by itself: {lines[-5:]}"
    whole = lines[:-1]  # the last may be cut off
    return [json.loads(line.removeprefix(SAID)) for line in whole if line.startswith(SAID)]


def look(job: str, folder: Path, own: Path, lines: list[list[str]], figures: Figures) -> None:
    """Whether the case opens, and what was told as done is there; nothing that lies in `own` is half of anything."""
    try:
        with opened(folder) as case:
            store: CaseStore = case.store
            with store.snapshot() as read:
                whole = read("PRAGMA integrity_check", ()) == [("ok",)] and store.check_audit().ok
            if not whole:
                figures.closed.append(job)
            missing = [KEPT[kind](store, *words) for kind, *words in lines]
            figures.lost += [one for one in missing if one]
            assert not list(folder.rglob(".incoming-*"))
    except AttestError as error:
        figures.closed.append(f"{job}: {error}")
    for one in own.iterdir():
        if one.name.startswith("backup "):
            assert killed_jobs.whole_backup(one) == ""
        elif one.name.endswith(".json"):
            assert one.read_bytes().endswith(b"}")


def kill_all(cases: dict[bool, Path], tmp_path: Path, jobs: list[str], seed: int) -> Figures:
    dice, figures = random.Random(seed), Figures()
    for n, job in enumerate(jobs):
        folder, own = cases[job in PROTECTED], tmp_path / f"own {n}"
        own.mkdir()
        lines = killed(job, folder, own, dice.uniform(0, LONGEST))
        figures.kills[job] = figures.kills.get(job, 0) + 1
        figures.told += len(lines)
        look(job, folder, own, lines, figures)
        shutil.rmtree(own)
    for folder in cases.values():
        with opened(folder) as case:
            assert check_record(case.store)[0] == []
    return figures


def seeded() -> int:
    """New moments at every run; the seed is printed, so that a failure can be repeated."""
    seed = random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")
    return seed


@pytest.mark.skipif(sys.platform == "win32", reason="ends children by a signal that Windows does not have")
def test_a_kill_in_each_kind_of_work_loses_nothing(cases: dict[bool, Path], tmp_path: Path) -> None:
    figures = kill_all(cases, tmp_path, list(JOBS), seeded())
    print(figures)
    assert not figures.lost and not figures.closed


@pytest.mark.soak
@pytest.mark.timeout(1500)
@pytest.mark.skipif(sys.platform == "win32", reason="ends children by a signal that Windows does not have")
def test_two_hundred_kills_lose_nothing(
    cases: dict[bool, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [list(JOBS)[n % len(JOBS)] for n in range(200)]
    figures = kill_all(cases, tmp_path, jobs, seeded())
    with capsys.disabled():
        print(f"\n{figures}")
    assert not figures.lost and not figures.closed and figures.told
