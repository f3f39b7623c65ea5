"""Aligns claims with premises by the embedding model in its long-lived child; implements `provenance.ports.Aligner`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from ingest import patience
from ingest.embed import EmbeddingModel, packaged
from provenance.ports import Limits, Nearness, Task, TaskRunner

WINDOW = 64  # pairs of one task: their vectors stay below 20 MB


class ChildAligner:
    """An Aligner whose model lives in the child of a one-worker runner, beside the embedder's and the same."""

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

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def sha256(self) -> str:
        return self._model.sha256

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Nearness, ...]]:
        """See `Aligner.align`. Raises ModelError, or TaskError when the child is ended."""
        model = {"folder": self._model.folder, "sha256": self._model.sha256, "threads": self._threads}
        futures = []
        for at in range(0, len(pairs), WINDOW):
            settings = {"pairs": list(pairs[at : at + WINDOW]), **model}
            futures.append(self._runner.submit(Task("ingest.alignment_model:align", settings), limits=self._limits))
        found: list[tuple[Nearness, ...]] = []
        try:
            for future in futures:
                patience.await_done(future)
                found += cast("list[tuple[Nearness, ...]]", future.result()[0])
        finally:
            for future in futures:
                future.cancel()
        return found
