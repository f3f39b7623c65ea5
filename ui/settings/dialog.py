"""The settings: look, keys, reading limits, footage and models, each change seen at once and taken back by Cancel."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from ui.access.lock_settings import LockSettings
from ui.remembered import Remembered
from ui.settings.footage_page import FootagePage
from ui.settings.keys_page import KeysPage
from ui.settings.models_page import ModelsPage
from ui.settings.pages import LimitsPage, LookPage
from ui.strings import access as access_words
from ui.strings import common
from ui.strings import footage as footage_words
from ui.strings import settings as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, row
from ui.widgets.room import scrolled, take_room

_CHANGED_HERE = ("theme", "text_percent", "keys", "single_keys", "go_on", "limits", "lock_minutes")
_SIZE = (640, 620)  # pixels at normal text size


class SettingsDialog(QDialog):
    """Changes go to `remembered` as they are made; Escape and Cancel put back what was when the dialog opened."""

    changed = Signal()

    def __init__(self, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._remembered = remembered
        self._before = {name: getattr(remembered.now, name) for name in _CHANGED_HERE}
        self.look, self.keys = LookPage(self._take), KeysPage(self._take)
        self.limits, self.models = LimitsPage(self._take), ModelsPage()
        self.footage, self.locking = FootagePage(self._take_sensitivity), LockSettings(self._take)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(words.PAGES_NAME)
        pages: dict[str, QWidget] = {
            words.LOOK: scrolled(self.look),
            words.KEYS: self.keys,
            words.LIMITS: scrolled(self.limits),
            footage_words.FOOTAGE: scrolled(self.footage),
            access_words.LOCK_PAGE: scrolled(self.locking),
            words.MODELS: scrolled(self.models),
        }
        for name, page in pages.items():
            self.tabs.addTab(page, name)
        self.ok = button(common.OK, self.accept, "primary")
        self.ok.setDefault(True)
        layout = column(self.tabs, margins=(12, 8, 12, 12))
        layout.addLayout(row(None, button(common.CANCEL, self.reject), self.ok))
        self.setLayout(layout)
        for one in (self.look, self.keys, self.limits, self.footage, self.locking):
            one.show_preferences(remembered.now)
        self._fit()
        theme().changed.connect(self._fit)

    def reject(self) -> None:
        """Put back what was, and close."""
        if any(getattr(self._remembered.now, name) != value for name, value in self._before.items()):
            self._remembered.set(**self._before)
        super().reject()

    def _take_sensitivity(self, name: str) -> None:
        self._take(limits=replace(self._remembered.now.limits, sensitivity=name))
        self.limits.show_preferences(self._remembered.now)

    def _take(self, **changes: object) -> None:
        self._remembered.set(**changes)
        self.changed.emit()

    def _fit(self) -> None:
        """As large as the text asks for and the screen has room for."""
        take_room(self, *_SIZE)
