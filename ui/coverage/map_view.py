"""The map of coverage: a row for each source, a square for each page, stretch or minute; Enter opens the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from provenance.coverage import Cell, SourceCells
from ui.coverage.cell_paint import draw, state_of
from ui.coverage.grid import At, MapGrid, Sizes
from ui.coverage.telling import amount, cell_told
from ui.place import Place
from ui.settings.keys import LIKE_A_LIST
from ui.strings import coverage as words
from ui.theme.theme import theme
from ui.widgets.basics import tip

_SQUARE, _GAP = 15, 3  # pixels at normal text size
_NAMES = (96, 200)  # least and most of the column of names


class MapView(QAbstractScrollArea):
    """Paints what is in sight, so that thousands of pages scroll as ten do; `told` says what the square is about that
    the pointer or the keyboard is on, `opened` gives its place."""

    told = Signal(str)
    opened = Signal(object)  # a Place

    def __init__(self) -> None:
        super().__init__()
        self._titles: Mapping[str, str] = {}
        self._grid = MapGrid((), self._sizes(), 400)
        self.current: At | None = None
        self._hovered: At | None = None
        self.setAccessibleName(words.MAP_ACCESSIBLE)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(LIKE_A_LIST, True)
        self.viewport().setMouseTracking(True)
        theme().changed.connect(self._lay)

    @property
    def sources(self) -> Sequence[SourceCells]:
        return self._grid.sources

    def show_map(self, sources: Sequence[SourceCells], titles: Mapping[str, str]) -> None:
        """Show these sources under their titles (by id); the square that was current stays so where it is there."""
        before = self._key(self.current)
        self._titles = titles
        self._grid = MapGrid(tuple(sources), self._sizes(), self._room())
        self._hovered = None
        rows = {s.source_id: n for n, s in enumerate(sources)}
        row = rows.get(before[0]) if before else None
        kept = row is not None and before is not None and before[1] < len(sources[row].cells)
        self.current = (row, before[1]) if kept and row is not None and before is not None else None
        self._lay()

    def cell(self, at: At) -> Cell:
        return self._grid.sources[at[0]].cells[at[1]]

    def spoken(self, at: At) -> str:
        """What a square says, in a sentence."""
        source = self._grid.sources[at[0]]
        return cell_told(self._titles.get(source.source_id, source.source_id), source, self.cell(at))

    def place(self, at: At) -> Place:
        """Where a square leads."""
        source, cell = self._grid.sources[at[0]], self.cell(at)
        if source.unit == "minute":
            return Place(source.source_id, seconds=float(cell.first))
        if source.unit == "page":
            return Place(source.source_id, page=cell.first)
        return Place(source.source_id, span=(cell.first, cell.last) if cell.last > cell.first else None)

    # Laying out

    def _key(self, at: At | None) -> tuple[str, int] | None:
        return (self._grid.sources[at[0]].source_id, at[1]) if at is not None else None

    def _room(self) -> int:
        return max(1, self.viewport().width())

    def _sizes(self) -> Sizes:
        px, metrics = theme().px, QFontMetrics(theme().font(0.93))
        least, most = (px(n) for n in _NAMES)
        wanted = max((metrics.horizontalAdvance(title) for title in self._titles.values()), default=0) + px(16)
        names = max(least, min(most, wanted, self._room() * 2 // 5))
        return Sizes(px(_SQUARE + _GAP), names, 2 * metrics.height() + 2, px(10))

    def _lay(self) -> None:
        self._grid = MapGrid(self._grid.sources, self._sizes(), self._room())
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._grid.height - self.viewport().height()))
        bar.setPageStep(max(1, self.viewport().height()))
        bar.setSingleStep(self._grid.sizes.step)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._lay()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme().colour("pane"))
        shift = self.verticalScrollBar().value()
        top, bottom = event.rect().top() + shift, event.rect().bottom() + shift + 1
        painter.translate(0, -shift)
        for row in self._grid.rows(top, bottom):
            self._paint_name(painter, row)
            for number in self._grid.cells(row, top, bottom):
                cell = self._grid.sources[row].cells[number]
                draw(painter, self._square((row, number)), state_of(cell), cell.opened > 0, cell.unreadable)
        if self.current is not None:
            self._paint_current(painter, self.current)
        painter.end()

    def _square(self, at: At) -> QRectF:
        x, y = self._grid.corner(at)
        side = self._grid.sizes.step - theme().px(_GAP)
        return QRectF(x, y, side, side)

    def _paint_name(self, painter: QPainter, row: int) -> None:
        source, room = self._grid.sources[row], self._grid.sizes.names - theme().px(10)
        font = theme().font(0.93)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        y = self._grid.tops[row] + metrics.ascent()
        title = self._titles.get(source.source_id, source.source_id)
        painter.setPen(theme().colour("text"))
        painter.drawText(2, y, metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
        painter.setPen(theme().colour("muted"))
        painter.drawText(2, y + metrics.height(), metrics.elidedText(amount(source), Qt.TextElideMode.ElideRight, room))

    def _paint_current(self, painter: QPainter, at: At) -> None:
        pen = QPen(theme().colour("text" if self.hasFocus() else "muted"), 2)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._square(at).adjusted(-2, -2, 2, 2), 2, 2)

    # The pointer

    def _at(self, event: QMouseEvent | QHelpEvent) -> At | None:
        where = event.pos()
        return self._grid.at(where.x(), where.y() + self.verticalScrollBar().value())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = self._at(event)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if at else Qt.CursorShape.ArrowCursor)
        if at != self._hovered:
            self._hovered = at
            self._tell(at or self.current)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        at = self._at(event)
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self.go(at)
            self.opened.emit(self.place(at))

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at(event)
            QToolTip.showText(event.globalPos(), tip(self.spoken(at)) if at else "", self)
            return True
        if event.type() == QEvent.Type.Leave:
            self._hovered = None
            self._tell(self.current)
        return super().viewportEvent(event)

    # The keyboard

    def go(self, at: At) -> None:
        """Make a square the current one and bring it into sight."""
        self.current = at
        y, bar = self._grid.corner(at)[1], self.verticalScrollBar()
        first = self._grid.tops[at[0]] if at[1] < self._grid.columns else y
        if first < bar.value():
            bar.setValue(first)
        elif y + self._grid.sizes.step > bar.value() + self.viewport().height():
            bar.setValue(y + self._grid.sizes.step + self._grid.sizes.between - self.viewport().height())
        self.viewport().update()
        self._tell(at)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        first = self.current or self._grid.first()
        if first is not None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.go(first)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key, grid = event.key(), self._grid
        here = self.current or grid.first()
        if here is None:
            super().keyPressEvent(event)
            return
        moves = {
            Qt.Key.Key_Right: lambda: grid.along(here, 1),
            Qt.Key.Key_Left: lambda: grid.along(here, -1),
            Qt.Key.Key_Down: lambda: grid.across(here, 1),
            Qt.Key.Key_Up: lambda: grid.across(here, -1),
            Qt.Key.Key_Home: grid.first,
            Qt.Key.Key_End: grid.last,
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.go(here)
            self.opened.emit(self.place(here))
        elif key in moves and (to := moves[Qt.Key(key)]()) is not None:
            self.go(to)
        else:
            super().keyPressEvent(event)

    def _tell(self, at: At | None) -> None:
        said = self.spoken(at) if at is not None else ""
        self.told.emit(said)
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
