"""How the files of a case lie on the disk: as they are, or (see `provenance.protection.sealed`) encrypted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO, Protocol


class Form(Protocol):
    """How the files of a case lie on the disk: as they are, or encrypted."""

    def place(self, folder: Path, name: str) -> Path:
        """Where the file of this name lies in `folder`, or would lie."""
        ...

    def writing(self, path: Path) -> BinaryIO:
        """A new file, to be written and then ended by `finish`; raises OSError."""
        ...

    def finish(self, out: BinaryIO) -> None:
        """Have all that was written last on the disk; raises OSError."""
        ...

    def reading(self, path: Path) -> BinaryIO:
        """The file's own bytes, seekable; raises OSError, AnchorError("original_damaged")."""
        ...

    def size(self, path: Path) -> int | None:
        """How many bytes of its own a file has, where that can be told without reading it; raises OSError."""
        ...


class Plain:
    """Files as they are."""

    def place(self, folder: Path, name: str) -> Path:
        return folder / name

    def writing(self, path: Path) -> BinaryIO:
        return path.open("xb")

    def finish(self, out: BinaryIO) -> None:
        out.flush()
        os.fsync(out.fileno())

    def reading(self, path: Path) -> BinaryIO:
        return path.open("rb")

    def size(self, path: Path) -> int | None:
        return path.stat().st_size
