"""A part of an object that is made when it is first needed, once, whichever of several threads asks first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Generic, Self, TypeVar, overload

from provenance.errors import TaskError

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - read as a decorator, beside functools.cached_property
    """As `functools.cached_property`, which lets two threads make two: the loser's child would never be ended.

    The part stands in the object's `__dict__` under its name, and is made again once it is taken away (`take`). After
    `end` none is made: TaskError("runner_closed").
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> Self: ...

    @overload
    def __get__(self, owner: object, kind: type) -> T: ...

    def __get__(self, owner: object | None, kind: type) -> Self | T:
        if owner is None:
            return self
        state, kept = _state(owner), vars(owner)
        with state.making(self._name):
            with state.guard:
                if self._name in kept:
                    found: T = kept[self._name]
                    return found
                state.require_open()
            made = self._make(owner)
            if state.keep(kept, self._name, made):
                return made
        if hasattr(made, "close"):
            made.close()
        raise TaskError("runner_closed")


def take(owner: object, *names: str) -> list[Any]:
    """Take parts away together, those of them that there are: the next use makes others.

    Waits for what is being made. Name first what is made out of the others, as it is made: so that none is left over
    that was made out of what is gone.
    """
    state, kept = _state(owner), vars(owner)
    with ExitStack() as held:
        for name in names:
            held.enter_context(state.making(name))
        with state.guard:
            return [kept.pop(name) for name in names if name in kept]


def end(owner: object) -> dict[str, Any]:
    """Have no part made any more; gives those that there are, which stay. What is being made just now is closed by who
    makes it."""
    state, kept = _state(owner), vars(owner)
    with state.guard:
        state.over = True
        return {name: part for name, part in kept.items() if isinstance(getattr(type(owner), name, None), once)}


class _State:
    """What the threads that ask for the parts of one object must agree on."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.over = False
        self._making: dict[str, threading.RLock] = {}

    def making(self, name: str) -> threading.RLock:
        """Held while the part is being made, which may take long; `guard` never is."""
        return self._making.setdefault(name, threading.RLock())

    def require_open(self) -> None:
        if self.over:
            raise TaskError("runner_closed")

    def keep(self, kept: dict[str, Any], name: str, made: object) -> bool:
        """Put a part that was made where it is found; gives whether it still is wanted."""
        with self.guard:
            if not self.over:
                kept[name] = made
            return not self.over


def _state(owner: object) -> _State:
    state: _State = vars(owner).setdefault("_once", _State())
    return state
