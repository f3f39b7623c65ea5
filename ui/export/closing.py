"""The closing page of the export dialog: what was written and where, how it is checked, and how the log stands now."""

from __future__ import annotations

import shlex
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from app import messages, receipts
from provenance.bundle import verifier
from ui.export.writing import Written
from ui.session import Session
from ui.source.locked import locked_in, titles
from ui.strings import audience as audience_words
from ui.strings import bundle as bundle_words
from ui.strings import common
from ui.strings import export as words
from ui.widgets.basics import button, column, label, row

Told = list[tuple[str, str]]  # sentences, each with its look


class ClosingPage(QWidget):
    """Hidden until something was written; `path` says where that lies."""

    def __init__(self) -> None:
        super().__init__()
        self.path, self.command = _line(words.PATH_NAME), _line(bundle_words.COMMAND_NAME)
        self.said: list[QLabel] = []
        self._layout = column(gap=8)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._layout)
        self.hide()

    def show_written(self, written: Written, session: Session) -> None:
        """Say all that is to be said of it, and show the page."""
        order = written.order
        self._say((words.DONE.format(name=order.out.name), "heading"), *_told(written, session))
        self.path.setText(str(order.out))
        self._beside(self.path, words.COPY_PATH)
        if order.bundle:
            self._say(*_sealed(written))
            self.command.setText(bundle_words.COMMAND.format(file=_quoted(order.out.name)))
            self._beside(self.command, bundle_words.COPY_COMMAND)
        if written.receipt is not None:
            self._layout.addSpacing(4)
            self._say((receipts.stands(written.receipt), ""))
        if written.unreceipted is not None:
            self._say((messages.of(written.unreceipted), "amber"))
        elif written.receipt is not None:
            self._say((receipts.kept_where(), "muted"))
        where = QUrl.fromLocalFile(str(order.out.parent))
        folder = button(words.OPEN_FOLDER, lambda: QDesktopServices.openUrl(where))
        ways = [folder]
        if written.receipt is not None:
            ways.append(_copies(words.COPY_LOG, receipts.stands(written.receipt)))
        self._layout.addSpacing(8)
        self._layout.addLayout(row(*ways, None))
        self.show()
        folder.setFocus()

    def _say(self, *told: tuple[str, str]) -> None:
        for text, how in told:
            made = label(text, how, wrap=True)
            self.said.append(made)
            self._layout.addWidget(made)

    def _beside(self, shown: QLineEdit, text: str) -> None:
        """A line with a button beside it that copies it."""
        shown.show()
        line = row(shown, _copies(text, shown.text()))
        line.setStretch(0, 1)
        self._layout.addLayout(line)


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setReadOnly(True)
    made.setAccessibleName(name)
    return made


def _copies(text: str, copied: str) -> QPushButton:
    return button(text, lambda: QApplication.clipboard().setText(copied), icon_name="copy")


def _told(written: Written, session: Session) -> Told:
    """What to say of anything that was written."""
    off = audience_words.SIGNED if written.signed_off else audience_words.NOT_SIGNED
    told = [(audience_words.DONE_MORE[written.order.audience].format(signed=off), "muted")]
    if (verified := written.verified) is not None:
        checked = common.counted(verified.checked, "citation")
        if verified.ok:
            told.append((words.ALL_OPENED.format(checked=checked), "muted"))
        else:
            told.append((words.NOT_ALL_OPENED.format(failed=len(verified.failed), checked=checked), "amber"))
            if locked := locked_in(verified):
                told.append((words.LOCKED.format(titles=titles(session, locked)), "amber"))
    if written.unrecorded is not None:
        told.append((messages.unrecorded(written.unrecorded), "amber"))
    return told


def _sealed(written: Written) -> Told:
    """What to say of a bundle: who signed it, what lies beside it, and how it is checked."""
    order, name = written.order, written.order.out.name
    told = [(bundle_words.NOT_SIGNED, "amber")]
    if written.sealed_by:
        known = {"name": order.key, "sha256": written.sealed_by, "sig": f"{name}.sig", "pub": f"{name}.pub"}
        told = [(bundle_words.SIGNED.format(**known), "")]
    if (sources := written.travelling) is not None:
        told += [(line, "" if sources.as_asked else "amber") for line in sources.words()]
    if written.receipt is not None:
        told.append((bundle_words.RECEIPT_BESIDE.format(receipt=f"{name}.receipt.json"), ""))
    return [*told, (bundle_words.CHECK, "")]


def _quoted(name: str) -> str:
    """The check in a bundle's folder, as the shells of Windows, macOS and Linux take it."""
    path = str(Path(name) / verifier.NAME).replace("\\", "/")
    return shlex.quote(path) if set(path) & set('"$`\\!') else f'"{path}"'
