"""Paints a laid-out card, so that cards out of focus cost no widgets."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPixmap

from ui.draft.card_layout import Laid, Mark, Spot
from ui.theme.icons import pixmap
from ui.theme.theme import theme

_pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
theme().changed.connect(_pixmaps.clear)


def paint_frame(painter: QPainter, rect: QRectF, selected: bool) -> None:
    """The card's ground and outline."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme().colour("pane"))
    painter.setPen(QPen(theme().colour("accent" if selected else "line"), 2 if selected else 1))
    inset = 1.0 if selected else 0.5
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), 6, 6)


def paint_card(painter: QPainter, laid: Laid, at: QPointF, chips: bool = True) -> None:
    """Everything on the card but its frame; chips only where no buttons stand in their place."""
    painter.translate(at)
    for rule in laid.rules:
        painter.fillRect(rule, theme().colour("rule"))
    for text in laid.texts:
        painter.setPen(theme().colour(text.colour))
        text.layout.draw(painter, text.at)
    for mark in laid.marks:
        _draw_mark(painter, mark)
    for spot in laid.spots if chips else ():
        _draw_chip(painter, spot)
    painter.translate(-at)


def _draw_mark(painter: QPainter, mark: Mark) -> None:
    size, ratio = round(mark.rect.width()), painter.device().devicePixelRatioF()
    key = (mark.name, mark.colour, size, ratio)
    if key not in _pixmaps:
        _pixmaps[key] = pixmap(*key)
    painter.drawPixmap(mark.rect.topLeft(), _pixmaps[key])


def _draw_chip(painter: QPainter, spot: Spot) -> None:
    against = spot.look == "against"
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("amber_ground" if against else "chip"))
    painter.drawRoundedRect(spot.rect, 4, 4)
    font = theme().font(0.93)
    painter.setFont(font)
    colour = "amber" if against else "accent"
    painter.setPen(theme().colour(colour))
    inside = spot.rect.adjusted(8, 0, -8, 0)
    if spot.chip.opened:
        icon = theme().px(15)
        _draw_mark(painter, Mark("good", colour, QRectF(inside.x(), inside.center().y() - icon / 2, icon, icon)))
        inside.adjust(icon + 4, 0, 0, 0)
    text = QFontMetricsF(font).elidedText(spot.chip.text, Qt.TextElideMode.ElideRight, inside.width() + 2)
    painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
