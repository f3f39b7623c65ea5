"""ZIP archives: what is inside comes out with its path, and nothing that comes out can flood or mislead."""

from __future__ import annotations

import base64
import io
import os
import stat
import struct
import zipfile

import pytest
from seeds import WORDS
from unpacking import items, listed, size, zipped

from ingest.items import MEBI, Chunk, Opened
from ingest.readers.enclosed import safe_path
from provenance.errors import ReadError
from provenance.records import Notice, Part

# Made with Info-ZIP ("zip -P secret"), because the standard library only opens such files: note.txt, "hello locked".
LOCKED = base64.b64decode(
    "UEsDBAoACQAAAOMVe10UkuKYGAAAAAwAAAAIAAAAbm90ZS50eHS0Ve7aVDf9+o3QnrvuPgRlW50vNxF+tNZQSwcIFJLimBgAAAAM"
    "AAAAUEsBAh4DCgAJAAAA4xV7XRSS4pgYAAAADAAAAAgAAAAAAAAAAQAAAKSBAAAAAG5vdGUudHh0UEsFBgAAAAABAAEANgAAAE4A"
    "AAAAAA=="
)


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
    problems = [item for item in items(bytes(data)) if isinstance(item, Notice)]
    detail = "files inside that did not come out when it was read: the file is damaged or cut off (1)"
    assert problems == [Notice("enclosed_not_read", detail)]


@pytest.mark.parametrize("in_one_go", [False, True])
def test_the_members_before_the_damage_of_a_cut_zip_come_out(in_one_go: bool) -> None:
    words = b"".join(b"%d words of the log\n" % n for n in range(500))
    whole = (piped if in_one_go else zipped)(("one.txt", words), ("folder/", b""), ("two.txt", words), ("3.txt", words))
    central = whole.index(b"PK\1\2")
    third = whole.rindex(b"PK\3\4")
    for cut, expected in ((central + 50, ""), (central, ""), (central - 100, "file_damaged"), (third + 20, None)):
        found = items(whole[:cut])
        names = [("one.txt", ""), ("two.txt", "")] + ([("3.txt", expected)] if expected is not None else [])
        assert listed(found) == names
        assert size(found) == len(words) * sum(not problem for _, problem in names)
        codes = [item.code for item in found if isinstance(item, Notice)]
        assert codes == ["file_cut_off"] + (["enclosed_not_read"] if expected else [])
    with pytest.raises(ReadError) as refused:
        items(whole[:20])
    assert refused.value.code in ("file_damaged", "kind_unknown")


@pytest.mark.parametrize("in_one_go", [False, True])
@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("damage", ["zeroed", "added", "missing"])
@pytest.mark.parametrize("whole", [False, True])
def test_the_members_behind_the_damage_of_a_zip_come_out_too(
    in_one_go: bool, packing: int, damage: str, whole: bool
) -> None:
    """Whether its directory is cut off, or stands where it did."""
    made = {f"chat{n}.txt": os.urandom(2000).hex().encode() for n in range(6)}
    data = (piped if in_one_go else zipped)(*made.items(), packing=packing)
    raw = bytearray(data if whole else data[: data.index(b"PK\1\2")])
    at = raw.find(b"chat2.txt") - 30
    match damage:
        case "zeroed":
            raw[at : at + 64] = bytes(64)
        case "added":
            raw[at + 300 : at + 300] = b"x"
        case "missing":
            del raw[at + 300 : at + 340]
    found = dict(listed(items(bytes(raw))))
    assert not whole or found.keys() == made.keys(), "what the directory lists is listed"
    come_out = {name for name, problem in found.items() if not problem}
    assert come_out >= made.keys() - {"chat1.txt" if damage == "zeroed" and in_one_go else "chat2.txt", "chat2.txt"}


def test_links_are_no_files_and_are_counted() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("note.txt", b"words")
        link = zipfile.ZipInfo("etc")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        pack.writestr(link, "/etc/passwd")
    found = items(out.getvalue())
    assert listed(found) == [("note.txt", "")]
    assert [item for item in found if isinstance(item, Notice)] == [
        Notice("links_left_out", "links inside, which are no files: 1")
    ]


def test_a_zip_that_unpacks_itself_is_read_and_its_program_said() -> None:
    for program in (b"MZ\x90\0" + bytes(range(256)) * 40, bytes(range(8)) * 99):
        found = items(program + zipped(("note.txt", b"words")))
        assert listed(found) == [("note.txt", "")]
        assert [item.code for item in found if isinstance(item, Notice)] == ["bytes_not_listed"]
    with pytest.raises(ReadError, match="kind_not_read"):
        items(b"MZ\x90\0" + bytes(range(256)) * 40)


def test_an_archive_of_which_nothing_came_out_says_so() -> None:
    for data, why in ((LOCKED, "protected by a password"), (zipped(("b", bytes(99_000_000))), "far larger")):
        [notice] = [item for item in items(data) if isinstance(item, Notice)]
        assert notice.code == "enclosed_not_read" and why in notice.detail
    assert not any(isinstance(item, Notice) for item in items(LOCKED, passwords=("secret",)))


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


class Pipe(io.BytesIO):
    """Where a ZIP is written without going back, so that sizes stand behind the members."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError

    def seek(self, *_: int) -> int:
        raise OSError


def piped(*members: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = Pipe()
    with zipfile.ZipFile(out, "w", packing) as pack:
        for name, data in members:
            pack.writestr(name, data)
    return out.getvalue()


def test_zips_written_in_one_go_with_a_comment_list_everything() -> None:
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
