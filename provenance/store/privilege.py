"""Makes privilege follow the bytes, and what withholds a file those inside it.

Sources with the same SHA-256 are never open and withheld at once, nor are a file and the copy that was converted from
the whole of it, and nothing else inside a withheld file is open."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from provenance.errors import UsageError
from provenance.records import Privilege, Source
from provenance.store.database import Read
from provenance.store.ids import source_number
from provenance.store.opener import Connection
from provenance.store.sources import MADE

_STRICTNESS: dict[Privilege, int] = {"none": 0, "released": 0, "possible": 1, "privileged": 2}
_CONVERTED = "converted "  # how `MADE` begins for a copy of a whole file, as old Office files are read from
_CONVERTED_SQL = f"coalesce(json_extract(child.fields, '$.{MADE}'), '') LIKE '{_CONVERTED}%'"
_HELD, _OPEN = "('possible', 'privileged')", "('none', 'released')"


def stricter(one: Privilege, other: Privilege) -> Privilege:
    """The status that withholds more; the first where neither does."""
    return other if _STRICTNESS[other] > _STRICTNESS[one] else one


def inherit(db: Connection, source: Source) -> Source:
    """A new source with the strictest status that its bytes have in this case already, or that withholds its container.

    Only the transaction that adds it can tell: both may have been decided while it was being read."""
    status = source.privilege
    if source.sha256:
        sql = "SELECT DISTINCT privilege FROM source WHERE sha256 = ?"
        for (known,) in db.execute(sql, (source.sha256,)).fetchall():
            status = stricter(status, known)
    if source.parent:
        sql = "SELECT privilege FROM source WHERE n = ?"
        for (known,) in db.execute(sql, (source_number(source.parent),)).fetchall():
            status = stricter(status, known)
    return dataclasses.replace(source, privilege=status)


def to_follow(db: Connection, source: Source, done: set[str]) -> list[int]:
    """Numbers of the sources next to `source` whose status must become that of `source`.

    Withheld: all with the same bytes, the converted copy and what it is a copy of, and all inside it, that are less
    strictly so. Open: all but those inside that are withheld, as a person decided on these very bytes; those inside
    were held for reasons of their own, or wait for a decision on each. `done` holds the SHA-256 that were looked for.
    """
    own = _STRICTNESS[source.privilege]
    same = [*_same_bytes(db, source, done), *_converted(db, source)]
    if own:
        same += _inside(db, source)
    found = [(n, _STRICTNESS[known]) for n, known in same]
    return list(dict.fromkeys(n for n, known in found if (known < own if own else known > 0)))


def require_open_container(db: Connection, source: Source) -> None:
    """Raises UsageError("container_held") for a source that its own status opens inside one that is withheld, unless
    both are opened together. What was released and is still to be read counts as open."""
    if _STRICTNESS[source.privilege] or not source.parent or is_converted(source):
        return
    sql = f"SELECT 1 FROM source WHERE n = ? AND privilege IN {_HELD}"
    if db.execute(sql, (source_number(source.parent),)).fetchone():
        raise UsageError("container_held", id=source.id, container=source.parent)


def is_converted(source: Source) -> bool:
    """Whether a source is a copy converted from the whole of its container."""
    return bool(source.parent) and source.fields.get(MADE, "").startswith(_CONVERTED)


def strays(read: Read) -> list[int]:
    """Numbers of withheld sources whose own status some other source must still follow: files inside, conversions."""
    pairs = "FROM source AS child JOIN source AS container ON container.n = child.parent"
    inside = f"SELECT container.n {pairs} WHERE container.privilege IN {_HELD} AND child.privilege IN {_OPEN}"
    upwards = f"SELECT child.n {pairs} WHERE child.privilege IN {_HELD} AND container.privilege IN {_OPEN}"
    return [row[0] for row in read(f"{inside} UNION {upwards} AND {_CONVERTED_SQL} ORDER BY 1", ())]


def _inside(db: Connection, source: Source) -> Iterator[tuple[int, Privilege]]:
    """Number and status of the files found in a source."""
    sql = "SELECT n, privilege FROM source WHERE parent = ? ORDER BY n"
    yield from db.execute(sql, (source_number(source.id),)).fetchall()


def _converted(db: Connection, source: Source) -> Iterator[tuple[int, Privilege]]:
    """Number and status of the copy converted from the source, and of what it was converted from."""
    sql = f"SELECT child.n, child.privilege FROM source AS child WHERE child.parent = ? AND {_CONVERTED_SQL}"
    yield from db.execute(sql, (source_number(source.id),)).fetchall()
    if source.parent:
        sql = f"""SELECT container.n, container.privilege FROM source AS child
            JOIN source AS container ON container.n = child.parent WHERE child.n = ? AND {_CONVERTED_SQL}"""
        yield from db.execute(sql, (source_number(source.id),)).fetchall()


def _same_bytes(db: Connection, source: Source, done: set[str]) -> Iterator[tuple[int, Privilege]]:
    """Number and status of the other sources with these bytes; what was never opened has none."""
    if not source.sha256 or source.sha256 in done:
        return
    done.add(source.sha256)
    sql = "SELECT n, privilege FROM source WHERE sha256 = ? AND n <> ? ORDER BY n"
    yield from db.execute(sql, (source.sha256, source_number(source.id))).fetchall()
