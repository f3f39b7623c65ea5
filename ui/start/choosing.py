"""Asks for the folder of a case, beginning where cases were before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.preferences import Preferences
from ui.strings import start as words


def choose_case(parent: QWidget, preferences: Preferences) -> Path | None:
    """The folder that the person chose, whether it holds a case or not; None where they chose none."""
    chosen = QFileDialog.getExistingDirectory(parent, words.CHOOSE_TITLE, str(usual_place(preferences)))
    return Path(chosen) if chosen else None


def usual_place(preferences: Preferences) -> Path:
    """The folder that cases lie in here: beside the latest one, else the one used last, else home. Looks at no disk."""
    if preferences.recent:
        return Path(preferences.recent[0].folder).parent
    return Path(preferences.last_folder) if preferences.last_folder else Path.home()
