"""Finds where members of a ZIP end whose sizes were not known when they began: these stand behind them.

These are descriptors after APPNOTE.TXT 4.3.9: CRC, packed and unpacked size, with a signature before them or without.
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterator
from typing import BinaryIO, Final

from ingest.items import MEBI

HEAD: Final = struct.Struct("<4s5H3I2H")  # of a member: mark, version, flags, method, time, date, CRC, sizes, lengths
MEMBER_MARK, ENTRY_MARK = b"PK\3\4", b"PK\1\2"
METHODS: Final = frozenset((*range(13), 14, 18, 19, 20, 93, 95, 96, 97, 98, 99))  # of packing, by number (4.4.5)
_SIGNATURE: Final = b"PK\7\x08"
_MARKS: Final = (MEMBER_MARK, ENTRY_MARK, _SIGNATURE)
_FORMS: Final = (struct.Struct("<3I"), struct.Struct("<I2Q"))  # a descriptor without its signature; of large members
_WIDE: Final = 24  # bytes of a descriptor at most
_MOST: Final = 4 * 65_535  # marks that count: many more than a directory can list

Told = tuple[int, int, int, int]  # CRC, packed and unpacked size, and where the next thing begins


class Behind:
    """The descriptors of a file, which is looked through once, when the first is asked for."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._size = stream, size
        self._fits: dict[int, Told] | None = None
        self._heads: list[int] = []
        self._before: list[bytes] = []  # the bytes before each head

    def of(self, start: int) -> Told:
        """The descriptor that fits the member whose bytes begin at `start`.

        Where none does it is damaged: then the one before the next member counts, or else all bytes up to the file's
        end.
        """
        if self._fits is None:
            self._fits = {}
            self._learn(self._fits)
        if start in self._fits:
            return self._fits[start]
        place = bisect_left(self._heads, start)
        if place == len(self._heads):
            return 0, self._size - start, self._size - start, self._size
        head, before = self._heads[place], self._before[place]
        large = before[:4] == _SIGNATURE
        form = _FORMS[large]
        crc, _, unpacked = form.unpack(before[-form.size :])
        packed = head - start - form.size - 4 * (large or before[-16:-12] == _SIGNATURE)
        return (crc, packed, unpacked, head) if packed >= 0 else (0, head - start, head - start, head)

    def _learn(self, fits: dict[int, Told]) -> None:
        for at, before, told in self._marks():
            if told[:4] == _SIGNATURE:
                for form in _FORMS:
                    if len(told) >= 4 + form.size:
                        _note(fits, at, form.unpack_from(told, 4), at + 4 + form.size)
                continue
            if told and not (told[:4] == ENTRY_MARK or _plausible(told)):
                continue
            if len(before) < _WIDE:
                continue
            if told:
                self._heads.append(at)
                self._before.append(before)
            for form in _FORMS:
                _note(fits, at - form.size, form.unpack(before[-form.size :]), at)

    def _marks(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Where each mark stands, the bytes before and from there on; at last the file's end, with no bytes."""
        at, held, count, done = 0, b"", 0, 0
        while count < _MOST:
            self._stream.seek(at + len(held))
            piece = self._stream.read(MEBI)
            held += piece
            last = len(held) if not piece else len(held) - HEAD.size
            for place in _places(held, done - at, last):
                count += 1
                yield at + place, held[max(0, place - _WIDE) : place], held[place : place + HEAD.size]
                if count >= _MOST:
                    return
            if not piece:
                yield at + len(held), held[-_WIDE:], b""
                return
            done = max(done, at + last)
            kept = max(0, done - _WIDE - at)
            at, held = at + kept, held[kept:]


def _note(fits: dict[int, Told], end: int, told: tuple[int, int, int], after: int) -> None:
    """Note a descriptor by where the bytes begin that end before it, if a member's head has room before them."""
    crc, packed, unpacked = told
    if end - packed > HEAD.size:
        fits.setdefault(end - packed, (crc, packed, unpacked, after))


def _places(held: bytes, start: int, end: int) -> Iterator[int]:
    """Where marks begin within [start, end) of some bytes."""
    at = held.find(b"PK", start)
    while 0 <= at < end:
        if held[at : at + 4] in _MARKS:
            yield at
        at = held.find(b"PK", at + 2)


def _plausible(raw: bytes) -> bool:
    """Whether bytes that begin with the mark of a member can be its head."""
    if len(raw) < HEAD.size:
        return False
    head = HEAD.unpack(raw)
    return head[3] in METHODS and head[9] > 0
