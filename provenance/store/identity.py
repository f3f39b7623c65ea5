"""The random identifier of a case, by which a receipt tells which log it is of, wherever the case lies."""

from __future__ import annotations

import secrets

from provenance import audit
from provenance.store.opener import Connection

KEY = "case_id"  # in `meta`
_SINCE = 8  # the schema from which on every case has one


def new() -> str:
    """128 random bits in hex."""
    return secrets.token_hex(16)


def take_over(db: Connection, schema: int) -> None:
    """Give a case from before its identifier, and its entry in the log."""
    if schema == _SINCE:
        made = new()
        db.execute("INSERT INTO meta VALUES (?, ?)", (KEY, made))
        audit.append(db, "Attest", "case_identified", {KEY: made})
