"""A damaged case is saved into a new folder that opens: what was lost is told, and the damaged one is only read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import Attest
from working_case import READ, GivenReader, go_on, take_in, working_case

from app.salvaging import salvaged
from provenance.errors import CaseError, TaskError, UsageError
from provenance.store import opener
from provenance.store.case_store import DATABASE, CaseStore

PAGE = 4096


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for n in range(40):
        (tmp_path / "in" / f"{n}.txt").write_text(f"He ran. {n}\n")
    with working_case(tmp_path / "case", readers=GivenReader(*READ)) as case:
        take_in(case, tmp_path / "in")
        case.store.vault.derived_write("frames/S1.f1.jpg", b"picture")
    return tmp_path / "case"


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def root(folder: Path, name: str) -> int:
    db = opener.connect(folder / DATABASE, write=False)
    found = int(db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0])
    db.close()
    return found


def lose(folder: Path, *names: str) -> None:
    """Overwrite the first page of these tables."""
    pages = [root(folder, name) for name in names]
    data = bytearray((folder / DATABASE).read_bytes())
    for page in pages:
        data[(page - 1) * PAGE : page * PAGE] = b"\xff" * PAGE
    (folder / DATABASE).write_bytes(data)


def test_a_case_with_a_lost_table_is_saved_but_for_it(folder: Path, tmp_path: Path) -> None:
    lose(folder, "embedding")
    before = files(folder)
    done = salvaged(folder, tmp_path / "saved", go_on)
    assert files(folder) == before, "the damaged case is only read"
    assert done.reference == "TEST" and done.log_ok and not done.whole
    assert done.lost()[0].startswith("the embedding model: 0 saved")
    with CaseStore.open(tmp_path / "saved") as store:
        assert len(store.sources()) == 40 and store.passage("S3.1").text == "He ran." and store.check_audit().ok
        last = store.audit_entries()[-1]
        assert last.action == "case_salvaged" and "embedding" in last.detail["lost"]  # type: ignore[operator]
    kept = {name: data for name, data in before.items() if name.startswith(("originals", "derived"))}
    assert len(kept) == 41 and kept.items() <= files(tmp_path / "saved").items()


def test_a_log_that_is_lost_in_part_is_told_and_nothing_is_put_behind_it(folder: Path, tmp_path: Path) -> None:
    lose(folder, "audit")
    done = salvaged(folder, tmp_path / "saved", go_on)
    assert not done.log_ok and done.differs and any("entries of the log" in line for line in done.lost())
    with CaseStore.open(tmp_path / "saved", write=False) as store:
        assert len(store.sources()) == 40
        assert "case_salvaged" not in [e.action for e in store.audit_entries()]


def test_a_changed_byte_that_breaks_no_page_is_named_by_the_log(folder: Path, tmp_path: Path) -> None:
    data = (folder / DATABASE).read_bytes()
    at = data.index(b"He ran.")
    assert at > 0
    (folder / DATABASE).write_bytes(data.replace(b"He ran.", b"He sat."))
    done = salvaged(folder, tmp_path / "saved", go_on)
    assert not done.lost() and done.log_ok
    assert {one.source_id for one in done.differs} == {f"S{n}" for n in range(1, 41)}


def test_what_only_the_log_beside_the_database_holds_is_saved(folder: Path, tmp_path: Path) -> None:
    with CaseStore.open(folder) as store:
        store.set_source("S1", {"mark": "OFFICIAL"}, "tester")
        shutil.copytree(folder, tmp_path / "power cut")
    assert (tmp_path / "power cut" / f"{DATABASE}-wal").stat().st_size
    done = salvaged(tmp_path / "power cut", tmp_path / "saved", go_on)
    assert done.whole
    with CaseStore.open(tmp_path / "saved") as store:
        assert store.source("S1").mark == "OFFICIAL"


def test_an_original_that_is_gone_is_named(folder: Path, tmp_path: Path) -> None:
    with CaseStore.open(folder, write=False) as store:
        (folder / "originals" / store.source("S7").sha256).unlink()
    assert salvaged(folder, tmp_path / "saved", go_on).originals_missing == ("S7",)


def test_where_nothing_can_be_saved_nothing_is_left(folder: Path, tmp_path: Path) -> None:
    (folder / DATABASE).write_bytes(b"\xff" * 100_000)
    with pytest.raises(CaseError, match="nothing_saved"):
        salvaged(folder, tmp_path / "saved", go_on)
    with pytest.raises(TaskError, match="cancelled"):
        salvaged(folder, tmp_path / "saved", lambda *_: False)
    with pytest.raises(CaseError, match="not_a_case"):
        salvaged(tmp_path, tmp_path / "saved", go_on)
    with pytest.raises(UsageError, match="file_exists"):
        salvaged(folder, tmp_path / "in", go_on)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["case", "in"]


def test_the_command_tells_what_was_lost(attest: Attest, folder: Path, tmp_path: Path) -> None:
    assert attest("restore", folder, "--salvage", "--out", tmp_path / "whole").out.endswith("Nothing was lost.\n")
    lose(folder, "layer")
    done = attest("restore", folder, "--salvage", "--out", tmp_path / "saved")
    assert done.code == 1 and "text layers" in done.out and "left out" in done.out
    told = attest("restore", folder, "--salvage", "--out", tmp_path / "again", "--json").json
    assert not told["log_ok"] or told["lost"]
    assert attest("sources", tmp_path / "saved").code == 0
