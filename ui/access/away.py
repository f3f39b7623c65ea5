"""Tells when nobody sits at the machine any more: no key and no pointer for so long, the screen locked, or it slept."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from shiboken6 import isValid

from ui.access.system import listen

LOOK_MILLISECONDS = 2_000
SLEPT_SECONDS = 60.0  # longer between two looks: the machine slept, whatever the system told
_INPUT = (
    QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletMove, QEvent.Type.TabletPress,
)  # fmt: skip


class Away(QObject):
    """Looks from `start` to `stop`; `clock` counts seconds and goes on while the machine sleeps."""

    idle = Signal()
    screen_locked = Signal()
    slept = Signal()

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._clock = clock
        self._minutes = 0
        self._looked = clock()
        self._without = 0.0  # seconds without a key or the pointer
        self._watched: list[QWindow] = []
        self._told = False
        self._system: Any = None
        self._timer = QTimer(self, interval=LOOK_MILLISECONDS)
        self._timer.timeout.connect(self.look)

    @property
    def watching(self) -> bool:
        return self._timer.isActive()

    def start(self, minutes: int) -> None:
        """Tell of `minutes` without a key or the pointer, and of what the system tells."""
        self._minutes, self._looked, self._without, self._told = minutes, self._clock(), 0.0, False
        if self._system is None:
            self._system = listen(self, self.screen_locked.emit, self.slept.emit)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        for window in filter(isValid, self._watched):  # that of a dialog went with it
            window.removeEventFilter(self)
        self._watched.clear()
        if self._system is not None:
            self._system.close()
            self._system = None

    def look(self) -> None:
        """Count the time since the last look."""
        now = self._clock()
        passed, self._looked = max(0.0, now - self._looked), now  # a clock that is set back counts for nothing
        self._without += passed
        self._watch()
        if passed > SLEPT_SECONDS:
            self.slept.emit()
        elif self._without >= self._minutes * 60 and not self._told:
            self._told = True
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in _INPUT:
            self._without, self._told = 0.0, False
        return False

    def _watch(self) -> None:
        """Hear of keys and the pointer where the system hands them to each window, not to each part of it."""
        windows = QGuiApplication.topLevelWindows()
        for window in windows:
            if window not in self._watched:
                window.installEventFilter(self)
        self._watched = windows
