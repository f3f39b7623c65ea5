"""Asks for the password of a locked file, tries it on every locked file of the case, and says what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from provenance.records import Source
from ui.evidence.password_form import PasswordForm
from ui.session import Session
from ui.strings import common
from ui.strings import evidence as words
from ui.strings.intake import named
from ui.widgets.empty import sentence_of

if TYPE_CHECKING:
    from app.jobs import Job
    from ui.intake.taking import Taking


class UnlockDialog(PasswordForm):
    """The locked files are taken in again with what is typed."""

    def __init__(self, session: Session, source: Source, parent: QWidget | None) -> None:
        from ui.intake.unlocking import locked

        files = common.counted(max(1, len(locked(session))), "file")
        head, more = words.UNLOCK_HEAD.format(title=source.title), words.UNLOCK_MORE.format(files=files)
        super().__init__(head, more, self._take_in, parent)
        self._session, self._source = session, source
        self._wanted: list[Source] = []
        self._taking: Taking | None = None
        self._jobs: list[Job[None]] = []
        session.job_ended.connect(lambda _: self._look())

    def _take_in(self, password: str) -> None:
        from ui.intake.unlocking import locked, try_password

        busy = bool(self._session.jobs.active("intake"))
        self._wanted = locked(self._session)
        before = set(map(id, self._session.jobs.active("intake")))
        self._taking = try_password(self._session, password)
        self._jobs = [job for job in self._session.jobs.active("intake") if id(job) not in before]
        trying = words.UNLOCK_TRYING.format(files=common.counted(len(self._wanted), "file"))
        self.wait(words.UNLOCK_WAITS if busy else trying)

    def _look(self) -> None:
        """Once all is tried: close where nothing is locked any more, else say what came of it and go on to the next."""
        from ui.intake.unlocking import outcome_of

        if not self._jobs or any(not job.over for job in self._jobs) or self._taking is None:
            return
        failed = next((job.error for job in self._jobs if isinstance(job.error, Exception)), None)
        self._jobs = []
        if failed is not None:
            if isValid(self):
                self.ask_again(words.UNLOCK_BROKEN.format(why=sentence_of(failed)), "red")
            return
        opened, still = outcome_of(self._taking, self._wanted)
        if opened:
            rest = words.STILL_LOCKED.format(titles=named(still)) if still else ""
            self._session.told.emit(words.UNLOCKED.format(opened=named(opened)) + rest)
            self._session.passwords_changed.emit()
        if not isValid(self):
            return  # it was closed while it waited: what was opened is told of all the same
        if not still:
            self.accept()
            return
        if opened and self._source.title not in still:
            self._source = next(source for source in self._wanted if source.title in still)
            said = words.UNLOCK_NEXT.format(opened=named(opened), titles=named(still))
            self.ask_for(words.UNLOCK_HEAD.format(title=self._source.title), said)
            return
        told = words.UNLOCK_SOME if opened else words.UNLOCK_WRONG
        self.ask_again(told.format(opened=named(opened), title=named(still)))
