"""A picture on which areas are drawn with the mouse; each is shown as it will be: unreadable."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from ui.source.picture_view import PictureView
from ui.theme.theme import theme

LEAST = 4  # pixels of the picture: anything smaller was a slip of the hand
_CELLS = 6  # of a blurred area along its longer side, as in the still that is written


class AreaPicker(PictureView):
    """`areas` are in the unit of the picture; the chosen one is outlined in the accent."""

    added = Signal(QRectF)
    picked = Signal(int)  # an area that was clicked

    def __init__(self, name: str) -> None:
        super().__init__(name, "whole")
        self.areas: list[QRectF] = []
        self.chosen = -1
        self._from: QPointF | None = None
        self._to = QPointF()
        self.paper.setCursor(Qt.CursorShape.CrossCursor)

    def show_areas(self, areas: Sequence[QRectF], chosen: int) -> None:
        """Show these areas, and which of them is chosen (-1 for none)."""
        self.areas, self.chosen = list(areas), chosen
        self.paper.update()

    def pressed(self, at: QPointF, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.picture is not None:
            self._from = self._to = at

    def moved(self, at: QPointF, event: QMouseEvent) -> None:
        if self._from is not None:
            self._to = at
            self.paper.update()

    def released(self, at: QPointF, event: QMouseEvent) -> None:
        if self._from is None:
            return
        drawn = self._within(QRectF(self._from, at).normalized())
        self._from = None
        self.paper.update()
        if drawn.width() >= LEAST and drawn.height() >= LEAST:
            self.added.emit(drawn)
            return
        hit = [n for n, area in enumerate(self.areas) if area.contains(at)]
        if hit:
            self.picked.emit(hit[-1])

    def _within(self, area: QRectF) -> QRectF:
        """Whole pixels of the picture."""
        picture = self.picture
        assert picture is not None
        return QRectF(area.toAlignedRect()) & QRectF(0, 0, picture.width, picture.height)

    def paint_on(self, painter: QPainter) -> None:
        super().paint_on(painter)
        if self.picture is None:
            return
        self.paint_areas(painter)
        if self._from is not None:
            self.outline(painter, QRectF(self._from, self._to).normalized(), "accent")

    def paint_areas(self, painter: QPainter) -> None:
        """Show each area as it will be, and the chosen one."""
        for area in self.areas:
            self._paint_blurred(painter, area)
        for at, area in enumerate(self.areas):
            self.outline(painter, area, "accent" if at == self.chosen else "marker")

    def _paint_blurred(self, painter: QPainter, area: QRectF) -> None:
        picture = self.picture
        assert picture is not None
        part = picture.image.copy(_scaled(area, picture.scale).toAlignedRect() & QRect(picture.image.rect()))
        if part.isNull():
            return
        cells = part.size().scaled(QSize(_CELLS, _CELLS), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
        small = part.scaled(cells, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        painter.drawImage(_scaled(area, self.scale), small)

    def outline(self, painter: QPainter, area: QRectF, colour: str) -> None:
        """A frame that is seen on light and on dark."""
        for ink, width in ((Qt.GlobalColor.black, 4), (theme().colour(colour), 2)):
            pen = QPen(ink, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawRect(self.on_paper(area))

    def on_paper(self, area: QRectF) -> QRectF:
        """Where an area of the picture is drawn."""
        return _scaled(area, self.scale)


def _scaled(area: QRectF, scale: float) -> QRectF:
    return QRectF(area.x() * scale, area.y() * scale, area.width() * scale, area.height() * scale)
