"""The long work of one view: one job at a time, begun from it and followed until it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.session import Session
from ui.strings import common
from ui.widgets.basics import button, label, row

if TYPE_CHECKING:
    from app.jobs import Job


class Following(QObject):
    """`moved` tells that the job was begun or went on, `ended` that it is over; its result is still there then.

    `line` says in the view what is being done and how long it takes still, with a way to cancel it, and to go on where
    it is paused: the foot of the desk steers the job that was started last, which may be another one.
    """

    moved = Signal(object)  # a Job
    ended = Signal(object)

    def __init__(self, session: Session, view: QWidget) -> None:
        super().__init__(view)
        self.job: Job[Any] | None = None
        self.said = label("", "muted", wrap=True)
        self.go_on = button(common.GO_ON, self._go_on, "compact")
        self.stop = button(common.CANCEL, self.cancel, "compact")
        self.line = QWidget()
        layout = row(self.said, self.go_on, self.stop)
        layout.setStretch(0, 1)
        self.line.setLayout(layout)
        self.line.hide()
        session.job_changed.connect(self._changed)
        session.job_ended.connect(self._ended)

    @property
    def busy(self) -> bool:
        """Whether a job is under way, or waits for its turn."""
        return self.job is not None

    def follow(self, job: Job[Any]) -> None:
        """Tell of this job from now on."""
        self.job = job
        self._changed(job)

    def cancel(self) -> None:
        """Have the job stop; `ended` tells when it has."""
        if self.job is not None:
            self.job.cancel()
            self._changed(self.job)

    def _go_on(self) -> None:
        if self.job is not None:
            self.job.resume()
            self._changed(self.job)

    def _changed(self, job: Job[Any]) -> None:
        if job is not self.job:
            return
        self.said.setText(told(job))
        self.go_on.setVisible(job.state == "paused" and not job.cancelling)
        self.go_on.setAccessibleName(common.GO_ON_JOB.format(title=job.title))
        self.stop.setEnabled(not job.cancelling)
        self.stop.setAccessibleName(common.STOP_JOB.format(title=job.title))
        self.line.setVisible(not job.over)
        self.moved.emit(job)

    def _ended(self, job: Job[Any]) -> None:
        if job is not self.job:
            return
        self.job = None
        self.line.hide()
        self.ended.emit(job)


def told(job: Job[Any]) -> str:
    """ "Comparing the accounts · 12 s left"."""
    what = job.what or job.title
    if job.cancelling:
        return common.STOPPING.format(what=what)
    if job.state == "waiting":
        return common.IN_TURN.format(what=job.title)
    if job.state == "paused":
        return common.PAUSED.format(what=what)
    left = common.time_left(job.seconds_left)
    return f"{what} · {left}" if left else what
