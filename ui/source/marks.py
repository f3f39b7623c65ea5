"""Marks over a picture: cited words under a soft yellow that leaves them black, selections, regions of frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from provenance.records import Box
from ui.strings import redaction
from ui.theme.theme import theme

Style = Literal["cited", "region", "selected", "found", "redacted"]
_PAPER_SELECTION = "#1F4E8C"  # the light accent: paper is white in either palette
_TINT = {"selected": 70, "found": 60}  # of 255


def rect(box: Box) -> QRectF:
    """A box as a rectangle of the same units."""
    return QRectF(box.x, box.y, box.w, box.h)


def scaled(rects: Iterable[QRectF], scale: float) -> list[QRectF]:
    """Rectangles at `scale` pixels per unit."""
    return [QRectF(r.x() * scale, r.y() * scale, r.width() * scale, r.height() * scale) for r in rects]


def paint(painter: QPainter, rects: Sequence[QRectF], style: Style) -> None:
    """Paint marks over what is there; `rects` are in the painter's pixels. The edge says it to who sees no colour."""
    if not rects:
        return
    if style == "region":
        _outline(painter, rects)
        return
    if style == "redacted":
        hatch(painter, rects)
        return
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for one in rects:
        path.addRect(one)
    path = path.simplified()  # boxes of neighbouring lines may overlap: marked once, not twice
    painter.save()
    if style == "cited":
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillPath(path, theme().colour("marker"))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.strokePath(path, _pen(theme().colour("marker_edge"), 1))
    else:
        accent = QColor(_PAPER_SELECTION)
        fill = QColor(accent)
        fill.setAlpha(_TINT[style])
        painter.fillPath(path, fill)
        painter.strokePath(path, _pen(accent, 2 if style == "found" else 1))
    painter.restore()


def hatch(painter: QPainter, rects: Sequence[QRectF]) -> None:
    """What is marked for redaction: hatched, so that it can be read still, and named where there is room for a word."""
    painter.save()
    painter.setFont(theme().font())
    measure = painter.fontMetrics()
    word = measure.size(0, f" {redaction.WORD} ").toSizeF()
    for one in rects:
        painter.setPen(_pen(QColor("#101418"), 1))
        painter.setBrush(QBrush(QColor(16, 20, 24, 150), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(one)
        if one.width() >= word.width() * 1.5 and one.height() >= word.height() * 1.5:
            box = QRectF(one.topLeft(), word)
            painter.fillRect(box, QColor("#101418"))
            painter.setPen(QColor("#FFFFFF"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, redaction.WORD)
    painter.restore()


def _outline(painter: QPainter, rects: Sequence[QRectF]) -> None:
    """A frame's region: yellow between dark lines, so that it is seen on any picture; nothing inside is covered."""
    painter.save()
    inside = QRectF(painter.window()).adjusted(2, 2, -2, -2)  # a region at the picture's edge keeps all its lines
    for colour, width in ((QColor("#101418"), 5), (theme().colour("marker"), 2)):
        painter.setPen(_pen(colour, width))
        for one in rects:
            painter.drawRect(one.adjusted(-2, -2, 2, 2).intersected(inside))
    painter.restore()


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen
