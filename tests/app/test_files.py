"""Every file named is found once, and what cannot be opened is said, never opened blindly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.files import given


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


def test_links_that_go_round_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    found = {g.path.name: g.problem for g in given([tmp_path])}
    assert found == {"a.txt": None, "dangling": "file_missing"}
