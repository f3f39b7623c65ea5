"""Keeps the preferences in step with what is done in the window, and writes them a moment after the last change."""

from __future__ import annotations

import base64
from dataclasses import replace

from PySide6.QtCore import QByteArray, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.preferences import Preferences, remember_case, save
from provenance.store.records import CaseInfo
from ui.theme.theme import theme

_WAIT_MILLISECONDS = 400  # sizes change many times while a pane is dragged


class Remembered(QObject):
    """The preferences in force: `now`, changed by `set`, told by `changed`."""

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self.now = preferences
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.write)

    def set(self, **changes: object) -> None:
        """Take changes of single fields."""
        self.take(replace(self.now, **changes))  # type: ignore[arg-type]

    def take(self, preferences: Preferences) -> None:
        """Take other preferences as a whole, and look as they say."""
        looks = (preferences.theme, preferences.text_percent)
        if looks != (self.now.theme, self.now.text_percent):
            theme().apply(*looks)
        self.now = preferences
        self.changed.emit()
        self._timer.start(_WAIT_MILLISECONDS)

    def opened(self, info: CaseInfo, protected: bool = False) -> None:
        """A case was opened: it goes to the head of the recent ones."""
        self.take(remember_case(self.now, info, protected))

    def keep_window(self, window: QWidget) -> None:
        """Remember where a window stands."""
        self.set(window=base64.b64encode(window.saveGeometry().data()).decode("ascii"))

    def place_window(self, window: QWidget) -> bool:
        """Put a window where it stood; False where nothing is remembered, or it fits no screen any more."""
        try:
            kept = base64.b64decode(self.now.window, validate=True)
        except ValueError:
            return False
        return bool(kept) and window.restoreGeometry(QByteArray(kept))

    def write(self) -> None:
        """Write them now; that a home is full or read only is no reason to disturb the work."""
        self._timer.stop()
        save(self.now)
