"""Small questions about access: is it really to be withdrawn, or protection taken away; and one's own passphrase."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from provenance.errors import AttestError
from ui.access.new_passphrase import NewPassphrase
from ui.access.passphrase_field import PassphraseField
from ui.strings import access as words
from ui.strings import common
from ui.widgets.basics import button, column, label, look, row
from ui.widgets.empty import Trouble
from ui.widgets.room import fit_width


class SureDialog(QDialog):
    """Says what an act means and what it cannot undo; accepted for it. Escape and Enter leave things as they are."""

    def __init__(self, title: str, head: str, lines: Sequence[str], do: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.do = button(do, self.accept, "danger")
        self.do.setAutoDefault(False)
        keep = button(common.CANCEL, self.reject, "primary")
        keep.setDefault(True)
        said = [label(line, wrap=True) for line in lines]
        layout = column(label(head, "strong", wrap=True), *said, None, gap=12, margins=(20, 20, 20, 16))
        layout.addLayout(row(None, self.do, keep))
        self.setLayout(layout)
        fit_width(self, 500)
        keep.setFocus()


class OwnPassphraseDialog(QDialog):
    """`change` is called with the old and the new one; it says `failed`, or accepts."""

    def __init__(self, change: Callable[[str, str], object], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.CHANGE_OWN_TITLE)
        self._change, self._writing = change, False
        self.old, self.new = PassphraseField(words.OLD_PASSPHRASE), NewPassphrase()
        self.said = label("", "amber", wrap=True)
        self.do = button(words.CHANGE_DO, self._ask, "primary")
        self.do.setDefault(True)
        self._troubles = QVBoxLayout()
        layout = column(label(words.OLD_PASSPHRASE), self.old, 4, self.new, self.said, gap=6, margins=(20, 20, 20, 16))
        layout.addLayout(self._troubles)
        layout.addStretch(1)
        layout.addLayout(row(None, button(common.CANCEL, self.reject), self.do))
        self.setLayout(layout)
        fit_width(self, 460)
        self.old.changed.connect(self._dress)
        self.new.changed.connect(self._dress)
        self.new.entered.connect(self._ask)
        self._dress()

    def failed(self, error: Exception) -> None:
        self._hold(False)
        if isinstance(error, AttestError) and error.code == "wrong_passphrase":
            self.said.setText(words.WRONG_OLD)
            self.old.field.setFocus()
            self.old.field.selectAll()
        else:
            self._troubles.addWidget(Trouble(error))

    def _ask(self) -> None:
        if self.do.isEnabled():
            look(self.said, "muted")
            self.said.setText(words.CHANGING)
            self._hold(True)
            self._change(self.old.text(), self.new.text())

    def _hold(self, writing: bool) -> None:
        self._writing = writing
        if not writing:
            look(self.said, "amber")
            self.said.setText("")
        self.old.set_waiting(writing)
        self.new.set_waiting(writing)
        self._dress()

    def _dress(self) -> None:
        self.do.setEnabled(bool(self.old.text()) and self.new.good and not self._writing)
