"""Finds cells of a converted workbook whose values were worked out anew: the old file's own values are lost with them.

LibreOffice works out functions that change each time (today's date, the file's place) whatever its settings say.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from ingest.readers.package import local
from ingest.readers.sheet_rows import parsed
from ingest.readers.sniff import ZIP_ERRORS
from provenance.errors import ReadError
from provenance.records import Notice

_CHANGING = re.compile(
    r"\b(?:TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY|CELL|INFO|INDIRECT|OFFSET|WEBSERVICE)\s*\(", re.IGNORECASE
)
_QUOTED = re.compile(r'"[^"]*"')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NAMED = 12  # cells that are named; of more, their number


def told(workbook: bytes) -> Iterator[Notice]:
    """The warning about such cells of an XLSX file, where it has any: which, and how many."""
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as pack:
            sheets = [name for name in pack.namelist() if _SHEET.fullmatch(name)]
            found = [f"{cell} of sheet {n}" for n, name in enumerate(sheets, 1) for cell in _cells(pack, name)]
    except (*ZIP_ERRORS, etree.XMLSyntaxError, ReadError):
        return  # a copy that cannot be looked through is not read either, and that is said then
    if found:
        more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
        words = "hold values worked out while the file was read (today's date, its place), not those stored in it"
        yield Notice("values_recalculated", f"cells that {words}: {', '.join(found[:_NAMED])}{more}")


def _cells(pack: zipfile.ZipFile, name: str) -> Iterator[str]:
    with pack.open(name) as member:
        for _, cell in parsed(member, (f"{_MAIN}c",)):
            formula = "".join(e.text or "" for e in cell if local(e) == "f")
            if _CHANGING.search(_QUOTED.sub("", formula)):
                yield cell.get("r", "")
            cell.clear()
