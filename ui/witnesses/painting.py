"""Paints the matrix: heads of rows and columns, and each source's own words, which end in "…" where they do not fit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.search.lines import Line, lines_within, set_line
from ui.strings import witnesses as words
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.witnesses.model import Index, MatrixModel, telling
from ui.witnesses.sides import draw_head, draw_side, fitting

ROW, GROUP = 116, 30  # pixels of a row and of the head of a group, at normal text size
FIRST, COLUMN, WIDEST = 168, 152, 300  # of the heads of rows, and of the columns, at least and at most
_PAD, _RULE = 8, 3
_VALUE_LINES = 2  # of what is compared, at most


def model_of(view: QTableView | QHeaderView) -> MatrixModel:
    model = view.model()
    assert isinstance(model, MatrixModel)
    return model


class CellDelegate(QStyledItemDelegate):
    """A card for each source that speaks; those of a conflict have an amber rule, as their row says in words."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        return QSize(theme().px(COLUMN), theme().px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = model_of(self._view)
        row = model.row(index.row())
        if row.names is not None:
            draw_head(painter, option.rect, row.names, row.speak())
        if row.point is None:
            return
        cells, current = model.cells(index), index == self._view.currentIndex()
        if not cells and not row.sides:
            self._tell_who(painter, option, index)
        painter.save()
        if not row.sides:
            _line_below(painter, option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(option.rect).adjusted(3, 3, -3, -4)
        focused = current and self._view.hasFocus()
        if cells or focused:  # where the keyboard is can always be seen
            hovered = bool(cells) and bool(option.state & QStyle.StateFlag.State_MouseOver)
            _frame(painter, card, current=current, focused=focused, hovered=hovered)
        if cells:
            if row.point.conflict:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme().colour("amber"))
                painter.drawRoundedRect(QRectF(card.x() + 1, card.y() + 6, _RULE, card.height() - 12), 1.5, 1.5)
            room = card.adjusted(_PAD + 2, _PAD - 2, -_PAD, -_PAD + 2)
            if row.sides:
                draw_side(painter, room, cells[0], model.of(index))
            else:
                _words(painter, room, model, index)
        painter.restore()

    def out_of_sight(self, index: Index) -> str:
        """Where nobody who speaks on a point is in sight: who does, and where they stand; "" for any other place."""
        model, view = model_of(self._view), self._view
        wide = view.viewport().width()
        ends = ((n, view.columnViewportPosition(n), view.columnWidth(n)) for n in range(model.columnCount()))
        whole = [n for n, left, width in ends if left >= 0 and left + width <= wide] or [view.columnAt(0)]
        speak = [n for n in range(model.columnCount()) if model.cells(model.index(index.row(), n))]
        if index.column() != whole[0] or not speak or any(n in whole for n in speak):
            return ""
        way = words.AT_RIGHT if speak[0] > whole[-1] else words.AT_LEFT if speak[-1] < whole[0] else words.AT_BOTH
        return way.format(who=model.row(index.row()).who())

    def _tell_who(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        room = QRectF(option.rect).adjusted(_PAD + 3, _PAD, -_PAD, -_PAD)
        said = Line(self.out_of_sight(index), "muted", most=lines_within(room.height(), "muted"))
        set_line(said, room.width()).draw(painter, room.x(), room.y())


def _line_below(painter: QPainter, rect: QRect) -> None:
    """Rows are parted, so that the eye finds along them to a source far at the right."""
    painter.setPen(theme().colour("line"))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def _frame(painter: QPainter, card: QRectF, *, current: bool, focused: bool, hovered: bool) -> None:
    wide = 2.0 if focused else 1.0
    painter.setPen(QPen(theme().colour("accent" if current else "line"), wide))
    painter.setBrush(theme().colour("hover" if hovered and not current else "pane"))
    painter.drawRoundedRect(card.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), 6, 6)


def _words(painter: QPainter, room: QRectF, model: MatrixModel, index: Index) -> None:
    """What is compared and where it stands, then the source's own words in as many lines as fit."""
    first, *more = model.cells(index)
    wide, y = room.width(), room.y()
    value = set_line(Line(first.value, "strong", most=_VALUE_LINES), wide)
    label = set_line(Line(first.citation.label, "muted", fit="right"), wide)
    beside = value.width + label.width + 8 <= wide and value.layout.lineCount() == 1
    value.draw(painter, room.x(), y)
    if not beside:
        y += value.height
    label.draw(painter, room.right() - label.width if beside else room.x(), y)
    y += (value if beside else label).height + 1
    if first.hedged:
        doubt = set_line(Line(words.HEDGED, "amber", fit="right"), wide)
        doubt.draw(painter, room.x(), y)
        y += doubt.height + 1
    foot = set_line(Line(words.MORE.format(count=len(more)), "muted", fit="right"), wide) if more else None
    left = room.bottom() - y - (foot.height if foot else 0)
    said = fitting(telling(first), wide, left)
    said.draw(painter, room.x(), y)
    if foot:
        foot.draw(painter, room.x(), room.bottom() - foot.height)


class RowHeads(QHeaderView):
    """The first column, which stays while the rest is scrolled: of what a row is, and whether its sources differ."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(theme().px(FIRST), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802 - Qt's name
        row = model_of(self).row(section)
        painter.save()
        painter.fillRect(rect, theme().colour("pane"))
        room = QRectF(rect).adjusted(_PAD, _PAD, -_PAD, -4)
        if row.point is None:
            head = set_line(Line(row.head, "section", fit="right"), room.width())
            head.draw(painter, room.x(), rect.bottom() - head.height - 3)
        else:
            y, left = room.y(), room.x()
            if row.point.conflict:
                size = theme().px(15)
                ratio = painter.device().devicePixelRatioF()
                painter.drawPixmap(QPointF(left, y + 1), pixmap("look", "amber", size, ratio))
                left += size + 5
            look = "amber" if row.point.conflict else "muted"
            kind = set_line(Line(words.kind(row.point), look, fit="right"), room.right() - left)
            kind.draw(painter, left, y)
            y += kind.height + 3
            speak = set_line(Line(row.who(), "muted", fit="right"), room.width())
            speak.draw(painter, room.x(), room.bottom() - speak.height)
            self._about(painter, row.point.about, QRectF(room.x(), y, room.width(), room.bottom() - speak.height - y))
            _line_below(painter, rect)
        painter.setPen(theme().colour("line"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.restore()

    def _about(self, painter: QPainter, about: str, room: QRectF) -> None:
        said = set_line(Line(about, "strong", most=lines_within(room.height(), "strong")), room.width())
        said.draw(painter, room.x(), room.y())


class ColumnHeads(QHeaderView):
    """The sources: by exhibit reference, and below it the witness or the title."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(super().sizeHint().width(), theme().px(46))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802 - Qt's name
        source, name = model_of(self).source(section), str(model_of(self).headerData(section, self.orientation()))
        painter.save()
        painter.fillRect(rect, theme().colour("pane"))
        room = QRectF(rect).adjusted(_PAD + 3, 4, -_PAD, -4)
        title = " ".join(source.title.split())
        head = set_line(Line(title, "strong", fit="right"), room.width())
        head.draw(painter, room.x(), room.y())
        who = name.removeprefix(title).removeprefix(" · ")
        set_line(Line(who, "muted", fit="right"), room.width()).draw(painter, room.x(), room.y() + head.height + 1)
        painter.setPen(theme().colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()
