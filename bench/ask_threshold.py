"""Calibrates the threshold of `ask` on real testimony: questions with and without an answer, precision and recall.

Run from the project's root: `python -m bench.ask_threshold`. Even questions choose weight and threshold, odd ones
measure them. An answer counts as right when a quoted claim holds the words that a reader of the file marked.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.case import Case
from provenance.ports import Embedder, Nearness, Vectors
from summarise.ask import scored_units
from summarise.draft import Drafting
from summarise.settings import DEFAULT
from summarise.units import Unit

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
WEIGHTS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7)
LEAST_PRECISION = 0.90


@dataclass(frozen=True)
class Tried:
    """One question: whether the file answers it, and for each weight the best scores of units, right or not."""

    question: str
    answer: str
    found: list[Unit]
    scores: dict[float, np.ndarray]


def main() -> int:
    asked = json.loads((Path(__file__).parent / "ask_questions.json").read_text(encoding="utf-8"))
    files = sorted(DATA.glob(asked["corpus"]))
    if not files:
        print("shared/data/testimony is absent: nothing to calibrate on")
        return 1
    questions = [*((q, words) for q, words in asked["answerable"]), *((q, "") for q in asked["unanswerable"])]
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Case.create(Path(folder) / "case", "BENCH") as case,
    ):
        case.add(files, lambda source: None, _go_on)
        desk = Drafting(case.store, Remembering(case.embedder), case.index, None, _go_on)
        tried = [_try(desk, question, words) for question, words in questions]
        print(f"{len(desk.material.passages)} passages of {len(files)} files")
    _report(tried)
    return 0


class Remembering:
    """An embedder that keeps what it has embedded: the questions meet the same sentences again and again."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}
        self.name, self.sha256, self.dimension = embedder.name, embedder.sha256, embedder.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new:
            self._known |= dict(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._known[t] for t in texts])

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Nearness, ...]]:
        return self._embedder.align(pairs)


def _go_on(what: str, done: float, total: float) -> bool:
    return True


def _try(desk: Drafting, question: str, answer: str) -> Tried:
    scores: dict[float, np.ndarray] = {}
    found: list[Unit] = []
    for weight in WEIGHTS:
        desk.settings = replace(DEFAULT, ask_lexical=weight)
        found, _, scores[weight], _ = scored_units(desk, question)
    return Tried(question, answer, found, scores)


def _measure(tried: list[Tried], weight: float, threshold: float) -> tuple[float, float, float]:
    """(precision of "found", recall, share of found answers with the marked words among the quoted units)."""
    found = [t for t in tried if t.scores[weight].max(initial=0) >= threshold]
    right = [t for t in found if t.answer and _holds(t, weight)]
    answerable = sum(1 for t in tried if t.answer)
    real = sum(1 for t in found if t.answer)
    return real / max(1, len(found)), real / max(1, answerable), len(right) / max(1, real)


def _holds(t: Tried, weight: float) -> bool:
    """Whether one of the units that would be quoted holds the marked words."""
    scores = t.scores[weight]
    least = DEFAULT.ask_keep * float(scores.max())
    best = [i for i in np.argsort(-scores, kind="stable")[: DEFAULT.ask_claims] if scores[i] >= least]
    return any(re.search(t.answer, t.found[i].text, re.IGNORECASE) for i in best)


def _report(tried: list[Tried]) -> None:
    chosen, held_out = tried[::2], tried[1::2]
    print(f"chosen on {len(chosen)} questions:")
    print(f"{'weight':>7} {'threshold':>9} {'precision':>9} {'recall':>7} {'right':>6}")
    best: tuple[float, float, float] | None = None
    for weight in WEIGHTS:
        rows = [(t, *_measure(chosen, weight, t)) for t in np.arange(0.30, 0.80, 0.01).round(2).tolist()]
        sure = [row for row in rows if row[1] >= LEAST_PRECISION] or rows[-1:]
        threshold, precision, recall, right = max(
            sure, key=lambda row: (2 * row[1] * row[2] / (row[1] + row[2]), row[0])
        )
        print(f"{weight:7.2f} {threshold:9.2f} {precision:9.2f} {recall:7.2f} {right:6.2f}")
        both = 2 * precision * recall / (precision + recall)
        if best is None or both * right > best[2] + 1e-9:
            best = (weight, threshold, both * right)
    if best:
        precision, recall, right = _measure(held_out, best[0], best[1])
        print(f"chosen: weight {best[0]:.2f}, threshold {best[1]:.2f}")
        print(
            f"held out ({len(held_out)} questions): precision {precision:.2f}, recall {recall:.2f}, right {right:.2f}"
        )
    precision, recall, right = _measure(tried, DEFAULT.ask_lexical, DEFAULT.ask_threshold)
    print(
        f"in use: weight {DEFAULT.ask_lexical:.2f}, threshold {DEFAULT.ask_threshold:.2f}, all {len(tried)} questions:"
    )
    print(f"precision {precision:.2f}, recall {recall:.2f}, right {right:.2f}")
    precision, recall, right = _measure(held_out, DEFAULT.ask_lexical, DEFAULT.ask_threshold)
    print(f"of these the {len(held_out)} held out: precision {precision:.2f}, recall {recall:.2f}, right {right:.2f}")
    for t in tried:
        top = float(t.scores[DEFAULT.ask_lexical].max(initial=0))
        if (top >= DEFAULT.ask_threshold) != bool(t.answer):
            print(f"   {'missed' if t.answer else 'found wrongly'} {top:.2f}: {t.question}")
        elif t.answer and not _holds(t, DEFAULT.ask_lexical):
            print(f"   found, without the marked words {top:.2f}: {t.question}")


if __name__ == "__main__":
    sys.exit(main())
