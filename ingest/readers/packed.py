"""Unpacks what the standard library knows besides ZIP: a file packed with gzip, bzip2 or xz, and the files of a tar."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
from collections.abc import Callable, Collection, Iterator
from typing import BinaryIO, Final, cast

from ingest.items import Advance, Fields, Opened, ReadSettings
from ingest.readers import enclosed
from ingest.readers.sniff import sniff
from provenance.errors import ReadError
from provenance.records import Notice

_OPENERS: Final[dict[str, Callable[[BinaryIO], BinaryIO]]] = {
    "gzip": lambda stream: cast("BinaryIO", gzip.GzipFile(fileobj=stream)),
    "bzip2": lambda stream: cast("BinaryIO", bz2.BZ2File(stream)),
    "xz": lambda stream: cast("BinaryIO", lzma.LZMAFile(stream)),  # noqa: SIM115 - closed with the stream
}


def extractor() -> str:
    """Name and version; packed files have no text of their own."""
    return "attest-packed/1 tarfile/1"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """No part, and the file or the files inside as `Enclosed`.

    A packed file is named as gzip says, else "unpacked". Raises ReadError: file_damaged (a tar without a first member).
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
        yield from enclosed.file(name or "unpacked", _OPENERS[kind](stream), budget)
    yield from budget.told()


def _tar(stream: BinaryIO, budget: enclosed.Budget) -> Iterator[object]:
    links = number = 0
    try:
        with tarfile.open(fileobj=stream, mode="r:") as pack:
            for number, member in enumerate(pack, 1):
                if member.isreg():
                    opened = pack.extractfile(member)
                    if opened is not None:
                        yield from enclosed.file(member.name, cast("BinaryIO", opened), budget)
                elif not member.isdir():
                    links += 1
                if number % 100 == 0:
                    yield Advance(stream.tell(), 0, "bytes")
    except enclosed.UNPACK_ERRORS as bad:
        if not number:
            raise ReadError("file_damaged") from bad
        yield Notice("file_cut_off", f"the archive is damaged after {number} entries; those before came out")
    yield Fields({"members": str(number)})
    if links:
        yield Notice("links_left_out", f"links and devices inside, which are no files: {links}")


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
