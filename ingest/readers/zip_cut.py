"""Finds the members of a ZIP whose directory is cut off or damaged, by the heads that stand before them.

A directory made from those heads (APPNOTE.TXT 4.3.7, 4.3.9, 4.3.12) stands behind the file's bytes in a stream of both:
so the members come out under the same rules as those of a whole ZIP. The file itself stays as it is.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from ingest.items import MEBI

_HEAD: Final = struct.Struct("<4s5H3I2H")  # of a member: mark, version, flags, method, time, date, CRC, sizes, lengths
_ENTRY: Final = struct.Struct("<4s6H3I5H2I")  # of the directory
_END: Final = struct.Struct("<4s4H2IH")
_MEMBER_MARK, _ENTRY_MARK, _END_MARK, _BEHIND_MARK = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\7\x08"
_SIZES_BEHIND: Final = 0x8  # bit of a member's flags
_MOST: Final = 65_535  # members, as the end record can count
_LARGE: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Found:
    """A member by its own head; `end` is where its bytes end, or the file's end."""

    head: tuple[int, ...]  # version, flags, method, time, date
    name: bytes
    at: int
    end: int
    crc: int
    packed: int
    size: int


def with_directory(stream: BinaryIO, size: int) -> BinaryIO | None:
    """The file's bytes with a directory of its members behind them; None where no head of a member is found."""
    found = list(_members(stream, size))
    if not found:
        return None
    end = min(found[-1].end, size)
    entries = b"".join(
        _ENTRY.pack(_ENTRY_MARK, 20, *one.head, one.crc, one.packed, one.size, len(one.name), 0, 0, 0, 0, 0, one.at)
        + one.name
        for one in found
    )
    last = _END.pack(_END_MARK, 0, 0, len(found), len(found), len(entries), end, 0)
    return cast("BinaryIO", _Joined(stream, end, entries + last))


def _members(stream: BinaryIO, size: int) -> Iterator[_Found]:
    at = 0
    for _ in range(_MOST):
        stream.seek(at)
        raw = stream.read(_HEAD.size)
        if len(raw) < _HEAD.size or raw[:4] != _MEMBER_MARK or at >= _LARGE:
            return
        _, version, flags, method, time, date, crc, packed, unpacked, named, extra = _HEAD.unpack(raw)
        name, more = stream.read(named), stream.read(extra)
        start = at + _HEAD.size + named + extra
        if len(name) < named or not name or start > size:
            return
        if _LARGE in (packed, unpacked):
            packed, unpacked = _large(more, packed, unpacked)
        end = start + packed
        if flags & _SIZES_BEHIND and not packed:
            crc, packed, unpacked, end = _behind(stream, start, size)
        if packed >= _LARGE or unpacked >= _LARGE:
            return
        yield _Found((version, flags, method, time, date), name, at, end, crc, min(packed, size - start), unpacked)
        at = end


def _large(extra: bytes, packed: int, unpacked: int) -> tuple[int, int]:
    """(packed, unpacked) size of a member from the field for large ones (4.5.3)."""
    while len(extra) >= 4:
        number, size = struct.unpack_from("<HH", extra)
        if number == 1 and size >= 16 and len(extra) >= 20:
            large = struct.unpack_from("<QQ", extra, 4)
            return int(large[1]), int(large[0])
        extra = extra[4 + size :]
    return packed, unpacked


def _behind(stream: BinaryIO, start: int, size: int) -> tuple[int, int, int, int]:
    """CRC, packed and unpacked size, and the end of a member that was written before its sizes were known.

    They stand behind it; one whose end is missing has all bytes up to the file's end, and a CRC that is hardly right.
    """
    at, held = start, b""
    while at < size:
        stream.seek(at)
        piece = stream.read(MEBI)
        if not piece:
            break
        held = held[-23:] + piece
        base = at + len(piece) - len(held)
        place = held.find(_BEHIND_MARK)
        while place >= 0:
            here = base + place
            stream.seek(here)
            told = stream.read(24)
            for form in ("<4s3I", "<4sI2Q"):
                if len(told) >= struct.calcsize(form):
                    _, crc, packed, unpacked = struct.unpack_from(form, told)
                    if packed == here - start:
                        return crc, packed, unpacked, here + struct.calcsize(form)
            place = held.find(_BEHIND_MARK, place + 1)
        at += len(piece)
    return 0, size - start, size - start, size


class _Joined(io.RawIOBase):
    """The first `end` bytes of a stream, then `behind`."""

    def __init__(self, stream: BinaryIO, end: int, behind: bytes) -> None:
        super().__init__()
        self._stream, self._end, self._behind, self._at = stream, end, behind, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        whole = self._end + len(self._behind)
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: whole}[whence]
        if base + offset < 0:
            raise OSError("before the beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        whole = self._end + len(self._behind)
        want = max(0, whole - self._at) if size is None or size < 0 else size
        out = b""
        if self._at < self._end and want:
            self._stream.seek(self._at)
            out = self._stream.read(min(want, self._end - self._at))
            self._at += len(out)
            want = want - len(out) if self._at >= self._end else 0
        if want and self._at >= self._end:
            more = self._behind[self._at - self._end : self._at - self._end + want]
            self._at += len(more)
            out += more
        return out
