"""The log as the window lists it: entries in words, newest first, and filtered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app import messages
from app.log_record import Asked, Concerns, chosen
from provenance.report_words import when
from provenance.store.records import AuditEntry
from ui.search.columns import head
from ui.search.lines import folded
from ui.strings import search as words
from ui.when import local_time
from ui.widgets.basics import tip

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in words; `hay` is what the filter looks through."""

    entry: AuditEntry
    action: str
    detail: str
    hay: str


def told(entries: Iterable[AuditEntry]) -> list[Told]:
    """Entries in words, newest first."""
    made = []
    for entry in entries:
        action, detail = words.action(entry.action), folded(messages.entry(entry.detail))[0]
        hay = f"{entry.seq} {entry.by} {action} {detail} {entry.at} {entry.hash}".casefold()
        made.append(Told(entry, action, detail, hay))
    made.reverse()
    return made


def filtered(entries: Sequence[Told], typed: str, asked: Asked, concerns: Concerns) -> list[Told]:
    """Those that hold every word that was typed, and are asked for."""
    needles = typed.casefold().split()
    found = [one for one in entries if all(needle in one.hay for needle in needles)]
    if not asked:
        return found
    wanted = {e.seq for e in chosen((one.entry for one in found), asked, concerns)}
    return [one for one in found if one.entry.seq in wanted]


class LogModel(QAbstractTableModel):
    """Entries in the columns of the log."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Told] = []

    def show(self, rows: list[Told]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(words.LOG_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            cells = (f"{one.entry.seq:,}", local_time(one.entry.at), one.entry.by, one.action, one.detail)
            return cells[column][:400]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(("", when(one.entry.at), one.entry.by, one.action, one.detail)[column])
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        return head(words.LOG_COLUMNS, section, way, role, numbers={0})
