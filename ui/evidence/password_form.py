"""A dialog with a field for a password: stays open until one fits; what is typed is kept in memory only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from ui.strings import common
from ui.strings import evidence as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, look, row


class PasswordForm(QDialog):
    """`attempt` is called with what was typed; it says `wait`, then `ask_again` or accepts."""

    def __init__(self, head: str, more: str, attempt: Callable[[str], None], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.UNLOCK_TITLE)
        self._attempt = attempt
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(words.UNLOCK_FIELD)
        self.field.setPlaceholderText(words.UNLOCK_FIELD)
        self.shown = QCheckBox(words.UNLOCK_SHOW)
        self.said = label("", wrap=True)
        self.said.setMinimumHeight(self.said.fontMetrics().lineSpacing() * 2)
        self.try_it = button(words.UNLOCK_TRY, self._try, "primary")
        self.try_it.setDefault(True)
        self.try_it.setEnabled(False)
        self.head = label(head, "strong", wrap=True)
        lines = self.head, label(more, "muted", wrap=True)
        layout = column(*lines, 4, self.field, self.shown, self.said, None, gap=8, margins=(16, 16, 16, 16))
        layout.addLayout(row(None, button(common.CLOSE, self.reject), self.try_it))
        self.setLayout(layout)
        self.resize(theme().px(440), theme().px(280))
        self.field.textChanged.connect(lambda text: self.try_it.setEnabled(bool(text) and not self.waiting))
        self.shown.toggled.connect(self._show)
        self.field.setFocus()

    @property
    def waiting(self) -> bool:
        """Whether what was typed is being tried."""
        return self.field.isReadOnly()

    def wait(self, text: str) -> None:
        """What was typed is being tried."""
        self._say(text, "")
        self.try_it.setEnabled(False)
        self.field.setReadOnly(True)

    def ask_again(self, text: str, how: str = "amber") -> None:
        """It did not fit, or could not be tried: say so, and take another."""
        self.field.setReadOnly(False)
        self.try_it.setEnabled(True)
        self._say(text, how)
        self.field.setFocus()
        self.field.selectAll()

    def ask_for(self, head: str, text: str) -> None:
        """It did what was wanted: say so, and take that of another file."""
        self.head.setText(head)
        self.field.clear()
        self.ask_again(text, "green")
        self.try_it.setEnabled(False)

    def _try(self) -> None:
        if self.field.text() and not self.waiting:
            self._attempt(self.field.text())

    def _show(self, shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _say(self, text: str, how: str) -> None:
        look(self.said, how)
        self.said.setText(text)
        self.field.setAccessibleDescription(text)
