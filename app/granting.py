"""Who has access to a protected case: given, withdrawn, changed; passphrases and the recovery key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.access import Act, Role
from app.entering import FIRST_ROLES
from provenance.errors import CaseError, UsageError
from provenance.protection import keyring, shares
from provenance.protection import users as words
from provenance.protection.keyring import Recovery
from provenance.protection.keys import CaseKey
from provenance.protection.unlocking import Unlocked, settle
from provenance.protection.users import CaseUser
from provenance.store.case_store import CaseStore

if TYPE_CHECKING:
    from app.case import Case


class Granting:
    """Access to one open case. A change stands in the log first, then in the case's keyring: what is cut short between
    the two lets nobody in, and can be done again."""

    def __init__(self, case: Case) -> None:
        self._case = case

    @property
    def _folder(self) -> Path:
        return self._case.store.info.folder

    @property
    def _key(self) -> CaseKey:
        key = self._case.store.key
        if key is None:
            raise UsageError("not_protected")
        return key

    def users(self) -> list[CaseUser]:
        """All who have access; raises UsageError("not_protected")."""
        self._key  # noqa: B018 - a plain case has no users
        return self._case.store.users()

    def unsettled(self) -> list[str]:
        """What of access is not as the log has it, in words: a withdrawal or a change of the key was cut short."""
        ring, standing = keyring.read(self._folder), {user.name for user in self.users()}
        told = [f"{u.name} has a way to the key still, and no access" for u in ring.users if u.name not in standing]
        told += [f"{name} has access and no way to the key" for name in standing - {u.name for u in ring.users}]
        if len(self._case.store.form().identities) > 1:
            told.append("not all files are encrypted with the new key yet")
        return told

    def grant(self, name: str, roles: Iterable[Role], passphrase: str) -> CaseUser:
        """Give access under a first passphrase, which the user changes at the first opening; also to who has access
        already and forgot theirs.

        Raises UsageError(not_allowed | not_protected | bad_value | weak_passphrase).
        """
        self._case.require(Act.USERS)
        chosen = sorted(set(roles))
        if not chosen:
            raise UsageError("bad_value", value="no role", what="roles", why="a user has at least one")
        self._require_administrator(name, chosen)
        ring = keyring.read(self._folder)
        made = keyring.new_user(ring.case, name, passphrase, self._key, first=True)
        self._keep(name, chosen, made.recipient, words.GRANTED)
        keyring.write(self._folder, ring.with_user(made))
        return self._standing(name)

    def set_roles(self, name: str, roles: Iterable[Role]) -> CaseUser:
        """Change what a user may do; raises as `grant`, and UsageError(unknown_user | last_administrator)."""
        self._case.require(Act.USERS)
        chosen, user = sorted(set(roles)), self._standing(name)
        if not chosen:
            raise UsageError("bad_value", value="no role", what="roles", why="withdraw access instead")
        self._require_administrator(name, chosen)
        self._keep(name, chosen, user.recipient, words.ROLES)
        return self._standing(name)

    def withdraw(self, name: str) -> None:
        """Take access away. The key that the user had may be kept in a copy of the keyring: `app.protecting.rekey` must
        come after it. Raises as `set_roles`."""
        self._case.require(Act.USERS)
        user = self._standing(name)
        self._require_administrator(name, ())
        self._keep(name, (), user.recipient, words.WITHDRAWN)
        self._case.store.add_evidence_key()  # until all files are encrypted with it, `unsettled` tells so
        keyring.write(self._folder, keyring.read(self._folder).without(name))

    def change_passphrase(self, old: str, new: str) -> None:
        """A new passphrase for who has the case open, and a new identity with it: who chose the first one, or has an
        older copy of the keyring, gets no way to a later key by it.

        Raises UsageError(not_protected | weak_passphrase | same_passphrase), CaseError("wrong_passphrase").
        """
        key, ring = self._key, keyring.read(self._folder)
        user = self._standing(self._case.by)
        if keyring.unlocked(ring.case, ring.user(user.name), old) is None:
            raise CaseError("wrong_passphrase", user=user.name)
        if old == new:
            raise UsageError("same_passphrase")
        made = keyring.new_user(ring.case, user.name, new, key)
        self._case.store.set_recipient(user.name, made.recipient, user.name)
        keyring.write(self._folder, ring.with_user(made))
        self._case.first_passphrase = False

    def make_recovery_key(self) -> tuple[str, str]:
        """The two halves of a new recovery key, which are kept nowhere here; one from before opens nothing any more.

        Raises UsageError(not_allowed | not_protected).
        """
        self._case.require(Act.USERS)
        ring, (identity, one, other) = keyring.read(self._folder), shares.new_halves()
        recipient = str(identity.to_public())
        sealed = keyring.wrapped(ring.case, keyring.RECOVERY, recipient, self._key)
        self._case.store.record(words.RECOVERY_MADE, {"recipient": recipient}, self._case.by)
        keyring.write(self._folder, replace(ring, recovery=Recovery(recipient, sealed)))
        return one, other

    def has_recovery_key(self) -> bool:
        return keyring.read(self._folder).recovery is not None

    def _standing(self, name: str) -> CaseUser:
        found = next((user for user in self.users() if user.name == name), None)
        if found is None:
            raise UsageError("unknown_user", name=name, names=", ".join(user.name for user in self.users()))
        return found

    def _require_administrator(self, name: str, roles: Iterable[str]) -> None:
        """Somebody has to be left who can give access."""
        others = any(Role.ADMINISTRATOR in user.roles for user in self.users() if user.name != name)
        if not others and Role.ADMINISTRATOR not in roles:
            raise UsageError("last_administrator", name=name)

    def _keep(self, name: str, roles: Iterable[str], recipient: str, action: str) -> None:
        self._case.store.set_user(name, roles, recipient, action, self._case.by)
        if name == self._case.by:
            self._case.user = next(user for user in self._case.store.every_user() if user.name == name)


def recovered(folder: Path, unlocked: Unlocked, name: str, passphrase: str) -> None:
    """Give a new administrator access to a case that the recovery key opened; the log keeps how.

    Raises UsageError(bad_value | weak_passphrase), CaseError(case_locked | case_damaged | case_io).
    """
    with CaseStore.open(folder, key=unlocked.key) as store:
        settle(folder, unlocked)
        ring = keyring.read(folder)
        made = keyring.new_user(ring.case, name, passphrase, unlocked.key)
        store.set_user(name, FIRST_ROLES, made.recipient, words.RECOVERED, name)
        keyring.write(folder, ring.with_user(made))
