"""Hands on files found inside another (attachments, members, messages) within a budget, under names that do no harm.

The rules against bombs after D. Fifield, "A better zip bomb" (2019): what counts is the bytes that really come out,
set against the size of the container, never what the container says of itself.
"""

from __future__ import annotations

import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from ingest.items import MEBI, Advance, Chunk, Enclosed, ReadSettings
from provenance.records import Notice
from provenance.report_words import reason

# What libraries raise on damaged packed data, whichever way it is packed.
UNPACK_ERRORS: Final = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
    *(NotImplementedError, OSError, ValueError, EOFError),
)
_RATIO = 100  # bytes out for one byte in; writing packs 3 to 20 times, logs up to 50 times
_ALWAYS = 64 * MEBI  # may come out of any container, however tightly packed
_KEPT = 16 * MEBI  # a file up to this size is unpacked once and kept; a larger one is unpacked twice
_SIGN_OF_LIFE = 64 * MEBI
_PATH, _NAME = 1000, 255  # most characters of a path and of one name
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_UNNAMED = "unnamed"


@dataclass(slots=True)
class Budget:
    """How many files and bytes may still come out of one container; make it with `of`.

    `code` is the problem of a file that does not fit; `left_out` counts files beyond the limit, for `told`.
    """

    files: int
    bytes: int
    code: str = "too_large"
    left_out: int = 0
    kept_in: Counter[str] = field(default_factory=Counter)  # files that did not come out, by the code of the problem
    patience: int = 0  # bytes that may still be unpacked only to find that they do not fit

    @classmethod
    def of(cls, settings: ReadSettings, packed: int | None = None) -> Budget:
        """The budget of the settings; `packed` is the size of a container that compresses, and bounds what comes out.

        At most 100 bytes for each packed one, and 64 MiB in any case.
        """
        if packed is None or (bound := max(_ALWAYS, _RATIO * packed)) >= settings.max_enclosed_bytes:
            most, code = settings.max_enclosed_bytes, "too_large"
        else:
            most, code = bound, "unpacks_too_large"
        return cls(settings.max_enclosed, most, code, patience=2 * most)

    def told(self) -> Iterator[Notice]:
        """The warnings that files were left out or did not come out, where some were; yield it after the last file."""
        if kept := +self.kept_in:
            why = "; ".join(f"{reason(code)} ({count:,})" for code, count in kept.items())
            yield Notice("enclosed_not_read", f"files inside that did not come out when it was read: {why}")
        if self.left_out:
            yield Notice("enclosed_left_out", f"files inside beyond the limit, not taken out: {self.left_out}")


def file(path: str, data: bytes | BinaryIO, budget: Budget, made: str = "", name: str = "") -> Iterator[object]:
    """One enclosed file: `Enclosed` and its `Chunk`s, or `Enclosed` with the problem that kept it in.

    `path` is as the container writes it, `name` what to call the file where that is not the last part of the path.
    `data` is bytes or a seekable stream, read from its beginning (what it raises of `UNPACK_ERRORS` makes the file
    "file_damaged"). A stream is read to its end before anything is handed on, so that a file is whole or not there;
    large ones yield `Advance` meanwhile. Beyond `budget.files` nothing is yielded.
    """
    if budget.files <= 0:
        budget.left_out += 1
        return
    if budget.patience < 0:
        yield from refused(path, budget.code, budget, name)
        return
    probe = _Probe(io.BytesIO(data) if isinstance(data, bytes) else data, budget.bytes)
    try:
        yield from probe.run()
    except UNPACK_ERRORS:
        yield from refused(path, "file_damaged", budget, name)
        return
    if probe.size > budget.bytes:
        budget.patience -= probe.size
        yield from refused(path, budget.code, budget, name)
        return
    budget.files -= 1
    budget.bytes -= probe.size
    yield _listed(path, "", made, name)
    yield from probe.chunks()


def refused(path: str, problem: str, budget: Budget, name: str = "") -> Iterator[Enclosed]:
    """An enclosed file that does not come out, listed with the code of the reason; it counts as a file."""
    if budget.files <= 0:
        budget.left_out += 1
        return
    budget.files -= 1
    budget.kept_in[problem] += 1
    yield _listed(path, problem, "", name)


def safe_path(path: str) -> str:
    """`path` as people may see it and a file system may hold it: relative, with "/" between its parts.

    Drives, leading slashes, "." and ".." are dropped; controls, and characters that turn the direction of writing or
    are not seen, read as U+FFFD ("photo\\u202egpj.exe" does not pass for a picture).
    """
    parts = _UNSAFE.sub("\ufffd", path).replace("\\", "/").split("/")
    if re.fullmatch("[A-Za-z]:", parts[0]):
        parts = parts[1:]
    kept = [_short(re.sub("^[A-Za-z]:", "", part).strip()) for part in parts]
    kept = [part for part in kept if part.strip(". ")]
    while len(kept) > 1 and len("/".join(kept)) > _PATH:
        kept = kept[1:]
    return "/".join(kept) or _UNNAMED


def _listed(path: str, problem: str, made: str, name: str) -> Enclosed:
    safe = safe_path(path)
    return Enclosed(safe_path(name or safe).rpartition("/")[2], safe, problem, made)


def _short(name: str) -> str:
    """A name cut to its bound in bytes and characters, its ending kept."""
    while len(name.encode()) > _NAME:
        stem, dot, end = name.rpartition(".")
        stem, end = (stem, dot + end) if stem and len(end) < 16 else (name, "")
        name = stem[: max(1, min(len(stem) - 1, _NAME - len(end)))] + end
    return name


class _Probe:
    """The first reading of a stream: its size, whether it is whole, and its bytes where they are few."""

    def __init__(self, stream: BinaryIO, bound: int) -> None:
        self.size = 0
        self._stream, self._bound = stream, bound
        self._kept: list[bytes] = []

    def run(self) -> Iterator[Advance]:
        """Read to the end, or just beyond the bound; yields a sign of life now and then."""
        self._stream.seek(0)
        while self.size <= self._bound and (piece := self._stream.read(MEBI)):
            before, self.size = self.size, self.size + len(piece)
            if self.size <= _KEPT:
                self._kept.append(piece)
            if self.size // _SIGN_OF_LIFE > before // _SIGN_OF_LIFE:
                yield Advance(self.size, 0, "bytes")

    def chunks(self) -> Iterator[Chunk]:
        """The bytes; the second reading stops at the size of the first, whatever the stream gives now."""
        if self.size <= _KEPT:
            yield from map(Chunk, self._kept)
            return
        self._stream.seek(0)
        left = self.size
        while left and (piece := self._stream.read(min(MEBI, left))):
            left -= len(piece)
            yield Chunk(piece)
