"""Conflicts between sources: what of the planted is found in the sample case, and how long a draft's checks take.

Run from the project's root: `python -m bench.conflicts [PASSAGES [CLAIMS]]`. The rows that are not planted are printed
with their words, so that a person can judge whether they are false. The time is of 60 claims over 10,000 passages of
testimony where it is at hand (else of made text), each file as often as it takes, with vectors drawn near real ones.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from app import register
from app.case import Case
from app.sample import make_sample
from app.sample.statements import data
from bench.intake import write_texts
from ingest.split import split
from provenance.points import NewPoint
from provenance.ports import Vectors
from provenance.records import Part, Source, TextAnchor
from provenance.runs import ModelUse
from provenance.store.records import NewClaim, NewLayer
from summarise import service
from summarise.against import against
from summarise.draft import Drafting
from summarise.points import accounts_of, points
from summarise.text import fold

TESTIMONY = Path(__file__).resolve().parents[2] / "shared" / "data" / "testimony"
PASSAGES, CLAIMS = 10_000, 60
MOST_FALSE = 2
MOST_SECONDS = 30.0
_SHOWN = 110  # letters of a cell


def main(passages: int = PASSAGES, claims: int = CLAIMS) -> int:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        reached = [_planted(Path(folder)), _timed(Path(folder), passages, claims)]
    return 0 if all(reached) else 1


def _planted(folder: Path) -> bool:
    """Whether the planted conflicts of the sample case are found, and no more than two others."""
    sample = make_sample(folder / "sample")
    with Case.create(folder / "planted", sample.reference, sample.title) as case:
        case.add(sample.files, lambda _: None, _go_on, register.load(sample.register))
        found = [p for p in points(_desk(case)) if p.conflict]
        exhibits = {s.id: s.exhibit for s in case.store.sources()}
    raw = data("truth.toml")
    planted, known = (raw["conflicts"], raw["differences"])
    met = [one for one in planted if any(_holds(p, one, exhibits) for p in found)]
    also = [one for one in known if any(_holds(p, one, exhibits) for p in found)]
    others = [p for p in found if not any(_holds(p, one, exhibits) for one in (*planted, *known))]
    print(f"planted conflicts found: {len(met)} of {len(planted)}", end="")
    print(f"; of the differences besides: {len(also)} of {len(known)}; other rows: {len(others)} (limit {MOST_FALSE})")
    for missed in (one for one in planted if one not in met):
        print(f"    missed: {missed['about']}")
    for point in others:
        _print(point, exhibits)
    return len(met) == len(planted) and len(others) <= MOST_FALSE


def _holds(point: NewPoint, planted: Mapping[str, list[list[str]]], exhibits: Mapping[str, str]) -> bool:
    """Whether two sides of what was planted stand in the cells of a point."""
    cells = [(exhibits[c.citation.source_id], _exact(c.citation.anchor)) for c in point.cells]
    sides = [(exhibit, quote) for _, exhibit, quote in planted["sides"]]
    return sum(any(e == exhibit and quote in exact for e, exact in cells) for exhibit, quote in sides) >= 2


def _print(point: NewPoint, titles: Mapping[str, str]) -> None:
    print(f"    {point.conflict}: {point.about}")
    for cell in point.cells:
        doubt = ", with doubt" if cell.hedged else ""
        words = _exact(cell.citation.anchor)[:_SHOWN]
        print(f"        {titles[cell.citation.source_id]}: “{cell.value}”{doubt}: {words}")


def _timed(folder: Path, passages: int, claims: int) -> bool:
    """Whether the checks of a draft stay within their time."""
    with Case.create(folder / "timed", "BENCH") as case:
        made, sources = _fill(case, folder, passages)
        case.embedder.embed(["warm"])
        draft = service.draft(case.store, case.embedder, None, seed=7, max_claims=claims)
        told: Sequence[NewClaim] = draft.claims
        desk = _desk(case)
        steps = {"gathering passages and vectors": lambda: desk.material, "three verdicts": lambda: _judge(desk, told)}
        spent = {name: _seconds(step) for name, step in steps.items()}
        start = time.perf_counter()
        accounts = accounts_of(desk)
        spent["reading the accounts"] = time.perf_counter() - start
        spent["evidence against the claims"] = _seconds(lambda: against(desk, told, accounts))
        spent["points of all sources"] = _seconds(lambda: points(desk, accounts=accounts))
    whole = sum(spent.values())
    print(f"checks of {len(told)} claims over {made:,} passages of {sources} sources: {whole:.1f} s", end="")
    print(f" (limit {MOST_SECONDS:.0f})")
    for name, seconds in spent.items():
        print(f"    {name:<36} {seconds:6.2f} s")
    return whole <= MOST_SECONDS


def _judge(desk: Drafting, claims: Sequence[NewClaim]) -> None:
    for claim in claims:
        desk.judge.verdict(claim.text, claim.citations)


def _seconds(step: object) -> float:
    assert callable(step)
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def _fill(case: Case, folder: Path, wanted: int) -> tuple[int, int]:
    """Fill the case with at least `wanted` passages; gives how many, and of how many sources."""
    texts = [p.read_text(encoding="utf-8", errors="replace") for p in sorted(TESTIMONY.glob("*.txt"))]
    texts = texts or [p.read_text(encoding="utf-8") for p in write_texts(folder, 60_000)]
    order, sources = random.Random(7), 0
    while len(case.store.pending_vectors()) < wanted:
        text = texts[sources % len(texts)] if sources < len(texts) else order.choice(texts)
        _add(case, f"{sources}.txt", f"Volume {sources}\n\n{text}")
        sources += 1
    pending = case.store.pending_vectors(wanted)
    seeds = case.embedder.embed([p.text for p in pending[:200]])
    model = ModelUse("embedder", case.embedder.name, case.embedder.sha256)
    case.store.store_vectors([p.id for p in pending], _vectors(len(pending), seeds), model)
    return len(pending), sources


def _add(case: Case, name: str, text: str) -> None:
    sha256, size = case.store.vault.put(io.BytesIO(text.encode()))
    new = Source("", sha256, name, name, size, "text", "read", "2026-05-04T09:00:00Z", "bench")
    parts = [Part(0, "block", text)]
    case.store.add_source(new, NewLayer("text/1", parts), split(parts, "text"), None, "bench")


def _vectors(count: int, seeds: Vectors) -> Vectors:
    chance = np.random.default_rng(7)
    noisy = seeds[chance.integers(0, len(seeds), count)] + chance.normal(0, 0.03, (count, seeds.shape[1]))
    return np.asarray(noisy / np.linalg.norm(noisy, axis=1, keepdims=True), np.float32)


def _desk(case: Case) -> Drafting:
    return Drafting(case.store, case.embedder, None, None, _go_on)


def _exact(anchor: object) -> str:
    assert isinstance(anchor, TextAnchor)
    return fold(anchor.exact)


def _go_on(what: str, done: float, total: float) -> bool:
    return True


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
