"""Tells the kind of an OLE compound file (old Office, Outlook messages, encrypted Office) from its directory.

Layout after [MS-CFB]: a header with the sector size and the first sectors of the allocation table, sectors chained by
that table, and a directory of 128-byte entries whose root-level ones form a tree below entry 0.
"""

from __future__ import annotations

import struct
from typing import BinaryIO, Final

from provenance.errors import ReadError

_END: Final = 0xFFFFFFFA  # this and above: not a sector
_SECTORS = 4096  # most directory sectors looked at
_ENCRYPTED: Final = {"encryptedpackage", "encryptioninfo"}
_NAMES: Final = {
    "worddocument": "doc",
    "workbook": "xls",
    "book": "xls",
    "powerpoint document": "ppt",
    "__properties_version1.0": "msg",
    "visiodocument": "vsd",
    "contents": "pub",
}


def sniff_ole(stream: BinaryIO) -> str:
    """The kind of a compound file: doc, xls, ppt, msg, …, or "ole".

    Raises ReadError(password_needed) for an encrypted Office file and ReadError(file_damaged) for a broken directory.
    """
    try:
        names = _root_names(stream)
    except (struct.error, IndexError, ValueError) as bad:
        raise ReadError("file_damaged", kind="ole") from bad
    if names & _ENCRYPTED:
        raise ReadError("password_needed", kind="office")
    return next((kind for name, kind in _NAMES.items() if name in names), "ole")


def _root_names(stream: BinaryIO) -> set[str]:
    """Names of the root's own entries, in lower case."""
    stream.seek(0)
    header = stream.read(512)
    shift = struct.unpack_from("<H", header, 30)[0]
    if shift not in (9, 12):
        raise ValueError("sector size")
    size = 1 << shift
    first = struct.unpack_from("<I", header, 48)[0]
    table = struct.unpack_from("<109I", header, 76)
    directory = bytearray()
    while first < _END and len(directory) < _SECTORS * size:
        directory += _sector(stream, first, size)
        at = first * 4
        first = struct.unpack_from("<I", _sector(stream, table[at // size], size), at % size)[0]
    return _siblings(bytes(directory))


def _sector(stream: BinaryIO, number: int, size: int) -> bytes:
    stream.seek((number + 1) * size)
    return stream.read(size)


def _siblings(directory: bytes) -> set[str]:
    """Names in the red-black tree below the root entry."""
    names: set[str] = set()
    seen: set[int] = set()
    todo = [struct.unpack_from("<I", directory, 76)[0]]
    while todo:
        number = todo.pop()
        if number >= _END or number in seen or (number + 1) * 128 > len(directory):
            continue
        seen.add(number)
        entry = directory[number * 128 : number * 128 + 128]
        length = struct.unpack_from("<H", entry, 64)[0]
        names.add(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").lower())
        todo += struct.unpack_from("<II", entry, 68)
    return names
