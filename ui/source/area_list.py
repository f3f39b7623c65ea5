"""The areas of a still that are to be blurred, as a list of numbers that can be typed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from ui.strings import footage as words


class AreaList(QTableWidget):
    """Each row is an area in pixels of the picture as displayed; typing changes it, Delete takes it away."""

    changed = Signal()

    def __init__(self, width: int, height: int) -> None:
        super().__init__(0, 4)
        self._whole = QRectF(0, 0, width, height)
        self.areas: list[QRectF] = []
        self.setHorizontalHeaderLabels(words.AREA_COLUMNS)
        self.setAccessibleName(words.AREAS)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.itemChanged.connect(self._typed)
        self.currentCellChanged.connect(lambda *_: self.changed.emit())

    def add(self, area: QRectF) -> None:
        """Add an area, or what of it lies within the picture, and choose it."""
        within = area & self._whole
        if within.isEmpty():
            return
        self.areas.append(within)
        self._show(len(self.areas) - 1)

    def add_middle(self) -> None:
        """Add one in the middle, to be moved by typing."""
        wide, high = self._whole.width(), self._whole.height()
        self.add(QRectF(round(wide * 0.4), round(high * 0.4), max(1, round(wide / 5)), max(1, round(high / 5))))

    def remove(self) -> None:
        """Take the chosen area away."""
        at = self.currentRow()
        if 0 <= at < len(self.areas):
            del self.areas[at]
            self._show(min(at, len(self.areas) - 1))

    def choose(self, at: int) -> None:
        """Make an area the chosen one."""
        self.setCurrentCell(at, 0)

    def _show(self, chosen: int) -> None:
        self.blockSignals(True)
        self.setRowCount(len(self.areas))
        for at, area in enumerate(self.areas):
            values = [round(v) for v in (area.x(), area.y(), area.width(), area.height())]
            said = words.AREA_NAME.format(number=at + 1, **dict(zip("xywh", values, strict=True)))
            for column, value in enumerate(values):
                item = QTableWidgetItem(str(value))
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words.AREA_COLUMNS[column]} {value}. {said}")
                self.setItem(at, column, item)
        self.setCurrentCell(chosen, max(0, self.currentColumn()))
        self.blockSignals(False)
        self.changed.emit()

    def _typed(self, item: QTableWidgetItem) -> None:
        """Take a number that was typed; what is none, or leads out of the picture, is put back."""
        at, area = item.row(), self.areas[item.row()]
        values = [area.x(), area.y(), area.width(), area.height()]
        if item.text().strip().isdecimal():
            values[item.column()] = float(item.text())
            within = QRectF(*values) & self._whole
            if not within.isEmpty():
                self.areas[at] = within
        self._show(at)
