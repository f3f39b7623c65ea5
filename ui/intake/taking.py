"""Starts takings-in and follows them: one job in the intake's lane each, the list of sources read anew as files end."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer

from app import unfinished
from app.taking_in import TakingIn
from app.unfinished import Unfinished
from app.watch import FileProgress
from provenance.ports import Progress
from ui.session import Session
from ui.strings import intake as words

if TYPE_CHECKING:
    from app.jobs import Job
    from app.register import Register

_LOOK_MILLISECONDS = 500
_LEAST_SECONDS = 1.5  # between two readings of the list of sources, and
_SPARE = 10  # times what the last reading took: twenty thousand sources are not read again at every file
_OPEN = ("waiting", "copying", "reading")


@dataclass(eq=False, slots=True)
class Batch:
    """One taking-in: what was given, and how; rows of the exhibit list that fit no file, or several."""

    paths: tuple[Path, ...]
    register: Register | None
    by_reference: bool
    unmatched: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


class Taking(TakingIn):
    """A `TakingIn` that remembers with which list and in which way each file was given, to try it again alike."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[Batch] = []
        self.jobs: list[Job[None]] = []
        self._of: dict[Path, Batch] = {}
        self._now: Batch | None = None

    def begin(self, batch: Batch) -> None:
        """The files told of from now on are of this batch; on the thread that takes in."""
        self._now = batch

    def tell(self, rows: Sequence[FileProgress]) -> None:
        if self._now is not None:
            for row in rows:
                self._of.setdefault(row.path, self._now)
        super().tell(rows)

    def batches_of(self, paths: Iterable[Path]) -> list[Batch]:
        """The files as batches to be taken in again in the way in which each was given."""
        sorted_: dict[Batch, list[Path]] = {}
        for path in paths:
            sorted_.setdefault(self._of[path], []).append(path)
        return [Batch(tuple(found), one.register, one.by_reference) for one, found in sorted_.items()]

    @property
    def job(self) -> Job[None] | None:
        """The job that is taking in now or will be next, else the one that was the last."""
        return next((job for job in self.jobs if not job.over), self.jobs[-1] if self.jobs else None)

    @property
    def under_way(self) -> bool:
        return any(not job.over for job in self.jobs)

    def broken_off(self) -> Job[None] | None:
        """The last job that failed or was cancelled, where files wait for it still or nothing came after it."""
        ended = [job for job in self.jobs if job.state in ("failed", "cancelled")]
        if not ended or self.under_way:
            return None
        return ended[-1] if ended[-1] is self.jobs[-1] or self.unfinished_paths() else None

    def done(self) -> tuple[int, int]:
        """Files that have their outcome, and all files."""
        counts = self.counts()
        every = sum(counts.values())
        return every - sum(counts.get(name, 0) for name in _OPEN), every


def taking_of(session: Session) -> Taking | None:
    """The taking-in of this session, under way or the last one."""
    return cast("Taking | None", session.taking_in)


def start_taking_in(
    session: Session,
    paths: Sequence[Path],
    register: Register | None = None,
    by_reference: bool = False,
    once_more: bool = False,
) -> Job[None]:
    """Take in files and folders as a job in the lane "intake", after what is in it already.

    `session.taking_in` is a new one unless the last is under way, has files to go on with, or these are files that
    are in the case and taken in `once_more`: their rows are brought up to date, and the others stay.
    """
    taking = taking_of(session)
    if taking is None or not (once_more or taking.under_way or taking.unfinished_paths()):
        taking = Taking()
        session.taking_in = taking
    return _start(session, taking, Batch(tuple(paths), register, by_reference), first=True)


def take_in_again(session: Session, paths: Iterable[Path]) -> None:
    """Take in files of the present taking-in once more, each with the list and in the way it was given."""
    taking = taking_of(session)
    if taking is not None:
        for batch in taking.batches_of(paths):
            _start(session, taking, batch, first=False)


def _start(session: Session, taking: Taking, batch: Batch, first: bool) -> Job[None]:
    case, vault, remembered = session.case, session.case.store.vault, threading.Event()

    def remember() -> None:
        try:
            unfinished.add(vault, _unfinished(batch))  # should this process end before its time
        finally:
            remembered.set()

    def work(progress: Progress) -> None:
        taking.begin(batch)
        remembered.wait()
        try:
            case.add(
                batch.paths,
                lambda source: None,
                progress,
                batch.register,
                by_reference=batch.by_reference,
                watch=taking,
            )
        finally:
            rest = taking.batches_of(taking.unfinished_paths())
            unfinished.end(vault, _unfinished(batch), map(_unfinished, rest))
        if first and batch.register is not None:
            batch.unmatched = [row.file for row in batch.register.unmatched]
            batch.unclear = [row.file for row in batch.register.ambiguous]

    session.reviews.run(session, remember)
    if first:
        taking.batches.append(batch)
    job: Job[None] = session.start(words.TAKING_IN, work, "intake")
    taking.jobs.append(job)
    _Follower(session, taking, job)
    session.job_changed.emit(job)
    return job


def _unfinished(batch: Batch) -> Unfinished:
    listed = batch.register is not None and batch.register.path.name  # what is recorded has no file of its own
    return Unfinished(batch.paths, batch.register.path if batch.register and listed else None, batch.by_reference)


def go_on_with(session: Session, found: Sequence[Unfinished]) -> None:
    """Take in what an earlier taking-in left, as it was given; an exhibit list that is gone is told of."""

    def lists() -> list[Register | None]:
        from app.register import load

        return [load(one.register) if one.register else None for one in found]

    def then(registers: list[Register | None]) -> None:
        for one, register in zip(found, registers, strict=True):
            start_taking_in(session, one.paths, register, one.by_reference)

    session.background.run(session, lists, then)


class _Follower(QObject):
    """Has the list of sources read again as files end, and tells the summary when the job is over."""

    def __init__(self, session: Session, taking: Taking, job: Job[None]) -> None:
        super().__init__(session)
        self._session, self._taking, self._job = session, taking, job
        self._done = -1
        self._asked = self._took = 0.0
        self._reading = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MILLISECONDS)
        session.job_ended.connect(self._ended)
        session.sources_changed.connect(self._read)

    def _look(self) -> None:
        done, _ = self._taking.done()
        due = self._asked + max(_LEAST_SECONDS, _SPARE * self._took)
        if done != self._done and not self._reading and time.monotonic() >= due:
            self._done, self._asked, self._reading = done, time.monotonic(), True
            self._session.refresh_sources()

    def _read(self) -> None:
        if self._reading:
            self._reading, self._took = False, time.monotonic() - self._asked

    def _ended(self, job: Job[object]) -> None:
        if job is not self._job:
            return
        self._timer.stop()
        self._session.refresh_sources()
        self._session.told.emit(words.summary(self._taking.counts()))
        self.deleteLater()
