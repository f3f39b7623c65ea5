"""Measures how many claims with one changed detail are caught, and how many true ones pass: `python -m bench.details`.

Claims are made from passages of the sample case and of real testimony where it is at hand, in four forms, each judged
by its whole passage. Caught: the verdict is below "supported". The kinds of change are printed with their forms, then
some of what was missed.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from app.case import Case
from app.sample.case import make_sample
from bench.changes import FORMS, KINDS, Pair, pairs
from ingest.split import split
from provenance.records import Part
from summarise.support import Cited, Judgement, judge

WANTED = 1_000
LEAST = 0.95
SHOWN = 12
TESTIMONY = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "testimony"
Passages = list[tuple[str, Sequence[str]]]


def main(arguments: Sequence[str]) -> int:
    """Print the tables; exit code 1 where a figure is missed. A folder given is a case to take the passages from."""
    sets = {"sample case": _of_case(Path(arguments[0])) if arguments else _sample()}
    if TESTIMONY.is_dir():
        sets["testimony"] = _testimony()
    made = [(name, p) for name, rows in sets.items() for p in pairs(rows, WANTED // len(sets), seed=7)]
    start = time.perf_counter()
    judged = [(name, p, _judge(p, p.claim), _judge(p, p.changed)) for name, p in made]
    seconds = time.perf_counter() - start
    reached = True
    for name in sets:
        rows = [(p, true, false) for n, p, true, false in judged if n == name]
        caught = sum(false.support != "supported" for _, _, false in rows) / len(rows)
        passed = sum(true.support == "supported" for _, true, _ in rows) / len(rows)
        reached = reached and caught >= LEAST and passed >= LEAST
        print(f"{name}, {len(rows)} changed claims and as many unchanged: {caught:.1%} caught, {passed:.1%} passed")
        _table(rows)
        _misses(rows)
    print(f"{seconds / len(judged) / 2 * 1000:.1f} ms a claim, the passage's reading included")
    return 0 if reached else 1


def _judge(pair: Pair, claim: str) -> Judgement:
    return judge(claim, [Cited(pair.premise)])


def _table(rows: Sequence[tuple[Pair, Judgement, Judgement]]) -> None:
    print(f"    {'':<10}" + "".join(f"{form:>22}" for form in FORMS))
    for kind in KINDS:
        line = f"    {kind:<10}"
        for form in FORMS:
            of = [(t, f) for p, t, f in rows if p.kind == kind and p.form == form]
            caught = sum(f.support != "supported" for _, f in of)
            passed = sum(t.support == "supported" for t, _ in of)
            line += f"{f'{caught} caught, {passed} passed/{len(of)}':>22}"
        print(line)
    codes = Counter(r.code for _, true, _ in rows if true.support != "supported" for r in true.reasons)
    print(f"    held against unchanged claims: {dict(codes)}")


def _misses(rows: Sequence[tuple[Pair, Judgement, Judgement]]) -> None:
    chance = random.Random(1)
    missed = [p for p, _, false in rows if false.support == "supported"]
    for p in chance.sample(missed, min(SHOWN, len(missed))):
        print(f"    MISSED {p.kind}, {p.form}: {p.changed}\n        was: {p.claim}")
    refused = [(p, true) for p, true, _ in rows if true.support != "supported"]
    for p, true in chance.sample(refused, min(SHOWN, len(refused))):
        print(f"    REFUSED {p.form}: {p.claim}\n        {true.support}: {'; '.join(r.detail for r in true.reasons)}")


def _testimony() -> Passages:
    """Passages of all files, in the order of their names."""
    found: Passages = []
    for path in sorted(TESTIMONY.glob("*.txt")):
        spans = split([Part(0, "block", path.read_text(encoding="utf-8", errors="replace"))], "text")
        found += [(" ".join(s.text.split()), [x.text for x in s.sentences]) for s in spans]
    return found


def _sample() -> Passages:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sample = make_sample(Path(folder) / "sample")
        written = [f for f in sample.files if f.suffix.lower() not in (".mp4", ".avi")]
        with Case.create(Path(folder) / "case", "BENCH") as case:
            case.add(written, {}, lambda *_: True)
            return _passages(case)


def _of_case(folder: Path) -> Passages:
    with Case.open(folder, write=False) as case:
        return _passages(case)


def _passages(case: Case) -> Passages:
    """Passages of a case; those of forms tell nothing that a claim would take up."""
    return [
        (" ".join(p.text.split()), [s.text for s in p.sentences])
        for source in case.store.sources()
        for p in case.store.passages([source.id])
        if p.section == "body"
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
