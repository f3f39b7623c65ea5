"""Reads the sheets of an OpenDocument spreadsheet from its XML, row by row; what is in no cell by `ods_asides`.

Elements after OASIS OpenDocument 1.3 part 3, chapter 9. Dates and times are written from the cell's value, in full and
in ISO order, because "03/05/26" is read two ways; everything else is the text that the cell displays. A cell that
shows the time of a date holds all hours since 1899, of which those of its day are written.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.etree import _Element as Element

from ingest.readers.number_format import overlong
from ingest.readers.ods_asides import OFFICE, TABLE, TEXT, Asides, Styles, paragraph
from ingest.readers.package import ZipPackage, local
from ingest.readers.pieces import short
from ingest.readers.sheet_rows import NAMED, Remark, Row, counted, letters, parsed
from provenance.records import Notice

_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?")
_MOST_REPEATS: Final = 1000  # of a row or cell that holds something; empty ones are skipped however many
_DAY: Final = 86_400_000  # milliseconds
_TOLD: Final = 5  # repeats that are told one by one


@dataclass(slots=True)
class Spreadsheet:
    """The sheets of a spreadsheet; hidden ones are read, and told."""

    pack: zipfile.ZipFile
    counts: Counter[str] = field(default_factory=Counter)
    hidden: list[str] = field(default_factory=list)
    first: dict[str, list[str]] = field(default_factory=dict)  # cells that are named with what is told of them
    cut: list[str] = field(default_factory=list)  # rows and cells that are repeated more often than they are read

    def rows(self) -> Iterator[Row | Remark]:
        """Every used row of every sheet in order, each sheet's remarks behind its rows. Raises ReadError(too_large)."""
        package, styles = ZipPackage(self.pack), self._styles()
        styles.learn_heads(package)
        asides, number = Asides("", package, self.counts), 0
        tags = tuple(f"{TABLE}{name}" for name in ("table", "table-row", "table-column", "content-validation"))
        with self.pack.open("content.xml") as member:
            for event, element in parsed(member, tags, ("start", "end")):
                if element.tag == f"{TABLE}table":
                    if next(element.iterancestors(f"{TABLE}table"), None) is not None:
                        continue
                    style = element.get(f"{TABLE}style-name", "")
                    if event == "start":
                        asides, number = Asides(element.get(f"{TABLE}name", ""), package, self.counts), 0
                        self.hidden += [asides.sheet] if style in styles.hidden else []
                        continue
                    for holder in (e for e in element if local(e) in ("shapes", "forms")):
                        asides.shapes(holder)
                    yield from asides.remarks(styles.heads.get(styles.masters.get(style) or "Default", []))
                elif event == "end" and element.tag == f"{TABLE}table-row":
                    times = _repeats(element, "number-rows-repeated")
                    yield from self._row(element, number, times, asides, styles)
                    number += times
                    element.clear()
                elif event == "end" and element.tag == f"{TABLE}table-column":
                    if element.get(f"{TABLE}visibility", "visible") != "visible":
                        self.counts["hidden_columns"] += _repeats(element, "number-columns-repeated")
                elif event == "end":
                    styles.prompt(element)

    def told(self) -> Iterator[Notice]:
        """Remarks about what was read."""
        if self.hidden:
            yield Notice("hidden_sheets", f"hidden sheets, read too: {', '.join(short(n, 40) for n in self.hidden)}")
        if self.cut:
            more = f" and {len(self.cut) - _TOLD:,} more" if len(self.cut) > _TOLD else ""
            first = "; ".join(short(one) for one in self.cut[:_TOLD])
            yield Notice("repeats_left_out", f"read {_MOST_REPEATS:,} times only: {first}{more}")
        yield from counted(self.counts, self.first)

    def _row(self, row: Element, above: int, times: int, asides: Asides, styles: Styles) -> Iterator[Row]:
        """A row as often as it is repeated, `above` the number of the one before it."""
        cells = tuple(self._cells(row, above + 1, asides, styles))
        if cells:
            self.counts["hidden_rows"] += row.get(f"{TABLE}visibility", "visible") != "visible"
            yield from (Row(asides.sheet, above + n, cells) for n in range(1, min(times, _MOST_REPEATS) + 1))
            self._left_out(times, f"{asides.sheet}: row {above + 1}")

    def _left_out(self, times: int, what: str) -> None:
        if times > _MOST_REPEATS:
            self.cut.append(f"{what} stands {times:,} times")

    def _cells(self, row: Element, number: int, asides: Asides, styles: Styles) -> Iterator[tuple[int, str]]:
        at = 0
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            times, name = _repeats(cell, "number-columns-repeated"), f"{letters(at + 1)}{number}"
            text, told = _shown(cell)
            self.counts["formulas"] += bool(cell.get(f"{TABLE}formula"))
            asides.cell(cell, name, text, styles)
            if text and not text.isspace():
                if told:
                    self.counts[told] += 1
                    self.first.setdefault(told, []).extend([f"{asides.sheet} {name}"][: NAMED + 1 - self.counts[told]])
                yield from ((at + n, text) for n in range(1, min(times, _MOST_REPEATS) + 1))
                self._left_out(times, f"{asides.sheet}: cell {name}")
            at += times

    def _styles(self) -> Styles:
        found = Styles()
        with self.pack.open("content.xml") as member:
            for _, style in parsed(member, ("{*}style",)):
                found.learn(style)
        return found


