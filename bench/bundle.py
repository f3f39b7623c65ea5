"""Measures sealing a bundle of 2 GB of sources, and checking one of 1,000 quotes: `python -m bench.bundle [GIGABYTES]`.

Sealing is set against SHA-512 alone over the same bytes, from the same disk, the two in turn; a share below one is what
copying, SHA-256 and writing cost. Both hashes of the same bytes, with nothing written, show what could be had at best.
Sealing needs two processors to itself: what other programs took of them meanwhile is told with each turn. The report is
a stub: how long reports take is measured elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from app import bundling
from app.case import Case
from app.exporting import Job
from provenance import anchors
from provenance.bundle.copying import copied
from provenance.layers import Layer
from provenance.records import Coverage, Part, Source, Verdict
from provenance.runs import Run
from provenance.serving import serve
from provenance.store.records import NewCitation, NewClaim, NewDraft, NewLayer

LEAST_SHARE = 0.8
MOST_SECONDS = 20.0
QUOTES = 1000
TURNS = 3
_PIECE = 1 << 22
_GROWTH = 200  # MB of memory that sealing may take beyond what the program has anyway
_AT = "2026-05-04T09:00:00Z"


def main(gigabytes: float = 2.0) -> int:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        good = _sealing(Path(folder), int(gigabytes * 1e9))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return 0 if _checking(Path(folder)) and good else 1


def _sealing(folder: Path, size: int) -> bool:
    big = folder / "footage.bin"
    with big.open("wb") as out:
        piece = os.urandom(_PIECE)
        for at in range(0, size, _PIECE):
            out.write(piece[: size - at])
    with Case.create(folder / "case", "BENCH") as case:
        sha256 = _hashed(big, "sha256")[0]
        _add(case, big, sha256, "He ran to the gate.\n" * 50, size)
        _draft(case, 1)
        shares, memory = [], 0
        for turn in range(TURNS):
            alone, both = _hashed(big, "sha512")[1], _hashed_twice(big)
            before = psutil.Process().memory_info().rss
            began, used, out = time.perf_counter(), time.process_time(), folder / f"bag{turn}"
            busy = _busy()
            bundling.write(_job(case, out), {"html": _stub})
            took = time.perf_counter() - began
            processors = time.process_time() - used
            others = max(0.0, _busy() - busy - processors)
            memory = max(memory, psutil.Process().memory_info().rss - before)
            shares.append(alone / took)
            print(
                f"  turn {turn + 1}: SHA-512 alone {size / alone / 1e6:,.0f} MB/s, with SHA-256 "
                f"{size / both / 1e6:,.0f} MB/s, the whole bundle {size / took / 1e6:,.0f} MB/s ({shares[-1]:.2f} ×); "
                f"{processors:.1f} s of processor time in {took:.1f} s, others took {others:.1f} s"
            )
            shutil.rmtree(out)
    share = sorted(shares)[len(shares) // 2]
    print(f"sealing {size / 1e9:.1f} GB: {share:.2f} × the speed of SHA-512 alone (least {LEAST_SHARE}), median")
    print(f"  memory beside the program's own: {memory / 1e6:.0f} MB (limit {_GROWTH})")
    return share >= LEAST_SHARE and memory < _GROWTH * 1e6


def _checking(folder: Path) -> bool:
    with Case.create(folder / "case", "BENCH") as case:
        for number in range(20):
            text = "".join(f"{number}.{line}: I saw him at {line} o’clock by the gate.\n" for line in range(2000))
            path = folder / f"statement {number}.txt"
            path.write_text(text, encoding="utf-8", newline="")
            _add(case, path, _hashed(path, "sha256")[0], text, path.stat().st_size)
        _draft(case, QUOTES)
        bundling.write(_job(case, folder / "bag"), {"html": _stub})
    began = time.perf_counter()
    command = [sys.executable, "-I", "-S", str(folder / "bag" / "verify_bundle.py")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    took = time.perf_counter() - began
    print(f"checking a bundle of {QUOTES:,} quotes by plain Python: {took:.2f} s (limit {MOST_SECONDS:.0f})")
    print(f"  {next((line.strip() for line in done.stdout.splitlines() if 'quotes' in line), done.stdout)}")
    return done.returncode == 0 and took < MOST_SECONDS


def _hashed(path: Path, kind: str) -> tuple[str, float]:
    """The hash of a file, and the seconds that it took."""
    began, digest, piece = time.perf_counter(), hashlib.new(kind), bytearray(_PIECE)
    with path.open("rb", buffering=0) as stream:
        while count := stream.readinto(piece):
            digest.update(memoryview(piece)[:count])
    return digest.hexdigest(), time.perf_counter() - began


def _hashed_twice(path: Path) -> float:
    """Seconds for both hashes at once, as sealing takes them, with nothing written."""
    began = time.perf_counter()
    with path.open("rb") as stream, Path(os.devnull).open("wb") as nowhere:
        copied(stream, nowhere, lambda done: done)
    return time.perf_counter() - began


def _busy() -> float:
    """Seconds that all processors have worked, for whatever program."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))


def _add(case: Case, path: Path, sha256: str, text: str, size: int) -> None:
    source = Source("", sha256, path.name, str(path), size, "text", "read", _AT, "bench", by_reference=True)
    case.store.add_source(source, NewLayer("text/1", [Part(0, "block", text)]), [], None, "bench")


def _draft(case: Case, quotes: int) -> None:
    """A draft whose claims cite one line each, from one source after the other."""
    sources, claims = case.store.sources(), []
    for number in range(quotes):
        source = sources[number % len(sources)]
        layer: Layer = case.store.layer(source.id)
        lines = layer.text().split("\n")
        line = number // len(sources) % (len(lines) - 1)
        start = sum(len(one) + 1 for one in lines[:line])
        anchor = anchors.cut(layer, source.sha256, start, start + len(lines[line]))
        cited = NewCitation(source.id, anchor, f"line {line + 1}")
        claims.append(NewClaim("", lines[line], "statement", Verdict("exact", "valid", "supported", 1.0), [cited]))
    run = Run("bench", (), {}, 0, {}, _AT, _AT, ())
    case.store.write_draft(NewDraft("", False, True, 1, run, claims, Coverage(1, 1, 1, (), ())), "bench")


def _job(case: Case, out: Path) -> Job:
    return Job(case, serve(case.store, case.store.draft("D1")), out, False, None, lambda *_: True)


def _stub(job: Job) -> str:
    job.out.write_text("<!DOCTYPE html><title>Report</title>", encoding="utf-8")
    return ""


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:])))
