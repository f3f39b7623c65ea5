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
    about: str
    dropped: bool = False


class Turns(QObject):
    """One lane of requests; a held key or a drag asks for more than can be drawn, and must not pile up.

    What goes wrong with a request is not told where another one waits: that one says how it is now.
    """

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._running: _Request | None = None
        self._waiting: _Request | None = None

    @property
    def busy(self) -> bool:
        return self._running is not None

    def ask(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed, about: str = "") -> None:
        """Run `work` in the background, after what is under way; takes the place of what waits.

        `about` names what is asked for, for `forget`.
        """
        wanted = _Request(work, then, failed, about)
        if self._running is None:
            self._start(wanted)
        else:
            self._waiting = wanted

    def forget(self, about: str = "") -> None:
        """Drop what waits, and the answer of what is under way; with `about`, only where they are about that."""
        if self._waiting is not None and about in ("", self._waiting.about):
            self._waiting = None
        if self._running is not None and about in ("", self._running.about):
            self._running.dropped = True

    def _start(self, request: _Request) -> None:
        def then(found: object) -> None:
            if self._ended(request):
                request.then(found)

        def failed(error: Exception) -> None:
            if self._ended(request) and self._running is None:
                request.failed(error)

        self._running = request
        self._background.run(self, request.work, then, failed)

    def _ended(self, request: _Request) -> bool:
        """Go on with what waits; gives whether the answer is still wanted."""
        self._running, waiting = None, self._waiting
        self._waiting = None
        if waiting is not None:
            self._start(waiting)
        return not request.dropped
