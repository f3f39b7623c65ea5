"""The sample case, taken in once for all tests of the use cases, and the real command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.sample import SampleCase, make_sample

sys.path.append(str(Path(__file__).parents[1] / "ingest"))  # for video_clips


@dataclass(frozen=True)
class Result:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.out)
        return found


Attest = Callable[..., Result]


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-P", "-m", "app.cli.main", *map(str, arguments)]


@pytest.fixture(scope="session")
def attest() -> Attest:
    """Runs the command line in a process of its own, as a user would."""

    def run(*arguments: object, env: dict[str, str] | None = None) -> Result:
        done = subprocess.run(
            command(*arguments), capture_output=True, text=True, encoding="utf-8", env={**os.environ, **(env or {})}
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Result(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleCase:
    return make_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def taken_in(tmp_path_factory: pytest.TempPathFactory, attest: Attest, sample: SampleCase) -> Path:
    """The sample case with everything taken in and one overview drafted (D1); tests must not change it."""
    case = tmp_path_factory.mktemp("taken") / "case"
    assert attest("new", case, "--reference", sample.reference).code == 0
    assert attest("add", case, *sample.files, "--register", sample.register, "--json").code in (0, 1)
    assert attest("summarise", case, "--json").code == 0
    return case


@pytest.fixture
def empty_case(tmp_path: Path, attest: Attest) -> Path:
    assert attest("new", tmp_path / "case", "--reference", "TEST").code == 0
    return tmp_path / "case"
