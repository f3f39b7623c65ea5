"""The rows and columns of the matrix as Qt asks for them; what is read aloud and told by tooltips stands here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from provenance import opposed_words
from provenance.points import Cell
from provenance.records import Source
from ui.source_name import name_of
from ui.strings import witnesses as words
from ui.widgets.basics import tip
from ui.witnesses.rows import BESIDE, Listed, Row

Index = QModelIndex | QPersistentModelIndex
_TIP = 600  # characters of one source's words in a tooltip


class MatrixModel(QAbstractTableModel):
    """A `Listed`: one column for each source, or the sides of a point next to each other where it is packed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.listed = Listed()

    def show(self, listed: Listed) -> None:
        self.beginResetModel()
        self.listed = listed
        self.endResetModel()

    def row(self, number: int) -> Row:
        return self.listed.rows[number]

    def source(self, number: int) -> Source:
        return self.listed.sources[number]

    def cells(self, index: Index) -> list[Cell]:
        """What stands at a place of the matrix."""
        if not index.isValid():
            return []
        row = self.row(index.row())
        if self.listed.packed:
            return list(row.sides[index.column() : index.column() + 1])
        return row.cells(self.source(index.column()).id)

    def of(self, index: Index) -> Source | None:
        """The source whose words stand at a place, or would."""
        if not self.listed.packed:
            return self.source(index.column())
        said_by = {c.citation.source_id for c in self.cells(index)}
        return next((s for s in self.listed.sources if s.id in said_by), None)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(self.listed.rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return BESIDE if self.listed.packed else len(self.listed.sources)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row()) if index.isValid() else None
        if row is not None and row.point is None:
            return Qt.ItemFlag.NoItemFlags if row.names is None else Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row(index.row())
        if row.names is not None:
            return self._named(row, role)
        if row.point is None:
            return None
        cells = self.cells(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return said(cells)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            source = self.of(index)
            told = f"{source.title}: {said(cells) or words.NOTHING_HERE}" if source else words.NO_MORE_SIDES
            return f"{row.spoken()}. {told}"
        if role == Qt.ItemDataRole.ToolTipRole and cells:
            return tip(f"{said(cells)}\n\n{words.OPEN_TIP}")
        return None

    def _named(self, row: Row, role: int) -> object:
        """Of the head of a point."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{row.spoken()}\n\n{words.OPEN_TIP}")
        return row.spoken() if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        if way == Qt.Orientation.Horizontal and self.listed.packed:
            return None
        if way == Qt.Orientation.Horizontal:
            name = name_of(self.source(section))
            return {Qt.ItemDataRole.DisplayRole: name, Qt.ItemDataRole.ToolTipRole: tip(name)}.get(role)  # type: ignore[call-overload]
        spoken = self.row(section).spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{spoken}\n\n{words.OPEN_TIP}") if self.row(section).point else None
        return spoken if role == Qt.ItemDataRole.DisplayRole else None


def said(cells: Sequence[Cell]) -> str:
    """ "14:25, with doubt · p. 1\n“I looked at the clock …”", one source's cells one below the other."""
    return "\n".join(f"{head(cell)} · {cell.citation.label}\n{quoted(cell)}" for cell in cells)


def head(cell: Cell) -> str:
    """What is compared, and whether it is said with doubt."""
    return f"{cell.value}, {words.HEDGED}" if cell.hedged else cell.value


def quoted(cell: Cell) -> str:
    """The source's own words in one line."""
    told = " ".join(cell.says.split())
    return f"“{told if len(told) <= _TIP else told[:_TIP].rsplit(' ', 1)[0] + ' …'}”" if told else ""


def telling(cell: Cell) -> str:
    """The same from the sentence on in which stands what is compared, where little of it can be shown."""
    told = opposed_words.telling(cell.says, cell.value)
    begun = told.removeprefix("… ")
    return f"… {quoted(replace(cell, says=begun))}" if begun != told else quoted(cell)
