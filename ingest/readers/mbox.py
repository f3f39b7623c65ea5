"""Takes a mailbox (MBOX, RFC 4155) apart: each message comes out as a file of its own, byte for byte as it stands.

A message begins with a line "From sender date" at the beginning or after an empty line; ">From" in bodies (mboxo,
mboxrd) is left as it is, because which of the two was meant cannot be told and the bytes are evidence.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from typing import BinaryIO, Final, cast

from ingest.items import Advance, Fields, Opened, ReadSettings
from ingest.readers import enclosed

_LINE = 1 << 16  # bytes of a line that are looked at
_SIGN_OF_LIFE = 1 << 24
# "From someone@example.org Mon Jun  1 10:00:00 2009", with or without seconds, a zone, or a sender in quotes.
_ENVELOPE: Final = re.compile(
    rb"From [^\n]*\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?[ \t]+[^\n]*\d?\d:\d\d|\d?\d:\d\d[^\n]*\b(?:19|20)\d\d\b)"
)

# As mailboxes are mostly written: a sender without blanks, then the date as C's asctime has it.
_USUAL: Final = re.compile(rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]?\d \d?\d:\d\d(?::\d\d)? ")
_HEADER: Final = re.compile(rb"(?:>?From |[!-9;-~]{1,76}[ \t]*:)")
_MARK: Final = b"\xef\xbb\xbf"


def extractor() -> str:
    """Name and version; a mailbox has no text of its own."""
    return "attest-mbox/2 attest-mime/1"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """No part, and every message as `Enclosed` ("message 0001.eml"), in constant memory.

    Nothing of a message is in its name, which stands in the list, the log and reports even of one that is held.
    Raises what `enclosed` lists as problems of single messages, nothing else.
    """
    if only is not None:
        return
    size = stream.seek(0, io.SEEK_END)
    yield Opened("mbox")
    starts: list[int] = []
    for at, found in _starts(stream):
        if found:
            starts.append(at)
        else:
            yield Advance(at, 2 * size, "bytes")
    yield Fields({"messages": str(len(starts))})
    budget = enclosed.Budget.of(settings)
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], size], strict=True), 1):
        name = f"message {number:04}.eml"
        message = cast("BinaryIO", _Stretch(stream, *_without_envelope(stream, start, end)))
        yield from enclosed.file(name, message, budget)
        if number % 100 == 0:
            yield Advance(size + end, 2 * size, "bytes")
    yield from budget.told()


def _starts(stream: BinaryIO) -> Iterator[tuple[int, bool]]:
    """(offset, True) of each message's first line, and (offset, False) now and then as a sign of life."""
    stream.seek(0)
    at = told = 0
    begun, after_blank, whole = False, True, True
    line = stream.readline(_LINE)
    while line:
        following = stream.readline(_LINE)
        words = line if begun else line.removeprefix(_MARK)
        if whole and words.startswith(b"From ") and (not begun or _begins(words, following, after_blank)):
            begun = True
            yield at, True
        after_blank = whole and not line.strip(b"\r\n")
        whole = line.endswith(b"\n")
        at += len(line)
        line = following
        if at - told >= _SIGN_OF_LIFE:
            told = at
            yield at, False


def _begins(line: bytes, following: bytes, after_blank: bool) -> bool:
    """Whether a line "From …" within the mailbox begins a message: a header follows, and an empty line went before.

    Some programs leave out the empty line; then nothing but an envelope of the usual form will do. So will that where
    no header follows.
    """
    headed = bool(_HEADER.match(following))
    if _USUAL.match(line):
        return after_blank or headed
    return after_blank and headed and bool(_ENVELOPE.match(line))


def _without_envelope(stream: BinaryIO, start: int, end: int) -> tuple[int, int]:
    """The stretch of a message without its "From " line and the empty line that ends it."""
    stream.seek(start)
    begin = start
    while begin < end:
        line = stream.readline(min(_LINE, end - begin))
        begin += len(line)
        if line.endswith(b"\n") or not line:
            break
    stream.seek(max(begin, end - 4))
    tail = stream.read(end - max(begin, end - 4))
    if tail.endswith(b"\r\n\r\n"):
        end -= 2
    elif tail.endswith(b"\n\n"):
        end -= 1
    return begin, max(begin, end)


class _Stretch(io.RawIOBase):
    """Bytes [start, end) of a stream as a stream of its own."""

    def __init__(self, stream: BinaryIO, start: int, end: int) -> None:
        super().__init__()
        self._stream, self._start, self._end, self._at = stream, start, end, start

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: self._start, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence]
        self._at = min(max(self._start, base + offset), self._end)
        return self._at - self._start

    def read(self, size: int | None = -1) -> bytes:
        left = self._end - self._at
        self._stream.seek(self._at)
        piece = self._stream.read(left if size is None or size < 0 else min(size, left))
        self._at += len(piece)
        return piece
