"""Makes privilege follow the bytes, and what withholds a file those inside it.

Sources with the same SHA-256 are never open and withheld at once, and nothing inside a withheld file is open."""

from __future__ import annotations

import dataclasses

from provenance.records import Privilege, Source
from provenance.store.ids import source_number
from provenance.store.opener import Connection

_STRICTNESS: dict[Privilege, int] = {"none": 0, "released": 0, "possible": 1, "privileged": 2}


def stricter(one: Privilege, other: Privilege) -> Privilege:
    """The status that withholds more; the first where neither does."""
    return other if _STRICTNESS[other] > _STRICTNESS[one] else one


def inherit(db: Connection, source: Source) -> Source:
    """A new source with the strictest status that its bytes have in this case already."""
    status = source.privilege
    for _, known in _same_bytes(db, source):
        status = stricter(status, known)
    return dataclasses.replace(source, privilege=status)


def to_follow(db: Connection, source: Source) -> list[int]:
    """Numbers of the sources whose status must become that of `source`.

    Withheld: all with the same bytes, and all inside it, that are less strictly so. Open: all with the same bytes that
    are withheld, as a person decided on these very bytes; those inside were held for reasons of their own, or wait
    for a decision on each.
    """
    own = _STRICTNESS[source.privilege]
    same = [(n, _STRICTNESS[known]) for n, known in _same_bytes(db, source)]
    if own:
        same += [(n, _STRICTNESS[known]) for n, known in _inside(db, source)]
    return list(dict.fromkeys(n for n, known in same if (known < own if own else known > 0)))


def _inside(db: Connection, source: Source) -> list[tuple[int, Privilege]]:
    """Number and status of the files found in a source."""
    sql = "SELECT n, privilege FROM source WHERE parent = ? ORDER BY n"
    return [(row[0], row[1]) for row in db.execute(sql, (source_number(source.id),)).fetchall()]


def _same_bytes(db: Connection, source: Source) -> list[tuple[int, Privilege]]:
    """Number and status of the other sources with these bytes; what was never opened has none."""
    if not source.sha256:
        return []
    own = source_number(source.id) if source.id else 0
    sql = "SELECT n, privilege FROM source WHERE sha256 = ? AND n <> ? ORDER BY n"
    return [(row[0], row[1]) for row in db.execute(sql, (source.sha256, own)).fetchall()]
