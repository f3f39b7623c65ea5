"""What happens as somebody comes into a protected case: who it is, whether they have access, and the log of it."""

from __future__ import annotations

from contextlib import suppress

from app.access import Role
from provenance.clock import who
from provenance.errors import CaseError
from provenance.protection import keyring, keys, unlocking, visits
from provenance.protection.unlocking import Unlocked
from provenance.protection.users import OPENED, CaseUser, First
from provenance.store import identity
from provenance.store.case_store import CaseStore

FIRST_ROLES = (Role.ADMINISTRATOR, Role.DISCLOSURE, Role.INVESTIGATOR)  # of who makes a case; they can be given away


def first(user: str, passphrase: str, case_id: str = "") -> First:
    """What a case is protected with that `user` makes; raises UsageError(bad_value | weak_passphrase)."""
    key, case_id = keys.new_key(), case_id or identity.new()
    made = keyring.new_user(case_id, user, passphrase, key)
    return First(key, keyring.Keyring(case_id, (made,)), tuple(sorted(FIRST_ROLES)))


def user_of(store: CaseStore, unlocked: Unlocked) -> CaseUser:
    """Who has the case open; raises CaseError("access_withdrawn") for who has a way to the key and no access."""
    found = next((user for user in store.users() if user.name == unlocked.user), None)
    if found is None:
        raise CaseError("access_withdrawn", user=unlocked.user)
    return found


def entered(store: CaseStore, unlocked: Unlocked) -> None:
    """Write the opening down, with those that could not be written before: in the log of a case that is open for
    writing, else beside the case, as far as that can be written."""
    folder = store.info.folder
    if not store.writable:
        with suppress(OSError):
            visits.note(folder, OPENED, unlocked.user)
        return
    unlocking.settle(folder, unlocked)
    for visit in visits.waiting(folder):
        detail = {"user": visit.user, "account": visit.account, "noted": visit.at}
        store.record(visit.what if visit.what in visits.KINDS else visits.REFUSED, detail, visit.user, once=True)
    visits.clear(folder)
    store.record(OPENED, {"user": unlocked.user, "account": who()}, unlocked.user, once=True)
