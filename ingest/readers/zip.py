"""Takes a ZIP apart: every member comes out with its path, or is listed with what kept it in.

Against bombs: what a member really unpacks to is counted (see `enclosed.Budget`), and members that share bytes of the
container are refused ("A better zip bomb", D. Fifield 2019), because no honest program writes them.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO, Final, cast

from ingest.items import MEBI, Advance, Enclosed, Fields, Fitted, Opened, ReadSettings
from ingest.readers import enclosed
from ingest.readers.mime import decoded
from ingest.readers.sniff import ZIP_ERRORS
from ingest.readers.zip_cut import heads_stand, with_directory
from ingest.readers.zip_unlisted import unlisted
from provenance.errors import ReadError
from provenance.records import Notice

_ENCRYPTED: Final = 0x1  # bit of a member's flags
_UTF8: Final = 0x800
_AES: Final = 99  # WinZip's method for members encrypted with AES
_READ: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_UNICODE_PATH: Final = 0x7075  # extra field of Info-ZIP
_TRIED = 4 * MEBI  # bytes of a member that are unpacked to try a password
_UNIX: Final = (3, 19)  # systems whose marks of a file are those of Unix, macOS among them
_LOCAL_HEADER = 30  # bytes at least before a member's data


def extractor() -> str:
    """Name and version; a ZIP has no text of its own."""
    return "attest-zip/4 zipfile/1"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """No part, and every member that is a file as `Enclosed`, in the order of the directory.

    Members' problems: password_needed, encrypted_not_read (AES), packing_not_read, file_damaged (also: wrong checksum),
    overlapping_members, too_large, unpacks_too_large. Raises ReadError: file_damaged.
    """
    if only is not None:
        return
    size = stream.seek(0, io.SEEK_END)
    pack, cut, gone = _pack(stream, size)
    with pack:
        listed = [m for m in pack.infolist() if not m.filename.endswith("/")]
        members = [m for m in listed if not _is_link(m)]
        yield Opened("zip")
        yield Fields({"members": str(len(members))} | _comment(pack.comment))
        budget = enclosed.Budget.of(settings, size)
        shared = _overlapping(members)
        for number, member in enumerate(members, 1):
            yield from _member(pack, member, id(member) in shared, budget, settings.passwords)
            if budget.files <= 0:
                budget.left_out += len(members) - number
                break
            if number % 100 == 0:
                yield Advance(number, len(members), "files")
        for name in gone:
            yield from enclosed.refused(name, "file_damaged", budget)
        if len(listed) > len(members):
            yield Notice("links_left_out", f"links inside, which are no files: {len(listed) - len(members)}")
        if not listed:
            yield Notice("nothing_inside", "the ZIP holds no file")
        if cut:
            found = f"{len(members)} files were found by the heads before them, and those that are whole came out"
            yield Notice("file_cut_off", f"the ZIP is damaged or ends before its directory does; {found}")
        else:
            yield from unlisted(stream, pack.infolist(), pack.start_dir, size)
        yield from budget.told()


def _pack(stream: BinaryIO, size: int) -> tuple[zipfile.ZipFile, bool, list[str]]:
    """The ZIP, and whether its directory could not be read, or does not say where the members are, so that one was
    made of their heads; then with the paths of those that it lists and no head was found of."""
    damage: Exception | None = None
    listed: list[zipfile.ZipInfo] = []
    try:
        pack = zipfile.ZipFile(stream)
        listed = [member for member in pack.infolist() if not member.filename.endswith("/")]
        if heads_stand(stream, (member.header_offset for member in pack.infolist())):
            return pack, False, []
    except ZIP_ERRORS as bad:
        damage = bad
    joined = with_directory(stream, size)
    if joined is None:
        raise ReadError("file_damaged") from damage
    try:
        made = zipfile.ZipFile(joined)
        found = {member.orig_filename for member in made.infolist()}
        return made, True, [_path(member) for member in listed if member.orig_filename not in found]
    except ZIP_ERRORS as bad:
        raise ReadError("file_damaged") from bad


def _member(
    pack: zipfile.ZipFile, member: zipfile.ZipInfo, shared: bool, budget: enclosed.Budget, passwords: Sequence[str]
) -> Iterator[object]:
    path = _path(member)
    if shared:
        yield from enclosed.refused(path, "overlapping_members", budget)
        return
    if member.compress_type == _AES or member.flag_bits & 0x40:
        yield from enclosed.refused(path, "encrypted_not_read", budget)
        return
    if member.compress_type not in _READ:
        yield from enclosed.refused(path, "packing_not_read", budget)
        return
    if not member.flag_bits & _ENCRYPTED:
        yield from _opened(pack, path, member, None, budget)
        return
    for key, number in _keys(pack, member, passwords):
        for item in _opened(pack, path, member, key, budget):
            if isinstance(item, Enclosed) and item.problem == "file_damaged":
                budget.files += 1  # its checksum is wrong: another password may be the right one
                budget.kept_in[item.problem] -= 1
                break
            yield item
        else:
            yield Fitted(number)
            return
    yield from enclosed.refused(path, "password_needed", budget)


def _opened(
    pack: zipfile.ZipFile, path: str, member: zipfile.ZipInfo, key: bytes | None, budget: enclosed.Budget
) -> Iterator[object]:
    try:
        opened = pack.open(member, pwd=key)
    except (*ZIP_ERRORS, RuntimeError):  # zipfile's word for a member that is encrypted, against its flags
        yield from enclosed.refused(path, "file_damaged", budget)
        return
    with opened:
        yield from enclosed.file(path, cast("BinaryIO", opened), budget)


def _keys(pack: zipfile.ZipFile, member: zipfile.ZipInfo, passwords: Sequence[str]) -> Iterator[tuple[bytes, int]]:
    """Passwords that may open the member, with their place among those given; one in 256 wrong ones passes the format's
    own check, so each is tried out."""
    keys: dict[bytes, int] = {}
    for number, word in enumerate(passwords):
        for key in (word.encode(), word.encode("cp1252", "replace")):
            keys.setdefault(key, number)
    for key, number in keys.items():
        try:
            with pack.open(member, pwd=key) as opened:
                left = _TRIED
                while left > 0 and (piece := opened.read(min(left, MEBI))):
                    left -= len(piece)
        except (*ZIP_ERRORS, RuntimeError):  # a wrong password, or bytes that do not unpack with it
            continue
        yield key, number


def _overlapping(members: Sequence[zipfile.ZipInfo]) -> set[int]:
    """Members (by `id`) that share bytes of the container with another; of two that are the same, the later one."""
    found: set[int] = set()
    owner: zipfile.ZipInfo | None = None
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if owner is not None and member.header_offset < end:
            found.add(id(member))
            if member.header_offset > owner.header_offset:
                found.add(id(owner))
        here = member.header_offset + _LOCAL_HEADER + member.compress_size
        if here > end:
            owner, end = member, here
    return found


def _is_link(member: zipfile.ZipInfo) -> bool:
    """Whether the member is a symbolic link: its bytes are the path of another file."""
    return member.create_system in _UNIX and stat.S_ISLNK(member.external_attr >> 16)


def _path(member: zipfile.ZipInfo) -> str:
    """The member's path: as marked, as Info-ZIP's extra field says, as UTF-8 without its mark, else code page 437."""
    name = member.orig_filename
    if member.flag_bits & _UTF8 or name.isascii():
        return name
    extra = member.extra
    while len(extra) >= 4:
        number, size = struct.unpack_from("<HH", extra)
        if number == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _comment(comment: bytes) -> dict[str, str]:
    text = decoded(comment[:2000], "utf-8")[0].strip()
    return {"comment": text} if text else {}
