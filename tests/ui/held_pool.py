"""Background work that waits until a test lets it go, in any order: what answers find when they come late."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from PySide6.QtWidgets import QApplication

from provenance.errors import AttestError
from ui.session import Session


class HeldPool(Executor):
    """Stands in for the threads of a Background; `let_go` does the work of one request then and there."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, work: Callable[[], Any]) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        self.waiting.append((future, work))
        return future

    def let_go(self, number: int = 0) -> None:
        """Do the work of the request that has waited so-manieth longest, and deliver what came of it."""
        future, work = self.waiting.pop(number)
        try:
            future.set_result(work())
        except AttestError as error:
            future.set_exception(error)
        QApplication.processEvents()

    def let_all_go(self) -> None:
        """In the order in which they were asked for, with those that follow from them."""
        while self.waiting:
            self.let_go()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for future, _ in self.waiting:
            future.cancel()


def hold(session: Session) -> HeldPool:
    """Have all that waits for the viewer wait for the test as well; before panes are made."""
    pool = HeldPool()
    session.viewing._pool.shutdown(wait=True)
    session.viewing._pool = pool  # type: ignore[assignment]
    return pool
