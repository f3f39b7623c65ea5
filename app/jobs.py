"""Long work beside a window: jobs in lanes, to be looked at, paused and cancelled from any thread."""

from __future__ import annotations

import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from typing import Any, Generic, Literal, TypeVar

from app import trouble
from app.time_left import TimeLeft
from ingest.patience import looking_up
from provenance.clock import now
from provenance.errors import AttestError, TaskError
from provenance.ports import Progress

T = TypeVar("T")
State = Literal["waiting", "running", "paused", "done", "failed", "cancelled"]
# What changes the evidence goes in order; so does drafting, asking, verifying and exporting; short look-ups do not.
LANES: Mapping[str, int] = {"intake": 1, "draft": 1, "quick": 4}
_KEPT = 100  # jobs that have ended, of which `jobs` still tells
_STOPPED = {"cancelled", "runner_closed", "case_closed"}
_log = logging.getLogger(__name__)


class Job(Generic[T]):
    """One piece of work and how far it is; made by `Jobs.start`, read and steered from any thread.

    `what`, `done` and `total` are what the work told last; `started` is when it began to run (UTC, ISO 8601) or "".
    `result` is there when it is done, until `let_go`, and `error` when it failed.
    """

    def __init__(self, id: int, title: str, lane: str, work: Callable[[Progress], T]) -> None:
        self.id = id
        self.title = title
        self.lane = lane
        self.what = ""
        self.done = 0.0
        self.total = 0.0
        self.started = ""
        self.result: T | None = None
        self.error: BaseException | None = None
        self._work: Callable[[Progress], T] | None = work
        self._changed = threading.Condition()
        self._over: State | None = None
        self._paused = self._cancelled = False
        self._left: TimeLeft | None = None

    @property
    def state(self) -> State:
        with self._changed:
            return self._over or ("paused" if self._paused else "running" if self.started else "waiting")

    @property
    def over(self) -> bool:
        """Whether it is done, failed or cancelled: it changes no more."""
        return self._over is not None

    @property
    def cancelling(self) -> bool:
        """Whether it was told to stop and has not ended yet."""
        return self._cancelled and not self.over

    @property
    def share(self) -> float | None:
        """How much of it is done, from 0 to 1, or None where that is not known."""
        with self._changed:
            return max(0.0, min(1.0, self.done / self.total)) if self.total > 0 else None

    @property
    def seconds_left(self) -> float | None:
        """See `TimeLeft.seconds`."""
        with self._changed:
            return self._left.seconds() if self._left and self._over is None else None

    def pause(self) -> None:
        """Hold the work at the next place where it tells how far it is; what children have begun they finish."""
        with self._changed:
            if self._over is None:
                self._paused = True
                if self._left:
                    self._left.pause()

    def resume(self) -> None:
        """Go on after a pause."""
        with self._changed:
            self._paused = False
            if self._left:
                self._left.resume()
            self._changed.notify_all()

    def cancel(self) -> None:
        """Tell the work to stop, paused or not; one that has not begun never will."""
        with self._changed:
            if self._over is None:
                self._cancelled = True
                if not self.started:
                    self._end("cancelled")
                self._changed.notify_all()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is over, at most so long; gives whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._over is not None, seconds)

    def let_go(self) -> None:
        """Keep its result no longer: for who told of it. One that is not over keeps what it will come to."""
        self.result = None

    def run(self) -> None:
        """Do the work on this thread, for its lane. Never raises."""
        if not self._begin():
            return
        work, self._work = self._work, None  # what it holds need not live as long as the job is told of
        assert work is not None
        try:
            with looking_up(self._look):
                result = work(self._tell)
        except BaseException as error:  # noqa: BLE001 - kept for whoever polls, and the lane must live on
            self._failed(error)
        else:
            with self._changed:
                self.result = result
                self._end("done")

    def _begin(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: not self._paused or self._cancelled)
            if self._over is None:
                self.started, self._left = now(), TimeLeft()
            return self._over is None

    def _tell(self, what: str, done: float, total: float) -> bool:
        """The Progress of the work: keeps what is told, waits while paused; False once cancelled."""
        with self._changed:
            self.what, self.done, self.total = what, done, total
            if self._left:
                self._left.tell(done, total)
            self._changed.wait_for(lambda: not self._paused or self._cancelled)
            return not self._cancelled

    def _look(self) -> None:
        """Done while the work waits for a child; raises TaskError("cancelled")."""
        if not self._tell(self.what, self.done, self.total):
            raise TaskError("cancelled")

    def _failed(self, error: BaseException) -> None:
        ended = isinstance(error, CancelledError) or (isinstance(error, AttestError) and error.code in _STOPPED)
        stopped = self._cancelled and ended
        if not isinstance(error, AttestError) and not stopped:
            trouble.note(error)
            _log.error("a job failed: %s", type(error).__name__)
        with self._changed:
            self.error = None if stopped else error
            self._end("cancelled" if stopped else "failed")

    def _end(self, state: State) -> None:
        self._over, self._paused = state, False
        if state == "cancelled":
            self._work = None
        self._changed.notify_all()


class Jobs:
    """Lanes of threads that do jobs: in each lane they begin in the order in which they were started."""

    def __init__(self, lanes: Mapping[str, int] = LANES) -> None:
        self._ids = itertools.count(1)
        self._guard = threading.Lock()
        self._jobs: list[Job[Any]] = []
        self._closed = False
        self._lanes: dict[str, queue.SimpleQueue[Job[Any] | None]] = {name: queue.SimpleQueue() for name in lanes}
        each = [name for name, count in lanes.items() for _ in range(count)]
        self._threads = [
            threading.Thread(target=_serve, args=(self._lanes[name],), name=f"attest-{name}", daemon=True)
            for name in each
        ]
        for thread in self._threads:
            thread.start()

    def start(self, title: str, work: Callable[[Progress], T], lane: str) -> Job[T]:
        """Have `work` done in a lane; it is handed its Progress. Raises TaskError("runner_closed") after `close`."""
        job = Job(next(self._ids), title, lane, work)
        with self._guard:
            if self._closed:
                raise TaskError("runner_closed")
            self._forget()
            self._jobs.append(job)
            self._lanes[lane].put(job)
        return job

    def jobs(self) -> list[Job[Any]]:
        """Every job that is not over and the latest that are, in the order in which they were started."""
        with self._guard:
            return list(self._jobs)

    def active(self, lane: str | None = None) -> list[Job[Any]]:
        """The jobs of all lanes, or of one, that are not over."""
        return [job for job in self.jobs() if not job.over and lane in (None, job.lane)]

    def close(self, seconds: float) -> bool:
        """Cancel every job, take no more, and wait at most so long; gives whether all have ended."""
        with self._guard:
            self._closed = True
        until = time.monotonic() + seconds
        for job in self.active():
            job.cancel()
        for lane in self._lanes.values():
            for _ in self._threads:  # each thread takes one at most
                lane.put(None)
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _forget(self) -> None:
        """Tell no longer of the oldest that are over."""
        over = [job for job in self._jobs if job.over]
        old = {job.id for job in over[: max(0, len(over) - _KEPT)]}
        self._jobs = [job for job in self._jobs if job.id not in old]


def _serve(lane: queue.SimpleQueue[Job[Any] | None]) -> None:
    while (job := lane.get()) is not None:
        job.run()
        del job  # and with it what it gave, once nobody else holds it
