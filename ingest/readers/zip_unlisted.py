"""Finds bytes of a ZIP that its directory does not list: members that were removed from it, another ZIP before it."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Generator, Iterator, Sequence
from typing import BinaryIO, Final

from ingest.items import MEBI, Advance
from provenance.records import Notice

_HEAD: Final = 30  # bytes of a local header before its name (APPNOTE.TXT 4.3.7)
_END: Final = 22  # bytes of the end record without its comment (4.3.16)
_COMMENT: Final = 65_535  # bytes that the comment may have
_DESCRIPTOR: Final = 24  # bytes at most behind a member that was written without knowing its size (4.3.9)
_FEW: Final = 8  # bytes of padding or of a slip that nobody asks about
_STEP: Final = 1000  # members between two signs of life


def unlisted(
    stream: BinaryIO, members: Sequence[zipfile.ZipInfo], directory: int, size: int
) -> Iterator[Advance | Notice]:
    """The warning that so many bytes were left unread, where there are any; padding with zeros does not count.

    `directory` is where the directory begins, `size` the size of the whole file, both in bytes.
    """
    lost = at = 0
    for number, member in enumerate(sorted(members, key=lambda m: m.header_offset), 1):
        lost += yield from _filled(stream, at, member.header_offset)
        at = max(at, _end_of(stream, member))
        if number % _STEP == 0:
            yield Advance(number, len(members), "files")
    lost += yield from _filled(stream, at, directory)
    lost += yield from _filled(stream, _end(stream, size), size)
    if lost:
        what = "a member removed from the directory, or another ZIP before it"
        yield Notice("bytes_not_listed", f"{lost:,} bytes that its directory does not list ({what}) were not read")


def _filled(stream: BinaryIO, start: int, end: int) -> Generator[Advance, None, int]:
    """How many bytes of [start, end) something stands in; 0 where they are few or all of them zero."""
    if end - start <= _FEW:
        return 0
    stream.seek(start)
    at = start
    while at < end and (piece := stream.read(min(MEBI, end - at))):
        if piece.strip(b"\0"):
            return end - start
        at += len(piece)
        yield Advance(at, 0, "bytes")
    return 0


def _end_of(stream: BinaryIO, member: zipfile.ZipInfo) -> int:
    """Where the bytes of a member end, as its own header and the directory have it."""
    stream.seek(member.header_offset)
    head = stream.read(_HEAD)
    if len(head) < _HEAD:
        return member.header_offset
    flags = struct.unpack_from("<H", head, 6)[0]
    name, extra = struct.unpack_from("<HH", head, 26)
    behind = _DESCRIPTOR if (flags | member.flag_bits) & 8 else 0
    return int(member.header_offset + _HEAD + name + extra + member.compress_size + behind)


def _end(stream: BinaryIO, size: int) -> int:
    """Where the end record with its comment ends; found as `zipfile` finds it, from behind."""
    first = max(0, size - _END - _COMMENT)
    stream.seek(first)
    tail = stream.read(size - first)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) < at + _END:
        return size
    return first + at + _END + int(struct.unpack_from("<H", tail, at + 20)[0])
