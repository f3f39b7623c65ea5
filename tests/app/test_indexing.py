"""Vectors of passages: texts of one source that repeat are embedded once, and each passage has its vector."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from working_case import PlainEmbedder, take_in, working_case

from provenance.ports import Vectors


class CountingEmbedder(PlainEmbedder):
    """Keeps what it was asked to embed."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        assert texts
        self.asked += texts
        return super().embed(texts)


def test_texts_that_repeat_are_embedded_once(tmp_path: Path) -> None:
    events = ["a van stops", "the van leaves", "a man waits"]
    rows = [f"14:0{n},{events[n % 3]}\n" for n in (1, 2, 3)] * 200
    (tmp_path / "log.csv").write_text("Time,Event\n" + "".join(rows))
    embedder = CountingEmbedder()
    with working_case(tmp_path / "case", embedder=embedder) as case:
        take_in(case, tmp_path / "log.csv")
        ids, vectors = case.store.vectors()
        texts = [case.store.passage(one).text for one in ids]
    assert len(ids) == 600 and len(embedder.asked) == len(set(embedder.asked)) == 3
    assert np.array_equal(vectors, PlainEmbedder().embed(texts))
