"""Sets the station's duty log as PDF: two-column pages, and a table on a page turned by /Rotate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pymupdf

from app.sample import typeset
from app.sample.statements import data, paragraphs
from app.sample.typeset import SANS, SANS_BOLD, SERIF, SERIF_BOLD, Sheet

_LEFT, _GUTTER, _COLUMN = 48.0, 27.0, 236.0
_FIRST_TOP, _TOP = 112.0, 76.0
_BOTTOM, _SIZE, _LEADING = 788.0, 10.5, 14.0
_TIME = 35.0  # room for "14:26" before an entry


@dataclass(frozen=True, slots=True)
class _Block:
    """One entry of the log: what stands in its margin, its lines, and how far in they begin."""

    margin: str
    lines: tuple[str, ...]
    indent: float = _TIME
    bold: bool = False

    @property
    def height(self) -> float:
        return (len(self.lines) + 0.55) * _LEADING


def write(path: Path) -> None:
    """Write the four-page log to `path`."""
    log = data("duty_log.toml")
    document = pymupdf.open()
    entries = [_block(e["at"], e["text"], e["by"]) for e in log["entries"]]
    first, second = _split([*entries, *_bulletin(log)])
    for number, (columns, top) in enumerate(((first, _FIRST_TOP), (second, _TOP)), start=1):
        sheet = _sheet(document, log, number)
        _fill(sheet, columns, top)
        sheet.finish()
    _table(document, log)
    last = _sheet(document, log, 4)
    _fill(last, (_late(log), _lists(log)), _TOP)
    last.finish()
    typeset.save(document, path, f"{log['title']}, {log['day']}")


def _block(margin: str, text: str, by: str = "") -> _Block:
    words = f"{text} [{by}]" if by else text
    return _Block(margin, tuple(typeset.wrap(words, SERIF, _SIZE, _COLUMN - _TIME)))


def _title(text: str) -> _Block:
    return _Block("", tuple(typeset.wrap(text, SERIF_BOLD, _SIZE + 1, _COLUMN)), 0.0, bold=True)


def _bulletin(log: Mapping[str, Any]) -> list[_Block]:
    """The bulletin under the log: a heading, and paragraphs that run on from column to column."""
    blocks = [_title(log["bulletin"]["title"])]
    for paragraph in paragraphs(log["bulletin"]["text"]):
        blocks.append(_Block("", tuple(typeset.wrap(paragraph, SERIF, _SIZE, _COLUMN)), 0.0))
    return blocks


_Columns = tuple[list[_Block], list[_Block]]


def _split(blocks: Iterable[_Block]) -> tuple[_Columns, _Columns]:
    """Blocks into the four columns of two pages; the second page's columns are made about equally long."""
    rest = list(blocks)
    left, rest = _take(rest, _BOTTOM - _FIRST_TOP)
    right, rest = _take(rest, _BOTTOM - _FIRST_TOP)
    half, rest = _take(rest, sum(b.height for b in rest) / 2)
    return (left, right), (half, rest)


