"""Has Python's garbage collected on the window's thread alone.

Left to itself the collector runs on whichever thread happens to allocate. Where that is the thread of a job and a
window's object lies in the garbage, its timers are left behind in the window's thread, which then crashes.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

_MILLISECONDS = 500
_FULL_SECONDS = 60.0  # between two looks at everything there is, which may take a tenth of a second
_FULL = 2


class Collector(QObject):
    """Collects by Python's own thresholds, as long as it lives; call from the window's thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._full_at = time.monotonic()
        timer = QTimer(self)
        timer.timeout.connect(self.collect)
        timer.start(_MILLISECONDS)

    def collect(self) -> None:
        """Collect the oldest generation that is due, and those younger."""
        counts, most = gc.get_count(), gc.get_threshold()
        full_due = time.monotonic() - self._full_at > _FULL_SECONDS
        due = [n for n in range(3) if counts[n] > most[n] and (n < _FULL or full_due)]
        if due:
            gc.collect(due[-1])
        if due[-1:] == [_FULL]:
            self._full_at = time.monotonic()
