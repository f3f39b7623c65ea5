"""Reads a table of a damaged database piece by piece, around the pages that cannot be read.

SQLite keeps a table as a tree of pages: a query that meets a damaged page fails, one that does not meet it does not. So
a table is read on until that fails, and what lies behind is sought by its keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from provenance.protection.keys import CaseKey
from provenance.store import opener
from provenance.store.opener import UNREADABLE

WINDOW = 4096  # keys behind a place that cannot be read among which each is tried: more than a page holds
_MOST_WINDOWS = 4096
Row = tuple[object, ...]


class Unreadable(Exception):  # noqa: N818 - it ends a query, and is no error of the program
    """A query met a page that cannot be read."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.no_table = "no such table" in str(error)


class Damaged:
    """A copy of a damaged database, read through a connection that is renewed after what could not be read: SQLCipher
    refuses everything after the first page that does not decipher."""

    def __init__(self, path: Path, key: CaseKey | None) -> None:
        self._path, self._key = path, key
        self.encrypted = key is not None
        self.db = opener.damaged(path, key)

    def renew(self) -> None:
        """Open it anew, where that is needed."""
        if self.encrypted:
            self.close()
            self.db = opener.damaged(self._path, self._key)
            with suppress(*UNREADABLE):  # the first statement reads the schema, and fails where that is damaged
                self.db.execute("SELECT 1 FROM sqlite_schema").fetchone()

    def close(self) -> None:
        self.db.close()


