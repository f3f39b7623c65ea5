"""What the threads of a case must agree on: which of them gives vectors to passages, and who searches meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from provenance.errors import TaskError
from provenance.ports import Progress

_EVERY = 0.2  # seconds between two looks at "stop"


class Turns:
    """One indexer at a time; any number of readers of the index, which are counted. After `close` nobody gets a turn:
    TaskError("runner_closed")."""

    def __init__(self) -> None:
        self._guard = threading.Condition()
        self._indexing = False
        self._reading = 0
        self._closed = False

    @contextmanager
    def indexing(self, progress: Progress) -> Iterator[None]:
        """Wait for one's turn to index; raises TaskError("cancelled") when told to stop."""
        while not self._take(_EVERY):
            if not progress("Waiting until the passages there are have been indexed", 0, 0):
                raise TaskError("cancelled")
        try:
            yield
        finally:
            self._give_back()

    @contextmanager
    def indexing_if_free(self) -> Iterator[bool]:
        """The turn to index if nobody else has it; gives whether it was taken."""
        taken = self._take(0)
        try:
            yield taken
        finally:
            if taken:
                self._give_back()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While the models and the index are used for a search or a draft."""
        with self._guard:
            self._require_open()
            self._reading += 1
        try:
            yield
        finally:
            with self._guard:
                self._reading -= 1
                self._guard.notify_all()

    @property
    def read_now(self) -> bool:
        """Whether somebody searches or drafts."""
        with self._guard:
            return self._reading > 0

    def close(self) -> None:
        """Give no turn any more; who waits for one is told."""
        with self._guard:
            self._closed = True
            self._guard.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until nobody has a turn, at most so long; gives whether that is so."""
        with self._guard:
            return self._guard.wait_for(lambda: not (self._indexing or self._reading), seconds)

    def _take(self, seconds: float) -> bool:
        with self._guard:
            free = self._guard.wait_for(lambda: self._closed or not self._indexing, seconds)
            self._require_open()
            self._indexing |= free
            return free

    def _give_back(self) -> None:
        with self._guard:
            self._indexing = False
            self._guard.notify_all()

    def _require_open(self) -> None:
        if self._closed:
            raise TaskError("runner_closed")
