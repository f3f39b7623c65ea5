"""Reads the sheets of an Excel workbook from their XML, row by row: cells as displayed; the rest by `sheet_asides`.

Elements after ECMA-376 part 1, chapter 18. The XML is read and not the
objects of a library, because a library that meets one odd style gives up the whole file.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml.etree import _Element as Element
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.escape import unescape

from ingest.readers.number_format import overlong, shown, unseen
from ingest.readers.package import ZipPackage, local, related, relations
from ingest.readers.pieces import short
from ingest.readers.sheet_asides import TAGS, Asides, people, rich
from ingest.readers.sheet_rows import NAMED, Remark, Row, column, counted, letters, parsed
from provenance.errors import ReadError
from provenance.records import Notice


@dataclass(slots=True)
class Workbook:
    """A workbook's sheets; what was met on the way is counted, and told by `told` at the end."""

    pack: zipfile.ZipFile
    counts: Counter[str] = field(default_factory=Counter)
    hidden: list[str] = field(default_factory=list)
    first: dict[str, list[str]] = field(default_factory=dict)  # cells that are named with what is told of them
    _shared: dict[str, str] = field(default_factory=dict)  # formulas of the sheet that several cells share

    def rows(self) -> Iterator[Row | Remark]:
        """Every used row of every sheet in the order of the tabs, each sheet's remarks behind its rows."""
        package = ZipPackage(self.pack)
        main = next(iter(related(package, "", "officeDocument")), "xl/workbook.xml")
        root = package.xml(main)
        if root is None or local(root) != "workbook":
            raise ReadError("file_damaged")
        looks = _Looks.of(package, main, root)
        parts = {r.id: r.target for r in relations(package, main) if not r.external}
        known = people(package, main)
        for sheet in (e for e in root.iter() if local(e) == "sheet"):
            name = sheet.get("name", "")
            target = parts.get(next((v for k, v in sheet.attrib.items() if k.endswith("}id")), ""), "")
            if sheet.get("state", "visible") != "visible":
                self.hidden.append(name)
            asides = Asides(name)
            yield from self._sheet(package, target, looks, asides)
            yield from asides.remarks(package, target, known, self.counts)

    def told(self) -> Iterator[Notice]:
        """Remarks and warnings about what was read."""
        if self.hidden:
            yield Notice("hidden_sheets", f"hidden sheets, read too: {', '.join(short(n, 40) for n in self.hidden)}")
        yield from counted(self.counts, self.first)

    def _sheet(self, package: ZipPackage, part: str, looks: _Looks, asides: Asides) -> Iterator[Row]:
        try:
            stream = package.stream(part)
        except KeyError:
            self.counts["sheets_not_read"] += 1
            return
        self._shared = {}
        number = 0
        for element in _elements(stream, "row", "col", *TAGS):
            if local(element) in TAGS:
                asides.take(element)
                continue
            if local(element) == "col":
                last = min(int(element.get("max") or 0), 16384)
                if element.get("hidden") in ("1", "true"):
                    self.counts["hidden_columns"] += max(0, last - int(element.get("min") or 1) + 1)
                continue
            number = _whole(element.get("r")) or number + 1
            cells = tuple(sorted(self._cells(element, number, looks, asides), key=lambda cell: cell[0]))
            if cells:
                self.counts["hidden_rows"] += element.get("hidden") in ("1", "true")
                yield Row(asides.sheet, number, cells)

    def _cells(self, row: Element, number: int, looks: _Looks, asides: Asides) -> Iterator[tuple[int, str]]:
        at = 0
        for cell in row:
            if local(cell) != "c":
                continue
            at = column(cell.get("r") or "") or at + 1
            text, told = looks.seen(cell)
            formula = next((e for e in cell if local(e) == "f"), None)
            name = f"{letters(at)}{number}"
            if formula is not None:
                self.counts["formulas" if text else "formulas_without_values"] += 1
                written = self._written(formula, name)
                text = text or f"={written}"
            if text and not text.isspace():
                asides.cell(name, text, (formula.text or "") if formula is not None else "")
                if told:
                    self._told(told, f"{asides.sheet} {name}")
                yield at, text

    def _written(self, formula: Element, cell: str) -> str:
        """A formula as it is written, in the cell that shares it with others of its sheet (ECMA-376-1, 18.3.1.40)."""
        shared = formula.get("si") if formula.get("t") == "shared" else None
        if shared is None:
            return formula.text or ""
        if formula.text:
            self._shared[shared] = f"{formula.text}, as {cell}"
        return formula.text or self._shared.get(shared, "")

    def _told(self, code: str, cell: str) -> None:
        self.counts[code] += 1
        if self.counts[code] <= NAMED:
            self.first.setdefault(code, []).append(cell)


@dataclass(frozen=True, slots=True)
class _Looks:
    """How cells are displayed: the shared strings, the number format of each style, and the calendar's beginning."""

    strings: list[str]
    formats: list[str]
    epoch_1904: bool

    @classmethod
    def of(cls, package: ZipPackage, main: str, root: Element) -> _Looks:
        properties = next((e for e in root if local(e) == "workbookPr"), None)
        dated = properties is not None and properties.get("date1904") in ("1", "true")
        return cls(_strings(package, main), _formats(package, main), dated)

    def seen(self, cell: Element) -> tuple[str, str]:
        """A cell's text as displayed, "" where it holds nothing; and the code of what is to be told of it, or ""."""
        style = _whole(cell.get("s")) or 0
        code = self.formats[style] if style < len(self.formats) else "General"
        kind = cell.get("t", "n")
        value = next((e.text or "" for e in cell if local(e) == "v"), "")
        if kind != "n":
            return self._text(cell, kind, value), "unseen_values" if unseen(code) else ""
        told = "unseen_values" if unseen(code, value) else "long_numbers" if overlong(value, code) else ""
        return shown(value, code, self.epoch_1904) if value else "", told

    def _text(self, cell: Element, kind: str, value: str) -> str:
        """The text of a cell that holds no number."""
        if kind == "inlineStr":
            return next((rich(e) for e in cell if local(e) == "is"), "")
        if not value:
            return ""
        if kind == "s":
            index = _whole(value)
            return self.strings[index] if index is not None and index < len(self.strings) else ""
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            return value.strip().replace("T", " ").removesuffix(" 00:00:00")
        return unescape(value)


def _strings(package: ZipPackage, main: str) -> list[str]:
    found: list[str] = []
    for part in related(package, main, "sharedStrings"):
        try:
            stream = package.stream(part)
        except KeyError:
            continue
        found += [rich(item) for item in _elements(stream, "si")]
    return found


def _formats(package: ZipPackage, main: str) -> list[str]:
    """The number format of each cell style, by index."""
    known = {int(k): v for k, v in BUILTIN_FORMATS.items()}
    found: list[str] = []
    for part in related(package, main, "styles"):
        root = package.xml(part)
        for element in root.iter() if root is not None else ():
            if local(element) == "numFmt":
                known[_whole(element.get("numFmtId")) or 0] = element.get("formatCode", "General")
            elif local(element) == "cellXfs":
                found = [e.get("numFmtId", "0") for e in element if local(e) == "xf"]
    return [known.get(_whole(number) or 0, "General") for number in found]


def _elements(stream: io.BufferedIOBase | IO[bytes], *names: str) -> Iterator[Element]:
    """Elements of these names as they end, each let go once it was used."""
    for _, element in parsed(stream, tuple(f"{{*}}{name}" for name in names)):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _whole(text: str | None) -> int | None:
    """A whole number that is not negative, or None."""
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None
