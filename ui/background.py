"""Runs short work off the window's thread and hands what came of it back to that thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from provenance.errors import AttestError, TaskError

T = TypeVar("T")
Failed = Callable[[Exception], None]


@dataclass(slots=True)
class _Ticket:
    owner: QObject
    then: Callable[[Any], None]
    failed: Failed
    latest: str


class Background(QObject):
    """Work in a few threads; `then` and `failed` are called on the window's thread, unless `owner` is gone by then.

    With `latest`, an answer that was overtaken by a newer request under the same name is dropped.
    """

    _finished = Signal(int)

    def __init__(self, failed: Failed, threads: int = 4) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="window")
        self._failed = failed
        self._tickets: dict[int, tuple[_Ticket, Future[Any]]] = {}
        self._newest: dict[str, int] = {}
        self._count = 0
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], None] = lambda _: None,
        failed: Failed | None = None,
        latest: str = "",
    ) -> None:
        """Start `work`; what it raises goes to `failed`, by default to the window's own place for errors.

        Once closed nothing is started: timers of a pane may fire until the pane is gone, too.
        """
        if self._closed:
            return
        self._count += 1
        number = self._count
        if latest:
            self._newest[latest] = number
        future = self._pool.submit(work)
        self._tickets[number] = (_Ticket(owner, then, failed or self._failed, latest), future)
        future.add_done_callback(lambda _: self._tell(number))

    @property
    def busy(self) -> int:
        """Requests whose answers have not been delivered."""
        return len(self._tickets)

    def close(self) -> None:
        """Take no more; what is under way is left to end by itself, its answers are dropped."""
        self._closed = True
        self._tickets.clear()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _tell(self, number: int) -> None:
        if isValid(self):
            self._finished.emit(number)

    def _deliver(self, number: int) -> None:
        found = self._tickets.pop(number, None)
        if found is None:
            return
        ticket, future = found
        overtaken = ticket.latest and self._newest.get(ticket.latest) != number
        if overtaken or future.cancelled() or not isValid(ticket.owner):
            return
        error = future.exception()
        if error is None:
            ticket.then(future.result())
        elif isinstance(error, AttestError):
            ticket.failed(error)
        else:
            ticket.failed(TaskError("internal_error", error=type(error).__name__, log="the log"))
