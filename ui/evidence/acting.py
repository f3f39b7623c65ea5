"""Writes what a person decided of a source: what is recorded of it, and whether privilege holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from provenance.errors import TaskError
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

    session.reviews.run(owner, lambda: session.case.change(source.id, changes), then, failed)


def decide(session: Session, source: Source, privilege: str) -> None:
    """Decide on privilege, for all sources with the same bytes. The decision is written at once, and what it withholds
    leaves the window; reading what was released, and changing the index, wait for what is being taken in."""
    told = words.DECIDED[privilege].format(title=source.title)

    def written(changed: Source) -> None:
        session.refresh_sources()
        if changed.privilege != "released":
            session.told.emit(told)
        with suppress(TaskError):  # the case is being closed: its next opening makes up for it
            _follow(session, source, told if changed.privilege == "released" else "")

    session.reviews.run(session, lambda: session.case.change(source.id, {"privilege": privilege}), written)


def _follow(session: Session, source: Source, told: str) -> None:
    """Start the job that carries a decision through; `told` is said when it is done."""
    job = session.start(
        words.DECIDING.format(title=source.title),
        lambda progress: session.case.follow(source.id, progress),
        "intake",
    )

    def ended(one: Job[Source]) -> None:
        if one is not job:
            return
        session.job_ended.disconnect(ended)
        session.refresh_sources()
        if told and job.state == "done":
            session.told.emit(told)

    session.job_ended.connect(ended)
