"""Receives the files that a reader finds inside another one: their bytes go into the case, their names are listed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from threading import Lock

from ingest.items import MEBI, Chunk, Enclosed, ReadSettings
from provenance.containers import COUNT
from provenance.errors import TaskError
from provenance.records import Notice
from provenance.store.codec import clean
from provenance.store.sources import MADE
from provenance.vault import Incoming, Vault

__all__ = ["CONVERTED", "COUNT", "MADE", "Allowance", "Found", "Receiver"]
CONVERTED = "converted"  # what a reader calls a copy that it made of the whole file, before the ending
_LONGEST = 1000  # characters of a path
_MADE = 300  # characters of how a file was made
_LEFT_OUT = "enclosed_left_out"
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(slots=True)
class Allowance:
    """How many files and bytes may still come out of one file given, at whatever depth.

    The readings of all that lies in it share one; several of them are under way at once, each on its own thread.
    """

    files: int
    bytes: int
    _guard: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, read: ReadSettings) -> Allowance:
        """The whole of what the settings allow."""
        return cls(read.max_enclosed, read.max_enclosed_bytes)

    def left(self, read: ReadSettings) -> ReadSettings:
        """The settings of a reader that may hand out no more than what is left."""
        with self._guard:
            return replace(read, max_enclosed=max(0, self.files), max_enclosed_bytes=max(0, self.bytes))

    def take(self, files: int = 0, size: int = 0) -> bool:
        """Take so much off, if there is that much."""
        with self._guard:
            if files > self.files or size > self.bytes:
                return False
            self.files -= files
            self.bytes -= size
            return True

    def give_back(self, files: int, size: int) -> None:
        with self._guard:
            self.files += files
            self.bytes += size


@dataclass(frozen=True, slots=True)
class Found:
    """A file found inside another: its place there, its bytes' SHA-256 and size, or the problem that kept it in."""

    path: str
    sha256: str = ""
    size: int = 0
    problem: str = ""
    made: str = ""


@dataclass(slots=True)
class Receiver:
    """Takes `Enclosed` and `Chunk` items in the order of their coming; `found` lists the files that are whole.

    What comes is from a child that may be in hostile hands: it is checked and counted here, before it is written.
    `left_out` counts the files for which the allowance had no place: those are not listed.
    """

    vault: Vault
    allowance: Allowance
    found: list[Found] = field(default_factory=list)
    left_out: int = 0
    _begun: Enclosed | None = None
    _coming: Incoming | None = None
    _size: int = 0
    _passed_over: bool = False
    _paths: dict[str, int] = field(default_factory=dict)

    def take(self, item: Enclosed | Chunk) -> None:
        """Raises CaseError when the case cannot take the bytes, TaskError for what no reader of ours sends."""
        if isinstance(item, Enclosed):
            self.finish()
            self._begin(_checked(item))
        elif type(item.data) is not bytes or len(item.data) > MEBI:
            raise TaskError("task_crashed", error="bytes of another kind")
        elif not self._passed_over:
            self._write(item.data)

    def finish(self) -> None:
        """Keep the file whose bytes have come; no more of it comes."""
        if self._begun is None:
            return
        sha256, size = self._coming.keep() if self._coming else ("", 0)
        one, self._begun, self._coming = self._begun, None, None
        path = self._unlike_others(_relative(one.path or one.name))
        self.found.append(Found(path, sha256, size, one.problem, one.made))

    def drop(self) -> None:
        """Leave nothing of a file that did not come whole."""
        if self._coming is not None:
            self._coming.drop()
        self._begun = self._coming = None

    def told(self) -> list[Notice]:
        """The warning that files were left out, where some were."""
        words = "files inside beyond what may come out of one file in all, not taken out"
        return [Notice(_LEFT_OUT, f"{words}: {self.left_out}")] if self.left_out else []

    def _begin(self, item: Enclosed) -> None:
        self._passed_over = not self.allowance.take(files=1)
        if self._passed_over:
            self.left_out += 1
            return
        self._begun, self._size = item, 0
        self._coming = None if item.problem else self.vault.incoming()

    def _write(self, data: bytes) -> None:
        """Bytes beyond the allowance are not written: the file is listed without any."""
        if self._coming is None or self._begun is None:
            raise TaskError("task_crashed", error="bytes of no file")
        if self.allowance.take(size=len(data)):
            self._size += len(data)
            self._coming.write(data)
            return
        self._coming.drop()
        self._coming, self._passed_over = None, True
        self._begun = replace(self._begun, problem="too_many_inside")
        self.allowance.give_back(0, self._size)

    def _unlike_others(self, path: str) -> str:
        """The path; where an earlier file has it too, with a number before its ending: "photo (2).jpg"."""
        number = self._paths[path] = self._paths.get(path, 0) + 1
        if number == 1:
            return path
        pure = PurePosixPath(path)
        return self._unlike_others(str(pure.with_name(f"{pure.stem} ({number}){pure.suffix}")))


def summed(warnings: Sequence[Notice]) -> list[Notice]:
    """The warnings; of those that files inside were left out, the first, with how many they are together."""
    told = [n for n in warnings if n.code == _LEFT_OUT]
    if len(told) < 2:
        return list(warnings)
    counts = (re.search(r"\d{1,18}$", n.detail) for n in told)
    one = Notice(_LEFT_OUT, f"files inside beyond the limits, not taken out: {sum(int(c[0]) for c in counts if c)}")
    return [one if n is told[0] else n for n in warnings if n.code != _LEFT_OUT or n is told[0]]


def _checked(item: Enclosed) -> Enclosed:
    """The item, if its parts are text and its problem a code: a sentence in its place could be words of evidence."""
    if any(type(part) is not str for part in (item.name, item.path, item.problem, item.made)):
        raise TaskError("task_crashed", error="a file inside that is none")
    if item.problem and not _CODE.fullmatch(item.problem):
        raise TaskError("task_crashed", error="a problem that is no code")
    return replace(item, made=item.made[:_MADE])


def _relative(path: str) -> str:
    """A path that leads nowhere but down, whatever a child in hostile hands sent."""
    parts = (part for part in clean(path).replace("\0", "").split("/") if part not in ("", ".", ".."))
    return "/".join(parts)[-_LONGEST:].strip("/") or "unnamed"
