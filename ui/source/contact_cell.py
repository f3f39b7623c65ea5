"""Paints one frame of the contact sheet: its thumbnail, what it is, and each of its times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.strings import footage as words
from ui.theme.theme import theme

if TYPE_CHECKING:
    from ui.source.contact_sheet import ContactModel, ContactSheet

LEAST_WIDTH = 160  # logical pixels at normal text size
SMALL = 0.88  # of the reading size
_PAD = 8


@dataclass(frozen=True, slots=True)
class CellSize:
    """Sizes in logical pixels: of the whole cell, and of the room for its picture."""

    whole: QSize
    picture: QSize


def cell_size(sheet: ContactSheet) -> CellSize:
    """As many cells as fit side by side, all of one width."""
    room = max(1, sheet.viewport().width() - 1)
    columns = max(1, room // theme().px(LEAST_WIDTH))
    width = room // columns
    inner = max(16, width - 2 * _PAD)
    wide, high = sheet.frames.footage.displayed if sheet.frames.footage else (16, 9)
    picture = QSize(inner, min(inner, round(inner * high / max(1, wide))))
    lines = _most_lines(sheet.frames, inner)
    text = sheet.frames.most * QFontMetrics(_strong()).lineSpacing() + lines * QFontMetrics(_small()).lineSpacing()
    return CellSize(QSize(width, picture.height() + text + 3 * _PAD), picture)


class ContactDelegate(QStyledItemDelegate):
    """Reads the cell from the model of its sheet and the thumbnail from the sheet."""

    def __init__(self, sheet: ContactSheet) -> None:
        super().__init__(sheet)
        self._sheet = sheet

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return cell_size(self._sheet).whole

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        sheet, rect = self._sheet, option.rect
        frame, cell, size = sheet.frames.frames[index.row()], sheet.frames.cell(index.row()), cell_size(sheet)
        painter.save()
        self._ground(painter, option, rect)
        room = QRect(rect.left() + _PAD, rect.top() + _PAD, size.picture.width(), size.picture.height())
        self._picture(painter, frame.id, room)
        left, top, width = room.left(), room.bottom() + _PAD // 2 + 1, room.width()
        painter.setPen(theme().colour("text"))
        for heading in cell.headings:
            top = _line(painter, heading, _strong(), QRect(left, top, width, 0))
        for time in cell.times.lines():
            painter.setPen(theme().colour("text" if time == cell.times.corrected else "muted"))
            for line in _broken(time, width):
                top = _line(painter, line, _small(), QRect(left, top, width, 0))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        state = option.state
        inside = rect.adjusted(1, 1, -2, -2)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(inside, theme().colour("chip"))
            painter.setPen(QPen(theme().colour("accent"), 2 if self._sheet.hasFocus() else 1))
            painter.drawRect(inside)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(inside, theme().colour("hover"))

    def _picture(self, painter: QPainter, frame_id: str, room: QRect) -> None:
        image = self._sheet.picture(frame_id)
        painter.fillRect(room, theme().colour("hover"))
        if image is not None:
            size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRect(room.left() + (room.width() - size.width()) // 2, room.top(), size.width(),
                                    size.height()), image)  # fmt: skip
        elif frame_id in self._sheet.pictures:
            painter.setPen(theme().colour("muted"))
            painter.setFont(_small())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words.NO_PICTURE)
        painter.setPen(theme().colour("line"))
        painter.drawRect(room.adjusted(0, 0, -1, -1))


def _most_lines(frames: ContactModel, width: int) -> int:
    """Lines that the times take; those of all frames are of one form, and the check may lie far from one end only."""
    rows = {0, len(frames.frames) - 1} if frames.frames else set[int]()
    return max((sum(len(_broken(t, width)) for t in frames.cell(row).times.lines()) for row in rows), default=1)


def _broken(text: str, width: int) -> list[str]:
    """A time in as many lines as it takes: a time that is cut short is none."""
    measure, lines = QFontMetrics(_small()), list[str]()
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _line(painter: QPainter, text: str, font: QFont, at: QRect) -> int:
    """A line of text, shortened where it does not fit; gives where the next one begins."""
    measure = QFontMetrics(font)
    painter.setFont(font)
    fitting = measure.elidedText(text, Qt.TextElideMode.ElideRight, at.width())
    painter.drawText(at.left(), at.top() + measure.ascent(), fitting)
    return at.top() + measure.lineSpacing()


def _strong() -> QFont:
    return theme().font(SMALL, QFont.Weight.DemiBold)


def _small() -> QFont:
    return theme().font(SMALL)
