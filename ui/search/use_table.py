"""The table of sources with what a draft makes of them; sorted by any column, each row opens its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.search.columns import head
from ui.search.source_use import SourceUse
from ui.source_name import name_of
from ui.strings import search as words
from ui.strings.common import counted
from ui.theme.theme import theme
from ui.widgets.basics import tip

Index = QModelIndex | QPersistentModelIndex
_KEYS: tuple[Callable[[SourceUse], object], ...] = (
    lambda use: name_of(use.source).casefold(),
    lambda use: use.passages,
    lambda use: use.cited,
    lambda use: use.opened / use.places if use.places else -1.0,
)


class UseModel(QAbstractTableModel):
    """Rows of `SourceUse`, which come in the order asked for: what sorts tens of thousands does not run here."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[SourceUse] = []

    def show(self, rows: list[SourceUse]) -> None:
        """The same sources with other numbers keep what is chosen."""
        same = [r.source.id for r in rows] == [r.source.id for r in self.rows]
        if not same:
            self.beginResetModel()
        self.rows = rows
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(words.COLUMNS_BY_SOURCE)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        use, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(use)[column]
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            return tip(cells(use)[0])
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        if role == Qt.ItemDataRole.ToolTipRole and way == Qt.Orientation.Horizontal:
            return words.COLUMN_TIPS[section]
        return head(words.COLUMNS_BY_SOURCE, section, way, role, numbers=range(1, self.columnCount()))


def cells(use: SourceUse) -> tuple[str, str, str, str]:
    """What stands in the row of a source."""
    frames = use.source.kind == "video"
    cited = counted(use.cited, *words.FRAMES) if frames else f"{use.cited:,}"
    opened = words.OPENED_OF.format(opened=use.opened, all=use.places) if use.places else words.NOT_CITED
    return (
        name_of(use.source),
        f"{use.passages:,}" if use.passages else words.NOT_CITED,
        cited if use.cited else words.NOT_CITED,
        opened,
    )


Order = tuple[int, Qt.SortOrder]  # a column, and which way


def sorted_by(order: Order, uses: Iterable[SourceUse]) -> list[SourceUse]:
    """The rows by a column; equal ones stay in the order of the case. For any thread."""
    column, way = order
    return sorted(uses, key=_KEYS[column], reverse=way == Qt.SortOrder.DescendingOrder)


class UseTable(QTableView):
    """The table; `opened` gives the id of a source, `order_asked` says that `order` is another one."""

    opened = Signal(str)
    order_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.uses = UseModel(self)
        self.setModel(self.uses)
        head = self.horizontalHeader()
        head.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorShown(True)
        head.setSectionsClickable(True)
        head.sortIndicatorChanged.connect(lambda *_: self.order_asked.emit())
        dress(self, words.BY_SOURCE_NAME)
        self.clicked.connect(self._open)
        theme().changed.connect(self._fit)
        self._fit()

    @property
    def order(self) -> Order:
        head = self.horizontalHeader()
        return head.sortIndicatorSection(), head.sortIndicatorOrder()

    def show_uses(self, rows: list[SourceUse]) -> None:
        """Show these; the chosen source stays the chosen one."""
        at = self.currentIndex().row()
        chosen = self.uses.rows[at].source.id if 0 <= at < len(self.uses.rows) else ""
        self.uses.show(rows)
        number = next((n for n, use in enumerate(rows) if use.source.id == chosen), -1)
        if number not in (-1, self.currentIndex().row()):
            self.setCurrentIndex(self.uses.index(number, 0))

    def _fit(self) -> None:
        fit_columns(self, (words.COLUMNS_BY_SOURCE[1], counted(100, *words.FRAMES), "00 of 00"), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(self.uses.rows[index.row()].source.id)

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
        taken += 0 if table.isColumnHidden(column) else width
    table.setColumnWidth(wide, max(theme().px(120), table.viewport().width() - taken))
    table.verticalHeader().setDefaultSectionSize(theme().px(30))
