"""Compares words of two texts, each in its context, by the embedding model; belongs in the child that keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from ingest.embedding_model import batches, load
from provenance.ports import Nearness, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_Word = tuple[int, int, list[int]]  # start and end in the text, the places of its tokens


def align(
    stream: BinaryIO | None, pairs: Sequence[tuple[str, str]], folder: str, sha256: str, threads: int
) -> Iterator[list[tuple[Nearness, ...]]]:
    """Yield one list: for each (premise, claim) the claim's words, each with its cosine to the nearest of the premise.

    The alignment of BERTScore's recall (Zhang et al., ICLR 2020) by the last layer's vectors; a word of several tokens
    has the mean of theirs. Texts longer than the model reads are cut. Raises as `ingest.embedding_model.encode` does.
    """
    model = load(folder, sha256, threads)
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))  # a premise often has several claims
    read = model.engine.tokenizer(
        texts, truncation=True, max_length=model.engine.max_seq_length, return_offsets_mapping=True
    )
    rows: list[list[int]] = read["input_ids"]
    order = list(batches([len(row) for row in rows]))
    found = model.threads.map(lambda batch: _vectors(model.engine, [rows[i] for i in batch]), order)
    vectors = {texts[i]: v for batch, many in zip(order, found, strict=True) for i, v in zip(batch, many, strict=True)}
    words = {text: _words(read.word_ids(i), read["offset_mapping"][i]) for i, text in enumerate(texts)}
    yield [_nearest(vectors[premise], vectors[claim], words[claim]) for premise, claim in pairs]


def _vectors(engine: SentenceTransformer, rows: Sequence[Sequence[int]]) -> list[Vectors]:
    """Unit vectors of the tokens of each row, those that open and close it included."""
    import torch

    with torch.inference_mode():
        features: dict[str, torch.Tensor] = dict(engine.tokenizer.pad({"input_ids": rows}, return_tensors="pt"))
        given = engine.forward(features)["token_embeddings"].float().numpy()
    norms = np.maximum(np.linalg.norm(given, axis=2, keepdims=True), 1e-12)
    return [np.asarray(v[: len(row)], np.float32) for row, v in zip(rows, given / norms, strict=True)]


def _words(word_of: Sequence[int | None], spans: Sequence[tuple[int, int]]) -> list[_Word]:
    """A text's words, in order, by what its tokenizer says of each token."""
    words: dict[int, _Word] = {}
    for place, (number, (start, end)) in enumerate(zip(word_of, spans, strict=True)):
        if number is not None:
            first, _, places = words.get(number, (start, end, []))
            words[number] = (first, end, [*places, place])
    return list(words.values())


def _nearest(premise: Vectors, claim: Vectors, words: Sequence[_Word]) -> tuple[Nearness, ...]:
    inner = premise[1:-1] if len(premise) > 2 else premise  # what opens and closes a row is no word
    best = (claim @ inner.T).max(axis=1)
    return tuple(Nearness(start, end, round(float(best[places].mean()), 4)) for start, end, places in words)
