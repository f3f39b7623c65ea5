"""Fusion of ranks and marginal relevance: their formulas, ties and scope."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.ports import Hit
from summarise.retrieve import fuse, marginal, nearest

PLACE = {f"S1.{i}": i for i in range(1, 30)}


def hits(*ids: str) -> list[Hit]:
    return [Hit(i, 1.0 - n / 100) for n, i in enumerate(ids)]


def test_reciprocal_ranks_are_summed() -> None:
    found = fuse([hits("S1.2", "S1.1"), hits("S1.1", "S1.3")], PLACE, k=60)
    assert [h.passage_id for h in found] == ["S1.1", "S1.2", "S1.3"]
    assert found[0].score == round(1 / 62 + 1 / 61, 8)


def test_ties_go_by_the_order_of_passages() -> None:
    assert [h.passage_id for h in fuse([hits("S1.9"), hits("S1.4")], PLACE)] == ["S1.4", "S1.9"]


def test_passages_out_of_scope_neither_come_nor_take_a_rank() -> None:
    assert fuse([hits("S9.1", "S1.1")], PLACE) == fuse([hits("S1.1")], PLACE)


@given(st.lists(st.permutations(list(PLACE)[:6]), min_size=1, max_size=3))
def test_every_passage_once_and_best_first(rankings: list[list[str]]) -> None:
    found = fuse([hits(*r) for r in rankings], PLACE)
    assert sorted(h.passage_id for h in found) == sorted(list(PLACE)[:6])
    assert [h.score for h in found] == sorted((h.score for h in found), reverse=True)


def test_nearest_is_exact_with_ties_in_row_order() -> None:
    rows = np.eye(3, dtype=np.float32)[[0, 1, 0]]
    assert [h.passage_id for h in nearest(rows[0], ["a", "b", "c"], rows, 2)] == ["a", "c"]
    assert nearest(rows[0], [], rows[:0], 3) == []


def test_marginal_relevance_prefers_what_is_new() -> None:
    rows = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    assert marginal([1.0, 0.99, 0.5], rows, 2, weight=0.5) == [0, 2]
    assert marginal([1.0, 0.99, 0.5], rows, 3, weight=1.0) == [0, 1, 2]
    assert marginal([1.0, 0.99, 0.5], rows, 1, weight=0.5, chosen=[0]) == [2]


def test_rows_can_be_barred_or_lowered() -> None:
    rows = np.eye(3, dtype=np.float32)
    assert marginal([3, 2, 1], rows, 3, 1.0, allowed=lambda i, picked: i != 0) == [1, 2]
    assert marginal([3, 2, 1], rows, 1, 1.0, handicap=lambda i, picked: 9.0 if i == 0 else 0.0) == [1]
