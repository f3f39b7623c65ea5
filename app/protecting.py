"""Protects a case, takes protection away and changes its keys: each for a closed case, by who may."""

from __future__ import annotations

from pathlib import Path

from app.access import Act
from app.case import Case
from app.entering import first
from provenance.errors import CaseError, UsageError
from provenance.ports import Progress
from provenance.protection import converting
from provenance.protection.keys import is_protected
from provenance.protection.unlocking import Unlocked
from provenance.store.case_store import CaseStore


def protect(folder: Path, user: str, passphrase: str, progress: Progress) -> None:
    """Make a plain case a protected one, of one user, who is its administrator.

    Raises UsageError(already_protected | bad_value | weak_passphrase), CaseError, TaskError("cancelled").
    """
    if is_protected(folder):
        raise UsageError("already_protected")
    with CaseStore.open(folder) as store:
        case_id = store.info.id
    converting.protect(folder, first(user, passphrase, case_id), progress)


def unprotect(folder: Path, unlocked: Unlocked, progress: Progress) -> None:
    """Make a protected case a plain one; refused to all but its administrators, which its log keeps.

    Raises UsageError("not_allowed"), CaseError, TaskError("cancelled").
    """
    _require(folder, unlocked, Act.PROTECT)
    converting.unprotect(folder, unlocked, progress)


def change_keys(folder: Path, unlocked: Unlocked, progress: Progress) -> Unlocked:
    """Encrypt the case with new keys, after access was withdrawn or a key may have become known; gives the new one.

    Raises as `unprotect`.
    """
    _require(folder, unlocked, Act.USERS)
    key = converting.change_keys(folder, unlocked, progress)
    return Unlocked(unlocked.user, key)


def _require(folder: Path, unlocked: Unlocked, act: Act) -> None:
    if not is_protected(folder):
        raise UsageError("not_protected")
    with Case.open(folder, unlocked=unlocked) as case:
        if not case.store.writable:
            raise CaseError("case_newer", folder=str(folder))
        case.require(act)
