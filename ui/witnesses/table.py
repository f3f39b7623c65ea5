"""The matrix on screen: the points stay at the left while the sources are scrolled; a click or Enter opens a row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from provenance.points import Cell, Point
from ui.strings import witnesses as words
from ui.theme.theme import theme
from ui.witnesses.model import Index, MatrixModel
from ui.witnesses.painting import COLUMN, FIRST, GROUP, ROW, WIDEST, CellDelegate, ColumnHeads, RowHeads
from ui.witnesses.rows import BESIDE, Listed, Row
from ui.witnesses.sides import HEAD, SIDE

_MOVES = {
    QAbstractItemView.CursorAction.MoveLeft: (0, -1),
    QAbstractItemView.CursorAction.MoveRight: (0, 1),
    QAbstractItemView.CursorAction.MoveUp: (-1, 0),
    QAbstractItemView.CursorAction.MoveDown: (1, 0),
}


def _high(row: Row) -> int:
    """Pixels of a row at normal text size."""
    if row.point is None:
        return GROUP if row.names is None else HEAD
    return SIDE if row.sides else ROW


class MatrixTable(QTableView):
    """`opened` gives the Point of a row, and the Cell that was meant, None for the row as a whole.

    Left and right go from one source that speaks to the next; conflicts alone are packed (see `Listed`), so that both
    sides are seen without scrolling sideways.
    """

    opened = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.matrix = MatrixModel(self)
        self.setModel(self.matrix)
        self.setItemDelegate(CellDelegate(self))
        self.setVerticalHeader(RowHeads(self))
        self.setHorizontalHeader(ColumnHeads(self))
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(words.MATRIX)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)  # the chosen place has a frame of its own
        self.setStyleSheet(
            "QTableView, QTableView:focus { border: none; } QAbstractScrollArea::corner { background: transparent; }"
        )
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerItem)  # so that no column begins in its middle
        self.horizontalScrollBar().valueChanged.connect(lambda _: self.viewport().update())  # who is out of sight
        self.clicked.connect(lambda index: self._open(index))
        self.verticalHeader().sectionClicked.connect(self._open_row)
        theme().changed.connect(self.fit)

    def show_listed(self, listed: Listed) -> None:
        """Show these; the chosen place stays chosen where it is still there."""
        point, source = self.point(), self._source()
        self.matrix.show(listed)
        self.clearSpans()
        self.fit()
        for head in (n for n, row in enumerate(listed.rows) if row.names is not None):
            self.setSpan(head, 0, 1, self.matrix.columnCount())
        rows = [n for n, row in enumerate(listed.rows) if row.point is not None and row.point == point]
        places = (self.matrix.index(row, n) for row in rows for n in range(self.matrix.columnCount()))
        found = next((p for p in places if (of := self.matrix.of(p)) is not None and of.id == source), None)
        if found is not None:
            self.setCurrentIndex(found)

    def point(self) -> Point | None:
        """The point of the row in which the keyboard is."""
        index = self.currentIndex()
        return self.matrix.row(index.row()).point if index.isValid() else None

    def choose(self, point: Point) -> None:
        """Make the first place of a point the chosen one, and take the keyboard there."""
        row = next((n for n, one in enumerate(self.matrix.listed.rows) if one.point == point), None)
        if row is not None:
            head = row - 1 if row and self.matrix.row(row - 1).names is not None else row
            self.setCurrentIndex(self._speaks_first(row))
            self.scrollTo(self.matrix.index(head, 0), QAbstractItemView.ScrollHint.PositionAtTop)
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def enter(self) -> None:
        """Take the keyboard, on the first source that speaks where nothing is chosen."""
        if not self.currentIndex().isValid():
            found = self._along(-1, 0, 1, 0)
            if found.isValid():
                self.setCurrentIndex(self._speaks_first(found.row()))
        if not self.hasFocus():
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fit(self) -> None:
        """Give rows and columns their sizes: the columns share what room there is, within bounds."""
        heads, packed = self.verticalHeader(), self.matrix.listed.packed
        heads.setFixedWidth(theme().px(FIRST))
        heads.setVisible(not packed)
        self.horizontalHeader().setVisible(not packed)
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if packed else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(bar)
        for number, row in enumerate(self.matrix.listed.rows):
            self.setRowHeight(number, theme().px(_high(row)))
        room = self.width() - (0 if packed else heads.width()) - 14
        fit = max(1, min(self.matrix.columnCount(), room // theme().px(COLUMN)))  # whole columns only
        wide = room // BESIDE if packed else min(theme().px(WIDEST), max(theme().px(COLUMN), room // fit))
        self.horizontalHeader().setDefaultSectionSize(wide)
        self.horizontalHeader().setOffsetToSectionPosition(self.horizontalScrollBar().value())  # none begins cut
        self.viewport().update()

    def _source(self) -> str:
        index = self.currentIndex()
        of = self.matrix.of(index) if index.isValid() else None
        return of.id if of is not None else ""

    def _open(self, index: Index) -> None:
        """Open what was meant; a place where nothing stands means the whole row."""
        row = self.matrix.row(index.row()) if index.isValid() else None
        if row is not None and row.names is not None:
            self._open_row(index.row() + 1)
        elif row is not None and (point := row.point) is not None:
            cells: list[Cell] = self.matrix.cells(index)
            self.opened.emit(point, cells[0] if cells else None)

    def _open_row(self, number: int) -> None:
        if (point := self.matrix.row(number).point) is not None:
            self.setCurrentIndex(self._speaks_first(number))
            self.opened.emit(point, None)

    def _speaks_first(self, row: int) -> QModelIndex:
        """The first place of a row at which something stands."""
        places = (self.matrix.index(row, column) for column in range(self.matrix.columnCount()))
        return next((place for place in places if self.matrix.cells(place)), self.matrix.index(row, 0))

    def _along(self, row: int, column: int, down: int, across: int) -> QModelIndex:
        """The next place in a direction: the next source that speaks, or the next row that is a point."""
        while True:
            row, column = row + down, column + across
            index = self.matrix.index(row, column)
            if not index.isValid():
                return QModelIndex()
            if self.matrix.row(row).point is not None and (down or self.matrix.cells(index)):
                return index

    # Events

    def moveCursor(  # noqa: N802 - Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        now = self.currentIndex()
        if action not in _MOVES or not now.isValid():
            return super().moveCursor(action, modifiers)
        found = self._along(now.row(), now.column(), *_MOVES[action])
        return found if found.isValid() else now

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters are not for jumping about in evidence."""

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """There is always a place that shows where the keyboard is."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.enter()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.fit()
