"""Measures how long the window's thread works between two turns of its event loop, in its own processor time.

Processor time and not the clock's: what other programs do on the machine is not the window's fault.
"""

from __future__ import annotations

import gc
import time
from types import TracebackType
from typing import Self

from PySide6.QtCore import QTimer

# Seconds that tell of a window that stands still. The limit itself, 0.05, is a figure of the bench: beside other tests
# on a busy machine a test can only tell what is far from it.
BLOCKED = 0.25


class Watchdog:
    """In a `with`: `longest` is the longest piece of work, in seconds of this thread's processor time."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.turns = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._turn)
        self._last = 0.0

    def __enter__(self) -> Self:
        gc.collect()
        gc.freeze()  # what other tests left in this process is no work of the window's
        self._last = time.thread_time()
        self._timer.start(0)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.stop()
        gc.unfreeze()

    def _turn(self) -> None:
        used = time.thread_time()
        self.longest = max(self.longest, used - self._last)
        self._last = used
        self.turns += 1
