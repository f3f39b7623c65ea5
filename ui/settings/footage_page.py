"""The part of the settings on footage: how sensitive the search for movement is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.preferences import Preferences
from provenance.looked import SENSITIVITY
from ui.search.choice import Choice
from ui.strings import footage as words
from ui.widgets.basics import column, label, row


class FootagePage(QWidget):
    """Tells `take` at once which sensitivity was chosen."""

    def __init__(self, take: Callable[[str], None]) -> None:
        super().__init__()
        self._take = take
        self.sensitivity = Choice(words.SENSITIVITY, {name: words.SENSITIVITIES[name] for name in SENSITIVITY}, {})
        self.more = label("", wrap=True)
        layout = column(label(words.FOOTAGE_LEAD, "muted", wrap=True), gap=12, margins=(16, 16, 16, 16))
        layout.addWidget(label(words.SENSITIVITY, "strong"))
        layout.addLayout(row(self.sensitivity, None))
        layout.addWidget(self.more)
        layout.addWidget(label(words.FOOTAGE_WHEN, "muted", wrap=True))
        layout.addStretch(1)
        self.setLayout(layout)
        self.sensitivity.chosen.connect(self._chosen)

    def show_preferences(self, now: Preferences) -> None:
        """Show what is in force, telling nobody."""
        self.sensitivity.choose(now.limits.sensitivity)
        self.more.setText(words.SENSITIVITY_MORE[now.limits.sensitivity])

    def _chosen(self, name: str) -> None:
        self.more.setText(words.SENSITIVITY_MORE[name])
        self._take(name)
