"""A case's folder before there is a case in it: made, locked and seen to be empty."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock

from provenance import lock
from provenance.errors import CaseError
from provenance.protection import visits
from provenance.protection.keys import KEYS
from provenance.store import resting

DATABASE = "case.db"
APPLICATION_ID = 0x41545354  # "ATST"
PAYLOAD, BACKUP = "data", "backup.json"  # of a backup: the folder of its files, and the file that tells of it
_HEADER = 72  # bytes
_NEW = f"{DATABASE}.new"
_OURS = {DATABASE, lock.NAME, _NEW, f"{_NEW}-journal", DATABASE + resting.ENDING, "originals", "derived", "index"}
_OURS |= {KEYS, f"{KEYS}.new", visits.NAME}


def in_case(path: Path) -> bool:
    """Whether a path is a case's folder or lies in one, links followed; raises OSError.

    No database is opened: closing it again would let go of the locks by which this process holds an open case.
    """
    real = path.resolve()
    marks = (DATABASE, lock.NAME)
    return any(
        (folder / "originals").is_dir() and any((folder / mark).exists() for mark in marks)
        for folder in (real, *real.parents)
    )


def is_case(folder: Path) -> bool:
    """Whether a folder is that of a case: by the name in its database's header, or by what lies in it.

    The header is that of SQLite, with `application_id` at byte 68 (https://www.sqlite.org/fileformat.html);
    a case whose database is damaged is known by its other files. Never raises.
    """
    try:
        with (folder / DATABASE).open("rb") as database:
            header = database.read(_HEADER)
        whole = header[:15] == b"SQLite format 3" and int.from_bytes(header[68:72], "big") == APPLICATION_ID
        ours = (folder / lock.NAME).exists() or (folder / KEYS).exists()
        return whole or (ours and (folder / "originals").is_dir())
    except (OSError, ValueError):  # not there, not to be read, or no name that a file can have
        return False


def in_backup(folder: Path) -> bool:
    """Whether a case's folder is what a backup holds (provenance/backup.py), which is not worked on. Never raises."""
    try:
        return folder.resolve().name == PAYLOAD and (folder.resolve().parent / BACKUP).is_file()
    except OSError:
        return False


def claim(folder: Path) -> FileLock:
    """The held lock of a new or empty folder; what a creation that was cut short left in it does not count.

    Raises CaseError(case_exists | folder_not_empty | folder_not_made | case_locked | case_io).
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = any(entry.name not in _OURS for entry in folder.iterdir())
        lost = (folder / KEYS).exists() and any(folder.glob("originals/*"))  # a case whose database is gone
    except OSError as error:
        raise CaseError("folder_not_made", path=str(folder), detail=error.strerror or "") from error
    if (others or lost) and not (folder / DATABASE).exists():
        raise CaseError("folder_not_empty", path=str(folder))
    held = lock.take(folder)
    if (folder / DATABASE).exists():
        held.release()
        raise CaseError("case_exists", folder=str(folder))
    return held
