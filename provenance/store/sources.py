"""Rows of sources: writing one, reading them, changing what people may change."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence

from provenance.errors import UsageError
from provenance.records import Notice, Source
from provenance.retention import REMOVED
from provenance.store import codec
from provenance.store.database import Row
from provenance.store.ids import source_number
from provenance.store.opener import Connection

COLUMNS = (
    "n, sha256, name, path, size, kind, outcome, added, added_by, reason, warnings, findings, parent, exhibit,"
    " producer, dated, mark, privilege, by_reference, fields, pages, passages, frames"
)
SELECT = f"SELECT {COLUMNS} FROM source"
# What is, or may be, privileged is neither shown, searched nor summarised until a named person releases it: in SQL, the
# opposite of `Source.withheld`.
OPEN = "(source.outcome <> 'held' AND source.privilege IN ('none', 'released'))"
MADE = "made"  # the field of a file that says how its bytes came out of its container, where not as they stand
OF_LOOKS = frozenset({"events_left_out"})  # warnings that a look for movement may give
WITHHELD = "(withheld)"  # stands in the log for an old value that was read out of a withheld source
_PRIVILEGES = ("none", "possible", "privileged", "released")
_CHANGEABLE = ("exhibit", "producer", "dated", "mark", "privilege")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")


def insert(db: Connection, source: Source) -> Source:
    """Write a new source under the next number; gives it back with its id."""
    number = next_number(db, "source")
    new = dataclasses.replace(source, id=f"S{number}")
    parent = source_number(new.parent) if new.parent else None
    marks = ", ".join("?" * 23)
    db.execute(f"INSERT INTO source ({COLUMNS}) VALUES ({marks})", (number, *_values(new, parent)))
    return load(db.execute(f"{SELECT} WHERE n = ?", (number,)).fetchone())


def next_number(db: Connection, name: str) -> int:
    """The next number of a counter of the case; numbers are never used twice."""
    sql = "INSERT INTO counter VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last"
    return int(db.execute(sql, (name,)).fetchall()[0][0])


def load(row: Row) -> Source:
    """The record of a row, as `kept_back` leaves it where privilege withholds the source."""
    source = Source(
        id=f"S{row[0]}",
        sha256=row[1],
        name=row[2],
        path=row[3],
        size=row[4],
        kind=row[5],
        outcome=row[6],
        added=row[7],
        added_by=row[8],
        reason=row[9],
        warnings=codec.notices(row[10]),
        findings=codec.notices(row[11]),
        parent=f"S{row[12]}" if row[12] is not None else None,
        exhibit=row[13],
        producer=row[14],
        dated=row[15],
        mark=row[16],
        privilege=row[17],
        by_reference=bool(row[18]),
        fields=_fields(row),
        pages=row[20],
        passages=row[21],
        frames=row[22],
    )
    return kept_back(source) if source.withheld else source


def kept_back(source: Source) -> Source:
    """A withheld source as "held", without what was read out of its bytes: fields, warnings and findings.

    One that was held before it was read says of itself only what people recorded, and the signs for which it is held.
    How a file came out of its container stays: a converted copy and its original are withheld as one.
    """
    if source.outcome not in ("read", "partly"):
        return source
    kept = {MADE: source.fields[MADE]} if MADE in source.fields else {}
    return dataclasses.replace(source, outcome="held", fields=kept, warnings=(), findings=())


def row_digest(row: Row) -> str:
    """SHA-256 over the canonical JSON of the row's columns."""
    return codec.digest(list(row))


def get(db: Connection, number: int) -> Source:
    """Raises UsageError("unknown_id")."""
    return load(get_row(db, number))


def get_row(db: Connection, number: int) -> Row:
    row = db.execute(f"{SELECT} WHERE n = ?", (number,)).fetchone()
    if row is None:
        raise UsageError("unknown_id", what="source", id=f"S{number}")
    return row


