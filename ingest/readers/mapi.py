"""Reads the properties of an Outlook item ([MS-OXMSG]): texts, numbers, times, packed RTF; leniently, one by one.

python-oxmsg knows the numbers and code pages; its own objects are not used, because they load every stream of a file
at once and give up on the first property that is odd.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from olefile import OleFileIO
from oxmsg.domain.encodings import encoding_from_codepage
from oxmsg.domain.model import UnrecognizedCodePageError, UnsupportedEncodingError

from ingest.readers.mime import decoded
from ingest.readers.normal import clean

PROPERTIES: Final = "__properties_version1.0"
_NAMES: Final = "__nameid_version1.0"
ROOT_HEADER, EMBEDDED_HEADER, OTHER_HEADER = 32, 24, 8  # bytes before the entries, by where the storage stands
_TIME, _INTEGER, _BOOLEAN, _DOUBLE, _SHORT = 0x40, 0x3, 0xB, 0x5, 0x2
_CODEPAGES: Final = (0x3FDE, 0x3FFD)  # of the body, of the other strings
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_MOST = 64 << 20  # bytes of RTF, unpacked
# What a dictionary of packed RTF begins with ([MS-OXRTFCP] 2.1.2.1).
_DICTIONARY: Final = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    + b"\r\n"
    + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


@dataclass(slots=True)
class Storage:
    """A storage of a compound file with properties: the item itself, a recipient or an attachment.

    `ole` is an open `olefile.OleFileIO`, `path` the storage's place in it, `header` the bytes before its entries.
    """

    ole: OleFileIO
    path: tuple[str, ...] = ()
    header: int = ROOT_HEADER
    values: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    codepage: str = "cp1252"

    def __post_init__(self) -> None:
        raw = self.stream(PROPERTIES) or b""
        for at in range(self.header, len(raw) - 15, 16):
            kind, number = struct.unpack_from("<HH", raw, at)
            self.values.setdefault(number, (kind, raw[at + 8 : at + 16]))
        for number in reversed(_CODEPAGES):
            if (page := self.integer(number)) is not None:
                try:
                    self.codepage = encoding_from_codepage(page) or self.codepage
                except (UnrecognizedCodePageError, UnsupportedEncodingError):
                    continue

    def stream(self, name: str) -> bytes | None:
        """The bytes of a stream of this storage, or None where there is none that can be read."""
        path = [*self.path, name]
        try:
            with self.ole.openstream(path) as opened:
                return bytes(opened.read())
        except OSError:  # olefile's word for a stream that is not there, or whose sectors are not
            return None

    def inner(self, prefix: str) -> list[str]:
        """Names of the storages right below this one that begin so, in order."""
        depth = len(self.path)
        found = {
            entry[depth]
            for entry in self.ole.listdir(streams=False, storages=True)
            if len(entry) == depth + 1 and tuple(entry[:depth]) == self.path
        }
        return sorted(name for name in found if name.startswith(prefix))

    def below(self, name: str, header: int = OTHER_HEADER) -> Storage:
        """The storage of this name below this one."""
        return Storage(self.ole, (*self.path, name), header, codepage=self.codepage)

    def text(self, number: int) -> str:
        """A string property, normalised and without a last line feed; "" where there is none."""
        wide = self.stream(f"__substg1.0_{number:04X}001F")
        if wide is not None:
            return clean(wide.decode("utf-16-le", "replace")).rstrip("\ufffd\n" if wide.endswith(b"\0\0") else "\n")
        narrow = self.stream(f"__substg1.0_{number:04X}001E")
        return clean(decoded(narrow, self.codepage)[0]).rstrip("\n") if narrow else ""

    def binary(self, number: int) -> bytes:
        """A binary property; empty where there is none."""
        return self.stream(f"__substg1.0_{number:04X}0102") or b""

    def html(self) -> str:
        """The body as HTML, however the item keeps it; "" where it has none."""
        raw = self.binary(0x1013)
        return clean(decoded(raw, self.codepage)[0]).rstrip("\ufffd") if raw else self.text(0x1013)

    def integer(self, number: int) -> int | None:
        kind, raw = self.values.get(number, (0, b""))
        return struct.unpack_from("<i", raw)[0] if kind == _INTEGER else None

    def double(self, number: int) -> float | None:
        kind, raw = self.values.get(number, (0, b""))
        return struct.unpack_from("<d", raw)[0] if kind == _DOUBLE else None

    def true(self, number: int) -> bool:
        kind, raw = self.values.get(number, (0, b""))
        return kind == _BOOLEAN and raw[0] != 0

    def time(self, number: int) -> datetime | None:
        """A time property in UTC, or None where there is none, or one that no calendar has."""
        kind, raw = self.values.get(number, (0, b""))
        if kind != _TIME:
            return None
        ticks = struct.unpack_from("<Q", raw)[0]
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None


def named(root: Storage) -> dict[tuple[str, int], int]:
    """(property set, its number there) → the number that the property has in this file ([MS-OXMSG] 2.2.3)."""
    names = Storage(root.ole, (*root.path, _NAMES))
    sets = names.stream("__substg1.0_00020102") or b""
    entries = names.stream("__substg1.0_00030102") or b""
    found = {}
    for at in range(0, len(entries) - 7, 8):
        number, which, place = struct.unpack_from("<IHH", entries, at)
        index = (which >> 1) - 3
        if not which & 1 and 0 <= index < len(sets) // 16:
            found[str(UUID(bytes_le=sets[index * 16 : index * 16 + 16])), number] = 0x8000 + place
    return found


def unpacked_rtf(packed: bytes) -> bytes:
    """RTF without the packing that Outlook gives it ([MS-OXRTFCP]); what there is of it where it is cut off."""
    if len(packed) < 16:
        return b""
    _, size, kind = struct.unpack_from("<III", packed)
    if kind == 0x414C454D:  # "MELA": not packed
        return packed[16 : 16 + size]
    window = bytearray(_DICTIONARY.ljust(4096, b"\0"))
    write, at, out = len(_DICTIONARY), 16, bytearray()
    while at < len(packed) and len(out) < min(size, _MOST):
        control = packed[at]
        at += 1
        for bit in range(8):
            if at >= len(packed):
                break
            if not control >> bit & 1:
                piece = packed[at : at + 1]
                at += 1
            else:
                token = int.from_bytes(packed[at : at + 2], "big")
                at += 2
                if token >> 4 == write:
                    return bytes(out[:size])
                piece = b""
                for step in range((token & 15) + 2):
                    one = window[((token >> 4) + step) % 4096]
                    window[(write + step) % 4096] = one
                    piece += bytes((one,))
            for one in piece:
                window[write] = one
                write = (write + 1) % 4096
            out += piece
    return bytes(out[:size])
