"""Runs tasks in killable child processes, under limits of time, memory and output.

Implements `provenance.ports.TaskRunner`. Each child is kept by a worker (`ingest.worker`); all workers take their jobs
from one queue.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from ingest.worker import Job, TaskFuture, Worker
from provenance.confining import Held
from provenance.errors import TaskError
from provenance.offline import Refusal
from provenance.ports import Limits, Open, Task


class ChildRunner:
    """A TaskRunner with `workers` child processes, started when first needed.

    With `private` (of a protected case) they write what libraries insist to have in a file in memory alone, and do
    without where the system has no such folder.
    """

    def __init__(self, workers: int = 1, *, private: bool = False) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._workers = [Worker(self._jobs, private) for _ in range(workers)]
        self._guard = threading.Lock()
        self._closed = False

    def submit(
        self,
        task: Task,
        original: Open | None = None,
        limits: Limits | None = None,
        on_item: Callable[[object], None] | None = None,
    ) -> TaskFuture:
        """See `TaskRunner.submit`. `on_item` is called on the runner's thread; what it raises ends the task."""
        job = Job(task, original, limits or Limits(), on_item)
        with self._guard:  # a task behind the workers' last one would never end
            if self._closed:
                raise TaskError("runner_closed")
            self._jobs.put(job)
        return job.future

    @property
    def refusals(self) -> list[Refusal]:
        """Outside connections that children asked for and were refused, as far as they told."""
        return [refusal for worker in self._workers for refusal in worker.refusals]

    @property
    def held(self) -> list[Held]:
        """What the kernel holds of each child that was started, as it told."""
        return [worker.held for worker in self._workers if worker.held is not None]

    def close(self) -> None:
        """End all children; tasks under way fail as cancelled."""
        with self._guard:
            self._closed = True
            for _ in self._workers:
                self._jobs.put(None)
        for worker in self._workers:
            worker.end()
        for worker in self._workers:
            worker.join(2)

    def __enter__(self) -> ChildRunner:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