def require_open(source: Source) -> Source:
    """The source, unless it is held for privilege or was removed: UsageError(source_held | source_removed)."""
    if source.withheld:
        raise UsageError("source_held", id=source.id)
    if source.removed:
        raise UsageError(REMOVED, id=source.id, source_removed=source.removed[1:-1])
    return source


def change(db: Connection, number: int, changes: Mapping[str, str]) -> dict[str, list[str]]:
    """Set columns that people may change, and fields of the source by any other name (an empty value removes one).

    Gives {name: [old, new]} of what differs. Raises UsageError(unknown_id | bad_value).
    """
    row = get_row(db, number)
    source, fields = load(row), _fields(row)  # the stored fields: a withheld source keeps what it does not show
    done: dict[str, list[str]] = {}
    for name, value in changes.items():
        _check(name, value)
        new, column = codec.clean(value), name in _CHANGEABLE
        old = getattr(source, name) if column else fields.get(name, "")
        if new == old:
            continue
        hidden = not column and name in fields and name not in source.fields
        done[name] = [WITHHELD if hidden else old, new]
        if column:
            db.execute(f"UPDATE source SET {name} = ? WHERE n = ?", (new, number))
        elif new:
            fields[name] = new
        else:
            fields.pop(name, None)
    db.execute("UPDATE source SET fields = ? WHERE n = ?", (codec.dump(fields), number))
    return done


def complete(db: Connection, number: int, read: Source) -> None:
    """Write what a later reading found of a source that was held: kind, outcome, warnings, fields, pages."""
    values = (read.kind, read.outcome, read.reason, codec.dump(read.warnings), codec.dump(read.findings))
    sql = "UPDATE source SET kind = ?, outcome = ?, reason = ?, warnings = ?, findings = ?, fields = ?, pages = ?"
    db.execute(f"{sql} WHERE n = ?", (*values, codec.dump(read.fields), read.pages, number))


def count(db: Connection, number: int, passages: int, frames: int) -> None:
    """Record how many passages and frames were stored."""
    db.execute("UPDATE source SET passages = ?, frames = ? WHERE n = ?", (passages, frames, number))


def looked(db: Connection, number: int, notices: Sequence[Notice], frames: int) -> dict[str, list[str]]:
    """Record what a later look at footage says of itself, and how many frames are kept now; gives {name: [old, new]}.

    Of earlier looks only what a look may say is replaced; what the reading of the file said stays.
    """
    row = get_row(db, number)
    before = codec.notices(row[10])
    after = (*(one for one in before if one.code not in OF_LOOKS), *notices)
    db.execute("UPDATE source SET warnings = ?, frames = ? WHERE n = ?", (codec.dump(after), frames, number))
    told = [", ".join(one.detail for one in these if one.code in OF_LOOKS) for these in (before, after)]
    return {"warnings": told} if told[0] != told[1] else {}


def _fields(row: Row) -> dict[str, str]:
    found: dict[str, str] = json.loads(row[19])
    return found


def _check(name: str, value: str) -> None:
    if name == "privilege" and value not in _PRIVILEGES:
        raise UsageError("bad_value", what=name, value=value, why=f"choose from {', '.join(_PRIVILEGES)}")
    known = {field.name for field in dataclasses.fields(Source)}
    if name not in _CHANGEABLE and (name in known or not _FIELD.fullmatch(name)):
        raise UsageError("bad_value", what="a field", value=name, why="it is set by the program or is no plain name")


def _values(source: Source, parent: int | None) -> tuple[object, ...]:
    text = codec.clean
    received = (source.sha256, text(source.name), text(source.path), source.size, source.kind, source.outcome)
    read = (
        source.added,
        text(source.added_by),
        source.reason,
        codec.dump(source.warnings),
        codec.dump(source.findings),
    )
    known = (text(source.exhibit), text(source.producer), text(source.dated), text(source.mark), source.privilege)
    return (*received, *read, parent, *known, source.by_reference, codec.dump(source.fields), source.pages, 0, 0)
