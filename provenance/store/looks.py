"""Rows of looks at footage for movement: the one at intake, and those that people asked for later, beside it."""

from __future__ import annotations

import json

from provenance.clock import now
from provenance.footage import Area, Look, MovementEvent
from provenance.store import codec, videos
from provenance.store.database import Read, Row, reading
from provenance.store.opener import Connection
from provenance.store.records import NewLook

_LOOK = "n, watch, mask, threshold, events, notices, at, by"


def insert(db: Connection, number: int, new: NewLook, by: str) -> tuple[int, list[tuple[str, bytes]]]:
    """Store a look under the next number; gives that, and (frame id, picture) of its frames, for the vault."""
    look = newest(reading(db), number) + 1
    areas = [codec.dump([list(area) for area in areas]) for areas in (new.watch, new.mask)]
    found = [codec.dump(list(rows)) for rows in (new.events, new.notices)]
    row = (number, look, *areas, new.threshold, *found, now(), codec.clean(by))
    db.execute(f"INSERT INTO look (source, {_LOOK}) VALUES ({', '.join('?' * 9)})", row)
    return look, videos.insert_frames(db, number, look, new.frames)


def newest(read: Read, number: int) -> int:
    """The number of the latest look; 0 where there is none after intake."""
    return int(read("SELECT coalesce(max(n), 0) FROM look WHERE source = ?", (number,))[0][0])


def load(read: Read, number: int, look: int) -> Look | None:
    """A look with its events and frames in order; None for a source without video, and where there is no such look."""
    row = _row(read, number, look)
    if row is None:
        return None
    _, watch, mask, threshold, events, notices, at, by = row
    frames = tuple(videos.frames(read, number, look))
    return Look(look, _areas(watch), _areas(mask), threshold, _events(events), frames, codec.notices(notices), at, by)


def every(read: Read, number: int) -> list[Look]:
    """All looks, that at intake first; empty for a source without video."""
    found = (load(read, number, look) for look in range(newest(read, number) + 1))
    return [look for look in found if look is not None]


def digests(read: Read, number: int) -> dict[int, str]:
    """SHA-256 over the row and the frames of every look after intake, by its number."""
    rows = {row[0]: list(row) for row in read(f"SELECT {_LOOK} FROM look WHERE source = ?", (number,))}
    strays = (row[0] for row in read("SELECT DISTINCT look FROM frame WHERE source = ? AND look <> 0", (number,)))
    frames = {n: [list(row) for row in videos.frame_rows(read, number, n)] for n in {*rows, *strays}}
    return {n: codec.digest([rows.get(n), frames[n]]) for n in sorted(frames)}


def _row(read: Read, number: int, look: int) -> Row | None:
    if look:
        rows = read(f"SELECT {_LOOK} FROM look WHERE source = ? AND n = ?", (number, look))
    else:
        rows = read("SELECT 0, '[]', '[]', threshold, events, '[]', '', '' FROM video WHERE source = ?", (number,))
    return rows[0] if rows else None


def _areas(raw: str) -> tuple[Area, ...]:
    return tuple((x, y, w, h) for x, y, w, h in json.loads(raw))


def _events(raw: str) -> tuple[MovementEvent, ...]:
    return tuple(codec.event(item) for item in json.loads(raw))
