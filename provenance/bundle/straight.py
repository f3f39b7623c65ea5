"""A new file that is written past the system's cache where the system offers that: what it takes is on the disk.

A copy of gigabytes through the cache costs as much of the processor as a hash of it, and the disk is busy with it long
after. Linux offers the straight way on most disks (O_DIRECT, open(2)); where it does not, the file is written as usual.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

BLOCK = 4096  # bytes: what is written straight begins and ends at a multiple of it, in memory and in the file


class StraightFile:
    """The new file at `path`. `straight` tells whether what is written next goes past the cache.

    What is refused on the straight way (memory that does not begin at a page, as `mmap` gives it, above all) is written
    as usual, and so is all that follows. Raises OSError as the disk does.
    """

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        self.straight = _turned(self._handle, on=True)

    def write(self, data: bytes | memoryview) -> None:
        """All of `data`; after what ends between two blocks, the file is written as usual."""
        rest = memoryview(data)
        while rest:
            whole = len(rest) - len(rest) % BLOCK if self.straight else len(rest)
            if not whole:
                self._leave()
                continue
            try:
                done = os.write(self._handle, rest[:whole])
            except OSError:  # a disk that offers it and then does not take it; one that is full says so again below
                if not self.straight:
                    raise
                self._leave()
                continue
            if self.straight and done % BLOCK:
                self._leave()
            rest = rest[done:]

    def flush(self) -> None:
        """Send on to the disk what still lies in the cache."""
        if not self.straight:
            os.fsync(self._handle)

    def sync(self) -> None:
        """Wait until all of it lasts, its size too."""
        os.fsync(self._handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.close(self._handle)

    def _leave(self) -> None:
        _turned(self._handle, on=False)
        self.straight = False


def _turned(handle: int, *, on: bool) -> bool:
    """Whether the file is written straight from here on."""
    if sys.platform != "linux":
        return False
    import fcntl

    flags = fcntl.fcntl(handle, fcntl.F_GETFL)
    try:
        fcntl.fcntl(handle, fcntl.F_SETFL, flags | os.O_DIRECT if on else flags & ~os.O_DIRECT)
    except OSError:  # a disk that does not offer it
        return False
    return on
