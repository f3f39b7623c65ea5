"""The real kit, from empty to the demonstration: made, then installed and run where there is no network at all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.kit import __main__ as command

ROOM = 12 << 30  # bytes: the kit, what it is made of, and what is installed


def without_network() -> list[str]:
    """What runs a command in a network namespace that has no interface; [] where the system does not let it."""
    if shutil.which("unshare") is None:
        return []
    tried = subprocess.run(["unshare", "-rn", "true"], capture_output=True)
    return ["unshare", "-rn"] if tried.returncode == 0 else []


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    """A folder that does not stay: it comes to hold gigabytes."""
    yield tmp_path
    shutil.rmtree(tmp_path)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not without_network(), reason="no network namespace can be made here")
def test_from_empty_to_the_demonstration_without_a_network(room: Path) -> None:
    if shutil.disk_usage(room).free < ROOM:
        pytest.skip(f"{ROOM >> 30} GB of free disk are needed")
    begun = time.monotonic()
    assert command.main(["--out", str(room / "kits")]) == 0
    made = time.monotonic()
    (kit,) = (path for path in (room / "kits").iterdir() if path.is_dir())
    home = room / "an empty home"
    home.mkdir()
    bare = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    words = [sys.executable, "-I", str(kit / "install.py"), "--yes"]
    done = subprocess.run([*without_network(), *words], capture_output=True, text=True, env=bare, cwd=home)
    assert done.returncode == 0, done.stdout + done.stderr
    installed = time.monotonic()
    show = [str(home / "attest" / "attest"), "demo", str(home / "demo"), "--no-window"]
    shown = subprocess.run([*without_network(), *show], capture_output=True, text=True, env=bare, cwd=home)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    found = re.search(r"(\d+) citations re-opened, 0 failures", shown.stdout)
    assert found and int(found[1]) > 100
    packages = next((home / "attest").rglob("site-packages"))
    assert list((packages / "ui" / "docs").glob("*.md")), "the guides came along"
    outside = [path for path in home.iterdir() if path.name not in ("attest", "demo", ".local", ".cache", ".config")]
    assert outside == []
    print(
        f"\nkit {_size(kit):.0f} MB made in {made - begun:.0f} s; {_size(home / 'attest'):.0f} MB installed in "
        f"{installed - made:.0f} s; demonstration {time.monotonic() - installed:.0f} s, {found[0]}"
    )


def _size(folder: Path) -> float:
    """Megabytes of a folder."""
    files = (Path(at) / name for at, _, names in os.walk(folder) for name in names)
    return sum(path.lstat().st_size for path in files) / 1e6
