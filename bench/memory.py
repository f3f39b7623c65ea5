"""Peak memory of taking in a long PDF, in every process: parent, readers, embedding model. `python -m bench.memory`."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pymupdf

LIMIT = 1.5  # GB, in every process
SENTENCE = "the witness saw a man in blue coat run towards footbridge and heard two bangs near platform at station"
WORDS = SENTENCE.split()


def main(pages: int) -> int:
    """Make the PDF, take it in by command line, watch all processes; 1 when one of them was over the limit."""
    with tempfile.TemporaryDirectory() as folder:
        path, case = Path(folder) / "long.pdf", Path(folder) / "case"
        _write(path, pages)
        _attest("new", case, "--reference", "BENCH").wait()
        started = time.monotonic()
        peaks = _watch(_attest("add", case, path))
    seconds = time.monotonic() - started
    print(f"Memory: a PDF of {pages:,} pages, taken in within {seconds:.0f} s (limit {LIMIT} GB in every process)")
    for name, peak in sorted(peaks.items(), key=lambda p: -p[1]):
        print(f"  {name:<28} {peak / 1e9:5.2f} GB  {'reached' if peak / 1e9 < LIMIT else 'MISSED'}")
    return 0 if max(peaks.values()) / 1e9 < LIMIT else 1


def _write(path: Path, pages: int) -> None:
    dice = random.Random(3)
    with pymupdf.open() as document:
        for n in range(pages):
            text = f"Page {n + 1}. " + ". ".join(" ".join(dice.choices(WORDS, k=14)).capitalize() for _ in range(12))
            document.new_page().insert_textbox((60, 60, 530, 780), text, fontsize=10)
        document.save(path)


def _attest(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "app.cli.main", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _watch(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """Peak resident memory in bytes, by process."""
    peaks: dict[str, int] = {}
    parent = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            family = [parent, *parent.children(recursive=True)]
            for one in family:
                name = "parent" if one.pid == parent.pid else f"child {one.pid - parent.pid:+d}"
                peaks[name] = max(peaks.get(name, 0), one.memory_info().rss)
        except psutil.NoSuchProcess:
            continue
        time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"attest add ended with {process.returncode}")
    return peaks


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
