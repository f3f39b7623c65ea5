"""Gives somebody access to a protected case: name, roles, and a first passphrase, typed or made up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.access import ROLE_WORDS, Role
from provenance.protection import passphrase
from ui.access.new_passphrase import NewPassphrase
from ui.strings import access as words
from ui.strings import common
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import Trouble
from ui.widgets.room import fit_width

Grant = Callable[[str, list[Role], str], object]


class AddUserDialog(QDialog):
    """`grant` is called with what was chosen; it says `done` or `failed`."""

    def __init__(self, grant: Grant, parent: QWidget | None, name: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.ADD_USER_TITLE)
        self._grant, self._writing = grant, False
        self.name = QLineEdit(name)
        self.name.setAccessibleName(words.USER_NAME)
        self.name.setPlaceholderText(words.USER_NAME_HINT)
        self.roles = {role: QCheckBox(ROLE_WORDS[role].capitalize()) for role in Role}
        self.new = NewPassphrase(words.FIRST_PASSPHRASE, words.FIRST_AGAIN)
        self.generate = button(words.GENERATE, self._generate)
        self.made_up = label("", "strong", wrap=True)
        self.made_up.hide()
        self.give = button(words.GIVE_ACCESS, self._give, "primary")
        self.give.setDefault(True)
        self._troubles = QVBoxLayout()
        self._lay()
        self.name.textChanged.connect(lambda _: self._dress())
        for box in self.roles.values():
            box.toggled.connect(lambda _: self._dress())
        self.new.changed.connect(self._dress)
        self.new.entered.connect(self._give)
        self._dress()

    def _lay(self) -> None:
        grid = QGridLayout()
        for at, box in enumerate(self.roles.values()):
            grid.addWidget(box, at // 2, at % 2)
        layout = column(label(words.ADD_USER_MORE, "muted", wrap=True), 4, gap=6, margins=(20, 20, 20, 16))
        for part in (label(words.USER_NAME), self.name, label(words.ROLES_HEAD)):
            layout.addWidget(part)
        layout.addLayout(grid)
        layout.addSpacing(4)
        layout.addWidget(self.new)
        layout.addLayout(row(self.generate, None))
        layout.addWidget(self.made_up)
        layout.addLayout(self._troubles)
        layout.addStretch(1)
        layout.addLayout(row(None, button(common.CANCEL, self.reject), self.give))
        self.setLayout(layout)
        fit_width(self, 500)

    def chosen(self) -> list[Role]:
        return [role for role, box in self.roles.items() if box.isChecked()]

    def failed(self, error: Exception) -> None:
        """It was not written: say why, and let it be changed."""
        self._writing = False
        self._clear()
        self._troubles.addWidget(Trouble(error))
        self._dress()

    def _generate(self) -> None:
        phrase = passphrase.generated()
        for field in (self.new.one, self.new.again):
            field.field.setText(phrase)
        self.made_up.setText(words.GENERATED.format(phrase=phrase))
        self.made_up.show()
        self.new.changed.connect(self._typed_over)

    def _typed_over(self) -> None:
        """What is told as made up is what was made up."""
        shown = self.made_up.text() == words.GENERATED.format(phrase=self.new.text())
        self.made_up.setVisible(shown)

    def _give(self) -> None:
        if self.give.isEnabled():
            self._writing = True
            self._clear()
            self._dress()
            self._grant(self.name.text().strip(), self.chosen(), self.new.text())

    def _dress(self) -> None:
        typed = bool(self.name.text().strip()) and bool(self.chosen()) and self.new.good
        self.give.setEnabled(typed and not self._writing)

    def _clear(self) -> None:
        while (item := self._troubles.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
