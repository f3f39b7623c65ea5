"""Makes the recovery key of a protected case and hands out its two halves, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QTextDocument
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QFileDialog, QVBoxLayout, QWidget

from provenance.errors import AttestError
from provenance.export import write_beside
from ui.access.asking import SureDialog
from ui.strings import access as words
from ui.strings import common
from ui.theme.theme import theme
from ui.widgets.basics import button, column, frame, label, row
from ui.widgets.empty import Trouble
from ui.widgets.room import fit_width

if TYPE_CHECKING:
    from ui.session import Session

_GROUPS = 5  # of four characters, in one line
Halves = tuple[str, str]


class RecoveryDialog(QDialog):
    """`make` is called when the key is to be made; it says `show_halves` or `failed`. The halves are in memory here
    alone, and go with the dialog."""

    def __init__(self, folder: Path, make: Callable[[], object], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.RECOVERY_TITLE)
        self._folder, self._make = folder, make
        self._halves: Halves | None = None
        self.at = 0  # the half that is shown, from 1
        self._lines = [label(line, wrap=True) for line in words.RECOVERY_INTRO]
        self.head, self.to = label("", "heading"), label(words.HALF_FOR, "muted", wrap=True)
        self.half = label("")
        self.half.setAccessibleName(words.RECOVERY_TITLE)
        self.kept = QCheckBox(words.HALF_KEPT)
        self.kept.toggled.connect(lambda _: self._dress())
        self.copy = button(words.COPY, lambda: QApplication.clipboard().setText(self.shown()), icon_name="copy")
        self.print = button(words.PRINT, self._print)
        self.save = button(words.SAVE_HALF, self._save, icon_name="save")
        self.said = label("", "muted", wrap=True)
        self._troubles = QVBoxLayout()
        self.on = button(words.RECOVERY_MAKE, self._go_on, "primary")
        self.on.setDefault(True)
        self.leave = button(common.CANCEL, self.reject)
        self._lay()

    def _lay(self) -> None:
        self._paper = frame("card", row(None, self.half, None, margins=(16, 16, 16, 16)))
        self._ways = QWidget()
        self._ways.setLayout(row(self.copy, self.print, self.save, None))
        layout = column(*self._lines, self.head, self.to, self._paper, self._ways, gap=10, margins=(20, 20, 20, 16))
        for part in (self.said, self.kept):
            layout.addWidget(part)
        layout.addLayout(self._troubles)
        layout.addStretch(1)
        layout.addLayout(row(None, self.leave, self.on))
        self.setLayout(layout)
        fit_width(self, 520)
        for part in (self.head, self.to, self._paper, self._ways, self.kept):
            part.hide()
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.half.setStyleSheet(f'font-family: "{fixed.family()}"; font-size: {theme().font(1.15).pointSizeF()}pt;')

    def show_halves(self, halves: Halves) -> None:
        """The key was made: show its first half."""
        self._halves = halves
        for line in self._lines:
            line.hide()
        self._show(1)

    def failed(self, error: Exception) -> None:
        self.said.setText("")
        self.on.setEnabled(True)
        self._troubles.addWidget(Trouble(error))

    def shown(self) -> str:
        """The half that is shown, as it is copied; "" before one is."""
        return self._halves[self.at - 1] if self._halves is not None and self.at else ""

    def reject(self) -> None:
        """Half-way, it is said first what that would mean."""
        if self._halves is None or self.at > 2:
            super().reject()
            return
        sure = SureDialog(
            words.RECOVERY_LEFT_TITLE, words.RECOVERY_LEFT_TITLE, [words.RECOVERY_LEFT], words.LEAVE_HALVES, self
        )
        sure.accepted.connect(self._leave)
        sure.open()

    def _leave(self) -> None:
        self._halves = None
        super().reject()

    def _go_on(self) -> None:
        if self._halves is None:
            self.on.setEnabled(False)
            self.said.setText(words.RECOVERY_MAKING)
            self._make()
        elif self.at == 1:
            self._show(2)
        else:
            self._halves = None
            self.half.clear()
            self.accept()

    def _show(self, number: int) -> None:
        self.at = number
        self.head.setText(words.HALF_HEAD.format(number=number))
        self.half.setText(in_lines(self.shown()))
        self.said.setText(words.HALF_ADVICE)
        self.kept.setChecked(False)
        for part in (self.head, self.to, self._paper, self._ways, self.kept):
            part.show()
        self.on.setText(words.NEXT_HALF if number == 1 else words.DONE)
        self._dress()
        self.copy.setFocus()

    def _dress(self) -> None:
        self.on.setEnabled(self.kept.isChecked())

    def document(self) -> QTextDocument:
        """The half that is shown as a page to print, black on white."""
        made = QTextDocument(self)
        head = words.HALF_PRINTED.format(number=self.at, folder=self._folder.name)
        lines = "<br>".join(map(escape, in_lines(self.shown()).splitlines()))
        made.setHtml(
            f"<h3>{escape(head)}</h3><p style='font-family: monospace; font-size: 16pt'>{lines}</p>"
            f"<p>{escape(words.HALF_ADVICE)}</p>"
        )
        made.setDefaultFont(QFont("Inter", 11))
        return made

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        printer.setDocName(words.RECOVERY_TITLE)
        asked = QPrintDialog(printer, self)
        if asked.exec() == QDialog.DialogCode.Accepted:
            self.document().print_(printer)

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, words.SAVE_HALF_TITLE, "", words.TEXT_FILES)
        if chosen and self.shown():
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the half that is shown as a line of text."""
        try:
            write_beside(path, f"{self.shown()}\n".encode("ascii"))
        except AttestError as error:
            self._troubles.addWidget(Trouble(error))
            return
        self.said.setText(words.HALF_SAVED.format(path=path))


def in_lines(half: str) -> str:
    """A half in lines that can be read out and copied by hand: groups of four, five in each."""
    groups = half.split("-")
    return "\n".join(" ".join(groups[at : at + _GROUPS]) for at in range(0, len(groups), _GROUPS))


def offer_recovery(session: Session, parent: QWidget, then: Callable[[], object] = lambda: None) -> None:
    """Make the recovery key of the open case, and hand out its halves."""
    access = session.case.access

    def make() -> None:
        session.reviews.run(dialog, access.make_recovery_key, shown, dialog.failed)

    def shown(halves: tuple[str, str]) -> None:
        dialog.show_halves(halves)
        then()

    dialog = RecoveryDialog(session.case.store.info.folder, make, parent)
    dialog.open()
