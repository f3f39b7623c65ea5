"""Rows of videos: the stream with the time stamp of every frame, movement, citable frames and the burnt-in clock."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

import numpy as np

from provenance.errors import UsageError
from provenance.records import ClockReading, Frame, MovementEvent, VideoStream
from provenance.store import codec
from provenance.store.database import Read, Row
from provenance.store.ids import frame_key
from provenance.store.opener import Connection
from provenance.store.records import NewVideo

_STREAM = "stream, codec, width, height, pixel_format, time_base, decoder, rotation, times, keys"
_FRAME = "n, stream, ordinal, pts, time_base, sha256, pixel_format, decoder, width, height, role, event, region"


def picture_name(frame_id: str) -> str:
    """Where the vault keeps a frame's picture: "frames/S3.f2.jpg"."""
    return f"frames/{frame_id}.jpg"


def insert(db: Connection, number: int, video: NewVideo) -> list[tuple[str, bytes]]:
    """Store a video; gives (frame id, picture) of its frames, for the vault."""
    s = video.stream
    known = (s.index, s.codec, s.width, s.height, s.pixel_format, codec.plain(s.time_base), s.decoder, s.rotation)
    clock = None if video.clock is None else codec.dump(video.clock)
    row = (number, *known, _pack(s.times), _pack(s.keys), codec.dump(list(video.events)), clock)
    db.execute(f"INSERT INTO video VALUES ({', '.join('?' * 13)})", row)
    rows = [_frame_row(number, n, frame) for n, frame in enumerate(video.frames, start=1)]
    db.executemany(f"INSERT INTO frame (source, {_FRAME}) VALUES ({', '.join('?' * 14)})", rows)
    return [(f"S{number}.f{n}", frame.picture) for n, frame in enumerate(video.frames, start=1)]


def stream(read: Read, number: int) -> VideoStream | None:
    """The decoded stream of a source, or None where it has none."""
    rows = read(f"SELECT {_STREAM} FROM video WHERE source = ?", (number,))
    if not rows:
        return None
    index, name, width, height, pixels, base, decoder, rotation, times, keys = rows[0]
    plain = (index, name, width, height, pixels, codec.fraction(base), decoder, rotation)
    return VideoStream(*plain, _unpack(times), _unpack(keys))


def events(read: Read, number: int) -> list[MovementEvent]:
    """Movement in order of time; empty for a source without video."""
    rows = read("SELECT events FROM video WHERE source = ?", (number,))
    return [codec.event(item) for item in json.loads(rows[0][0])] if rows else []


def clock(read: Read, number: int) -> ClockReading | None:
    """The burnt-in clock, or None where none was read."""
    rows = read("SELECT clock FROM video WHERE source = ?", (number,))
    return codec.clock(json.loads(rows[0][0])) if rows and rows[0][0] is not None else None


def frames(read: Read, number: int) -> list[Frame]:
    """The citable frames in order, without their pictures."""
    return [_frame(number, row) for row in read(f"SELECT {_FRAME} FROM frame WHERE source = ? ORDER BY n", (number,))]


def frame(read: Read, frame_id: str) -> Frame:
    """Raises UsageError("unknown_id")."""
    number, n = frame_key(frame_id)
    rows = read(f"SELECT {_FRAME} FROM frame WHERE source = ? AND n = ?", (number, n))
    if not rows:
        raise UsageError("unknown_id", what="frame", id=frame_id)
    return _frame(number, rows[0])


def digest(read: Read, number: int) -> str | None:
    """SHA-256 over the stream, its time stamps, the movement, the clock and the table of frames; None without video."""
    rows = read(f"SELECT {_STREAM}, events, clock FROM video WHERE source = ?", (number,))
    if not rows:
        return None
    known = [codec.bytes_sha256(value) if isinstance(value, bytes) else value for value in rows[0]]
    table = read(f"SELECT {_FRAME} FROM frame WHERE source = ? ORDER BY n", (number,))
    return codec.digest([known, [list(row) for row in table]])


def _frame_row(number: int, n: int, f: Frame) -> tuple[object, ...]:
    region = None if f.region is None else codec.dump(f.region)
    proof = (f.stream, f.ordinal, f.pts, codec.plain(f.time_base), f.sha256, f.pixel_format, f.decoder)
    return (number, n, *proof, f.width, f.height, f.role, f.event, region)


def _frame(number: int, row: Row) -> Frame:
    n, index, ordinal, pts, base, sha256, pixels, decoder, width, height, role, event, region = row
    return Frame(
        stream=index,
        ordinal=ordinal,
        pts=pts,
        time_base=codec.fraction(base),
        sha256=sha256,
        pixel_format=pixels,
        decoder=decoder,
        width=width,
        height=height,
        role=role,
        event=event,
        region=None if region is None else codec.box(json.loads(region)),
        id=f"S{number}.f{n}",
        source_id=f"S{number}",
    )


def _pack(values: Sequence[int]) -> bytes:
    return zlib.compress(np.asarray(values, "<i8").tobytes(), 6)


def _unpack(raw: bytes) -> tuple[int, ...]:
    return tuple(np.frombuffer(zlib.decompress(raw), "<i8").tolist())
