"""Lets a thread that waits for a child look up now and then, so that whoever asked for the work can stop it."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Look = Callable[[], None]
EVERY = 0.2  # seconds between two looks
_look: ContextVar[Look | None] = ContextVar("look", default=None)


@contextmanager
def looking_up(look: Look) -> Iterator[None]:
    """Inside, waits of this thread for children call `look` a few times a second; what it raises ends the wait."""
    before = _look.set(look)
    try:
        yield
    finally:
        _look.reset(before)


def await_done(future: Future[Any]) -> None:
    """Wait until the future is done, where this thread has something to look at; the future itself is left alone."""
    look = _look.get()
    while look is not None and not future.done():
        if not concurrent.futures.wait([future], EVERY).done:
            look()
