"""The list of recent cases: reference and title, folder, when each was opened, and whether it is still there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.preferences import Recent
from ui.strings import start as words
from ui.theme.theme import theme
from ui.when import local_time
from ui.widgets.basics import tip

_ONE, _GONE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_PADDING = 8
Index = QModelIndex | QPersistentModelIndex


class RecentList(QListWidget):
    """Cases, the latest first. Enter or a double click opens one, Delete takes it from the list."""

    open_asked = Signal(Path)
    forget_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(words.RECENT_NAME)
        self.setItemDelegate(_TwoLines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.itemDoubleClicked.connect(lambda _: self._open())
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    def show_recent(self, recent: Sequence[Recent]) -> None:
        """Show these; what was chosen stays chosen."""
        chosen = self.folder()
        self.clear()
        for one in recent:
            item = QListWidgetItem()
            item.setData(_ONE, one)
            item.setData(_GONE, False)
            item.setToolTip(tip(one.folder))
            self.addItem(item)
            self._speak(item)
        at = next((n for n, one in enumerate(recent) if one.folder == chosen), 0)
        self.setCurrentRow(at if recent else -1)

    def mark_gone(self, folders: frozenset[str]) -> None:
        """Say of these folders that no case is found there."""
        for item in map(self.item, range(self.count())):
            item.setData(_GONE, item.data(_ONE).folder in folders)
            self._speak(item)

    def folder(self) -> str:
        """The folder of the chosen case; "" where none is chosen."""
        item = self.currentItem()
        return item.data(_ONE).folder if item is not None else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Delete and self.folder():
            self.forget_asked.emit(self.folder())
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self.folder():
            self.open_asked.emit(Path(self.folder()))

    def _speak(self, item: QListWidgetItem) -> None:
        one, when = item.data(_ONE), _when(item.data(_ONE), item.data(_GONE))
        title = words.PROTECTED if one.protected else one.title
        spoken = words.SPOKEN.format(reference=one.named, title=title, folder=one.folder, when=when)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)


class _TwoLines(QStyledItemDelegate):
    """Paints a case in two lines; the picture of a case that is gone says so in words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        high = QFontMetrics(theme().font()).height() + QFontMetrics(theme().font(0.9)).height()
        return QSize(200, high + 2 * _PADDING + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect: QRect = option.rect
        if chosen or hover:
            painter.fillRect(rect, theme().colour("chip" if chosen else "hover"))
        self._lines(painter, rect.adjusted(12, _PADDING, -12, -_PADDING), index)
        painter.setPen(theme().colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        widget: QWidget = option.widget
        if chosen and widget.hasFocus():
            painter.setPen(theme().colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _lines(self, painter: QPainter, room: QRect, index: Index) -> None:
        one, gone = index.data(_ONE), index.data(_GONE)
        title = words.PROTECTED if one.protected else one.title
        strong, normal, small = theme().font(1, QFont.Weight.DemiBold), theme().font(), theme().font(0.9)
        when = ("▲ " if gone else "") + _when(one, gone)
        right = min(QFontMetrics(small).horizontalAdvance(when), room.width() // 2)
        self._line(painter, room, small, "amber" if gone else "muted", when, room.right() - right, right)
        left = room.width() - right - 16
        wide = min(QFontMetrics(strong).horizontalAdvance(one.named), left)
        self._line(painter, room, strong, "text", one.named, room.left(), wide)
        if left - wide > 40:
            self._line(painter, room, normal, "muted", title, room.left() + wide + 12, left - wide - 12)
        lower = room.adjusted(0, QFontMetrics(normal).height() + 2, 0, 0)
        middle = Qt.TextElideMode.ElideMiddle  # the end of a path tells most
        self._line(painter, lower, small, "muted", one.folder, lower.left(), lower.width(), middle)

    def _line(
        self,
        painter: QPainter,
        room: QRect,
        font: QFont,
        colour: str,
        text: str,
        left: int,
        width: int,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        painter.setFont(font)
        painter.setPen(theme().colour(colour))
        where = QRect(left, room.top(), width + 1, QFontMetrics(font).height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, QFontMetrics(font).elidedText(text, elide, width + 1))


def _when(one: Recent, gone: bool) -> str:
    return words.GONE if gone else words.OPENED.format(when=local_time(one.opened)) if one.opened else ""
