"""The one normalisation of layer text that readers share: line ends, byte-order marks, NUL and lone surrogates."""

from __future__ import annotations

from typing import Final

# Length-preserving, so that offsets and boxes that were counted before stay right.
_SAME_LENGTH: Final = {0: "\ufffd", 0x0D: "\n", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


def same_length(text: str) -> str:
    """`text` with CR as LF, and NUL and lone surrogates as U+FFFD, code point for code point."""
    return text.translate(_SAME_LENGTH) if not text.isascii() or "\0" in text or "\r" in text else text


def clean(text: str) -> str:
    """`text` normalised for a layer: as `same_length`, with CRLF as one LF."""
    return same_length(text.replace("\r\n", "\n"))
