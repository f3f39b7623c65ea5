"""Reads workbooks (Excel, OpenDocument): every used row of every sheet, with the place of each cell, and the notes.

A row's text is its cells' texts as displayed, a tab between them; empty cells have none, and a cell's own line ends and
tabs stay as they are, so that `Part.places` alone tell the cells apart. Numbers, dates and times are written as
`number_format` says; a formula's cell holds the value last computed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import BinaryIO, Final, Protocol
from urllib.parse import quote

from ingest.items import Advance, Fields, Opened, ReadSettings
from ingest.readers import inside
from ingest.readers.normal import clean
from ingest.readers.ods import Spreadsheet
from ingest.readers.package import ZipPackage, core_fields, faults_told
from ingest.readers.sheet_rows import MOST_CELLS, MOST_ROWS, Remark, Row, letters, shared_rows
from ingest.readers.xlsx import Workbook
from provenance.errors import ReadError
from provenance.records import Notice, Part, Place

_STEP = 500  # rows between two signs of life
_PLAIN: Final = "".join(chr(c) for c in range(0x20, 0x7F) if chr(c) not in "%&=+#")
_DRAWINGS: Final = (".emf", ".wmf", ".emz", ".wmz")


class Sheets(Protocol):
    """The sheets of a workbook, whatever its format; `hidden` names those hidden, before their rows come."""

    hidden: list[str]

    def rows(self) -> Iterator[Row | Remark]: ...

    def told(self) -> Iterator[Notice]: ...


def extractor() -> str:
    """Name and version; the reader parses the XML itself and takes the built-in number formats from openpyxl."""
    return f"attest-workbook/4 lxml/{version('lxml')} openpyxl/{version('openpyxl')}"


def read(stream: BinaryIO, settings: ReadSettings, only: Collection[int] | None = None) -> Iterator[object]:
    """Parts of kind "row" with a place for each cell; behind each sheet "note" for what stands beside its cells.

    Notes hold comments, text boxes, the words of charts, print heads, addresses of links and prompts.

    A cell's place is "sheet=Calls&cell=B4" ("%", "&", "=", "+", "#" and controls in a sheet's name are
    percent-encoded), its label "Calls B4", or "Calls (hidden) B4" where nobody sees the sheet; a row is labelled
    "Calls row 4". Pictures and embedded files come out as files of their own. `only` asks for the parts of these
    ordinals and nothing else. Raises ReadError: file_damaged, password_needed, too_large, no_text.
    """
    with faults_told(), zipfile.ZipFile(stream) as pack:
        if _locked(pack):
            raise ReadError("password_needed")
        package = ZipPackage(pack)
        kind = "ods" if "content.xml" in pack.namelist() and "xl/workbook.xml" not in pack.namelist() else "xlsx"
        if only is None:
            yield Opened(kind)
            yield Fields(core_fields(package))
        sheets: Sheets = Spreadsheet(pack) if kind == "ods" else Workbook(pack)
        taken = _Taken(only)
        yield from taken.parts(sheets)
        if only is None:
            yield from _rest(package, stream, sheets, taken, settings)


def _rest(
    package: ZipPackage, stream: BinaryIO, sheets: Sheets, taken: _Taken, settings: ReadSettings
) -> Iterator[object]:
    """What follows the parts: warnings, and files inside."""
    yield from sheets.told()
    yield from shared_rows(taken.rows)
    if taken.left_out:
        yield Notice("rows_left_out", f"rows over the set limit, from {taken.left_out} on, were not read")
    files = [name for name in package.names if _is_file(name)]
    drawings = [name for name in files if name.lower().endswith(_DRAWINGS)]
    if drawings:
        yield Notice("pictures_not_read", f"drawings (EMF, WMF): {len(drawings)}")
    if not taken.usable and len(files) == len(drawings):
        raise ReadError("no_text")
    yield from inside.parts(package, [name for name in files if name not in drawings], settings, stream.seek(0, 2))


def _is_file(name: str) -> bool:
    """Whether a member is a picture or an embedded file."""
    inside = name.startswith(("xl/media/", "xl/embeddings/", "Pictures/")) and not name.endswith(".rels")
    return inside or re.fullmatch(r"Object \d+", name) is not None


def _locked(pack: zipfile.ZipFile) -> bool:
    """Whether an OpenDocument file says that its content is encrypted."""
    if "META-INF/manifest.xml" not in pack.namelist():
        return False
    with pack.open("META-INF/manifest.xml") as member:
        return b"encryption-data" in member.read(1 << 20)


@dataclass(slots=True)
class _Taken:
    """Makes parts of rows and remarks, within the limits. `left_out` is the first row beyond them, or ""."""

    only: Collection[int] | None
    usable: bool = False
    left_out: str = ""
    rows: int = 0

    def parts(self, sheets: Sheets) -> Iterator[object]:
        last = max(self.only, default=-1) if self.only is not None else None
        cells = 0
        for ordinal, found in enumerate(sheets.rows()):
            if last is not None and ordinal > last:
                return
            if isinstance(found, Row):
                self.rows, cells = self.rows + 1, cells + len(found.cells)
                if self.rows > MOST_ROWS or cells > MOST_CELLS:
                    self.left_out = f"{found.sheet} row {found.number}"
                    return
            self.usable = True
            if self.only is None or ordinal in self.only:
                called = f"{found.sheet} (hidden)" if found.sheet in sheets.hidden else found.sheet
                yield _row(ordinal, found, called) if isinstance(found, Row) else _note(ordinal, found, called)
            if self.only is None and ordinal % _STEP == 0:
                yield Advance(ordinal, 0, "rows")


def _row(ordinal: int, row: Row, called: str) -> Part:
    texts, places, at = [], [], 0
    for column, raw in row.cells:
        text = clean(raw)
        name = f"{letters(column)}{row.number}"
        texts.append(text)
        places.append(Place(at, at + len(text), _value(row.sheet, name), "", f"{called} {name}"))
        at += len(text) + 1
    return Part(ordinal, "row", "\t".join(texts) + "\n", f"{called} row {row.number}", places=tuple(places))


def _note(ordinal: int, remark: Remark, called: str) -> Part:
    text = clean(remark.text)
    label = f"{called} {remark.cell}".rstrip() + f", {remark.what}"
    value = _value(remark.sheet, remark.cell)
    return Part(ordinal, "note", text + "\n", label, places=(Place(0, len(text), value, "", label),))


def _value(sheet: str, cell: str) -> str:
    """The fragment of a cell, or of a whole sheet; only what would break its parsing is encoded."""
    safe = "".join(c if c in _PLAIN or ord(c) >= 0xA0 else quote(c) for c in clean(sheet))
    return f"sheet={safe}&cell={cell}" if cell else f"sheet={safe}"
