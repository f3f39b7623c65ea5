"""A frame on which areas to watch and areas to leave out are drawn, told apart by outline and hatching."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from ui.source.area_list import Use
from ui.source.area_picker import AreaPicker
from ui.theme.theme import theme

_VEIL = 120  # of 255, over what is left out


class LookPicker(AreaPicker):
    """Watched areas have a solid outline; those left out are hatched within a broken one. Each bears its number."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.uses: list[Use] = []

    def show_sought(self, areas: Sequence[QRectF], uses: Sequence[Use], chosen: int) -> None:
        """Show these areas with what each is for, and which of them is chosen (-1 for none)."""
        self.uses = list(uses)
        self.show_areas(areas, chosen)

    def paint_areas(self, painter: QPainter) -> None:
        for at, (area, use) in enumerate(zip(self.areas, self.uses, strict=True)):
            colour = theme().colour("accent" if at == self.chosen else "marker")
            where = self.on_paper(area)
            if use == "mask":
                painter.fillRect(where, QColor(0, 0, 0, _VEIL))
                painter.fillRect(where, QBrush(colour, Qt.BrushStyle.BDiagPattern))
            for ink, width in ((QColor(Qt.GlobalColor.black), 4), (colour, 2)):
                pen = QPen(ink, width, Qt.PenStyle.DashLine if use == "mask" and width == 2 else Qt.PenStyle.SolidLine)
                pen.setCosmetic(True)
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(where)
            self._paint_number(painter, where, str(at + 1), colour)

    def _paint_number(self, painter: QPainter, where: QRectF, number: str, colour: QColor) -> None:
        """The area's number in the list, in its corner."""
        painter.setFont(theme().font())
        measure = painter.fontMetrics()
        box = QRectF(where.topLeft(), where.topLeft())
        box.setSize(measure.size(0, f" {number} ").toSizeF())
        painter.fillRect(box, QColor(Qt.GlobalColor.black))
        painter.setPen(QColor(Qt.GlobalColor.white))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)
