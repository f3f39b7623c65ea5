"""Starts the window: the application object, how it looks, and what happens when something unforeseen goes wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from ui.collecting import Collector
from ui.strings import common
from ui.theme.theme import theme

SWITCH_SECONDS = 0.001  # threads in the background give way to the window this soon


def run(case: Path | None) -> int:
    """Show the window until it is closed; gives the exit code."""
    from app.preferences import load
    from ui.main_window import MainWindow

    application = make_application(sys.argv[:1])
    preferences = load()
    theme().apply(preferences.theme, preferences.text_percent)
    window = MainWindow(preferences)
    sys.excepthook = _Net(window)
    window.show()
    if case is not None:
        window.open_case(case)
    return application.exec()


def make_application(arguments: Sequence[str]) -> QApplication:
    """The one application object of the process, in British English, with the theme started."""
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, False)
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(list(arguments))
    application.setApplicationName("attest")
    application.setApplicationDisplayName(common.APPLICATION)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    sys.setswitchinterval(SWITCH_SECONDS)
    if application.findChild(Collector) is None:
        Collector(application)
    theme().start(application)
    return application


class _Net:
    """Catches what no one else did on the window's thread: noted without evidence, said, and the window lives on."""

    def __init__(self, window: object) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        from app import trouble
        from provenance.errors import TaskError
        from ui.main_window import MainWindow

        noted = trouble.note(error)
        if isinstance(self._window, MainWindow):
            told = TaskError("internal_error", error=kind.__name__, log=noted or "no file")
            self._window.show_error(told)
