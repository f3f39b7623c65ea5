"""Reads the sheets of an OpenDocument spreadsheet from its XML, row by row: cells as displayed, and their notes.

Elements after OASIS OpenDocument 1.3 part 3, chapter 9. Dates and times are written from the cell's value, in full and
in ISO order, because "03/05/26" is read two ways; everything else is the text that the cell displays.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from ingest.readers.package import local
from ingest.readers.pieces import short
from ingest.readers.sheet_rows import Remark, Row, letters, parsed
from provenance.records import Notice

_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?")
_MOST_REPEATS: Final = 1000  # of a row or cell that holds something; empty ones are skipped however many
_TOLD: Final = 5  # repeats that are told one by one


@dataclass(slots=True)
class Spreadsheet:
    """The sheets of a spreadsheet; hidden ones are read, and told."""

    pack: zipfile.ZipFile
    counts: Counter[str] = field(default_factory=Counter)
    hidden: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)  # rows and cells that are repeated more often than they are read

    def rows(self) -> Iterator[Row | Remark]:
        """Every used row of every sheet in order, each sheet's notes behind its rows. Raises ReadError(too_large)."""
        hidden = self._hidden_styles()
        sheet, number, notes = "", 0, list[Remark]()
        with self.pack.open("content.xml") as member:
            for event, element in parsed(member, (f"{_TABLE}table", f"{_TABLE}table-row"), ("start", "end")):
                if element.tag == f"{_TABLE}table":
                    outer = next(element.iterancestors(f"{_TABLE}table"), None) is None
                    if event == "start" and outer:
                        sheet, number = element.get(f"{_TABLE}name", ""), 0
                        self.hidden += [sheet] if element.get(f"{_TABLE}style-name") in hidden else []
                    elif event == "end" and outer:
                        yield from notes
                        notes = []
                elif event == "end":
                    times = _repeats(element, "number-rows-repeated")
                    yield from self._row(element, sheet, number, times, notes)
                    number += times
                    element.clear()

    def told(self) -> Iterator[Notice]:
        """Remarks about what was read."""
        if self.hidden:
            yield Notice("hidden_sheets", f"hidden sheets, read too: {', '.join(short(n, 40) for n in self.hidden)}")
        if self.cut:
            more = f" and {len(self.cut) - _TOLD:,} more" if len(self.cut) > _TOLD else ""
            first = "; ".join(short(one) for one in self.cut[:_TOLD])
            yield Notice("repeats_left_out", f"read {_MOST_REPEATS:,} times only: {first}{more}")
        said = {"hidden_rows": "hidden rows, read too", "formulas": "cells with the value that was last computed"}
        for code, words in said.items():
            if self.counts[code]:
                yield Notice(code, f"{words}: {self.counts[code]}")

    def _row(self, row: Element, sheet: str, above: int, times: int, notes: list[Remark]) -> Iterator[Row]:
        """A row as often as it is repeated, `above` the number of the one before it; its notes go to `notes`."""
        cells = tuple(self._cells(row, sheet, above + 1, notes))
        if cells:
            self.counts["hidden_rows"] += row.get(f"{_TABLE}visibility", "visible") != "visible"
            yield from (Row(sheet, above + n, cells) for n in range(1, min(times, _MOST_REPEATS) + 1))
            self._left_out(times, f"{sheet}: row {above + 1}")

    def _left_out(self, times: int, what: str) -> None:
        if times > _MOST_REPEATS:
            self.cut.append(f"{what} stands {times:,} times")

    def _cells(self, row: Element, sheet: str, number: int, notes: list[Remark]) -> Iterator[tuple[int, str]]:
        at = 0
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            times = _repeats(cell, "number-columns-repeated")
            text = _shown(cell)
            self.counts["formulas"] += bool(cell.get(f"{_TABLE}formula"))
            notes += [_note(e, sheet, f"{letters(at + 1)}{number}") for e in cell if local(e) == "annotation"]
            if text and not text.isspace():
                yield from ((at + n, text) for n in range(1, min(times, _MOST_REPEATS) + 1))
                self._left_out(times, f"{sheet}: cell {letters(at + 1)}{number}")
            at += times

    def _hidden_styles(self) -> set[str]:
        """Names of the styles of tables that are not displayed."""
        found: set[str] = set()
        with self.pack.open("content.xml") as member:
            for _, style in parsed(member, ("{*}style",)):
                if any(e.get(f"{_TABLE}display") == "false" for e in style if local(e) == "table-properties"):
                    found.add(next((v for k, v in style.attrib.items() if k.endswith("}name")), ""))
        return found


def _repeats(element: Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _shown(cell: Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    displayed = "\n".join(_paragraph(p) for p in cell if p.tag == f"{_TEXT}p")
    if kind == "date" and (value := cell.get(f"{_OFFICE}date-value")):
        return str(value).replace("T", " ").removesuffix(" 00:00:00")
    if kind == "time" and (value := cell.get(f"{_OFFICE}time-value")):
        return _clock(value) or displayed
    return displayed or str(cell.get(f"{_OFFICE}string-value") or cell.get(f"{_OFFICE}value") or "")


def _clock(value: str) -> str:
    """A duration as XML has it ("PT14H30M12S") as "14:30:12", hours counted on beyond a day; "" for what is none."""
    found = _DURATION.fullmatch(value.strip())
    if not found:
        return ""
    days, hours, minutes, seconds = (int(found[n] or 0) for n in range(2, 6))
    fraction = (found[6] or "").rstrip("0")
    return f"{found[1]}{24 * days + hours:02}:{minutes:02}:{seconds:02}" + (f".{fraction[:3]}" if fraction else "")


def _paragraph(element: Element) -> str:
    """The text of a paragraph; spaces and line breaks are elements of their own."""
    text = element.text or ""
    for child in element:
        name = local(child)
        if name == "s":
            count = child.get(f"{_TEXT}c", "1")
            text += " " * min(int(count) if count.isdigit() else 1, 1000)
        elif name in ("tab", "line-break"):
            text += "\t" if name == "tab" else "\n"
        elif name not in ("annotation", "ruby-text", ""):
            text += _paragraph(child)
        text += child.tail or ""
    return text


def _note(annotation: Element, sheet: str, cell: str) -> Remark:
    who = "".join(e.text or "" for e in annotation if local(e) == "creator")
    day = "".join(e.text or "" for e in annotation if local(e) == "date")[:16].replace("T", " ")
    told = ", ".join(x for x in (short(who, 40), day) if x)
    text = "\n".join(_paragraph(p) for p in annotation if p.tag == f"{_TEXT}p").strip()
    return Remark(sheet, cell, f"comment ({told})" if told else "comment", text)
