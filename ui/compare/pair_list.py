"""The list of pairs of claims, painted in two halves, so that thousands scroll as easily as ten."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.compare.pairs import PairRow, Side
from ui.search.lines import Line, Set, set_line
from ui.search.rows import BAR, GAP, Laid, Rows, lay
from ui.theme.theme import theme

Index = QModelIndex | QPersistentModelIndex
_BETWEEN, _LINE = 20, 4  # pixels between the halves, and between lines
_EDGE = 2


@dataclass(slots=True)
class Half:
    """One half laid out: its lines with where they stand in it, and the rectangle of the words of its places."""

    lines: list[tuple[Set, float]] = field(default_factory=list)
    height: float = 0.0
    places: tuple[float, float] | None = None  # top and bottom


@dataclass(frozen=True, slots=True)
class LaidPair:
    """A row laid out: halves of the same width, then what is said of both."""

    height: float
    width: float
    halves: tuple[Half, Half]
    below: tuple[tuple[Set, float], ...]


class PairList(Rows):
    """Rows of which `side` (0 or 1) says which half the keyboard or the mouse is in; `opened` gives the row's key."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.side = 0
        self._pairs: dict[int, LaidPair] = {}
        self.setItemDelegate(_Delegate(self))

    def row(self, index: Index) -> object:
        return self.model_.rows[index.row()]

    def lay_anew(self) -> None:
        self._pairs.clear()
        super().lay_anew()

    def show_rows(self, rows: list, keep: bool = False) -> None:  # type: ignore[type-arg]
        self._pairs.clear()
        super().show_rows(rows, keep)

    def laid(self, number: int) -> Laid:
        """Of headings; pairs have `pair`."""
        return lay(self.model_.rows[number], self.width_of_rows(), 0)

    def pair(self, number: int, row: PairRow) -> LaidPair:
        found = self._pairs.get(number)
        if found is None or found.width != self.half():
            found = self._pairs[number] = lay_pair(row, self.half())
        return found

    @staticmethod
    def columns() -> tuple[int, int, int]:
        """Pixels left of, between and right of the halves' frames: for what stands above them."""
        return _EDGE, _BETWEEN, BAR + _EDGE

    def half(self) -> float:
        """The width of one half."""
        return (self.width_of_rows() - 2 * theme().px(10) - _BETWEEN) / 2

    def turn(self, side: int) -> None:
        """Go to the other half where there is something in it."""
        index = self.currentIndex()
        row = self.row(index) if index.isValid() else None
        if isinstance(row, PairRow) and (row.a, row.b)[side] is not None:
            self.side = side
            self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        row = self.row(current) if current.isValid() else None
        if isinstance(row, PairRow) and (row.a, row.b)[self.side] is None:
            self.side = 1 - self.side
        super().currentChanged(current, previous)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if index.isValid():
            self.turn(int(event.position().x() > self.width_of_rows() / 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        plain = not event.modifiers()
        if plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turn(int(event.key() == Qt.Key.Key_Right))
        elif plain and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        """Go to the next pair, over what is only said between them; at either end, scroll to what is said there."""
        rows, at = self.model_.rows, self.currentIndex().row() + by
        while 0 <= at < len(rows) and not isinstance(rows[at], PairRow):
            at += by
        if 0 <= at < len(rows):
            self.setCurrentIndex(self.model_.index(at))
        elif by < 0:
            self.scrollToTop()
        else:
            self.scrollToBottom()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.enter()

    def enter(self) -> None:
        """Take the keyboard, on the first pair where none is chosen."""
        if not isinstance(self.row(self.currentIndex()) if self.currentIndex().isValid() else None, PairRow):
            self.setCurrentIndex(QModelIndex())
            first = next((n for n, row in enumerate(self.model_.rows) if isinstance(row, PairRow)), None)
            if first is not None:
                self.setCurrentIndex(self.model_.index(first))
        if not self.hasFocus():
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)


def lay_pair(row: PairRow, width: float) -> LaidPair:
    """Both halves side by side; where one is missing, what is said of it stands in its place."""
    instead = [Line(row.lacking, "head"), *(Line(text, "text") for text in row.why)]
    halves = tuple(_lay_side(side, width) if side else _lay_lines(instead, width) for side in (row.a, row.b))
    y = max(half.height for half in halves)
    below: list[tuple[Set, float]] = []
    if row.a and row.b:
        for text in row.why:
            y += _LINE * 2
            made = set_line(Line(text, "muted"), 2 * width + _BETWEEN)
            below.append((made, y))
            y += made.height
    return LaidPair(y, width, (halves[0], halves[1]), tuple(below))


def _lay_side(side: Side, width: float) -> Half:
    text = Line(side.text, "text", bold=side.apart, marked=True)
    made = _lay_lines([Line(side.head, "head", fit="right"), text], width)
    if side.where:
        where = set_line(Line(side.where, "place", fit="right"), width)
        top = made.height + _LINE
        made.lines.append((where, top))
        made.height = top + where.height
        made.places = (top, made.height)
    return made


def _lay_lines(lines: list[Line], width: float) -> Half:
    half = Half()
    for line in lines:
        made = set_line(line, width)
        y = half.height + (_LINE if half.lines else 0)
        half.lines.append((made, y))
        half.height = y + made.height
    return half


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: PairList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        row, wide = self._view.row(index), round(self._view.width_of_rows())
        if not isinstance(row, PairRow):
            return QSize(wide, round(self._view.laid(index.row()).height) + GAP)
        return QSize(wide, round(self._view.pair(index.row(), row).height) + 2 * theme().px(10) + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._view.row(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, PairRow):
            self._pair(painter, option, row, self._view.pair(index.row(), row))
        else:
            for made, y in self._view.laid(index.row()).lines:
                made.draw(painter, option.rect.x() + _EDGE, option.rect.y() + 1 + y)
        painter.restore()

    def _pair(self, painter: QPainter, option: QStyleOptionViewItem, row: PairRow, laid: LaidPair) -> None:
        pad = theme().px(10)
        card = QRectF(option.rect.x() + _EDGE, option.rect.y() + 1, self._view.width_of_rows(), laid.height + 2 * pad)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = chosen and self._view.hasFocus()
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        wide = 2.0 if focused else 1.0
        painter.setPen(QPen(theme().colour("accent" if chosen else "line"), wide))
        painter.setBrush(theme().colour("hover" if hovered and not chosen else "pane"))
        painter.drawRoundedRect(card.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), 6, 6)
        top, left = card.y() + pad, card.x() + pad
        middle = left + laid.width + _BETWEEN / 2
        painter.setPen(QPen(theme().colour("line"), 1))
        high = max(half.height for half in laid.halves)
        painter.drawLine(QPointF(middle, top), QPointF(middle, top + high))
        for number, half in enumerate(laid.halves):
            x = left + number * (laid.width + _BETWEEN)
            for made, y in half.lines:
                made.draw(painter, x, top + y)
            if focused and number == self._view.side and half.places is not None:
                self._ring(painter, QRectF(x - 4, top + half.places[0] - 2, laid.width + 8, _high(half.places) + 4))
        for made, y in laid.below:
            made.draw(painter, left, top + y)

    def _ring(self, painter: QPainter, around: QRectF) -> None:
        """Where Enter opens a place."""
        painter.setPen(QPen(theme().colour("accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(around, 4, 4)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:  # noqa: N802
        return False


def _high(places: tuple[float, float]) -> float:
    return places[1] - places[0]
