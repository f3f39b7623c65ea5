"""LexRank against a plain dense computation, its order and its bounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from provenance.ports import Vectors
from summarise.lexrank import centrality, edge_threshold
from summarise.settings import DEFAULT


def unit_rows(count: int, dimension: int = 16, topics: int = 3, seed: int = 1) -> Vectors:
    chance = np.random.default_rng(seed)
    rows = chance.normal(size=(topics, dimension))[chance.integers(0, topics, count)] + 0.5 * chance.normal(
        size=(count, dimension)
    )
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def dense(vectors: Vectors, jump: float, threshold: float) -> np.ndarray:
    """Equation 4 of the paper, solved as an eigenvector."""
    cosine = np.round(vectors @ vectors.T, 4).astype(np.float64)
    np.fill_diagonal(cosine, 0)
    cosine[cosine < threshold] = 0
    walk = jump / len(vectors) + (1 - jump) * cosine / cosine.sum(axis=1, keepdims=True)
    values, columns = np.linalg.eig(walk.T)
    rank = np.abs(np.real(columns[:, np.argmax(np.real(values))]))
    return rank / rank.max()


def test_equals_the_dense_computation() -> None:
    vectors = unit_rows(60)
    found = centrality(vectors, [0] * 60)
    assert np.allclose(found.rank, dense(vectors, DEFAULT.lexrank_jump, DEFAULT.lexrank_threshold), atol=1e-4)


def test_the_middle_of_the_largest_cluster_comes_first() -> None:
    centre = np.eye(4, dtype=np.float32)[0]
    around = np.stack([centre + 0.4 * np.eye(4, dtype=np.float32)[i] for i in (1, 2, 3)])
    lone = np.eye(4, dtype=np.float32)[1:2] * -1
    rows = np.concatenate([centre[None], around, lone])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rank = centrality(rows, [0, 1, 2, 3, 4]).rank
    assert rank[0] == 1.0
    assert rank.argmin() == 4


def test_nearest_other_looks_at_other_groups_only() -> None:
    vectors = unit_rows(40)
    groups = np.arange(40) % 4
    found = centrality(vectors, groups.tolist()).nearest_other
    cosine = vectors @ vectors.T
    for i in range(40):
        assert found[i] == pytest.approx(max(0, cosine[i, groups != groups[i]].max()), abs=1e-3)
    assert not centrality(vectors, [0] * 40).nearest_other.any()


def test_many_rows_are_ranked_over_a_sample_in_much_the_same_order() -> None:
    vectors = unit_rows(400)
    whole = centrality(vectors, [0] * 400).rank
    sampled = centrality(vectors, [0] * 400, replace(DEFAULT, lexrank_limit=200)).rank
    assert np.corrcoef(whole.argsort().argsort(), sampled.argsort().argsort())[0, 1] > 0.6


def test_the_graph_stays_sparse() -> None:
    vectors = unit_rows(1000, topics=1)
    threshold = edge_threshold(vectors)
    assert (vectors @ vectors.T >= threshold).sum(axis=1).mean() < 2 * DEFAULT.lexrank_degree


def test_twice_the_same_and_nothing_of_nothing() -> None:
    vectors = unit_rows(300)
    first, second = (centrality(vectors, [0] * 300).rank for _ in range(2))
    assert (first == second).all()
    assert len(centrality(np.zeros((0, 8), np.float32), []).rank) == 0
    assert centrality(unit_rows(1), [0]).rank.tolist() == [1.0]
