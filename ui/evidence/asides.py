"""What the details tell of a source besides its record, read behind the window's back: who confirmed, the rear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.confirming import CONFIRMED
from provenance.looked import told
from provenance.records import Passage, Source
from ui.session import Session
from ui.strings import evidence as words
from ui.when import local_time

if TYPE_CHECKING:
    from app.case import Case
    from provenance.store.records import AuditEntry

_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Aside:
    """By whom each field was confirmed, in words; the stretch of the layer that is the rear of the form; of footage,
    how movement was sought in it last."""

    confirmed_by: dict[str, str] = field(default_factory=dict)
    rear: tuple[int, int] | None = None
    movement: str = ""


class Asides(QObject):
    """`of` gives what is known now and asks for the rest; `changed` tells when that is here."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._known: dict[tuple[object, ...], Aside] = {}
        session.sources_withheld.connect(lambda _: self._known.clear())
        session.footage_changed.connect(self._forget)

    def _forget(self, source_id: str) -> None:
        """Movement was sought in it again."""
        self._known = {key: one for key, one in self._known.items() if key[0] != source_id}
        self.changed.emit()

    def of(self, source: Source) -> Aside:
        key = (source.id, source.fields.get(CONFIRMED, ""), source.passages)
        if source.withheld or key in self._known:
            return self._known.get(key, Aside())
        case = self._session.case

        def then(found: Aside) -> None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[key] = found
            if found != Aside():
                self.changed.emit()

        self._session.background.run(self, lambda: _aside(case, source), then, latest="aside")
        return Aside()


def _aside(case: Case, source: Source) -> Aside:
    by: dict[str, str] = {}
    if source.fields.get(CONFIRMED):
        by = _confirmed_by(source.id, case.store.audit_entries())
    look = case.store.look(source.id) if source.kind == "video" else None
    rear = rear_of(case.store.passages([source.id], "rear")) if source.passages else None
    return Aside(by, rear, told(look, local_time) if look else "")


def rear_of(passages: Iterable[Passage]) -> tuple[int, int] | None:
    """The first stretch of the rear: passages of it that follow upon each other."""
    span: tuple[int, int] | None = None
    last = 0
    for one in passages:
        if span is not None and one.ordinal != last + 1:
            break
        span, last = (span[0] if span else one.start, one.end), one.ordinal
    return span


def _confirmed_by(source_id: str, entries: Iterable[AuditEntry]) -> dict[str, str]:
    """For each field that is confirmed, who did it last and when, out of the log."""
    found: dict[str, str] = {}
    for entry in entries:
        if entry.action != "source_changed":
            continue
        changes = entry.detail.get("changes") if entry.detail.get("source") == source_id else None
        change = changes.get(CONFIRMED) if isinstance(changes, dict) else None
        if change is not None:
            before, after = (_names(str(value)) for value in change)
            told = words.CONFIRMED_BY.format(by=entry.by, at=local_time(entry.at))
            found = {name: by for name, by in found.items() if name in after}
            found |= dict.fromkeys(after - before, told)
    return found


def _names(text: str) -> set[str]:
    return {name.strip() for name in text.split(",") if name.strip()}
