"""The page of the settings that says after how long a protected case is locked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QWidget

from app.preferences import LOCK_MINUTES, Preferences
from ui.search.choice import Choice
from ui.strings import access as words
from ui.widgets.basics import column, label


class LockSettings(QWidget):
    """`take` is told of every change at once."""

    def __init__(self, take: Callable[..., None]) -> None:
        super().__init__()
        self.after = Choice(words.LOCK_AFTER, {str(n): words.MINUTES.format(n=n) for n in LOCK_MINUTES}, {})
        form = QFormLayout()
        form.setSpacing(12)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(words.LOCK_AFTER, self.after)
        layout = column(gap=16, margins=(16, 16, 16, 16))
        layout.addLayout(form)
        layout.addWidget(label(words.LOCK_AFTER_MORE, "muted", wrap=True))
        layout.addStretch(1)
        self.setLayout(layout)
        self.after.chosen.connect(lambda name: take(lock_minutes=int(name)))

    def show_preferences(self, now: Preferences) -> None:
        """Show what is in force, telling nobody."""
        self.after.choose(str(now.lock_minutes))
