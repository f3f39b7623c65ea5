"""The table of what people decide on: a row for each source, cells that can be written in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush

from app.schedule_rows import Line
from ui.search.columns import head
from ui.strings import schedules as words
from ui.theme.theme import theme
from ui.widgets.basics import tip

Index = QModelIndex | QPersistentModelIndex
FIELDS = ("", "", "use", "description", "location", "rebuttable", "reason", "assists", "block")
ITEM, SOURCE, USE, PRESUMED = 0, 1, 2, 5


class LinesModel(QAbstractTableModel):
    """Rows of `Line`. A cell that is written in changes nothing here: `written` says what was asked for."""

    written = Signal(int, str, str)  # the row, a field, and what it is to be

    def __init__(self, parent: QObject, writable: bool) -> None:
        super().__init__(parent)
        self._writable = writable
        self.rows: list[Line] = []
        self.numbers: Mapping[str, str] = {}

    def show(self, rows: Sequence[Line], numbers: Mapping[str, str]) -> None:
        """The same rows with other contents keep what is chosen."""
        same = [r.key for r in rows] == [r.key for r in self.rows]
        if not same:
            self.beginResetModel()
        self.rows, self.numbers = list(rows), dict(numbers)
        if not same:
            self.endResetModel()
        elif self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(words.COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if not index.isValid() or not self._writable or not FIELDS[index.column()]:
            return found
        if FIELDS[index.column()] == "block" and self.rows[index.row()].made:
            return found
        return found | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cell(line, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._raw(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{line.title}\n{line.about}" if column == SOURCE else self._cell(line, column))
        if role == Qt.ItemDataRole.ForegroundRole and column == USE and line.open:
            return QBrush(theme().colour("amber"))
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        if str(value) != self._raw(self.rows[index.row()], index.column()):
            self.written.emit(index.row(), FIELDS[index.column()], str(value))
        return True

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        if role == Qt.ItemDataRole.ToolTipRole and way == Qt.Orientation.Horizontal:
            return tip(words.COLUMN_TIPS[section])
        return head(words.COLUMNS, section, way, role, numbers=())

    def _cell(self, line: Line, column: int) -> str:
        if column == ITEM:
            return self.numbers.get(line.key, "")
        if column == SOURCE:
            return f"{line.title}  ·  {line.about}" if line.about else line.title
        if column == USE:
            if line.copy:
                return words.COPY_OF.format(title=line.copy)
            if line.made and line.material.use == "undecided":
                return "–"
            return words.USES[line.material.use]
        if column == PRESUMED:
            return words.YES if line.material.rebuttable else ""
        return self._raw(line, column)

    @staticmethod
    def _raw(line: Line, column: int) -> str:
        """What an editor begins with."""
        field = FIELDS[column]
        if not field:
            return ""
        if field == "block":
            return line.block
        if field == "rebuttable":
            return "yes" if line.material.rebuttable else "no"
        return str(getattr(line.material, field))
