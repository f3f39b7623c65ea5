"""The table of sources with what a draft makes of them; sorted by any column, each row opens its source."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.search.lines import folded
from ui.search.source_use import SourceUse
from ui.strings import search as words
from ui.theme.theme import theme
from ui.widgets.basics import tip

Index = QModelIndex | QPersistentModelIndex
_SORT = Qt.ItemDataRole.UserRole


class UseModel(QAbstractTableModel):
    """Rows of `SourceUse`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[SourceUse] = []

    def show(self, rows: Sequence[SourceUse]) -> None:
        """The same sources with other numbers keep their order and what is chosen."""
        if [r.source.id for r in rows] == [r.source.id for r in self.rows]:
            self.rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(words.COLUMNS_BY_SOURCE)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        use, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(use)[column]
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            return tip(cells(use)[0])
        if role == _SORT:
            share = use.opened / use.places if use.places else -1.0
            return (cells(use)[0].casefold(), use.passages, use.cited, share)[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return words.COLUMNS_BY_SOURCE[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return words.COLUMN_TIPS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def cells(use: SourceUse) -> tuple[str, str, str, str]:
    """What stands in the row of a source."""
    source = use.source
    who = source.fields.get("witness", "") or source.fields.get("title", "") or source.name
    name = folded(" · ".join(dict.fromkeys((source.title, who))))[0]
    frames = source.kind == "video" and use.cited
    cited = (
        words.FRAMES.format(frames=f"{use.cited:,}") if frames else f"{use.cited:,}" if use.cited else words.NOT_CITED
    )
    opened = words.OPENED_OF.format(opened=use.opened, all=use.places) if use.places else words.NOT_CITED
    return name, f"{use.passages:,}" if use.passages else words.NOT_CITED, cited, opened


class UseTable(QTableView):
    """The table; `opened` gives the id of a source."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.uses = UseModel(self)
        self.order = QSortFilterProxyModel(self)
        self.order.setSourceModel(self.uses)
        self.order.setSortRole(_SORT)
        self.setModel(self.order)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        dress(self, words.BY_SOURCE_NAME)
        self.clicked.connect(self._open)
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        fit_columns(self, (words.COLUMNS_BY_SOURCE[1], words.COLUMNS_BY_SOURCE[2] + "00", "00 of 00"), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(self.uses.rows[self.order.mapToSource(index).row()].source.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)


def dress(table: QTableView, name: str) -> None:
    """Make a table of whole rows that are read, not edited."""
    table.setAccessibleName(name)
    table.setStyleSheet("QTableView::item { padding: 0px 8px; }")
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.horizontalHeader().setHighlightSections(False)


def fit_columns(table: QTableView, samples: Sequence[str], wide: int) -> None:
    """Give every column the width of its sample, and column number `wide` what is left, as long as that is enough."""
    measure, taken = QFontMetrics(theme().font(1.0, QFont.Weight.DemiBold)).horizontalAdvance, 0
    columns = [n for n in range(table.model().columnCount()) if n != wide]
    for column, sample in zip(columns, samples, strict=True):
        width = measure(sample) + 16 + theme().px(8)
        table.setColumnWidth(column, width)
        taken += width
    table.setColumnWidth(wide, max(theme().px(120), table.viewport().width() - taken))
    table.verticalHeader().setDefaultSectionSize(theme().px(30))
