"""ZIP archives that were written in one go and cut off: where their members end is found, and in one pass."""

from __future__ import annotations

import io
import struct
import zipfile
from random import Random

import pytest
from test_archives import piped
from unpacking import items, listed, zipped

from ingest.items import MEBI
from ingest.readers.zip_cut import with_directory

RANDOM = Random(4).randbytes


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_of_a_cut_zip_whose_sizes_stand_behind_them_without_a_signature_come_out(packing: int) -> None:
    chats = {f"chat{n}.txt": RANDOM(200).hex().encode() for n in range(5)}
    made = {"chats.zip": zipped(*chats.items()), **chats, "long.bin": RANDOM(70_000)}
    data = piped(*made.items(), packing=packing)
    unsigned = data[: data.rindex(b"PK\7\x08") + 16].replace(b"PK\7\x08", b"")
    assert listed(items(unsigned)) == [(name, "") for name in made]


class Counted(io.BytesIO):
    """Bytes that count how many of them were read."""

    count = 0

    def read(self, size: int | None = -1) -> bytes:
        got = super().read(size)
        self.count += len(got)
        return got


def test_heads_whose_ends_are_missing_are_looked_through_once() -> None:
    streamed = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 8, 8, 0, 0, 0, 0, 0, 1, 0) + b"a" + b"x" * 2000
    no_member = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, 0, 0xFFFFFFFF, 0, 65_535, 0)
    for heads in (streamed * 300, no_member * 3000, b"PK\3\4" * 9000):
        stream = Counted(heads + bytes(4 * MEBI))
        with_directory(stream, size=len(stream.getvalue()))
        assert stream.count < 4 * len(stream.getvalue())
