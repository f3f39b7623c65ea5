"""Unpacks what the standard library knows besides ZIP: a file packed with gzip, bzip2 or xz, and the files of a tar."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
from collections.abc import Callable, Collection, Generator, Iterator
from typing import BinaryIO, Final, cast

from ingest.items import MEBI, Advance, Fields, Opened, ReadSettings
from ingest.readers import enclosed
from ingest.readers.sniff import sniff
from provenance.errors import ReadError
from provenance.records import Notice

_BLOCK = 512  # bytes of a tar's heads; every entry begins at a multiple of it
_MAGIC, _MAGIC_AT = b"ustar", 257
_SEARCHED = MEBI  # bytes looked through at a time
_RESTARTS = 200  # how often the next entry is looked for behind damage; a hostile file could ask for it for ever
_OPENERS: Final[dict[str, Callable[[BinaryIO], BinaryIO]]] = {
    "gzip": lambda stream: cast("BinaryIO", gzip.GzipFile(fileobj=stream)),
    "bzip2": lambda stream: cast("BinaryIO", bz2.BZ2File(stream)),
    "xz": lambda stream: cast("BinaryIO", lzma.LZMAFile(stream)),  # noqa: SIM115 - closed with the stream
}


def extractor() -> str:
    """Name and version; packed files have no text of their own."""
    return "attest-packed/2 tarfile/1"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """No part, and the file or the files inside as `Enclosed`.

    A packed file is named as gzip says, else as the packed one (`extra["name"]` of the settings) without its ending.
    Raises ReadError: file_damaged (a tar without a first member).
    """
    if only is not None:
        return
    kind = sniff(stream)
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    budget = enclosed.Budget.of(settings, size)
    yield Opened(kind)
    if kind == "tar":
        yield from _tar(stream, budget)
    else:
        name = _gzip_name(stream) if kind == "gzip" else ""
        stream.seek(0)
        yield from enclosed.file(name or _unpacked(settings.extra.get("name", "")), _OPENERS[kind](stream), budget)
    yield from budget.told()


def _unpacked(name: str) -> str:
    """What packing made "calls.csv.gz" or "phone.tgz" of; "unpacked" where the name does not say."""
    stem, dot, ending = name.rpartition("/")[2].rpartition(".")
    tar = {"tgz": ".tar", "tbz": ".tar", "tbz2": ".tar", "txz": ".tar"}.get(ending.lower(), "")
    known = tar or ending.lower() in ("gz", "gzip", "z", "bz2", "bz", "xz", "lzma")
    return stem + tar if dot and stem and known else "unpacked"


def _tar(stream: BinaryIO, budget: enclosed.Budget) -> Iterator[object]:
    links = 0
    entries = _Entries(stream)
    for found in entries.walk():
        if isinstance(found, Advance):
            yield found
            continue
        pack, member = found
        if member.isreg():
            opened = pack.extractfile(member)
            if opened is not None:
                yield from enclosed.file(member.name, cast("BinaryIO", opened), budget)
        elif not member.isdir():
            links += 1
    if not entries.number:
        raise ReadError("file_damaged")
    yield from entries.told()
    yield Fields({"members": str(entries.number)})
    if links:
        yield Notice("links_left_out", f"links and devices inside, which are no files: {links}")


class _Entries:
    """Walks through a tar's entries, and looks for the next one behind what is none: damage, or another tar's end.

    `number` counts the entries, `lost` the bytes that belong to none; `whole` is false where the file ends too soon.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.number = self.lost = 0
        self.whole = True
        self._stream = stream
        self._size = stream.seek(0, io.SEEK_END)

    def walk(self) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo] | Advance]:
        """Each entry with the pack that holds it, and signs of life."""
        at = 0
        for _ in range(_RESTARTS):
            at = yield from self._run(at)
            self._stream.seek(at)
            ended = self._stream.read(_BLOCK) == bytes(_BLOCK)
            following = yield from self._search(at)
            if following < 0:
                self.whole = self.whole and (ended or at < self._size)
                return
            at = following
        self.lost += self._size - at

    def told(self) -> Iterator[Notice]:
        """The warning that something is missing, where it is."""
        if self.lost:
            found = "the entries before and those found behind them came out"
            yield Notice("file_cut_off", f"the archive is damaged: {self.lost:,} bytes belong to no entry; {found}")
        elif not self.whole:
            yield Notice("file_cut_off", f"the archive ends too soon, after {self.number} entries; those came out")

    def _run(self, at: int) -> Generator[tuple[tarfile.TarFile, tarfile.TarInfo] | Advance, None, int]:
        """The entries from `at` on, up to where none follows; gives that place."""
        pack: tarfile.TarFile | None = None
        self._stream.seek(at)
        try:
            with tarfile.open(fileobj=self._stream, mode="r:") as pack:
                for member in pack:
                    self.number += 1
                    yield pack, member
                    if self.number % 100 == 0:
                        yield Advance(member.offset, 0, "bytes")
        except enclosed.UNPACK_ERRORS:
            self.whole = False
            return max(at + _BLOCK, pack.offset if pack else 0)
        return max(at, pack.offset)

    def _search(self, at: int) -> Generator[Advance, None, int]:
        """Where the next entry's head stands (POSIX.1-2017, pax: "ustar Interchange Format"); -1 if nowhere."""
        while at < self._size:
            self._stream.seek(at)
            piece = self._stream.read(_SEARCHED)
            found = piece.find(_MAGIC, _MAGIC_AT)
            while found >= 0 and not ((found - _MAGIC_AT) % _BLOCK == 0 and _is_head(piece, found - _MAGIC_AT)):
                found = piece.find(_MAGIC, found + 1)
            between = piece if found < 0 else piece[: found - _MAGIC_AT]
            self.lost += len(between.strip(b"\0"))
            if found >= 0:
                return at + found - _MAGIC_AT
            at += len(piece) or _SEARCHED
            yield Advance(at, 0, "bytes")
        return -1


def _is_head(piece: bytes, at: int) -> bool:
    try:
        tarfile.TarInfo.frombuf(piece[at : at + _BLOCK], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _gzip_name(stream: BinaryIO) -> str:
    """The name in the first header (RFC 1952, 2.3), or ""."""
    stream.seek(0)
    head = stream.read(4096)
    if len(head) < 12 or not head[3] & 8:
        return ""
    at = 10
    if head[3] & 4:
        at += 2 + struct.unpack_from("<H", head, 10)[0]
    return head[at : max(at, head.find(b"\0", at))].decode("latin-1")
