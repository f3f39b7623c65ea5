"""Rows of decisions on sources as material: added to, never changed, each with its entry in the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from provenance import audit
from provenance.audience import USES
from provenance.clock import now
from provenance.errors import UsageError
from provenance.material import FIELDS, LONGEST, WORDS, Material, use_of, yes
from provenance.retention import REMOVED, after
from provenance.store import codec
from provenance.store.database import Database, Read, Row, reading, stored
from provenance.store.ids import source_number
from provenance.store.opener import Connection
from provenance.store.openings import person
from provenance.store.records import AuditEntry, Failure

_COLUMNS = "source, version, use, description, reason, assists, location, rebuttable, at, by"
_SELECT = f"SELECT {_COLUMNS} FROM material"
T = TypeVar("T")
ACTION = "material_decided"
CHANGED = "record_changed"  # as in `provenance.store.integrity`


class Materials:
    """The part of a case store for what people decide that its sources are."""

    _db: Database

    def materials(self) -> dict[str, Material]:
        """How each source stands, by id, in the order taken in: undecided where nobody decided."""
        with self._db.snapshot(), stored("the decisions on material"):
            return every(self._db.read)

    def material(self, source_id: str) -> Material:
        """How one source stands; raises UsageError("unknown_id")."""
        return next(reversed(self.material_versions(source_id)), None) or Material(source_id)

    def material_versions(self, source_id: str) -> list[Material]:
        """All decisions on one source, oldest first; raises UsageError("unknown_id")."""
        with self._db.snapshot(), stored(f"the decisions on {source_id}"):
            return versions(self._db.read, source_id)

    def decide_material(self, source_id: str, changes: Mapping[str, str], by: str) -> Material:
        """Write a person's decision on a source; `changes` are of `material.FIELDS`, "yes" or "no" for rebuttable.

        Raises UsageError(unknown_id | bad_value), CaseError.
        """
        return self._db.write(lambda db: decide(db, source_id, changes, by))

    def decide_materials(self, changes: Mapping[str, Mapping[str, str]], by: str) -> list[Material]:
        """The same for several sources, by id, all or none. Raises as `decide_material`."""
        return self._db.write(lambda db: [decide(db, source_id, one, by) for source_id, one in changes.items()])


def every(read: Read) -> dict[str, Material]:
    """How each source stands, by id, in order: those that nobody decided on too."""
    rows = read(f"{_SELECT} ORDER BY source, version", ())
    decided = {f"S{row[0]}": load(row) for row in rows}  # the highest version comes last
    ids = [f"S{row[0]}" for row in read("SELECT n FROM source ORDER BY n", ())]
    return {source_id: decided.get(source_id) or Material(source_id) for source_id in ids}


def versions(read: Read, source_id: str) -> list[Material]:
    """All decisions on one source, oldest first; raises UsageError("unknown_id")."""
    number = source_number(source_id)
    if not read("SELECT 1 FROM source WHERE n = ?", (number,)):
        raise UsageError("unknown_id", what="source", id=source_id)
    return [load(row) for row in read(f"{_SELECT} WHERE source = ? ORDER BY version", (number,))]


def decide(db: Connection, source_id: str, changes: Mapping[str, str], by: str) -> Material:
    """Change how a source stands; no difference: nothing is written. The words of a decision stay out of the log.

    Raises UsageError(unknown_id | bad_value).
    """
    before = next(reversed(versions(reading(db), source_id)), None) or Material(source_id)
    after = changed(before, changes)
    if after == before:
        return before
    after = replace(after, version=before.version + 1, at=now(), by=person(by))
    row = (
        source_number(source_id), after.version, after.use, after.description, after.reason, after.assists,
        after.location, int(after.rebuttable), after.at, after.by,
    )  # fmt: skip
    db.execute(f"INSERT INTO material ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    detail = {"source": source_id, "version": after.version, "use": after.use, "record": codec.digest(list(row))}
    audit.append(db, by, ACTION, detail)
    return after


def digests(read: Read) -> dict[tuple[str, int], str]:
    """SHA-256 over the row in canonical JSON of every decision, by (source id, version)."""
    rows = read(f"{_SELECT} ORDER BY source, version", ())
    return {(f"S{row[0]}", row[1]): codec.digest(list(row)) for row in rows}


def logged(entries: Iterable[AuditEntry]) -> dict[tuple[str, int], object]:
    """What the log took of every decision, by (source id, version)."""
    found: dict[tuple[str, int], object] = {}
    for entry in entries:
        version = entry.detail.get("version")
        if entry.action == ACTION and isinstance(version, int):
            found[str(entry.detail.get("source")), version] = entry.detail.get("record")
        elif entry.action == REMOVED:
            keys = ((key.partition(" "), record) for key, record in after(entry, "material").items())
            found |= {(source, int(number)): record for (source, _, number), record in keys if number.isdecimal()}
    return found


def check(read: Read, known: Mapping[tuple[str, int], object], source_ids: Iterable[str]) -> Iterator[Failure]:
    """What of the decisions on these sources differs from the log."""
    now_there, wanted = digests(read), set(source_ids)
    for source_id, version in sorted({*known, *now_there}, key=lambda key: (source_number(key[0]), key[1])):
        if source_id in wanted and now_there.get((source_id, version)) != known.get((source_id, version)):
            what = "is not as it was written" if (source_id, version) in now_there else "is gone from the record"
            detail = f"decision {version} on the use of the source {what}"
            yield Failure(CHANGED, detail, source_id=source_id)


def load(row: Row) -> Material:
    """The decision in a row of `_COLUMNS`, and in one of other tables that have the same columns."""
    description, reason, assists, location = row[3:7]
    at, by, version = row[8], row[9], row[1]
    return Material(f"S{row[0]}", row[2], description, reason, assists, location, bool(row[7]), at, by, version)


def changed(before: Material, changes: Mapping[str, str]) -> Material:
    """The decision with these changes, without version and who; raises UsageError("bad_value")."""
    unknown = next((name for name in changes if name not in FIELDS), None)
    if unknown is not None:
        raise UsageError("bad_value", value=unknown, what="a field", why=f"choose from {', '.join(FIELDS)}")
    new: dict[str, Any] = {name: _words(name, changes[name]) for name in WORDS if name in changes}
    if "use" in changes:
        new["use"] = _known(use_of(changes["use"]), changes["use"], "a use", f"choose from {', '.join(USES)}")
    if "rebuttable" in changes:
        new["rebuttable"] = _known(yes(changes["rebuttable"]), changes["rebuttable"], "rebuttable", "write yes or no")
    return replace(before, **new)


def _known(meant: T | None, said: str, what: str, why: str) -> T:
    if meant is None:
        raise UsageError("bad_value", value=said, what=what, why=why)
    return meant


def _words(name: str, text: str) -> str:
    """Words as they are kept: one line, without NUL and lone surrogates; raises UsageError("bad_value")."""
    kept = " ".join(codec.clean(text).replace("\0", " ").split())
    if len(kept) > LONGEST:
        value, why = f"A text of {len(kept):,} characters", f"write at most {LONGEST:,}"
        raise UsageError("bad_value", value=value, what=f"the {name}", why=why)
    return kept
