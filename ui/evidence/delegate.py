"""Paints a row of the evidence list: reference first, then whose or what it is, and how well it was read."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from ui.evidence.model import SourcesModel
from ui.evidence.rows import Head, Row, State
from ui.strings import evidence as words
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.widgets.basics import tip

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_LEAST_TITLE = 0.45  # of the row: below that the state gives way to its icon
_LEAST_FOUND = 0.8  # the same for the word after the number of findings
_ITEM_SHARE = 0.42  # of the room for title and item
_STEP = 16  # pixels by which what is inside a container is set in


class RowDelegate(QStyledItemDelegate):
    """All rows are of one height, which follows the text's size."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._icons: dict[tuple[str, str], QPixmap] = {}
        self.dress()

    @property
    def _model(self) -> SourcesModel:
        return cast(SourcesModel, self._view.model())

    def dress(self) -> None:
        """Take typeface and colours anew."""
        self._icons.clear()
        self._plain, self._bold = theme().font(), theme().font(1.0, QFont.Weight.DemiBold)
        self._small, self._head = theme().font(0.93), theme().font(0.86, QFont.Weight.DemiBold)

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:  # noqa: N802 - Qt's name
        return QSize(80, QFontMetrics(self._plain).height() + theme().px(11))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = self._model.entry(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, Head):
            self._ground(painter, option, False)
            self._paint_head(painter, option.rect, entry)
        elif isinstance(entry, Row):
            shown = entry.id == self._model.shown_id
            self._ground(painter, option, shown)
            self._paint_row(painter, option.rect, entry)
        painter.restore()

    def helpEvent(  # noqa: N802 - Qt's name
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """What is told of a row, whole, and the file's own name and where it came from."""
        entry = self._model.entry(index)
        said = tip(f"{entry.spoken}\n{entry.path}") if isinstance(entry, Row) else ""
        QToolTip.showText(event.globalPos(), said, view)
        return True

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, shown: bool) -> None:
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        box = option.rect.adjusted(1, 1, -1, -1)
        if shown or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour("chip" if shown else "hover"))
            painter.drawRoundedRect(box, 4, 4)
        if shown:
            painter.setBrush(theme().colour("accent"))
            painter.drawRoundedRect(QRect(box.left(), box.top() + 3, 3, box.height() - 6), 1.5, 1.5)
        focus = self._view.hasFocus()
        if current and (focus or not shown):  # a line that is chosen and not shown does not look as if it were
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme().colour("accent" if focus else "line"))
            pen.setWidthF(2 if focus else 1)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)

    def _paint_head(self, painter: QPainter, rect: QRect, head: Head) -> None:
        size = theme().px(12)
        self._icon(painter, "forward" if head.folded else "down", "muted", rect.left() + 2, rect, size)
        text = words.GROUP_LINE.format(name=words.GROUPS[head.group].upper(), count=f"{head.count:,}")
        self._text(painter, text, rect.adjusted(size + 8, 0, -4, 0), self._head, "muted")

    def arrow(self, rect: QRect, row: Row) -> QRect:
        """Where the arrow stands that folds a container; empty for what is none."""
        if not row.inside:
            return QRect()
        left = rect.left() + theme().px(_STEP) * len(row.above)
        return QRect(left, rect.top(), theme().px(18), rect.height())

    def _paint_row(self, painter: QPainter, rect: QRect, row: Row) -> None:
        inner = rect.adjusted(theme().px(10), 0, -theme().px(8), 0)
        inner.setLeft(inner.left() + theme().px(_STEP) * len(row.above))
        if row.inside:
            folded = self._model.folded(row)
            arrow = self.arrow(rect, row)
            self._icon(painter, "forward" if folded else "down", "muted", arrow.left() + 4, rect, theme().px(12))
            inner.setLeft(arrow.right())
        room = inner.adjusted(0, 0, -self._state(painter, inner, row.state), 0)
        room.setRight(room.right() - self._findings(painter, room, row.findings))
        wide = self._text(painter, row.title, self._for_title(room, row), self._bold, "text")
        room.setLeft(room.left() + wide + theme().px(8))
        if row.item and room.width() > theme().px(24):
            self._text(painter, row.item, room, self._plain, "text")

    def _for_title(self, room: QRect, row: Row) -> QRect:
        """All the room; where the item is what tells rows apart, it keeps what it needs, up to a share."""
        if not row.apart or not row.item:
            return room
        item = QFontMetrics(self._plain).horizontalAdvance(row.item) + theme().px(8)
        return room.adjusted(0, 0, -round(min(item, room.width() * _ITEM_SHARE)), 0)

    def _state(self, painter: QPainter, inner: QRect, state: State) -> int:
        """Paint the state at the right end; gives its width with the gap before it."""
        metrics, size, gap = QFontMetrics(self._small), theme().px(14), theme().px(5)
        count = f"{state.count:,}" if state.count else ""
        parts = [metrics.horizontalAdvance(t) for t in (count, state.text)]
        whole = size + sum(part + gap for part in parts if part)
        spelt = inner.width() - whole >= inner.width() * _LEAST_TITLE
        if not spelt:
            whole = size + (parts[0] + gap if count else 0)
        x = inner.right() - whole + 1
        self._icon(painter, state.icon, state.colour, x, inner, size)
        x += size + gap
        if count:
            self._text(painter, count, QRect(x, inner.top(), parts[0] + 2, inner.height()), self._small, state.colour)
            x += parts[0] + gap
        if spelt:
            box = QRect(x, inner.top(), parts[1] + 2, inner.height())
            self._text(painter, state.text, box, self._small, "muted")
        return whole + theme().px(10)

    def _findings(self, painter: QPainter, room: QRect, count: int) -> int:
        """Paint how much there is to look into, before the state; gives its width with the gap before it."""
        if not count:
            return 0
        metrics, size, gap = QFontMetrics(self._small), theme().px(14), theme().px(3)
        text = words.findings(count)
        if room.width() - metrics.horizontalAdvance(text) < room.width() * _LEAST_FOUND:
            text = f"{count:,}"
        wide = size + gap + metrics.horizontalAdvance(text)
        x = room.right() - wide + 1
        self._icon(painter, "finding", "amber", x, room, size)
        box = QRect(x + size + gap, room.top(), wide, room.height())
        self._text(painter, text, box, self._small, "amber")
        return wide + theme().px(8)

    def _text(self, painter: QPainter, text: str, box: QRect, font: QFont, colour: str) -> int:
        """Paint a line, ended in "…" where it does not fit; gives its width."""
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(theme().colour(colour))
        painter.drawText(box, _LEFT | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)

    def _icon(self, painter: QPainter, name: str, colour: str, x: int, rect: QRect, size: int) -> None:
        key = (name, colour)
        if key not in self._icons:
            self._icons[key] = pixmap(name, colour, size, self._view.devicePixelRatioF())
        painter.drawPixmap(x, rect.top() + (rect.height() - size) // 2, self._icons[key])
