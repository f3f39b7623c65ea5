"""Reads plain text of any length in blocks: the layer is the decoded file, whatever its encoding and line ends."""

from __future__ import annotations

import codecs
import io
from collections.abc import Collection, Iterator
from importlib.metadata import version
from typing import BinaryIO, Final

from ingest.items import Advance, Fields, Opened, ReadSettings
from ingest.readers.guessing import EBCDIC, guess
from ingest.readers.normal import same_length
from ingest.readers.sniff import wide_encoding
from ingest.readers.within import size_within
from provenance.errors import ReadError
from provenance.records import Notice, Part

BLOCK = 65536  # most code points in a part
_CHUNK = 1 << 20
_SAMPLE = 1 << 18  # bytes from which an encoding is guessed
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EBCDIC: Final = "it seems to be EBCDIC, and was read as code page 037: in a British one, a dollar stands for a pound"


def extractor() -> str:
    """Name and version; the guess of unmarked encodings depends on charset-normalizer."""
    return f"attest-text/4 charset-normalizer/{version('charset-normalizer')}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts (kind "block") of at most 65,536 code points, cut after a line end where there is one.

    `only` asks for the parts of these ordinals and nothing else. Raises ReadError: file_empty, too_large, no_text.
    """
    size = size_within(stream, settings)
    encoding, notices = find_encoding(stream)
    if only is None:
        yield Opened("text")
        yield Fields({"encoding": encoding})
        yield from notices
    last = max(only, default=-1) if only is not None else None
    usable = False
    for ordinal, text in enumerate(blocks(decoded(stream, encoding))):
        if last is not None and ordinal > last:
            return
        if only is None or ordinal in only:
            usable = usable or not text.isspace()
            yield Part(ordinal, "block", text)
        if only is None:
            yield Advance(min(stream.tell(), size), size, "bytes")
    if only is None and not usable:
        raise ReadError("no_text")


def whole(stream: BinaryIO, settings: ReadSettings) -> tuple[str, str, list[Notice]]:
    """The file's text, its encoding, and what there is to say of it; raises ReadError: file_empty, too_large."""
    size_within(stream, settings)
    encoding, notices = find_encoding(stream)
    return "".join(decoded(stream, encoding)), encoding, notices


def decoded(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The file's text in pieces, as Python's universal newlines read it, without marks at its beginning."""
    newlines = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)("replace"), translate=True)
    stream.seek(0)
    beginning = True
    while True:
        chunk = stream.read(_CHUNK)
        piece = newlines.decode(chunk, final=not chunk)
        if encoding == EBCDIC:
            piece = piece.replace("\x85", "\n")
        if beginning:
            piece = piece.lstrip("\ufeff")
            beginning = not piece
        if piece:
            yield same_length(piece)
        if not chunk:
            return


def blocks(pieces: Iterator[str]) -> Iterator[str]:
    """The same text cut into blocks; linear however long a line is."""
    held = ""
    for piece in pieces:
        held += piece
        at = 0
        while len(held) - at > BLOCK:
            cut = held.rfind("\n", at, at + BLOCK) + 1 or at + BLOCK
            yield held[at:cut]
            at = cut
        held = held[at:]
    if held:
        yield held


def find_encoding(stream: BinaryIO) -> tuple[str, list[Notice]]:
    """The encoding to decode with, and warnings where it is a guess or bytes are lost."""
    stream.seek(0)
    sample = stream.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if sample.startswith(mark) and not (encoding.startswith("utf-32") and stream.seek(0, io.SEEK_END) % 4):
            return encoding, _lost(stream, encoding)
    if wide := wide_encoding(sample):
        return wide, _lost(stream, wide)
    if _strict(stream, "utf-8"):
        return "utf-8", []
    bad, good = _count(stream, "utf-8")
    if good < bad and (found := _guess(stream, sample)):
        return found, [Notice("encoding_guessed", _EBCDIC if found == EBCDIC else found), *_lost(stream, found)]
    many = bad > max(2, stream.seek(0, io.SEEK_END) // 50) and good < bad
    return "utf-8", [Notice("encoding_unknown" if many else "bytes_replaced", f"{bad} places")]


def sample_text(head: bytes) -> str:
    """The beginning of a file as text, for telling what it is; bytes that don't decode are replaced."""
    text = head.decode(find_encoding(io.BytesIO(head))[0], "replace")
    return same_length(text.lstrip("\ufeff").replace("\r\n", "\n"))


def _strict(stream: BinaryIO, encoding: str) -> bool:
    """Whether every byte decodes."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _count(stream: BinaryIO, encoding: str) -> tuple[int, int]:
    """In a file that does not decode: how many places are replaced, and how many characters beyond ASCII are not."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    stream.seek(0)
    bad = good = 0
    while True:
        chunk = stream.read(_CHUNK)
        text = decoder.decode(chunk, final=not chunk)
        lost = text.count("\ufffd")
        bad += lost
        good += len(text) - len(text.encode("ascii", "ignore")) - lost
        if not chunk:
            return bad, good


def _lost(stream: BinaryIO, encoding: str) -> list[Notice]:
    if _strict(stream, encoding):
        return []
    return [Notice("bytes_replaced", f"{_count(stream, encoding)[0]} places")]


def _guess(stream: BinaryIO, sample: bytes) -> str | None:
    """An encoding for text that is not UTF-8."""
    first = next((i for i, byte in enumerate(sample) if byte > 127), None)
    if first is None:  # plain ASCII so far: look round the first byte that is not
        sample = _round_first(stream)
    return guess(sample)


def _round_first(stream: BinaryIO) -> bytes:
    """A sample of the file that begins shortly before its first byte beyond ASCII."""
    stream.seek(0)
    at = 0
    while chunk := stream.read(_CHUNK):
        if not chunk.isascii():
            first = at + next(i for i, byte in enumerate(chunk) if byte > 127)
            stream.seek(max(0, first - 4096))
            return stream.read(_SAMPLE)
        at += len(chunk)
    return b""
