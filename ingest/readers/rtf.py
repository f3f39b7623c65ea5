"""Reads RTF: paragraphs and rows in order, then headers, footers, notes and comments, then pictures and embedded files.

The text is the document as it stands: deleted, moved and hidden words follow their paragraph as notes.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from typing import BinaryIO

from ingest.items import Advance, Fields, Opened, ReadSettings
from ingest.readers import enclosed, inside
from ingest.readers.enclosed import Budget
from ingest.readers.pieces import Parts, Piece, remarks
from ingest.readers.rtf_flow import Found
from ingest.readers.rtf_text import Reader
from provenance.errors import ReadError
from provenance.records import Notice

_BYTES = 256 << 20  # most bytes of a file
_DIB = 14  # bytes of the head that a bitmap file has before what RTF keeps


def extractor() -> str:
    """Name and version of the reader, which needs no library."""
    return "attest-rtf/5"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts of kind "paragraph", one for each paragraph or row of a table that has words, and notes after them.

    `label` is "para 12", "table 1, row 3", "text box", "header", "footnote 1", "comment 2 (A. Smith, 3 May 2024),
    para 5"; `only` asks for the parts of these ordinals and nothing else. Raises ReadError: too_large, no_text.
    """
    data = stream.read(_BYTES + 1)
    if len(data) > _BYTES:
        raise ReadError("too_large", limit=_BYTES)
    reader, parts = Reader(), Parts(only)
    if only is None:
        yield Opened("rtf")
    for done in reader.run(data):
        if only is None:
            yield Advance(done, 0, "words")
    found = reader.found
    if only is not None:
        yield from parts.of(found.pieces)
        return
    yield Fields(found.fields)
    yield from parts.of(found.pieces)
    if not parts.usable and not found.files:
        raise ReadError("no_text")
    yield from remarks(found.counts)
    if found.cut_off:
        yield Notice("file_cut_off", "the end of the file is missing")
    yield from _files(found, settings, len(data))


def pieces(data: bytes) -> list[Piece]:
    """The text of RTF that stands in another file (a message's body)."""
    reader = Reader()
    for _ in reader.run(data):
        pass
    return reader.found.pieces


def _files(found: Found, settings: ReadSettings, size: int) -> Iterator[object]:
    budget = Budget.of(settings, size)
    tiny = pictures = objects = 0
    for ending, data in dict.fromkeys(found.files):  # a drawing's picture stands in it up to three times
        if not ending:
            objects += 1
            yield from _object(f"object {objects}", data, budget)
            continue
        if ending == "dib":
            data, ending = _bitmap(data), "bmp"
        if len(data) < 4096 and inside.is_tiny(data):
            tiny += 1
        else:
            pictures += 1
            yield from enclosed.file(f"picture {pictures}.{ending}", data, budget)
    yield from inside.told(tiny)
    yield from budget.told()


def _object(name: str, data: bytes, budget: Budget) -> Iterator[object]:
    """An embedded object without its OLE 1 head ([MS-OLEDS] 2.2.5): version, format, three names, the data's length."""
    try:
        at, names = 8, []
        for _ in range(3):
            (length,) = struct.unpack_from("<I", data, at)
            names.append(data[at + 4 : at + 4 + length].rstrip(b"\0").decode("cp1252", "replace"))
            at += 4 + length
        (length,) = struct.unpack_from("<I", data, at)
        held = data[at + 4 : at + 4 + length]
    except struct.error:
        yield from enclosed.file(f"{name}.bin", data, budget)
        return
    native = None
    if names[0] == "Package":
        try:
            native = inside.native(struct.pack("<I", len(held)) + held)
        except inside.OLE_ERRORS:
            native = None
    if native:
        path = f"{name}/{native[0]}" if native[0] else f"{name}.bin"
        yield from enclosed.file(path, native[1], budget, inside.TAKEN_OUT)
    else:
        yield from inside.whole(f"{name}.bin", held or data, budget)


def _bitmap(data: bytes) -> bytes:
    """A device-independent bitmap with the head that makes it a file of its own."""
    try:
        size, bits, used = *struct.unpack_from("<I", data), *struct.unpack_from("<H", data, 14), 0
        used = struct.unpack_from("<I", data, 32)[0] if size >= 36 else 0
    except struct.error:
        return data
    colours = 4 * (used or (1 << bits if bits <= 8 else 0))
    return b"BM" + struct.pack("<IHHI", _DIB + len(data), 0, 0, _DIB + size + colours) + data
