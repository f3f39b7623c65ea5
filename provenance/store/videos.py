"""Rows of videos: the stream with the time stamp of every frame, the burnt-in clock, and the citable frames."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

import numpy as np

from provenance.errors import UsageError
from provenance.footage import ClockReading, Frame, VideoStream
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
    row = (number, *known, _pack(s.times), _pack(s.keys), codec.dump(list(video.events)), clock, video.threshold)
    db.execute(f"INSERT INTO video (source, {_STREAM}, events, clock, threshold) VALUES ({', '.join('?' * 14)})", row)
    return insert_frames(db, number, 0, video.frames)


def insert_frames(db: Connection, number: int, look: int, frames: Sequence[Frame]) -> list[tuple[str, bytes]]:
    """Store the frames of a look under the next numbers; gives (frame id, picture) of each, for the vault."""
    (last,) = db.execute("SELECT coalesce(max(n), 0) FROM frame WHERE source = ?", (number,)).fetchone()
    rows = [(number, look, *_frame_row(n, frame)) for n, frame in enumerate(frames, start=last + 1)]
    db.executemany(f"INSERT INTO frame (source, look, {_FRAME}) VALUES ({', '.join('?' * 15)})", rows)
    return [(f"S{number}.f{row[2]}", frame.picture) for row, frame in zip(rows, frames, strict=True)]


def stream(read: Read, number: int) -> VideoStream | None:
    """The decoded stream of a source, or None where it has none."""
    rows = read(f"SELECT {_STREAM} FROM video WHERE source = ?", (number,))
    if not rows:
        return None
    index, name, width, height, pixels, base, decoder, rotation, times, keys = rows[0]
    plain = (index, name, width, height, pixels, codec.fraction(base), decoder, rotation)
    return VideoStream(*plain, _unpack(times), _unpack(keys))


def clock(read: Read, number: int) -> ClockReading | None:
    """The burnt-in clock, or None where none was read."""
    rows = read("SELECT clock FROM video WHERE source = ?", (number,))
    return codec.clock(json.loads(rows[0][0])) if rows and rows[0][0] is not None else None


def frames(read: Read, number: int, look: int | None = None) -> list[Frame]:
    """The frames of a look, or of all, in order, without their pictures."""
    return [_frame(number, row) for row in frame_rows(read, number, look)]


def frame_rows(read: Read, number: int, look: int | None = None) -> list[Row]:
    """The rows of `frames` as they are stored."""
    where, parameters = ("", (number,)) if look is None else (" AND look = ?", (number, look))
    return read(f"SELECT {_FRAME} FROM frame WHERE source = ?{where} ORDER BY n", parameters)


def pictured(read: Read, number: int) -> int:
    """How many frames of the recording are kept, by whichever look, each counted once."""
    return int(read("SELECT count(DISTINCT ordinal) FROM frame WHERE source = ?", (number,))[0][0])


def frame(read: Read, frame_id: str) -> Frame:
    """Raises UsageError("unknown_id")."""
    number, n = frame_key(frame_id)
    rows = read(f"SELECT {_FRAME} FROM frame WHERE source = ? AND n = ?", (number, n))
    if not rows:
        raise UsageError("unknown_id", what="frame", id=frame_id)
    return _frame(number, rows[0])


def digest(read: Read, number: int) -> str | None:
    """SHA-256 over the stream, its time stamps, the clock, the movement and frames of the look at intake.

    None without video. A threshold that was not recorded, as before schema 5, is no part of it.
    """
    rows = read(f"SELECT {_STREAM}, events, clock, threshold FROM video WHERE source = ?", (number,))
    if not rows:
        return None
    kept = rows[0] if rows[0][-1] is not None else rows[0][:-1]
    known = [codec.bytes_sha256(value) if isinstance(value, bytes) else value for value in kept]
    return codec.digest([known, [list(row) for row in frame_rows(read, number, 0)]])


def _frame_row(n: int, f: Frame) -> tuple[object, ...]:
    region = None if f.region is None else codec.dump(f.region)
    proof = (f.stream, f.ordinal, f.pts, codec.plain(f.time_base), f.sha256, f.pixel_format, f.decoder)
    return (n, *proof, f.width, f.height, f.role, f.event, region)


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
