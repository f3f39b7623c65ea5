"""Measures how well `attest check` orders labelled pairs: area under the ROC curve beside word overlap and embeddings.

Run from the project's root: `python -m bench.support [FILE.jsonl…]` (all dev sets of shared/data/support). Each area
is over 400 pairs, seeded; its standard error is about 0.03. Fails below a mean of 0.72, or where a set is more than
0.02 behind word overlap.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.checking import Pair, check_pairs
from ingest.embed import ChildEmbedder
from ingest.isolation import ChildRunner

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "support"
PAIRS = 400
LEAST_MEAN = 0.72
BEHIND = 0.02
# What word overlap, the measure to beat, passes over.
_PASSED_OVER = re.compile(
    r"\b(?:the|an?|of|to|in|on|and|for|with|at|by|is|was|were|be|been|are|has|have|had|that|this|it|its|as|from|he|she"
    r"|they|his|her|their|will|would|said|who|which|not|but|or)\b"
)


@dataclass(frozen=True)
class Set:
    """A sample of labelled pairs; 1 is supported."""

    name: str
    pairs: list[Pair]
    labels: list[int]


def main(names: list[str]) -> int:
    """Print the table; exit code 1 when a figure is missed or there is nothing to measure."""
    sets = [sample(Path(name)) for name in names or sorted(map(str, DATA.glob("dev_*.jsonl")))]
    if not sets:
        print("shared/data/support is absent: nothing to measure")
        return 1
    started = time.monotonic()
    print(f"{'set':30} {'attest':>7} {'overlap':>8} {'embedding':>10}")
    rows = []
    with ChildRunner(1) as runner:
        embedder = ChildEmbedder(runner)
        for one in sets:
            scores = [float(answer.score or 0.0) for answer in check_pairs(one.pairs, embedder)]
            alike = similarity(embedder, one.pairs)
            rows.append([auc(one.labels, s) for s in (scores, [overlap(p) for p in one.pairs], alike)])
            print(f"{one.name:30} {rows[-1][0]:7.3f} {rows[-1][1]:8.3f} {rows[-1][2]:10.3f}", flush=True)
    mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    behind = [one.name for one, row in zip(sets, rows, strict=True) if row[0] < row[1] - BEHIND]
    print(f"{'mean':30} {mean[0]:7.3f} {mean[1]:8.3f} {mean[2]:10.3f}")
    print(f"more than {BEHIND} behind word overlap: {', '.join(behind) or 'none'}")
    judged = sum(len(one.pairs) for one in sets)
    print(f"{judged} pairs in {time.monotonic() - started:.0f} s, embeddings of whole premises included")
    return 1 if behind or mean[0] < LEAST_MEAN else 0


def sample(path: Path, most: int = PAIRS) -> Set:
    """A seeded sample of a file of {premise | source, claim, label}."""
    with path.open(encoding="utf-8") as lines:
        given = [json.loads(line) for line in lines if line.strip()]
    random.Random(0).shuffle(given)
    given = given[:most]
    return Set(path.stem, [Pair(i, row) for i, row in enumerate(given)], [int(row["label"]) for row in given])


def auc(labels: Sequence[int], scores: Sequence[float]) -> float:
    """Area under the ROC curve: the share of (1, 0) pairs in the right order, ties as halves (Mann and Whitney)."""
    order = np.argsort(scores, kind="stable")
    ranks: NDArray[np.float64] = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    values = np.asarray(scores)
    for value in np.unique(values):
        ranks[values == value] = ranks[values == value].mean()
    positive = np.asarray(labels) == 1
    count = int(positive.sum())
    return float((ranks[positive].sum() - count * (count + 1) / 2) / (count * (len(labels) - count)))


def overlap(pair: Pair) -> float:
    """The share of a claim's words that stand in its premise."""
    asked, given = _words(pair.claim), set(_words(pair.premise))
    return sum(w in given for w in asked) / max(1, len(asked))


def similarity(embedder: ChildEmbedder, pairs: Sequence[Pair]) -> list[float]:
    """Cosines of the embeddings of whole premises and claims."""
    premises, claims = embedder.embed([p.premise for p in pairs]), embedder.embed([p.claim for p in pairs])
    return [float(a @ b) for a, b in zip(premises, claims, strict=True)]


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"[a-z0-9']+", text.lower()) if not _PASSED_OVER.fullmatch(w)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
