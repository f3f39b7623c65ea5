"""Archives and mailboxes: what is inside comes out with its path, and nothing that comes out can flood or mislead."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
from seeds import WORDS, a_mail, a_mailbox

from ingest.items import MEBI, Chunk, Enclosed, Fields, Opened, ReadSettings
from ingest.readers import read
from ingest.readers.enclosed import safe_path
from ingest.readers.sniff import sniff
from provenance.errors import ReadError
from provenance.records import Notice, Part

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "office"
# Made with Info-ZIP ("zip -P secret"), because the standard library only opens such files: note.txt, "hello locked".
LOCKED = base64.b64decode(
    "UEsDBAoACQAAAOMVe10UkuKYGAAAAAwAAAAIAAAAbm90ZS50eHS0Ve7aVDf9+o3QnrvuPgRlW50vNxF+tNZQSwcIFJLimBgAAAAM"
    "AAAAUEsBAh4DCgAJAAAA4xV7XRSS4pgYAAAADAAAAAgAAAAAAAAAAQAAAKSBAAAAAG5vdGUudHh0UEsFBgAAAAABAAEANgAAAE4A"
    "AAAAAA=="
)


def items(data: bytes, **settings: object) -> list[object]:
    return list(read(io.BytesIO(data), "archive", ReadSettings(**settings)))  # type: ignore[arg-type]


def listed(found: list[object]) -> list[tuple[str, str]]:
    """(path, problem) of every enclosed file."""
    return [(item.path, item.problem) for item in found if isinstance(item, Enclosed)]


def size(found: list[object]) -> int:
    assert all(len(item.data) <= MEBI for item in found if isinstance(item, Chunk))
    return sum(len(item.data) for item in found if isinstance(item, Chunk))


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in members:
            pack.writestr(name, data)
    return out.getvalue()


def test_members_come_out_in_order_with_their_paths() -> None:
    data = zipped(("b/two.txt", b"two"), ("folder/", b""), ("__MACOSX/._two.txt", b"x"), ("one.txt", b"one"))
    found = items(data)
    assert found[0] == Opened("zip")
    assert listed(found) == [("b/two.txt", ""), ("__MACOSX/._two.txt", ""), ("one.txt", "")]
    assert b"".join(item.data for item in found if isinstance(item, Chunk)) == b"twoxone"
    assert not any(isinstance(item, (Part, Notice)) for item in found)


def test_paths_lead_nowhere_but_down() -> None:
    hostile = [
        "../../etc/passwd",
        "C:\\Users\\x.txt",
        "/abs.txt",
        "a/./b/../c.txt",
        "photo\u202egpj.exe",
        "...",
        "C:x",
    ]
    safe = ["etc/passwd", "Users/x.txt", "abs.txt", "a/b/c.txt", "photo\ufffdgpj.exe", "unnamed", "x"]
    assert [safe_path(path) for path in hostile] == safe
    assert safe_path("é" * 400 + ".docx").endswith(".docx")
    assert len(safe_path("é" * 400 + ".docx").encode()) <= 255
    assert [path for path, _ in listed(items(zipped(*((path, b"") for path in hostile[:4]))))] == safe[:4]


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = zipped(("bomb.txt", bytes(100_000_000)), ("note.txt", b"real"))
    assert len(bomb) < 110_000
    found = items(bomb)
    assert listed(found) == [("bomb.txt", "unpacks_too_large"), ("note.txt", "")]
    assert size(found) == 4


def test_many_small_bombs_stop_together() -> None:
    found = items(zipped(*((f"{n}.txt", bytes(20_000_000)) for n in range(12))))
    assert size(found) <= 64 * MEBI
    assert {problem for _, problem in listed(found)} == {"", "unpacks_too_large"}
    assert len(listed(found)) == 12


def test_members_that_share_bytes_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("kernel", bytes(1_000_000))
        first = pack.filelist[0]
        for n in range(5):
            again = zipfile.ZipInfo(f"copy{n}")
            again.compress_type, again.CRC = first.compress_type, first.CRC
            again.compress_size, again.file_size = first.compress_size, first.file_size
            again.header_offset = first.header_offset
            pack.filelist.append(again)
    problems = dict(listed(items(out.getvalue())))
    assert problems["kernel"] == ""
    assert all(problems[f"copy{n}"] == "overlapping_members" for n in range(5))


def test_damage_to_one_member_is_that_members_alone() -> None:
    data = bytearray(zipped(("one.txt", WORDS.encode() * 20), ("two.txt", b"two")))
    data[45] ^= 0xFF
    assert listed(items(bytes(data))) == [("one.txt", "file_damaged"), ("two.txt", "")]
    with pytest.raises(ReadError) as refused:
        items(zipped(("one.txt", WORDS.encode()))[:-30])
    assert refused.value.code == "file_damaged"


def test_passwords_are_tried() -> None:
    assert listed(items(LOCKED)) == [("note.txt", "password_needed")]
    assert listed(items(LOCKED, passwords=("wrong", *(f"wrong {n}" for n in range(600))))) == [
        ("note.txt", "password_needed")
    ]
    found = items(LOCKED, passwords=("wrong", "secret"))
    assert listed(found) == [("note.txt", "")]
    assert Chunk(b"hello locked") in found


def test_a_wrong_password_whose_fault_shows_late_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.zip._TRIED", 4)
    wrong = tuple(f"wrong {n}" for n in range(600))
    assert listed(items(LOCKED, passwords=wrong)) == [("note.txt", "password_needed")]
    found = items(LOCKED, passwords=(*wrong, "secret"), max_enclosed=1)
    assert listed(found) == [("note.txt", "")]
    assert Chunk(b"hello locked") in found


def test_packing_that_is_not_known_is_listed() -> None:
    for method, problem in ((99, "encrypted_not_read"), (98, "packing_not_read")):
        data = bytearray(zipped(("note.txt", b"x")))
        for at in (8, data.index(b"PK\x01\x02") + 10):
            struct.pack_into("<H", data, at, method)
        assert listed(items(bytes(data))) == [("note.txt", problem)]


def test_names_in_other_code_pages() -> None:
    data = zipped(("Ünïcode.txt", b"x"))
    assert listed(items(data)) == [("Ünïcode.txt", "")]
    central, utf8 = data.index(b"PK\x01\x02"), 0x800
    unmarked = bytearray(data)
    for at in (6, central + 8):
        flags = struct.unpack_from("<H", unmarked, at)[0]
        struct.pack_into("<H", unmarked, at, flags & ~utf8)
    assert listed(items(bytes(unmarked))) == [("Ünïcode.txt", "")]


def test_more_files_than_allowed_are_counted() -> None:
    found = items(zipped(*((f"{n}.txt", b"x") for n in range(9))), max_enclosed=4)
    assert len(listed(found)) == 4
    assert Notice("enclosed_left_out", "files inside beyond the limit, not taken out: 5") in found


def test_a_member_without_a_name_comes_out() -> None:
    data = zipped(("x", b"abc")).replace(b"x", b"\0")  # a name that ends at once
    assert listed(items(data)) == [("\ufffd", "")]


def test_an_empty_archive_says_so() -> None:
    assert Notice("nothing_inside", "the ZIP holds no file") in items(zipped())


@pytest.mark.parametrize(("kind", "pack"), [("gzip", gzip.compress), ("bzip2", bz2.compress), ("xz", lzma.compress)])
def test_packed_files(kind: str, pack: object) -> None:
    assert callable(pack)
    found = items(pack(WORDS.encode()))
    assert found[0] == Opened(kind)
    assert size(found) == len(WORDS)
    assert listed(items(pack(bytes(70_000_000)))) == [("unpacked", "unpacks_too_large")]
    assert listed(items(pack(WORDS.encode() * 9)[:-9])) == [("unpacked", "file_damaged")]


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


def test_what_the_directory_does_not_list_is_said() -> None:
    one, two = zipped(("one.txt", WORDS.encode())), zipped(("two.txt", b"two"), ("three.txt", b"three"))
    assert not any(isinstance(item, Notice) for item in items(two))
    found = items(one + two)
    assert listed(found) == [("two.txt", ""), ("three.txt", "")]
    [notice] = [item for item in found if isinstance(item, Notice)]
    assert notice.code == "bytes_not_listed"
    assert f"{len(one):,} bytes" in notice.detail
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name in ("kept.txt", "removed.txt", "last.txt"):
            pack.writestr(name, b"some words")
        pack.filelist = [member for member in pack.filelist if member.filename != "removed.txt"]
    found = items(out.getvalue())
    assert [path for path, _ in listed(found)] == ["kept.txt", "last.txt"]
    assert [item.code for item in found if isinstance(item, Notice)] == ["bytes_not_listed"]
    assert [item.code for item in items(two + b"words behind the end") if isinstance(item, Notice)] == [
        "bytes_not_listed"
    ]


def test_zips_written_in_one_go_with_a_comment_list_everything() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

        def seek(self, *_: int) -> int:
            raise OSError

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:  # sizes stand behind the members
        pack.comment = b"of the day"
        with pack.open("big.txt", "w", force_zip64=True) as member:
            member.write(b"words " * 1000)
        pack.writestr("folder/", b"")
        pack.writestr("two.txt", b"two")
    found = items(out.getvalue())
    assert listed(found) == [("big.txt", ""), ("two.txt", "")]
    assert not any(isinstance(item, Notice) for item in found)


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
        assert [item.code for item in found if isinstance(item, Notice)] == ["file_cut_off"]
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
