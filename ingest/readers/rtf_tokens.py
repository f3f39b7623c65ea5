"""Cuts RTF into its tokens.

Syntax after Microsoft's Rich Text Format Specification, version 1.9.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN = re.compile(
    rb"(?P<word>\\(?P<name>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?)|\\'(?P<byte>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]+)|[\r\n\0]+|\\",
    re.DOTALL,
)
_WORDS: Final = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
_SYMBOLS: Final = {"~": "\xa0", "_": "\u2011", "{": "{", "}": "}", "\\": "\\", "-": ""}


class Token(NamedTuple):
    """One token: `kind` is "{", "}", "word" (with its number, if any), "symbol", "bytes" or "bin" (raw data)."""

    kind: str
    name: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of a file; a last group that is cut off simply ends."""
    at = 0
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:
            return
        at = found.end()
        if found["text"]:
            yield Token("bytes", data=found["text"])
        elif found["byte"]:
            yield Token("bytes", "'", data=bytes.fromhex(found["byte"].decode()))
        elif found["brace"]:
            yield Token(found["brace"].decode())
        elif found["symbol"]:
            yield Token("symbol", found["symbol"].decode("latin-1"))
        elif found["name"]:
            number = int(found["number"]) if found["number"] else None
            if found["name"] == b"bin":
                length = max(0, number or 0)
                yield Token("bin", data=data[at : at + length])
                at += length
            else:
                yield Token("word", found["name"].decode(), number)


def word_text(name: str) -> str | None:
    """The character that a control word stands for, or None."""
    return _WORDS.get(name)


def symbol_text(symbol: str) -> str | None:
    """The character that a control symbol stands for, or None where it ends a paragraph or means something else."""
    return "\n" if symbol in "\r\n" else _SYMBOLS.get(symbol)
