"""Copies a file and takes both hashes on the way: read once, hashed in two threads, in memory that does not grow."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 1 << 22  # bytes; hashing a piece of this size lets other threads run meanwhile
_PIECES = 4  # that may wait to be hashed
_FLUSHED = 1 << 26  # bytes after which they are sent on to the disk


@dataclass(frozen=True, slots=True)
class Digests:
    """Size in bytes, SHA-256 and SHA-512 in hex."""

    size: int
    sha256: str
    sha512: str


def digests_of(data: bytes) -> Digests:
    return Digests(len(data), hashlib.sha256(data).hexdigest(), hashlib.sha512(data).hexdigest())


def copied(
    stream: BinaryIO, out: BinaryIO, each: Callable[[int], object], flush: Callable[[], object] | None = None
) -> Digests:
    """Write what is left of `stream` to `out`; `each` is told of the bytes done, and ends the copy by raising.

    `flush` is called now and then in a thread of its own: so that the disk writes while hashes are taken, and not when
    all else is done. Raises OSError as the streams do.
    """
    hashes = hashlib.sha256(), hashlib.sha512()
    pieces = [bytearray(PIECE) for _ in range(_PIECES)]
    waiting: list[list[Future[None]]] = [[] for _ in pieces]
    flushing: Future[object] | None = None
    done = turn = flushed = 0
    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second, ThreadPoolExecutor(1) as third:
        while True:
            for future in waiting[turn]:
                future.result()
            count = _filled(stream, pieces[turn])
            if not count:
                break
            piece = memoryview(pieces[turn])[:count]
            waiting[turn] = [w.submit(h.update, piece) for w, h in zip((first, second), hashes, strict=True)]
            out.write(piece)
            done += count
            each(done)
            if flush and done - flushed >= _FLUSHED and (flushing is None or flushing.done()):
                flushing, flushed = third.submit(flush), done
            turn = (turn + 1) % _PIECES
    return Digests(done, hashes[0].hexdigest(), hashes[1].hexdigest())


def _filled(stream: BinaryIO, piece: bytearray) -> int:
    """How many bytes were read into the piece; 0 at the end."""
    readinto = getattr(stream, "readinto", None)
    if readinto is not None:
        return int(readinto(piece) or 0)
    data = stream.read(len(piece))
    piece[: len(data)] = data
    return len(data)
