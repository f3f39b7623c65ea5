"""Tasks of a child that sends more than it should."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.items import Chunk, Enclosed
from provenance.records import Part


def one(_: object, size: int) -> Iterator[object]:
    yield Part(0, "block", "x" * size)


def file(_: object, pieces: int, size: int) -> Iterator[object]:
    yield Enclosed("a.bin")
    for _n in range(pieces):
        yield Chunk(bytes(size))
