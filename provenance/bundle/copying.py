"""Copies a file and takes both hashes on the way: read once, hashed and written by threads, in memory that stays small.

Each piece is read into one of a few buffers; SHA-256, SHA-512 and the disk take it from there at the same time, so that
the slowest of them alone sets the pace.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO, Protocol

PIECE = 1 << 22  # bytes; hashing a piece of this size lets other threads run meanwhile
_PIECES = 4  # that may wait to be hashed and written
_FLUSHED = 1 << 26  # bytes after which they are sent on to the disk


class Sink(Protocol):
    """What takes the bytes of a copy."""

    def write(self, data: memoryview, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Digests:
    """Size in bytes, SHA-256 and SHA-512 in hex."""

    size: int
    sha256: str
    sha512: str


def digests_of(data: bytes) -> Digests:
    return Digests(len(data), hashlib.sha256(data).hexdigest(), hashlib.sha512(data).hexdigest())


def copied(
    stream: BinaryIO, out: Sink, each: Callable[[int], object], flush: Callable[[], object] | None = None
) -> Digests:
    """Write what is left of `stream` to `out`; `each` is told of the bytes done, and ends the copy by raising.

    `flush` is called now and then in a thread of its own: so that the disk writes while hashes are taken, and not when
    all else is done. Raises OSError as the streams do.
    """
    hashes = hashlib.sha256(), hashlib.sha512()
    pieces = [mmap.mmap(-1, PIECE) for _ in range(_PIECES)]  # begins at a page, see `straight`
    waiting: list[list[Future[object]]] = [[] for _ in pieces]
    flushing = list[Future[object]]()
    done = turn = flushed = 0
    with ExitStack() as under_way:
        *takers, flusher = (under_way.enter_context(ThreadPoolExecutor(1)) for _ in range(4))
        while True:
            _await(waiting[turn])
            piece = memoryview(pieces[turn])[: _filled(stream, pieces[turn])]
            if not piece:
                break
            works: tuple[Callable[[memoryview], object], ...] = (hashes[0].update, hashes[1].update, out.write)
            waiting[turn] = [taker.submit(work, piece) for taker, work in zip(takers, works, strict=True)]
            done += len(piece)
            each(done)
            if flush and done - flushed >= _FLUSHED and all(future.done() for future in flushing):
                _await(flushing)  # the system tells of a disk that fails once; the flush at the end would not know
                flushing, flushed = [flusher.submit(flush)], done
            turn = (turn + 1) % _PIECES
        for futures in (*waiting, flushing):
            _await(futures)
    return Digests(done, hashes[0].hexdigest(), hashes[1].hexdigest())


def _await(futures: list[Future[object]]) -> None:
    """Raises what one of them raised."""
    for future in futures:
        future.result()


def _filled(stream: BinaryIO, piece: mmap.mmap) -> int:
    """How many bytes were read into the piece: all that it holds, but at the end of the stream."""
    readinto, filled, view = getattr(stream, "readinto", None), 0, memoryview(piece)
    while filled < len(piece):
        if readinto is not None:
            count = int(readinto(view[filled:]) or 0)
        else:
            data = stream.read(len(piece) - filled)
            count = len(data)
            view[filled : filled + count] = data
        if not count:
            break
        filled += count
    return filled
