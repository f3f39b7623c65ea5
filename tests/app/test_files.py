"""Every file named is found once, and what cannot be opened is said, never opened blindly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.files import given
from provenance.store.case_store import CaseStore


def test_folders_are_walked_in_name_order_and_each_file_comes_once(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "b/c/3.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [g.path.relative_to(tmp_path).as_posix() for g in given([tmp_path, tmp_path / "a.txt"])]
    assert found == ["a.txt", "b/1.txt", "b/2.txt", "b/c/3.txt"]


def test_a_missing_file_is_an_outcome(tmp_path: Path) -> None:
    assert [g.problem for g in given([tmp_path / "gone.pdf"])] == ["file_missing"]


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert [g.problem for g in given([tmp_path])] == ["not_a_file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_without_permission_files_and_folders_are_named(tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "shut").chmod(0)
    (tmp_path / "secret.txt").chmod(0)
    found = {g.path.name: g.problem for g in given([tmp_path])}
    (tmp_path / "shut").chmod(0o700)
    assert found == {"secret.txt": "file_unreadable", "shut": "folder_unreadable"}


def test_links_found_in_a_folder_are_named_and_not_followed(tmp_path: Path) -> None:
    """They may go round, lead nowhere, or lead out of the evidence."""
    (tmp_path / "outside.txt").write_text("x")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("x")
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (folder / "alias").symlink_to(folder / "a.txt")
    (folder / "dangling").symlink_to(folder / "gone")
    (folder / "out").symlink_to(tmp_path / "outside.txt")
    found = {g.path.name: g.problem for g in given([folder])}
    assert found == {"a.txt": None, **dict.fromkeys(("again", "alias", "dangling", "out"), "link_not_followed")}
    assert [g.problem for g in given([folder / "out", folder / "dangling"])] == [None, "file_missing"]


def test_a_bad_path_is_an_outcome_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    bad = [tmp_path / "self", tmp_path / ("n" * 5000), tmp_path / "nul\0.txt", tmp_path / "a.txt" / "b.txt"]
    found = [g.problem for g in given([*bad, tmp_path / "a.txt"])]
    assert found == ["file_unreadable"] * 4 + [None]


def test_the_case_is_no_evidence_of_its_own(tmp_path: Path) -> None:
    case = tmp_path / "in" / "case"
    (case / "originals").mkdir(parents=True)
    (case / "case.db").write_text("x")
    (tmp_path / "in" / "a.txt").write_text("x")
    (tmp_path / "alias").symlink_to(case)
    assert {g.path.name: g.problem for g in given([tmp_path / "in"], case)} == {
        "a.txt": None,
        "case": "own_case_folder",
    }
    for named in (case, case / "case.db", case / "originals", tmp_path / "alias"):
        assert [g.problem for g in given([named], case)] == ["own_case_folder"]


def test_another_case_is_no_evidence_either(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    other = tmp_path / "in" / "other"
    with CaseStore.create(other, "OTHER", "", "tester"):
        pass
    (other / "originals").mkdir(exist_ok=True)
    (other / "originals" / ("ab" * 32)).write_text("x")
    (tmp_path / "in" / "case.db").write_text("a file of that name")
    assert {g.path.name: g.problem for g in given([tmp_path / "in"], own)} == {
        "case.db": None,
        "other": "other_case_folder",
    }
    for named in (other, other / "case.db", other / "originals"):
        assert [g.problem for g in given([named], own)] == ["other_case_folder"]
    (other / "case.db").write_bytes(b"damaged")
    assert [g.problem for g in given([other], own)] == ["other_case_folder"]
