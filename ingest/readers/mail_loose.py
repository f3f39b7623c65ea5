"""Finds files that are written into the text of a mail without MIME: uuencoded ones come out, others are said.

uuencode after POSIX.1-2017 ("uuencode", historical algorithm), yEnc after its draft 1.3, BinHex after RFC 1741.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from typing import Final

from provenance.records import Notice

_BEGIN: Final = re.compile(rb"(?m)^begin(-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n")
_ENDS: Final = (b"end", b"====")
_LINE: Final = re.compile(rb"[ -`]{1,90}")  # a uuencoded line: its length, then four characters for three bytes
_YENC: Final = re.compile(rb"(?m)^=ybegin ([^\r\n]*)\r?\n")
_YENC_NAME: Final = re.compile(rb"name=(.*)")
_YENC_END: Final = re.compile(rb"(?m)^=yend[^\r\n]*\r?$")
_BINHEX: Final = re.compile(rb"(?mi)^\(This file must be converted with BinHex")


@dataclass(slots=True)
class Loose:
    """What is left of a body as words, and the files (name, bytes) that stood in it, with what to say of them."""

    words: bytes
    files: list[tuple[str, bytes]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def taken_out(body: bytes) -> Loose:
    """The body without the letters of files; the lines "begin 644 name" and "end" stay and show where each stood."""
    found = Loose(body)
    kept, at = [], 0
    while begun := _BEGIN.search(body, at):
        data, whole, end = _bytes(body, begun.end(), bool(begun[1]))
        kept.append(body[at : begun.end()])
        at = begun.end()
        if data:
            name = begun[2].strip().decode("utf-8", "replace")
            found.files.append((name, data))
            at = end
            if not whole:
                found.notices.append(Notice("attachment_damaged", f"{name}: uuencoded, and damaged or cut off"))
    found.words = b"".join((*kept, body[at:]))
    _say_others(found)
    return found


def _bytes(body: bytes, at: int, base64: bool) -> tuple[bytes, bool, int]:
    """The bytes of the lines from `at` on, whether they come to their end mark, and where what is no such line begins.

    That is the end mark, or a line that is damaged: it stays among the words of the text, with all that follows it.
    """
    out = bytearray()
    while at < len(body):
        end = body.find(b"\n", at) + 1 or len(body)
        line = body[at:end]
        text = line.rstrip(b"\r\n")
        if text.rstrip() in _ENDS:
            return bytes(out), True, at
        try:
            out += binascii.a2b_base64(text) if base64 else _line(text, cut=line == text)
        except binascii.Error:
            break
        at = end
    return bytes(out), False, at


def _length(line: bytes) -> int:
    return (line[0] - 32) & 63


def _line(line: bytes, cut: bool) -> bytes:
    """Bytes of a uuencoded line; blanks that mail programs dropped at its end count as there, in a `cut` one not."""
    if not line.strip():
        return b""
    want = 1 + -(-_length(line) // 3) * 4
    if not _LINE.fullmatch(line) or len(line) > want + 2:  # some programs add a checksum
        raise binascii.Error
    data = binascii.a2b_uu(line[:want].ljust(want))
    return data[: (len(line) - 1) * 3 // 4] if cut else data


def _say_others(found: Loose) -> None:
    """Take out the bytes of yEnc, which are no words, and say which files were not unpacked."""
    body, kept, at = found.words, [], 0
    while begun := _YENC.search(body, at):
        end = _YENC_END.search(body, begun.end())
        named = _YENC_NAME.search(begun[1])
        name = named[1].strip().decode("utf-8", "replace") if named else "a file"
        found.notices.append(Notice("packing_not_read", f"{name}: in the body as yEnc, which is not unpacked"))
        kept.append(body[at : begun.end()])
        at = end.start() if end else len(body)
    found.words = b"".join((*kept, body[at:]))
    if _BINHEX.search(found.words):
        found.notices.append(Notice("packing_not_read", "a file in the body as BinHex, which is not unpacked"))
