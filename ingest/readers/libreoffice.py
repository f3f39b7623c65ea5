"""Has LibreOffice convert a file in a private folder, without a window, macros, links or network, within bounds.

It is started in the group of the reader's own process, so that whatever ends the reader ends it too.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

from ingest.items import Advance
from ingest.room import NO_SCRATCH
from provenance import confining
from provenance.errors import ReadError

SECONDS = 180.0  # for one conversion
MEMORY: Final = 3 << 30  # bytes for the program and all that it starts
_PAUSE = 0.2
_LOOK = 0.6  # seconds between two looks at what it has written and holds in memory
_PROFILE = 64 << 20  # bytes of its own that it writes beside the copy
_SIGN_OF_LIFE = 2.0  # seconds
_PREFIX = "attest-convert-"
_NAMES: Final = ("soffice", "libreoffice")
_PLACES: Final = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/local/bin/soffice",
    "/snap/bin/libreoffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_START_AGAIN: Final = 81  # its exit code when it wants to be started again (EXITHELPER_NORMAL_RESTART)
_SECOND: Final = "again"
_OPTIONS: Final = ("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
# The profile: no macros or other active content, links never followed, and a proxy that is nowhere.
_SETTINGS: Final = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "LD_LIBRARY_PATH")


def find() -> str | None:
    """Where LibreOffice is installed, or None."""
    named = (shutil.which(name) for name in _NAMES)
    return next((place for place in (*named, *_PLACES) if place and os.access(place, os.X_OK)), None)


@functools.lru_cache(4)
def version(program: str) -> str:
    """ "LibreOffice 7.4.7.2", or "LibreOffice" where it does not tell."""
    with _folder() as folder:
        said = subprocess.run(
            [_bare(program), _profile(folder), "--version"],
            capture_output=True,
            timeout=60,
            check=False,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
        ).stdout.decode("utf-8", "replace")
    found = re.search(r"LibreOffice\S*\s+([\d.]+)", said)
    return f"LibreOffice {found[1]}" if found else "LibreOffice"


def convert(
    program: str, data: bytes, kind: str, ending: str, filter_name: str, most: int, seconds: float = SECONDS
) -> Generator[Advance, None, bytes]:
    """The file converted to `ending` by the filter of that name; yields signs of life meanwhile.

    Raises ReadError: conversion_failed (no copy was made, or not in time, or not in the memory it may have),
    too_large (the copy, or what is written on the way to it, is over `most` bytes), needs_memory_folder (the case is
    protected, and the file would have to be written to a disk in plain).
    """
    if NO_SCRATCH in os.environ:
        raise ReadError("needs_memory_folder", kind=kind)
    with _folder() as folder:
        original, made = folder / f"original.{kind}", folder / "made" / f"original.{ending}"
        original.write_bytes(data)
        wanted = ["--convert-to", f"{ending}:{filter_name}", "--outdir", str(made.parent), str(original)]
        most_written = most + len(data) + _PROFILE
        command = [*_no_network(), _bare(program), _profile(folder), *_OPTIONS, *wanted]
        code = yield from _run(command, folder, kind, seconds, most_written)
        if code == _START_AGAIN and confining.held().landlock:
            (folder / "profile").rename(folder / _SECOND)
            command[command.index(_profile(folder))] = _profile(folder, _SECOND)
            yield from _run(command, folder, kind, seconds, most_written)
        if max(_sizes(folder), default=0) >= most_written:  # it was stopped by the system's limit
            raise ReadError("too_large", limit=most)
        if not made.is_file():
            raise ReadError("conversion_failed", kind=kind)
        if made.stat().st_size > most:
            raise ReadError("too_large", limit=most)
        return made.read_bytes()


def kept_off_network() -> bool:
    """Whether the system keeps the program off every network; if not, its own settings are all that does."""
    return confining.held().offline or bool(_no_network())


def _bare(program: str) -> str:
    """LibreOffice itself in place of what starts it, where the kernel lets a child remove nothing outside its folder.

    A new profile has it ask to be started again, and the starter would start it on the socket of the first time, which
    is still there; with a profile of another name we start it again ourselves.
    """
    if not confining.held().landlock:
        return program
    folders = (str(Path(program).resolve().parent), "/usr/lib64/libreoffice/program", "/usr/lib/libreoffice/program")
    found = (Path(folder, "soffice.bin") for folder in folders)
    return next((str(one) for one in found if os.access(one, os.X_OK)), program)


def _run(command: list[str], folder: Path, kind: str, seconds: float, most: int) -> Generator[Advance, None, int]:
    """Run a command to its end, giving its exit code; one that takes too long or too much is ended with all that it
    started.

    Raises ReadError: conversion_failed (time, memory), too_large (`most` bytes in the folder).
    """
    none = subprocess.DEVNULL
    with _file_limit(most):
        process = subprocess.Popen(command, env=_environment(folder), cwd=folder, stdin=none, stdout=none, stderr=none)
    begun = told = looked = time.monotonic()
    try:
        while process.poll() is None:
            now = time.monotonic()
            if now - begun > seconds:
                raise ReadError("conversion_failed", kind=kind, seconds=seconds)
            if now - looked > _LOOK:
                looked = now
                if sum(_sizes(folder)) > most:
                    raise ReadError("too_large", limit=most)
                if _memory(process) > MEMORY:
                    raise ReadError("conversion_failed", kind=kind, limit=MEMORY)
            if now - told > _SIGN_OF_LIFE:
                told = now
                yield Advance(now - begun, 0, "seconds")
            time.sleep(_PAUSE)
        return process.returncode
    finally:
        _end(process)


@contextmanager
def _file_limit(most: int) -> Iterator[None]:
    """What is started within may write no file larger than that, where the system has such a limit (not Windows)."""
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    known = [bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_FSIZE, (min([most, *known]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _sizes(folder: Path) -> list[int]:
    """The sizes of the files in the folder; those that go while it is looked through do not count."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                found.append(Path(place, name).lstat().st_size)
    return found


