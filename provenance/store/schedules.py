"""Rows of submitted schedules and of decisions on what the program made: added to, never changed, each in the log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from provenance import audit
from provenance.clock import now
from provenance.errors import UsageError
from provenance.material import Material
from provenance.retention import REMOVED, after
from provenance.schedule import Gone, Item, ItemWords, Schedule, Submission
from provenance.store import codec, material
from provenance.store.database import Database, Read, Row, reading, stored
from provenance.store.ids import source_number
from provenance.store.opener import Connection
from provenance.store.openings import person
from provenance.store.records import AuditEntry, Failure

SUBMITTED, DECIDED = "schedule_submitted", "made_material_decided"
_MADE = "what, version, use, description, reason, assists, location, rebuttable, at, by"
_ITEM = "submission, schedule, number, source, what, words"


class Schedules:
    """The part of a case store for disclosure schedules."""

    _db: Database

    def submissions(self) -> list[Submission]:
        """All submitted schedules of all forms, oldest first, with the words that stood there."""
        with self._db.snapshot(), stored("the submitted schedules"):
            return every(self._db.read)

    def submit_schedule(
        self, schedule: Schedule, by: str, written: Callable[[Submission], None] | None = None
    ) -> Submission:
        """Keep a schedule as submitted: its numbers are fixed from here on.

        `written` gets the submission before it is kept, to write it where it goes; what it raises undoes all of it.
        Raises UsageError("schedule_changed") where another was submitted since it was made, CaseError.
        """

        def work(db: Connection) -> Submission:
            kept = submit(db, schedule, by)
            if written is not None:
                written(kept)
            return kept

        return self._db.write(work)

    def made_materials(self) -> dict[str, Material]:
        """What a person decided on what the program made, by key ("draft D2"), which stands as the `source_id`."""
        with self._db.snapshot(), stored("the decisions on what the program made"):
            return decided(self._db.read)

    def decide_made(self, key: str, changes: Mapping[str, str], by: str) -> Material:
        """Write a decision on a piece of it; `changes` are as for sources. Raises UsageError("bad_value")."""
        return self._db.write(lambda db: decide_made(db, key, changes, by))


def every(read: Read) -> list[Submission]:
    """All submitted schedules, oldest first."""
    items: dict[int, list[Item]] = {}
    for row in read(f"SELECT {_ITEM} FROM schedule_item ORDER BY submission, schedule, number", ()):
        items.setdefault(row[0], []).append(_item(row))
    rows = read("SELECT n, form, told, at, by FROM submission ORDER BY n", ())
    return [_submission(row, items.get(row[0], [])) for row in rows]


def submit(db: Connection, schedule: Schedule, by: str) -> Submission:
    """Write a submission with its items and its entry in the log, which holds neither words nor names."""
    before = every(reading(db))
    if schedule.last != next((s.n for s in reversed(before) if s.form == schedule.form), None):
        raise UsageError("schedule_changed", form=schedule.form.upper())
    n = len(before) + 1
    told = {"reference": schedule.reference, "title": schedule.title, "last": schedule.last, "gone": schedule.gone}
    told |= {"last_at": schedule.last_at, "only_new": schedule.only_new}
    row = (n, schedule.form, codec.dump(told), now(), person(by))
    db.execute("INSERT INTO submission (n, form, told, at, by) VALUES (?, ?, ?, ?, ?)", row)
    db.executemany(f"INSERT INTO schedule_item ({_ITEM}) VALUES (?, ?, ?, ?, ?, ?)", _rows(n, schedule.items))
    detail = {"submission": n, "form": schedule.form, "items": len(schedule.items)}
    audit.append(db, by, SUBMITTED, detail | {"record": digests(reading(db))[n]})
    return every(reading(db))[-1]


def decided(read: Read) -> dict[str, Material]:
    """The latest decision on each piece that the program made, by key."""
    rows = read(f"SELECT {_MADE} FROM made_material ORDER BY what, version", ())
    return {row[0]: replace(material.load(row), source_id=row[0]) for row in rows}


def decide_made(db: Connection, key: str, changes: Mapping[str, str], by: str) -> Material:
    """Change how a piece stands; where nothing differs, nothing is written."""
    before = decided(reading(db)).get(key) or Material(key)
    after = material.changed(before, changes)
    if after == before:
        return before
    after = replace(after, version=before.version + 1, at=now(), by=person(by))
    words = (after.description, after.reason, after.assists, after.location)
    row = (key, after.version, after.use, *words, int(after.rebuttable), after.at, after.by)
    db.execute(f"INSERT INTO made_material ({_MADE}) VALUES ({', '.join('?' * len(row))})", row)
    detail = {"what": key, "version": after.version, "use": after.use, "record": codec.digest(list(row))}
    audit.append(db, by, DECIDED, detail)
    return after


def check(read: Read, entries: Iterable[AuditEntry]) -> Iterator[Failure]:
    """What of the submitted schedules, and of the decisions on what the program made, differs from the log."""
    known: dict[str, object] = {}
    for entry in entries:
        detail = entry.detail
        if entry.action == SUBMITTED:
            known[f"submitted schedule {detail.get('submission')}"] = detail.get("record")
        elif entry.action == REMOVED:
            known |= {f"submitted schedule {n}": digest for n, digest in after(entry, "submissions").items()}
        elif entry.action == DECIDED:
            known[f"decision {detail.get('version')} on {detail.get('what')}"] = detail.get("record")
    rows = read(f"SELECT {_MADE} FROM made_material ORDER BY what, version", ())
    here = {f"decision {row[1]} on {row[0]}": codec.digest(list(row)) for row in rows}
    here |= {f"submitted schedule {n}": digest for n, digest in digests(read).items()}
    for name in sorted({*known, *here}):
        if known.get(name) != here.get(name):
            what = "is not as it was written" if name in here else "is gone from the record"
            yield Failure("record_changed", f"{name} {what}")


def digests(read: Read) -> dict[int, str]:
    """SHA-256 over the rows in canonical JSON of every submission with its items, by its number."""
    items: dict[int, list[list[object]]] = {}
    for row in read(f"SELECT {_ITEM} FROM schedule_item ORDER BY submission, schedule, number", ()):
        items.setdefault(row[0], []).append(list(row))
    rows = read("SELECT n, form, told, at, by FROM submission ORDER BY n", ())
    return {row[0]: codec.digest([list(row), items.pop(row[0], [])]) for row in rows}


def _rows(n: int, items: Iterable[Item]) -> Iterator[tuple[object, ...]]:
    for item in items:
        source = source_number(item.key) if item.words.source_ids == (item.key,) else None
        kept = {"since": item.since, **codec.plain(item.words)}
        yield n, item.schedule, item.number, source, "" if source else codec.clean(item.key), codec.dump(kept)


def _item(row: Row) -> Item:
    _, schedule, number, source, what, raw = row
    kept = json.loads(raw)
    since = kept.pop("since")
    kept["facts"] = tuple((label, value) for label, value in kept["facts"])
    words = ItemWords(**kept | {name: tuple(kept[name]) for name in ("points", "source_ids")})
    return Item(schedule, f"S{source}" if source else what, words, number, True, since)


def _submission(row: Row, items: list[Item]) -> Submission:
    n, form, raw, at, by = row
    told = json.loads(raw)
    told["gone"] = tuple(Gone(**gone) for gone in told["gone"])
    return Submission(n, form, at, by, Schedule(form=form, at=at, by=by, items=tuple(items), submission=n, **told))
