"""What is being done, how far it is and how long it will still take, with a button that ends it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QProgressBar

from app.jobs import Job
from ui.strings import common
from ui.widgets.basics import button, column, label, row

_STEPS = 1000


class Waiting(QFrame):
    """A quiet strip for one piece of work; hidden until something is said."""

    def __init__(self, cancel: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._what = label("", wrap=True)
        self._left = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.cancel = button(common.CANCEL, cancel)
        top = row(self._what, self._left, self.cancel)
        top.setStretch(0, 1)
        layout = column(gap=6, margins=(12, 8, 12, 10))
        layout.addLayout(top)
        layout.addWidget(self._bar)
        self.setLayout(layout)
        self.hide()

    def say(self, what: str, share: float | None = None, left: str = "") -> None:
        """Show what is done; `share` is how much of it, from 0 to 1, None where that is not known."""
        self._what.setText(what)
        self._left.setText(left)
        self._bar.setRange(0, 0 if share is None else _STEPS)
        if share is not None:
            self._bar.setValue(round(share * _STEPS))
        self._bar.setAccessibleName(" ".join(t for t in (what, left) if t))
        self.show()

    def follow(self, job: Job[object]) -> None:
        """Show how far a job is; hidden once it is over."""
        if job.over:
            self.hide()
            return
        self.cancel.setEnabled(not job.cancelling)
        self.say(job.what or job.title, job.share, common.time_left(job.seconds_left))
