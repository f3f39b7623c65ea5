"""Tells whether a kit fits this computer: its system, processor and Python, its disk, and the names of its folders."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from kit_error import KitError

_ASK = "import sys, platform; print('%s %d.%d' % (platform.python_implementation(), *sys.version_info[:2]))"
# What compilers use of x86 processors when they build for the very one they run on.
_FAST = re.compile(r"avx.*|amx.*|fma|f16c|bmi[12]|sse4_.|ssse3|gfni|vaes|vpclmulqdq")
_LONGEST = 259  # characters of a path, where Windows was not told to take longer ones


def platform_name() -> str:
    """The system and processor of this Python as kits name them: linux_x86_64, win_amd64, macosx_arm64."""
    told = sysconfig.get_platform()
    if sys.platform == "darwin":
        return "macosx_" + platform.machine()
    return re.sub(r"[^a-z0-9]+", "_", told.lower())


def python_fits(wanted: str) -> bool:
    """Whether this Python is the one that a kit was made for: "3.11"."""
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return platform.python_implementation() == "CPython" and own == wanted


def other_python(wanted: str) -> list[str]:
    """How to call a Python of the wanted version on this computer; [] where none was found."""
    tried = [["python" + wanted], ["python3"], ["python"]]
    if os.name == "nt":
        tried.insert(0, ["py", "-" + wanted])
    for words in tried:
        found = shutil.which(words[0])
        if found is None:
            continue
        command = [found] + words[1:]
        try:
            told = subprocess.run(command + ["-I", "-c", _ASK], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        except OSError:
            continue
        if told.returncode == 0 and told.stdout.decode("ascii", "replace").split() == ["CPython", wanted]:
            return command
    return []


def require_python(wanted: str) -> None:
    """Raises KitError where no Python that the kit was made for runs this."""
    if not python_fits(wanted):
        own = f"{platform.python_implementation()} {sys.version_info[0]}.{sys.version_info[1]}"
        raise KitError(
            f"This kit was made for Python {wanted}, this is {own}, and no Python {wanted} was found here. Install "
            f"Python {wanted} (from python.org or by your system; on Windows it needs no administrator rights), or ask "
            "for a kit that was made for the Python you have. Nothing was installed."
        )


def require_platform(wanted: str, glibc: str) -> None:
    """Raises KitError where the kit was made for another system or processor, or a newer Linux."""
    own = platform_name()
    if own != wanted:
        raise KitError(
            f"This kit was made for {wanted}, and this Python is one for {own}. Ask for a kit made for {own}, or "
            "install the Python that fits. Nothing was installed."
        )
    if not sys.platform.startswith("linux") or not glibc:
        return
    name, version = platform.libc_ver()
    if name != "glibc":
        raise KitError("This Linux has no glibc, which the packages in the kit need. Nothing was installed.")
    if older_glibc(glibc):
        raise KitError(
            f"This Linux is too old: it has glibc {version}, and the packages in the kit need {glibc} (Debian 12, "
            "Ubuntu 22.04, Red Hat 9 or later). Nothing was installed."
        )


def older_glibc(needed: str) -> bool:
    """Whether this Linux is older than what needs that glibc, such as "2.34"; False elsewhere, and for ""."""
    name, version = platform.libc_ver()
    return name == "glibc" and _numbers(version) < _numbers(needed)


def require_room(place: Path, needed: int) -> None:
    """Raises KitError where the disk has too little room."""
    there = place
    while not there.exists() and there != there.parent:
        there = there.parent
    free = shutil.disk_usage(str(there)).free
    if free < needed:
        raise KitError(
            f"{place} needs {needed / 1e9:.1f} GB of free disk, and {free / 1e9:.1f} GB are free there. Free some, or "
            "choose another place with --to. Nothing was installed."
        )


def require_short(packages: Path, longest: int) -> None:
    """Raises KitError where a path would be longer than this Windows takes; `longest` is the longest in a package."""
    length = len(str(packages)) + 1 + longest
    if os.name == "nt" and length > _LONGEST and not _long_paths():
        raise KitError(
            f"Paths below {packages} would be up to {length} characters long, and this Windows takes {_LONGEST}. "
            "Choose a shorter place with --to, such as --to C:\\Attest. Nothing was installed."
        )


def processor() -> list[str]:
    """What this processor can do of what compilers make use of; [] where the system does not tell."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    line = next((one for one in text.splitlines() if one.startswith("flags")), "")
    return sorted(word for word in set(line.partition(":")[2].split()) if _FAST.fullmatch(word))


def lacking(built_for: list[str]) -> list[str]:
    """What a program that was compiled for its maker's processor may use and this one cannot do."""
    own = set(processor())
    return [one for one in built_for if one not in own] if own else []


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _long_paths() -> bool:
    """Whether this Windows was told to take long paths."""
    try:
        import winreg

        where = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem")
        return bool(winreg.QueryValueEx(where, "LongPathsEnabled")[0])
    except (ImportError, OSError):
        return False
