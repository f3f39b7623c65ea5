"""Damaged files of every kind end with an outcome, and the process that asked lives on."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from concurrent.futures import Future, wait

import pytest
from seeds import SEEDS, damaged, originals

from ingest.isolation import ChildRunner
from ingest.items import Opened, ReadSettings
from provenance.errors import AttestError
from provenance.ports import Limits, Task

SETTINGS = ReadSettings(extra={"video_clock": "off"})
QUICK = ReadSettings(ocr=False, extra={"video_clock": "off"})  # OCR of every damaged scan would take hours
LIMITS = Limits(seconds=60, stall_seconds=30)


@pytest.fixture(scope="module")
def runner() -> Iterator[ChildRunner]:
    with ChildRunner(workers=2) as made:
        yield made


def outcomes(runner: ChildRunner, count: int, at_once: int = 200) -> None:
    """Damage `count` files, each kind in its turn, and have each read by a child; every one must end as it should."""
    seed = random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")
    dice, everything = random.Random(seed), originals()
    real = sorted(everything.keys() - SEEDS.keys())
    dice.shuffle(real)
    files = [(name, everything[name]) for name in (*SEEDS, *real)]
    crashed: list[str] = []
    for first in range(0, count, at_once):
        turn = [files[n % len(files)] for n in range(first, min(count, first + at_once))]
        read = [_submitted(runner, name, damaged(raw, dice)) for name, raw in turn]
        wait(read)
        for (name, _), future in zip(turn, read, strict=True):
            end = future.exception() or future.result()
            if isinstance(end, BaseException):
                assert isinstance(end, AttestError), f"{name}: {end!r}"
                crashed += [f"{name}: {end}"] if end.code == "task_crashed" else []
            else:
                assert isinstance(end[0], Opened), name
    assert len(crashed) <= count // 50, f"readers should refuse, not crash: {crashed}"


def _submitted(runner: ChildRunner, name: str, raw: bytes) -> Future[list[object]]:
    settings = SETTINGS if name in ("picture", "pdf") else QUICK
    task = Task("ingest.take:take", {"name": "damaged", "settings": settings, "privilege": ""})
    return runner.submit(task, lambda: io.BytesIO(raw), LIMITS)


@pytest.mark.timeout(600)
def test_sixty_damaged_files_have_an_outcome_each(runner: ChildRunner) -> None:
    outcomes(runner, 60)


@pytest.mark.soak
@pytest.mark.timeout(1700)
def test_two_thousand_damaged_files_have_an_outcome_each(runner: ChildRunner) -> None:
    outcomes(runner, 2000)
