"""Asks for what a new case needs, says at once what would not do, and makes the case in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from ui.background import Background
from ui.opening import created, open_in_background
from ui.remembered import Remembered
from ui.start.choosing import usual_place
from ui.start.naming import folder_name, look_at, reference_trouble
from ui.strings import access as access_words
from ui.strings import common
from ui.strings import start as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, look, row
from ui.widgets.empty import Trouble

if TYPE_CHECKING:
    from app.case import Case
    from ui.access.protect_dialog import OwnerForm

_PAUSE_MILLISECONDS = 150


class Cases(Protocol):
    """What the window does with cases; it is also the dialog's parent."""

    def leave_case(self, then: Callable[[], object]) -> bool: ...
    def show_case(self, case: Case) -> None: ...


class NewCaseDialog(QDialog):
    """Makes a case and hands it to `window`, which closes the one that is open first, if the person agrees."""

    def __init__(self, window: Cases, remembered: Remembered) -> None:
        super().__init__(window if isinstance(window, QWidget) else None)
        self.setWindowTitle(words.NEW_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window, self._remembered = window, remembered
        self._place = usual_place(remembered.now)
        self._free = False  # whether the folder can be used
        self._making = False
        self._background = Background(self._failed, threads=1)
        self.destroyed.connect(self._background.close)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MILLISECONDS)
        self._pause.timeout.connect(self._check)
        self._build()
        self._propose()

    def _build(self) -> None:
        self.reference, self.title, self.folder = QLineEdit(), QLineEdit(), QLineEdit()
        for field, name, hint in (
            (self.reference, words.REFERENCE, words.REFERENCE_HINT),
            (self.title, words.TITLE, words.TITLE_HINT),
            (self.folder, words.FOLDER, ""),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(hint)
        self.reference.textChanged.connect(lambda _: self._propose())
        self.folder.textEdited.connect(lambda _: self._edited())
        choose = button(words.CHOOSE_FOLDER, self._choose)
        where = row(self.folder, choose)
        where.setStretch(0, 1)
        form = QFormLayout()
        form.setSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(words.REFERENCE, self.reference)
        form.addRow(words.TITLE, self.title)
        form.addRow(words.FOLDER, where)
        self.protect = QCheckBox(access_words.PROTECT_NEW)
        self.protect.toggled.connect(self._ask_owner)
        self.owner: OwnerForm | None = None
        self._owner_place = QVBoxLayout()
        self.said = label("", "muted", wrap=True)
        self.said.setMinimumHeight(theme().px(44))
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.make = button(words.MAKE, self.accept, "primary")
        self.make.setDefault(True)
        self._troubles = QVBoxLayout()
        layout = column(gap=12, margins=(20, 20, 20, 16))
        layout.addLayout(form)
        layout.addWidget(self.said)
        layout.addWidget(self.protect)
        layout.addLayout(self._owner_place)
        layout.addLayout(self._troubles)
        layout.addStretch(1)
        layout.addLayout(row(None, button(common.CANCEL, self.reject), self.make))
        self.setLayout(layout)
        self.setMinimumWidth(min(theme().px(560), 960))

    # The folder

    def _propose(self) -> None:
        """The folder follows the reference until the person chooses another."""
        if not self.folder.isModified():
            self.folder.setText(str(self._place / folder_name(self.reference.text())))
        self._look_soon()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, words.CHOOSE_PARENT, str(self._place))
        if chosen:
            self._place = Path(chosen)
            self.folder.setText(str(self._place / folder_name(self.reference.text())))
            self._look_soon()

    def _edited(self) -> None:
        self._clear_troubles()
        self._look_soon()

    def _clear_troubles(self) -> None:
        while (old := self._troubles.takeAt(0)) is not None:
            old.widget().deleteLater()

    def _look_soon(self) -> None:
        self._free = False
        self._tell(reference_trouble(self.reference.text()) or words.LOOKING, "muted")
        self._pause.start()

    def _check(self) -> None:
        folder = Path(self.folder.text().strip())

        def then(found: tuple[bool, str]) -> None:
            self._free = found[0]
            wrong = reference_trouble(self.reference.text())
            self._tell(wrong or found[1], "muted" if self._free else "amber")

        self._background.run(self, lambda: look_at(folder), then, latest="folder")

    def _tell(self, text: str, how: str) -> None:
        self.said.setText(text)
        look(self.said, how)
        self._dress()

    def _dress(self) -> None:
        owned = not self.protect.isChecked() or (self.owner is not None and self.owner.good)
        ready = self._free and owned and not reference_trouble(self.reference.text())
        self.make.setEnabled(ready and not self._making)

    # Protecting it

    def _ask_owner(self, asked: bool) -> None:
        """Who protects it says who they are, and by what it opens."""
        from ui.access.protect_dialog import OwnerForm

        if self.owner is None:
            self.owner = OwnerForm(self._remembered.now.last_user)
            self.owner.changed.connect(self._dress)
            self.owner.entered.connect(self.accept)
            self._owner_place.addWidget(self.owner)
        self.owner.setVisible(asked)
        self._dress()
        if asked:
            self.owner.new.one.field.setFocus()
        self.adjustSize()

    # Making it

    def accept(self) -> None:
        """Make the case; the dialog closes once it is there, and stays with the reason where it is not."""
        if self.make.isEnabled():
            self._window.leave_case(self._make)

    def _make(self) -> None:
        self._lock(True)
        folder, reference = Path(self.folder.text().strip()), self.reference.text().strip()
        title, by = self.title.text().strip(), None
        if self.protect.isChecked() and self.owner is not None:
            by = self.owner.typed()
        self._clear_troubles()
        open_in_background(
            self._background, self, lambda: created(folder, reference, title, by), self._made, self._failed
        )  # fmt: skip

    def reject(self) -> None:
        """Nothing is closed under a case that is being made."""
        if not self._making:
            super().reject()

    def _made(self, case: Case) -> None:
        self._making = False
        self._remembered.set(last_folder=str(case.store.info.folder.parent))
        self._window.show_case(case)
        super().accept()

    def _failed(self, error: Exception) -> None:
        self._lock(False)
        self._troubles.addWidget(Trouble(error))
        self._look_soon()

    def _lock(self, making: bool) -> None:
        self._making = making
        for field in (self.reference, self.title, self.folder, self.protect, *([self.owner] if self.owner else [])):
            field.setEnabled(not making)
        self._tell(words.MAKING if making else "", "muted")
