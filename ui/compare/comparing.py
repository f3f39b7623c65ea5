"""Running drafts again and putting two side by side, as the session knows it: what is asked for, and what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.replay import Replayed, replay
from ui.drafting.naming import named_in, within
from ui.strings import compare as words

if TYPE_CHECKING:
    from app.jobs import Job
    from ui.session import Session


class Comparing(QObject):
    """`drafts` are the ids of the two that were put side by side last, the earlier first."""

    asked = Signal()  # `drafts` are others now
    replayed = Signal(object)  # a Replayed: a run that was repeated, and how the drafts compare

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.drafts = ("", "")
        session.job_ended.connect(self._ended)

    def replay(self, draft_id: str, model: str | None = None) -> Job:
        """Run a draft's run again, by another drafter where one is named; `replayed` tells of it."""
        case = self._session.case
        title = words.REPEATING.format(old=within(named_in(self._session.drafts, draft_id)))
        return self._session.start(title, lambda progress: replay(case, draft_id, progress, model=model))

    def compare(self, a: str, b: str) -> None:
        """Put two drafts side by side."""
        self.drafts = (a, b)
        self.asked.emit()
        self._session.tab_asked.emit("compare")

    def _ended(self, job: Job) -> None:
        if isinstance(job.result, Replayed):
            self._session.refresh_drafts()
            self.replayed.emit(job.result)
