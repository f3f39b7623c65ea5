"""A widget, or what stands in its place while there is nothing for it to show."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget


class Standing(QStackedWidget):
    """Shows `usual`, unless something else was put in its place."""

    def __init__(self, usual: QWidget) -> None:
        super().__init__()
        self.addWidget(usual)

    def put(self, instead: QWidget | None) -> None:
        """Show this in the place of the usual; None for the usual."""
        while self.count() > 1:
            old = self.widget(1)
            self.removeWidget(old)
            old.deleteLater()
        if instead is not None:
            self.setCurrentIndex(self.addWidget(instead))
