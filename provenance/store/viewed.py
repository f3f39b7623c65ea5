"""Rows of what people had before them in the window, cited or not: pages, stretches of text, minutes of footage."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import get_args

from provenance import audit
from provenance.clock import now
from provenance.coverage import Seen, SeenUnit
from provenance.errors import UsageError
from provenance.store import codec
from provenance.store.database import Read, reading
from provenance.store.ids import source_number
from provenance.store.opener import Connection
from provenance.store.openings import person
from provenance.store.sources import OPEN

_SELECT = "SELECT source, by, unit, first, last, at FROM viewed"
_ORDER = "ORDER BY source, by, unit, first, last"


def add(db: Connection, seen: Iterable[Seen], by: str) -> list[str]:
    """Write what is new of it for this person; gives the ids of the sources of which something was.

    The log gets one entry for a source, not one for a page, with the digest of all that this person had of it before
    them. Sources that came to be withheld are left out. Raises UsageError(unknown_id | bad_value).
    """
    by, fresh, at = person(by), dict[str, int](), now()
    for one in seen:
        if one.unit not in get_args(SeenUnit) or one.first > one.last:
            raise UsageError("bad_value", value=f"{one.unit} {one.first}–{one.last}", what="a place", why="it is none")
        if not _open(reading(db), one.source_id):
            continue
        row = (source_number(one.source_id), by, one.unit, one.first, one.last, at)
        made = db.execute("INSERT OR IGNORE INTO viewed VALUES (?, ?, ?, ?, ?, ?) RETURNING source", row).fetchall()
        if made:
            fresh[one.source_id] = fresh.get(one.source_id, 0) + 1
    for source_id, places in fresh.items():
        rows = reading(db)(f"{_SELECT} WHERE source = ? AND by = ? {_ORDER}", (source_number(source_id), by))
        detail = {"source": source_id, "places": places, "record": codec.digest([list(row) for row in rows])}
        audit.append(db, by, "source_viewed", detail)
    return list(fresh)


def digests(read: Read) -> dict[tuple[str, str], str]:
    """SHA-256 over the rows in canonical JSON of all that a person had before them of a source, by (source id,
    person)."""
    grouped = groupby(read(f"{_SELECT} {_ORDER}", ()), key=lambda row: (f"S{row[0]}", str(row[1])))
    return {key: codec.digest([list(row) for row in rows]) for key, rows in grouped}


def _open(read: Read, source_id: str) -> bool:
    found = read(f"SELECT {OPEN} FROM source WHERE n = ?", (source_number(source_id),))
    if not found:
        raise UsageError("unknown_id", what="source", id=source_id)
    return bool(found[0][0])
