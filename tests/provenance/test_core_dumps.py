"""What a crash leaves of a process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LIMIT = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE), flush=True)"
OFF = f"""
import resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
from provenance import core_dumps
assert core_dumps.off()
{LIMIT}
subprocess.run([sys.executable, "-c", {LIMIT!r}], check=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="core files are of POSIX")
def test_a_crash_of_the_program_or_of_what_it_starts_writes_no_memory_to_a_disk() -> None:
    where = {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", OFF], env=where, capture_output=True, text=True, check=True)
    assert done.stdout == "(0, 0)\n(0, 0)\n"
