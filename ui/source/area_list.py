"""Areas of a picture as numbers that can be typed: those of a still to be blurred, those to be watched or left out."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from ui.strings import footage as words
from ui.theme.theme import theme

Use = Literal["watch", "mask"]
_MOST_UNDONE = 100
_ROW = 30  # logical pixels at normal text size


class AreaList(QTableWidget):
    """Each row is an area in pixels of the picture as displayed; typing changes it, Delete takes it away."""

    changed = Signal()

    def __init__(self, width: int, height: int, name: str = words.AREAS, lead: tuple[str, ...] = ()) -> None:
        super().__init__(0, len(lead) + 4)
        self._whole = QRectF(0, 0, width, height)
        self._lead = len(lead)  # columns before the numbers
        self.areas: list[QRectF] = []
        self.setHorizontalHeaderLabels((*lead, *words.AREA_COLUMNS))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme().px(_ROW))
        self.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.itemChanged.connect(self._typed)
        self.currentCellChanged.connect(lambda *_: self.changed.emit())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Its heads and three areas: what there is beside that, the picture's dialog gives."""
        return QSize(super().sizeHint().width(), theme().px(_ROW) * 4)

    def add(self, area: QRectF) -> None:
        """Add an area, or what of it lies within the picture, and choose it."""
        within = area & self._whole
        if within.isEmpty():
            return
        self._append(within)
        self._show(len(self.areas) - 1)

    def add_middle(self) -> None:
        """Add one in the middle, to be moved by typing."""
        wide, high = self._whole.width(), self._whole.height()
        self.add(QRectF(round(wide * 0.4), round(high * 0.4), max(1, round(wide / 5)), max(1, round(high / 5))))

    def remove(self) -> None:
        """Take the chosen area away."""
        at = self.currentRow()
        if 0 <= at < len(self.areas):
            self._delete(at)
            self._show(min(at, len(self.areas) - 1))

    def choose(self, at: int) -> None:
        """Make an area the chosen one."""
        self.setCurrentCell(at, self._lead)

    def _append(self, area: QRectF) -> None:
        self.areas.append(area)

    def _delete(self, at: int) -> None:
        del self.areas[at]

    def _replace(self, at: int, area: QRectF) -> None:
        self.areas[at] = area

    def _called(self, at: int) -> str:
        """What precedes the numbers of an area where it is read out."""
        return ""

    def _lead_texts(self, at: int) -> tuple[str, ...]:
        """What stands in the columns before the numbers."""
        return ()

    def _show(self, chosen: int) -> None:
        self.blockSignals(True)
        self.setRowCount(len(self.areas))
        for at, area in enumerate(self.areas):
            values = [round(v) for v in (area.x(), area.y(), area.width(), area.height())]
            numbers = words.AREA_NAME.format(number=at + 1, **dict(zip("xywh", values, strict=True)))
            said = f"{self._called(at)}{numbers}"
            for column, text in enumerate(self._lead_texts(at)):
                item = QTableWidgetItem(text)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
                self.setItem(at, column, item)
            for column, value in enumerate(values):
                item = QTableWidgetItem(str(value))
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words.AREA_COLUMNS[column]} {value}. {said}")
                self.setItem(at, self._lead + column, item)
        self.setCurrentCell(chosen, max(self._lead, self.currentColumn()))
        self.blockSignals(False)
        self.changed.emit()

    def _typed(self, item: QTableWidgetItem) -> None:
        """Take a number that was typed; what is none, or leads out of the picture, is put back."""
        at, area = item.row(), self.areas[item.row()]
        values = [area.x(), area.y(), area.width(), area.height()]
        if item.column() >= self._lead and item.text().strip().isdecimal():
            values[item.column() - self._lead] = float(item.text())
            within = QRectF(*values) & self._whole
            if not within.isEmpty() and within != area:
                self._replace(at, within)
        self._show(at)


class SoughtList(AreaList):
    """Areas in which movement is sought, and areas that are left out; `use` is what the next one will be for."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height, words.SOUGHT_AREAS, (words.SOUGHT_USE,))
        self.use: Use = "watch"
        self.uses: list[Use] = []
        self._before: list[tuple[list[QRectF], list[Use]]] = []
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)

    @property
    def undoable(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._before)

    def begin(self, watch: list[QRectF], mask: list[QRectF]) -> None:
        """Show these areas; nothing of it can be taken back."""
        self.areas, self.uses = [*watch, *mask], [*(["watch"] * len(watch)), *(["mask"] * len(mask))]
        self._before.clear()
        self._show(len(self.areas) - 1)

    def of(self, use: Use) -> list[QRectF]:
        """The areas of one use, in their order."""
        return [area for area, kind in zip(self.areas, self.uses, strict=True) if kind == use]

    def turn(self) -> None:
        """Have the chosen area left out where it was watched, and the other way about."""
        at = self.currentRow()
        if 0 <= at < len(self.areas):
            self._keep()
            self.uses[at] = "mask" if self.uses[at] == "watch" else "watch"
            self._show(at)

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            self.areas, self.uses = self._before.pop()
            self._show(min(max(0, self.currentRow()), len(self.areas) - 1))

    def _keep(self) -> None:
        self._before.append((list(self.areas), list(self.uses)))
        del self._before[:-_MOST_UNDONE]

    def _append(self, area: QRectF) -> None:
        self._keep()
        self.uses.append(self.use)
        super()._append(area)

    def _delete(self, at: int) -> None:
        self._keep()
        del self.uses[at]
        super()._delete(at)

    def _replace(self, at: int, area: QRectF) -> None:
        self._keep()
        super()._replace(at, area)

    def _called(self, at: int) -> str:
        return f"{words.SOUGHT_USES[self.uses[at]]}: "

    def _lead_texts(self, at: int) -> tuple[str, ...]:
        return (f"{at + 1}  {words.SOUGHT_USES[self.uses[at]]}",)
