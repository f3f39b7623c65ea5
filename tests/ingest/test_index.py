"""The contract of a vector index, kept by Chroma and by the exact index alike; and rebuilding from the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.index import ChromaIndex, ExactIndex, open_index, passage_order
from provenance.ports import Hit, PassageIndex, Vectors


def unit_vectors(count: int, seed: int, dimension: int = 24) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def passage_ids(count: int) -> list[str]:
    return [f"S{i // 7 + 1}.{i % 7 + 1}" for i in range(count)]


@pytest.fixture(params=["exact", "memory", "disk"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PassageIndex]:
    if request.param == "exact":
        yield ExactIndex()
        return
    made = ChromaIndex(tmp_path / "index" if request.param == "disk" else None)
    yield made
    made.close()


def test_an_empty_index_answers_with_nothing(index: PassageIndex) -> None:
    assert len(index) == 0
    assert index.nearest(unit_vectors(1, 0)[0], 5) == []


def test_nearest_is_exact_and_ordered(index: PassageIndex) -> None:
    vectors, ids = unit_vectors(300, 1), passage_ids(300)
    index.add(ids, vectors)
    assert len(index) == 300
    hits = index.nearest(vectors[40], 10)
    scores = np.round((vectors @ vectors[40]).astype(np.float64), 4)
    best = sorted(zip(ids, scores.tolist(), strict=True), key=lambda h: (-h[1], passage_order(h[0])))[:10]
    assert hits == [Hit(i, s) for i, s in best]
    assert len(index.nearest(vectors[0], 1000)) == 300


def test_ties_stand_in_passage_order(index: PassageIndex) -> None:
    one = unit_vectors(1, 2)
    index.add(["S10.1", "S2.10", "S2.9"], np.repeat(one, 3, axis=0))
    assert [h.passage_id for h in index.nearest(one[0], 3)] == ["S2.9", "S2.10", "S10.1"]


def test_adding_again_replaces_and_removing_forgets(index: PassageIndex) -> None:
    vectors, ids = unit_vectors(20, 3), passage_ids(20)
    index.add(ids, vectors)
    index.add(ids[:1], vectors[5:6])
    assert len(index) == 20
    assert {h.passage_id for h in index.nearest(vectors[5], 2)} == {ids[0], ids[5]}
    index.remove([*ids[:10], "S99.1"])
    assert len(index) == 10
    assert not {h.passage_id for h in index.nearest(vectors[5], 20)} & set(ids[:10])


@given(st.integers(1, 60), st.integers(1, 15), st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_chroma_finds_what_the_exact_index_finds(count: int, wanted: int, seed: int) -> None:
    vectors, ids = unit_vectors(count, seed), passage_ids(count)
    exact, chroma = ExactIndex(), ChromaIndex(None)
    exact.add(ids, vectors)
    chroma.add(ids, vectors)
    query = unit_vectors(1, seed + 1)[0]
    assert chroma.nearest(query, wanted) == exact.nearest(query, wanted)
    chroma.close()


def test_indexes_in_memory_do_not_see_each_other() -> None:
    one, other = ChromaIndex(None), ChromaIndex(None)
    one.add(["S1.1"], unit_vectors(1, 4))
    assert len(other) == 0
    one.close()
    other.close()


def record(count: int, seed: int = 5) -> Callable[..., tuple[list[str], Vectors]]:
    """What the case says: ids and vectors in passage order."""
    vectors, ids = unit_vectors(count, seed), passage_ids(count)

    def of(wanted: list[str] | None = None) -> tuple[list[str], Vectors]:
        rows = [i for i, one in enumerate(ids) if wanted is None or one in set(wanted)]
        return [ids[i] for i in rows], vectors[rows]

    return of


def test_an_index_that_agrees_is_kept_and_one_that_does_not_is_rebuilt(tmp_path: Path) -> None:
    for count in (40, 40, 55, 30):
        vectors = record(count)
        index = open_index(tmp_path / "index", vectors)
        assert isinstance(index, ChromaIndex)
        ids, matrix = vectors()
        assert index.matches(ids)
        assert index.nearest(matrix[3], 1)[0].passage_id == ids[3]
        index.close()


def test_a_small_difference_is_made_up_for_without_building_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after one source was held, and another released, just before the process was ended."""
    ids, vectors = passage_ids(200), unit_vectors(200, 6)

    def without(gone: slice) -> Callable[..., tuple[list[str], Vectors]]:
        rows = [row for row in range(200) if row not in range(200)[gone]]

        def of(wanted: list[str] | None = None) -> tuple[list[str], Vectors]:
            found = [row for row in rows if wanted is None or ids[row] in set(wanted)]
            return [ids[row] for row in found], vectors[found]

        return of

    open_index(tmp_path / "index", without(slice(0, 7))).close()
    monkeypatch.setattr(ChromaIndex, "rebuild", None)
    index = open_index(tmp_path / "index", without(slice(7, 14)))
    assert set(index.ids()) == {*ids[:7], *ids[14:]}
    assert index.nearest(vectors[3], 1)[0].passage_id == ids[3]
    assert index.nearest(vectors[9], 1)[0].passage_id != ids[9]
    index.close()


@pytest.mark.parametrize("damage", ["gone", "torn", "garbage"])
def test_a_damaged_index_is_built_again(tmp_path: Path, damage: str) -> None:
    folder, vectors = tmp_path / "index", record(50)
    first = open_index(folder, vectors)
    assert isinstance(first, ChromaIndex)
    first.close()
    for path in [p for p in folder.rglob("*") if p.is_file()]:
        if damage == "gone":
            path.unlink()
        elif damage == "torn":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
        else:
            path.write_bytes(b"not an index" * 100)
    again = open_index(folder, vectors)
    assert isinstance(again, ChromaIndex)
    ids, matrix = vectors()
    assert again.nearest(matrix[7], 1) == [Hit(ids[7], 1.0)]
    again.close()


def test_a_case_that_is_read_only_is_searched_without_writing(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index", record(20), writable=False)
    assert len(index) == 20
    assert not (tmp_path / "index").exists()
