"""Which versions of a draft were signed, and whether it is locked by a signature now."""

from __future__ import annotations

import json
from dataclasses import replace

from provenance.errors import UsageError
from provenance.signing import Signature, locking
from provenance.store.database import Read

_VERSION = "version, action, name, reason, signed, record, at, by"


def every(read: Read, draft: int) -> list[Signature]:
    """All signed versions of a draft, by its number, the first one first."""
    found: list[Signature] = []
    for version, action, name, reason, signed, record, at, by in read(
        f"SELECT {_VERSION} FROM signing WHERE draft = ? ORDER BY n", (draft,)
    ):
        if action == "signed":
            second = bool(json.loads(signed)["second_reviewer"])
            found.append(Signature(f"D{draft}", version, name, by, at, record, second))
        elif found:
            found[-1] = replace(found[-1], reopened_by=by, reopened_at=at, reason=reason)
    return found


def standing(read: Read, draft: int) -> Signature | None:
    """The signature that locks a draft; None where it can be worked on."""
    return locking(every(read, draft))


def require_unsigned(read: Read, draft: int) -> None:
    """What is signed is changed by nobody: raises UsageError("draft_signed")."""
    if signed := standing(read, draft):
        raise UsageError("draft_signed", id=signed.draft_id, version=signed.version, name=signed.name, by=signed.by)
