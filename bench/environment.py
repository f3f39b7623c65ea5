"""Makes the environment that rivals are measured in: our packages, read only, with theirs on top, apart from ours."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def rival_python(folder: Path = ROOT / "build" / "bench") -> Path:
    """The interpreter of that environment; made anew when the requirements changed. Needs a package registry once.

    Torch, sentence-transformers and Chroma are ours, so that both sides are measured on the same versions.
    """
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    done = folder / "installed"
    if not (done.is_file() and done.read_text() == wanted):
        print(f"installing what the benchmark compares with into {folder.relative_to(ROOT)} …", file=sys.stderr)
        venv.create(folder, clear=True)
        site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
        (site / "ours.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        pins = ("--constraint", ROOT / "constraints.txt")
        install = [python, "-m", "pip", "install", "--quiet", "--requirement", REQUIREMENTS, *pins]
        subprocess.run(install, check=True)
        done.write_text(wanted)
    return python
