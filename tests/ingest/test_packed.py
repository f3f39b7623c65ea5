"""Packed files, tars and mailboxes: what is inside comes out as it stands, also behind damage."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from pathlib import Path

import pytest
from seeds import WORDS, a_mail, a_mailbox
from unpacking import items, listed, size

from ingest.items import Chunk, Fields, Opened, ReadSettings
from ingest.readers import read
from ingest.readers.sniff import sniff
from provenance.records import Notice

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office"


@pytest.mark.parametrize(("kind", "pack"), [("gzip", gzip.compress), ("bzip2", bz2.compress), ("xz", lzma.compress)])
def test_packed_files(kind: str, pack: object) -> None:
    assert callable(pack)
    found = items(pack(WORDS.encode()))
    assert found[0] == Opened(kind)
    assert size(found) == len(WORDS)
    assert listed(items(pack(bytes(70_000_000)))) == [("unpacked", "unpacks_too_large")]
    assert listed(items(pack(WORDS.encode() * 9)[:-9])) == [("unpacked", "file_damaged")]


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("calls.csv.gz", "calls.csv"),
        ("Phone.TGZ", "Phone.tar"),
        ("log.bz2", "log"),
        (".gz", "unpacked"),
        ("calls", "unpacked"),
        ("a.csv", "unpacked"),
    ],
)
def test_packed_files_are_called_after_their_archive(name: str, inside: str) -> None:
    found = list(read(io.BytesIO(gzip.compress(b"a,b\n")), name, ReadSettings()))
    assert listed(found) == [(inside, "")]


def test_gzip_says_its_name() -> None:
    out = io.BytesIO()
    with gzip.GzipFile("../calls.csv", "wb", fileobj=out) as pack:
        pack.write(b"a,b\n")
    assert listed(items(out.getvalue())) == [("calls.csv", "")]


def test_tar_and_what_is_no_file_in_it() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as pack:
        for name in ("../one.txt", "two.txt"):
            entry = tarfile.TarInfo(name)
            entry.size = 3
            pack.addfile(entry, io.BytesIO(b"abc"))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        pack.addfile(link)
    found = items(out.getvalue())
    assert listed(found) == [("one.txt", ""), ("two.txt", "")]
    assert Notice("links_left_out", "links and devices inside, which are no files: 1") in found


def tarred(*names: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as pack:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.size = 600
            pack.addfile(entry, io.BytesIO(name.encode() * (600 // len(name))))
    return out.getvalue()


def test_a_tar_goes_on_behind_damage() -> None:
    data = bytearray(tarred("one.txt1", "two.txt2", "thr.txt3", "fou.txt4"))
    assert not any(isinstance(item, Notice) for item in items(bytes(data)))
    data[1536:2048] = b"\xff" * 512  # the second entry's head
    found = items(bytes(data))
    assert listed(found) == [("one.txt1", ""), ("thr.txt3", ""), ("fou.txt4", "")]
    [notice] = [item for item in found if isinstance(item, Notice)]
    assert notice.code == "file_cut_off"
    assert "1,112 bytes" in notice.detail


def test_a_tar_behind_another_comes_out_and_a_cut_one_says_so() -> None:
    two = items(tarred("one.txt1") + tarred("two.txt2"))
    assert listed(two) == [("one.txt1", ""), ("two.txt2", "")]
    assert not any(isinstance(item, Notice) for item in two)
    for cut in (1536, 3072 - 500):  # after the first entry, within the second
        found = items(tarred("one.txt1", "two.txt2")[:cut])
        assert listed(found)[0] == ("one.txt1", "")
        half = ["enclosed_not_read"] if len(listed(found)) > 1 else []
        assert [item.code for item in found if isinstance(item, Notice)] == ["file_cut_off", *half]
    assert listed(items(tarred("one.txt1") + b"words" * 200)) == [("one.txt1", "")]
    assert any(isinstance(item, Notice) for item in items(tarred("one.txt1") + b"words" * 200))


def test_messages_of_a_mailbox_come_out_as_they_stand() -> None:
    found = items(a_mailbox())
    assert found[0] == Opened("mbox")
    assert listed(found) == [("message 0001.eml", ""), ("message 0002.eml", "")], "no subject stands in a list"
    assert Fields({"messages": "2"}) in found
    pieces = [item.data for item in found if isinstance(item, Chunk)]
    assert pieces[0] == a_mail() + b"\n"
    assert pieces[1].endswith(b"\n>From here\n")
    assert all(sniff(io.BytesIO(piece)) == "eml" for piece in pieces)


def test_from_in_a_body_begins_no_message() -> None:
    body = b"Subject: x\nFrom: a@b.example\n\nHello\n\nFrom my window I saw him at about nine.\n\nFrom: the desk\n"
    found = items(b"From a@b.example Mon Jun  1 10:00:00 2026\n" + body)
    assert len(listed(found)) == 1
    assert size(found) == len(body)


@pytest.mark.skipif(not SHARED.exists(), reason="shared data absent")
def test_real_mailboxes() -> None:
    counts = {path.name: len(listed(items(path.read_bytes()))) for path in (SHARED / "mbox").iterdir()}
    assert counts == {"complex.mbox": 3, "multiline.mbox": 1, "simple.mbox": 2, "testMBOX_lengthy_x-headers.mbox": 1}


ENVELOPE = b"From a@example.org Fri May  3 14:20:00 2024\n"
MESSAGE = b"From: a@example.org\nTo: b@example.org\nDate: Fri, 3 May 2024 14:20:00 +0100\nSubject:\n\nwords\n>From me\n"


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        ((ENVELOPE + MESSAGE) * 3, 3),  # no empty line between
        (b"\xef\xbb\xbf" + (ENVELOPE + MESSAGE + b"\n") * 3, 3),
        (((ENVELOPE + MESSAGE + b"\n") * 3).replace(b"\n", b"\r\n"), 3),
        (b"From - Fri May  3 14:20:00 2024\n" + MESSAGE + b"\n" + ENVELOPE + MESSAGE, 2),
        (b"\n" + ENVELOPE + MESSAGE + b"\nFrom Monday at 10:30 in 2024 on\n\nbye\n\n" + ENVELOPE + MESSAGE, 2),
        (ENVELOPE + MESSAGE + b'\nFrom "A B"@example.org  Fri May  3 14:20:00 BST 2024\n' + MESSAGE, 2),
    ],
)
def test_mailboxes_as_programs_write_them(data: bytes, messages: int) -> None:
    found = items(data)
    assert found[0] == Opened("mbox")
    assert len(listed(found)) == messages
    inside = b"".join(item.data for item in found if isinstance(item, Chunk)).replace(b"\r\n", b"\n")
    assert inside.count(b"words\n>From me") == messages
