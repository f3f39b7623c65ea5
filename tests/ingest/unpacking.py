"""What the tests of archives read and make: a container's items, its list of files, and a ZIP on the spot."""

from __future__ import annotations

import io
import zipfile

from ingest.items import MEBI, Chunk, Enclosed, ReadSettings
from ingest.readers import read


def items(data: bytes, **settings: object) -> list[object]:
    return list(read(io.BytesIO(data), "archive", ReadSettings(**settings)))  # type: ignore[arg-type]


def listed(found: list[object]) -> list[tuple[str, str]]:
    """(path, problem) of every enclosed file."""
    return [(item.path, item.problem) for item in found if isinstance(item, Enclosed)]


def size(found: list[object]) -> int:
    assert all(len(item.data) <= MEBI for item in found if isinstance(item, Chunk))
    return sum(len(item.data) for item in found if isinstance(item, Chunk))


def zipped(*members: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as pack:
        for name, data in members:
            pack.writestr(name, data)
    return out.getvalue()
