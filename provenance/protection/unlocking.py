"""Opens a protected case's key with a user's passphrase, or with the two halves of the recovery key."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from provenance.errors import CaseError
from provenance.protection import keyring, shares, visits
from provenance.protection.keyring import Keyring
from provenance.protection.keys import CaseKey
from provenance.store import opener
from provenance.store.folder import DATABASE


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The key of a case, and the name of the user who opened it (`keyring.RECOVERY` by the recovery key).

    `first`: the passphrase was chosen by somebody else and has to be changed before anything is done.
    """

    user: str
    key: CaseKey = field(repr=False)
    first: bool = False
    following: bool = False  # while the key was being changed, that was cut short: it is the new one


def unlock(folder: Path, user: str, passphrase: str) -> Unlocked:
    """The key of the case in `folder`, by the passphrase of a user.

    Raises CaseError(wrong_passphrase | passphrase_wait | keys_damaged | case_io), UsageError("unknown_user"). A wrong
    one is noted beside the case, and soon the next ones have to wait.
    """
    ring = keyring.read(folder)
    found = ring.user(user)
    wait = visits.seconds_to_wait(visits.waiting(folder), user)
    if wait:
        raise CaseError("passphrase_wait", user=user, seconds=wait)
    key = keyring.unlocked(ring.case, found, passphrase)
    if key is None:
        with suppress(OSError):  # on a medium that cannot be written the work of each guess remains
            visits.note(folder, visits.REFUSED, user)
        raise CaseError("wrong_passphrase", user=user)
    if ring.following is not None and not _opens(folder, key):
        key = keyring.unlocked(ring.case, ring.following.user(user), passphrase)
        if key is not None:
            return Unlocked(user, key, found.first, following=True)
        raise CaseError("keys_damaged", detail=f"the entry of {user}")
    return Unlocked(user, key, found.first)


def recover(folder: Path, first: str, second: str) -> Unlocked:
    """The key, by the two halves of the recovery key.

    Raises UsageError(bad_recovery_half), CaseError(no_recovery_key | keys_damaged | case_io).
    """
    identity = shares.joined(first, second)
    now = keyring.read(folder)
    for ring in (now, now.following):
        if ring is None or ring.recovery is None:
            continue
        if ring.recovery.recipient != str(identity.to_public()):
            raise CaseError("no_recovery_key", why="these halves are of another recovery key")
        key = keyring.opened(ring.case, keyring.RECOVERY, ring.recovery.wrapped, identity)
        if _opens(folder, key):
            return Unlocked(keyring.RECOVERY, key, following=ring is now.following)
    raise CaseError("no_recovery_key", why="none was made for it")


def settle(folder: Path, unlocked: Unlocked) -> None:
    """Finish, under the case's lock, a change of the key that was cut short: the ways to the key in use stay alone."""
    ring = keyring.read(folder)
    if ring.following is not None:
        kept = ring.following if unlocked.following else ring
        keyring.write(folder, Keyring(kept.case, kept.users, kept.recovery))


def _opens(folder: Path, key: CaseKey) -> bool:
    try:
        opener.connect(folder / DATABASE, write=False, key=key).close()
    except CaseError:
        return False
    return True
