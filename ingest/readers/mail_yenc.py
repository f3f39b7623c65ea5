"""Finds files that are written into the text of a mail as yEnc (draft 1.3): their bytes are no words.

A whole one comes out; of one that is damaged, or a part of several, the bytes are taken out, and it is said. The lines
"=ybegin", "=ypart" and "=yend" stay and show where it stood, and so do a person's words.
"""

from __future__ import annotations

import re
from typing import Final

from provenance.records import Notice

_BEGIN: Final = re.compile(rb"(?m)^=ybegin ([^\r\n]*)\r?\n(?:=ypart [^\r\n]*\r?\n)?")
_END: Final = re.compile(rb"(?m)^=yend[^\r\n]*\r?$")
_NAME: Final = re.compile(rb"name=(.*)")
_SIZE: Final = re.compile(rb"\bsize=(\d{1,10})\b")
_WIDTH: Final = re.compile(rb"\bline=(\d{1,4})\b")
_MORE: Final = 2  # bytes that a full line may have beyond its length: an escape, a dot that was doubled in sending
_CONTROL: Final = bytes(b for b in range(32) if b != 9) + b"\x7f"  # in nearly every line of yEnc, never in words
_WORD: Final = 15  # letters of a long word: more, line by line, has no blanks


def taken_out(body: bytes) -> tuple[bytes, list[tuple[str, bytes]], list[Notice]]:
    """The body without the bytes of files in yEnc, the whole ones of these (name, bytes), and what to say of others."""
    files: list[tuple[str, bytes]] = []
    notices: list[Notice] = []
    kept, at = [], 0
    begins = list(_BEGIN.finditer(body))
    for begun, limit in zip(begins, [*(after.start() for after in begins[1:]), len(body)], strict=False):
        kept.append(body[at : begun.end()])
        at = begun.end()
        named = _NAME.search(begun[1])
        name = named[1].strip().decode("utf-8", "replace") if named else "a file"
        size, width = _number(_SIZE, begun[1]), _number(_WIDTH, begun[1])
        ended = _END.search(body, at, limit)
        data = _unpacked(body[at : ended.start()]) if ended else b""
        if ended and len(data) == size:
            files.append((name, data))
            at = ended.start()
            continue
        notices.append(Notice("packing_not_read", f"{name}: in the body as yEnc, which is not unpacked"))
        if ended:
            if len(data) != _number(_SIZE, ended[0]):
                kept += _words(body[at : ended.start()], width)
            at = ended.start()
        else:
            at = _first_words(body, at, limit, width)
    return b"".join((*kept, body[at:])), files, notices


def _number(told: re.Pattern[bytes], line: bytes) -> int:
    found = told.search(line)
    return int(found[1]) if found else -1


def _words(lines: bytes, width: int) -> list[bytes]:
    """The lines before an end mark that are a person's; where all but the last are as long as is told, only that."""
    held = lines.splitlines(keepends=True)
    *full, last = [text for line in held if (text := line.rstrip(b"\r\n"))] or [b""]
    regular = all(_is_full(text, width) for text in full) and len(last) <= width + _MORE
    if regular and not all(_is_words(text, width) for text in full):
        return [held[-1]] if b" " in last.strip() and _is_words(last, width) else []
    words = [line for line in held if _is_words(line, width)]
    return words if any(line.strip() for line in words) else []


def _first_words(body: bytes, at: int, limit: int, width: int) -> int:
    """Where lines of yEnc without an end mark end at the latest: at the first that is words."""
    while at < limit:
        end = body.find(b"\n", at, limit) + 1 or limit
        if _is_words(body[at:end], width):
            break
        at = end
    return at


def _is_full(text: bytes, width: int) -> bool:
    return width <= len(text) <= width + _MORE


def _is_words(line: bytes, width: int) -> bool:
    """Whether a line is a person's, in any encoding; where it is of ASCII and full, it has blanks as words have."""
    text = line.rstrip(b"\r\n")
    if text.translate(None, _CONTROL) != text:
        return False
    blanks = text.count(b" ") + text.count(b"\t")
    spaced = len(text) <= (_WORD + 1) * (blanks + 1)
    try:
        printable = text.decode().replace("\t", " ").isprintable()
    except UnicodeDecodeError:
        letters = sum(byte < 128 and chr(byte).isalpha() for byte in text)
        return spaced and (blanks > 0 or 2 * letters >= len(text))
    return spaced or (printable and not (text.isascii() and _is_full(text, width)))


def _unpacked(lines: bytes) -> bytes:
    out = bytearray()
    packed = iter(lines.replace(b"\r", b"").replace(b"\n", b""))
    for byte in packed:
        out.append((byte - 42 if byte != 0x3D else next(packed, 0) - 64 - 42) & 255)
    return bytes(out)
