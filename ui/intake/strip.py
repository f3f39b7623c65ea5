"""The strip at the foot of the desk: what runs, how far it is, time left; above it the files being taken in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar

from ui.intake.onward import Onward
from ui.intake.panel import IntakePanel
from ui.intake.taking import Taking, taking_of
from ui.session import Session
from ui.strings import common
from ui.strings import intake as words
from ui.theme.theme import theme
from ui.widgets.basics import Elided, button, column, frame, label, row

if TYPE_CHECKING:
    from app.jobs import Job

_STEPS = 1000
_POLL_MILLISECONDS = 250
_BAR = 180
_TOLD_MILLISECONDS = 30_000  # then a sentence is about what was, not about what is


class StatusStrip(QFrame):
    """Shows the job started last that is not over; when nothing runs, the last sentence of `session.told`.

    `panel` opens above it when a taking-in begins, so that it never covers the panes; `files` opens and closes it.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._told, self._room = "", 0
        self._of, self._shown = "", False  # the draft of which something is said, and whether it came into sight
        self._job: Job[Any] | None = None
        self._seen: Taking | None = None
        self._onward = Onward()
        self.panel = IntakePanel(session)
        self.what = Elided("")
        self.offered = button("", lambda: self._take_up(), "link")
        self.offered.hide()
        self._offer: Callable[[], object] | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.left = label("", "muted")
        self.files = button(words.SHOW_FILES, self._toggle)
        self.pause = button(words.PAUSE, self._pause)
        self.stop = button(words.STOP, self._stop)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)
        self._lay_out()
        self._old = QTimer(self, singleShot=True, interval=_TOLD_MILLISECONDS)
        self._old.timeout.connect(lambda: self._tell(""))
        session.told.connect(self._tell)
        session.told_of_claims.connect(self._bind)
        session.draft_changed.connect(self._other_draft)
        session.job_changed.connect(lambda _: self.refresh())
        session.job_ended.connect(lambda _: self.refresh())
        self.panel.closed.connect(lambda: self.show_panel(False))
        theme().changed.connect(self._dress)
        self._dress()

    def _lay_out(self) -> None:
        self.files.setToolTip(words.FILES_TIP)
        ways = self.files, self.pause, self.stop
        line = row(self.what, self.offered, 4, self.bar, self.left, None, *ways, margins=(16, 8, 16, 8))
        line.setStretch(0, 1000)  # as wide as the words need, at most
        self.line = frame("bar-bottom", line)
        self.setLayout(column(self.panel, self.line, gap=0))

    def _dress(self) -> None:
        self._room = 0
        self.bar.setFixedWidth(theme().px(_BAR))
        self.line.setMinimumHeight(self.stop.sizeHint().height() + 17)  # the same whether there are buttons or not
        self.refresh()

    # What is shown

    def show_panel(self, shown: bool) -> None:
        """Open or close the list of files being taken in."""
        had_keyboard = self.panel.isAncestorOf(self.focusWidget() or self)
        if shown:
            self.panel.show_taking()
        else:
            self.panel.hide()
        self.files.setText(words.SHOW_FILES if self.panel.isHidden() else words.HIDE_FILES)
        if had_keyboard and not shown:
            self.files.setFocus()

    def refresh(self) -> None:
        """Show what runs now."""
        taking = taking_of(self._session)
        if taking is not None and taking is not self._seen:
            self._seen = taking
            self.show_panel(True)
        active = self._session.jobs.active()
        job = active[-1] if active else None
        if job is not self._job:
            self._job, self._room, self._onward = job, 0, Onward()
        for one in (self.pause, self.stop):
            one.setVisible(self._job is not None)
        self.files.setVisible(taking is not None)
        if self._job is None:
            self._timer.stop()
            self._show_idle()
        else:
            self._timer.start(_POLL_MILLISECONDS)
            self._show_job(self._job, len(active) - 1, taking)

    def _show_idle(self) -> None:
        self.offered.setVisible(self._offer is not None)
        self.bar.hide()
        self.left.hide()
        self._say(self._told)

    def _say(self, text: str) -> None:
        """The room of the words only grows during a job, so that the bar behind them stands still."""
        self._room = max(self._room, self.what.fontMetrics().horizontalAdvance(text) + 8)
        self.what.setMaximumWidth(self._room)
        self.what.set(text)

    def _show_job(self, job: Job[Any], others: int, taking: Taking | None) -> None:
        self.offered.hide()
        state, share = job.state, job.share
        what = job.what or job.title
        if taking is not None and job in taking.jobs and job.what:
            done, every = taking.done()
            what = words.ONE_OF.format(what=what, done=f"{done:,}", all=f"{every:,}") if every > 1 else what
        if job.cancelling:
            what = words.STOPPING_WORK.format(what=what)
        elif state == "waiting":
            what = words.WAITS.format(title=job.title)
        elif state == "paused":
            what = words.PAUSED_WORK.format(what=what)
        self._say(words.AND_OTHERS.format(what=what, count=others) if others else what)
        self.bar.show()
        self.bar.setRange(0, 0 if share is None and state == "running" else _STEPS)
        self.bar.setValue(round((self._onward.shown if share is None else self._onward.tell(share)) * _STEPS))
        left = "" if state == "paused" or job.cancelling else common.time_left(job.seconds_left)
        self.left.setText(left)
        self.left.setVisible(bool(left))
        self.bar.setAccessibleName(f"{words.PROGRESS_NAME}: {what}")
        paused = state == "paused"
        self.pause.setText(words.RESUME if paused else words.PAUSE)
        self.pause.setAccessibleName((words.RESUME_NAME if paused else words.PAUSE_NAME).format(title=job.title))
        self.pause.setEnabled(not job.cancelling)
        self.stop.setEnabled(not job.cancelling)
        self.stop.setAccessibleName(words.STOP_NAME.format(title=job.title))

    def offer(self, sentence: str, name: str, act: Callable[[], object], of: str = "") -> None:
        """Say what can be gone to, with a link that goes there, until something else is said: nothing moves for it.

        What is said `of` a draft that is coming into sight goes when another one is shown after it.
        """
        self._tell(sentence)
        self._of, self._shown = of, self._draft_id() == of
        self._old.stop()
        self._offer = act
        self.offered.setText(name)
        self.offered.setAccessibleName(f"{name}: {sentence}")
        self.offered.setVisible(self._job is None)

    def _take_up(self) -> None:
        act = self._offer
        self._tell("")
        if act is not None:
            act()

    def _other_draft(self) -> None:
        """What was said of another draft's claims, by number, would be taken for this one's."""
        if self._of and self._of == self._draft_id():
            self._shown = True
        elif self._of and self._shown:
            self._tell("")

    def _draft_id(self) -> str:
        return self._session.draft.id if self._session.draft else ""

    def _bind(self) -> None:
        """The sentence goes when another draft is shown."""
        self._of, self._shown = self._draft_id(), True

    def _tell(self, sentence: str) -> None:
        self._told, self._offer, self._of = sentence, None, ""
        self.offered.hide()
        self._old.start()
        if self._job is None:
            self._say(sentence)

    # What can be done

    def _toggle(self) -> None:
        self.show_panel(self.panel.isHidden())

    def _pause(self) -> None:
        if self._job is not None:
            (self._job.resume if self._job.state == "paused" else self._job.pause)()
            self.refresh()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.refresh()
