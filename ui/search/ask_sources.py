"""The sources that a question can be put to, ticked or not; names are made as they come into sight."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from provenance.records import Source
from ui.source_name import name_of
from ui.widgets.basics import tip

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole


class AskSources(QAbstractListModel):
    """None is ticked at first; `ticked` says that a tick moved."""

    ticked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sources: list[Source] = []
        self._ticked: set[str] = set()

    def show(self, sources: Iterable[Source]) -> None:
        """Offer those of the sources that can be asked; what is ticked stays so, where it is offered still."""
        offered = [s for s in sources if not s.withheld and s.outcome not in ("refused", "duplicate")]
        if offered == self._sources:
            return
        same = [s.id for s in offered] == [s.id for s in self._sources]
        if same:
            self._sources = offered
            self.dataChanged.emit(self.index(0), self.index(len(offered) - 1))
            return
        self.beginResetModel()
        self._sources = offered
        self._ticked &= {s.id for s in offered}
        self.endResetModel()

    def chosen(self) -> list[str]:
        """Ids of the ticked sources, in the order of the case."""
        return [s.id for s in self._sources if s.id in self._ticked]

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(self._sources)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        source = self._sources[index.row()]
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return name_of(source)
        if role == _ROLE.ToolTipRole:
            return tip(name_of(source))
        if role == _ROLE.CheckStateRole:
            return Qt.CheckState.Checked if source.id in self._ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = _ROLE.EditRole) -> bool:  # noqa: N802 - Qt's name
        if role != _ROLE.CheckStateRole:
            return False
        change = self._ticked.add if Qt.CheckState(value) == Qt.CheckState.Checked else self._ticked.discard
        change(self._sources[index.row()].id)
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