def _repeats(element: Element, name: str) -> int:
    text = element.get(f"{TABLE}{name}", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _shown(cell: Element) -> tuple[str, str]:
    """A cell's text, and the code of what is to be told of it, or ""."""
    kind = cell.get(f"{OFFICE}value-type", "")
    lines = [paragraph(p) for p in cell if p.tag == f"{TEXT}p"]
    displayed, value = "\n".join(lines), str(cell.get(f"{OFFICE}value") or "")
    told = "unseen_values" if lines and not displayed.strip() else ""
    if kind == "date" and (date := cell.get(f"{OFFICE}date-value")):
        return str(date).replace("T", " ").removesuffix(" 00:00:00"), told
    if kind == "time" and (time := cell.get(f"{OFFICE}time-value")):
        return _clock(time, displayed) or displayed, told
    hides = kind == "float" and re.sub(r"\D", "", displayed) != value.lstrip("-")
    if hides and "E" not in value.upper() and overlong(value, "General"):
        return value, told or "long_numbers"
    if displayed.strip():
        return displayed, ""
    return str(cell.get(f"{OFFICE}string-value") or value), told


def _clock(value: str, displayed: str) -> str:
    """A duration as XML has it ("PT14H30M12S") as "14:30:12"; "" for what is none.

    Hours count on beyond a day only where the cell displays them so: others are the time of a date's day.
    """
    found = _DURATION.fullmatch(value.strip())
    if not found:
        return ""
    days, hours, minutes, seconds = (int(found[n] or 0) for n in range(2, 6))
    thousandths = round(int((found[6] or "0")[:6].ljust(6, "0")) / 1000)
    ticks = (((24 * days + hours) * 60 + minutes) * 60 + seconds) * 1000 + thousandths
    sign = found[1]
    if (sign or ticks >= _DAY) and not _counts_on(displayed, sign, ticks):
        ticks, sign = (-ticks if sign else ticks) % _DAY, ""
    seconds, thousandths = divmod(ticks, 1000)
    fraction = f".{thousandths:03}".rstrip("0") if thousandths else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"


def _counts_on(displayed: str, sign: str, ticks: int) -> bool:
    """Whether a cell that displays this counts hours, minutes or seconds on beyond a day; if it displays none, too."""
    first = re.search(r"\d+", displayed)
    if not first:
        return True
    wholes = {(ticks + more) // unit for unit in (3_600_000, 60_000, 1000) for more in (0, 500)}
    return int(first[0]) in wholes and (not sign or "-" in displayed or "\u2212" in displayed)
