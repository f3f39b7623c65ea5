"""A page or frame on which areas to redact are drawn; what is marked is hatched and says so in a word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from ui.source.area_picker import AreaPicker
from ui.source.marks import hatch


class RedactionPicker(AreaPicker):
    """`areas` are what is marked on the page that is shown."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.drawing = True

    def fit_width(self, wide: bool) -> None:
        """Show pages as wide as the view, and pictures whole."""
        self.fit = "width" if wide else "whole"
        top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        self.setAlignment(top if wide else Qt.AlignmentFlag.AlignCenter)

    def draw(self, may: bool) -> None:
        """Whether areas can be drawn: not on the preview, nor where nothing can be written. One begun is dropped."""
        self.drawing, self._from = may, None
        self.paper.setCursor(Qt.CursorShape.CrossCursor if may else Qt.CursorShape.ArrowCursor)

    def _within(self, area: QRectF) -> QRectF:
        picture = self.picture
        if picture is None or not self.drawing:
            return QRectF()
        return area & QRectF(0, 0, picture.width, picture.height)

    def paint_areas(self, painter: QPainter) -> None:
        hatch(painter, [self.on_paper(area) for area in self.areas])
        if 0 <= self.chosen < len(self.areas):
            self.outline(painter, self.areas[self.chosen], "accent")
