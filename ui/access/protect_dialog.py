"""Asks for the name and passphrase of who protects a case: this plain one, or one that is being made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from provenance.clock import who
from ui.access.new_passphrase import NewPassphrase
from ui.strings import access as words
from ui.strings import common
from ui.widgets.basics import button, column, label, row
from ui.widgets.room import fit_width


class OwnerForm(QWidget):
    """A name, at first that of the account or the one used last, and a new passphrase; `changed` tells of each key."""

    changed = Signal()
    entered = Signal()

    def __init__(self, last_user: str) -> None:
        super().__init__()
        self.name = QLineEdit(last_user or who().rpartition("\\")[2])
        self.name.setAccessibleName(words.YOUR_NAME)
        self.new = NewPassphrase(words.PASSPHRASE, words.SAME_AGAIN)
        self.name.textChanged.connect(lambda _: self.changed.emit())
        self.new.changed.connect(self.changed)
        self.new.entered.connect(self.entered)
        self.setLayout(column(label(words.YOUR_NAME), self.name, 4, self.new, gap=6))

    @property
    def good(self) -> bool:
        return bool(self.name.text().strip()) and self.new.good

    def typed(self) -> tuple[str, str]:
        """The name and the passphrase."""
        return self.name.text().strip(), self.new.text()


class ProtectDialog(QDialog):
    """`protect` is called with a name and a passphrase, once the dialog has closed."""

    def __init__(self, last_user: str, protect: Callable[[str, str], object], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.PROTECT_ASK_TITLE)
        self._protect = protect
        self.form = OwnerForm(last_user)
        self.do = button(words.PROTECT_DO, self._ask, "primary")
        self.do.setDefault(True)
        layout = column(
            label(words.PROTECT_MORE, "muted", wrap=True), 4, self.form, None, gap=8, margins=(20, 20, 20, 16)
        )
        layout.addLayout(row(None, button(common.CANCEL, self.reject), self.do))
        self.setLayout(layout)
        fit_width(self, 500)
        self.form.changed.connect(self._dress)
        self.form.entered.connect(self._ask)
        self._dress()
        self.form.new.one.field.setFocus()

    def _ask(self) -> None:
        if self.form.good:
            name, phrase = self.form.typed()
            self.accept()
            self._protect(name, phrase)

    def _dress(self) -> None:
        self.do.setEnabled(self.form.good)
