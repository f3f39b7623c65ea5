"""Kinds come from content: real files of every kind, and the beginnings of those that nobody has at hand."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest

from ingest.items import ReadSettings
from ingest.readers import extractor, read
from ingest.readers.signatures import STARTS
from ingest.readers.sniff import sniff
from provenance.errors import ReadError
from provenance.kinds import KINDS

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def kind(data: bytes) -> str:
    try:
        return sniff(io.BytesIO(data))
    except ReadError as refused:
        return f"refused {refused.code}"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "refused file_empty"),
        (b"junk before\n%PDF-1.7\n", "pdf"),
        (b"{\\rtf1\\ansi hello}", "rtf"),
        (b"\n<!-- a note -->\n<!DOCTYPE html><html></html>", "html"),
        (b"Received: from a by b\nFrom: a@b.example\nSubject: x\n\nhello\n", "eml"),
        (b"From a@b.example Mon Jun 01 10:00:00 2009\nSubject: x\n\nhello\n", "mbox"),
        (b"To: DS Cole\nFrom: PC Dean\nDate: 3 May 2026\nSubject: bag\n\nI have the bag.\n", "text"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n", "vtt"),
        (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nhello\r\n", "srt"),
        (b"name,age\nSmith,40\n", "csv"),
        (b"From: Ann <ann@example.org>\nSubject: x\n\nhello\n", "eml"),
        (b"From: a@b.example\nDate: Mon, 1 Jun 2026 10:00:00 +0100\n\nhello\n", "eml"),
        (b"214\nFrom: a@b.example\nMessage-ID: <1@b.example>\n\nhello\n", "eml"),
        (b"From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n", "eml"),
        (b"BEGIN:VCARD\nVERSION:3.0\nFN:Ann Example\nEND:VCARD\n", "text"),
        (b"7z\xbc\xaf'\x1c\x00\x04", "seven_zip"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"!BDN" + bytes(20), "pst"),
        (b"SQLite format 3\x00" + bytes(20), "sqlite"),
        (b'x\x9f>"' + bytes(20), "tnef"),
        (b"EVF\t\r\n\xff\x00\x01", "disk_image"),
        (b"\xeb\x58\x90-FVE-FS-" + bytes(20), "encrypted"),
        (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", "encrypted"),
        (b"AC1027" + bytes(60), "drawing"),
        (b"AC10 is the number of the bus that he took.\n", "text"),
        (b"OTTO said that he would be at home by nine.\n", "text"),
        (b"MZ\x90\x00\x03" + bytes(60), "program"),
        (b"\x1f\x8b\x08\x00" + bytes(20), "gzip"),
        (b"one.txt" + bytes(250) + b"ustar\x0000" + bytes(248), "tar"),
        (b"PK\x05\x06" + bytes(18), "zip"),
        ("Ünïcode 😀".encode("utf-16"), "text"),
        ("plain words without a mark".encode("utf-16-be"), "text"),
        (b"a statement with\0 a NUL in it, and some more words\n", "text"),
        (bytes(range(256)) * 8, "unknown"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "picture"),
        (b"RIFF\x10\0\0\0WAVEfmt ", "audio"),
        (b"RIFF\x10\0\0\0AVI LIST", "video"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0", "audio"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "video"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "video"),
        (b"\x1aE\xdf\xa3" + bytes(20), "video"),
        ((b"G" + bytes(187)) * 5, "video"),
        (b"\x00\x00\x01\xba" + bytes(20), "video"),
        (b"#EXTM3U\n#EXTINF:1\nhttp://198.51.100.1/a.ts\n", "refused not_a_video"),
        (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nm=video 5004 RTP/AVP 96\r\n", "refused not_a_video"),
        (b"\xef\xbb\xbf[playlist]\nFile1=rtsp://198.51.100.1/a\n", "refused not_a_video"),
        (b"ffconcat version 1.0\nfile 'a.mp4'\n", "refused not_a_video"),
        (b"<ASX version='3'><entry/></ASX>", "refused not_a_video"),
        (b"<?xml version='1.0'?>\n<MPD xmlns='x'></MPD>", "refused not_a_video"),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml" + bytes(60), "refused file_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "refused file_damaged"),
    ],
)
def test_beginnings(data: bytes, found: str) -> None:
    assert kind(data) == found


def zipped(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in members.items():
            pack.writestr(name.replace("__", "/"), text)
    return made.getvalue()


def test_zips_are_told_by_their_members() -> None:
    made = io.BytesIO()
    docx.Document().save(made)
    assert kind(made.getvalue()) == "docx"
    assert kind(made.getvalue()[:-400]) == "refused file_damaged"
    assert kind(zipped(mimetype="application/vnd.oasis.opendocument.text")) == "odt"
    assert kind(zipped(mimetype="application/epub+zip")) == "epub"
    assert kind(zipped(**{"xl__workbook.xml": "<x/>"})) == "xlsx"
    assert kind(zipped(**{"ppt__presentation.xml": "<x/>"})) == "pptx"
    assert kind(zipped(notes="hello")) == "zip"


def test_a_bomb_is_not_unpacked() -> None:
    assert kind(zipped(mimetype="0" * 50_000_000)) == "zip"


def test_what_is_not_read_is_refused_by_kind() -> None:
    for data, code in ((b"!BDN" + bytes(20), "kind_not_read"), (bytes(range(256)) * 8, "kind_unknown")):
        with pytest.raises(ReadError) as refused:
            list(read(io.BytesIO(data), "name.docx", ReadSettings()))
        assert refused.value.code == code


def test_every_known_kind_has_a_name_for_people() -> None:
    for kind in {kind for _, kind in STARTS}:
        assert re.fullmatch("[a-z][a-z0-9_]*", kind), "a kind is recorded as a code"
        assert kind in KINDS, kind


def test_every_reader_has_a_version() -> None:
    for known in ("text", "pdf", "docx", "eml", "msg", "zip", "mbox", "tar"):
        assert "/" in extractor(known)
    with pytest.raises(ReadError):
        extractor("pst")


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_files() -> None:
    """Every real file is of the kind that its folder says, but for those whose name lies."""
    lying = {"testODTnotaZipFile.odt": "text", "testEmailWithPNGAtt.eml": "mbox"}
    lying |= {"testWORDML_tableInsideParagraph.doc": "wordml"}
    locked = {"protected_normal_case.docx", "protect.xlsx"}
    same = {"txt": "text", "tif": "picture"}
    lying |= dict.fromkeys(("a_metabolome.txt", "a_transcriptome.txt"), "csv")  # tables with tabs
    lying["a_bii-s-2_metabolite profiling_NMR spectroscopy.txt"] = "csv"
    for folder in sorted((SHARED / "office").iterdir()):
        for file in sorted(folder.iterdir()):
            expected = lying.get(file.name, same.get(folder.name, folder.name))
            if file.name in locked:
                expected = "refused password_needed"
            assert kind(file.read_bytes()[: 1 << 22]) == expected, file.name
    assert {kind(f.read_bytes()) for f in (SHARED / "pdf").rglob("*.pdf")} == {"pdf"}
    videos = [f for f in (SHARED / "video").rglob("*") if f.is_file()]
    assert {kind(f.read_bytes()[:65536]) for f in videos} == {"video"}


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp1252", "utf-16"])
def test_a_table_is_one_in_any_encoding(encoding: str) -> None:
    heads = "Дата;Время;Номер;Направление\n" if encoding != "cp1252" else "Dato;Tid;Nummer;Utgående\n"
    rows = "".join(f"0{n}.05.2026;14:3{n};+7916123456{n};{heads[:4]}\n" for n in range(1, 9))
    assert sniff(io.BytesIO((heads + rows).encode(encoding))) == "csv"


def test_a_cut_zip_that_holds_the_letters_of_an_office_folder_by_chance_is_a_zip() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("photo.bin", b"..xl/..ppt/..word/.." * 50)
        pack.writestr("more.bin", bytes(3000))
    assert sniff(io.BytesIO(out.getvalue()[:2500])) == "zip"
