"""Makes the sample case the first time it is asked for, with progress and a way to stop, and opens it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import platformdirs
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.strings import common
from ui.strings import start as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import Trouble
from ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from app.jobs import Job

_POLL_MILLISECONDS = 150
_STOP_SECONDS = 2.0


class Opens(Protocol):
    """The window, which opens cases; it is also the dialog's parent."""

    def open_case(self, folder: Path) -> None: ...


def open_sample(window: Opens) -> None:
    """Open the sample case in the window; it is made before where it is not there yet."""
    dialog = SampleProgress(sample_folder(), window if isinstance(window, QWidget) else None)
    dialog.made.connect(window.open_case)
    dialog.open()


def sample_folder() -> Path:
    """Where the sample case is kept: the place that the system has for programs' data of this user."""
    return platformdirs.user_data_path("attest", appauthor=False) / "sample"


class SampleProgress(QDialog):
    """Makes the sample case in `folder`; `made` gives the case's folder, at once where it was made before."""

    made = Signal(Path)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from app.jobs import Jobs

        self.setWindowTitle(words.SAMPLE_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._folder = folder
        self._jobs = Jobs({"draft": 1})
        self.job: Job[Path] | None = None
        self.waiting = Waiting(self.reject)
        self._troubles = QVBoxLayout()
        self._again = button(common.RETRY, self.start)
        self._close = button(common.CLOSE, self.reject)
        self._lay()
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        self.start()

    def _lay(self) -> None:
        layout = column(label(words.SAMPLE_LEAD, wrap=True), self.waiting, gap=12, margins=(20, 20, 20, 16))
        layout.addLayout(self._troubles)
        layout.addStretch(1)
        layout.addLayout(row(None, self._close, self._again))
        self.setLayout(layout)
        self.setMinimumWidth(min(theme().px(520), 960))

    def start(self) -> None:
        """Begin, or begin again after a failure."""

        def work(progress: Callable[[str, float, float], bool]) -> Path:
            from app import demo

            return demo.prepare(self._folder, progress)

        while (old := self._troubles.takeAt(0)) is not None:
            old.widget().deleteLater()
        self._again.hide()
        self._close.hide()
        self.job = self._jobs.start(words.SAMPLE_JOB, work, "draft")
        self.waiting.follow(self.job)
        self._timer.start()  # even work that is done at once is told of after `made` was connected

    def reject(self) -> None:
        """Stop the work, if there is any; the dialog closes once it has ended."""
        if self.job is None or self.job.over:
            self._end()
            super().reject()
            return
        self.job.cancel()
        self.waiting.cancel.setEnabled(False)

    def _look(self) -> None:
        job = self.job
        assert job is not None
        self.waiting.follow(job)
        if job.cancelling:
            self.waiting.say(words.SAMPLE_STOPPING)
        if not job.over:
            return
        self._timer.stop()
        if job.state == "done" and job.result is not None:
            self._end()
            self.accept()
            self.made.emit(job.result)
        elif job.state == "cancelled":
            self._end()
            super().reject()
        else:
            self._failed(job.error)

    def _failed(self, error: BaseException | None) -> None:
        self._troubles.addWidget(Trouble(error if isinstance(error, Exception) else Exception(), closable=False))
        self._again.show()
        self._close.show()
        self._close.setFocus()

    def _end(self) -> None:
        self._timer.stop()
        self._jobs.close(_STOP_SECONDS if self.job is not None and not self.job.over else 0)
