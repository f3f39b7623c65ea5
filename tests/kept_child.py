"""Children that all cases of a test process share: to load libraries and models for each case costs seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app import checking
from app.case import Case
from app.once import once
from app.settings import Settings
from app.workshop import Workshop
from ingest.isolation import ChildRunner
from ingest.worker import TaskFuture
from provenance.errors import TaskError
from provenance.offline import Refusal
from provenance.ports import Limits, Open, Task

OWN = {name: vars(Workshop)[name] for name in ("models", "readers")}  # as the program makes them: for each case its own


class KeptRunner(ChildRunner):
    """Kept children as one case has them: closing ends this case's tasks, and leaves the children for the next case."""

    def __init__(self, children: ChildRunner) -> None:
        super().__init__(workers=0)
        self._children = children
        self._before = len(children.refusals)
        self._lock = threading.Lock()
        self._given: list[TaskFuture] = []
        self._over = False

    def submit(
        self,
        task: Task,
        original: Open | None = None,
        limits: Limits | None = None,
        on_item: Callable[[object], None] | None = None,
    ) -> TaskFuture:
        with self._lock:
            if self._over:
                raise TaskError("runner_closed")
            future = self._children.submit(task, original, limits, on_item)
            self._given = [*(one for one in self._given if not one.done()), future]
        return future

    @property
    def refusals(self) -> list[Refusal]:
        return self._children.refusals[self._before :]

    def close(self) -> None:
        with self._lock:
            self._over = True
        for future in self._given:
            future.cancel()


@contextmanager
def kept(model_child: ChildRunner) -> Iterator[None]:
    """Every case made or opened meanwhile works with this child for the models, and with the same two for reading."""
    count = Settings().readers
    with ChildRunner(count) as two, pytest.MonkeyPatch.context() as patch:

        def models(case: Case) -> ChildRunner:
            return case._counted(KeptRunner(model_child))

        def readers(case: Case) -> ChildRunner:
            return case._counted(
                KeptRunner(two) if case.settings.readers == count else ChildRunner(case.settings.readers)
            )

        patch.setattr(checking, "ChildRunner", lambda workers: KeptRunner(model_child))
        patch.setattr(Case, "models", once(models))
        patch.setattr(Case, "readers", once(readers))
        yield
