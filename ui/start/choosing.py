"""Asks for the folder of a case, beginning where cases were before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.preferences import Preferences
from ui.start.sample import sample_folder
from ui.strings import start as words


def choose_case(parent: QWidget, preferences: Preferences) -> Path | None:
    """The folder that the person chose, whether it holds a case or not; None where they chose none."""
    chosen = QFileDialog.getExistingDirectory(parent, words.CHOOSE_TITLE, str(usual_place(preferences)))
    return Path(chosen) if chosen else None


def usual_place(preferences: Preferences) -> Path:
    """The folder that cases lie in here: beside the latest one, else the one used last, else home. Looks at no disk.

    The sample case lies in a place of the program's own, where nobody looks for theirs.
    """
    folders = [Path(one.folder) for one in preferences.recent]
    own = next((folder for folder in folders if not folder.is_relative_to(sample_folder())), None)
    if own is not None:
        return own.parent
    return Path(preferences.last_folder) if preferences.last_folder else Path.home()
