"""Hands on old Office files (.doc, .xls, .ppt) and Windows drawings as new ones, converted by LibreOffice if installed.

The old file stays the original; what is read is the converted copy, a file inside it with a hash of its own. A file
that is locked is told by its own marks before anything is converted ([MS-DOC] 2.5.1, [MS-XLS] 2.4.117, [MS-PPT] 2.3.2).
"""

from __future__ import annotations

import codecs
import io
import os
import struct
from collections.abc import Collection, Iterator
from typing import BinaryIO, Final

import olefile

from ingest.items import Advance, Enclosed, Fields, Fitted, Opened, ReadSettings
from ingest.readers import enclosed, libreoffice, recalculated
from ingest.readers.enclosed import Budget
from ingest.readers.inside import OLE_ERRORS
from ingest.readers.sniff import sniff
from ingest.readers.unlock import unlocked
from ingest.readers.within import size_within
from provenance.errors import ReadError
from provenance.records import Notice

# What each kind is converted to, and LibreOffice's filter for it.
_TO: Final = {
    "doc": ("docx", "MS Word 2007 XML"),
    "xls": ("xlsx", "Calc MS Excel 2007 XML"),
    "ppt": ("pptx", "Impress MS PowerPoint 2007 XML"),
    "xlsb": ("xlsx", "Calc MS Excel 2007 XML"),
    "sheetml": ("xlsx", "Calc MS Excel 2007 XML"),
    "emf": ("pdf", "draw_pdf_Export"),
    "wmf": ("pdf", "draw_pdf_Export"),
}
_MACROS: Final = ("Macros", "_VBA_PROJECT_CUR", "VBA")
_BY_SETTINGS: Final = ", which this system could not keep off the network; its own settings were to do that"
_LOCKED_TOKEN = 0xF3D1C4DF  # of the user of an encrypted presentation
_FILEPASS, _EOF, _MOST_RECORDS = 0x2F, 0x0A, 100
_ABOUT: Final = {
    "title": "title",
    "author": "author",
    "subject": "subject",
    "last_saved_by": "last_modified_by",
    "create_time": "created",
    "last_saved_time": "modified",
    "keywords": "keywords",
    "comments": "description",
}


def extractor() -> str:
    """Name and version; the text is that of the converted copy, which its own reader extracts."""
    return "attest-old-office/1"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """No parts: one enclosed file, the converted copy, whose `made` names the program that made it.

    What is to be said of the copy is said of the original as well: it is read no better than its copy. Raises
    ReadError: needs_libreoffice (not installed), password_needed, too_large, conversion_failed, file_damaged, no_text.
    """
    if only is not None:
        return
    size_within(stream, settings)
    kind = sniff(stream)
    stream.seek(0)
    data = stream.read()
    locked, macros, fields = _looked_into(data, kind) if kind in _LOCKED else (False, False, {})
    fits: int | None = None
    if locked:
        clear, fits = unlocked(io.BytesIO(data), settings.passwords, kind)
        data = clear.read()
    if kind not in _TO:
        raise ReadError("kind_not_read", kind=kind)
    ending, filter_name = _TO[kind]
    yield Opened(kind)
    yield Fields(fields)
    program = libreoffice.find()
    if program is None:
        raise ReadError("needs_libreoffice", kind=kind)
    suffix = "xml" if kind == "sheetml" else kind
    converted = yield from libreoffice.convert(program, data, suffix, ending, filter_name, settings.max_bytes)
    name, apart = libreoffice.version(program), libreoffice.kept_off_network()
    if fits is not None:
        yield Fitted(fits)
        yield Notice("opened_with_password")
    yield Notice("converted", f"read from a copy converted by {name}{_BY_SETTINGS if not apart else ''}")
    if macros:
        yield Notice("macros_not_run")
    if ending == "xlsx":
        yield from recalculated.told(converted)
    yield from _as_read(converted, kind, settings)
    made = f"converted by {name} from the original"
    yield from enclosed.file(f"converted.{ending}", converted, Budget.of(settings), made)


def _as_read(copy: bytes, kind: str, settings: ReadSettings) -> Iterator[object]:
    """The warnings about the copy, read as it will be; raises ReadError where there is nothing in it to be read."""
    from ingest import readers

    try:
        for item in readers.read(io.BytesIO(copy), "converted", settings):
            if isinstance(item, Enclosed):
                return
            if isinstance(item, Notice):
                yield Notice(item.code, item.detail)
            elif isinstance(item, Advance):
                yield item
    except ReadError as bad:
        code = bad.code if bad.code in ("no_text", "too_large") else "conversion_failed"
        raise ReadError(code, kind=kind) from bad


def _looked_into(data: bytes, kind: str) -> tuple[bool, bool, dict[str, str]]:
    """Whether the file is locked, whether it has macros, and what it says of itself."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            locked = _LOCKED[kind](ole)
            macros = any(str(path[0]) in _MACROS for path in ole.listdir(streams=False, storages=True))
            return locked, macros, _fields(ole)
    except OLE_ERRORS as bad:
        raise ReadError("file_damaged", kind=kind) from bad


def _fields(ole: olefile.OleFileIO) -> dict[str, str]:
    about = ole.get_metadata()
    found = {}
    for name, ours in _ABOUT.items():
        value = getattr(about, name, None)
        text = value.decode(_codec(about.codepage), "replace") if isinstance(value, bytes) else str(value or "")
        if text.strip("\0 "):
            found[ours] = " ".join(text.strip("\0 ").split())[:500]
    return found


def _codec(page: object) -> str:
    name = "utf-8" if page in (65001, -535) else f"cp{page if isinstance(page, int) and page > 0 else 1252}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _doc_locked(ole: olefile.OleFileIO) -> bool:
    """The flag fEncrypted of the file's information block."""
    head = ole.openstream("WordDocument").read(12)
    return bool(struct.unpack_from("<H", head, 10)[0] & 0x0100)


def _xls_locked(ole: olefile.OleFileIO) -> bool:
    """A FilePass record among the first of the workbook, unless it is only Excel's own standing password."""
    stream = ole.openstream("Workbook" if ole.exists("Workbook") else "Book")
    for _ in range(_MOST_RECORDS):
        head = stream.read(4)
        if len(head) < 4:
            return False
        record, length = struct.unpack("<HH", head)
        if record == _FILEPASS:
            return True
        if record == _EOF:
            return False
        stream.seek(length, os.SEEK_CUR)
    return False


def _ppt_locked(ole: olefile.OleFileIO) -> bool:
    """The token of the current user."""
    if ole.exists("EncryptedSummary"):
        return True
    head = ole.openstream("Current User").read(16) if ole.exists("Current User") else b""
    return len(head) >= 16 and struct.unpack_from("<I", head, 12)[0] == _LOCKED_TOKEN


_LOCKED: Final = {"doc": _doc_locked, "xls": _xls_locked, "ppt": _ppt_locked}
