"""The lock of a case: held by the one process that may write, freed by the system when that process dies."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from provenance.errors import CaseError

NAME = "case.lock"


def take(folder: Path) -> FileLock:
    """The held lock of the case in `folder`; raises CaseError(case_locked | case_io). `release()` gives it back."""
    try:
        lock = FileLock(folder / NAME, thread_local=False)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise CaseError("case_locked", folder=str(folder)) from error
    except OSError as error:
        raise CaseError("case_io", folder=str(folder), detail=error.strerror or "") from error
    return lock
