"""A part of an object that is made when it is first needed, once, whichever of several threads asks first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - read as a decorator, beside functools.cached_property
    """As `functools.cached_property`, which lets two threads make two: the loser's child would never be ended.

    The part stands in the object's `__dict__` under its name, and is made again once it is taken from there.
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
        kept = vars(owner)
        with kept.setdefault(f"_making_{self._name}", threading.RLock()):
            if self._name not in kept:
                kept[self._name] = self._make(owner)
            made: T = kept[self._name]
            return made
