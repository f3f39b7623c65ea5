"""What a child may touch of the machine: folders of models that its tasks name, and a folder of its own to write in.

Paths are fixed when a child starts, because the kernel takes back nothing that it closed; a task that needs more is
given to a new child.
"""

from __future__ import annotations

import functools
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from provenance.ports import GIB, Task

_CONVERTING: Final = ("ingest.take", "ingest.readers")  # entries that may have LibreOffice convert a file
_IN_MEMORY: Final = Path("/dev/shm")
_SOCKETS: Final = Path("/tmp")
_PREFIX: Final = "attest-child-"
NO_SCRATCH: Final = "ATTEST_NO_SCRATCH"  # tells a child that what it writes would meet a disk, and must not


@dataclass(frozen=True, slots=True)
class Room:
    """What tasks need besides Attest, its libraries and the stream: paths to read, LibreOffice."""

    reads: frozenset[str] = frozenset()
    converts: bool = False

    @classmethod
    def of(cls, task: Task) -> Room:
        return cls(frozenset(task.reads), task.entry.partition(":")[0] in _CONVERTING)

    def covers(self, other: Room) -> bool:
        return self.reads >= other.reads and self.converts >= other.converts

    def with_(self, other: Room) -> Room:
        return Room(self.reads | other.reads, self.converts or other.converts)

    def line(self, writes: Path | None) -> dict[str, object]:
        """What a child is told as it starts; links out of a folder are followed here, where they can be."""
        reads = sorted({place for path in self.reads for place in _with_links(Path(path))})
        return {"reads": reads, "writes": str(writes) if writes else None, "converts": self.converts}


def _with_links(path: Path) -> list[str]:
    found = [str(path), str(path.resolve())]
    if path.is_dir():
        found += [str(one.resolve()) for one in path.rglob("*") if one.is_symlink()]
    return found


def new_folder() -> Path:
    """A folder for one child to write in, in memory where the system has room there, which meets no disk."""
    _sweep()
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=in_memory()))


def remove(folder: Path | None) -> None:
    """Remove a child's folder and all in it, once the child has ended."""
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def in_memory() -> Path | None:
    """The system's folder that is kept in memory, where there is one with room for a conversion (Linux)."""
    if sys.platform != "linux" or not os.access(_IN_MEMORY, os.W_OK | os.X_OK):
        return None
    return _IN_MEMORY if shutil.disk_usage(_IN_MEMORY).free > GIB else None


def clear_sockets() -> None:
    """Remove the sockets of LibreOffice that no process has open any more: its child may remove nothing there."""
    if sys.platform != "linux":
        return
    left = [one for one in _SOCKETS.glob(f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_*") if one.is_socket()]
    opened = Path("/proc/net/unix").read_text("utf-8", "replace") if left else ""
    for one in left:
        if str(one) not in opened:
            one.unlink(missing_ok=True)


@functools.cache
def _sweep() -> None:
    """Once in a process: remove the folders that killed ones left."""
    for root in {_IN_MEMORY, Path(tempfile.gettempdir())}:
        for left in root.glob(f"{_PREFIX}*"):
            owner = left.name.removeprefix(_PREFIX).partition("-")[0]
            if owner.isdigit() and not psutil.pid_exists(int(owner)):
                shutil.rmtree(left, ignore_errors=True)
