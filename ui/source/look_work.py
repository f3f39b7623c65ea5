"""Starts another look at footage, and has what came of it shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

from provenance.footage import Area, VideoStream
from provenance.records import Source
from ui.session import Session
from ui.strings import footage as words

if TYPE_CHECKING:
    from app.jobs import Job


@dataclass(frozen=True, slots=True)
class Asked:
    """Where movement is to be sought, in coded pixels, and with which threshold."""

    watch: tuple[Area, ...]
    mask: tuple[Area, ...]
    threshold: float

    def covered(self, stream: VideoStream) -> bool:
        """Whether what is left out covers all that is watched."""
        watched, left_out = QRegion(), QRegion()
        for area in self.watch or ((0, 0, stream.width, stream.height),):
            watched += QRegion(*area)
        for area in self.mask:
            left_out += QRegion(*area)
        return watched.subtracted(left_out).isEmpty()


def look_again(session: Session, source: Source, asked: Asked) -> None:
    """Begin it behind what is being taken in; what was found is shown and told of when it is done."""
    case = session.case
    job = session.start(
        words.LOOKING_AGAIN.format(title=source.title),
        lambda progress: case.look_again(source.id, asked.watch, asked.mask, asked.threshold, progress),
        "intake",
    )

    def tell(count: int) -> None:
        session.told.emit(words.LOOKED[min(2, count)].format(title=source.title, count=count))

    def ended(one: Job[Source]) -> None:
        if one is not job:
            return
        session.job_ended.disconnect(ended)
        if job.state == "done":
            session.refresh_sources()
            session.footage_changed.emit(source.id)
            session.lists.run(session, lambda: len(case.store.events(source.id)), tell)
        elif job.state == "cancelled":
            session.told.emit(words.LOOK_CANCELLED.format(title=source.title))

    session.job_ended.connect(ended)


def ask(session: Session, source: Source, parent: QWidget | None) -> None:
    """Open the dialog for footage that need not be on show, on its first frame."""
    from app.viewing import FootageView
    from ui.source.look_dialog import LookDialog

    def then(footage: FootageView) -> None:
        LookDialog(session, source, footage, 0, parent).open()

    session.viewing.run(parent or session, lambda: session.case.viewer.footage(source.id), then)
