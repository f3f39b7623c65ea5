"""Makes .venv and installs Attest into it step by step; standard library only, so that a bare machine can run it.

Usage: python3 tools/setup.py [base] [llm] [--again]

base   Attest, what it needs and the tools of the tests
llm    llama.cpp, compiled once and kept in pip's cache; Attest works without it

Each step done is recorded in .venv with a hash of what it installed, so a repeat costs nothing. A step that was
interrupted while pip was changing files makes the next run start .venv afresh; downloads stay in pip's cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STATE = VENV / "attest-setup.json"
LOG = VENV / "attest-setup.log"
OLDEST = (3, 11)
DISK_NEEDED = 4 << 30  # bytes: the finished .venv holds 2.6 GB, and pip unpacks beside it
TOUCHED = "Installing collected packages"  # pip says so when it starts to change files
WITHOUT = "Attest goes on without the language model. To try again: make llm"
AGAIN = "Run the same command again: what is done is kept."

PACKAGES = ("provenance", "ingest", "summarise", "app", "ui")
SAYS = {
    "base": "installing Attest and what it needs: about 900 MB once, 2 to 6 minutes",
    "llm": "compiling llama.cpp once: 5 to 8 minutes, later seconds; Attest works without it (Ctrl+C leaves it out)",
}


class SetupError(Exception):
    """Set-up cannot go on; the text is the sentence for the user."""


def main(arguments: list[str]) -> int:
    steps = [a for a in arguments if a in SAYS] or ["base"]
    unknown = [a for a in arguments if a not in SAYS and a != "--again"]
    if unknown:
        print(f"Unknown step {unknown[0]!r}; steps are {', '.join(SAYS)}.", file=sys.stderr)
        return 2
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, _interrupt)
    try:
        if "--again" not in arguments and _finished(steps):
            return 0
        _check_machine()
        with _lock() as lock:
            _make_venv(lock)
            for step in steps:
                _do(step, lock, again="--again" in arguments)
    except SetupError as error:
        print(f"\nSet-up stopped: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\nSet-up stopped: {error.strerror} ({error.filename or ROOT}). {AGAIN}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nSet-up was interrupted. {AGAIN}", file=sys.stderr)
        return 130
    return 0


def _finished(steps: list[str]) -> bool:
    state = _state()
    return _healthy(state) and all(state["done"].get(s) == _digest(s) for s in steps)


def _do(step: str, lock: int, again: bool) -> None:
    state = _state()
    if not again and state["done"].get(step) == _digest(step):
        return
    if step == "llm" and not again and state["failed"] == _digest(step):
        print(f"The language model runtime is absent, since it did not compile. {WITHOUT}", flush=True)
        return
    print(f"── {SAYS[step]}", flush=True)
    try:
        _pip(step, lock)
    except SetupError as error:
        if step != "llm":
            raise
        _save({"failed": _digest(step)})
        compiler = any(shutil.which(name) for name in ("c++", "g++", "clang++", "cl"))
        print(f"   {error}" if compiler else "   No C++ compiler was found (on Debian: apt-get install g++).")
        print(f"   {WITHOUT}", flush=True)
    else:
        print("   done", flush=True)


def _pip(step: str, lock: int) -> None:
    """One `pip install` under the constraints; marks the step as begun before and as done after."""
    LOG.unlink(missing_ok=True)
    _save({"working": step})
    extras = "dev" if step == "base" else f"dev,{step}"
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "-c", "constraints.txt", "-e", f".[{extras}]"]
    code = _run(command, lock)
    if code == 0:  # where the kernel lets children write nothing, they would compile Attest anew at each start
        _run([str(PYTHON), "-m", "compileall", "-q", *PACKAGES], lock)
    state = _state()
    if code == 0:
        state["done"][step] = _digest(step)
    if code == 0 or not _touched():
        state["working"] = None
    _save(state)
    if code != 0:
        raise SetupError(f"pip could not install ({_last_words()}). {AGAIN} All of it is in {LOG.relative_to(ROOT)}.")


def _make_venv(lock: int) -> None:
    """A .venv whose Python and pip work, made for this folder; anything else is made afresh."""
    state = _state()
    if _healthy(state):
        return
    if not STATE.exists() and (BIN / "attest").exists() and _pip_works(lock):  # made by hand, and complete
        _save({"python": str(PYTHON.resolve())})
        return
    if VENV.exists():
        print("The last set-up did not finish, or the folder was moved: making .venv afresh.", flush=True)
    print("── making .venv: about 10 seconds", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    if _run([sys.executable, "-m", "venv", str(VENV)], lock) != 0 or not _pip_works(lock):
        raise SetupError(f"Python could not make .venv ({_last_words()}; on Debian: apt-get install python3-venv).")
    _save({"python": str(PYTHON.resolve())})
    print("   done", flush=True)


def _healthy(state: dict[str, Any]) -> bool:
    """Whether .venv was made here, its Python is the same, and no step broke off while pip changed files."""
    here = PYTHON.exists() and (state["root"], state["python"]) == (str(ROOT), str(PYTHON.resolve()))
    return here and not (state["working"] and _touched())


def _pip_works(lock: int) -> bool:
    return PYTHON.exists() and _run([str(PYTHON), "-m", "pip", "--version"], lock) == 0


def _check_machine() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < DISK_NEEDED and not STATE.exists():
        raise SetupError(f"{DISK_NEEDED >> 30} GB of free disk are needed, {free / (1 << 30):.1f} GB are free here.")


def _run(command: list[str], lock: int) -> int:
    """Run a command with its output in the log, telling the time every half minute; ends it when interrupted."""
    started = time.monotonic()
    # The child holds the lock too: were only this script killed, a second one waits until pip has ended.
    held: dict[str, Any] = {} if os.name == "nt" else {"pass_fds": (lock,)}
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}
    with LOG.open("ab") as log:
        child = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=env, **held
        )
        try:
            while True:
                try:
                    return child.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    print(f"   … {time.monotonic() - started:.0f} s", flush=True)
        except BaseException:
            child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=20)
            child.kill()
            raise


@contextlib.contextmanager
def _lock() -> Iterator[int]:
    """One set-up at a time in this folder."""
    with (ROOT / ".setup.lock").open("a+b") as file:
        if os.name != "nt":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                print("Another set-up is running in this folder; waiting for it.", flush=True)
                fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def _state() -> dict[str, Any]:
    state: dict[str, Any] = {"root": str(ROOT), "python": "", "done": {}, "failed": "", "working": None}
    with contextlib.suppress(OSError, ValueError):
        state |= json.loads(STATE.read_text(encoding="utf-8"))
    return state


def _save(state: dict[str, Any]) -> None:
    beside = STATE.with_suffix(".new")
    beside.write_text(json.dumps(_state() | state, indent=1), encoding="utf-8")
    beside.replace(STATE)


def _digest(step: str) -> str:
    """Hash of all that decides what a step installs: the project's metadata and the constraints."""
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    parts = [project["build-system"], project["project"], project["tool"]["setuptools"], step]
    pins = (ROOT / "constraints.txt").read_bytes()
    if step == "llm":  # only its own pin: another package's new version must not cost a compilation
        parts = [step]
        pins = b"".join(line for line in pins.splitlines() if line.startswith(b"llama"))
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode() + pins).hexdigest()


def _touched() -> bool:
    return LOG.exists() and TOUCHED in LOG.read_text(encoding="utf-8", errors="replace")


def _last_words() -> str:
    """The last error line of the log, else its last line."""
    text = LOG.read_text(encoding="utf-8", errors="replace") if LOG.exists() else ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    return (errors or lines or ["it said nothing"])[-1].removeprefix("ERROR: ")[:200]


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _right_python() -> None:
    """Start again under a newer Python where this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for name in ("python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])
    sys.exit("Set-up stopped: Attest needs Python 3.11 or newer (set PYTHON=/path/to/it).")


if __name__ == "__main__":
    _right_python()
    sys.exit(main(sys.argv[1:]))
