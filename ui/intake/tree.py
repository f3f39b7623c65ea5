"""The order in which the files of a taking-in stand: as given, and those found inside one right below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.watch import FileProgress


class Tree:
    """Rows are numbered as they came; `order` has these numbers in the order in which they stand."""

    def __init__(self) -> None:
        self.order: list[int] = []
        self._above: list[int | None] = []  # row → the row in which it lies
        self._depths: list[int] = []
        self._numbers: dict[Path, int] = {}
        self._below: dict[int, list[int]] = {}
        self._standing: dict[int, int] | None = None

    @property
    def count(self) -> int:
        return len(self.order)

    def depth(self, number: int) -> int:
        """In how many others a file lies."""
        return self._depths[number]

    def standing(self, number: int) -> int:
        """Where a row stands."""
        if self._standing is None:
            self._standing = {one: at for at, one in enumerate(self.order)}
        return self._standing[number]

    def note(self, new: Sequence[tuple[int, FileProgress]]) -> dict[int | None, list[int]]:
        """Take up new rows, in the order of their numbers; gives them by the row in which they lie, None for none."""
        groups: dict[int | None, list[int]] = {}
        for number, row in new:
            above = self._numbers.get(row.inside) if row.inside is not None else None
            self._numbers.setdefault(row.path, number)
            self._above.append(above)
            self._depths.append(0 if above is None else self._depths[above] + 1)
            groups.setdefault(above, []).append(number)
        if None in groups:  # first: the others may lie in these
            groups = {None: groups.pop(None), **groups}
        return groups

    def places(self, groups: dict[int | None, list[int]]) -> Iterator[tuple[int, list[int]]]:
        """Each group with the place where it is to stand; `put` it there before asking for the next."""
        for above, several in groups.items():
            yield (self.count if above is None else self._end(above)), several

    def put(self, place: int, numbers: Sequence[int]) -> None:
        """Let rows stand from a place on."""
        self.order[place:place] = numbers
        self._standing = None
        for number in numbers:
            above = self._above[number]
            if above is not None:
                self._below.setdefault(above, []).append(number)

    def put_all(self, groups: dict[int | None, list[int]]) -> None:
        """The same for many groups at once."""
        tops = [number for number in self.order if self._above[number] is None] + groups.get(None, [])
        for above, several in groups.items():
            if above is not None:
                self._below.setdefault(above, []).extend(several)
        self.order, self._standing = [], None
        due = tops[::-1]
        while due:
            number = due.pop()
            self.order.append(number)
            due += self._below.get(number, [])[::-1]

    def _end(self, above: int) -> int:
        """Behind what lies inside a row, at whatever depth."""
        last = above
        while self._below.get(last):
            last = self._below[last][-1]
        return self.standing(last) + 1
