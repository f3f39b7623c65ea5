"""The entry point: whatever happens is one sentence and an exit code, and evidence stays out of both and of the log."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Attest, Result

from app import trouble

WORDS = "the quokkafarthing ran \x1b[2J off"
BREAK = f"""
import sys
from app.cli import main
def broken():
    try:
        int({WORDS!r})
    except ValueError as error:
        raise LookupError({WORDS!r}) from error
main.build = broken
sys.exit(main.run(sys.argv[1:]))
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def broken(*arguments: str) -> Result:
    """A command that meets a fault of Attest itself, with words of the evidence in the error."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", BREAK, *arguments], capture_output=True, text=True, encoding="utf-8"
    )
    return Result(done.returncode, done.stdout, done.stderr)


def test_a_fault_is_one_sentence_without_evidence_and_its_place_is_noted(home: Path) -> None:
    told = broken("sources", "x", "--json")
    assert told.code == 1
    assert "LookupError" in told.err and len(told.err.splitlines()) == 1
    assert json.loads(told.out)["error"]["code"] == "internal_error"
    noted = trouble.log_file().read_text(encoding="utf-8")
    assert home in trouble.log_file().parents
    assert noted.index("builtins.LookupError") < noted.index("builtins.ValueError")
    assert "main.py:" in noted
    for place in (told.err, told.out, noted):
        assert "quokkafarthing" not in place
    broken("sources", "x")
    assert trouble.log_file().read_text(encoding="utf-8").count("builtins.LookupError") == 2


def test_debug_shows_all_and_lets_nothing_steer_the_terminal(home: Path) -> None:
    told = broken("sources", "x", "--debug")
    assert "Traceback" in told.err and "quokkafarthing" in told.err
    assert "\x1b" not in told.err


@pytest.mark.skipif(os.name != "posix", reason="a folder that may not be written to")
def test_a_log_that_cannot_be_written_hides_nothing(home: Path) -> None:
    trouble.log_file().parent.parent.mkdir(parents=True, exist_ok=True)
    trouble.log_file().parent.write_text("a file where the folder should be")
    told = broken("sources", "x")
    assert (told.code, "LookupError" in told.err, "noted" in told.err) == (1, True, False)


def test_a_long_log_is_put_aside(home: Path) -> None:
    log = trouble.note(ValueError("x"))
    assert log is not None
    with log.open("a") as more:
        more.write("y" * (1 << 20))
    assert trouble.note(ValueError("x")) == log
    assert log.stat().st_size < 1000
    assert log.with_suffix(".old.log").stat().st_size > 1 << 20


def test_a_name_cannot_steer_the_terminal_from_an_error(attest_process: Attest, tmp_path: Path) -> None:
    told = attest_process("sources", tmp_path / "a\x1b[2Jb\nS1  read")
    assert told.code == 3
    assert "\x1b" not in told.err
    assert len(told.err.splitlines()) == 1
