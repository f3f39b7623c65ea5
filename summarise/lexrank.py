"""LexRank: how central each passage is in the graph of likeness between passages.

Erkan and Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text Summarization", JAIR 22 (2004), the
continuous form: edges weighted by cosine above a threshold, rows normalised, power iteration with a random jump. Unlike
there, a passage is no neighbour of itself, so that one without neighbours ranks lowest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from provenance.ports import Vectors
from summarise.settings import DEFAULT, Settings

BLOCK = 1024  # rows multiplied at a time: 1,024 × 10,000 float32 are 40 MB
SAMPLE = 256  # rows used to estimate the threshold that keeps the graph sparse
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Centrality:
    """`rank` float64 (n,): LexRank scaled so that the highest is 1. `nearest_other` float32 (n,): the highest cosine
    to a passage of another group, 0 when there is none."""

    rank: Floats
    nearest_other: Vectors


def centrality(vectors: Vectors, groups: Sequence[int], settings: Settings = DEFAULT) -> Centrality:
    """LexRank of unit vectors (n, d); `groups` (n,) says which source each row belongs to.

    Above `settings.lexrank_limit` rows the graph is laid over every k-th row, and the others get their rank by one
    step from it, so that time grows with n and not with n². Deterministic.
    """
    count = len(vectors)
    if count == 0:
        return Centrality(np.zeros(0), np.zeros(0, np.float32))
    if not settings.lexrank_jump < 1:
        raise ValueError("the random jump must be below 1")
    step = -(-count // settings.lexrank_limit)
    hubs = np.arange(0, count, step)
    owners = np.asarray(groups)
    threshold = edge_threshold(vectors[hubs], settings)
    graph, nearest = _graph(vectors, hubs, owners, threshold)
    rank = power(graph[hubs] if step > 1 else graph, settings.lexrank_jump)
    if step > 1:
        rank = _stepped(graph, hubs, rank, settings.lexrank_jump)
    return Centrality(np.round(rank / rank.max(), 6), nearest)


def edge_threshold(vectors: Vectors, settings: Settings = DEFAULT) -> float:
    """The least cosine of an edge: the setting, or more where a row would have over `lexrank_degree` neighbours."""
    count = len(vectors)
    if count <= settings.lexrank_degree:
        return settings.lexrank_threshold
    rows = vectors[:: max(1, count // SAMPLE)][:SAMPLE]
    share = 1 - settings.lexrank_degree / count
    return max(settings.lexrank_threshold, round(float(np.quantile(rows @ vectors.T, share)), 4))


def power(graph: sparse.csr_array, jump: float, tolerance: float = 1e-8, most: int = 100) -> Floats:
    """The stationary distribution (n,) of the random walk over the graph; sums to 1.

    p ← jump/n + (1 − jump) Mᵀp, with M the row-normalised graph (equation 4 of the paper); from a row without edges the
    walk goes anywhere.
    """
    count = graph.shape[0]
    total = _degrees(graph)
    walk = graph.T.tocsr()
    rank = np.full(count, 1.0 / count)
    for _ in range(most):
        share = np.divide(rank, total, out=np.zeros(count), where=total > 0)
        after = jump / count + (1 - jump) * (walk @ share + rank[total <= 0].sum() / count)
        moved = float(np.abs(after - rank).sum())
        rank = after
        if moved < tolerance:
            break
    return np.asarray(rank / rank.sum(), dtype=np.float64)


def _stepped(graph: sparse.csr_array, hubs: NDArray[np.int_], rank: Floats, jump: float) -> Floats:
    """The rank of every row by one step of the walk from the hubs' rank."""
    total = _degrees(graph[hubs])
    share = np.divide(rank, total, out=np.zeros(len(rank)), where=total > 0)
    return np.asarray(jump / len(hubs) + (1 - jump) * (graph @ share), dtype=np.float64)


def _graph(
    vectors: Vectors, hubs: NDArray[np.int_], owners: NDArray[np.int_], threshold: float
) -> tuple[sparse.csr_array, Vectors]:
    """Edges from every row to the hubs at or above the threshold, and each row's nearest hub of another group."""
    indptr, columns, weights = [np.zeros(1, np.int64)], [], []
    nearest = np.zeros(len(vectors), np.float32)
    across, hub_owners = vectors[hubs].T, owners[hubs]
    for start in range(0, len(vectors), BLOCK):
        block = vectors[start : start + BLOCK] @ across
        own = np.flatnonzero((hubs >= start) & (hubs < start + len(block)))
        block[hubs[own] - start, own] = 0
        kept_row, kept_column = np.nonzero(block >= threshold)
        weights.append(np.round(block[kept_row, kept_column], 4))  # the last bits differ between machines
        columns.append(kept_column.astype(np.int32))
        indptr.append(np.cumsum(np.bincount(kept_row, minlength=len(block))) + indptr[-1][-1])
        for owner in np.unique(owners[start : start + BLOCK]):
            mine = owners[start : start + BLOCK] == owner
            other = hub_owners != owner
            if other.any():
                nearest[start : start + BLOCK][mine] = _highest(block[mine], other)
    shape = (len(vectors), len(hubs))
    data = (np.concatenate(weights), np.concatenate(columns), np.concatenate(indptr))
    return sparse.csr_array(data, shape=shape), np.round(np.maximum(nearest, np.float32(0)), 4).astype(np.float32)


def _highest(block: Vectors, other: NDArray[np.bool_]) -> Vectors:
    """The highest value of each row over the columns that `other` marks."""
    highest: Vectors = np.where(other, block, np.float32(-1)).max(axis=1)
    return highest


def _degrees(graph: sparse.csr_array) -> Floats:
    """The summed weights of each row's edges."""
    return np.asarray(graph.sum(axis=1), dtype=np.float64).ravel()
