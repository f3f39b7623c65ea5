"""Fills a force's own form in XLSX: its placeholders, and one row for each item."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from provenance.errors import UsageError
from provenance.schedule_form import NONE, FormText
from provenance.schedule_template import ROW, filled, names_in, once, read, require
from provenance.schedule_xlsx import edge, pieces, write


def fill_xlsx(path: Path, form: FormText) -> bytes:
    """The template with the schedule in it. A draft's and a sensitive form's mark stands at the head of every printed
    page, also where the template has no place for it. Raises UsageError(no_such_file | bad_template)."""
    data = read(path)
    try:
        book = load_workbook(io.BytesIO(data))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UsageError("bad_template", path=str(path), why="it is no workbook (XLSX)") from error
    names = names_in(text for sheet in book.worksheets for _, text in _texts(sheet))
    require(names, form, path)
    values, records = once(form), list(_records(form))
    for sheet in book.worksheets:
        rows = {c.row for c, text in _texts(sheet) if names_in([text]) & set(ROW)}
        for cell, text in list(_texts(sheet)):
            if names_in([text]) and cell.row not in rows:
                write(cell, filled(text, values))
        for row in sorted(rows, reverse=True):  # last: braces in the words of an item are words
            _repeat(sheet, row, records, values)
        if form.banner and "mark" not in names:
            assert sheet.oddHeader is not None
            sheet.oddHeader.right.text = edge(form.banner)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _texts(sheet: Worksheet) -> Iterator[tuple[Cell, str]]:
    for row in sheet.iter_rows():
        yield from ((c, c.value) for c in row if isinstance(c, Cell) and isinstance(c.value, str))


def _records(form: FormText) -> Iterator[Mapping[str, str]]:
    """The items; one with a text longer than a cell shows goes on in further rows."""
    for record in form.records or ({"item": NONE},):
        split = {name: pieces(text) for name, text in record.items()}
        for n in range(max(map(len, split.values()))):
            cells = {name: these[n] if n < len(these) else "" for name, these in split.items()}
            yield cells | ({"item": f"{record['item']} (cont.)"} if n else {})


def _repeat(sheet: Worksheet, row: int, records: Sequence[Mapping[str, str]], values: Mapping[str, str]) -> None:
    """Put a row for each record where the template has one; what stands below it moves down with its looks."""
    more, width = len(records) - 1, sheet.max_column
    model = [(c.value, _looks(c)) for c in (sheet.cell(row, n) for n in range(1, width + 1))]
    _move_down(sheet, row, more)
    for at, record in enumerate(records, start=row):
        known = {**values, **record}
        for n, (text, style) in enumerate(model, start=1):
            cell = sheet.cell(at, n)
            for name, look in style.items():
                setattr(cell, name, copy.copy(look))
            if isinstance(text, str):
                told = filled(text, known)
                if told.isdecimal() and text.strip("{} ") == "item":
                    cell.value = int(told)
                else:
                    write(cell, told)
            elif isinstance(cell, Cell):
                cell.value = text
        sheet.row_dimensions[at].height = None  # as high as its words need


def _looks(cell: Cell | MergedCell) -> dict[str, object]:
    return {
        name: getattr(cell, name) for name in ("font", "fill", "border", "alignment", "number_format", "protection")
    }


def _move_down(sheet: Worksheet, row: int, more: int) -> None:
    """Make room for `more` rows below this one: cells, merged cells, heights, tables and what is printed."""
    if not more:
        return
    heights = {n: sheet.row_dimensions[n].height for n in range(row + 1, sheet.max_row + 1)}
    merged = [CellRange(str(found)) for found in sheet.merged_cells.ranges if found.min_row > row]
    for found in merged:
        sheet.unmerge_cells(found.coord)
    sheet.insert_rows(row + 1, more)
    for n, height in heights.items():
        sheet.row_dimensions[n + more].height = height
    for found in merged:
        found.shift(row_shift=more)
        sheet.merge_cells(found.coord)
    for table in sheet.tables.values():
        here = CellRange(table.ref)
        if here.max_row >= row:
            if here.min_row > row:
                here.shift(row_shift=more)
            else:
                here.expand(down=more)
            table.ref = here.coord
            if table.autoFilter is not None:
                table.autoFilter.ref = here.coord
