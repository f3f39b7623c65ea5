"""Sealed files: what is written comes back from any place, and nothing else passes for it."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.errors import AnchorError
from provenance.protection import segments
from provenance.protection.segments import MAGIC, SealingWriter, opened

SMALL = 1000  # bytes of a segment in these tests


@pytest.fixture(autouse=True)
def _small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "SEGMENT", SMALL)


@pytest.fixture
def identity() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


def sealed(path: Path, identity: pyrage.x25519.Identity, *pieces: bytes) -> Path:
    with SealingWriter(path.open("wb"), identity.to_public()) as out:
        for piece in pieces:
            out.write(piece)
        out.finish()
    return path


def parts(path: Path) -> list[bytes]:
    """The segments of a file, each with its length before it."""
    data, at, found = path.read_bytes(), len(MAGIC), []
    while at < len(data):
        (length,) = struct.unpack_from(">Q", data, at)
        found.append(data[at : at + 8 + length])
        at += 8 + length
    return found


@given(st.integers(0, 3 * SMALL + 1), st.lists(st.tuples(st.integers(0, 4000), st.integers(1, 2500)), max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_place_of_a_file_comes_back(
    tmp_path: Path, identity: pyrage.x25519.Identity, size: int, looks: list[tuple[int, int]]
) -> None:
    data = os.urandom(size)
    path = sealed(tmp_path / "f", identity, data[: size // 3], data[size // 3 :])
    with opened(path.open("rb"), [identity]) as stream:
        assert stream.seek(0, os.SEEK_END) == size and stream.seekable() and not stream.writable()
        for at, count in looks:
            stream.seek(at)
            assert stream.read(count) == data[at : at + count]
        stream.seek(0)
        assert stream.read() == data
    assert size < 8 or data[: SMALL // 2] not in path.read_bytes()


def test_an_older_identity_opens_what_it_sealed(tmp_path: Path, identity: pyrage.x25519.Identity) -> None:
    path = sealed(tmp_path / "f", identity, b"abc")
    with opened(path.open("rb"), [pyrage.x25519.Identity.generate(), identity]) as stream:
        assert stream.read() == b"abc"


@pytest.mark.parametrize(
    "what", ["swapped", "missing", "cut", "flipped", "from another", "twice", "no head", "stranger"]
)
def test_what_was_not_written_so_is_not_read(tmp_path: Path, identity: pyrage.x25519.Identity, what: str) -> None:
    path = sealed(tmp_path / "f", identity, os.urandom(3 * SMALL))
    other = parts(sealed(tmp_path / "other", identity, os.urandom(3 * SMALL)))
    first, second, third = parts(path)
    flipped = bytearray(second)
    flipped[200] ^= 1
    made = {
        "swapped": [second, first, third],
        "missing": [first, third],
        "cut": [first, second],
        "flipped": [first, bytes(flipped), third],
        "from another": [first, other[1], third],
        "twice": [first, second, second, third],
        "no head": [first, second, third],
        "stranger": [first, second, third],
    }[what]
    path.write_bytes((b"" if what == "no head" else MAGIC) + b"".join(made))
    opener = pyrage.x25519.Identity.generate() if what == "stranger" else identity
    with pytest.raises(AnchorError) as caught, opened(path.open("rb"), [opener]) as stream:
        stream.read()
    assert caught.value.code == "original_damaged"


def test_one_that_was_not_finished_reads_as_cut_off(tmp_path: Path, identity: pyrage.x25519.Identity) -> None:
    out = SealingWriter((tmp_path / "f").open("wb"), identity.to_public())
    out.write(os.urandom(5 * SMALL))
    out.close()
    with pytest.raises(AnchorError, match="original_damaged"):
        opened((tmp_path / "f").open("rb"), [identity])


def test_a_decoder_may_read_from_it(tmp_path: Path, identity: pyrage.x25519.Identity) -> None:
    """`readinto` gives what there is of a segment at once; buffered, a read is whole."""
    data = bytes(range(256)) * 10
    path = sealed(tmp_path / "f", identity, data)
    with opened(path.open("rb"), [identity]) as stream:
        assert isinstance(stream, io.BufferedReader)
        stream.seek(SMALL - 3)
        assert stream.read(6) == data[SMALL - 3 : SMALL + 3]
