"""The file `case.keys` of a protected case: its key, encrypted to each user, whose identity a passphrase guards.

JSON, read by nothing but this module; all encrypted parts are age files in Base64, which `age -d` opens: a user's
`identity` with the passphrase, the user's `key` with that identity. A key opens to JSON: `{"case", "user",
"database"}`, with the raw key of `case.db` in hex. What a user may do stands in the encrypted database alone.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyrage

from provenance.errors import CaseError, UsageError
from provenance.protection import passphrase
from provenance.protection.keys import KEYS, CaseKey
from provenance.vault import sync_folder

_FORMAT = "attest case keys 1"
_LONGEST = 64  # characters of a user's name
RECOVERY = ""  # the name of who opens a case with the recovery key: nobody's


@dataclass(frozen=True, slots=True)
class UserKey:
    """A user's way to the key: `identity` is guarded by the passphrase, `wrapped` is the key for `recipient`.

    `first`: the passphrase was chosen by who gave access, and is to be changed at the first opening.
    """

    name: str
    recipient: str
    identity: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)
    first: bool = False


@dataclass(frozen=True, slots=True)
class Recovery:
    """The key for the recovery identity, whose two halves two people hold."""

    recipient: str
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keyring:
    """All ways to the key of the case with the identifier `case`.

    `following` stands there while the key is being changed: the ways to the key that the database has next.
    """

    case: str
    users: tuple[UserKey, ...]
    recovery: Recovery | None = None
    following: Keyring | None = None

    def user(self, name: str) -> UserKey:
        """Raises UsageError("unknown_user")."""
        found = next((user for user in self.users if user.name == name), None)
        if found is None:
            raise UsageError("unknown_user", name=name, names=", ".join(user.name for user in self.users))
        return found

    def with_user(self, changed: UserKey) -> Keyring:
        """The same with a user added, or in place of the one of that name."""
        others = tuple(user for user in self.users if user.name != changed.name)
        return replace(self, users=(*others, changed))

    def without(self, name: str) -> Keyring:
        return replace(self, users=tuple(user for user in self.users if user.name != name))

    def rewrapped(self, key: CaseKey) -> Keyring:
        """The ways of the same people to another key."""
        users = tuple(replace(u, wrapped=wrapped(self.case, u.name, u.recipient, key)) for u in self.users)
        recovery = self.recovery and Recovery(
            self.recovery.recipient, wrapped(self.case, RECOVERY, self.recovery.recipient, key)
        )
        return Keyring(self.case, users, recovery)


def new_user(case: str, name: str, phrase: str, key: CaseKey, *, first: bool = False) -> UserKey:
    """A new identity for a user, guarded by the passphrase; raises UsageError(bad_value | weak_passphrase)."""
    if not name.strip() or name != name.strip() or len(name) > _LONGEST or not name.isprintable():
        why = f"it has to be 1 to {_LONGEST} characters that can be printed, without blanks around"
        raise UsageError("bad_value", value=name, what="the name of a user", why=why)
    passphrase.require_good(phrase)
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    guarded = passphrase.guarded(str(identity).encode(), phrase, passphrase.WORK)
    return UserKey(name, recipient, guarded, wrapped(case, name, recipient, key), first)


def unlocked(case: str, user: UserKey, phrase: str) -> CaseKey | None:
    """The key that a user's passphrase opens; None for another passphrase. Raises CaseError("keys_damaged")."""
    identity = passphrase.unguarded(user.identity, phrase)
    if identity is None:
        return None
    return opened(case, user.name, user.wrapped, pyrage.x25519.Identity.from_str(identity.decode()))


def wrapped(case: str, name: str, recipient: str, key: CaseKey) -> bytes:
    """The key as an age file for one recipient."""
    told = json.dumps({"case": case, "user": name, "database": key.raw.hex()}).encode()
    sealed: bytes = pyrage.encrypt(told, [pyrage.x25519.Recipient.from_str(recipient)])
    return sealed


def opened(case: str, name: str, wrapped_key: bytes, identity: pyrage.x25519.Identity) -> CaseKey:
    """The key in an age file, which has to be of this case and for this user; raises CaseError("keys_damaged")."""
    try:
        told = json.loads(pyrage.decrypt(wrapped_key, [identity]))
        if (told["case"], told["user"]) != (case, name):
            raise ValueError("of another case or user")
        return CaseKey(bytes.fromhex(told["database"]))
    except (pyrage.DecryptError, ValueError, KeyError, TypeError) as error:
        raise CaseError("keys_damaged", detail=f"the entry of {name or 'the recovery key'}") from error


def read(folder: Path) -> Keyring:
    """The keyring of a case; raises CaseError(keys_damaged | case_io)."""
    try:
        told = json.loads((folder / KEYS).read_bytes())
        if told["format"] != _FORMAT:
            raise CaseError("keys_damaged", detail=f"its format is {told['format']!s:.40}")
        return _ring(told)
    except OSError as error:
        raise CaseError("case_io", folder=str(folder), detail=error.strerror or "") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CaseError("keys_damaged", detail="it has lost its form") from error


def write(folder: Path, ring: Keyring) -> None:
    """Put a keyring in the place of the one there, whole or not at all; raises CaseError("case_io")."""
    beside = folder / f"{KEYS}.new"
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as out:
            json.dump({"format": _FORMAT} | _told(ring), out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(folder / KEYS)
        sync_folder(folder)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise CaseError("case_io", folder=str(folder), detail=error.strerror or "") from error


def _told(ring: Keyring) -> dict[str, object]:
    return {
        "case": ring.case,
        "users": [
            {"name": u.name, "recipient": u.recipient, "identity": _base64(u.identity), "key": _base64(u.wrapped)}
            | {"first": u.first}
            for u in ring.users
        ],
        "recovery": ring.recovery and {"recipient": ring.recovery.recipient, "key": _base64(ring.recovery.wrapped)},
        "following": ring.following and _told(ring.following),
    }


def _ring(told: dict[str, Any]) -> Keyring:
    users = tuple(
        UserKey(str(u["name"]), str(u["recipient"]), b64decode(u["identity"]), b64decode(u["key"]), bool(u["first"]))
        for u in told["users"]
    )
    recovery, following = told["recovery"], told["following"]
    return Keyring(
        str(told["case"]),
        users,
        Recovery(str(recovery["recipient"]), b64decode(recovery["key"])) if recovery else None,
        _ring(following) if following else None,
    )


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
