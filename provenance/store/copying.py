"""Copies a case's database as it is at one moment, while others work in it, and tells whether a copy is whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from provenance import audit
from provenance.errors import CaseError
from provenance.protection.keys import CaseKey
from provenance.store import opener
from provenance.store.database import reading
from provenance.store.opener import case_errors
from provenance.vault import disk_errors

_PAGES = 2048  # copied between two calls of `each`
Each = Callable[[int, int], object]  # pages done, and all pages; ends the copy by raising


def copy_database(database: Path, out: Path, key: CaseKey | None = None, each: Each = lambda done, total: None) -> None:
    """Write the database to the new file `out`, at rest in one file: what is committed by now, and nothing later. That
    of a protected case stays encrypted, under the same key.

    The pages are copied as they are, free space included. Raises CaseError(disk_full | case_damaged | case_io | …).
    """
    with closing(opener.connect(database, write=False, key=key)) as db, case_errors():
        db.execute("BEGIN")
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from here on this moment is what is read
        with closing(opener.blank(out, key)) as copy:
            db.backup(copy, pages=_PAGES, progress=lambda status, left, total: each(total - left, total))
            copy.execute("PRAGMA journal_mode = DELETE").fetchone()  # to be read without files beside it
    sync_file(out)


def torn(database: Path, key: CaseKey | None = None) -> str:
    """Why the pages of a database do not hold together, in words, or ""."""
    try:
        with closing(opener.connect(database, write=False, key=key)) as db, case_errors():
            said = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except CaseError as error:
        return f"its database cannot be read ({error.facts.get('detail') or error.code})"
    return "" if said == "ok" else f"its database does not hold together ({said})"


def fault(database: Path, key: CaseKey | None = None) -> str:
    """What is wrong with a database at rest, in words, or "": its pages, and the chain of its log."""
    if wrong := torn(database, key):
        return wrong
    with closing(opener.connect(database, write=False, key=key)) as db, case_errors():
        found = audit.check(reading(db))
    return "" if found.ok else f"its log does not hold from entry {found.broken_at} on"


def sync_file(path: Path) -> None:
    """Make what was written to a file last; raises CaseError(disk_full | case_io)."""
    with disk_errors():
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