class Pieces:
    """The rows of one table; `gaps` tells between which keys it could not be read."""

    def __init__(self, damaged: Damaged, name: str, columns: Sequence[Row], has_rowid: bool) -> None:
        self._damaged, self._name, self._has_rowid = damaged, name, has_rowid
        self._columns = [str(column[1]) for column in columns]
        keys = sorted((column for column in columns if column[5]), key=lambda column: int(str(column[5])))
        self._keys = [str(column[1]) for column in keys]
        self._first_is_number = bool(keys) and str(keys[0][2]) == "INTEGER"
        own_key = len(keys) == 1 and self._first_is_number  # the key is the row's number itself
        hidden = ["rowid"] if has_rowid and not own_key else []
        self._wanted = ", ".join([*hidden, *(f'"{column}"' for column in self._columns)])
        named = ", ".join([*hidden, *(f'"{column}"' for column in self._columns)])
        self.insert = f'INSERT INTO "{name}" ({named}) VALUES ({", ".join("?" * (len(hidden) + len(self._columns)))})'
        self._at = 0 if hidden else self._columns.index(self._keys[0]) if keys else 0
        self._places = [self._columns.index(key) for key in self._keys]
        self.gaps: list[str] = []
        self.gone = False

    def rows(self) -> Iterator[Row]:
        """Every row that can be read, each once."""
        try:
            self._query("", (), most=1)
        except Unreadable as error:
            if error.no_table:
                self.gone = True
                return
        yield from self._by_number() if self._has_rowid else self._by_key()

    # Tables whose rows have a number

    def _by_number(self) -> Iterator[Row]:
        last = 0
        for _ in range(_MOST_WINDOWS):
            failed = False
            try:
                for row in self._stream("WHERE rowid > ? ORDER BY rowid", (last,)):
                    last = int(str(row[self._at]))
                    yield row
            except Unreadable:
                failed = True
            if not failed:
                return
            end, seen = last + WINDOW, list[int]()
            for row in self._between(last + 1, end):
                seen.append(int(str(row[self._at])))
                yield row
            self._gap(last + 1, end, seen)
            if not seen and end >= self._highest():
                return
            last = end
        self.gaps.append(f"from {last + 1} on")

    def _between(self, low: int, high: int) -> Iterator[Row]:
        """Rows of a stretch of numbers that cannot be read as a whole: by halves. A single one is asked for as such: to
        look for the next behind it may meet a page that cannot be read."""
        one = low == high
        where = "WHERE rowid = ?" if one else "WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
        try:
            yield from self._query(where, (low,) if one else (low, high))
        except Unreadable:
            if low < high:
                middle = (low + high) // 2
                yield from self._between(low, middle)
                yield from self._between(middle + 1, high)

    def _highest(self) -> int:
        try:
            return int(str(self._query("ORDER BY rowid DESC", (), most=1)[0][self._at]))
        except (Unreadable, IndexError):
            return 0

    def _gap(self, low: int, high: int, seen: Sequence[int]) -> None:
        """Tell of the numbers that are missing up to the last that was seen, or of all that may follow."""
        missing = [n for n in range(low, max(seen, default=low) + 1) if n not in set(seen)]
        if not seen:
            self.gaps.append(f"from {low} on" if high >= self._highest() else f"{low} to {high}")
        else:
            self.gaps += _runs(missing)

    # Tables whose rows are kept by their key

    def _by_key(self) -> Iterator[Row]:
        seen, ends = set[Row](), list[str]()
        for way in (">", "<"):
            last: Row = ()
            try:
                for row in self._ordered(way):
                    last = self._key(row)
                    if last not in seen:
                        seen.add(last)
                        yield row
                return
            except Unreadable:
                ends.append(", ".join(map(str, last)))
        if self._first_is_number:
            yield from self._by_first(seen)
        self.gaps.append(f"some between {ends[0] or 'the first'} and {ends[1] or 'the last'}")

    def _by_first(self, seen: set[Row]) -> Iterator[Row]:
        """Rows between the two ends, for each value of the key's first part."""
        most = max((int(str(key[0])) for key in seen), default=0) + WINDOW // 8
        for value in range(1, most + 1):
            for way in (">", "<"):
                try:
                    for row in self._ordered(way, value):
                        if self._key(row) not in seen:
                            seen.add(self._key(row))
                            yield row
                    break
                except Unreadable:
                    continue

    def _ordered(self, way: str, first: int | None = None) -> Iterator[Row]:
        """Rows in the order of their keys, forwards or backwards, until a page cannot be read. The binding reads one
        row ahead, and loses the last before that page: from there on each is asked for by itself."""
        keys = ", ".join(f'"{key}"' for key in self._keys)
        order = "ORDER BY " + ", ".join(f'"{key}" {"ASC" if way == ">" else "DESC"}' for key in self._keys)
        only, given = ("", ()) if first is None else (f'"{self._keys[0]}" = ?', (first,))
        last: Row = ()
        try:
            for row in self._stream(f"WHERE {only} {order}" if only else order, given):
                last = self._key(row)
                yield row
            return
        except Unreadable:
            pass
        while True:
            behind = f"({keys}) {way} ({', '.join('?' * len(last))})" if last else ""
            where = " AND ".join(part for part in (only, behind) if part)
            found = self._query(f"WHERE {where} {order}" if where else order, (*given, *last), most=1)
            if not found:
                return
            last = self._key(found[0])
            yield found[0]

    def _key(self, row: Row) -> Row:
        return tuple(row[place] for place in self._places)

    # Queries

    def _stream(self, rest: str, parameters: Sequence[object]) -> Iterator[Row]:
        sql, rows = f'SELECT {self._wanted} FROM "{self._name}" {rest}', None
        try:
            rows = self._damaged.db.execute(sql, tuple(parameters))
            while (row := rows.fetchone()) is not None:
                yield row
        except UNREADABLE as error:
            if isinstance(error, MemoryError) and not self._damaged.encrypted:
                raise
            if rows is not None:
                rows.close()
            self._damaged.renew()
            raise Unreadable(error) from error

    def _query(self, rest: str, parameters: Sequence[object], most: int = 0) -> list[Row]:
        limit = f" LIMIT {most}" if most else ""
        return list(self._stream(rest + limit, parameters))


def _runs(numbers: Sequence[int]) -> list[str]:
    """[3, 4, 5, 9] as "3 to 5" and "9"."""
    found: list[list[int]] = []
    for n in numbers:
        if found and n == found[-1][1] + 1:
            found[-1][1] = n
        else:
            found.append([n, n])
    return [str(low) if low == high else f"{low} to {high}" for low, high in found]
