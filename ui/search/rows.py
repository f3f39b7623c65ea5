"""A list of cards made of a few lines each, painted, so that thousands scroll as easily as ten."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from ui.search.lines import Line, Set, set_line
from ui.theme.theme import theme
from ui.widgets.basics import tip

Index = QModelIndex | QPersistentModelIndex
GAP = 6
_SIDE = 2
BAR = 12  # of the scroll bar, kept free where there is none
_LINE_GAP = 4
MOST_LAID = 300  # rows kept laid out, some screens full; Qt itself remembers how high every row is


@dataclass(frozen=True, slots=True)
class Row:
    """One card: its lines, and what stands right of the first ("side"). A heading is no card and cannot be chosen."""

    key: Hashable
    lines: tuple[Line, ...]
    side: str = ""
    side_look: str = "muted"
    heading: bool = False

    def spoken(self) -> str:
        """The row as a screen reader reads it."""
        return "\n".join(t for t in (*(line.text for line in self.lines), self.side) if t)


class RowsModel(QAbstractListModel):
    """Rows to be shown."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def change(self, number: int, row: Row) -> None:
        self.rows[number] = row
        self.dataChanged.emit(self.index(number), self.index(number))

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].spoken()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()].heading:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


@dataclass(frozen=True, slots=True)
class Laid:
    """A row laid out for a width."""

    height: float
    lines: tuple[tuple[Set, float], ...]
    side: Set | None


class Rows(QListView):
    """Shows rows; a click or Enter opens one. `left` says that Up was pressed on the first."""

    opened = Signal(object)
    chosen = Signal(object)
    left = Signal()

    def __init__(self, name: str, side_room: int = 0) -> None:
        super().__init__()
        self.model_ = RowsModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(_Delegate(self))
        self.side_room = side_room
        self._laid = OrderedDict[int, Laid]()
        self.setAccessibleName(name)
        self.setStyleSheet("QListView, QListView:focus { background: transparent; border: none; }")
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(30)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self._open(index))
        self.model_.dataChanged.connect(lambda first, _: self._laid.pop(first.row(), None))
        theme().changed.connect(self.lay_anew)

    def show_rows(self, rows: Sequence[Row], keep: bool = False) -> None:
        """Show these from the beginning; with `keep` the row with the same key stays the chosen one."""
        if keep and rows == self.model_.rows:
            return
        key, at = self.key(), self.verticalScrollBar().value()
        self._laid.clear()
        self.model_.show(rows)
        if keep and key is not None:
            self.choose(key)
            self.verticalScrollBar().setValue(at)

    def key(self) -> Hashable | None:
        """The key of the chosen row."""
        index = self.currentIndex()
        return self.model_.rows[index.row()].key if index.isValid() else None

    def choose(self, key: Hashable) -> None:
        """Make the row with this key the chosen one, without opening it."""
        for number, row in enumerate(self.model_.rows):
            if row.key == key and not row.heading:
                self.setCurrentIndex(self.model_.index(number))
                return

    def enter(self) -> None:
        """Take the keyboard, on the first row where none is chosen."""
        if not self.currentIndex().isValid():
            first = next((n for n, row in enumerate(self.model_.rows) if not row.heading), None)
            if first is not None:
                self.setCurrentIndex(self.model_.index(first))
        if not self.hasFocus():
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def lay_anew(self) -> None:
        """Lay everything out again: the text size or the width is another."""
        self._laid.clear()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def covers_side(self, index: Index) -> bool:
        """Whether a button stands where the side of this row would be painted."""
        return False

    def width_of_rows(self) -> float:
        return max(120.0, self.width() - BAR - 2 * _SIDE)

    def laid(self, number: int) -> Laid:
        found = self._laid.pop(number, None) or lay(self.model_.rows[number], self.width_of_rows(), self.side_room)
        self._laid[number] = found  # the one asked for last stands last
        if len(self._laid) > MOST_LAID:
            self._laid.popitem(last=False)
        return found

    def _open(self, index: Index) -> None:
        if index.isValid() and not self.model_.rows[index.row()].heading:
            self.opened.emit(self.model_.rows[index.row()].key)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        self.chosen.emit(self.key())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        first = next((n for n, row in enumerate(self.model_.rows) if not row.heading), 0)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= first:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Letters are not for jumping about in evidence."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        if event.size().width() != event.oldSize().width():
            self._laid.clear()
            self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """There is always a row that shows where the keyboard is."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.enter()


def lay(row: Row, width: float, side_room: int) -> Laid:
    """The lines of a row one below the other; those that do not fit end in "…"."""
    pad = 0 if row.heading else theme().px(10)
    inside = width - 2 * pad
    side = set_line(Line(row.side, row.side_look, fit="right"), inside * 0.6) if row.side else None
    room = max(side_room, round(side.width) if side else 0)
    y, placed = float(theme().px(8) if row.heading else pad), list[tuple[Set, float]]()
    for at, line in enumerate(row.lines):
        if not line.text:
            continue
        made = set_line(line, inside - (room + 12 if at == 0 and room else 0))
        placed.append((made, y))
        y += made.height + _LINE_GAP
    return Laid(y - _LINE_GAP + (4 if row.heading else pad), tuple(placed), side)


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: Rows) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(round(self._view.width_of_rows()), round(self._view.laid(index.row()).height) + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, laid = self._view.model_.rows[index.row()], self._view.laid(index.row())
        wide = self._view.width_of_rows()
        card = QRectF(option.rect.x() + _SIDE, option.rect.y() + 1, wide, laid.height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not row.heading:
            self._frame(painter, option, card)
        pad = 0 if row.heading else theme().px(10)
        for made, y in laid.lines:
            made.draw(painter, card.x() + pad, card.y() + y)
        if laid.side and not self._view.covers_side(index):
            first = laid.lines[0] if laid.lines else None
            y = first[1] if first else pad
            laid.side.draw(painter, card.right() - pad - laid.side.width, card.y() + y)
        painter.restore()

    def _frame(self, painter: QPainter, option: QStyleOptionViewItem, card: QRectF) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        pen = painter.pen()
        pen.setColor(theme().colour("accent" if chosen else "line"))
        wide = 2.0 if chosen and self._view.hasFocus() else 1.0
        pen.setWidthF(wide)
        painter.setPen(pen)
        painter.setBrush(theme().colour("hover" if hovered and not chosen else "pane"))
        inset = wide / 2
        painter.drawRoundedRect(card.adjusted(inset, inset, -inset, -inset), 6, 6)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:  # noqa: N802
        """What does not fit is told whole."""
        laid = self._view.laid(index.row()) if index.isValid() else None
        if laid and any(made.cut for made, _ in laid.lines):
            QToolTip.showText(event.globalPos(), tip(self._view.model_.rows[index.row()].spoken()), view)
            return True
        return False
