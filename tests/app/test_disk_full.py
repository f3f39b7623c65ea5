"""A disk that fills up in any kind of work: that is said, all told as done is kept, and work goes on afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from store_case import add_text, new_case, new_draft, text_citation, write_draft
from working_case import READ, GivenReader, PlainEmbedder

from app import messages
from app.backup import back_up
from app.case import Case
from ingest.index import ExactIndex
from provenance.errors import AttestError
from provenance.verify import check_record

TEXT = "At 18:10 I saw a man in a blue coat near platform 2. He ran towards the footbridge.\n"
LEFT = 400_000  # bytes that are free in the beginning
MOST = 3000  # times that work is done on a disk of this size before it has to be full
Work = Callable[[Case, Path, int], object]


def go_on(what: str, done: float, total: float) -> bool:
    return True


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB, where the test may mount one, with a case on it."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        with new_case(place / "case") as store:
            add_text(store, TEXT * 20)
            write_draft(store, [text_citation(store, "S1", 4, 30)])
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def opened(disk: Path) -> Case:
    case = Case.open(disk / "case")
    case.__dict__.update({"embedder": PlainEmbedder(), "index": ExactIndex(), "readers": GivenReader(*READ)})
    return case


def intake(case: Case, own: Path, n: int) -> object:
    (own / f"{n}.txt").write_text(f"He ran. {n}\n" * 4000)
    done: list[str] = []
    case.add([own / f"{n}.txt"], lambda source: done.append(source.id), go_on)
    return done[0]


def drafting(case: Case, own: Path, n: int) -> object:
    return case.store.write_draft(new_draft([text_citation(case.store, "S1", 4, 30)] * 60), case.by).id


def review(case: Case, own: Path, n: int) -> object:
    case.reviewing.decide("D1.1", "note", "", f"{n} {uuid4().hex * 60}")
    return n


def export(case: Case, own: Path, n: int) -> object:
    case.export("D1", "html", case.store.info.folder.parent / f"{n}.html", go_on)
    return f"{n}.html"


def backing_up(case: Case, own: Path, n: int) -> object:
    return back_up(case, case.store.info.folder.parent / f"backup {n}", go_on).out.name


def there(case: Case, folder: Path) -> set[object]:
    """What is in the case and beside it, under the names by which it was told."""
    with case.store.snapshot() as read:
        notes = {int(str(row[0]).split(" ")[0]) for row in read("SELECT note FROM review", ())}
    beside = {entry.name for entry in os.scandir(folder)}
    return {*(s.id for s in case.store.sources()), *case.store.draft_ids(), *notes, *beside}


@pytest.mark.parametrize("work", [intake, drafting, review, export, backing_up], ids=lambda work: work.__name__)
def test_a_full_disk_is_said_and_loses_nothing(disk: Path, tmp_path: Path, work: Work) -> None:
    (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - LEFT))
    own, told = tmp_path / "own", list[object]()
    own.mkdir()
    with opened(disk) as case:
        with pytest.raises(AttestError) as full:
            for n in range(MOST):
                told.append(work(case, own, n))
        assert set(told) <= there(case, disk)
    sentence = messages.of(full.value)
    assert full.value.code in ("disk_full", "no_room", "export_failed"), sentence
    assert "disk is full" in sentence or "No space left" in sentence or "are needed" in sentence
    hidden = [entry.name for entry in os.scandir(disk) if entry.name.startswith(".")]
    assert not hidden and not list(disk.rglob(".incoming-*")), "nothing half-written is left"
    (disk / "filler").unlink()
    with opened(disk) as case:
        assert set(told) <= there(case, disk) and case.store.check_audit().ok and check_record(case.store)[0] == []
        assert work(case, own, MOST) in there(case, disk)
