"""A choice of one among a few, side by side, with the chosen one ticked."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.widgets.basics import row


class Choice(QWidget):
    """Buttons by name of which one is down; Tab and Space reach each."""

    chosen = Signal(str)

    def __init__(self, name: str, texts: Mapping[str, str], tips: Mapping[str, str]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for value, text in texts.items():
            made = QToolButton()
            made.setText(text)
            made.setCheckable(True)
            made.setProperty("look", "plain")
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            made.setToolTip(tips.get(value, ""))
            made.setAccessibleName(f"{name}: {text}")
            self._group.addButton(made)
            self.buttons[value] = made
        self.setLayout(row(*self.buttons.values(), gap=4))
        self.buttons[next(iter(texts))].setChecked(True)
        self._group.buttonClicked.connect(lambda _: self._tell())
        self._group.buttonToggled.connect(lambda *_: self._draw())
        theme().changed.connect(self._draw)
        self._draw()

    @property
    def value(self) -> str:
        return next(value for value, one in self.buttons.items() if one.isChecked())

    def choose(self, value: str) -> None:
        """Put one down without telling of it."""
        self.buttons[value].setChecked(True)

    def _tell(self) -> None:
        """Show what was chosen before anybody acts on it: dressing a whole window anew takes a while."""
        for one in self.buttons.values():
            one.repaint()
        self.chosen.emit(self.value)

    def _draw(self) -> None:
        size = theme().px(14)
        room = QPixmap(size, size)  # in the place of the tick, so that no button changes its width
        room.fill(Qt.GlobalColor.transparent)
        for one in self.buttons.values():
            one.setIcon(icon("good", "accent") if one.isChecked() else QIcon(room))
            one.setIconSize(QSize(size, size))
