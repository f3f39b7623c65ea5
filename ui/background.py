"""Runs short work off the window's thread and hands what came of it back to that thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app import trouble
from provenance.errors import AttestError, TaskError

T = TypeVar("T")
Failed = Callable[[Exception], None]


@dataclass(slots=True)
class _Ticket:
    owner: QObject
    then: Callable[[Any], None]
    failed: Failed
    latest: tuple[int, str]  # the owner's id, and the name of the request, "" for one that nothing overtakes
    dropped: Callable[[Any], object] | None


class Background(QObject):
    """Work in a few threads; `then` and `failed` are called on the window's thread, unless `owner` is gone by then.

    With one thread, work is done in the order in which it was asked for. With `latest`, an answer that was overtaken by
    a newer request of the same owner under the same name is dropped.
    """

    _finished = Signal(int)

    def __init__(self, failed: Failed, threads: int = 4) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="window")
        self._failed = failed
        self._tickets: dict[int, tuple[_Ticket, Future[Any]]] = {}
        self._newest: dict[tuple[int, str], int] = {}
        self._count = 0
        self._closed = self._dropping = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], None] = lambda _: None,
        failed: Failed | None = None,
        latest: str = "",
        dropped: Callable[[T], object] | None = None,
    ) -> None:
        """Start `work`; what it raises goes to `failed`, by default to the window's own place for errors.

        An answer that nobody waits for any more goes to `dropped`, on a thread of its own: what it opened is closed
        there. Once closed nothing is started: timers of a pane may fire until the pane is gone, too.
        """
        if self._closed:
            return
        self._count += 1
        number, name = self._count, (id(owner), latest)
        if latest:
            self._newest[name] = number
        future = self._pool.submit(work)
        self._tickets[number] = (_Ticket(owner, then, failed or self._failed, name, dropped), future)
        _at_work.add(self)
        future.add_done_callback(lambda _: self._finished.emit(number))

    @property
    def busy(self) -> int:
        """Requests whose answers have not been delivered."""
        return len(self._tickets)

    def close(self) -> None:
        """Take no more; what is under way is left to end by itself, its answers are dropped."""
        self._closed = self._dropping = True
        self._pool.shutdown(wait=False, cancel_futures=True)

    def refuse(self) -> None:
        """Take no more; all that was asked for is done still, and its answers are delivered."""
        self._closed = True

    def finish(self) -> None:
        """Wait until all that was asked for is done; may be called on any thread, after `refuse`."""
        self._pool.shutdown(wait=True)

    def _deliver(self, number: int) -> None:
        ticket, future = self._tickets.pop(number)
        if not self._tickets:
            _at_work.discard(self)
        overtaken = ticket.latest[1] and self._newest.get(ticket.latest) != number
        if future.cancelled():
            return
        error = future.exception()
        if overtaken or self._dropping or not isValid(ticket.owner):
            if error is None and ticket.dropped is not None:
                threading.Thread(target=ticket.dropped, args=(future.result(),), name="window-dropped").start()
        elif error is None:
            ticket.then(future.result())
        elif isinstance(error, AttestError):
            ticket.failed(error)
        else:
            noted = trouble.note(error)
            ticket.failed(TaskError("internal_error", error=type(error).__name__, log=noted or "no file"))


# Work under way keeps its Background: with the last reference on a worker, Qt would take it apart on that thread.
_at_work: set[Background] = set()
