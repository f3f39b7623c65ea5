"""Gives dialogs the room that their text asks for, as far as the screen has it; what does not fit scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
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


def fit_width(dialog: QDialog, wide: int) -> None:
    """Make a dialog so wide in pixels at normal text size, and always as high as its wrapped lines need at that
    width."""
    dialog.setFixedWidth(min(theme().px(wide), dialog.screen().availableSize().width() - _ROUND[0]))
    _Tall(dialog)


class _Tall(QObject):
    """Qt takes the least height of a dialog from what lines need where they are not wrapped."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)
        dialog.installEventFilter(self)
        self.fit()

    def fit(self) -> None:
        layout, dialog = self._dialog.layout(), self._dialog
        if layout is None:
            return
        most = dialog.screen().availableSize().height() - _ROUND[1]
        high = min(layout.totalHeightForWidth(dialog.width()), most)
        if dialog.minimumHeight() != high or dialog.height() != high:
            dialog.setFixedHeight(high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._soon.start()
        return False
