"""Reads the times of a case off the window's thread: how far it is, how long it takes still, stopped when told.

No job of the list of jobs: it changes nothing, and nobody is asked about it before the case is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from app.time_left import TimeLeft
from provenance.errors import AttestError
from provenance.timeline import Timeline
from ui.session import Session
from ui.strings import common
from ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from summarise.timeline.line import Kept

_POLL = 150  # milliseconds
_SOON = 400  # before it is told that it is under way


class Reading(QObject):
    """`ended` tells a Timeline, or None where it was stopped. What was read of sources is kept for the next time."""

    ended = Signal(object)

    def __init__(self, session: Session, waiting: Waiting, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._waiting = session, waiting
        self._kept: Kept = {}
        self.busy = self._stopped = False
        self._told: tuple[str, float, float] = ("", 0.0, 0.0)
        self._left = TimeLeft()
        self._poll = QTimer(self, interval=_POLL)
        self._poll.timeout.connect(self._say)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self._poll.start)

    def start(self) -> None:
        """Read; nothing where that is under way."""
        from app.timeline import make

        if self.busy:
            return
        self.busy, self._stopped, self._left = True, False, TimeLeft()
        store, kept = self._session.case.store, self._kept
        self._soon.start()
        self._session.background.run(
            self, lambda: make(store, None, self._progress, kept=kept), self._end, self._failed, latest="timeline"
        )

    def stop(self) -> None:
        """Read no further."""
        self._stopped = True

    def _progress(self, what: str, done: float, total: float) -> bool:
        """On the thread of the work: keeps what is told; False once it is to stop, or nobody waits any more."""
        if self._stopped or not isValid(self):
            return False
        self._told = (what, done, total)
        return True

    def _say(self) -> None:
        what, done, total = self._told
        self._left.tell(done, total)
        share = done / total if total else None
        self._waiting.say(what, share, common.time_left(self._left.seconds()))

    def _end(self, made: Timeline | None) -> None:
        self.busy = False
        self._soon.stop()
        self._poll.stop()
        self._waiting.hide()
        self.ended.emit(made)

    def _failed(self, error: Exception) -> None:
        self._end(None)
        if not (isinstance(error, AttestError) and error.code == "cancelled"):
            self._session.failed.emit(error)
