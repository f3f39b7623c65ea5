"""Asks a registered cross-encoder, in a long-lived child, what follows from what; a `provenance.ports.Entailment`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from ingest import patience
from ingest.embed import EmbeddingModel
from provenance.ports import Limits, Task, TaskRunner


class ChildEntailment:
    """An Entailment whose model lives in the child of a one-worker runner."""

    def __init__(
        self, runner: TaskRunner, model: EmbeddingModel, limits: Limits | None = None, threads: int = 2
    ) -> None:
        self._runner = runner
        self._model = model
        self._limits = limits
        self._threads = threads

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def sha256(self) -> str:
        return self._model.sha256

    def entails(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """See `Entailment.entails`. Raises ModelError, or TaskError when the child is ended."""
        if not pairs:
            return []
        settings = {
            "pairs": list(pairs),
            "folder": self._model.folder,
            "sha256": self._model.sha256,
            "threads": self._threads,
        }
        task = Task("ingest.entailment_model:entails", settings, (self._model.folder,))
        future = self._runner.submit(task, limits=self._limits)
        try:
            patience.await_done(future)
            return cast("list[float]", future.result()[0])
        finally:
            future.cancel()
