"""Asks what is to happen to work under way when a case is locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtWidgets import QDialog, QWidget

from ui.strings import access as words
from ui.strings import intake
from ui.widgets.basics import button, column, label, row
from ui.widgets.room import fit_width

Choice = Literal["finish", "stop", "keep"]


class LockDialog(QDialog):
    """`choice` is what was decided; Escape keeps working."""

    def __init__(self, lines: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.LOCK_TITLE)
        self.choice: Choice = "keep"
        self.finish = button(words.FINISH_FIRST, lambda: self._choose("finish"), "primary")
        self.finish.setDefault(True)
        self.stop = button(words.STOP_AND_LOCK, lambda: self._choose("stop"), "danger")
        self.stop.setAutoDefault(False)
        said = [label(line, wrap=True) for line in lines]
        head, more = label(words.LOCK_HEAD, "strong", wrap=True), label(words.FINISH_MORE, "muted", wrap=True)
        layout = column(head, label(words.STOP_MEANS, "muted"), *said, more, None, gap=12, margins=(20, 20, 20, 16))
        layout.addLayout(row(button(intake.KEEP_WORKING, self.reject), None, self.stop, self.finish))
        self.setLayout(layout)
        fit_width(self, 560)
        self.finish.setFocus()

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()
