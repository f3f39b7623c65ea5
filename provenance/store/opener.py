"""The only opener of `case.db`: connections with their settings, migrations, and database errors as case errors.

The binding is sqlcipher3, which opens plain databases too, so that a protected case differs by its key alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

from sqlcipher3 import dbapi2

from provenance.errors import CaseError
from provenance.protection.keys import CaseKey
from provenance.store.folder import APPLICATION_ID
from provenance.store.resting import at_rest

BUSY_SECONDS = 10.0


class Connection(dbapi2.Connection):
    """A connection that can be kept in a weak set, so that it goes when its thread does."""


SCHEMA = (
    "SELECT coalesce(CAST(name AS TEXT), ''), "
    "type || ' of ' || tbl_name || iif(rootpage > 0, ' at a page', '') || ' in ' || typeof(type) || typeof(name) || "
    "typeof(tbl_name) || typeof(rootpage) || typeof(sql) || ': ' || coalesce(sql, '') "
    "FROM sqlite_schema WHERE name NOT LIKE 'passages\\_fts\\_%' ESCAPE '\\'"
)
# What a query raises that meets a damaged page; of an encrypted database all that follow on that connection, too.
UNREADABLE = (dbapi2.Error, UnicodeDecodeError, MemoryError)
UNFITTING = (dbapi2.IntegrityError, dbapi2.DataError)  # what a row raises that has lost its form
Migrated = Callable[[Connection, int], None]  # told the version that the schema came to


_CODES = {  # primary result codes: https://www.sqlite.org/rescode.html
    dbapi2.SQLITE_FULL: "disk_full",
    dbapi2.SQLITE_CORRUPT: "case_damaged",
    dbapi2.SQLITE_NOTADB: "case_damaged",
    dbapi2.SQLITE_BUSY: "case_locked",
    dbapi2.SQLITE_LOCKED: "case_locked",
    dbapi2.SQLITE_READONLY: "case_read_only",
}
_ENVIRONMENT = {dbapi2.SQLITE_IOERR, dbapi2.SQLITE_CANTOPEN, dbapi2.SQLITE_PERM, dbapi2.SQLITE_NOMEM}


@contextmanager
def case_errors() -> Iterator[None]:
    """Turns what the database raises into CaseError(disk_full | case_damaged | case_locked | case_read_only | case_io).

    An error of ours (a statement that does not fit the schema, a broken constraint) is left as it is.
    """
    try:
        yield
    except UnicodeDecodeError as error:  # the binding's own: a message that quotes a damaged file
        raise CaseError("case_damaged", detail="its file is damaged") from error
    except dbapi2.Error as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if primary in _CODES:
            raise CaseError(_CODES[primary], detail=str(error)) from error
        if primary in _ENVIRONMENT:
            raise CaseError("case_io", detail=str(error)) from error
        raise


@contextmanager
def fitting(db: Connection) -> Iterator[None]:
    """Around a query of ours: where it does not fit a database of another structure than Attest makes, that is
    CaseError("case_damaged"); where the structure is right, the fault is ours and is left as it is."""
    try:
        yield
    except dbapi2.OperationalError as error:
        if str(error) == "malformed JSON":  # a stored value that a query looks into, not the query
            raise CaseError("case_damaged", detail="a stored value has lost its form") from error
        if getattr(error, "sqlite_errorcode", 0) == dbapi2.SQLITE_ERROR and not _as_made(db):
            raise CaseError("case_damaged", detail="the structure of its database was changed") from error
        raise


def _as_made(db: Connection) -> bool:
    number = version(db)
    return number > newest() or dict(db.execute(SCHEMA).fetchall()) == made_schema(number)


def connect(path: Path, *, write: bool, key: CaseKey | None = None) -> Connection:
    """A connection with every setting a case needs; transactions are begun and ended by hand. `key` is that of a
    protected case.

    Raises CaseError(not_a_case | case_damaged | case_io | …).
    """
    if not path.is_file():
        raise CaseError("not_a_case", folder=str(path.parent))
    with case_errors():
        try:
            return _checked(path, "rw" if write else "ro", key)
        except dbapi2.OperationalError:
            if write or not at_rest(path):
                raise
            return _checked(path, "ro&immutable=1", key)  # a write-ahead log cannot be set up on read-only media


def version(db: Connection) -> int:
    """The schema's version, as `user_version`."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def newest() -> int:
    """The schema version that this program writes."""
    return _migrations()[-1][0]


