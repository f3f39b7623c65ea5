"""The sources to draft from: ticked or not, and those that cannot be chosen with the reason why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.taking_in import read_later, why
from provenance.records import Source
from provenance.report_words import PRIVILEGE
from ui.source_name import name_of
from ui.strings import drafting as words

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


class SourceModel(QAbstractListModel):
    """Every source of the case, those that can be chosen ticked at first; `changed` says that a tick moved."""

    changed = Signal()

    def __init__(self, sources: Sequence[Source], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sources = list(sources)
        later = read_later(self._sources)
        self._out = [left_out(source, later.get(source.id, "")) for source in self._sources]
        self._ticked = {s.id for s, out in zip(self._sources, self._out, strict=True) if not out}
        self.offered = len(self._ticked)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(self._sources)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        source, out = self._sources[index.row()], self._out[index.row()]
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return f"{name_of(source)}  –  {out}" if out else name_of(source)
        if role == _ROLE.AccessibleTextRole:
            return words.SPOKEN_OUT.format(name=name_of(source), why=out) if out else name_of(source)
        if role == _ROLE.CheckStateRole:
            return Qt.CheckState.Checked if source.id in self._ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = _ROLE.EditRole) -> bool:  # noqa: N802 - Qt's name
        if role != _ROLE.CheckStateRole or self._out[index.row()]:
            return False
        self._tick([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._out[index.row()]:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def tick(self, rows: Sequence[int], on: bool) -> None:
        """Tick or untick these rows; those that cannot be chosen stay out."""
        self._tick([row for row in rows if not self._out[row]], on)

    def chosen(self) -> list[str] | None:
        """Ids of the ticked sources in the order of the case; None where all that can be chosen are."""
        if len(self._ticked) == self.offered:
            return None
        return [s.id for s in self._sources if s.id in self._ticked]

    @property
    def count(self) -> int:
        """How many are ticked."""
        return len(self._ticked)

    def _tick(self, rows: Sequence[int], on: bool) -> None:
        if not rows:
            return
        ids = {self._sources[row].id for row in rows}
        self._ticked = self._ticked | ids if on else self._ticked - ids
        self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))
        self.changed.emit()


def left_out(source: Source, later: str = "") -> str:
    """Why a source cannot be drafted from; "" where it can. Says nothing of what a held source holds.

    `later` is the id of the source as which the same file was read afterwards.
    """
    if source.withheld:
        return words.HELD.format(why=PRIVILEGE.get(source.privilege) or why(source))
    if source.outcome == "duplicate":
        return words.DUPLICATE
    if later:
        return words.READ_LATER.format(id=later)
    if source.outcome == "refused":
        return words.REFUSED.format(why=why(source).rstrip("."))
    return "" if source.passages or source.frames else words.EMPTY
