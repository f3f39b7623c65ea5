"""The sample case, and the command line that works on cases."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from command_line import Attest, Result, command, in_a_process, in_this_process

__all__ = ["Attest", "Result", "command"]

sys.path.append(str(Path(__file__).parents[1] / "ingest"))  # for video_clips
sys.path.append(str(Path(__file__).parents[1] / "provenance"))  # for protected_case


@pytest.fixture(scope="session", autouse=True)
def _kept(kept_children: None) -> None:
    """Model and libraries are loaded once, not for every case; `own_children` is for tests of the children."""


@pytest.fixture(scope="session")
def attest(kept_children: None) -> Attest:
    """Runs the command line here; where the process itself matters, `attest_process` does."""
    return in_this_process


@pytest.fixture(scope="session")
def attest_process() -> Attest:
    """Runs the command line in a process of its own, as a user would."""
    return in_a_process


@pytest.fixture(scope="module")
def taken_in(sample_taken_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy for one module of the sample case: everything taken in, an overview (D1) and an answer (D2)."""
    return Path(shutil.copytree(sample_taken_in, tmp_path_factory.mktemp("taken") / "case"))


@pytest.fixture
def empty_case(tmp_path: Path, attest: Attest) -> Path:
    assert attest("new", tmp_path / "case", "--reference", "TEST").code == 0
    return tmp_path / "case"
