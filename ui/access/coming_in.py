"""Comes into a protected case, off the window's thread: by a passphrase, by a first one, by the recovery key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.clock import who
from provenance.errors import AttestError
from provenance.protection import keyring, unlocking, visits
from provenance.protection.unlocking import Unlocked
from ui.opening import opened

if TYPE_CHECKING:
    from app.case import Case
    from app.preferences import Preferences


@dataclass(frozen=True, slots=True)
class Doors:
    """Ways into a case: the names of its users, whether a recovery key was made, and seconds to wait by name."""

    users: tuple[str, ...]
    recovery: bool
    waits: dict[str, int]

    def likely(self, last: str) -> str:
        """Who probably sits there: who opened a case here last, or is called as the account is, else the first."""
        account = who().rpartition("\\")[2]
        return next((name for name in (last, account) if name in self.users), self.users[0] if self.users else "")


def doors(folder: Path) -> Doors:
    """Raises CaseError(keys_damaged | case_io)."""
    ring, came = keyring.read(folder), visits.waiting(folder)
    waits = {user.name: visits.seconds_to_wait(came, user.name) for user in ring.users}
    return Doors(tuple(waits), ring.recovery is not None, waits)


def wait_after(folder: Path, user: str, error: Exception) -> int:
    """The seconds before this user may try again, after what an attempt came to."""
    if isinstance(error, AttestError) and error.code == "passphrase_wait":
        return int(str(error.facts.get("seconds", 0)))
    return visits.seconds_to_wait(visits.waiting(folder), user)


def by_passphrase(folder: Path, user: str, phrase: str, preferences: Preferences, write: bool) -> Case:
    """The case, opened by this user; raises as `unlocking.unlock` and `opened`."""
    return opened(folder, preferences, write, unlocking.unlock(folder, user, phrase))


def by_key(folder: Path, unlocked: Unlocked, preferences: Preferences) -> Case:
    """The case, opened once more by who had it open; raises as `opened`."""
    return opened(folder, preferences, True, unlocked)


def by_recovery(folder: Path, halves: tuple[str, str], user: str, phrase: str, preferences: Preferences) -> Case:
    """The case, opened by a new administrator to whom the recovery key gave access; raises as `unlocking.recover`,
    `granting.recovered` and `by_passphrase`."""
    from app.granting import recovered

    recovered(folder, unlocking.recover(folder, *halves), user, phrase)
    return by_passphrase(folder, user, phrase, preferences, True)


def with_own_passphrase(case: Case, first: str, new: str) -> Case:
    """The same case, after who opened it chose a passphrase of their own; raises as `Granting.change_passphrase`."""
    case.access.change_passphrase(first, new)
    return case
