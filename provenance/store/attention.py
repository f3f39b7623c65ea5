"""Rows of attention: for how many seconds people had cited places before them, each writing with its log entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from provenance import audit
from provenance.clock import now
from provenance.errors import UsageError
from provenance.store import codec
from provenance.store.database import Read, Row, reading
from provenance.store.ids import citation_key
from provenance.store.opener import Connection
from provenance.store.openings import person
from provenance.store.sources import next_number

_COLUMNS = "n, draft, claim, citation, seconds, at, by"


def add(db: Connection, spent: Mapping[str, int], by: str) -> None:
    """Record whole seconds by citation id, with one audit entry for all of them; what is not above 0 is left out.

    Raises UsageError(unknown_id | bad_value).
    """
    by, read = person(by), reading(db)
    number, at, rows = next_number(db, "attention"), now(), list[Row]()
    for citation_id, seconds in spent.items():
        key = citation_key(citation_id)
        if not read("SELECT 1 FROM citation WHERE draft = ? AND claim = ? AND n = ?", key):
            raise UsageError("unknown_id", what="citation", id=citation_id)
        if seconds > 0:
            rows.append((number, *key, int(seconds), at, by))
    if rows:
        db.executemany(f"INSERT INTO attention ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        detail = {"attention": number, "seconds": sum(row[4] for row in rows), "record": _digest(rows)}
        audit.append(db, by, "places_looked_at", detail)


def digests(read: Read) -> dict[int, str]:
    """SHA-256 over the rows that were written together, by their number."""
    found: dict[int, list[Row]] = {}
    for row in read(f"SELECT {_COLUMNS} FROM attention ORDER BY n, draft, claim, citation", ()):
        found.setdefault(row[0], []).append(row)
    return {number: _digest(rows) for number, rows in found.items()}


def _digest(rows: Iterable[Row]) -> str:
    return codec.digest(sorted(list(row) for row in rows))
