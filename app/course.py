"""How far a taking-in is, told to those who look on while it copies and waits; they can stop it or skip a file."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence

from app.estimate import copying, weight
from app.files import Given
from app.outcome import await_reading
from app.watch import Watch, Watching
from app.work import SkipError, Work
from provenance.errors import TaskError
from provenance.ports import Progress

_FEW = 200  # files found between two tellings


class Course:
    """Of one taking-in: `ahead` are the files that are being read, `done` is the share of the work behind them.

    `every` is in seconds. All methods raise TaskError("cancelled") when the progress says stop.
    """

    def __init__(self, progress: Progress, watch: Watch | None, every: float, ahead: Collection[Work]) -> None:
        self._progress = progress
        self._every = every
        self._ahead = ahead
        self._looked = 0.0
        self._total = 1.0
        self.done = 0.0
        self.watching = Watching(watch)

    def listed(self, files: Iterable[Given]) -> list[Given]:
        """The files, found and told of."""
        listed: list[Given] = []
        for given in files:
            listed.append(given)
            if len(listed) % _FEW == 0 and not self._progress(f"Found {len(listed):,} files", 0, 0):
                raise TaskError("cancelled")
        self._total = sum(weight(g) + copying(g.size) for g in listed) or 1.0
        self.watching.listed(listed)
        return listed

    def more(self, found: Sequence[Given]) -> None:
        """Files found inside another are still to come."""
        self._total += sum(map(weight, found))
        self.watching.listed(found)

    def copy(self, given: Given, put: Callable[[Callable[[bytes], None]], tuple[str, int]]) -> tuple[str, int]:
        """What `put` gives, which is called with what to do for every chunk that it copies; raises SkipError."""
        before, whole, size = self.done, copying(given.size), 0
        if self.watching.skips(given):
            raise SkipError

        def copied(chunk: bytes) -> None:
            nonlocal size
            size += len(chunk)
            self.done = min(before + whole, before + copying(size))
            self._look()
            if self.watching.skips(given):
                raise SkipError
            self.watching.at(given, "copying", size / given.size if given.size else 1.0)
            self.tell(f"Copying {given.path.name}")

        try:
            return put(copied)
        finally:
            self.done = before + whole

    def await_read(self, work: Work, before: float, size: float) -> None:
        """Wait until a file is read, telling of it and of those read beside it; raises SkipError."""
        assert work.future is not None
        what = f"Reading {work.given.path.name}"

        def tick() -> None:
            self._look(at_once=True)
            if work.skipped:
                raise SkipError
            self.tell(what, before + work.reading.share * size)

        await_reading(work.future, self._every, tick)

    def await_inside(self, work: Work) -> None:
        """Wait until a container is read once more."""
        assert work.future is not None
        await_reading(work.future, self._every, lambda: self.tell("Looking inside"))

    def tell(self, what: str, done: float | None = None) -> None:
        """What is being done, and how much is; that is `done` where it is not said."""
        if not self._progress(what, self.done if done is None else done, self._total):
            raise TaskError("cancelled")

    def _look(self, at_once: bool = False) -> None:
        """Tell how far each file is that is being read, and end those that a person wants left out."""
        due = self._looked + self._every
        if not at_once and time.monotonic() < due:
            return
        self._looked = time.monotonic()
        for work in self._ahead:
            if work.future is None or work.skipped:
                continue
            if self.watching.skips(work.given):
                work.skipped = True
                work.future.cancel()
            else:
                self.watching.at(work.given, "reading", work.reading.share, work.reading.kind)
