"""Attest as it is installed: an environment of its own in a folder of the person's, beside that of an earlier kit."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import checks
import machine
from kit_error import KitError

_MARK = "attest-kit.json"  # in the folder: that it is Attest's; in an environment: that it is whole
_KEPT = (checks.SUMS, checks.SIGNATURE, checks.PUBLIC_KEY, checks.INFO, "bill-of-materials.cdx.json")
_TRIES = "import llama_cpp; llama_cpp.llama_backend_init(); print(llama_cpp.llama_print_system_info().decode())"
_WINDOW = "import ctypes, PySide6.QtWidgets; ctypes.CDLL('libxcb-cursor.so.0')"
_LIBRARIES = (
    "libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-keysyms1 libxcb-randr0 libxcb-shape0 libxcb-xkb1"
)


class Program:
    """The environment of one kit in `place`; environments of other kits there stay as they are."""

    def __init__(self, kit: Path, info: dict[str, object], place: Path) -> None:
        self._kit, self._info, self._place = kit, info, place
        self.version = str(info["version"])
        self._own = place / (f"{self.version}-{checks.kit_id(kit)}")
        scripts = "Scripts" if os.name == "nt" else "bin"
        self._python = self._own / scripts / ("python.exe" if os.name == "nt" else "python")
        self.attest = self._own / scripts / ("attest.exe" if os.name == "nt" else "attest")
        self._log = place / "install.log"
        self._held: tuple[int, ...] = ()

    def require_place(self) -> None:
        """Raises KitError for a folder of somebody else's, and where the disk or Windows has too little room for it."""
        if self._place.exists() and not self._place.is_dir():
            raise KitError(f"{self._place} is a file. Choose another place with --to. Nothing was installed.")
        if self._place.is_dir() and any(self._place.iterdir()) and not (self._place / _MARK).exists():
            what = f"{self._place} holds files that are not Attest's, and was left as it is."
            raise KitError(f"{what} Choose a new or empty folder with --to.")
        if not self.ready():
            machine.require_room(self._place, int(str(self._info.get("installed_bytes", 0))))
        machine.require_short(self._own / "Lib" / "site-packages", int(str(self._info.get("longest_path", 0))))

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """One installation at a time in this folder, which is made; raises KitError."""
        self._place.mkdir(parents=True, exist_ok=True)
        with (self._place / _MARK).open("a+b") as file:
            if not _locked(file.fileno()):
                raise KitError(f"Another installation is running in {self._place}. Wait until it has ended.")
            self._held = (file.fileno(),)
            yield

    def ready(self) -> bool:
        """Whether this kit is installed there, to the end, and can be started."""
        return (self._own / _MARK).is_file() and self._python.exists() and self.attest.exists()

    def install(self, with_model: bool) -> str:
        """Make the environment and install the kit into it; gives what Attest calls itself. Raises KitError."""
        if self._own.exists():
            print("What was begun there was not finished, or is made anew: it is removed first.", flush=True)
            (self._own / _MARK).unlink(missing_ok=True)  # first: half of it must not pass for whole
            shutil.rmtree(str(self._own))
        self._log.unlink(missing_ok=True)
        print("Making an environment for it", flush=True)
        self._run([sys.executable, "-I", "-m", "venv", "--without-pip", str(self._own)], "make an environment")
        count = self._info.get("packages", "its")
        print(f"Installing {count} packages: one to five minutes", flush=True)
        self._pip("requirements.txt")
        if with_model:
            self._install_model()
        for name in _KEPT:
            if (self._kit / name).exists():
                shutil.copyfile(str(self._kit / name), str(self._own / name))
        said = self.tried()
        (self._own / _MARK).write_text(json.dumps({"kit": str(self._kit)}), encoding="utf-8")
        return said

    def tried(self) -> str:
        """Start what was installed; gives what it calls itself. Raises KitError where it does not start."""
        command = [str(self.attest), "--version"]
        try:
            done = subprocess.run(command, capture_output=True, env=_environment())
        except OSError as error:
            raise KitError(f"What was installed does not start ({error}). Run this again with --again.") from error
        said = done.stdout.decode("utf-8", "replace").strip()
        if done.returncode != 0 or str(self._info["version"]) not in said:
            words = done.stderr.decode("utf-8", "replace").strip().splitlines() or [said]
            raise KitError(f"What was installed does not start ({words[-1]}). Run this again with --again.")
        return said

    def launcher(self) -> Path:
        """Write what starts it, under a name that stays when a later kit is installed; gives its path."""
        if os.name == "nt":
            start, text = self._place / "attest.cmd", f'@"%~dp0{self._own.name}\\Scripts\\attest.exe" %*\r\n'
        else:
            start = self._place / "attest"
            text = f'#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/{self._own.name}/bin/attest" "$@"\n'
        beside = start.with_name(start.name + ".new")
        with beside.open("w", encoding="utf-8", newline="") as out:
            out.write(text)
        beside.chmod(0o755)
        beside.replace(start)
        return start

    def tell_window(self) -> None:
        """Say what a Linux lacks for the window; the commands go without."""
        if not sys.platform.startswith("linux"):
            return
        done = subprocess.run([str(self._python), "-I", "-c", _WINDOW], stderr=subprocess.PIPE, env=_environment())
        if done.returncode != 0:
            words = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["unknown"])[-1]
            print(f"Its window cannot open on this computer yet: a library of the system is missing ({words}).")
            print(f"The commands work without it. On Debian and Ubuntu these packages hold all: {_LIBRARIES}")

    def _install_model(self) -> None:
        """The runtime of language models, where the kit has it and this processor can run it: Attest works without."""
        if not (self._kit / "requirements-model.txt").exists():
            why = self._info.get("no_model", "it was left out.")
            print(f"The kit holds no runtime of language models: {why}")
            return
        if machine.older_glibc(str(self._info.get("model_glibc", ""))):
            print("The runtime of language models was left out: it needs a newer Linux. Attest works without it.")
            return
        built_for = self._info.get("processor")
        lacking = machine.lacking(built_for if isinstance(built_for, list) else [])
        if lacking:
            print("The runtime of language models was left out: it was compiled for a processor that can do more than")
            print(f"this one ({', '.join(lacking)}). Attest works without it.", flush=True)
            return
        self._pip("requirements-model.txt")
        done = subprocess.run(
            [str(self._python), "-I", "-c", _TRIES], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if done.returncode != 0:
            self._run([str(self._python), "-I", str(self._pip_file()), "uninstall", "-y", "llama_cpp_python"], "remove")
            print("The runtime of language models does not run on this computer and was left out.", flush=True)

    def _pip(self, requirements: str) -> None:
        """Install what a list of the kit names, each file checked by its hash, from the kit and nowhere else."""
        words = ["install", "--no-index", "--find-links", str(self._kit / checks.WHEELS), "--require-hashes"]
        words += ["--no-cache-dir", "--no-input", "-r", str(self._kit / requirements)]
        self._run([str(self._python), "-I", str(self._pip_file()), *words], "install its packages")

    def _pip_file(self) -> Path:
        return self._kit / checks.WHEELS / str(self._info["pip"]) / "pip"

    def _run(self, command: list[str], what: str) -> None:
        """Run a command with its output in the log, telling the time every half minute; ends it when interrupted."""
        started = time.monotonic()
        # pip unpacks here what it must; the system's own folder for such files may be small.
        with tempfile.TemporaryDirectory(dir=str(self._place)) as room, self._log.open("ab") as log:
            env = dict(_environment(), TMPDIR=room, TEMP=room, TMP=room)
            # The child holds the lock too: were only this killed, a second one waits until pip has ended.
            held: dict[str, Any] = {} if os.name == "nt" else {"pass_fds": self._held}
            child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=env, **held
            )
            try:
                while True:
                    try:
                        code = child.wait(timeout=30)
                        break
                    except subprocess.TimeoutExpired:
                        print("  … %.0f s" % (time.monotonic() - started), flush=True)
            except BaseException:
                child.send_signal(signal.SIGTERM)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(timeout=20)
                child.kill()
                child.wait()
                raise
        if code != 0:
            raise KitError(
                f"Python could not {what} ({self._last_words()}). All of it is in {self._log}. Run this "
                "again when that is mended: it begins anew."
            )

    def _last_words(self) -> str:
        """The last line of the log that tells of an error, else its last line."""
        lines = [line.strip() for line in self._log.read_text(encoding="utf-8", errors="replace").splitlines()]
        lines = [line for line in lines if line]
        errors = [line for line in lines if line.startswith("ERROR")]
        return (errors or lines or ["it said nothing"])[-1].replace("ERROR: ", "")[:300]


def _environment() -> dict[str, str]:
    """The variables of this process but for those that would send Python or pip elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PYTHON", "PIP_"))}
    return dict(kept, PIP_CONFIG_FILE=os.devnull, PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONUTF8="1")


def _locked(handle: int) -> bool:
    """Take a file for this process alone; False where another has it."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
