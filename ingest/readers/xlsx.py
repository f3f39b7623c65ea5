"""Reads the sheets of an Excel workbook from their XML, row by row: cells as displayed, comments, text boxes.

Elements after ECMA-376 part 1, chapter 18; threaded comments after [MS-XLSX] 2.6.205. The XML is read and not the
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

from ingest.readers.number_format import shown
from ingest.readers.package import ZipPackage, local, related, relations
from ingest.readers.pieces import short
from ingest.readers.sheet_rows import Remark, Row, column, parsed
from provenance.errors import ReadError
from provenance.records import Notice


@dataclass(slots=True)
class Workbook:
    """A workbook's sheets; what was met on the way is counted, and told by `told` at the end."""

    pack: zipfile.ZipFile
    counts: Counter[str] = field(default_factory=Counter)
    hidden: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[Row | Remark]:
        """Every used row of every sheet in the order of the tabs, each sheet's remarks behind its rows."""
        package = ZipPackage(self.pack)
        main = next(iter(related(package, "", "officeDocument")), "xl/workbook.xml")
        root = package.xml(main)
        if root is None or local(root) != "workbook":
            raise ReadError("file_damaged")
        looks = _Looks.of(package, main, root)
        parts = {r.id: r.target for r in relations(package, main) if not r.external}
        people = _people(package, main)
        for sheet in (e for e in root.iter() if local(e) == "sheet"):
            name = sheet.get("name", "")
            target = parts.get(next((v for k, v in sheet.attrib.items() if k.endswith("}id")), ""), "")
            if sheet.get("state", "visible") != "visible":
                self.hidden.append(name)
            yield from self._sheet(package, target, name, looks)
            yield from _remarks(package, target, name, people)

    def told(self) -> Iterator[Notice]:
        """Remarks and warnings about what was read."""
        if self.hidden:
            yield Notice("hidden_sheets", f"hidden sheets, read too: {', '.join(short(n, 40) for n in self.hidden)}")
        said = {
            "hidden_rows": "hidden rows, read too: {n}",
            "hidden_columns": "hidden columns, read too: {n}",
            "formulas": "cells with the value that was last computed: {n}",
            "formulas_without_values": "cells whose formula stands without a value: {n}",
            "sheets_not_read": "sheets of charts, or missing: {n}",
        }
        for code, words in said.items():
            if self.counts[code]:
                yield Notice(code, words.format(n=self.counts[code]))

    def _sheet(self, package: ZipPackage, part: str, name: str, looks: _Looks) -> Iterator[Row]:
        try:
            stream = package.stream(part)
        except KeyError:
            self.counts["sheets_not_read"] += 1
            return
        if "chartsheet" in part:
            self.counts["sheets_not_read"] += 1
            return
        number = 0
        for element in _elements(stream, "row", "col"):
            if local(element) == "col":
                last = min(int(element.get("max") or 0), 16384)
                if element.get("hidden") in ("1", "true"):
                    self.counts["hidden_columns"] += max(0, last - int(element.get("min") or 1) + 1)
                continue
            number = _whole(element.get("r")) or number + 1
            cells = tuple(sorted(self._cells(element, looks), key=lambda cell: cell[0]))
            if cells:
                self.counts["hidden_rows"] += element.get("hidden") in ("1", "true")
                yield Row(name, number, cells)

    def _cells(self, row: Element, looks: _Looks) -> Iterator[tuple[int, str]]:
        at = 0
        for cell in row:
            if local(cell) != "c":
                continue
            at = column(cell.get("r") or "") or at + 1
            text = looks.text(cell)
            formula = next((e for e in cell if local(e) == "f"), None)
            if formula is not None:
                self.counts["formulas" if text else "formulas_without_values"] += 1
                text = text or f"={formula.text or ''}"
            if text and not text.isspace():
                yield at, text


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

    def text(self, cell: Element) -> str:
        """A cell's text as displayed, "" where it holds nothing."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return next((_rich(e) for e in cell if local(e) == "is"), "")
        value = next((e.text or "" for e in cell if local(e) == "v"), "")
        if not value:
            return ""
        if kind == "s":
            index = _whole(value)
            return self.strings[index] if index is not None and index < len(self.strings) else ""
        if kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if kind == "d":
            return value.strip().replace("T", " ").removesuffix(" 00:00:00")
        if kind in ("str", "e"):
            return unescape(value)
        style = _whole(cell.get("s")) or 0
        return shown(value, self.formats[style] if style < len(self.formats) else "General", self.epoch_1904)


def _strings(package: ZipPackage, main: str) -> list[str]:
    found: list[str] = []
    for part in related(package, main, "sharedStrings"):
        try:
            stream = package.stream(part)
        except KeyError:
            continue
        found += [_rich(item) for item in _elements(stream, "si")]
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


def _rich(item: Element) -> str:
    """The text of a string item, its readings for pronunciation left out."""
    texts = (
        e.text or ""
        for e in item.iter()
        if local(e) == "t" and (e.getparent() is None or local(e.getparent()) != "rPh")
    )
    return unescape("".join(texts))


def _remarks(package: ZipPackage, sheet: str, name: str, people: dict[str, str]) -> Iterator[Remark]:
    """Comments on cells, then the text of boxes."""
    threads = related(package, sheet, "threadedComment")
    for part in threads or related(package, sheet, "comments"):
        root = package.xml(part)
        if root is not None:
            yield from _threaded(root, name, people) if threads else _comments(root, name)
    for part in related(package, sheet, "drawing"):
        root = package.xml(part)
        for body in (e for e in root.iter() if local(e) == "txBody") if root is not None else ():
            lines = ("".join(t.text or "" for t in p.iter() if local(t) == "t") for p in body if local(p) == "p")
            if text := "\n".join(lines).strip():
                yield Remark(name, "", "text box", text)


def _comments(root: Element, name: str) -> Iterator[Remark]:
    authors = [e.text or "" for e in root.iter() if local(e) == "author"]
    for comment in (e for e in root.iter() if local(e) == "comment"):
        author = _whole(comment.get("authorId")) or 0
        who = short(authors[author], 40) if author < len(authors) else ""
        text = "".join(_rich(e) for e in comment if local(e) == "text").strip()
        if text:
            yield Remark(name, comment.get("ref", ""), f"comment ({who})" if who else "comment", text)


def _threaded(root: Element, name: str, people: dict[str, str]) -> Iterator[Remark]:
    for comment in (e for e in root.iter() if local(e) == "threadedComment"):
        who = short(people.get(comment.get("personId", ""), ""), 40)
        day = comment.get("dT", "")[:16].replace("T", " ")
        told = ", ".join(x for x in (who, day) if x)
        text = "".join(e.text or "" for e in comment if local(e) == "text").strip()
        if text:
            yield Remark(name, comment.get("ref", ""), f"comment ({told})" if told else "comment", text)


def _people(package: ZipPackage, main: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in related(package, main, "person"):
        root = package.xml(part)
        for person in (e for e in root.iter() if local(e) == "person") if root is not None else ():
            found[person.get("id", "")] = person.get("displayName", "")
    return found


def _whole(text: str | None) -> int | None:
    """A whole number that is not negative, or None."""
    return int(text) if text and text.strip().isascii() and text.strip().isdigit() else None
