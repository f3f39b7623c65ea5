"""Asks before a case is closed while work runs or words are not saved: says what ends, and what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from ui.intake.taking import taking_of
from ui.session import Session
from ui.strings import intake as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row


class ClosingDialog(QDialog):
    """Accepted for "Stop and close"; Escape and Enter keep working."""

    def __init__(self, lines: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.CLOSING_TITLE)
        said = [label(line, wrap=True) for line in lines]
        self.stop = button(words.STOP_AND_CLOSE, self.accept, "danger")
        self.stop.setAutoDefault(False)
        self.keep = button(words.KEEP_WORKING, self.reject, "primary")
        self.keep.setDefault(True)
        layout = column(label(words.CLOSING_HEAD, "strong", wrap=True), *said, None, gap=12, margins=(20, 20, 20, 16))
        layout.addLayout(row(None, self.stop, self.keep))
        self.setLayout(layout)
        self.setMinimumWidth(min(theme().px(460), 900))
        self.keep.setFocus()


def running(session: Session) -> list[str]:
    """A sentence for each piece of work that is not over."""
    taking, said = taking_of(session), list[str]()
    for job in session.jobs.active():
        if job.title == words.TAKING_IN and taking is not None:
            done, every = taking.done()
            said.append(words.CLOSING_TAKING.format(done=f"{done:,}", all=f"{every:,}"))
        else:
            said.append(words.CLOSING_JOB.format(title=job.title))
    return list(dict.fromkeys(said))


def ask_before_closing(session: Session, unsaved: Sequence[str], parent: QWidget | None) -> bool:
    """Whether to close: True at once where nothing runs and nothing is `unsaved`, a sentence for each such thing.

    Stopping is left to who closes.
    """
    lines = [*unsaved, *running(session)]
    if not lines:
        return True
    dialog = ClosingDialog(lines, parent)
    dialog.setProperty("look", "ground")
    try:
        return dialog.exec() == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()
