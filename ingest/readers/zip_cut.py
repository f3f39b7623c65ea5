"""Finds the members of a ZIP whose directory is cut off or damaged, by the heads that stand before them.

A directory made from those heads (APPNOTE.TXT 4.3.7, 4.3.9, 4.3.12) stands behind the file's bytes in a stream of both:
so the members come out under the same rules as those of a whole ZIP. The file itself stays as it is.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final, cast

from ingest.items import MEBI
from ingest.readers.zip_behind import ENTRY_MARK, HEAD, MEMBER_MARK, METHODS, Behind

_ENTRY: Final = struct.Struct("<4s6H3I5H2I")  # of the directory
_END: Final = struct.Struct("<4s4H2IH")
_END_MARK: Final = b"PK\5\6"
_SIZES_BEHIND: Final = 0x8  # bit of a member's flags
_MOST: Final = 65_535  # members, as the end record can count
_LARGE: Final = 0xFFFFFFFF
_NEAR: Final = 4096  # bytes before the end that a member tells, within which the next may stand
_EXTRA: Final = 4096  # bytes of the further fields of a head that are looked through


@dataclass(frozen=True, slots=True)
class _Found:
    """A member by its own head, which stands at `at`; its bytes go from `start` to `end`, or the file's end."""

    head: tuple[int, ...]  # version, flags, method, time, date
    name: bytes
    at: int
    start: int
    end: int
    crc: int
    packed: int
    size: int

    @property
    def stored(self) -> bool:
        """Whether its bytes are kept as they are."""
        return self.head[2] == 0


def with_directory(stream: BinaryIO, size: int) -> BinaryIO | None:
    """The file's bytes with a directory of its members behind them; None where no head of a member is found."""
    found = list(_members(stream, size))
    if not found:
        return None
    end = min(found[-1].end, size)
    entries = b"".join(
        _ENTRY.pack(ENTRY_MARK, 20, *one.head, one.crc, one.packed, one.size, len(one.name), 0, 0, 0, 0, 0, one.at)
        + one.name
        for one in found
    )
    last = _END.pack(_END_MARK, 0, 0, len(found), len(found), len(entries), end, 0)
    return cast("BinaryIO", _Joined(stream, end, entries + last))


def heads_stand(stream: BinaryIO, places: Iterable[int]) -> bool:
    """Whether the head of a member stands at each of these places: else bytes were lost, or came in, before it."""
    for place in places:
        stream.seek(place)
        if stream.read(4) != MEMBER_MARK:
            return False
    return True


def _members(stream: BinaryIO, size: int) -> Iterator[_Found]:
    """The members in order; where no head stands at the end of one, the next that does is looked for."""
    marks, behind, at = _Marks(stream, size), Behind(stream, size), 0
    for _ in range(_MOST):
        found = _member(stream, at, size, marks, behind)
        if found is None:
            return
        stream.seek(found.end)
        mark = stream.read(4)
        # Bytes that are missing bring the next head nearer; but what is kept as it is may be an archive of its own.
        before = 0 if mark in (MEMBER_MARK, ENTRY_MARK) else _NEAR if found.stored else found.packed
        at = marks.after(max(found.at + 1, found.end - before))
        yield replace(found, packed=max(0, min(found.packed, at - found.start)))
        if mark == ENTRY_MARK:
            return


def _member(stream: BinaryIO, at: int, size: int, marks: _Marks, behind: Behind) -> _Found | None:
    """The member whose head stands here, or the next after it that can be one."""
    for _ in range(_MOST):
        if at >= min(size, _LARGE):
            return None
        stream.seek(at)
        raw = stream.read(HEAD.size)
        if len(raw) == HEAD.size and raw[:4] == MEMBER_MARK and (found := _read(stream, at, size, raw, behind)):
            return found
        at = marks.after(at + 1)
    return None


def _read(stream: BinaryIO, at: int, size: int, raw: bytes, behind: Behind) -> _Found | None:
    """A member by the bytes of its head; None where they can be none. What is long is read last, of one that can."""
    _, version, flags, method, time, date, crc, packed, unpacked, named, extra = HEAD.unpack(raw)
    start = at + HEAD.size + named + extra
    if not named or start > size or method not in METHODS:
        return None
    if _LARGE in (packed, unpacked):
        stream.seek(at + HEAD.size + named)
        packed, unpacked = _large(stream.read(min(extra, _EXTRA)), packed, unpacked)
    end = start + packed
    if flags & _SIZES_BEHIND and not packed:
        crc, packed, unpacked, end = behind.of(start)
    if packed >= _LARGE or unpacked >= _LARGE:
        return None
    stream.seek(at + HEAD.size)
    head = version, flags, method, time, date
    return _Found(head, stream.read(named), at, start, end, crc, min(packed, size - start), unpacked)


class _Marks:
    """Where marks of members stand; bytes are read once, as far as they are looked through in order."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._size = stream, size
        self._at, self._held = 0, b""

    def after(self, at: int) -> int:
        """The first mark from here on; the file's end where there is none."""
        while at < self._size:
            if not self._at <= at < self._at + len(self._held) - 3:
                self._stream.seek(at)
                self._at, self._held = at, self._stream.read(MEBI)
                if len(self._held) < 4:
                    break
            if (place := self._held.find(MEMBER_MARK, at - self._at)) >= 0:
                return self._at + place
            at = self._at + len(self._held) - 3
        return self._size


def _large(extra: bytes, packed: int, unpacked: int) -> tuple[int, int]:
    """(packed, unpacked) size of a member from the field for large ones (4.5.3)."""
    while len(extra) >= 4:
        number, size = struct.unpack_from("<HH", extra)
        if number == 1 and size >= 16 and len(extra) >= 20:
            large = struct.unpack_from("<QQ", extra, 4)
            return int(large[1]), int(large[0])
        extra = extra[4 + size :]
    return packed, unpacked


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
