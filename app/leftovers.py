"""Removes the files that came out of containers whose reading was not kept: no row would ever name them."""

from __future__ import annotations

import contextlib
from concurrent.futures import Future, wait

from app.reading import Reading
from provenance.errors import CaseError
from provenance.store.case_store import CaseStore

_END_SECONDS = 1.0  # for children that were ended


class Leftovers:
    """For one taking-in; what a row of any source names stays."""

    def __init__(self, store: CaseStore) -> None:
        self._store = store
        self._readings: list[Reading] = []

    def add(self, reading: Reading) -> None:
        """A reading that failed, was ended, or is held."""
        self._readings.append(reading)

    def clear(self) -> None:
        """Call it when no file is being read any more, so that no row can come. Raises CaseError."""
        for sha256 in {one for reading in self._readings for one in reading.orphans}:
            if not self._store.by_sha256(sha256):
                self._store.vault.discard(sha256)
        self._readings.clear()

    def broken_off(self, under_way: list[tuple[Reading, Future[list[object]] | None]]) -> None:
        """`clear`, after readings were ended in the middle; a case that is being closed keeps them."""
        ended = [future for reading, future in under_way if future is not None and reading.orphans]
        self._readings += [reading for reading, _ in under_way]
        wait(ended, _END_SECONDS)
        with contextlib.suppress(CaseError):
            self.clear()
