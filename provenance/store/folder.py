"""A case's folder before there is a case in it: made, locked and seen to be empty."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock

from provenance import lock
from provenance.errors import CaseError

DATABASE = "case.db"
_OURS = {DATABASE, lock.NAME, f"{DATABASE}.new", f"{DATABASE}.new-journal", "originals", "derived", "index"}


def claim(folder: Path) -> FileLock:
    """The held lock of a new or empty folder; what a creation that was cut short left in it does not count.

    Raises CaseError(case_exists | folder_not_empty | case_locked | case_io).
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = any(entry.name not in _OURS for entry in folder.iterdir())
    except OSError as error:
        raise CaseError("case_io", folder=str(folder), detail=error.strerror or "") from error
    if others and not (folder / DATABASE).exists():
        raise CaseError("folder_not_empty", path=str(folder))
    held = lock.take(folder)
    if (folder / DATABASE).exists():
        held.release()
        raise CaseError("case_exists", folder=str(folder))
    return held
