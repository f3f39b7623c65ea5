"""How long work will still take: told late rather than wrongly, and without jumps."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

_LEAST_SHARE = 0.03  # of the work, and
_LEAST_SECONDS = 3.0  # of time, before anything is said
_CALM = 6.0  # seconds in which the figure shown takes over most of a change
_BACK = 0.02  # of the work: told a little less than before, the work still goes on; more, and it begins anew


class TimeLeft:
    """The estimate for one piece of work, from the mean rate since it, or its present stretch, began.

    A stretch ends where the total changes (copying and reading, then indexing). Time spent paused does not count.
    `clock` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._total = 0.0
        self._first = self._share = 0.0
        self._begun = clock()
        self._paused: float | None = None
        self._shown: float | None = None
        self._at = self._begun

    def tell(self, done: float, total: float) -> None:
        """`done` of `total` units; a total of 0 is one that is not known."""
        share = min(1.0, done / total) if total > 0 else 0.0
        if total != self._total or share < self._share - _BACK:
            self._total, self._first, self._begun, self._shown = total, share, self._now(), None
        self._share = share

    def pause(self) -> None:
        """Stop counting time."""
        if self._paused is None:
            self._paused = self._clock()

    def resume(self) -> None:
        """Count again, as if no time had passed."""
        if self._paused is not None:
            away = self._clock() - self._paused
            self._begun, self._at, self._paused = self._begun + away, self._at + away, None

    def seconds(self) -> float | None:
        """Seconds left, or None while it is too early to tell, and once all is done."""
        now = self._now()
        worked, gone = now - self._begun, self._share - self._first
        if gone < _LEAST_SHARE or worked < _LEAST_SECONDS or self._share >= 1:
            return None
        left = worked * (1 - self._share) / gone
        if self._shown is None:
            self._shown = left
        else:
            passed = now - self._at
            expected = max(0.0, self._shown - passed)
            self._shown = expected + (left - expected) * (1 - math.exp(-passed / _CALM))
        self._at = now
        return self._shown

    def _now(self) -> float:
        return self._clock() if self._paused is None else self._paused