def migrate(db: Connection, then: Migrated | None = None) -> None:
    """Bring the schema up to date in one transaction: killed at any moment, the case is as before or up to date, and
    never at a version in between, of which no copy was kept. A newer schema is left alone.

    `then` does inside the transaction what SQL alone cannot; it is told each version on the way.
    """
    now = version(db)
    wanted = [(number, script) for number, script in _migrations() if number > now]
    if wanted:
        with case_errors():
            _apply(db, wanted, then)


@cache
def made_schema(number: int) -> dict[str, str]:
    """The SQL of every table, index and trigger of a case of this version, by name; of tables that the full-text index
    makes for itself nothing."""
    db = Connection(":memory:", isolation_level=None)
    try:
        for one, script in _migrations():
            if one <= number:
                db.executescript(script)
        return dict(db.execute(SCHEMA).fetchall())
    finally:
        db.close()


def fold_in(db: Connection) -> None:
    """Fold the write-ahead log into the database; where the disk is full it stays beside it, and nothing is lost."""
    with suppress(dbapi2.Error):
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def damaged(path: Path, key: CaseKey | None = None) -> Connection:
    """A connection to a database that is damaged, which gives out what can be read of it all the same: what of the
    schema can be read is used, and a page that cannot be read fails the query that needs it."""
    with case_errors():
        db = Connection(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        if key is not None:
            db.execute("PRAGMA cipher_log_level = NONE")
            db.execute(key.pragma)
        db.text_factory = lambda raw: str(raw, "utf-8", "replace")
        db.execute("PRAGMA writable_schema = ON")  # a fault in the schema then ends one statement, and no other
        return db


def to_version(db: Connection, number: int) -> None:
    """Make the schema of an empty database that of a case of this version."""
    with case_errors():
        _apply(db, [one for one in _migrations() if one[0] <= number], None)


def blank(path: Path, key: CaseKey | None = None) -> Connection:
    """A connection to a new, empty database, which is to be filled with that of a case; raises CaseError."""
    with case_errors():
        return _connect(path, "rwc", key)


def create(path: Path, first: Callable[[Connection], None], key: CaseKey | None = None) -> None:
    """Write a case database that is whole as soon as it has its name, encrypted where there is a key; `first` writes
    its first rows."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    with case_errors():
        db = _connect(beside, "rwc", key)
        try:
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate(db)
            db.execute("BEGIN IMMEDIATE")
            first(db)
            db.execute("COMMIT")
        finally:
            db.close()
    beside.replace(path)


def _connect(path: Path, mode: str, key: CaseKey | None = None) -> Connection:
    db = Connection(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # closed by the thread that closes the case
    )
    if key is not None:
        db.execute("PRAGMA cipher_log_level = NONE")  # else a damaged page is told of on standard error, too
        db.execute(key.pragma)
    # A flipped byte may leave text that is no UTF-8: it must reach the digests, which name it.
    db.text_factory = lambda raw: str(raw, "utf-8", "replace")
    for setting in ("foreign_keys = ON", "temp_store = MEMORY", "synchronous = FULL", "trusted_schema = OFF"):
        db.execute(f"PRAGMA {setting}")
    return db


def _checked(path: Path, mode: str, key: CaseKey | None) -> Connection:
    """A connection whose header was read; refuses what is a database of something else."""
    db = _connect(path, mode, key)
    if int(db.execute("PRAGMA application_id").fetchone()[0]) != APPLICATION_ID:
        db.close()
        raise CaseError("not_a_case", folder=str(path.parent))
    db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return db


def _apply(db: Connection, wanted: list[tuple[int, str]], then: Migrated | None) -> None:
    try:
        db.execute("BEGIN IMMEDIATE")
        for number, script in wanted:
            for statement in _statements(script):  # `executescript` would commit what came before
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")
            if then is not None:
                then(db, number)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one; a trigger, with semicolons inside, is one."""
    taken = ""
    for line in script.splitlines(keepends=True):
        taken += line
        if line.rstrip().endswith(";") and dbapi2.complete_statement(taken):
            yield taken
            taken = ""
    if taken.strip() and not all(line.lstrip().startswith("--") or not line.strip() for line in taken.splitlines()):
        yield taken


def _migrations() -> list[tuple[int, str]]:
    """(number, SQL) of every migration shipped with the package, in order."""
    found = []
    for entry in (files("provenance.store") / "migrations").iterdir():
        match = re.fullmatch(r"([0-9]{4})_\w+\.sql", entry.name)
        if match:
            found.append((int(match.group(1)), entry.read_text("utf-8")))
    return sorted(found)
