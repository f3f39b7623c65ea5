"""The hash-chained log of a case: every entry's hash covers the entry before, so that no line can change unnoticed.

hash = SHA-256 over the canonical JSON of {action, at, by, detail, prev, seq}; the first entry's prev is 64 zeros. The
case's `meta` holds the number of entries and the last hash, so that a deleted tail is found too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from provenance.clock import now
from provenance.store.codec import canonical, clean, digest, plain
from provenance.store.database import Read, reading
from provenance.store.opener import Connection
from provenance.store.records import AuditEntry, AuditReport

FIRST = "0" * 64
COLUMNS = "seq, at, by, action, detail, prev, hash"
_Row = tuple[int, str, str, str, str, str, str]


def append(db: Connection, by: str, action: str, detail: Mapping[str, object]) -> None:
    """Write the next entry, inside the transaction of what it tells of."""
    count, head = _state(reading(db))
    content = {"seq": count + 1, "at": now(), "by": clean(by), "action": action, "detail": plain(detail), "prev": head}
    entry_hash = digest(content)
    row = (count + 1, content["at"], content["by"], action, canonical(content["detail"]), head, entry_hash)
    db.execute(f"INSERT INTO audit ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    state = (("audit_entries", str(count + 1)), ("audit_head", entry_hash))
    db.executemany("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", state)


def entries(rows: Iterable[_Row]) -> list[AuditEntry]:
    """The rows as entries; a detail that is no JSON any more is kept under "unreadable"."""
    return [AuditEntry(*row[:4], _detail(row[4]), *row[5:]) for row in rows]


def check(read: Read) -> AuditReport:
    """Follow the chain over all entries in order and compare its end with what the case recorded."""
    rows = read(f"SELECT {COLUMNS} FROM audit ORDER BY seq", ())
    recorded_entries, recorded_head = _state(read)
    prev = FIRST
    for position, row in enumerate(rows, start=1):
        if position > recorded_entries or not _holds(row, position, prev):
            return AuditReport(len(rows), prev, ok=False, broken_at=position)
        prev = row[6]
    if len(rows) < recorded_entries:
        return AuditReport(len(rows), prev, ok=False, broken_at=len(rows) + 1)
    if prev != recorded_head:
        return AuditReport(len(rows), prev, ok=False, broken_at=max(1, len(rows)))
    return AuditReport(len(rows), prev, ok=True)


def _holds(row: _Row, position: int, prev: str) -> bool:
    seq, at, by, action, detail, row_prev, row_hash = row
    parsed = _detail(detail)
    content = {"seq": seq, "at": at, "by": by, "action": action, "detail": parsed, "prev": row_prev}
    try:
        whole = canonical(parsed) == detail and digest(content) == row_hash
    except ValueError:  # tampered into something that has no canonical form, such as NaN
        return False
    return whole and seq == position and row_prev == prev


def _detail(raw: str) -> dict[str, object]:
    try:
        parsed = json.loads(raw)
    except (ValueError, TypeError):
        return {"unreadable": raw}
    return parsed if isinstance(parsed, dict) else {"unreadable": raw}


def _state(read: Read) -> tuple[int, str]:
    """Number of entries and last hash, as the case recorded them."""
    found = dict(read("SELECT key, value FROM meta WHERE key IN ('audit_entries', 'audit_head')", ()))
    recorded = found.get("audit_entries", "0")
    return int(recorded) if recorded.isdecimal() else 0, found.get("audit_head", FIRST)
