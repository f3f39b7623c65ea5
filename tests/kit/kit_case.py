"""A kit as small as one can be: the real installation, pip, and an Attest of one file; and how it is run."""

from __future__ import annotations

import base64
import ensurepip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from provenance.bundle.materials import NAME as BILL
from provenance.bundle.sealing import SigningKey
from tools.kit.folder import machine, put_payload, seal
from tools.kit.packages import Wheel, requirements

VERSION = "0.1.0"
PROGRAM = """
import pathlib, sys, tiny_need
def main():
    if sys.argv[1:] == ["--version"]:
        print("attest %s" % tiny_need.VERSION)
    else:
        pathlib.Path(sys.argv[2]).write_text("shown")
"""
BROKEN = "def main():\n    raise SystemExit('no screen, no service')\n"


def wheel(
    folder: Path, name: str, version: str, files: Mapping[str, str], metadata: str = "", tag: str = "any"
) -> Wheel:
    """A wheel of these files; `metadata` are more lines of what it says of itself."""
    info = f"{name}-{version}.dist-info"
    held = dict(files)
    held[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}"
    held[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-{tag}\n"
    if name == "attest":
        held[f"{info}/entry_points.txt"] = "[console_scripts]\nattest = attest_tiny:main\n"
    rows = [f"{path},sha256={_base64(text)},{len(text)}" for path, text in held.items()]
    held[f"{info}/RECORD"] = "\n".join([*rows, f"{info}/RECORD,,"]) + "\n"
    path = folder / f"{name}-{version}-py3-none-{tag}.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for member, text in held.items():
            packed.writestr(member, text)
    return Wheel(path)


def make(folder: Path, key: SigningKey | None = None, program: str = PROGRAM, **info: object) -> Path:
    """A kit in `folder`, which is made; `info` is said in its kit.json instead of what is true."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    need = wheel(wheels, "tiny_need", "2.0", {"tiny_need.py": f"VERSION = '{VERSION}'\n"})
    own = wheel(wheels, "attest", VERSION, {"attest_tiny.py": program}, "Requires-Dist: tiny_need>=1\n")
    (folder / "requirements.txt").write_text(requirements([own, need]), encoding="utf-8")
    (folder / BILL).write_text("{}", encoding="utf-8")
    pip = next((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    shutil.copy(pip, wheels)
    said: dict[str, Any] = {
        "format": 1, "version": VERSION, "platform": machine.platform_name(), "pip": pip.name,
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}", "packages": 2, "installed_bytes": 1000,
        "longest_path": 50, "glibc": "2.17", "no_model": "it was left out.",
    }  # fmt: skip
    (folder / "kit.json").write_text(json.dumps({**said, **info}), encoding="utf-8")
    put_payload(folder)
    seal(folder, key)
    return folder


def install(
    kit: Path, *words: object, home: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the kit's own installation, without a person to ask, as a user whose folder is `home`."""
    home.mkdir(exist_ok=True)
    place = {"HOME": str(home), "LOCALAPPDATA": str(home), "USERPROFILE": str(home)}
    command = [sys.executable, "-I", str(kit / "install.py"), *map(str, words)]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", cwd=home,
        env={**os.environ, **place, **(env or {})},
    )  # fmt: skip


def attest(place: Path, *words: object) -> str:
    """What the installed program answers, started as the person is told to."""
    start = place / ("attest.cmd" if os.name == "nt" else "attest")
    done = subprocess.run([str(start), *map(str, words)], capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def state(folder: Path) -> dict[str, str]:
    """Every file of a folder with its SHA-256."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _base64(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
