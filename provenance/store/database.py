"""One database, many threads: a single writer thread with whole transactions, and a reading connection per thread."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

from provenance.errors import CaseError
from provenance.protection.keys import CaseKey
from provenance.store import opener, resting
from provenance.store.opener import Connection, case_errors

T = TypeVar("T")
Row = Any  # a tuple as the columns were asked for
Read = Callable[[str, Sequence[object]], list[Row]]
_INTERRUPT_SECONDS = 0.1


def reading(db: Connection) -> Read:
    """Queries on a connection inside its transaction."""
    return lambda sql, parameters: db.execute(sql, parameters).fetchall()


@contextmanager
def stored(what: str) -> Iterator[None]:
    """Around taking stored values apart: what no longer has its form is CaseError("case_damaged")."""
    try:
        yield
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise CaseError("case_damaged", detail=f"{what} cannot be read") from error


class Database:
    """Opens `path`, with the `key` of a protected case; with `write` it migrates first. A newer schema is never written
    to (`newer` is True)."""

    def __init__(
        self, path: Path, *, write: bool, key: CaseKey | None = None, migrated: opener.Migrated | None = None
    ) -> None:
        self._path = path
        self.key = key
        self._migrated = migrated
        self._local = threading.local()
        self._readers: WeakSet[Connection] = WeakSet()
        self._guard = threading.Condition()
        self._busy = 0  # threads that use their reading connection now
        self._closed = False
        self._executor: ThreadPoolExecutor | None = None
        self._writer: Connection | None = None
        first = opener.connect(path, write=False, key=key)
        self.version = opener.version(first)
        first.close()
        self.newer = self.version > opener.newest()
        if write and not self.newer:
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="case-writer")
            try:
                self._run(self._open_writer)
            except BaseException:
                self.close()
                raise
            self.version = opener.newest()
        elif self.version < opener.newest():
            raise CaseError("case_older", folder=str(path.parent))

    @property
    def folder(self) -> Path:
        """The case's folder."""
        return self._path.parent

    def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a query, on this thread's connection; raises CaseError."""
        with case_errors(), self._in_use() as db, opener.fitting(db):
            return db.execute(sql, parameters).fetchall()

    def reader(self) -> Connection:
        """This thread's reading connection."""
        if self._closed:
            raise CaseError("case_closed")
        db: Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = opener.connect(self._path, write=False, key=self.key)
            self._local.db = db
            with self._guard:
                self._readers.add(db)
        return db

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All reads of this thread inside see the case as it was at the first of them."""
        with self._in_use() as db:
            inside = db.in_transaction
        if inside:  # a snapshot inside a snapshot is the same one
            yield
            return
        self.read("BEGIN")
        try:
            yield
        finally:
            self.read("COMMIT")

    @contextmanager
    def _in_use(self) -> Iterator[Connection]:
        """This thread's reading connection, which `close` leaves open until the block ends: to close it under a query
        would end the process. Raises CaseError("case_closed") where `close` ended the query."""
        with self._guard:
            if self._closed:
                raise CaseError("case_closed")
            self._busy += 1
        try:
            yield self.reader()
        except Exception as error:
            if self._closed:
                raise CaseError("case_closed") from error
            raise
        finally:
            with self._guard:
                self._busy -= 1
                self._guard.notify_all()

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` as one transaction on the writer thread; any error undoes all of it.

        Raises CaseError(case_newer | case_read_only | disk_full | case_io | …), or what `work` raised.
        """
        if self._executor is None:
            raise CaseError("case_newer" if self.newer else "case_read_only", folder=str(self._path.parent))
        return self._run(lambda: self._transaction(work))

    def compact(self) -> None:
        """Write the database anew, without free space, and empty the write-ahead log: what was deleted lies in neither.

        Raises CaseError, also where another process is reading (case_locked).
        """
        self._run(self._compact)

    def _compact(self) -> None:
        db = self._writer
        assert db is not None
        with case_errors():
            db.execute("PRAGMA secure_delete = ON")
            db.execute("VACUUM")
            busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise CaseError("case_locked", folder=str(self._path.parent))

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the database."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            while self._busy:  # and again: a query may have been about to begin
                for db in self._readers:
                    db.interrupt()
                self._guard.wait(_INTERRUPT_SECONDS)
            for db in self._readers:
                db.close()
        if self._executor is not None:
            self._executor.submit(self._close_writer).result()
            self._executor.shutdown()

    def _run(self, work: Callable[[], T]) -> T:
        with self._guard:  # nothing is put behind the closing of the writer
            if self._executor is None or self._closed:
                raise CaseError("case_closed")
            done = self._executor.submit(work)
        return done.result()

    def _open_writer(self) -> None:
        self._writer = db = opener.connect(self._path, write=True, key=self.key)
        with case_errors():
            resting.lift(self._path)
            db.execute("PRAGMA journal_mode = WAL")
        opener.migrate(db, self._migrated)

    def _close_writer(self) -> None:
        if self._writer is not None:
            opener.fold_in(self._writer)
            self._writer.close()
            resting.lay(self._path)

    def _transaction(self, work: Callable[[Connection], T]) -> T:
        db = self._writer
        assert db is not None
        with case_errors():
            db.execute("BEGIN IMMEDIATE")
            try:
                result = work(db)
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:  # a full disk may have undone it already
                    db.execute("ROLLBACK")
                raise
        return result
