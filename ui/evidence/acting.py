"""Writes what a person decided of a source: what is recorded of it, and whether privilege holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from provenance.ports import Progress
from provenance.records import Source
from ui.session import Session
from ui.strings import evidence as words

if TYPE_CHECKING:
    from app.jobs import Job


def set_recorded(
    session: Session,
    source: Source,
    changes: Mapping[str, str],
    owner: QObject,
    done: Callable[[], object],
    failed: Callable[[Exception], None],
) -> None:
    """Change reference, description, producer, date, mark or witness: one short write, not held up by a taking-in."""

    def then(found: Source) -> None:
        session.told.emit(words.CHANGED.format(title=found.title))
        session.refresh_sources()
        done()

    session.background.run(owner, lambda: session.case.set(source.id, changes, _go_on), then, failed)


def decide(session: Session, source: Source, privilege: str) -> Job[Source]:
    """Decide on privilege, for all sources with the same bytes: a job after what is being taken in, as it may read the
    file and changes the index."""

    def work(progress: Progress) -> Source:
        return session.case.set(source.id, {"privilege": privilege}, progress)

    job = session.start(words.DECIDING.format(title=source.title), work, "intake")

    def ended(one: Job[Source]) -> None:
        if one is not job:
            return
        session.job_ended.disconnect(ended)
        session.refresh_sources()
        if job.state == "done":
            session.told.emit(words.DECIDED[privilege].format(title=source.title))

    session.job_ended.connect(ended)
    return job


def _go_on(what: str, done: float, total: float) -> bool:
    return True
