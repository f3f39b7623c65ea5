"""The only door to a case's files: originals by SHA-256, never changed, and derived pictures that can be rebuilt."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from provenance.disk_form import Form, Plain
from provenance.errors import AnchorError, CaseError, ReadError
from provenance.ports import Open
from provenance.records import Source
from provenance.store.codec import clean

CHUNK = 1 << 20
Chunk = Callable[[bytes], object]
PENDING = ".incoming-"
LEFT = ("taking-in.json", "typed.json")  # what lies with the derived files and cannot be made again
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


class Vault:
    """The files of the case in `folder`. With `write`, what a killed process left half-written is removed first.

    `form` is how they lie there: that of a protected case is in `provenance.protection`.
    """

    def __init__(self, folder: Path, *, write: bool, form: Form | None = None) -> None:
        self.form: Form = form or Plain()
        self._originals = folder / "originals"
        self._derived = folder / "derived"
        self._index, self._before = folder / "index", folder / "before"
        self._write = write
        if write:
            with disk_errors():
                for place in (self._originals, self._derived):
                    place.mkdir(exist_ok=True)
                    for left in place.rglob(f"{PENDING}*"):
                        left.unlink()

    def put(self, stream: BinaryIO, each: Chunk = len) -> tuple[str, int]:
        """Keep the bytes of `stream`; gives their SHA-256 and size. What is kept already and whole stays as it is.

        `each` is handed every chunk as it is taken; what it raises ends the copy. Raises ReadError(file_unreadable)
        when the stream fails, CaseError(disk_full | case_io | case_read_only) when the case cannot take it; then
        nothing is left behind.
        """
        pending = self._pending(self._originals)
        try:
            with disk_errors(), self.form.writing(pending) as out:
                sha256, size = digest_of(stream, lambda chunk: (out.write(chunk), each(chunk)))
                self.form.finish(out)
            self._keep(pending, sha256, size, each)
        finally:
            with contextlib.suppress(OSError):
                pending.unlink(missing_ok=True)
        return sha256, size

    def _keep(self, pending: Path, sha256: str, size: int, each: Chunk = len) -> None:
        """Give a finished file its name, unless these bytes are kept already."""
        if not self._whole(sha256, size, each):
            with disk_errors():
                pending.chmod(0o444)
                pending.replace(self._original(sha256))
                sync_folder(self._originals)
        self._kept_sizes.add(size)

    def put_file(self, path: Path, each: Chunk = len) -> tuple[str, int]:
        """`put` for a file given by path; raises FileNotFoundError and PermissionError as they are, too.

        A file that is kept already needs no free space: where an original of its size is there, it is hashed first.
        """
        with _opened(path) as stream:
            if self._write and os.fstat(stream.fileno()).st_size in self._kept_sizes:
                sha256, size = digest_of(stream, each)
                if self._whole(sha256, size, each):
                    return sha256, size
                stream.seek(0)
            return self.put(stream, each)

    def incoming(self) -> Incoming:
        """A file whose bytes come piece by piece; raises CaseError(disk_full | case_io | case_read_only)."""
        pending = self._pending(self._originals)
        with disk_errors():
            return Incoming(pending, self.form.writing(pending), self._finish)

    def put_reference(self, path: Path, each: Chunk = len) -> tuple[str, int]:
        """SHA-256 and size of a file that stays where it is; its source says `by_reference` and this `path`.

        Raises as `put_file`, and ReadError(file_unreadable) for a name that is no Unicode and so cannot be recorded.
        """
        if clean(str(path)) != str(path):
            raise ReadError("file_unreadable", detail="a name that is no Unicode")
        with _opened(path) as stream:
            return digest_of(stream, each)

    @cached_property
    def _kept_sizes(self) -> set[int]:
        """Sizes of the originals, where they can be told; asked once, as only this vault writes. What another thread is
        writing is none yet."""
        with disk_errors():
            kept = (entry for entry in os.scandir(self._originals) if not entry.name.startswith(PENDING))
            return {size for entry in kept if (size := self.form.size(Path(entry.path))) is not None}

    def _whole(self, sha256: str, size: int, each: Chunk) -> bool:
        """Whether this original is kept undamaged; one that cannot be read is not."""
        try:
            with self.form.reading(self._original(sha256)) as stream:
                if stream.seek(0, os.SEEK_END) != size:
                    return False
                stream.seek(0)
                return digest_of(stream, each)[0] == sha256
        except (OSError, ReadError, AnchorError):
            return False

    def opener(self, source: Source) -> Open:
        """`open` for this source, to be called later and more than once."""
        return lambda: self.open(source)

    def open(self, source: Source) -> BinaryIO:
        """The original, seekable, read-only; raises AnchorError(original_missing | original_damaged)."""
        try:
            if not source.sha256:
                raise FileNotFoundError(errno.ENOENT, "no bytes were taken in")
            if source.by_reference and (Path(source.path).is_file() or not self._came_by_backup(source)):
                return Path(source.path).open("rb")
            return self.form.reading(self._original(source.sha256))
        except OSError as error:
            raise AnchorError("original_missing", source=source.id, detail=reason(error)) from error

    def _came_by_backup(self, source: Source) -> bool:
        """Whether a file that lay outside the case was put into a backup, and came back among the originals."""
        return self._original(source.sha256).is_file()

    def discard(self, sha256: str) -> None:
        """Remove an original that no source names, as the caller made sure; raises CaseError."""
        if not self._write:
            raise CaseError("case_read_only")
        with disk_errors():
            self._original(sha256).unlink(missing_ok=True)

    def discard_derived(self, name: str) -> None:
        """Remove what was kept under this name, if anything was; raises CaseError."""
        if not self._write:
            raise CaseError("case_read_only")
        with disk_errors():
            self._derived_path(name).unlink(missing_ok=True)

    def forget_copies(self) -> None:
        """Remove the index of vectors, which is made anew from the record (none may be open), and databases that were
        kept from before a migration. Raises CaseError."""
        if not self._write:
            raise CaseError("case_read_only")
        for folder in (self._index, self._before):
            with disk_errors(), contextlib.suppress(FileNotFoundError):
                shutil.rmtree(folder)

    def derived_write(self, name: str, data: bytes) -> None:
        """Keep something that can be rebuilt, under a name such as "frames/S3.f2.jpg"; replaces what is there."""
        path = self._derived_path(name)
        with disk_errors():
            path.parent.mkdir(parents=True, exist_ok=True)
        pending = self._pending(path.parent)
        try:
            with disk_errors():
                with self.form.writing(pending) as out:
                    out.write(data)
                    self.form.finish(out)
                pending.replace(path)
        finally:
            with contextlib.suppress(OSError):
                pending.unlink(missing_ok=True)

    def derived_read(self, name: str) -> bytes | None:
        """What was kept under the name, or None where it must be built again."""
        try:
            with self.form.reading(self._derived_path(name)) as stream:
                return stream.read()
        except (FileNotFoundError, AnchorError):
            return None
        except OSError as error:
            raise CaseError("case_io", detail=reason(error)) from error

    def derived_forget(self, name: str) -> None:
        """Keep nothing under the name any more; raises CaseError(case_io | case_read_only)."""
        path = self._derived_path(name)
        if not self._write:
            raise CaseError("case_read_only")
        with disk_errors():
            path.unlink(missing_ok=True)

    def _finish(self, pending: Path, out: BinaryIO, sha256: str, size: int) -> None:
        """`_keep` for a file that is still open."""
        with disk_errors(), out:
            self.form.finish(out)
        self._keep(pending, sha256, size)

    def _original(self, sha256: str) -> Path:
        return self.form.place(self._originals, sha256)

    def _pending(self, folder: Path) -> Path:
        if not self._write:
            raise CaseError("case_read_only")
        return folder / f"{PENDING}{uuid4().hex}"

    def _derived_path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a derived name: {name!r}")
        return self.form.place(self._derived, name)


class Incoming:
    """An original on its way in: `write` its bytes, then `keep` it or `drop` it; nothing half-written stays."""

    def __init__(self, pending: Path, out: BinaryIO, keep: Callable[[Path, BinaryIO, str, int], None]) -> None:
        self._pending = pending
        self._out = out
        self._keep = keep
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, chunk: bytes) -> None:
        """Raises CaseError(disk_full | case_io)."""
        with disk_errors():
            self._out.write(chunk)
        self._digest.update(chunk)
        self._size += len(chunk)

    def keep(self) -> tuple[str, int]:
        """SHA-256 and size of the file, which is an original of the case from now on; raises as `write`."""
        try:
            sha256 = self._digest.hexdigest()
            self._keep(self._pending, self._out, sha256, self._size)
        finally:
            self.drop()
        return sha256, self._size

    def drop(self) -> None:
        """Leave nothing behind; harmless after `keep`."""
        with contextlib.suppress(OSError):
            self._out.close()
            self._pending.unlink(missing_ok=True)


def digest_of(stream: BinaryIO, each: Chunk) -> tuple[str, int]:
    """SHA-256 (hex) and size of what is left of the stream; every chunk is handed to `each` on the way.

    Raises ReadError("file_unreadable") when the stream fails, and what `each` raises.
    """
    digest, size = hashlib.sha256(), 0
    while chunk := _read(stream):
        digest.update(chunk)
        size += len(chunk)
        each(chunk)
    return digest.hexdigest(), size


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except (FileNotFoundError, PermissionError):
        raise
    except OSError as error:
        raise ReadError("file_unreadable", detail=reason(error)) from error


def _read(stream: BinaryIO) -> bytes:
    try:
        return stream.read(CHUNK)
    except OSError as error:
        raise ReadError("file_unreadable", detail=reason(error)) from error


@contextmanager
def disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "disk_full" if error.errno in _FULL else "case_io"
        raise CaseError(code, detail=reason(error)) from error


def reason(error: Exception) -> str:
    """The system's words for an error, without paths."""
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else type(error).__name__


def sync_folder(folder: Path) -> None:
    """Make a rename or removal last; only POSIX can (Windows refuses to open a folder, and journals these itself)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
