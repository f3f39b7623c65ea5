"""Saves what can be read of a damaged database into a new one, row by row around the pages that cannot be read.

What was changed without breaking a page is found afterwards, by the digests in the log.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from provenance import audit
from provenance.errors import CaseError
from provenance.protection.keys import CaseKey
from provenance.store import opener, search
from provenance.store.database import reading
from provenance.store.folder import APPLICATION_ID
from provenance.store.opener import Connection
from provenance.store.pieces import Damaged, Pieces, Row
from provenance.vault import disk_errors

_BATCH = 500
_PAGE = 4096  # bytes, of every case
_NULLABLE = {("source", "parent"), ("schedule_item", "source")}  # what such a row names may be gone without it

_COUNTED = ("source", "draft", "review", "attention", "enquiry", "redaction", "signing")  # numbers are never used twice


@dataclass(frozen=True, slots=True)
class Table:
    """What became of a table: rows saved; rows that were read and `dropped`, because they name what is lost or
    have lost their form; the keys between which it could not be read (`gaps`); whether all of it is `gone`."""

    name: str
    saved: int
    dropped: int = 0
    gaps: tuple[str, ...] = ()
    gone: bool = False

    @property
    def whole(self) -> bool:
        return not (self.dropped or self.gaps or self.gone)


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved: the schema's version, and each table."""

    schema: int
    tables: tuple[Table, ...]

    @property
    def rows(self) -> int:
        return sum(table.saved for table in self.tables)


def save(damaged: Path, out: Path, key: CaseKey | None = None) -> Saved:
    """Write what can be read of a copy of a damaged database (its log beside it) into the new database `out`.

    Raises CaseError("nothing_saved") where no row of the record can be read, CaseError(disk_full | case_io).
    """
    with disk_errors():  # of a page that is there in part, the rest would be read as zeros
        os.truncate(damaged, damaged.stat().st_size // _PAGE * _PAGE)
    with closing(Damaged(damaged, key)) as db, closing(opener.blank(out, key)) as new:
        schema = _schema(db)
        with opener.case_errors():
            new.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            new.execute("PRAGMA foreign_keys = OFF")
            opener.to_version(new, schema)
            triggers = dict(new.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall())
            for name in triggers:
                new.execute(f'DROP TRIGGER "{name}"')
        found = {name: _copied(db, new, name) for name in _tables(new)}
        with opener.case_errors():
            dropped = _let_go_of_orphans(new, found)
            _complete(new, found)
            for sql in triggers.values():
                new.execute(sql)
        tables = tuple(_told(new, table, dropped.get(table.name, 0)) for table in found.values())
    saved = Saved(schema, tables)
    if not any(table.saved for table in tables if table.name not in ("meta", "counter")):
        raise CaseError("nothing_saved")
    return saved


def _told(new: Connection, table: Table, orphans: int) -> Table:
    count = int(new.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0])
    return Table(table.name, count, table.dropped + orphans, table.gaps, table.gone)


def _schema(db: Damaged) -> int:
    """The version that the header tells, as far as it can be one of a case; else the newest."""
    for _ in range(2):  # the first statement fails where the schema is damaged, and the next goes on without it
        with suppress(*opener.UNREADABLE):
            number = opener.version(db.db)
            return number if 1 <= number <= opener.newest() else opener.newest()
    return opener.newest()


def _tables(new: Connection) -> list[str]:
    sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'passages\\_fts%' ESCAPE '\\' "
    return [str(row[0]) for row in new.execute(sql + "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").fetchall()]


def _copied(db: Damaged, new: Connection, name: str) -> Table:
    """One table, row by row as far as it can be read."""
    reader = Pieces(db, name, new.execute(f'PRAGMA table_xinfo("{name}")').fetchall(), _has_rowid(new, name))
    count, bad, batch = 0, 0, list[Row]()

    def put() -> None:
        nonlocal count, bad
        with opener.case_errors():
            new.execute("BEGIN IMMEDIATE")
            for row in batch:
                try:
                    new.execute(reader.insert, row)
                    count += 1
                except opener.UNFITTING:  # a changed byte: a row that has lost its form
                    bad += 1
            new.execute("COMMIT")
        batch.clear()

    for row in reader.rows():
        batch.append(row)
        if len(batch) >= _BATCH:
            put()
    put()
    return Table(name, count, bad, tuple(reader.gaps), gone=reader.gone)


def _has_rowid(new: Connection, name: str) -> bool:
    return not int(
        new.execute("SELECT wr FROM pragma_table_list WHERE name = ? AND schema = 'main'", (name,)).fetchone()[0]
    )


def _let_go_of_orphans(new: Connection, found: Mapping[str, Table]) -> dict[str, int]:
    """Take out rows that name a row that is lost, and those that name them in turn: nothing could be made of them."""
    gone = dict[str, int]()
    again = True
    while again:
        again = False
        for name in found:
            for columns, parent, their in _references(new, name):
                where = " AND ".join(f'p."{t}" = c."{c}"' for c, t in zip(columns, their, strict=True))
                some = " AND ".join(f'c."{c}" IS NOT NULL' for c in columns)
                orphan = f'{some} AND NOT EXISTS (SELECT 1 FROM "{parent}" AS p WHERE {where})'
                if (name, columns[0]) in _NULLABLE:
                    new.execute(f'UPDATE "{name}" AS c SET "{columns[0]}" = NULL WHERE {orphan}')
                    continue
                count = new.execute(f'DELETE FROM "{name}" AS c WHERE {orphan}').rowcount
                gone[name] = gone.get(name, 0) + count
                again = again or count > 0
    return gone


def _references(new: Connection, name: str) -> list[tuple[list[str], str, list[str]]]:
    """(columns, the table that they name, its columns) of each foreign key."""
    found: dict[int, tuple[list[str], str, list[str]]] = {}
    for number, _, parent, column, their, *_ in new.execute(f'PRAGMA foreign_key_list("{name}")').fetchall():
        columns, _, others = found.setdefault(int(number), ([], str(parent), []))
        columns.append(str(column))
        others.append(str(their))
    return list(found.values())


def _numbered(value: object) -> int:
    """The number in an id such as S3; 0 for what is none."""
    found = re.fullmatch(r"[A-Z]([1-9][0-9]{0,17})", value) if isinstance(value, str) else None
    return int(found[1]) if found else 0


def _complete(new: Connection, tables: Collection[str]) -> None:
    """What can be made anew: the index of words, the counters, and what a case says of itself where that is lost."""
    new.execute("BEGIN IMMEDIATE")
    for number, text in new.execute("SELECT n, text FROM passage WHERE section = 'body'").fetchall():
        row = (number, search.indexed(text), " ".join(search.codes(text)))
        new.execute("INSERT INTO passages_fts (rowid, text, codes) VALUES (?, ?, ?)", row)
    last = new.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone() or (0, audit.FIRST)
    known = {"reference": "unknown", "title": "", "created": "", "created_by": ""}
    known |= {"audit_entries": str(last[0]), "audit_head": str(last[1])}
    new.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", list(known.items()))
    told = [entry.detail for entry in audit.entries(audit.stored_rows(reading(new)))]
    for name in _COUNTED:
        highest = int(new.execute(f"SELECT coalesce(max(n), 0) FROM {name}").fetchone()[0]) if name in tables else 0
        highest = max([highest, *(_numbered(detail.get(name)) for detail in told)])  # of what is lost, too
        if not highest:
            continue
        sql = "INSERT INTO counter VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)"
        new.execute(sql, (name, highest))
    new.execute("COMMIT")
