"""Rows of who has access to a protected case and of what its files are encrypted with, each change in the log."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import pyrage

from provenance import audit
from provenance.clock import now
from provenance.protection.sealed import Sealed
from provenance.protection.users import CHANGES, PASSPHRASE, PROTECTED, REKEYED, CaseUser, First
from provenance.store.database import Database, Read, reading, stored
from provenance.store.opener import Connection
from provenance.store.records import AuditEntry, Failure
from provenance.store.videos import picture_name
from provenance.vault import LEFT

CHANGED = "record_changed"


class Users:
    """The part of a case store for access to it."""

    _db: Database

    def users(self) -> list[CaseUser]:
        """All who have access, in the order in which they first got it."""
        return [user for user in self.every_user() if user.roles]

    def every_user(self) -> list[CaseUser]:
        """The same with those who had access once and have none now."""
        with stored("who has access"):
            return every(self._db.read)

    def set_user(self, name: str, roles: Iterable[str], recipient: str, action: str, by: str) -> None:
        """Write what a user may do from now on (no role: nothing), with the `action` for the log."""
        self._db.write(lambda db: put(db, CaseUser(name, tuple(sorted(roles)), recipient, now(), by), action))

    def set_recipient(self, name: str, recipient: str, by: str) -> None:
        """Write the new age recipient of a user, who changed their passphrase."""

        def work(db: Connection) -> None:
            known = next(user for user in every(reading(db)) if user.name == name)
            put(db, replace(known, recipient=recipient, at=now(), by=by), PASSPHRASE)

        self._db.write(work)

    def form(self) -> Sealed:
        """How the files of a protected case lie; the first of its identities is the one that encrypts."""
        return form(self._db.read)

    def file_names(self) -> list[tuple[str, str]]:
        """The folder ("originals", "derived") and name of every file that the record tells of, and of what work left
        in the case, whether it is there or not; files that lie elsewhere, by reference, are none of the case's."""
        originals = self._db.read("SELECT DISTINCT sha256 FROM source WHERE sha256 != '' AND NOT by_reference")
        frames = self._db.read("SELECT source, n FROM frame")
        pictures = [("derived", picture_name(f"S{source}.f{n}")) for source, n in frames]
        left = [("derived", name) for name in LEFT]
        return [("originals", sha256) for (sha256,) in originals] + pictures + left

    def add_evidence_key(self) -> None:
        """Have files encrypted with a new key from the next opening on; with older ones they are still read."""
        self._db.write(add_key)

    def forget_older_evidence_keys(self, by: str, more: Mapping[str, object]) -> None:
        """Forget all but the newest key, with which all files are encrypted by now; the log keeps that it was done."""
        self._db.write(lambda db: forget_older(db, by, more))


def every(read: Read) -> list[CaseUser]:
    """The last that was written of each user, in the order in which they first got access."""
    rows = read(
        "SELECT name, roles, recipient, at, by FROM case_user WHERE n IN (SELECT max(n) FROM case_user GROUP BY name) "
        "ORDER BY (SELECT min(n) FROM case_user AS first WHERE first.name = case_user.name)",
        (),
    )
    return [CaseUser(name, tuple(json.loads(roles)), *rest) for name, roles, *rest in rows]


def put(db: Connection, user: CaseUser, action: str) -> None:
    """Write a user, and the entry that tells of it."""
    row = (user.name, json.dumps(user.roles), user.recipient, user.at, user.by)
    db.execute("INSERT INTO case_user (name, roles, recipient, at, by) VALUES (?, ?, ?, ?, ?)", row)
    detail = {"user": user.name, "roles": list(user.roles), "recipient": user.recipient}
    audit.append(db, user.by, action, detail)


def first_rows(db: Connection, first: First) -> None:
    """What makes a case a protected one: its first user, and what its files are encrypted with."""
    user = first.ring.users[0]
    put(db, CaseUser(user.name, first.roles, user.recipient, now(), user.name), PROTECTED)
    add_key(db)


def form(read: Read) -> Sealed:
    """How the files of a protected case lie; raises CaseError("case_damaged") where what they need is not there."""
    with stored("what the files are encrypted with"):
        rows = read("SELECT identity, naming FROM evidence_key ORDER BY n DESC", ())
        return Sealed([pyrage.x25519.Identity.from_str(identity) for identity, _ in rows], bytes(rows[0][1]))


def add_key(db: Connection) -> None:
    """A new identity, with the names that files have already."""
    naming = db.execute("SELECT naming FROM evidence_key ORDER BY n DESC").fetchone() or (secrets.token_bytes(32),)
    row = (str(pyrage.x25519.Identity.generate()), naming[0], now())
    db.execute("INSERT INTO evidence_key (identity, naming, at) VALUES (?, ?, ?)", row)


def forget_older(db: Connection, by: str, more: Mapping[str, object]) -> None:
    db.execute("DELETE FROM evidence_key WHERE n < (SELECT max(n) FROM evidence_key)")
    audit.append(db, by, REKEYED, more)


def check(read: Read, entries: Sequence[AuditEntry]) -> Iterator[Failure]:
    """Who has access otherwise than the log says."""
    told: dict[str, tuple[list[object], object]] = {}
    for entry in entries:
        if entry.action in CHANGES and "roles" in entry.detail:
            roles = entry.detail["roles"]
            as_list = list(roles) if isinstance(roles, list) else []
            told[str(entry.detail.get("user"))] = (as_list, entry.detail.get("recipient"))
    stands = {user.name: (list(user.roles), user.recipient) for user in every(read)}
    for name in sorted({*told, *stands}):
        if told.get(name) != stands.get(name):
            yield Failure(CHANGED, f"the access of {name} is not as the log has it")
