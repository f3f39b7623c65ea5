"""Rows of marks for redaction, never changed, each with its entry in the log; and the store's half for them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from provenance import audit
from provenance.clock import now
from provenance.errors import UsageError
from provenance.records import Box
from provenance.redaction_marks import (
    KINDS,
    LONGEST,
    Act,
    AreaPlace,
    FramePlace,
    MarkPlace,
    Redaction,
    WordsPlace,
)
from provenance.store import codec
from provenance.store.database import Database, Read, Row, reading, stored
from provenance.store.ids import source_number
from provenance.store.opener import Connection
from provenance.store.openings import person
from provenance.store.sources import OPEN, next_number

_COLUMNS = "n, version, source, action, kind, place, reason, at, by"
_ID = re.compile("R([1-9][0-9]{0,17})")
_PLACES: Mapping[str, tuple[type, ...]] = {
    "words": (WordsPlace,),
    "page_area": (AreaPlace,),
    "frame_area": (FramePlace,),
    "face": (AreaPlace, FramePlace),
}


class Redactions:
    """The half of a case store for marks for redaction; each write is one transaction with its audit entry."""

    _db: Database

    def redactions(self, source_id: str | None = None) -> list[Redaction]:
        """The marks that stand, of open sources, in order of their number; raises UsageError("unknown_id")."""
        with self._db.snapshot(), stored("the marks for redaction"):
            return [mark for mark in latest(self._db.read, source_id) if mark.standing]

    def redaction_history(self, redaction_id: str) -> list[Redaction]:
        """Every version of a mark, the oldest first; raises UsageError("unknown_id")."""
        with self._db.snapshot(), stored("the marks for redaction"):
            return versions(self._db.read, redaction_id)

    def mark_redaction(self, source_id: str, kind: str, place: MarkPlace, reason: str, by: str) -> Redaction:
        """Mark a place of an open source. Raises UsageError(unknown_id | source_held | bad_value)."""
        return self._db.write(lambda db: add(db, source_id, kind, place, reason, by))

    def change_redaction(self, redaction_id: str, place: MarkPlace | None, reason: str | None, by: str) -> Redaction:
        """Give a mark that stands another place or reason. Raises UsageError(unknown_id | bad_value)."""
        return self._db.write(lambda db: change(db, redaction_id, place, reason, by))

    def remove_redaction(self, redaction_id: str, by: str) -> Redaction:
        """Take a mark back, as a version of its own; harmless where it is. Raises UsageError("unknown_id")."""
        return self._db.write(lambda db: remove(db, redaction_id, by))

    def restore_redaction(self, redaction_id: str, by: str) -> Redaction:
        """Put back a mark that was taken back. Raises UsageError("unknown_id")."""
        return self._db.write(lambda db: restore(db, redaction_id, by))


def number_of(redaction_id: str) -> int:
    """3 for "R3"; raises UsageError("unknown_id")."""
    match = _ID.fullmatch(redaction_id)
    if not match:
        raise UsageError("unknown_id", what="mark for redaction", id=redaction_id)
    return int(match[1])


def latest(read: Read, source_id: str | None = None) -> list[Redaction]:
    """Every mark as its last version has it, of open sources or of one of them, those taken back too."""
    where, parameters = "", list[object]()
    if source_id is not None:
        where, parameters = "AND redaction.source = ?", [source_number(source_id)]
    columns = ", ".join(f"redaction.{name}" for name in _COLUMNS.split(", "))
    sql = f"SELECT {columns} FROM redaction JOIN source ON source.n = redaction.source WHERE {OPEN} {where}"
    newest = "(SELECT max(version) FROM redaction AS later WHERE later.n = redaction.n)"
    return [_mark(row) for row in read(f"{sql} AND version = {newest} ORDER BY redaction.n", parameters)]


def versions(read: Read, redaction_id: str) -> list[Redaction]:
    """Every version of a mark, the oldest first; raises UsageError("unknown_id")."""
    sql = f"SELECT {_COLUMNS} FROM redaction WHERE n = ? ORDER BY version"
    found = [_mark(row) for row in read(sql, (number_of(redaction_id),))]
    if not found:
        raise UsageError("unknown_id", what="mark for redaction", id=redaction_id)
    return found


def add(db: Connection, source_id: str, kind: str, place: MarkPlace, reason: str, by: str) -> Redaction:
    found = db.execute(f"SELECT {OPEN} FROM source WHERE n = ?", (source_number(source_id),)).fetchall()
    if not found:
        raise UsageError("unknown_id", what="source", id=source_id)
    if not found[0][0]:
        raise UsageError("source_held", id=source_id)
    if kind not in KINDS:
        raise UsageError("bad_value", value=kind, what="a kind of mark", why=f"choose from {', '.join(KINDS)}")
    if not isinstance(place, _PLACES[kind]):
        raise UsageError("bad_value", value=kind, what="a mark for redaction", why="its place is of another kind")
    number = next_number(db, "redaction")
    return _write(db, (number, 1, source_number(source_id), "marked", kind, place, _reason(reason)), by)


def change(db: Connection, redaction_id: str, place: MarkPlace | None, reason: str | None, by: str) -> Redaction:
    last = versions(reading(db), redaction_id)[-1]
    kept = last.reason if reason is None else _reason(reason)
    where = last.place if place is None else place
    if not last.standing:
        raise UsageError("bad_value", value=redaction_id, what="a mark that stands", why="it was taken back")
    if not isinstance(where, _PLACES[last.kind]):
        raise UsageError("bad_value", value=last.kind, what="a mark for redaction", why="its place is of another kind")
    if (where, kept) == (last.place, last.reason):
        return last
    return _next(db, last, "changed", where, kept, by)


def remove(db: Connection, redaction_id: str, by: str) -> Redaction:
    last = versions(reading(db), redaction_id)[-1]
    return _next(db, last, "removed", last.place, last.reason, by) if last.standing else last


def restore(db: Connection, redaction_id: str, by: str) -> Redaction:
    last = versions(reading(db), redaction_id)[-1]
    return last if last.standing else _next(db, last, "marked", last.place, last.reason, by)


def digests(read: Read) -> dict[str, str]:
    """SHA-256 over the row in canonical JSON of every version of every mark: "R3, version 2"."""
    rows = read(f"SELECT {_COLUMNS} FROM redaction ORDER BY n, version", ())
    return {f"R{row[0]}, version {row[1]}": codec.digest(list(row)) for row in rows}


def _next(db: Connection, last: Redaction, act: Act, place: MarkPlace, reason: str, by: str) -> Redaction:
    source = source_number(last.source_id)
    return _write(db, (number_of(last.id), last.version + 1, source, act, last.kind, place, reason), by)


def _write(db: Connection, new: tuple[int, int, int, Act, str, MarkPlace, str], by: str) -> Redaction:
    """The row, and its entry in the log; the place and the reason stay out of the log, which others may see."""
    number, version, source, act, kind, place, reason = new
    if isinstance(place, WordsPlace) and not 0 <= place.start < place.end:
        raise UsageError("bad_value", value=f"{place.start}-{place.end}", what="a stretch of words", why="it is empty")
    row = (number, version, source, act, kind, codec.dump(place), reason, now(), person(by))
    db.execute(f"INSERT INTO redaction ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    detail = {"redaction": f"R{number}", "version": version, "source": f"S{source}", "kind": kind}
    audit.append(db, by, f"redaction_{act}", {**detail, "record": codec.digest(list(row))})
    return _mark(row)


def _mark(row: Row) -> Redaction:
    n, version, source, act, kind, place, reason, at, by = row
    standing = act != "removed"
    return Redaction(f"R{n}", f"S{source}", kind, _place(json.loads(place)), reason, at, by, version, standing)


def _place(item: codec.Plain) -> MarkPlace:
    if "time_base" in item:
        box = Box(**item["box"])
        return FramePlace(item["stream"], item["first"], item["last"], codec.fraction(item["time_base"]), box)
    return AreaPlace(Box(**item["box"])) if "box" in item else WordsPlace(item["start"], item["end"])


def _reason(reason: str) -> str:
    """A reason as it is kept: one line; raises UsageError("bad_value") for none, and for one that is too long."""
    kept = " ".join(codec.clean(reason).replace("\0", " ").split())
    if not kept:
        raise UsageError("bad_value", value="nothing", what="a reason", why="a mark for redaction needs one")
    if len(kept) > LONGEST:
        why = f"write at most {LONGEST:,} characters"
        raise UsageError("bad_value", value=f"A text of {len(kept):,} characters", what="a reason", why=why)
    return kept
