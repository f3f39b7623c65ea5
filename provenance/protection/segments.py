"""Files of a protected case: age segments of 8 MiB one behind the other, decrypted on demand, since age cannot seek.

A file is `MAGIC`, then for each segment its length (8 bytes, big-endian) and that many bytes of an age file
(https://age-encryption.org/v1). What a segment decrypts to begins with 25 bytes: 16 random ones that all segments of
the file share, the number of the segment (8 bytes, big-endian), and 1 for the last segment, else 0. So segments cannot
be left out, put in another order or taken from another file. Without Attest: cut at the lengths, `age -d -i KEY`, drop
25 bytes of each, and join.
"""

from __future__ import annotations

import io
import os
import secrets
import struct
from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

import pyrage

from provenance.errors import AnchorError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC = b"attest.segments/1\n"
SEGMENT = 8 << 20  # bytes of the plain file in each segment but the last
_LENGTH = struct.Struct(">Q")
_HEAD = struct.Struct(">16sQB")
_MOST_MORE = 1 << 20  # bytes that age and the head may add to a segment; measured: some 2,300
_CACHED = 2  # segments: a decoder reads in two places of a file in turn


class SealingWriter(io.RawIOBase):
    """Encrypts what is written to `out`, to be ended by `finish`; one that is not finished reads as cut off."""

    def __init__(self, out: BinaryIO, recipient: pyrage.x25519.Recipient) -> None:
        self._out = out
        self._recipient = recipient
        self._file = secrets.token_bytes(16)
        self._number = 0
        self._waiting = bytearray()
        out.write(MAGIC)

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        view = memoryview(data).cast("B")
        self._waiting += view
        while len(self._waiting) > SEGMENT:  # the last one is known only when nothing follows
            self._seal(bytes(self._waiting[:SEGMENT]), last=False)
            del self._waiting[:SEGMENT]
        return len(view)

    def finish(self) -> None:
        """Write the last segment, down to the disk."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()
        self._out.flush()
        os.fsync(self._out.fileno())

    def close(self) -> None:
        self._out.close()
        super().close()

    def _seal(self, data: bytes, *, last: bool) -> None:
        sealed = pyrage.encrypt(_HEAD.pack(self._file, self._number, last) + data, [self._recipient])
        self._out.write(_LENGTH.pack(len(sealed)))
        self._out.write(sealed)
        self._number += 1


class SealedStream(io.RawIOBase):
    """A read-only seekable stream of the plain bytes of a sealed file; closes `sealed` with itself.

    Raises AnchorError("original_damaged") where a segment is not what was written, at opening and at reading.
    """

    def __init__(self, sealed: BinaryIO, identities: Sequence[pyrage.x25519.Identity]) -> None:
        self._sealed = sealed
        self._identities = list(identities)
        self._places = _places(sealed)
        self._cache: OrderedDict[int, bytes] = OrderedDict()
        self._at = 0
        self._file = b""
        last = len(self._places) - 1
        self._size = last * SEGMENT + len(self._segment(last))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def fileno(self) -> int:
        """Of the sealed file: by it one file is told from another."""
        return self._sealed.fileno()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("seek before the start")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if self._at >= self._size:
            return 0
        number, inside = divmod(self._at, SEGMENT)
        found = memoryview(self._segment(number))[inside : inside + len(view)]
        view[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        self._cache.clear()
        self._sealed.close()
        super().close()

    def _segment(self, number: int) -> bytes:
        """The plain bytes of a segment."""
        if number in self._cache:
            self._cache.move_to_end(number)
            return self._cache[number]
        at, length = self._places[number]
        self._sealed.seek(at)
        try:
            plain: bytes = pyrage.decrypt(self._sealed.read(length), self._identities)
            file, counted, last = _HEAD.unpack_from(plain)
        except (pyrage.DecryptError, struct.error) as error:
            raise AnchorError("original_damaged", detail=f"segment {number + 1} cannot be decrypted") from error
        final = number == len(self._places) - 1
        data = plain[_HEAD.size :]
        whole = len(data) == SEGMENT or final
        if (self._file and file != self._file) or counted != number or bool(last) is not final or not whole:
            raise AnchorError("original_damaged", detail=f"segment {number + 1} belongs elsewhere")
        self._file = file
        self._cache[number] = data
        while len(self._cache) > _CACHED:
            self._cache.popitem(last=False)
        return data


def opened(sealed: BinaryIO, identities: Sequence[pyrage.x25519.Identity]) -> BinaryIO:
    """The plain bytes of a sealed file, buffered; raises as `SealedStream`, which closes `sealed` at once then."""
    try:
        return io.BufferedReader(SealedStream(sealed, identities), buffer_size=1 << 20)
    except BaseException:
        sealed.close()
        raise


def is_sealed(head: bytes) -> bool:
    """Whether a file that begins so is one of these."""
    return head.startswith(MAGIC)


def _places(sealed: BinaryIO) -> list[tuple[int, int]]:
    """(offset, length) of every segment."""
    size = sealed.seek(0, os.SEEK_END)
    sealed.seek(0)
    if sealed.read(len(MAGIC)) != MAGIC:
        raise AnchorError("original_damaged", detail="it does not begin as a sealed file does")
    places, at = [], len(MAGIC)
    while at < size:
        sealed.seek(at)
        head = sealed.read(_LENGTH.size)
        length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
        at += _LENGTH.size
        if not 0 < length <= SEGMENT + _MOST_MORE or at + length > size:
            raise AnchorError("original_damaged", detail="it is cut off")
        places.append((at, length))
        at += length
    if not places:
        raise AnchorError("original_damaged", detail="it is cut off")
    return places
