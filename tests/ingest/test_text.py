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
        ("cp866", "Я видел мужчину в красной куртке возле вокзала.\n" * 10),
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


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp850", "The till of the café was short by £5.\r\n"),
        ("cp850", "Señor Muñoz paid £20 at the crêperie, über-cheap.\r\n"),
        ("cp437", "╔══════════╗\r\n║ CUSTODY  ║\r\n╟──────────╢\r\n║ £5 café  ║\r\n╚══════════╝\r\n"),
        ("cp1252", "“It was him,” she said. ‘No’ – he paid £20 … at Café Rouge, 20° outside.\n"),
        ("cp1252", "Das Mädchen sagte: „Ich war über die Straße gegangen.“\n"),
    ],
)
def test_text_of_dos_is_told_from_that_of_windows(encoding: str, words: str) -> None:
    assert layer(words.encode(encoding)) == words.replace("\r\n", "\n")
    assert [i.code for i in taken(words.encode(encoding)) if isinstance(i, Notice)] == ["encoding_guessed"]


def test_text_of_mainframes_is_read_and_said() -> None:
    words = "THE WITNESS SAW A BLUE VAN\nNear the gate at 14:32.\n"
    for line_end in ("\n", "\x85"):
        data = words.replace("\n", line_end).encode("cp037")
        found = list(read(io.BytesIO(data), "x", SETTINGS))
        assert "".join(i.text for i in found if isinstance(i, Part)) == words
        [notice] = [i for i in found if isinstance(i, Notice)]
        assert notice.code == "encoding_guessed" and "EBCDIC" in notice.detail


def test_the_end_mark_of_dos_and_the_padding_of_logs_are_no_other_kind() -> None:
    for data in (b"caf\x82 \x9c5 dos page\r\n\x1a", b"14:32 gate opened\n" * 20 + bytes(1000)):
        found = list(read(io.BytesIO(data), "x", SETTINGS))
        assert found[0] == Opened("text")
    with pytest.raises(ReadError, match="kind_unknown"):
        list(read(io.BytesIO(b"FIRMWARE 1.0" + bytes(5000)), "x", SETTINGS))


def test_text_whose_encoding_cannot_be_told_is_not_called_read() -> None:
    """The code is no remark, so that the source is read in part."""
    lost = "Było późno, mężczyzna uciekł.\n".encode("cp1250")  # too short to tell its language
    assert [i for i in taken(lost) if isinstance(i, Notice)] == [Notice("encoding_unknown", "4 places")]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1250", "Viděl jsem ho u zdymadla v devět hodin večer. Měl tmavý kabát a přišel k němu muž s bílou taškou."),
        ("iso8859_2", "Viděl jsem ho v devět hodin večer, měl tmavý kabát a přišel k němu muž. Řekl, že nechce žádné."),
        (
            "cp1250",
            "Widziałem go przy śluzie o dziewiątej wieczorem. Miał ciemny płaszcz i mężczyzna.",
        ),
        (
            "cp1250",
            "Láttam őt a zsilipnél este kilenckor. Sötét kabátja volt, és azt mondta, köszönöm.",
        ),
        ("cp1250", "L-am văzut lângă ecluză la ora nouă seara. Avea o haină închisă la culoare şi a spus că nu vrea."),
        (
            "cp1254",
            "Onu saat dokuzda kilidin yanında gördüm. Koyu renk bir paltosu vardı ve beyaz çantalı adam.",
        ),
        ("cp1257", "Mačiau jį prie šliuzo devintą valandą vakaro. Jis vilkėjo tamsų paltą ir pasakė, kad nenori bėdų."),
        ("cp1251", "Я бачив його біля шлюзу о дев'ятій годині вечора. Він був у темному пальті, і до нього підійшов."),
        ("koi8_u", "Я видел его у шлюза в девять часов вечера. Он был в тёмном пальто, и к нему подошёл мужчина."),
        ("iso8859_5", "Я видел его у шлюза в девять часов вечера. Он был в тёмном пальто, и к нему подошёл мужчина."),
        ("cp1253", "Τον είδα στην κλειδαριά στις εννέα το βράδυ. Φορούσε σκούρο παλτό και ένας άντρας ήρθε κοντά του."),
        ("cp1252", "Ich sah ihn um neun Uhr abends an der Schleuse, und ein Mann mit weißer Tüte kam über die Brücke."),
        (
            "cp1252",
            "Je l'ai vu près de l'écluse à neuf heures du soir. Il portait un manteau foncé et a dit « ça suffit ».",
        ),
        ("cp1252", "Jag såg honom vid slussen klockan nio på kvällen. Han sade att han inte ville ha bråk med någon."),
    ],
)
def test_the_encoding_is_that_of_the_language(encoding: str, words: str) -> None:
    assert layer(words.encode(encoding)) == words
    told = [(i.code, i.detail) for i in taken(words.encode(encoding)) if isinstance(i, Notice)]
    assert told == [("encoding_guessed", encoding)]
