"""Small pictures that the style sheet needs as files: tick, dot and arrow, drawn in the colours of a palette."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from ui.theme.palette import Palette

_SIZE = 32  # pixels; drawn at half of it or less, so that it is sharp on fine screens
_LINES = {
    "tick": [(7, 17), (13, 23), (25, 9)],
    "down": [(8, 12), (16, 20), (24, 12)],
    "up": [(8, 20), (16, 12), (24, 20)],
    "left": [(20, 8), (12, 16), (20, 24)],
    "right": [(12, 8), (20, 16), (12, 24)],
}


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="attest-")  # taken away when the program ends; Qt's own was left behind


def pictures(palette: Palette) -> dict[str, str]:
    """Paths, as style sheets write them, of "tick" and "dot" (on the accent) and arrows "down", "up",
    "left" and "right" (on a pane)."""
    colours = dict.fromkeys(("tick", "dot"), palette.on_accent)
    colours |= dict.fromkeys(("down", "up", "left", "right"), palette.muted)
    return {name: _drawn(name, colour) for name, colour in colours.items()}


@cache
def _drawn(name: str, colour: str) -> str:
    image = QImage(_SIZE, _SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if name == "dot":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(9, 9, 14, 14))
    else:
        pen = QPen(QColor(colour), 3.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in _LINES[name]]))
    painter.end()
    path = Path(_folder().name) / f"{name}-{colour.removeprefix('#')}.png"
    image.save(str(path))
    return path.as_posix()
