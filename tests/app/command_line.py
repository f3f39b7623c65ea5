"""The command line as tests call it: in the tests' own process for what commands do, in one of its own for the rest."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from unittest.mock import patch

from app.cli.main import run


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


def in_a_process(*arguments: object, env: dict[str, str] | None = None) -> Result:
    """Run the command line in a process of its own, as a user would."""
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, encoding="utf-8", env={**os.environ, **(env or {})}
    )
    return _without_traceback(Result(done.returncode, done.stdout, done.stderr))


def in_this_process(*arguments: object, env: dict[str, str] | None = None) -> Result:
    """Run the command line's `run` here: the same code and children, without seconds of importing for each command."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    disabled = logging.root.manager.disable
    try:
        with patch.dict(os.environ, env or {}), redirect_stdout(out), redirect_stderr(err):
            code = run([*map(str, arguments)])
    finally:
        logging.disable(disabled)  # the command line leaves it to the end of its process
    told, said = (stream.buffer.getvalue().decode() for stream in (out, err))
    return _without_traceback(Result(code, told, said))


def _without_traceback(result: Result) -> Result:
    assert "Traceback" not in result.err, result.err
    return result
