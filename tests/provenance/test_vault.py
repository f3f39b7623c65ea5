"""The vault: originals kept by hash, references, derived pictures, and nothing left behind by what fails."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_case import source

from provenance.errors import AnchorError, CaseError, ReadError, TaskError
from provenance.vault import CHUNK, Vault


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    (tmp_path / "case").mkdir()
    return Vault(tmp_path / "case", write=True)


def _names(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "case").rglob("*") if path.is_file())


@given(st.binary(max_size=200), st.integers(0, 2))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_put_comes_back(vault: Vault, data: bytes, chunks: int) -> None:
    data = data + b"x" * (CHUNK * chunks)
    sha256, size = vault.put(io.BytesIO(data))
    assert (sha256, size) == (hashlib.sha256(data).hexdigest(), len(data))
    with vault.open(source("a", sha256, size)) as stream:
        assert stream.read() == data and stream.seekable() and not stream.writable()
        stream.seek(0)
        assert stream.read(3) == data[:3]


def test_the_same_bytes_are_kept_once(vault: Vault, tmp_path: Path) -> None:
    first = vault.put(io.BytesIO(b"abc"))
    assert vault.put(io.BytesIO(b"abc")) == first and _names(tmp_path) == [first[0]]
    (tmp_path / "given").write_bytes(b"abc")
    assert vault.put_file(tmp_path / "given") == first == vault.put_reference(tmp_path / "given")
    assert _names(tmp_path) == [first[0]]


def test_a_cut_off_original_is_made_whole(vault: Vault, tmp_path: Path) -> None:
    sha256, _ = vault.put(io.BytesIO(b"abcdef"))
    kept = tmp_path / "case" / "originals" / sha256
    kept.chmod(0o644)
    kept.write_bytes(b"abc")
    vault.put(io.BytesIO(b"abcdef"))
    assert kept.read_bytes() == b"abcdef"


def test_a_damaged_original_of_the_same_size_is_made_whole(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "given").write_bytes(b"abcdef")
    sha256, _ = vault.put_file(tmp_path / "given")
    kept = tmp_path / "case" / "originals" / sha256
    for again in (lambda: vault.put(io.BytesIO(b"abcdef")), lambda: vault.put_file(tmp_path / "given")):
        kept.chmod(0o644)
        kept.write_bytes(b"abcdeX")
        again()
        assert kept.read_bytes() == b"abcdef" and _names(tmp_path) == [sha256]


def test_what_is_kept_already_needs_no_space(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "given").write_bytes(b"abcdef")
    first = vault.put_file(tmp_path / "given")

    def full(self: Vault, folder: Path) -> Path:
        raise CaseError("disk_full")

    monkeypatch.setattr(Vault, "_pending", full)
    assert vault.put_file(tmp_path / "given") == first
    assert Vault(tmp_path / "case", write=True).put_file(tmp_path / "given") == first
    (tmp_path / "given").write_bytes(b"ghijkl")
    with pytest.raises(CaseError, match="disk_full"):
        vault.put_file(tmp_path / "given")


def test_copying_tells_of_every_chunk_and_can_be_stopped(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    path.write_bytes(b"x" * (3 * CHUNK))

    def stop(chunk: bytes) -> None:
        raise TaskError("cancelled")

    for put in (vault.put_file, vault.put_reference):
        with pytest.raises(TaskError, match="cancelled"):
            put(path, stop)
        assert _names(tmp_path) == []
    told: list[int] = []
    vault.put_file(path, lambda chunk: told.append(len(chunk)))
    assert told == [CHUNK] * 3


def test_references_stay_where_they_are(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "long video.mp4"
    path.write_bytes(b"frames")
    sha256, size = vault.put_reference(path)
    kept = source("v", sha256, size, path=str(path), by_reference=True)
    assert vault.opener(kept)().read() == b"frames" and _names(tmp_path) == []
    path.unlink()
    with pytest.raises(AnchorError, match="original_missing"):
        vault.open(kept)
    for bad in (path, tmp_path / "none"):
        with pytest.raises(FileNotFoundError):
            vault.put_reference(bad)
    with pytest.raises(ReadError, match="file_unreadable"):
        vault.put_reference(tmp_path / "a\udcff")
    with pytest.raises(ReadError, match="file_unreadable"):
        vault.put_file(tmp_path)


def test_missing_originals_are_said(vault: Vault) -> None:
    for sha256 in ("", "ab" * 32):
        with pytest.raises(AnchorError, match="original_missing"):
            vault.open(source("a", sha256, 1))


class _Failing(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if not data:
            raise OSError(5, "Input/output error")
        return data


def test_a_failing_stream_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="file_unreadable"):
        vault.put(_Failing(b"abc"))
    assert _names(tmp_path) == []


def test_what_a_kill_left_is_cleaned(vault: Vault, tmp_path: Path) -> None:
    vault.derived_write("frames/S1.f1.jpg", b"jpeg")
    for left in ("originals/.incoming-1", "derived/.incoming-2", "derived/frames/.incoming-3"):
        (tmp_path / "case" / left).write_bytes(b"half")
    Vault(tmp_path / "case", write=False)
    assert len(_names(tmp_path)) == 4
    Vault(tmp_path / "case", write=True)
    assert _names(tmp_path) == ["S1.f1.jpg"]


def test_derived_things_can_be_replaced_and_be_missing(vault: Vault) -> None:
    assert vault.derived_read("frames/S1.f1.jpg") is None
    vault.derived_write("frames/S1.f1.jpg", b"one")
    vault.derived_write("frames/S1.f1.jpg", b"two")
    assert vault.derived_read("frames/S1.f1.jpg") == b"two"
    for name in ("../case.db", "/etc/passwd", "a/../b", "", ".hidden", "a//b", "a\\b"):
        with pytest.raises(ValueError, match="derived"):
            vault.derived_write(name, b"")
        with pytest.raises(ValueError, match="derived"):
            vault.derived_read(name)


def test_a_vault_for_reading_writes_nothing(vault: Vault, tmp_path: Path) -> None:
    reading = Vault(tmp_path / "case", write=False)
    with pytest.raises(CaseError, match="case_read_only"):
        reading.put(io.BytesIO(b"x"))
    with pytest.raises(CaseError, match="case_read_only"):
        reading.derived_write("a", b"x")
    assert _names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writes to /dev/full fail as on a full disk, by the system itself."""
    pending = tmp_path / "case" / "originals" / ".incoming-full"
    monkeypatch.setattr(Vault, "_pending", lambda self, folder: pending)
    pending.symlink_to("/dev/full")
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, mode="r", **k: real(self, mode.replace("x", "w"), **k))
    with pytest.raises(CaseError, match="disk_full"):
        vault.put(io.BytesIO(b"x" * 100))
    assert _names(tmp_path) == [] and not pending.is_symlink()
