"""What a GGUF file says of itself, and that no broken one does more than be refused."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from gguf_files import ARRAY, FACTS, TEXT, header, text, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.modelling.gguf import MOST_KEYS, Header, read_header
from provenance.errors import ModelError

PAIR = text("general.name") + struct.pack("<I", TEXT)


def refused(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(ModelError) as told:
        read_header(path)
    assert told.value.code == "model_not_gguf"
    return str(told.value.facts["why"])


def test_what_a_header_says_is_read(tmp_path: Path) -> None:
    found = read_header(write(tmp_path / "a.gguf"))
    assert found == Header(
        name="Tiny Instruct",
        architecture="llama",
        quantisation="Q4_K_M",
        licence="apache-2.0 (https://example.org/licence)",
        training="data named in its file: Letters, Talks; made from Tiny Base",
    )
    assert found.kind == "llama Q4_K_M"
    assert read_header(write(tmp_path / "b.gguf", {})) == Header()


def test_a_writer_of_others_is_understood(tmp_path: Path) -> None:
    gguf = pytest.importorskip("gguf")
    writer = gguf.GGUFWriter(tmp_path / "c.gguf", "llama")
    writer.add_name("Tiny")
    writer.add_license("mit")
    writer.add_file_type(7)
    writer.add_token_list(["<s>", "a"])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    found = read_header(tmp_path / "c.gguf")
    assert (found.name, found.licence, found.kind) == ("Tiny", "mit", "llama Q8_0")


def test_one_of_several_parts_says_so(tmp_path: Path) -> None:
    assert read_header(write(tmp_path / "a.gguf", {**FACTS, "split.count": 3})).parts == 3


def test_other_files_are_refused_with_why(tmp_path: Path) -> None:
    file = tmp_path / "a.gguf"
    assert refused(file, b"") == "it is empty"
    assert refused(file, b"%PDF-1.7 and so on") == "another format"
    assert "version 1" in refused(file, header(version=1))
    assert "version 50331648" in refused(file, header(version=3 << 24)), "big-endian"
    with pytest.raises(ModelError) as told:
        read_header(tmp_path)
    assert told.value.facts["why"] == "it is a folder"
    with pytest.raises(ModelError) as told:
        read_header(tmp_path / "none.gguf")
    assert told.value.code == "model_missing"


@pytest.mark.parametrize(
    "hostile",
    [
        header(count=MOST_KEYS + 1),
        header(count=len(FACTS) + 5),
        b"GGUF" + struct.pack("<IQQ", 3, 1 << 60, 1) + PAIR + text("x"),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1 << 62),  # a key of exbibytes
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + PAIR + struct.pack("<Q", 1 << 62),  # a text of exbibytes
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<IIQ", ARRAY, TEXT, 1 << 62),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<IIQ", ARRAY, 4, 1 << 61),
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<IIQ", ARRAY, ARRAY, 1) * 500,
        b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("k") + struct.pack("<I", 99),
    ],
    ids=["many keys", "keys missing", "tensors", "key", "text", "texts", "numbers", "nested", "type"],
)
def test_lengths_that_are_not_true_cost_nothing(hostile: bytes, tmp_path: Path) -> None:
    assert refused(tmp_path / "a.gguf", hostile) in ("its header is damaged", "its header is cut off")


def test_a_header_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = header()
    for end in range(len(whole)):
        assert refused(tmp_path / "a.gguf", whole[:end])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.integers(4, len(header()) - 1), byte=st.integers(0, 255))
def test_any_other_byte_is_read_or_refused(at: int, byte: int, tmp_path: Path) -> None:
    data = bytearray(header())
    data[at] = byte
    (tmp_path / "a.gguf").write_bytes(bytes(data))
    try:
        found = read_header(tmp_path / "a.gguf")
    except ModelError as error:
        assert error.code == "model_not_gguf"
    else:
        assert len(found.name) <= 200 and "\n" not in found.name


def test_long_and_odd_texts_are_kept_short_and_in_one_line(tmp_path: Path) -> None:
    long = {"general.name": "a\n\x1b[31m b " * 1000, "general.license": "x" * (1 << 17)}
    found = read_header(write(tmp_path / "a.gguf", long))
    assert len(found.name) == 200 and "\n" not in found.name and found.licence == ""