def _memory(process: subprocess.Popen[bytes]) -> int:
    """Bytes of memory that the process and what it started hold."""
    held = 0
    with contextlib.suppress(psutil.Error):
        one = psutil.Process(process.pid)
        for member in (one, *one.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                held += member.memory_info().rss
    return held


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started; it shares our group, so that the group cannot be told to end."""
    with contextlib.suppress(psutil.Error):
        family = psutil.Process(process.pid).children(recursive=True)
        process.kill()  # first, so that it does not go on where those that it waited for are gone
        for one in family:
            with contextlib.suppress(psutil.Error):
                one.kill()
        psutil.wait_procs(family, timeout=5)  # so that nothing writes into the folder while it is removed
    if process.poll() is None:
        process.kill()
    process.wait(timeout=10)


@contextmanager
def _folder() -> Iterator[Path]:
    """A private folder that is removed whatever happens; those of readers that were killed are removed first.

    What is in it lies there unencrypted: in memory, where the system has such a folder (`ingest.room`).
    """
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    try:
        (folder / "made").mkdir()
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Remove folders whose reader is no longer there: a reader that is killed cannot tidy up."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).partition("-")[0]
        if owner.isdigit() and not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    )


def _profile(folder: Path, name: str = "profile") -> str:
    return f"-env:UserInstallation={(folder / name).as_uri()}"


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    nowhere = "http://127.0.0.1:9"
    home = {name: str(folder) for name in ("HOME", "TMPDIR", "TEMP", "TMP", "USERPROFILE")}
    return {**kept, **home, "http_proxy": nowhere, "https_proxy": nowhere, "SAL_USE_VCLPLUGIN": "svp"}


@functools.lru_cache(1)
def _no_network() -> tuple[str, ...]:
    """What goes before a command so that it runs without any network, where the system lets us (Linux).

    Nothing where the kernel keeps this process off every network already: what it starts is kept off with it.
    """
    if confining.held().offline:
        return ()
    tool = shutil.which("unshare") if sys.platform == "linux" else None
    if tool is None:
        return ()
    way = (tool, "--user", "--map-root-user", "--net")
    tried = subprocess.run([*way, "true"], capture_output=True, timeout=20, check=False, stdin=subprocess.DEVNULL)
    return way if tried.returncode == 0 else ()
