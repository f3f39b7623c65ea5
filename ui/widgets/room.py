"""Gives dialogs the room that their text asks for, as far as the screen has it; what does not fit scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

from ui.theme.theme import theme

_ROUND = (40, 60)  # pixels left free beside and above a dialog, for its frame


def scrolled(page: QWidget) -> QScrollArea:
    """A page that scrolls up and down where it is too long for the room."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(page)
    return made


def take_room(dialog: QDialog, wide: int, high: int) -> None:
    """Make a dialog as large as given in pixels at normal text size, and larger with larger text."""
    screen = dialog.screen().availableSize()
    dialog.resize(min(theme().px(wide), screen.width() - _ROUND[0]), min(theme().px(high), screen.height() - _ROUND[1]))
