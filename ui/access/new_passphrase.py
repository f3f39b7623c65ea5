"""Asks for a new passphrase twice, and says what it still lacks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from provenance.errors import UsageError
from provenance.protection import passphrase
from ui.access.passphrase_field import PassphraseField
from ui.strings import access as words
from ui.widgets.basics import column, label, look


class NewPassphrase(QWidget):
    """Two fields; `changed` tells whenever `good` may be another, `entered` of Enter in the second."""

    changed = Signal()
    entered = Signal()

    def __init__(self, first: str = words.NEW_PASSPHRASE, second: str = words.SAME_AGAIN) -> None:
        super().__init__()
        self.one, self.again = PassphraseField(first), PassphraseField(second)
        self.said = label("", "muted", wrap=True)
        self.said.setMinimumHeight(self.said.fontMetrics().lineSpacing() * 2)
        self.setLayout(column(label(first), self.one, 4, label(second), self.again, self.said, gap=4))
        self.setFocusProxy(self.one)
        self.one.entered.connect(self.again.field.setFocus)
        self.again.entered.connect(self.entered)
        for field in (self.one, self.again):
            field.changed.connect(self._look)
        self._look()

    @property
    def good(self) -> bool:
        """Whether it can be taken: good by the rule, and typed the same twice."""
        return is_good(self.one.text()) and self.one.text() == self.again.text()

    def text(self) -> str:
        return self.one.text()

    def clear(self) -> None:
        self.one.clear()
        self.again.clear()

    def set_waiting(self, waiting: bool) -> None:
        self.one.set_waiting(waiting)
        self.again.set_waiting(waiting)

    def _look(self) -> None:
        text, how = self._told()
        look(self.said, how)
        self.said.setText(text)
        self.one.field.setAccessibleDescription(text)
        self.again.field.setAccessibleDescription(text)
        self.changed.emit()

    def _told(self) -> tuple[str, str]:
        one, again = self.one.text(), self.again.text()
        if not one:
            return words.RULE.format(least=passphrase.LEAST), "muted"
        if len(one) < passphrase.LEAST:
            missing = passphrase.LEAST - len(one)
            return words.TOO_SHORT.format(missing=words.characters(missing), least=passphrase.LEAST), "muted"
        if not is_good(one):
            return words.TOO_EASY, "amber"
        if not one.startswith(again):
            return words.DIFFERENT, "amber"
        return (words.GOOD, "green") if one == again else (words.TYPE_AGAIN, "muted")


def is_good(text: str) -> bool:
    """Whether the rule takes this passphrase."""
    try:
        passphrase.require_good(text)
    except UsageError:
        return False
    return True
