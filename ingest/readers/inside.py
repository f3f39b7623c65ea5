"""Hands on what stands inside an Office file: pictures, recordings, embedded files, and the originals in OLE wrappers.

Wrappers after [MS-OLEDS]: a "Package" of the Windows shell keeps a file and its name in the stream \\x01Ole10Native,
other programs keep it whole in a stream "Package" or "CONTENTS".
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final, cast

import olefile

from ingest.items import ReadSettings
from ingest.readers import enclosed
from ingest.readers.enclosed import UNPACK_ERRORS, Budget
from ingest.readers.package import Package
from provenance.records import Notice

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WRAPPERS: Final = ("Package", "CONTENTS")
_OWN: Final = ("WordDocument", "Workbook", "Book", "PowerPoint Document", "__properties_version1.0")
_WRAPPED = 64 << 20  # an object larger than this is handed on as it is
_LEAST_SIDE = 24  # pixels: nothing can be read in a picture smaller than that
TAKEN_OUT = "taken out of the object that wraps it"
OLE_ERRORS: Final = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, struct.error, MemoryError)


def parts(package: Package, names: Iterable[str], settings: ReadSettings, size: int) -> Iterator[object]:
    """These parts of a package as enclosed files, in its order; `size` is that of the whole file.

    Pictures too small to hold a word (bullets, rules) are left out, and said.
    """
    budget = Budget.of(settings, size)
    wanted = {name.lower() for name in names}
    tiny = 0
    for name in package.names:
        if name.lower() not in wanted:
            continue
        try:
            with package.stream(name) as stream:
                head = stream.read(_WRAPPED + 1)
            tiny_one = len(head) < 4096 and is_tiny(head)
            tiny += tiny_one
            if tiny_one:
                continue
            if len(head) > _WRAPPED:
                with package.stream(name) as stream:
                    yield from enclosed.file(name, cast(BinaryIO, stream), budget)
            else:
                yield from whole(name, head, budget)
        except RuntimeError:  # zipfile's word for a member that is encrypted
            yield from enclosed.refused(name, "password_needed", budget)
        except UNPACK_ERRORS:
            yield from enclosed.refused(name, "file_damaged", budget)
    yield from told(tiny)
    yield from budget.told()


def told(tiny: int) -> Iterator[Notice]:
    """The remark that pictures were left out as too small, where some were."""
    if tiny:
        yield Notice("tiny_pictures_left_out", f"pictures under {_LEAST_SIDE} pixels, left out: {tiny}")


def whole(path: str, data: bytes, budget: Budget) -> Iterator[object]:
    """One embedded file; where it is an OLE object that wraps another, that one, by its own name."""
    found = unwrapped(data) if data.startswith(_OLE) else None
    if found:
        name, inner = found
        yield from enclosed.file(f"{path}/{name}" if name else path, inner, budget, TAKEN_OUT)
    else:
        yield from enclosed.file(path, data, budget)


def unwrapped(data: bytes) -> tuple[str, bytes] | None:
    """The name ("" where not stated) and bytes of the file that an OLE object wraps; None where it wraps none."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if any(ole.exists(name) for name in _OWN):
                return None
            if ole.exists("\x01Ole10Native"):
                return native(ole.openstream("\x01Ole10Native").read())
            for name in _WRAPPERS:
                if ole.exists(name) and (inner := ole.openstream(name).read()):
                    return "", inner
    except OLE_ERRORS:
        return None  # a broken wrapper is handed on as it is
    return None


def native(data: bytes) -> tuple[str, bytes] | None:
    """The name and bytes in an Ole10Native stream; None where it is not the shell's package."""
    size, kind = struct.unpack_from("<IH", data)
    if kind != 2:
        return ("", data[4 : 4 + size]) if size and size <= len(data) - 4 else None
    at = 6
    label, at = _string(data, at)
    path, at = _string(data, at)
    at += 4  # flags
    (length,) = struct.unpack_from("<I", data, at)
    at += 4 + length  # where the file lay while it was packed
    (inner,) = struct.unpack_from("<I", data, at)
    name = (label or path).replace("\\", "/").rpartition("/")[2]
    return (name, data[at + 4 : at + 4 + inner]) if at + 4 + inner <= len(data) else None


def _string(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(b"\0", at)
    return data[at:end].decode("cp1252", "replace"), end + 1


def is_tiny(data: bytes) -> bool:
    """Whether this is a picture that is too small to hold a word."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return min(picture.size) < _LEAST_SIDE
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return False
