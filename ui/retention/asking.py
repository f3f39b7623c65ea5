"""A question that is asked before something that cannot be undone, beside the button that asks it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from ui.widgets.basics import button, label, row


class Sure(QFrame):
    """Hidden until something is asked; only its own button does it."""

    def __init__(self, yes: str, no: str) -> None:
        super().__init__()
        self.setProperty("look", "trouble")
        self._act: Callable[[], object] = lambda: None
        self.said = label("", wrap=True)
        self.yes = button(yes, self._go, "danger")
        self.no = button(no, self.hide)
        for one in (self.yes, self.no):
            one.setAutoDefault(False)
        layout = row(self.said, self.yes, self.no, margins=(12, 8, 12, 8))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.hide()

    def ask(self, text: str, act: Callable[[], object]) -> None:
        """Ask whether to do `act`; the way that changes nothing has the keyboard."""
        self._act = act
        self.said.setText(text)
        self.setAccessibleName(text)
        self.show()
        self.no.setFocus()

    def _go(self) -> None:
        self.hide()
        self._act()
