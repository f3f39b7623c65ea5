"""Work for which a case has to be closed: protecting it, and changing its keys; afterwards it is open where one was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from provenance.errors import AttestError
from provenance.ports import Progress
from provenance.protection.unlocking import Unlocked
from ui.access.coming_in import by_key, by_passphrase
from ui.access.whereabouts import Whereabouts, whereabouts
from ui.opening import open_in_background, opened
from ui.strings import access as words
from ui.strings import common
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import Trouble
from ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from app.case import Case
    from app.jobs import Job
    from app.preferences import Preferences
    from ui.main_window import MainWindow

_POLL_MILLISECONDS = 150
_STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ClosedWork:
    """What is done to a closed case, in words and as a function; how the case opens afterwards, and after a stop."""

    title: str
    lead: str
    work: Callable[[Progress], Callable[[Preferences], Case]]
    instead: Callable[[Preferences], Case]


def protecting(folder: Path, user: str, phrase: str) -> ClosedWork:
    """Make a plain case a protected one of this user."""

    def work(progress: Progress) -> Callable[[Preferences], Case]:
        from app.protecting import protect

        protect(folder, user, phrase, progress)
        return lambda preferences: by_passphrase(folder, user, phrase, preferences, True)

    return ClosedWork(
        words.PROTECT_TITLE, words.PROTECTING, work, lambda preferences: opened(folder, preferences, True)
    )


def changing_keys(folder: Path, unlocked: Unlocked) -> ClosedWork:
    """Encrypt a protected case with new keys."""

    def work(progress: Progress) -> Callable[[Preferences], Case]:
        from app.protecting import change_keys

        changed = change_keys(folder, unlocked, progress)
        return lambda preferences: by_key(folder, changed, preferences)

    return ClosedWork(
        words.REKEY_TITLE, words.REKEYING, work, lambda preferences: by_key(folder, unlocked, preferences)
    )


def opening_up(folder: Path, unlocked: Unlocked) -> ClosedWork:
    """Take the protection of a case away."""

    def work(progress: Progress) -> Callable[[Preferences], Case]:
        from app.protecting import unprotect

        unprotect(folder, unlocked, progress)
        return lambda preferences: opened(folder, preferences, True)

    return ClosedWork(
        words.UNPROTECT_TITLE, words.UNPROTECTING, work, lambda preferences: by_key(folder, unlocked, preferences)
    )


def do_closed(window: MainWindow, what: ClosedWork) -> bool:
    """Close the case, do the work, open the case again; False where the person would rather keep working in it."""
    session, desk = window.session, window.desk
    assert session is not None
    folder = session.case.store.info.folder
    back = whereabouts(session, desk) if desk is not None else Whereabouts()
    return window.leave_case(lambda: ClosedWorkDialog(window, folder, what, back).open())


class ClosedWorkDialog(QDialog):
    """Shows how far the work is and how long it still takes; it can be stopped, and the case opens all the same."""

    def __init__(self, window: MainWindow, folder: Path, what: ClosedWork, back: Whereabouts) -> None:
        super().__init__(window if isinstance(window, QWidget) else None)
        from app.jobs import Jobs

        self.setWindowTitle(what.title)
        self._window, self._folder, self._what, self._back = window, folder, what, back
        self._jobs = Jobs({"draft": 1})
        self.waiting = Waiting(self.reject)
        self._troubles = QVBoxLayout()
        self.close_it = button(common.CLOSE, self._reopen_instead, "primary")
        self.close_it.hide()
        layout = column(label(what.lead, wrap=True), self.waiting, gap=12, margins=(20, 20, 20, 16))
        layout.addLayout(self._troubles)
        layout.addStretch(1)
        layout.addLayout(row(None, self.close_it))
        self.setLayout(layout)
        self.setMinimumWidth(min(theme().px(520), 960))
        self.job: Job[Callable[[Preferences], Case]] = self._jobs.start(what.title, what.work, "draft")
        self.waiting.follow(self.job)
        self._timer = QTimer(self, interval=_POLL_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def reject(self) -> None:
        """Stop the work; the window closes once it has ended."""
        if self.job.over:
            return
        self.job.cancel()
        self.waiting.cancel.setEnabled(False)
        self.waiting.say(common.STOPPING.format(what=self._what.title))

    def _look(self) -> None:
        job = self.job
        if not job.over:
            if not job.cancelling:
                self.waiting.follow(job)
            return
        self._timer.stop()
        self.waiting.hide()
        if job.state == "done" and job.result is not None:
            self._reopen(job.result)
        elif job.state == "cancelled":
            self._reopen_instead()
        else:
            self._troubles.addWidget(
                Trouble(job.error if isinstance(job.error, Exception) else Exception(), closable=False)
            )
            self.close_it.show()
            self.close_it.setFocus()

    def _reopen_instead(self) -> None:
        self._reopen(self._what.instead)

    def _reopen(self, make: Callable[[Preferences], Case]) -> None:
        """Open the case where one was; one that this key does not open any more is asked for on the unlock page."""
        window, preferences, folder, back = self._window, self._window.remembered.now, self._folder, self._back

        def failed(error: Exception) -> None:
            if isinstance(error, AttestError) and error.code in ("case_protected", "wrong_passphrase", "case_damaged"):
                window.locking.ask_to_open(folder)
            else:
                window.start.show_trouble(error, folder)

        window.start.show_opening(words.OPENING_AGAIN)
        open_in_background(
            window.background, window, lambda: make(preferences), lambda case: window.show_case(case, back), failed
        )
        self._jobs.close(_STOP_SECONDS)
        self.accept()
        self.deleteLater()
