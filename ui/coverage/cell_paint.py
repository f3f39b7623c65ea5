"""Draws one square of the map of coverage: what became of a page or minute, told by form before colour."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from provenance.coverage import Cell
from ui.theme.theme import theme

State = Literal["cited", "retrieved", "indexed", "bare"]


def state_of(cell: Cell) -> State:
    """What became of a place, the most first."""
    if cell.cited:
        return "cited"
    if cell.retrieved:
        return "retrieved"
    return "indexed" if cell.indexed else "bare"


def draw(painter: QPainter, square: QRectF, state: State, opened: bool, unreadable: bool) -> None:
    """Cited: full; drawn on: its lower half; searched: an outline; not searched: a broken outline. A tick says that a
    person opened it, a cut corner with a bar that it could not be read, or not wholly."""
    colour = theme().colour
    inner = square.adjusted(0.5, 0.5, -0.5, -0.5)
    _fill(painter, inner, state)
    pen = QPen(colour("accent" if state in ("cited", "retrieved") else "edge" if state == "indexed" else "line"), 1)
    if state == "bare":
        pen = QPen(colour("muted"), 1, Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(inner)
    if unreadable:
        _corner(painter, inner, Qt.PenStyle.DotLine if state == "bare" else Qt.PenStyle.SolidLine)
    if opened:
        _tick(painter, inner, state)


def _fill(painter: QPainter, square: QRectF, state: State) -> None:
    colour = theme().colour
    painter.fillRect(square, colour("accent" if state == "cited" else "pane"))
    if state == "retrieved":
        lower = QRectF(square.x(), square.center().y(), square.width(), square.height() / 2)
        painter.fillRect(lower, colour("rule"))


def _corner(painter: QPainter, square: QRectF, line: Qt.PenStyle) -> None:
    """An amber triangle at the upper right, and an amber outline in place of the usual one."""
    colour, part = theme().colour("amber"), square.width() * 0.55
    corner = QPolygonF(
        [square.topRight(), QPointF(square.right() - part, square.top()), QPointF(square.right(), square.top() + part)]
    )
    painter.setPen(QPen(theme().colour("pane"), 1.5))
    painter.drawRect(square)
    painter.setPen(QPen(colour, 1.5, line))
    painter.drawRect(square)
    painter.setPen(QPen(theme().colour("pane"), 1.5))  # apart from the accent of a square that is cited
    painter.setBrush(colour)
    painter.drawPolygon(corner)
    painter.setPen(QPen(colour, 1.5))
    painter.drawPolyline(QPolygonF([corner[1], corner[0], corner[2]]))


def _tick(painter: QPainter, square: QRectF, state: State) -> None:
    colour: QColor = theme().colour("on_accent" if state == "cited" else "text")
    pen = QPen(colour, max(1.4, square.width() * 0.13))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    x, y, size = square.x(), square.y(), square.width()
    points = [(0.22, 0.56), (0.42, 0.76), (0.76, 0.34)]
    painter.drawPolyline(QPolygonF([QPointF(x + a * size, y + b * size) for a, b in points]))
