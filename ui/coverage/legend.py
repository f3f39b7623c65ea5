"""The legend of the map of coverage: each mark beside its words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.coverage.cell_paint import State, draw
from ui.source.flow import FlowBox
from ui.strings import coverage as words
from ui.theme.theme import theme
from ui.widgets.basics import label, row

_MARKS: dict[str, tuple[State, bool, bool]] = {
    "cited": ("cited", False, False),
    "retrieved": ("retrieved", False, False),
    "indexed": ("indexed", False, False),
    "bare": ("bare", False, False),
    "opened": ("indexed", True, False),
    "unreadable": ("indexed", False, True),
}


class _Mark(QWidget):
    """One square as the map draws it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._mark = _MARKS[name]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(theme().px(15), theme().px(15))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme().px(15)
        draw(painter, QRectF(0, 0, side, side), *self._mark)
        painter.end()


def legend() -> FlowBox:
    """All marks with their words, in as many lines as they take."""
    entries = []
    for name, text in words.LEGEND.items():
        entry = QWidget()
        entry.setLayout(row(_Mark(name), label(text, "small"), gap=6))
        entries.append(entry)
    made = FlowBox(*entries, gap=14, between=4)
    made.setAccessibleName(words.LEGEND_NAME)
    made.setToolTip(words.LEGEND_MINUTES)
    return made
