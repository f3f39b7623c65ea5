"""Saves a table out of the case as a file that a spreadsheet opens, and notes in the log that it was done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.case import Case
    from app.taking_in import Row


def save_table(case: Case, out: Path, head: Row, rows: Sequence[Row], action: str) -> int:
    """Write `head` and `rows` to `out` as CSV; gives how many rows. For any thread; raises AttestError.

    The log tells of it as `action`, where the case can be written.
    """
    from app.taking_in import csv_of
    from provenance.export import write_beside
    from provenance.store.codec import bytes_sha256

    data = csv_of([head, *rows])
    write_beside(out, data)
    if case.store.writable:
        case.store.record(action, {"format": "csv", "entries": len(rows), "sha256": bytes_sha256(data)}, case.by)
    return len(rows)
