"""Runs every benchmark in a process of its own, so that none warms up or burdens the next: `python -m bench [NAME…]`.

Exit code 1 when a figure is missed or a benchmark cannot run.
"""

from __future__ import annotations

import platform
import subprocess
import sys
import time
from importlib import metadata
from importlib.util import find_spec

import psutil

NAMES = (
    *("keyframes", "intake", "outcomes", "ocr", "draft", "asking", "details", "support", "conflicts", "generation"),
    *("timeline", "report", "bundle", "protected", "memory", "viewing", "window"),
)
LIMIT = 3600.0  # seconds for one benchmark


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all; what they print is the table."""
    unknown = [name for name in names if find_spec(f"bench.{name}") is None]
    if unknown:
        print(f"There is no benchmark {unknown[0]!r}; there are {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    memory = psutil.virtual_memory().total / (1 << 30)
    print(f"Attest {metadata.version('attest')} · Python {platform.python_version()} · {platform.machine()}, ", end="")
    print(f"{psutil.cpu_count()} cores, {memory:.0f} GB · load {psutil.getloadavg()[0]:.1f}", flush=True)
    missed = [name for name in names or NAMES if not _run(name)]
    print(f"\n{'Missed: ' + ', '.join(missed) if missed else 'Every figure was reached.'}")
    return 1 if missed else 0


def _run(name: str) -> bool:
    print(flush=True)
    started = time.monotonic()
    try:
        code = subprocess.run([sys.executable, "-m", f"bench.{name}"], timeout=LIMIT, check=False).returncode
    except subprocess.TimeoutExpired:
        code = 124
        print(f"  {name} took longer than {LIMIT:.0f} s and was ended.")
    print(f"  ({name}: {time.monotonic() - started:.0f} s)", flush=True)
    return code == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
