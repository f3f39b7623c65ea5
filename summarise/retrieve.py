"""Finds the passages near a brief or question: dense and lexical ranks fused, then thinned by marginal relevance.

Reciprocal rank fusion: Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual
Rank Learning Methods", SIGIR 2009. Maximal marginal relevance: Carbonell and Goldstein, "The Use of MMR, Diversity-
Based Reranking for Reordering Documents and Producing Summaries", SIGIR 1998.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from provenance.ports import Hit, Vectors

PLACES = 4  # scores are rounded so that the last bits of a product never decide an order


def nearest(vector: Vectors, ids: Sequence[str], vectors: Vectors, count: int) -> list[Hit]:
    """The `count` rows of `vectors` (n, d) nearest to `vector` (d,) by cosine, ties in row order."""
    if not len(ids) or count <= 0:
        return []
    scores = np.round(vectors @ vector.ravel(), PLACES)
    order = np.argsort(-scores, kind="stable")[:count]
    return [Hit(ids[i], float(scores[i])) for i in order]


def fuse(rankings: Sequence[Sequence[Hit]], place: Mapping[str, int], k: int = 60) -> list[Hit]:
    """Hits of several rankings, best first, scored Σ 1/(k + rank); ties by `place`, the order of passages in the case.

    Passages absent from `place` are left out: they are not in scope.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, hit in enumerate((h for h in ranking if h.passage_id in place), 1):
            scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + 1 / (k + rank)
    ordered = sorted(scores, key=lambda p: (-round(scores[p], 8), place[p]))
    return [Hit(p, round(scores[p], 8)) for p in ordered]


def marginal(
    relevance: Sequence[float],
    vectors: Vectors,
    count: int,
    weight: float,
    allowed: Callable[[int, Sequence[int]], bool] | None = None,
    handicap: Callable[[int, Sequence[int]], float] | None = None,
    chosen: Sequence[int] = (),
) -> list[int]:
    """Rows picked one by one for λ·relevance − (1 − λ)·(highest cosine to a row picked before); ties by row order.

    `vectors` (n, d) are unit vectors; `chosen` rows count as picked and are not returned again.
    `allowed(row, picked)` can bar a row for good, `handicap(row, picked)` can lower its score for this turn.
    """
    picked = list(chosen)
    left = [i for i in range(len(relevance)) if i not in set(chosen)]
    near = np.zeros(len(relevance))
    for row in picked:
        near = np.maximum(near, vectors @ vectors[row])
    fresh: list[int] = []
    while left and len(fresh) < count:
        if allowed:
            left = [i for i in left if allowed(i, picked)]
        if not left:
            break
        lowered = {i: handicap(i, picked) if handicap else 0.0 for i in left}
        scores = {i: round(weight * relevance[i] - (1 - weight) * float(near[i]) - lowered[i], PLACES) for i in left}
        best = min(left, key=lambda i: (-scores[i], i))
        picked.append(best)
        fresh.append(best)
        left.remove(best)
        near = np.maximum(near, vectors @ vectors[best])
    return fresh
