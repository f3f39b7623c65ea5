"""The SHA-256 of a case's database at rest: laid beside it when it is closed, compared when it is opened or verified.

`integrity` finds what changes a row of the record; this finds any other byte, too: of free space, and of what can be
rebuilt. It keeps nobody out who can write the folder and knows of it: receipts outside the case are for that. The file
has the form of `sha256sum`, so that `shasum -a 256 -c case.db.sha256` checks a closed case without Attest. While a case
is open for writing, and after it was not closed, there is none.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from provenance.errors import CaseError
from provenance.vault import sync_folder

ENDING = ".sha256"
CHANGED_OUTSIDE = "database_changed"  # the action in the log, and the code of the failure


@dataclass(frozen=True, slots=True)
class Changed:
    """A database that is not as it was left: the SHA-256 it has `now`, and what was laid beside it (`was`)."""

    was: str
    now: str

    def told(self) -> str:
        """What is wrong, in words."""
        return f"the bytes of case.db are not those that were left at closing (SHA-256 {self.was} then, {self.now} now)"


def changed(database: Path) -> Changed | None:
    """How a database differs from what was laid beside it; None where it does not, or where nothing can be compared."""
    try:
        line = _sum(database).read_bytes()
        if not at_rest(database):
            return None
        now = _digest(database)
        if line == _line(now, database) or _sum(database).read_bytes() != line:  # someone began to write meanwhile
            return None
    except OSError:  # there is none, or it cannot be read: the database itself says what is wrong with the place
        return None
    return Changed(line.decode("ascii", "replace").split(" ")[0].strip()[:64], now)


def lift(database: Path) -> None:
    """Take the sum away for good before anything is written; raises CaseError("case_io")."""
    try:
        _sum(database).unlink(missing_ok=True)
        sync_folder(database.parent)  # a sum that came back after a loss of power would tell of a change that was none
    except OSError as error:
        raise CaseError("case_io", folder=str(database.parent), detail=error.strerror or "") from error


def lay(database: Path) -> None:
    """Lay the sum beside a database that was closed; where that cannot be done there is none."""
    if not at_rest(database):
        return
    beside = database.with_name(f"{database.name}{ENDING}.new")
    try:
        with beside.open("wb") as out:
            out.write(_line(_digest(database), database))
            out.flush()
            os.fsync(out.fileno())
        beside.replace(_sum(database))
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def at_rest(database: Path) -> bool:
    """Whether all of it lies in the one file, and nothing in a write-ahead log."""
    log = database.with_name(f"{database.name}-wal")
    return not log.exists() or log.stat().st_size == 0


def _sum(database: Path) -> Path:
    return database.with_name(database.name + ENDING)


def _line(digest: str, database: Path) -> bytes:
    return f"{digest}  {database.name}\n".encode("ascii")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
