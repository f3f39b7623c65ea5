"""Receives the files that a reader finds inside another one: their bytes go into the case, their names are listed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ingest.items import Chunk, Enclosed
from provenance.errors import TaskError
from provenance.store.codec import clean
from provenance.vault import Incoming, Vault

COUNT = "enclosed"  # the field of a container that says how many files were found in it
MADE = "made"  # the field of a file that says how its bytes came out of its container, where not as they stand
CONVERTED = "converted"  # what a reader calls a copy that it made of the whole file, before the ending
_LONGEST = 1000  # characters of a path


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
    """Takes `Enclosed` and `Chunk` items in the order of their coming; `found` lists the files that are whole."""

    vault: Vault
    found: list[Found] = field(default_factory=list)
    _begun: Enclosed | None = None
    _coming: Incoming | None = None
    _paths: dict[str, int] = field(default_factory=dict)

    def take(self, item: Enclosed | Chunk) -> None:
        """Raises CaseError when the case cannot take the bytes, TaskError for bytes without a file."""
        if isinstance(item, Enclosed):
            self.finish()
            self._begun = item
            self._coming = None if item.problem else self.vault.incoming()
        elif self._coming is None:
            raise TaskError("task_crashed", error="bytes of no file")
        else:
            self._coming.write(item.data)

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

    def _unlike_others(self, path: str) -> str:
        """The path; where an earlier file has it too, with a number before its ending: "photo (2).jpg"."""
        number = self._paths[path] = self._paths.get(path, 0) + 1
        if number == 1:
            return path
        pure = PurePosixPath(path)
        return self._unlike_others(str(pure.with_name(f"{pure.stem} ({number}){pure.suffix}")))


def _relative(path: str) -> str:
    """A path that leads nowhere but down, whatever a child in hostile hands sent."""
    parts = (part for part in clean(path).replace("\0", "").split("/") if part not in ("", ".", ".."))
    return "/".join(parts)[-_LONGEST:].strip("/") or "unnamed"
