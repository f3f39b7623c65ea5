"""A file within the bytes that the settings allow: measured, or read in one go."""

from __future__ import annotations

import io
from typing import BinaryIO

from ingest.items import ReadSettings
from provenance.errors import ReadError


def size_within(stream: BinaryIO, settings: ReadSettings) -> int:
    """Bytes of the file; the stream stands at its end. Raises ReadError: file_empty, too_large."""
    size = stream.seek(0, io.SEEK_END)
    if not size:
        raise ReadError("file_empty")
    if size > settings.max_bytes:
        raise ReadError("too_large", bytes=size, limit=settings.max_bytes)
    return size


def data_within(stream: BinaryIO, settings: ReadSettings) -> bytes:
    """All bytes of the file; raises ReadError: file_empty, too_large."""
    size = size_within(stream, settings)
    stream.seek(0)
    return stream.read(size)