def _take(blocks: list[_Block], room: float) -> tuple[list[_Block], list[_Block]]:
    """As much as fits into `room` points, cutting the last block between two lines; and the rest."""
    taken: list[_Block] = []
    for at, block in enumerate(blocks):
        fit = int(room // _LEADING)
        if fit < len(block.lines):
            fit = min(fit, len(block.lines) - 2)  # no line of a paragraph stands alone in a column
            if fit < 2:
                return taken, blocks[at:]
            head = replace(block, lines=block.lines[:fit])
            return [*taken, head], [replace(block, margin="", lines=block.lines[fit:]), *blocks[at + 1 :]]
        taken.append(block)
        room -= block.height
    return taken, []


def _sheet(document: pymupdf.Document, log: Mapping[str, Any], number: int) -> Sheet:
    sheet = Sheet(document)
    right = 595 - _LEFT
    if number == 1:
        sheet.text(_LEFT, 48, log["company"], SANS_BOLD, 10)
        sheet.text(right, 48, log["station"], SANS_BOLD, 10, align="right")
        sheet.text(_LEFT, 70, log["title"], SANS_BOLD, 16)
        sheet.text(_LEFT, 86, f"{log['day']}  ·  {log['manager']}", SANS, 9)
        sheet.rule(_LEFT, 93, right, 93, 1.2)
    else:
        sheet.text(_LEFT, 48, f"{log['station']}  ·  {log['title']}  ·  {log['day']}", SANS, 8.5)
        sheet.rule(_LEFT, 54, right, 54, 0.7)
    sheet.text(_LEFT, 820, log["sheet"], SANS, 7)
    sheet.text(right, 820, f"Sheet {number} of 4", SANS, 8, align="right")
    return sheet


def _fill(sheet: Sheet, columns: _Columns, top: float) -> None:
    x, deepest = _LEFT, top
    for column in columns:
        y = top
        for block in column:
            face = SERIF_BOLD if block.bold else SERIF
            sheet.text(x, y, block.margin, SANS_BOLD, 8.5)
            sheet.lines(x + block.indent, y, block.lines, face, _SIZE + (1 if block.bold else 0), _LEADING)
            y += block.height
        deepest = max(deepest, y)
        x += _COLUMN + _GUTTER
    middle = _LEFT + _COLUMN + _GUTTER / 2
    sheet.rule(middle, top - 9, middle, deepest - _LEADING, 0.4)


def _late(log: Mapping[str, Any]) -> list[_Block]:
    blocks = [_title("Late entries (after close of log)")]
    for entry in log["late"]:
        day, clock = entry["at"].rsplit(" ", 1)
        lines = typeset.wrap(f"{day}. {entry['text']} [{entry['by']}]", SERIF, _SIZE, _COLUMN - _TIME)
        blocks.append(_Block(clock, tuple(lines)))
    return blocks


def _lists(log: Mapping[str, Any]) -> list[_Block]:
    blocks = [_title("Faults outstanding")]
    for fault in log["faults"]:
        lines = typeset.wrap(f"{fault['ref']}. {fault['text']}", SERIF, _SIZE, _COLUMN - _TIME)
        blocks.append(_Block("Open", tuple(lines)))
    blocks += [_Block("", ("",), 0.0), _title("On duty")]
    for number, row in enumerate(log["roster"], start=1):
        blocks.append(_Block(f"{number}", (f"{row['who']}, {row['what']}, {row['hours']}",)))
    return blocks


_WIDTHS = (46, 78, 70, 38, 54, 54, 54, 40, 312)


def _table(document: pymupdf.Document, log: Mapping[str, Any]) -> None:
    """The train running sheet: drawn landscape, then turned on to a portrait page that /Rotate turns back."""
    table = log["table"]
    sheet = Sheet(document, pymupdf.Rect(0, 0, 842, 595))
    sheet.text(48, 52, table["title"], SANS_BOLD, 14)
    sheet.text(48, 70, table["note"], SANS, 9)
    y = 104.0
    for number, row in enumerate([table["head"], *table["rows"]]):
        if number == 0:
            sheet.page.draw_rect(pymupdf.Rect(48, y - 15, 794, y + 8), color=None, fill=(0.88, 0.9, 0.93))
        x = 48.0
        for wide, text in zip(_WIDTHS, row, strict=True):
            sheet.text(x + 5, y, text, SANS_BOLD if number == 0 else SANS, 9.5)
            x += wide
        sheet.rule(48, y + 8, 794, y + 8, 0.4)
        y += 24
    x = 48.0
    for wide in (*_WIDTHS, 0):
        sheet.rule(x, 89, x, y - 16, 0.4)
        x += wide
    sheet.text(48, y + 10, "Signed off: J. Sterling, 3 May 2026", SERIF, 10)
    sheet.text(48, 570, log["sheet"], SANS, 7)
    sheet.text(794, 570, "Sheet 3 of 4", SANS, 8, align="right")
    sheet.finish()
    _turn(document, sheet.page)


def _turn(document: pymupdf.Document, page: pymupdf.Page) -> None:
    """Turn a landscape page's content by 90 degrees and set /Rotate, as scanners and spreadsheet printers do."""
    page.clean_contents()
    xref = page.get_contents()[0]
    document.update_stream(xref, b"q 0 1 -1 0 595 0 cm\n" + document.xref_stream(xref) + b"\nQ\n")
    page.set_mediabox(pymupdf.Rect(0, 0, 595, 842))
    page.set_rotation(90)
