"""Fits the weights of the support grade, and says how it does on sets that it was not fitted on.

Run from the project's root: `python -m bench.support_fit`. The weights of `summarise.meaning.WEIGHTS` are what it
prints. They are never below nought, and are fitted on pairs of one supported and one unsupported claim of the SAME set
(pairwise logistic loss, as RankNet, Burges et al., ICML 2005), so that what differs between sets teaches nothing.
"""

from __future__ import annotations

import sys
from dataclasses import astuple, fields

import numpy as np
from numpy.typing import NDArray

from bench.support import DATA, Set, auc, overlap, sample
from ingest.embed import ChildEmbedder
from ingest.isolation import ChildRunner
from provenance.ports import Aligner
from summarise.meaning import Signals, signals
from summarise.meaning_words import bearing
from summarise.support import Cited, judge

Table = NDArray[np.float64]
SEED = 0
STEPS = 200
PENALTY = 0.02
DRAWN = 4000  # pairs of each set
NAMES = [field.name for field in fields(Signals)]


def main() -> int:
    """Print each set left out, and the weights fitted on all."""
    files = sorted(DATA.glob("*.jsonl"))
    if not files:
        print("shared/data/support is absent: nothing to fit on")
        return 1
    sets = [sample(path) for path in files]
    with ChildRunner(1) as runner:
        raw = {one.name: table(one, ChildEmbedder(runner)) for one in sets}
    spread = np.concatenate(list(raw.values())).std(axis=0) + 1e-9
    scaled = {name: rows / spread for name, rows in raw.items()}
    drawn = {one.name: differences(one, scaled[one.name]) for one in sets}
    everywhere = fit(list(drawn.values()))
    print(f"{'set':30} {'left out':>8} {'fitted':>7} {'overlap':>8}")
    left_out = []
    for one in sets:
        others = [d for name, d in drawn.items() if kin(name) != kin(one.name)]
        found = [auc(one.labels, list(scaled[one.name] @ w)) for w in (fit(others), everywhere)]
        print(f"{one.name:30} {found[0]:8.3f} {found[1]:7.3f} {auc(one.labels, [overlap(p) for p in one.pairs]):8.3f}")
        left_out.append((one.name, *found))
    held = [row for row in left_out if row[0].startswith("dev_")]
    print(f"{'mean of the dev sets':30} {np.mean([r[1] for r in held]):8.3f} {np.mean([r[2] for r in held]):7.3f}")
    weights = everywhere / spread
    print("weights:", ", ".join(f"{name} {w:.4f}" for name, w in zip(NAMES, weights, strict=True)))
    print(f"middle: {np.median(np.concatenate(list(raw.values())) @ weights):.4f}")
    return 0


def kin(name: str) -> str:
    """Sets of one make, such as the training and the development part, are left out together."""
    name = name.partition("_")[2]
    return "summedits" if name.startswith("summedits") else name


def table(one: Set, aligner: Aligner) -> Table:
    """The signals of a set's pairs, a row each."""
    near = aligner.align([(bearing(p.premise, p.claim), p.claim) for p in one.pairs])
    rows = [
        astuple(signals(p.premise, p.claim, judge(p.claim, [Cited(p.premise)]).support, n))
        for p, n in zip(one.pairs, near, strict=True)
    ]
    return np.asarray(rows, np.float64)


def differences(one: Set, rows: Table) -> Table:
    """Drawn rows of supported less unsupported claims, (DRAWN, signals)."""
    generator = np.random.default_rng(SEED)
    labels = np.asarray(one.labels)
    better, worse = (generator.choice(np.flatnonzero(labels == label), DRAWN) for label in (1, 0))
    return rows[better] - rows[worse]


def fit(drawn: list[Table]) -> Table:
    """Weights not below nought by projected Adam; every set counts the same."""
    weights = np.full(len(NAMES), 0.1)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = 2 * PENALTY * weights
        for rows in drawn:
            wrong = 1 / (1 + np.exp(np.clip(rows @ weights, -30, 30)))
            slope = slope - (wrong[:, None] * rows).mean(axis=0) / len(drawn)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        change = mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights = np.maximum(weights - 0.08 * change, 0.0)
    return weights


if __name__ == "__main__":
    sys.exit(main())
