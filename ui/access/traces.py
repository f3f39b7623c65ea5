"""Leaves no trace of a protected case outside it: what was copied, and where files were chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QPixmapCache
from PySide6.QtWidgets import QApplication

_DIALOGS, _KEPT = "FileDialog", ("history", "lastVisited")  # https://code.qt.io: QFileDialogPrivate::saveSettings


class Traces(QObject):
    """From `begin` to `end` a protected case is open: what was copied then can be cleared, and the system's own windows
    for choosing files, which remember what was chosen, give way to Qt's."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._open = self._copied = False
        QGuiApplication.clipboard().dataChanged.connect(self._changed)

    def begin(self) -> None:
        self._open, self._copied = True, False
        forget_chosen()  # a process that was killed left it
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)

    def end(self) -> None:
        self._open = False
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, False)
        QPixmapCache.clear()
        forget_chosen()

    def clear_copied(self) -> bool:
        """Clear the clipboard, if what it holds came from here; gives whether it did."""
        clipboard, cleared = QGuiApplication.clipboard(), False
        if self._copied or clipboard.ownsClipboard():
            clipboard.clear()
            cleared = True
        if clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)
        self._copied = False
        return cleared

    def _changed(self) -> None:
        """Something else is in the clipboard: it came from here where this program is the one in use."""
        here = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        self._copied = self._open and (here or QGuiApplication.clipboard().ownsClipboard())


def forget_chosen() -> None:
    """Have Qt's windows for choosing files remember no folder."""
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    kept.beginGroup(_DIALOGS)
    for name in _KEPT:
        if kept.contains(name):
            kept.remove(name)
    kept.endGroup()
