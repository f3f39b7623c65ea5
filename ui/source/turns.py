"""Asks a child for one thing at a time: while it works, only the newest request waits, older ones are dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from ui.background import Background, Failed

T = TypeVar("T")


@dataclass(slots=True)
class _Request:
    work: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Failed
    dropped: bool = False


class Turns(QObject):
    """One lane of requests; a held key or a drag asks for more than can be drawn, and must not pile up."""

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._running: _Request | None = None
        self._waiting: _Request | None = None

    @property
    def busy(self) -> bool:
        return self._running is not None

    def ask(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        """Run `work` in the background, after what is under way; takes the place of what waits."""
        wanted = _Request(work, then, failed)
        if self._running is None:
            self._start(wanted)
        else:
            self._waiting = wanted

    def forget(self) -> None:
        """Drop what waits, and the answer of what is under way."""
        self._waiting = None
        if self._running is not None:
            self._running.dropped = True

    def _start(self, request: _Request) -> None:
        self._running = request
        self._background.run(
            self,
            request.work,
            lambda found: self._ended(request, request.then, found),
            lambda error: self._ended(request, request.failed, error),
        )

    def _ended(self, request: _Request, tell: Callable[[Any], None], answer: object) -> None:
        self._running, waiting = None, self._waiting
        self._waiting = None
        if waiting is not None:
            self._start(waiting)
        if not request.dropped:
            tell(answer)
