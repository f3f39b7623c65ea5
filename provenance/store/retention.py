"""Rows of review dates, holds and removals: added to, never changed, each with its entry in the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import _lru_cache_wrapper

from provenance import audit
from provenance.clock import now
from provenance.errors import CaseError, UsageError
from provenance.layers import Layer
from provenance.removal import Plan
from provenance.retention import HOLD_KINDS, LONGEST, REMOVED, Hold, ReviewDate, Stand, Stone, require_day
from provenance.store import codec
from provenance.store.database import Database, Read, Row, reading, stored
from provenance.store.opener import Connection
from provenance.store.openings import person
from provenance.store.records import AuditEntry, Failure
from provenance.vault import Vault

DATED, HELD, LIFTED = "review_date_set", "hold_set", "hold_lifted"
_DATE = "version, day, reason, at, by"
_HOLD = "n, version, action, kind, reason, at, by"


class Retention:
    """The part of a case store for how long the case is kept, and for what is removed from it."""

    _db: Database
    vault: Vault
    _layers: _lru_cache_wrapper[Layer]

    def stand(self) -> Stand:
        """Review dates, holds and stones, oldest first."""
        with self._db.snapshot(), stored("how long the case is kept"):
            read = self._db.read
            return Stand(tuple(dates(read)), tuple(holds(read)), tuple(stones(read)))

    def set_review_date(self, day: str, reason: str, by: str) -> ReviewDate:
        """Set or change the review date, or take it back with ""; the earlier ones stay in the record. Raises
        UsageError("bad_value")."""
        return self._db.write(lambda db: set_date(db, day, reason, by))

    def set_hold(self, kind: str, reason: str, by: str) -> Hold:
        """Forbid deletion for a reason; several holds may stand. Raises UsageError("bad_value")."""
        return self._db.write(lambda db: set_hold(db, kind, reason, by))

    def lift_hold(self, hold_id: str, reason: str, by: str) -> Hold:
        """End a hold for a reason. Raises UsageError(unknown_id | bad_value)."""
        return self._db.write(lambda db: lift(db, hold_id, reason, by))

    def removal_plan(self, source_id: str) -> Plan:
        """What goes when a source is removed, and what stays. Raises UsageError(unknown_id | removal_inside)."""
        from provenance.store import removing

        with self._db.snapshot(), stored("the list of sources"):
            return removing.plan(self._db.read, source_id)

    def remove_sources(self, source_ids: Sequence[str], reason: str, by: str) -> list[Stone]:
        """Erase sources as `removal_plan` named them; see `removing.remove`. Then call `finish_removal`."""
        from provenance.store import removing

        done = self._db.write(lambda db: removing.remove(db, source_ids, reason, by))
        self._layers.cache_clear()
        return done

    def finish_removal(self) -> None:
        """Remove the files of removed sources, where that was not done; see `removing.finish`. Raises CaseError."""
        from provenance.store import before, removing

        if removing.unfinished(self._db.read):
            before.forget(self._db.folder)  # what a migration kept holds what was removed
            removing.finish(self._db, self.vault)

    def removal_unfinished(self) -> CaseError | None:
        """Try once more; gives why bytes of removed sources may still be in the folder, or None."""
        try:
            self.finish_removal()
        except CaseError as error:
            return error
        return None


def dates(read: Read) -> list[ReviewDate]:
    return [ReviewDate(*row) for row in read(f"SELECT {_DATE} FROM review_date ORDER BY version", ())]


def holds(read: Read) -> list[Hold]:
    """All holds in order, lifted ones too."""
    found: dict[int, Hold] = {}
    for n, _, action, kind, why, at, by in read(f"SELECT {_HOLD} FROM hold ORDER BY n, version", ()):
        if action == "set":
            found[n] = Hold(n, kind, why, at, by)
        else:
            was = found[n]
            found[n] = Hold(n, was.kind, was.reason, was.at, was.by, at, by, why)
    return list(found.values())


def stones(read: Read) -> list[Stone]:
    sql = "SELECT n, sha256, size, name, exhibit, removal.at, removal.by, removal.reason, entry FROM removal"
    rows = read(f"{sql} JOIN source ON source.n = removal.source ORDER BY entry, n", ())
    return [Stone(f"S{row[0]}", *row[1:]) for row in rows]


def set_date(db: Connection, day: str, why: str, by: str) -> ReviewDate:
    known = dates(reading(db))
    kept = require_day(day) if day.strip() else ""
    row = (len(known) + 1, kept, reason(why, "a review date"), now(), person(by))
    db.execute(f"INSERT INTO review_date ({_DATE}) VALUES (?, ?, ?, ?, ?)", row)
    audit.append(db, by, DATED, {"version": row[0], "day": kept, "record": codec.digest(list(row))})
    return ReviewDate(*row)


def set_hold(db: Connection, kind: str, why: str, by: str) -> Hold:
    if kind not in HOLD_KINDS:
        raise UsageError("bad_value", value=kind, what="a kind of hold", why=f"choose from {', '.join(HOLD_KINDS)}")
    number = len(holds(reading(db))) + 1
    _write(db, HELD, (number, 1, "set", kind, reason(why, "a hold"), now(), person(by)))
    return holds(reading(db))[-1]


def lift(db: Connection, hold_id: str, why: str, by: str) -> Hold:
    found = next((hold for hold in holds(reading(db)) if hold.id == hold_id.strip().upper()), None)
    if found is None:
        raise UsageError("unknown_id", what="hold", id=hold_id)
    if not found.stands:
        raise UsageError("bad_value", value=found.id, what="a hold that stands", why="it was lifted already")
    _write(db, LIFTED, (found.n, 2, "lifted", found.kind, reason(why, "lifting a hold"), now(), person(by)))
    return next(hold for hold in holds(reading(db)) if hold.n == found.n)


def reason(text: str, of: str) -> str:
    """A reason as it is kept: one line; raises UsageError("bad_value") for none, and for one that is too long."""
    kept = " ".join(codec.clean(text).replace("\0", " ").split())
    if not kept:
        raise UsageError("bad_value", value="nothing", what="a reason", why=f"{of} needs one")
    if len(kept) > LONGEST:
        value = f"A text of {len(kept):,} characters"
        raise UsageError("bad_value", value=value, what="a reason", why=f"write at most {LONGEST:,}")
    return kept


def check(read: Read, entries: Iterable[AuditEntry]) -> Iterator[Failure]:
    """What of review dates, holds and removals differs from the log."""
    known: dict[str, object] = {}
    for entry in entries:
        detail = entry.detail
        if entry.action == DATED:
            known[f"review date {detail.get('version')}"] = detail.get("record")
        elif entry.action in (HELD, LIFTED):
            known[f"hold {detail.get('hold')}, {entry.action}"] = detail.get("record")
        elif entry.action == REMOVED:
            removed = detail.get("removed")
            for one in removed if isinstance(removed, list) else ():
                known[f"removal of {one.get('source')}"] = [entry.seq, detail.get("reason"), entry.by]
    here: dict[str, object] = {f"review date {row[0]}": codec.digest(list(row)) for row in _dates(read)}
    for row in read(f"SELECT {_HOLD} FROM hold ORDER BY n, version", ()):
        here[f"hold H{row[0]}, {HELD if row[2] == 'set' else LIFTED}"] = codec.digest(list(row))
    for stone in stones(read):
        here[f"removal of {stone.source_id}"] = [stone.entry, stone.reason, stone.by]
    for name in sorted({*known, *here}):
        if known.get(name) != here.get(name):
            what = "is not as it was written" if name in here else "is gone from the record"
            yield Failure("record_changed", f"{name} {what}")


def _dates(read: Read) -> list[Row]:
    return read(f"SELECT {_DATE} FROM review_date ORDER BY version", ())


def _write(db: Connection, action: str, row: Row) -> None:
    """The row, and the audit entry with its digest; the reason stays out of the log, as all that people write."""
    db.execute(f"INSERT INTO hold ({_HOLD}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    detail = {"hold": f"H{row[0]}", "kind": row[3], "record": codec.digest(list(row))}
    audit.append(db, row[-1], action, detail)
