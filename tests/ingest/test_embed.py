"""Embedding by the real model in a real child: shape, sameness of bits, long texts, refusal of other weights."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ingest.embed import PUBLISHED_SHA256, ChildEmbedder, default_model, packaged
from ingest.isolation import ChildRunner
from provenance.errors import ModelError
from provenance.ports import Vectors


@pytest.fixture(scope="module")
def runner() -> Iterator[ChildRunner]:
    with ChildRunner(1) as made:
        yield made


@pytest.fixture(scope="module")
def embedder(runner: ChildRunner) -> ChildEmbedder:
    made = ChildEmbedder(runner)
    made.warm()
    return made


def cosine(a: Vectors, b: Vectors) -> float:
    return float(a @ b)


def test_the_packaged_model_is_the_published_one(embedder: ChildEmbedder) -> None:
    assert default_model().sha256 == PUBLISHED_SHA256 == embedder.sha256
    assert embedder.dimension == 384
    assert embedder.name in ("all-MiniLM-L6-v2 bfloat16", "all-MiniLM-L6-v2 float32")


def test_vectors_are_unit_float32_in_the_order_given(embedder: ChildEmbedder) -> None:
    texts = ["A red car turned into Mill Lane and stopped by the chemist's.", "", "The invoice was paid in March."] * 50
    vectors = embedder.embed(texts)
    assert vectors.shape == (150, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    near, far = embedder.embed(["A scarlet vehicle drove along the lane."]), embedder.embed(["Payment of the bill."])
    assert cosine(vectors[0], near[0]) > cosine(vectors[0], far[0]) + 0.2
    assert cosine(vectors[2], far[0]) > cosine(vectors[2], near[0]) + 0.2
    assert embedder.embed([]).shape == (0, 384)


def test_the_same_texts_give_the_same_bits(embedder: ChildEmbedder) -> None:
    texts = [f"At {n} minutes past nine the man in the grey coat " + "walked on and " * (n % 13) for n in range(40)]
    assert np.array_equal(embedder.embed(texts), embedder.embed(texts))
    with ChildRunner(1) as other:
        assert np.array_equal(embedder.embed(texts), ChildEmbedder(other).embed(texts))


def test_the_end_of_a_long_text_counts(embedder: ChildEmbedder) -> None:
    beginning = "The weather was dry and the road was clear. " * 60
    ends = embedder.embed([beginning, beginning + "A man with a knife ran out of the bank and shouted. " * 60])
    query = embedder.embed(["A man with a knife ran out of the bank."])[0]
    assert cosine(query, ends[1]) > cosine(query, ends[0]) + 0.2


def test_other_weights_are_refused(runner: ChildRunner, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(packaged().folder, folder)
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(50_000_000)
        file.write(b"\x00\x01\x02\x03")
    changed = replace(packaged(), folder=str(folder))
    with pytest.raises(ModelError) as refused:
        ChildEmbedder(runner, model=changed).embed(["text"])
    assert refused.value.code == "model_not_registered"
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelError) as missing:
        ChildEmbedder(runner, model=changed).embed(["text"])
    assert missing.value.code == "model_missing"
