"""Finds files that are written into the text of a mail without MIME: what decodes comes out, other kinds are said.

A person's words are never taken for a file: what does not decode as an encoder writes it stays in the text.

uuencode after POSIX.1-2017 ("uuencode", historical algorithm), BinHex after RFC 1741; yEnc is in `mail_yenc`.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from typing import Final

from ingest.readers import mail_yenc
from provenance.records import Notice

_BEGIN: Final = re.compile(rb"(?m)^begin(-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n")
_ENDS: Final = (b"end", b"====")
_LINE: Final = re.compile(rb"[ -`]{1,90}")  # a uuencoded line: its length, then four characters for three bytes
_FULL: Final = b"M"  # the length of 45 bytes
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_WIDE: Final = 40  # characters in a row that are base64 and no words
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
    found.words, files, notices = mail_yenc.taken_out(b"".join((*kept, body[at:])))
    found.files += files
    found.notices += notices
    if _BINHEX.search(found.words):
        found.notices.append(Notice("packing_not_read", "a file in the body as BinHex, which is not unpacked"))
    return found


def _bytes(body: bytes, at: int, base64: bool) -> tuple[bytes, bool, int]:
    """The bytes of the lines from `at` on, whether they come to their end mark, and where what is no such line begins.

    That is the end mark, or a line that is damaged: it stays among the words of the text, with all that follows it.
    """
    lines: list[bytes] = []
    whole = False
    while at < len(body):
        end = body.find(b"\n", at) + 1 or len(body)
        text = body[at:end].rstrip(b"\r\n")
        whole = text.rstrip() in _ENDS
        if whole or not (_BASE64.fullmatch(text.strip()) if base64 else _is_line(text)):
            break
        lines.append(text)
        at = end
    cut = at == len(body) and not body.endswith(b"\n")
    if base64 and not _rows(lines):
        return b"", False, at
    if base64:
        packed = b"".join(line.strip() for line in lines).rstrip(b"=")
        return binascii.a2b_base64(packed[: len(packed) // 4 * 4] if cut else _padded(packed)), whole, at
    if not _encoded(lines):
        return b"", False, at
    return b"".join(_line(line, cut and line is lines[-1]) for line in lines), whole, at


def _rows(lines: list[bytes]) -> bool:
    """Whether lines are base64 as encoders break it: all but the last of one length, that no words have."""
    wide = {len(line.strip()) for line in lines[:-1]}
    if not lines or len(wide) > 1:
        return False
    return min(wide, default=0) >= _WIDE or (len(lines) == 1 and (lines[0].endswith(b"=") or len(lines[0]) >= _WIDE))


def _padded(packed: bytes) -> bytes:
    even = packed[: len(packed) - (len(packed) % 4 == 1)]
    return even + b"=" * (-len(even) % 4)


def _length(line: bytes) -> int:
    return (line[0] - 32) & 63


def _want(line: bytes) -> int:
    """Characters of a uuencoded line by the length that it begins with."""
    return 1 + -(-_length(line) // 3) * 4


def _is_line(line: bytes) -> bool:
    return not line.strip() or (bool(_LINE.fullmatch(line)) and len(line) <= _want(line) + 2)  # some add a checksum


def _encoded(lines: list[bytes]) -> bool:
    """Whether lines are as encoders write them: all but the last of 45 bytes, and most of their whole length, if not
    without a blank: at their end mail programs drop them."""
    held = [line for line in lines if line.strip() and _length(line)]
    if not held or any(not line.startswith(_FULL) for line in held[:-1]):
        return False
    return 2 * sum(len(line) >= _want(line) or b" " not in line for line in held) >= len(held)


def _line(line: bytes, cut: bool) -> bytes:
    """Bytes of a uuencoded line; blanks that mail programs dropped at its end count as there, in a `cut` one not."""
    if not line.strip():
        return b""
    data = binascii.a2b_uu(line[: _want(line)].ljust(_want(line)))
    return data[: (len(line) - 1) * 3 // 4] if cut else data
