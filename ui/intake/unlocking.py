"""Tries a password on the locked files of a case: they are taken in again with what was recorded of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.register import Entry, Register
from app.taking_in import read_later
from provenance.records import Source
from ui.evidence.telling import is_locked
from ui.intake.taking import Taking, start_taking_in, taking_of
from ui.session import Session

_OPENED = ("read", "partly", "held")


class Recorded(Register):
    """What is recorded of files that are taken in once more, in the place of an exhibit list."""

    def __init__(self, sources: Iterable[Source]) -> None:
        super().__init__((), Path())
        self._recorded = {Path(source.path): _entry(source) for source in sources}

    def __len__(self) -> int:
        return len(self._recorded)

    def match(self, paths: Iterable[Path]) -> dict[Path, Entry]:
        """The record of each file by its path."""
        return {path: self._recorded[path] for path in paths if path in self._recorded}


def _entry(source: Source) -> Entry:
    title = source.fields.get("title", "")
    return Entry(
        source.name, source.exhibit, title, source.producer, source.dated, source.mark, source.privilege
    )  # fmt: skip


def locked(session: Session) -> list[Source]:
    """The files of the case that a password would open, those read meanwhile left out."""
    sources = list(session.sources.values())
    later = read_later(sources)
    taking = taking_of(session)
    ended = [r.source for r in list(taking.rows) if r.source is not None] if taking is not None else []
    opened = {(s.path, s.parent) for s in ended if s.outcome in _OPENED}  # the list of sources may not tell of it yet
    found = {s.path: s for s in sources if is_locked(s) and s.id not in later and (s.path, s.parent) not in opened}
    return list(found.values())


def try_password(session: Session, password: str) -> Taking | None:
    """Take the locked files in again with this password, kept in memory only; None where there is none."""
    wanted = locked(session)
    session.case.unlock([password], list(session.sources.values()))
    for by_reference in (False, True):
        batch = [source for source in wanted if source.by_reference == by_reference]
        if batch:
            paths = [Path(source.path) for source in batch]
            start_taking_in(session, paths, Recorded(batch), by_reference, once_more=True)
    return taking_of(session) if wanted else None


def outcome_of(taking: Taking, sources: Iterable[Source]) -> tuple[list[str], list[str]]:
    """The titles of those that were opened, and of those that are locked still."""
    rows = {str(row.path): row for row in list(taking.rows)}
    opened, still = list[str](), list[str]()
    for source in sources:
        row = rows.get(source.path)
        fits = row is not None and row.outcome is not None and row.reason != "password_needed"
        (opened if fits else still).append(source.title)
    return list(dict.fromkeys(opened)), list(dict.fromkeys(still))
