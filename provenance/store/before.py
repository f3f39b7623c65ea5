"""The database of a case from an older version, kept before it is brought up to date, and put back as it was.

It lies in the case's folder as before/case.db.schema7. It holds all that the case held: what removes a source, protects
a case or changes its key has to call `forget`.
"""

from __future__ import annotations

import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from provenance import audit, lock
from provenance.errors import CaseError, UsageError
from provenance.protection.keys import CaseKey
from provenance.store import copying, opener, resting
from provenance.store.database import reading
from provenance.store.folder import DATABASE
from provenance.store.opener import Connection, case_errors
from provenance.vault import disk_errors, sync_folder

FOLDER = "before"
MIGRATED, UNDONE = "case_migrated", "migration_undone"  # actions of the log
_LOOKED = ("case_opened", "opening_refused", "case_locked_again")  # entries that tell of no change
_NEW = f"{DATABASE}.new"


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy that was kept: the schema it has, where it lies in the case's folder, and its SHA-256."""

    schema: int
    name: str
    sha256: str

    def detail(self, schema: int) -> dict[str, object]:
        """What the log tells of a case that came from there to `schema`."""
        return {"from": self.schema, "to": schema, "kept": self.name, "sha256": self.sha256}


def keep(database: Path, key: CaseKey | None = None) -> Kept | None:
    """Keep a verified copy of a database that an older version wrote; None for one that is up to date. A copy from an
    earlier migration makes room for it.

    Raises CaseError(disk_full | case_damaged | case_io): the case is then left as it was.
    """
    with closing(opener.connect(database, write=False, key=key)) as db, case_errors():
        schema = opener.version(db)
    if schema >= opener.newest():
        return None
    name = f"{DATABASE}.schema{schema}"
    place = database.parent / FOLDER / name
    beside = place.with_name(f"{name}.part")
    with disk_errors():
        place.parent.mkdir(exist_ok=True)
        beside.unlink(missing_ok=True)
    try:
        copying.copy_database(database, beside, key)
        if wrong := copying.torn(beside, key):
            raise CaseError("case_damaged", detail=wrong)
        with disk_errors():
            beside.replace(place)
            sync_folder(place.parent)
            for older in place.parent.iterdir():
                if older != place:
                    older.unlink()
            return Kept(schema, f"{FOLDER}/{name}", _sha256(place))
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def forget(folder: Path) -> list[str]:
    """Remove every copy that is kept in a case's folder; gives their names. Raises CaseError("case_io")."""
    place = folder / FOLDER
    with disk_errors():
        found = sorted(place.iterdir()) if place.is_dir() else []
        for one in found:
            one.unlink()
        if place.is_dir():
            place.rmdir()
            sync_folder(folder)
    return [one.name for one in found]


def undo(folder: Path, by: str, key: CaseKey | None = None) -> Kept:
    """Put the database back that was kept before the last migration, with an entry that tells of it.

    Raises UsageError("migration_not_undone") where there is none to put back, or where something was recorded since,
    CaseError(not_a_case | case_locked | case_damaged | disk_full | case_io); the case is then left as it was.
    """
    database = folder / DATABASE
    if not database.is_file():
        raise CaseError("not_a_case", folder=str(folder))
    held = lock.take(folder)
    beside = folder / _NEW
    try:
        kept, to = _kept(database, key)
        place = folder / kept.name
        if not place.is_file() or _sha256(place) != kept.sha256:
            raise _refused(f"{kept.name} is gone, or is not the copy that was kept")
        with disk_errors():
            shutil.copyfile(place, beside)
        with closing(opener.connect(beside, write=True, key=key)) as db:
            _tell(db, by, kept, to)
        copying.sync_file(beside)
        if wrong := copying.fault(beside, key):
            raise CaseError("case_damaged", detail=wrong)
        _put_in_place(database, beside, key)
        return kept
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        held.release()


def _kept(database: Path, key: CaseKey | None) -> tuple[Kept, int]:
    """What the log tells of the last migration, and the schema that the case came to by it."""
    with closing(opener.connect(database, write=False, key=key)) as db, case_errors():
        read = reading(db)
        if not audit.check(read).ok:
            raise CaseError("case_damaged", detail="the log does not hold")
        rows = audit.entries(audit.stored_rows(read))
    at = max((entry.seq for entry in rows if entry.action == MIGRATED), default=0)
    if not at:
        raise _refused("the log tells of no migration; the case is as it was made")
    since = [entry for entry in rows if entry.seq > at and entry.action not in _LOOKED]
    if since:
        count = f"{len(since)} entries were" if len(since) > 1 else "an entry was"
        what = since[0].action.replace("_", " ")
        raise _refused(f"{count} recorded since, the first at {since[0].at} ({what}), and would be lost")
    told = rows[at - 1].detail
    schema, to, name, sha256 = (told.get(one) for one in ("from", "to", "kept", "sha256"))
    if not (isinstance(schema, int) and isinstance(to, int)) or name != f"{FOLDER}/{DATABASE}.schema{schema}":
        raise _refused("the entry of the migration cannot be read")
    return Kept(schema, str(name), str(sha256)), to


def _tell(db: Connection, by: str, kept: Kept, to: int) -> None:
    with case_errors():
        db.execute("BEGIN IMMEDIATE")
        audit.append(db, by, UNDONE, {"from": to, "to": kept.schema, "kept": kept.name, "sha256": kept.sha256})
        db.execute("COMMIT")


def _put_in_place(database: Path, beside: Path, key: CaseKey | None) -> None:
    """The write-ahead log of the database that goes must be gone before: it would be read into the one that comes."""
    with closing(opener.connect(database, write=True, key=key)) as db:
        opener.fold_in(db)
    if not resting.at_rest(database):
        raise CaseError("case_locked", folder=str(database.parent))
    resting.lift(database)
    with disk_errors():
        for ending in ("-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
        beside.replace(database)
        sync_folder(database.parent)
    resting.lay(database)


def _refused(why: str) -> UsageError:
    return UsageError("migration_not_undone", why=why)


def _sha256(path: Path) -> str:
    with disk_errors(), path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
