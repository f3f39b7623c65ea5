"""Measures a draft over 10,000 passages after the models are loaded, part by part: `python -m bench.draft [PASSAGES]`.

The words are real testimony, read and split as ever and repeated under new names until there are enough passages;
vectors are of 200 real passages with noise, so that the graph is as dense as real text makes it.
"""

from __future__ import annotations

import cProfile
import io
import pstats
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil

from app.case import Case
from bench.intake import write_texts
from ingest.split import split
from provenance.ports import Vectors
from provenance.records import Part, Passage, Source
from provenance.runs import ModelUse
from provenance.store.records import NewLayer
from summarise import service

PASSAGES = 10_000
SOURCES = 40
MOST_SECONDS = 10.0
PARTS = {
    "gathering passages and vectors": ("material.py", "gather"),
    "comparing passages (LexRank)": ("lexrank.py", "centrality"),
    "words and voices of the case": ("backdrop.py", "__init__"),
    "shortlisting sentences": ("candidates.py", "overview_units"),
    "searching near the brief": ("draft.py", "retrieve"),
    "embedding sentences": ("draft.py", "embed"),
    "scoring": ("candidates.py", "score_overview"),
    "choosing": ("select.py", "overview"),
    "similar accounts, embedding apart": ("similar.py", "alike"),
    "three verdicts": ("verdicts.py", "verdict"),
}


def main(passages: int = PASSAGES) -> int:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Case.create(Path(folder) / "case", "BENCH") as case,
    ):
        made = fill(case, Path(folder), passages)
        case.embedder.embed(["warm"])
        slowest = 0.0
        for name, brief in (("overview", None), ("brief", "What did the witness say about the contract?")):
            seconds, stats = _timed(case, brief)
            slowest = max(slowest, seconds)
            print(
                f"draft over {made:,} passages of {SOURCES} sources, {name}: {seconds:.1f} s (limit {MOST_SECONDS:.0f})"
            )
            for part, spent in stats:
                print(f"    {part:<36} {spent:6.2f} s")
    return 0 if slowest <= MOST_SECONDS else 1


def _timed(case: Case, brief: str | None) -> tuple[float, list[tuple[str, float]]]:
    """Seconds of a draft, and those of its parts in a second, profiled run (which is somewhat slower)."""
    start, used = time.perf_counter(), _processor_seconds()
    draft = service.draft(case.store, case.embedder, None, brief=brief, seed=7)
    seconds = time.perf_counter() - start
    print(f"{len(draft.claims)} claims; {_processor_seconds() - used:.1f} s of processor time, model's child included")
    assert draft.claims, "a draft without claims measures nothing"
    profile = cProfile.Profile()
    profile.runcall(service.draft, case.store, case.embedder, None, brief=brief, seed=7)
    found = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    spent = []
    for part, (file, function) in PARTS.items():
        total = sum(row[3] for key, row in found.items() if key[0].endswith(f"summarise/{file}") and key[2] == function)
        if part.startswith("similar"):
            total -= sum(
                callers[key][3]
                for name, (_, _, _, _, callers) in found.items()
                if name[2] == "embed" and name[0].endswith("summarise/draft.py")
                for key in callers
                if key[2] == function
            )
        if total:
            spent.append((part, total))
    return seconds, spent


def _processor_seconds() -> float:
    me = psutil.Process()
    times = [p.cpu_times() for p in (me, *me.children(recursive=True))]
    return sum(t.user + t.system for t in times)


def fill(case: Case, folder: Path, wanted: int) -> int:
    """Fill the case with `wanted` passages of `SOURCES` sources; gives how many there are."""
    text = "\n".join(p.read_text(encoding="utf-8") for p in write_texts(folder, 60_000))
    spans = split([Part(0, "block", text)], "text")
    chance = np.random.default_rng(7)
    seeds = case.embedder.embed([s.text for s in spans[:200]])
    model = ModelUse("embedder", case.embedder.name, case.embedder.sha256)
    order = random.Random(7)
    pieces = [text[s.start : s.end] for s in spans]
    while (count := len(case.store.pending_vectors())) < wanted:
        _add(case, f"transcript {count}.txt", order.choices(pieces, k=max(1, wanted // SOURCES)))
    pending = case.store.pending_vectors(wanted)
    case.store.store_vectors([p.id for p in pending], _vectors(pending, seeds, chance), model)
    return len(pending)


def _add(case: Case, name: str, pieces: Sequence[str]) -> None:
    text = "\n\n".join(pieces)
    sha256, size = case.store.vault.put(io.BytesIO(text.encode()))
    new = Source("", sha256, name, name, size, "text", "read", "2026-05-04T09:00:00Z", "bench")
    parts = [Part(0, "block", text)]
    case.store.add_source(new, NewLayer("text/1", parts), split(parts, "text"), None, "bench")


def _vectors(passages: Sequence[Passage], seeds: Vectors, chance: np.random.Generator) -> Vectors:
    rows = seeds[chance.integers(0, len(seeds), len(passages))]
    noisy = rows + chance.normal(0, 0.03, rows.shape).astype(np.float32)
    return np.asarray(noisy / np.linalg.norm(noisy, axis=1, keepdims=True), np.float32)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
