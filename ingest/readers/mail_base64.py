"""Tells what of a body in base64 is base64 and what are plain lines that a mail gateway set below it, and decodes it.

Lines of any length, and blank ones between them, count: programs and gateways break them as they like (RFC 2045, 6.8).
"""

from __future__ import annotations

import binascii
import re
from typing import Final

_NOT_BASE64: Final = bytes(b for b in range(256) if not (chr(b).isascii() and chr(b).isalnum()) and b not in b"+/")
_LINE: Final = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_WORD: Final = re.compile(rb"[A-Z]?[a-z]+|[A-Z]+")  # that a person writes; letters of base64 hardly ever fall so
_ENDS: Final = (b"=", b"==")  # of what goes before, on a line of their own
_PADDED: Final = re.compile(rb"[A-Za-z0-9+/]+=*")
_WIDE: Final = 40  # characters in a row that are base64 and no word
_SURE: Final = 5  # letters of a word that is no base64, behind what is whole without it
_LONG: Final = 12  # as many, where their number could be that of base64


def parted(body: bytes) -> tuple[bytes, bytes]:
    """What of a body is base64, and the plain lines below; b"" where there are none, or base64 goes on among them."""
    lines = body.splitlines(keepends=True)
    held = _held(lines)
    at = sum(map(len, lines[:held]))
    after = body[at:]
    if not after.strip() or _goes_on(lines[held:]):
        return body, b""
    return body[:at], after


def _held(lines: list[bytes]) -> int:
    """How many lines, from the first, are base64."""
    run: list[tuple[int, bytes]] = []  # number and letters of each line that can be
    size = 0
    for number, line in enumerate(lines):
        text = line.strip()
        if not text:
            continue
        if text in _ENDS:
            fits = size % 4 > 1 and size % 4 + len(text) <= 4
        else:
            ended = bool(run) and run[-1][1].endswith(b"=")
            fits = bool(_LINE.fullmatch(text)) and not (ended and (len(text) % 4 or _is_word(text)))
        if not fits:
            break
        run.append((number, text))
        size += len(text)
    plain = len(run) and any(line.strip() for line in lines[run[-1][0] + 1 :])
    if all(_is_word(text) for _, text in run) and (plain or any(len(text) % 4 for _, text in run)):
        return 0
    if len(run) == 1 and size < _WIDE and size % 4:
        return 0
    run = run[: _without_words(run)]
    return run[-1][0] + 1 if run else 0


def _without_words(run: list[tuple[int, bytes]]) -> int:
    """How many lines of those that can be base64 are, and no words below what is whole without them.

    Short words of four letters could be either: where they stand below a blank as no line before, they are words.
    """
    first = len(run)
    while first and _is_word(run[first - 1][1]):
        first -= 1
    usual = run[1][0] - run[0][0] if len(run) > 1 else 1
    last = max((n for n in range(first, len(run)) if _is_sure(run[n][1])), default=-1)
    size = sum(len(text) for _, text in run[:first])
    for n in range(first, last + 1):
        number, text = run[n]
        apart = n > 0 and number - run[n - 1][0] > usual
        if size % 4 == 0 and (apart or len(text) % 4 or len(text) >= _LONG):
            return n
        size += len(text)
    return len(run)


def _is_sure(word: bytes) -> bool:
    return len(word) >= (_SURE if len(word) % 4 else _LONG)


def _is_word(text: bytes) -> bool:
    return len(text) < _WIDE and len(set(text)) > 1 and bool(_WORD.fullmatch(text))


def _goes_on(lines: list[bytes]) -> bool:
    """Whether base64 goes on below a line that is none: one is too long for a word, or most can be no words."""
    texts = [text for line in lines if (text := line.strip())]
    letters = [text for text in texts if _LINE.fullmatch(text) and not _is_word(text)]
    return any(len(text) >= _WIDE for text in letters) or 2 * len(letters) > max(len(texts), 2)


def decoded(body: bytes) -> tuple[bytes, bool]:
    """Bytes of base64, as far as it goes; whether nothing but base64 stood there, with its end.

    Where it was encoded piece by piece, each with an end of its own, all of them count.
    """
    packed = body.translate(None, b" \t\r\n")
    pieces = _PADDED.findall(packed)
    if len(pieces) > 1 and sum(map(len, pieces)) == len(packed) and not any(len(piece) % 4 for piece in pieces):
        return b"".join(map(binascii.a2b_base64, pieces)), True
    packed = packed.rstrip(b"=")
    only = packed.translate(None, _NOT_BASE64)
    whole = len(only) == len(packed) and len(only) % 4 != 1
    only = only[: len(only) - (len(only) % 4 == 1)]
    return binascii.a2b_base64(only + b"=" * (-len(only) % 4)), whole
