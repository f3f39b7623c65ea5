"""A case to work on in the tests' own process: real store, readers and indexes, with vectors that need no model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

import numpy as np

from app.case import Case
from app.register import Register
from ingest.index import ExactIndex
from ingest.items import Advance, Opened, PassageSpan
from provenance.ports import Limits, Open, Task, Vectors
from provenance.records import Part, Source

READ = (Opened("text"), Part(0, "block", "He ran.\n"), PassageSpan(0, 7, "He ran.", (), ""))


class PlainEmbedder:
    """Unit vectors out of a hash of the words."""

    name, sha256, dimension = "plain", "aa" * 32, 8

    def warm(self) -> None:
        """Nothing to start."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = [np.frombuffer(hashlib.sha256(t.encode()).digest()[:8], np.uint8) + np.float32(1) for t in texts]
        matrix = np.stack(rows)
        return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), np.float32)


class GivenReader:
    """Answers every task with the same items or error; with neither, never. Counts what it was asked."""

    def __init__(self, *items: object, error: Exception | None = None) -> None:
        self.items, self.error = items, error
        self.futures: list[Future[list[object]]] = []

    def submit(
        self,
        task: Task,
        original: Open | None = None,
        limits: Limits | None = None,
        on_item: Callable[[object], None] | None = None,
    ) -> Future[list[object]]:
        future: Future[list[object]] = Future()
        self.futures.append(future)
        try:
            for item in self.items:
                if on_item:
                    on_item(item)
        except Exception as error:  # noqa: BLE001 - as the real runner does
            future.set_exception(error)
            return future
        if self.error:
            future.set_exception(self.error)
        elif self.items:
            future.set_result([])
        return future

    def close(self) -> None:
        """Nothing to end."""


class SteppedReader(GivenReader):
    """Holds every file at half of it until it is told to finish the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Callable[[], None]] = []  # finish a file each, in the order in which they were given

    def submit(
        self,
        task: Task,
        original: Open | None = None,
        limits: Limits | None = None,
        on_item: Callable[[object], None] | None = None,
    ) -> Future[list[object]]:
        future = super().submit(task, original, limits)
        assert on_item is not None
        on_item(Opened("text"))
        on_item(Advance(1, 2))

        def finish() -> None:
            for item in READ:
                on_item(item)
            future.set_result([])

        self.steps.append(finish)
        return future

    @property
    def waiting(self) -> int:
        return len(self.steps)

    def finish(self, count: int = 1) -> None:
        for _ in range(count):
            self.steps.pop(0)()


def working_case(folder: Path, **parts: object) -> Case:
    """An open case; `parts` replace what it would start itself: readers, embedder, index."""
    case = Case.create(folder, "TEST")
    case.__dict__.update({"embedder": PlainEmbedder(), "index": ExactIndex(), **parts})
    return case


def go_on(what: str, done: float, total: float) -> bool:
    assert 0 <= done <= total + 1e-6 or what.startswith("Indexing")
    return True


def take_in(case: Case, *paths: Path, register: Register | None = None, by_reference: bool = False) -> list[Source]:
    done: list[Source] = []
    case.add(paths, done.append, go_on, register, by_reference=by_reference)
    return done
