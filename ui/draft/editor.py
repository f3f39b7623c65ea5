"""The editor inside a card: a few lines of text, saved by Ctrl+Enter, left by Escape."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.settings.keys import KEEPS_CTRL_ENTER
from ui.strings import draft as words
from ui.widgets.basics import button, column, label, row


class _Field(QPlainTextEdit):
    save = Signal()
    leave = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave.emit()
        else:
            super().keyPressEvent(event)


class Editor(QWidget):
    """Asks for words; `saved` carries them, `left` puts them away for now, `given_up` for good."""

    saved = Signal(str)
    left = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = _Field()
        self._field.setTabChangesFocus(True)
        self._field.setProperty(KEEPS_CTRL_ENTER, True)
        self._field.save.connect(self._save)
        self._field.leave.connect(self.left.emit)
        self._field.textChanged.connect(self._dress)
        self._save_button = button(words.AMEND_SAVE, self._save, "primary")
        self._cancel = button(words.CANCEL_EDIT, self.given_up.emit)
        layout = column(self._field, gap=8)
        layout.addLayout(row(label(words.EDIT_KEYS, "small"), None, self._cancel, self._save_button))
        self.setLayout(layout)

    def begin(self, name: str, save: str, text: str) -> None:
        """Start with a text; `name` says what is asked for."""
        self._field.setAccessibleName(name)
        self._field.setPlaceholderText(name)
        self._field.setPlainText(text)
        self._save_button.setText(save)
        self._save_button.setAccessibleName(save)

    def empty(self) -> None:
        self._field.clear()

    def take_focus(self) -> None:
        self._field.setFocus()
        self._field.moveCursor(QTextCursor.MoveOperation.End)

    def text(self) -> str:
        return self._field.toPlainText()

    def height_of(self, lines: int) -> float:
        """The height that shows so many lines and the buttons."""
        return self._field.fontMetrics().lineSpacing() * lines + self._save_button.sizeHint().height() + 32

    def _dress(self) -> None:
        self._save_button.setEnabled(bool(self.text().strip()))

    def _save(self) -> None:
        if self.text().strip():
            self.saved.emit(self.text())
