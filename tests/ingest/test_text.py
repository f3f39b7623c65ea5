"""The layer of a plain text is the decoded file, to the last code point, whatever its size, encoding and line ends."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.items import Fields, Opened, ReadSettings
from ingest.readers import read, reread, text
from provenance.errors import ReadError
from provenance.records import Notice, Part

SETTINGS = ReadSettings()


def taken(data: bytes) -> list[object]:
    return list(text.read(io.BytesIO(data), SETTINGS))


def layer(data: bytes) -> str:
    return "".join(item.text for item in taken(data) if isinstance(item, Part))


def as_python_reads(path: Path) -> str:
    found = path.read_text(encoding="utf-8", errors="replace")
    return found.replace("\r\n", "\n").lstrip("\ufeff").replace("\0", "\ufffd")


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\r\n\ufeff\0😀é "), max_size=300), st.integers(1, 40))
def test_utf8_is_read_as_python_reads_it(tmp_path_factory: pytest.TempPathFactory, words: str, times: int) -> None:
    data = ("word " + words * times).encode()
    path = tmp_path_factory.getbasetemp() / "given.txt"
    path.write_bytes(data)
    assert layer(data) == as_python_reads(path)


@given(st.binary(max_size=80))
def test_nearly_utf8_is_read_with_replacements(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    """A file with much good UTF-8 and a little damage keeps the good; it never fails."""
    data = "žluťoučký kůň 😀\r\n".encode() * 20 + noise + b"\n"
    path = tmp_path_factory.getbasetemp() / "given.txt"
    path.write_bytes(data)
    assert layer(data) == as_python_reads(path)


def test_line_ends_and_marks() -> None:
    assert layer(b"\xef\xbb\xbf\xef\xbb\xbfa\r\nb\rc\n\0") == "a\nb\nc\n\ufffd"


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_unicode_encodings(encoding: str) -> None:
    words = "The witness 😀 said “no” at Café Rouge.\nשלום\n"
    assert layer(words.encode(encoding)) == words


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1252", "He said “I don’t know” – and paid £20 at Café Rouge.\n"),
        ("cp1252", "¿Dónde está el coche? ¡Rápido!\n"),
        ("cp1252", "Isso é verdade, é o carro.\n"),
        ("cp1252", "Séan suis à la maison.\n"),
        ("cp1252", "Je l’ai vu près de la gare, il était très énervé.\n" * 4),
        ("cp1250", "Widziałem mężczyznę w czerwonej kurtce obok dworca. Było późno.\n" * 8),
        ("koi8-r", "Я видел мужчину в красной куртке возле вокзала.\n" * 10),
        ("shift_jis", "私は駅の近くで赤いジャケットの男を見ました。\n" * 10),
    ],
)
def test_other_encodings_are_guessed_and_said(encoding: str, words: str) -> None:
    items = taken(words.encode(encoding))
    assert "".join(i.text for i in items if isinstance(i, Part)) == words
    assert any(isinstance(i, Notice) and i.code == "encoding_guessed" for i in items)


def test_bad_bytes_are_replaced_and_said() -> None:
    items = taken("café 😀 ".encode() * 3 + b"\xff\xfe end of it\n")
    assert Notice("bytes_replaced", "2 places") in items
    assert Fields({"encoding": "utf-8"}) in items
    assert layer(b"abc \xff def\n") == "abc \ufffd def\n"


def test_blocks_are_cut_after_line_ends() -> None:
    data = b"".join(b"line %d of the log\r\n" % n for n in range(20_000))
    parts = [i for i in taken(data) if isinstance(i, Part)]
    assert len(parts) > 3 and all(len(p.text) <= text.BLOCK and p.text.endswith("\n") for p in parts)
    assert [p.ordinal for p in parts] == list(range(len(parts)))
    assert "".join(p.text for p in parts) == data.decode().replace("\r\n", "\n")


def test_a_megabyte_on_one_line() -> None:
    data = ("x😀" * 400_000).encode()
    assert layer(data) == data.decode()


def test_memory_does_not_grow_with_the_file() -> None:
    stream = io.BytesIO("a line of the log, 😀 included\n".encode() * 300_000)  # 10 MB
    tracemalloc.start()
    count = sum(len(i.text) for i in text.read(stream, SETTINGS) if isinstance(i, Part))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 300_000 * 30 and peak < 30_000_000


def test_parts_are_read_again() -> None:
    data = "line of text 😀\n".encode() * 20_000
    parts = [i for i in read(io.BytesIO(data), "x", SETTINGS) if isinstance(i, Part)]
    assert list(reread(io.BytesIO(data), "text", [1, 3, 99], SETTINGS)) == [parts[1], parts[3]]


def test_first_item_and_refusals() -> None:
    assert taken(b"hello\n")[0] == Opened("text")
    for data, code in ((b"", "file_empty"), (b" \n\t\n", "no_text")):
        with pytest.raises(ReadError) as refused:
            taken(data)
        assert refused.value.code == code
    with pytest.raises(ReadError, match="too_large"):
        list(text.read(io.BytesIO(b"x" * 100), ReadSettings(max_bytes=10)))
