"""Runs the self-test: the main job in a process of its own, off every network and with its calls counted, if it can be.

The job runs in a temporary folder that is removed afterwards; nothing of it stays in the account.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import psutil

from app.selftest import calls
from app.selftest.result import SelfTest, Step
from provenance.clock import now
from provenance.confining import Held
from provenance.errors import TaskError
from provenance.ports import Progress

SECONDS = 600.0  # after which it counts as not finished
_LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Means:
    """What goes before the job's command: `strace` writes to `traced`; `own_network` makes a network without
    interfaces; () where the system lacks it."""

    strace: tuple[str, ...] = ()
    own_network: tuple[str, ...] = ()

    @classmethod
    def here(cls) -> Means:
        """What this system has, tried out."""
        return cls(_works("strace", "-f", "-qq"), _works("unshare", "--user", "--map-root-user", "--net"))

    def command(self, job: list[str], traced: Path) -> list[str]:
        watched = [*self.strace, "-e", f"trace={calls.TRACED}", "-e", "signal=none", "-o", str(traced)]
        return [*(watched if self.strace else ()), *self.own_network, *job]


@lru_cache
def _works(name: str, *options: str) -> tuple[str, ...]:
    """The command, if it is installed and may be used here."""
    tool = shutil.which(name) if sys.platform == "linux" else None
    if tool is None:
        return ()
    extra = ("-o", os.devnull) if name == "strace" else ()
    try:
        done = subprocess.run([tool, *options, *extra, "true"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return (tool, *options) if done.returncode == 0 else ()


def run(progress: Progress, means: Means | None = None) -> SelfTest:
    """Run the self-test; raises TaskError("cancelled") when `progress` says stop, and what it had started has ended."""
    means, begun = means or Means.here(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="attest-selftest-", ignore_cleanup_errors=True) as place:
        folder, traced = Path(place), Path(place) / "calls"
        told = _watched(means.command([sys.executable, "-P", "-m", "app.selftest.job", place], traced), progress)
        counted = None
        if means.strace and traced.exists():
            with traced.open(encoding="utf-8", errors="replace") as lines:
                counted = calls.read(lines)
        shutil.rmtree(folder / "case", ignore_errors=True)
    return _result(told, counted, means, time.monotonic() - begun)


def _watched(command: list[str], progress: Progress) -> Mapping[str, Any]:
    """Run the job to its end and pass on how far it is; gives its result, or {} where it has none."""
    noted = None if os.environ.get("ATTEST_DEBUG") else subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=noted, text=True)
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(process, lines), daemon=True).start()
    begun, at, result = time.monotonic(), ("Starting the self-test", 0.0, 0.0), dict[str, Any]()
    try:
        while time.monotonic() - begun < SECONDS:
            if not progress(*at):
                raise TaskError("cancelled")
            with contextlib.suppress(queue.Empty):
                line = lines.get(timeout=_LOOK)
                if line is None:
                    return result
                message = json.loads(line)
                result = message.get("result", result)
                at = (message["what"], message["done"], message["total"]) if "what" in message else at
        return {}
    finally:
        _end(process)


def _listen(process: subprocess.Popen[str], lines: queue.SimpleQueue[str | None]) -> None:
    assert process.stdout
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _end(process: subprocess.Popen[str]) -> None:
    """End the job and all that it started, if it has not ended: what watches it first, then what is watched."""
    with contextlib.suppress(psutil.Error):
        for one in [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                one.kill()
    process.wait(timeout=30)
    if process.stdout:
        process.stdout.close()


def _result(told: Mapping[str, Any], counted: calls.Calls | None, means: Means, seconds: float) -> SelfTest:
    children = [_held(one) for one in told.get("children", ())]
    child = _weakest(children)
    program = _held(told.get("held", {}))
    untested = dict.fromkeys((*program.why, *child.why) if told else ("not_finished",))
    if not means.own_network:
        untested["no_namespace"] = None
    if counted is None:
        untested["no_strace"] = None
    return SelfTest(
        at=now(),
        seconds=seconds,
        steps=tuple(_steps(told)),
        namespace=bool(means.own_network),
        calls=counted,
        refused=tuple((str(event), str(address)) for event, address in told.get("refused", ())),
        program=program,
        child=child,
        tries=tuple((str(what), str(answer)) for what, answer in told.get("tries", ())),
        untested=tuple(untested),
    )


def _steps(told: Mapping[str, Any]) -> Iterator[Step]:
    for one in told.get("steps", ()):
        yield Step(str(one["step"]), one["ok"] is True, str(one["detail"]), float(one["seconds"]))


def _held(told: Mapping[str, Any]) -> Held:
    why = tuple(str(code) for code in told.get("why", Held().why))
    named = {name: told.get(name) is True for name in ("sockets", "namespace", "firewall")}
    return Held(named["sockets"], named["namespace"], int(told.get("landlock", 0)), why, named["firewall"])


def _weakest(children: list[Held]) -> Held:
    """What holds of every child."""
    if not children:
        return Held()
    return Held(
        sockets=all(one.sockets for one in children),
        namespace=all(one.namespace for one in children),
        landlock=min(one.landlock for one in children),
        why=tuple(dict.fromkeys(code for one in children for code in one.why)),
        firewall=all(one.firewall for one in children),
    )
