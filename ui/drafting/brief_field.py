"""The field for a brief: a few lines that wrap, in which Enter begins the draft; whatever is pasted stays whole."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from ui.theme.theme import theme

_LINES = 3


class BriefField(QPlainTextEdit):
    """`entered` says that Enter was pressed; Shift and Enter begins a new line."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        edges = 2 * self.frameWidth() + round(2 * self.document().documentMargin()) + theme().px(4)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + edges)

    def wanted(self) -> str:
        """The brief as it is used, in one line: what was pasted may have several."""
        return " ".join(self.toPlainText().split())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
