"""What the threads of a case must agree on: which of them gives vectors to passages, and who searches meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from provenance.errors import TaskError
from provenance.ports import Progress

_EVERY = 0.2  # seconds between two looks at "stop"


class Turns:
    """One indexer at a time; any number of readers of the index, which are counted."""

    def __init__(self) -> None:
        self._indexing = threading.Lock()
        self._guard = threading.Lock()
        self._reading = 0

    @contextmanager
    def indexing(self, progress: Progress) -> Iterator[None]:
        """Wait for one's turn to index; raises TaskError("cancelled") when told to stop."""
        while not self._indexing.acquire(timeout=_EVERY):
            if not progress("Waiting until the passages there are have been indexed", 0, 0):
                raise TaskError("cancelled")
        try:
            yield
        finally:
            self._indexing.release()

    @contextmanager
    def indexing_if_free(self) -> Iterator[bool]:
        """The turn to index if nobody else has it; gives whether it was taken."""
        taken = self._indexing.acquire(blocking=False)
        try:
            yield taken
        finally:
            if taken:
                self._indexing.release()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While the models and the index are used for a search or a draft."""
        with self._guard:
            self._reading += 1
        try:
            yield
        finally:
            with self._guard:
                self._reading -= 1

    @property
    def read_now(self) -> bool:
        """Whether somebody searches or drafts."""
        with self._guard:
            return self._reading > 0
