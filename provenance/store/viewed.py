"""Rows of what people had before them in the window, cited or not: pages, stretches of text, minutes of footage."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from provenance import audit
from provenance.clock import now
from provenance.coverage import Seen, SeenUnit
from provenance.errors import UsageError
from provenance.store.database import Read, reading
from provenance.store.ids import source_number
from provenance.store.opener import Connection
from provenance.store.openings import person
from provenance.store.sources import OPEN


def add(db: Connection, seen: Iterable[Seen], told: Iterable[str], by: str) -> list[str]:
    """Write what is new of it for this person; gives the ids of the sources that the log now tells of.

    Of those in `told` the log tells already: it gets one entry for a source, not one for a page. Sources that came to
    be withheld are left out. Raises UsageError(unknown_id | bad_value).
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
    new = [source_id for source_id in fresh if source_id not in set(told)]
    for source_id in new:
        audit.append(db, by, "source_viewed", {"source": source_id})
    return new


def _open(read: Read, source_id: str) -> bool:
    found = read(f"SELECT {OPEN} FROM source WHERE n = ?", (source_number(source_id),))
    if not found:
        raise UsageError("unknown_id", what="source", id=source_id)
    return bool(found[0][0])
