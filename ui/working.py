"""The long work of an open case as the window hears of it: what was started, how far it is, and what it came to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from provenance.errors import ModelError
from provenance.records import Draft

if TYPE_CHECKING:
    from app.jobs import Job, Jobs
    from provenance.store.records import NewClaim

POLL_MILLISECONDS = 150


class Working(QObject):
    """Looks at the jobs from time to time and tells, on the window's thread, which of them moved, ended or failed."""

    job_changed = Signal(object)  # a Job moved on
    job_ended = Signal(object)
    failed = Signal(object)  # an Exception for the window's place for errors
    model_failed = Signal(object, object)  # the same of a language model, and what drafts without it
    claims_coming = Signal()  # a language model has written more of them: `coming`
    draft_ready = Signal(object)  # a Draft that work has ended with; who hears it shows or offers it

    def __init__(self, jobs: Jobs, parent: QObject | None) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.coming: list[NewClaim] = []  # by the language model that drafts now; filled by the job's thread
        self.writing_jobs: dict[int, Callable[[], object]] = {}  # in which a model drafts, with what does so without it
        self._told_coming = 0
        self._seen: dict[int, tuple[object, ...]] = {}
        self._quiet: set[int] = set()  # ids of jobs whose errors somebody else tells
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        self._timer.start(POLL_MILLISECONDS)

    def refresh_drafts(self) -> None:
        """Read anew which drafts there are: a job has made one, or has left a record of its stop."""
        raise NotImplementedError

    def start(self, title: str, work: Callable[..., object], lane: str = "draft", quiet: bool = False) -> Job:
        """Start long work, told of by `job_changed` and `job_ended`. `quiet`: who starts it tells of its errors."""
        job = self.jobs.start(title, work, lane)
        if quiet:
            self._quiet.add(job.id)
        self.job_changed.emit(job)
        return job

    def _begin_writing(self, model: str | None) -> Callable[[NewClaim], None] | None:
        """What takes the claims of a model as they come, on the job's thread; None where no model drafts."""
        self.coming = []
        return None if model is None else self.coming.append

    def _poll(self) -> None:
        """Tell which jobs moved since the last time."""
        if len(self.coming) != self._told_coming:
            self._told_coming = len(self.coming)
            self.claims_coming.emit()
        for job in self.jobs.jobs():
            now = (job.over, job.state, job.what, job.done)
            before = self._seen.get(job.id, (False,))
            if before == now:
                continue
            self._seen[job.id] = now
            self.job_changed.emit(job)
            if job.over and not before[0]:
                self._ended(job)

    def _ended(self, job: Job) -> None:
        self.job_ended.emit(job)
        if job.state == "failed" and job.error is not None and job.id not in self._quiet:
            if job.id in self.writing_jobs and isinstance(job.error, ModelError):
                self.refresh_drafts()  # the run that was stopped is recorded
                self.model_failed.emit(job.error, self.writing_jobs[job.id])
            else:
                self.failed.emit(job.error)
        if isinstance(job.result, Draft):
            self.refresh_drafts()
            self.draft_ready.emit(job.result)
        job.let_go()  # its row stays in the list of jobs, a draft of thousands of claims need not

    def stop_telling(self) -> None:
        """Tell of no job any more."""
        self._timer.stop()
