"""Runs a sentence-embedding model from disk; belongs in a long-lived child, which keeps it loaded between tasks.

Only weights with the expected SHA-256 are loaded, from a folder, with sentence-transformers and no look-up anywhere.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from provenance.errors import ModelError
from provenance.offline import SWITCHES
from provenance.ports import Vectors

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

WEIGHTS = "model.safetensors"
_BATCH_TOKENS = 1024  # padding included; measured: 512 to 2,048 take the same time for passages of about 200 tokens
_BATCH_ROWS = 32


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """A loaded model: its engine, the number format it computes in, the length of its vectors, its threads.

    Each thread computes whole batches alone. Threads that share a batch wait for each other, spinning, at every layer:
    beside other work on the same cores that took four times the processor time (measured with OpenMP).
    """

    engine: SentenceTransformer
    dtype: str
    dimension: int
    threads: ThreadPoolExecutor

    def passes(self, batches: Iterable[Sequence[Sequence[int]]]) -> Iterator[Vectors]:
        """The vectors of batches of token rows, in order; the same bits whatever the number of threads."""
        return self.threads.map(partial(forward, self.engine), batches)


def describe(stream: BinaryIO | None, folder: str, sha256: str, threads: int) -> Iterator[tuple[str, int]]:
    """Load the model and yield (dtype, dimension); raises what `encode` raises."""
    model = load(folder, sha256, threads)
    yield model.dtype, model.dimension


def encode(stream: BinaryIO | None, texts: Sequence[str], folder: str, sha256: str, threads: int) -> Iterator[Vectors]:
    """Yield unit vectors, float32 (len(texts), dimension), in the order of `texts`.

    A text longer than the model reads at once is cut; its vector is the mean of its pieces' by length. The same texts
    in the same call give the same bits: batches are made by length, so batch mates come from `texts` alone.
    Raises ModelError(model_missing | model_not_registered | model_unreadable).
    """
    model = load(folder, sha256, threads)
    rows, owners = tokens(model.engine, texts)
    sums = np.zeros((len(texts), model.dimension), np.float32)
    order = list(batches([len(row) for row in rows]))
    for batch, vectors in zip(order, model.passes([rows[i] for i in b] for b in order), strict=True):
        for i, vector in zip(batch, vectors, strict=True):
            sums[owners[i]] += vector * len(rows[i])
    yield _unit(sums)


def sha256_of(folder: Path) -> str:
    """SHA-256 of the weights in a model's folder; raises ModelError("model_missing")."""
    try:
        with (folder / WEIGHTS).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError("model_missing", name=folder.name) from error


@lru_cache(maxsize=1)
def load(folder: str, sha256: str, threads: int) -> Model:
    """The model, ready; bfloat16 where the processor computes in it, else float32."""
    if sha256_of(Path(folder)) != sha256:
        raise ModelError("model_not_registered", name=Path(folder).name)
    os.environ.update(SWITCHES)
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    dtype = _dtype(torch.cpu.get_capabilities())
    try:
        engine = SentenceTransformer(
            folder,
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"dtype": getattr(torch, dtype), "use_safetensors": True},
        )
    except (OSError, ValueError, KeyError) as error:
        raise ModelError("model_unreadable", name=Path(folder).name, error=str(error)) from error
    pool = ThreadPoolExecutor(threads, "embed", initializer=torch.set_num_threads, initargs=(1,))
    return Model(engine.eval(), dtype, int(engine.get_embedding_dimension() or 0), pool)


def _dtype(processor: Mapping[str, Any]) -> str:
    """bfloat16 doubles the speed where the processor multiplies in it (cosine to float32 over 0.9999), else slows."""
    return "bfloat16" if processor.get("avx512_bf16") or processor.get("amx_bf16") else "float32"


def tokens(engine: SentenceTransformer, texts: Sequence[str]) -> tuple[list[list[int]], list[int]]:
    """Rows of token ids, none longer than the model reads, and for each row the index of its text."""
    if not texts:
        return [], []
    found = engine.tokenizer(
        list(texts), truncation=True, max_length=engine.max_seq_length, return_overflowing_tokens=True
    )
    return found["input_ids"], list(found["overflow_to_sample_mapping"])


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices in batches of like lengths and about equal numbers of tokens, so that little is padding.

    The longest come first: the last batches are light, and no thread waits long for another.
    """
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        if batch and (len(batch) == _BATCH_ROWS or (len(batch) + 1) * lengths[batch[0]] > _BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def forward(engine: SentenceTransformer, rows: Sequence[Sequence[int]]) -> Vectors:
    """One pass of the model over a batch of token rows: float32 (n, dimension), unit length."""
    import torch

    with torch.inference_mode():
        features: dict[str, torch.Tensor] = dict(engine.tokenizer.pad({"input_ids": rows}, return_tensors="pt"))
        vectors: Vectors = engine.forward(features)["sentence_embedding"].float().numpy()
    return _unit(vectors)


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)
