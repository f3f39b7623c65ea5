"""Who has access to a protected case, as records."""

from __future__ import annotations

from dataclasses import dataclass

from provenance.protection.keyring import Keyring
from provenance.protection.keys import CaseKey

PROTECTED, UNPROTECTED, REKEYED = "case_protected", "case_unprotected", "case_rekeyed"
GRANTED, WITHDRAWN, ROLES, PASSPHRASE = "access_granted", "access_withdrawn", "roles_changed", "passphrase_changed"
RECOVERED, RECOVERY_MADE = "case_recovered", "recovery_key_made"
OPENED, REFUSED, LOCKED = "case_opened", "opening_refused", "case_locked_again"
CHANGES = frozenset({PROTECTED, GRANTED, WITHDRAWN, ROLES, PASSPHRASE, RECOVERED})  # of what `case_user` holds


@dataclass(frozen=True, slots=True)
class CaseUser:
    """A user of a case as written last: `roles` sorted, none for who has no access any more; `recipient` is age's."""

    name: str
    roles: tuple[str, ...]
    recipient: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class First:
    """What a case is protected with: its key, the ways to it, and the roles of the first and only user."""

    key: CaseKey
    ring: Keyring
    roles: tuple[str, ...]
