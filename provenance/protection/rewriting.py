"""Writes the database of a closed case anew, under another key or none, and puts it in the place of the old one."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from provenance.errors import CaseError
from provenance.protection.keys import CaseKey
from provenance.store import opener, resting
from provenance.store.folder import APPLICATION_ID, DATABASE
from provenance.store.opener import Connection, case_errors
from provenance.vault import sync_folder

NEW = f"{DATABASE}.new"


def written_beside(
    folder: Path, old: CaseKey | None, new: CaseKey | None, then: Callable[[Connection], None] | None = None
) -> Path:
    """Write the database beside the old one, whole, checked and on the disk; `then` writes into it, in one transaction.

    For who holds the case's lock and has it closed. Raises CaseError(case_damaged | disk_full | case_io | case_locked);
    then nothing stays beside.
    """
    beside = folder / NEW
    try:
        beside.unlink(missing_ok=True)
        _export(folder / DATABASE, beside, old, new)
        db = opener.connect(beside, write=True, key=new)
        with case_errors():
            try:
                if then is not None:
                    db.execute("BEGIN IMMEDIATE")
                    then(db)
                    db.execute("COMMIT")
                if [tuple(row) for row in db.execute("PRAGMA integrity_check")] != [("ok",)]:
                    raise CaseError("case_damaged", detail="what was written anew does not hold")
            finally:
                db.close()
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
    except BaseException as error:
        for name in (NEW, f"{NEW}-journal", f"{NEW}-wal", f"{NEW}-shm"):
            with suppress(OSError):
                (folder / name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise CaseError("case_io", folder=str(folder), detail=error.strerror or "") from error
        raise
    return beside


def put_in_place(folder: Path) -> None:
    """Give what was written beside its name, for good; raises CaseError(case_locked | case_io)."""
    database = folder / DATABASE
    if not resting.at_rest(database):  # frames of the old one would be put into the new one
        raise CaseError("case_locked", folder=str(folder))
    resting.lift(database)
    try:
        for ending in ("-wal", "-shm"):
            database.with_name(DATABASE + ending).unlink(missing_ok=True)
        (folder / NEW).replace(database)
        sync_folder(folder)
    except OSError as error:
        raise CaseError("case_io", folder=str(folder), detail=error.strerror or "") from error
    resting.lay(database)


def _export(old: Path, new: Path, old_key: CaseKey | None, new_key: CaseKey | None) -> None:
    """All of one database into another: https://www.zetetic.net/sqlcipher/sqlcipher-api/#sqlcipher_export"""
    db = opener.connect(old, write=True, key=old_key)
    try:
        with case_errors():
            opener.fold_in(db)
            literal = "''" if new_key is None else f'"{new_key.literal}"'
            db.execute(f"ATTACH DATABASE ? AS anew KEY {literal}", (str(new),))
            db.execute("SELECT sqlcipher_export('anew')")
            db.execute(f"PRAGMA anew.application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA anew.user_version = {opener.version(db)}")
            db.execute("DETACH DATABASE anew")
    finally:
        db.close()
