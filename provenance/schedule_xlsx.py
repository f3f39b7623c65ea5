"""Writes a schedule as an XLSX workbook: a real table, set for printing, in which no cell is taken for a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from provenance.schedule_form import Column, FormText

LONGEST = 700  # characters of one cell: a row is at most 409 points high, and what is more is not seen
_WIDTH = 165  # characters over all columns: A4 landscape at a readable scale
_LINE = 14.0  # points
_FACE = "Arial"
_HEADS = PatternFill("solid", fgColor="E8EEF7")
_BLANKS = PatternFill("solid", fgColor="F7F7F4")
_THIN = Side(style="thin", color="B8BEC6")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TOP = Alignment(horizontal="left", wrap_text=True, vertical="top")


def xlsx(form: FormText) -> bytes:
    """The workbook; its one sheet bears the form's code."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = form.code
    book.properties.title = f"{form.code} {form.reference}"
    book.properties.creator = "Attest"
    at = _above(sheet, form)
    last = _table(sheet, form, at)
    for n, line in enumerate(form.feet, start=last + 2):
        write(sheet.cell(n, 1), line)
    _print(sheet, form, at, last)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write(cell: Cell | MergedCell, text: str) -> None:
    """Put text into a cell as text, whatever it begins with: no spreadsheet works it out, now or after an edit."""
    if isinstance(cell, MergedCell):
        return
    cell.value = text
    if text[:1] in ("=", "+", "-", "@", "\t"):
        cell.data_type = "s"
        cell.quotePrefix = True


def pieces(text: str, longest: int = LONGEST) -> list[str]:
    """The text in pieces that a cell can show, cut between words where there are any."""
    found = []
    while len(text) > longest:
        cut = max(text.rfind(" ", 0, longest), text.rfind("\n", 0, longest))
        cut = cut if cut > longest // 2 else longest
        found.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*found, text]


def rows_of(form: FormText) -> Iterator[list[str]]:
    """The rows as cells can show them: a long cell goes on in the next row."""
    numbered = [c.name for c in form.columns].index("item")
    for row in form.lines:
        split = [pieces(cell) for cell in row]
        for n in range(max(map(len, split))):
            cells = [piece[n] if n < len(piece) else "" for piece in split]
            if n:
                cells[numbered] = f"{row[numbered]} (cont.)"
            yield cells


def _above(sheet: Worksheet, form: FormText) -> int:
    """Write what stands over the table; gives the row of the table's head."""
    lines = [(f"{form.code}  {form.name}", Font(_FACE, bold=True, size=14))]
    if form.banner:
        lines.append((form.banner, Font(_FACE, bold=True, size=12, color="8A5A00")))
    lines += [(f"{label}: {value}", Font(_FACE)) for label, value in form.head]
    lines += [(line, Font(_FACE, italic=True)) for line in form.remarks]
    for n, (text, font) in enumerate(lines, start=1):
        cell = sheet.cell(n, 1)
        write(cell, text)
        cell.font = font
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=n, end_row=n, start_column=1, end_column=len(form.columns))
        wrapped = -(-len(text) // (_WIDTH - 10))
        sheet.row_dimensions[n].height = (22 if n == 1 else 16) * wrapped
    return len(lines) + 2


def _table(sheet: Worksheet, form: FormText, at: int) -> int:
    """Write the table with its head in row `at`; gives its last row."""
    widths = _widths(form.columns)
    for n, (column, width) in enumerate(zip(form.columns, widths, strict=True), start=1):
        cell = sheet.cell(at, n)
        write(cell, column.head)
        cell.font, cell.fill, cell.border = Font(_FACE, bold=True), _HEADS, _GRID
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.row_dimensions[at].height = 58
    rows = list(rows_of(form))
    for r, cells in enumerate(rows, start=at + 1):
        for n, (text, column) in enumerate(zip(cells, form.columns, strict=True), start=1):
            cell = sheet.cell(r, n)
            if column.name == "item" and text.isdecimal():
                cell.value = int(text)
            elif text:
                write(cell, text)
            cell.alignment, cell.border = _TOP, _GRID
            if column.blank:
                cell.fill = _BLANKS
        sheet.row_dimensions[r].height = min(409.0, _LINE * max(map(_lines, cells, widths)) + 4)
    last = at + len(rows)
    table = Table(displayName=form.code, ref=f"A{at}:{get_column_letter(len(form.columns))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    return last


def _print(sheet: Worksheet, form: FormText, at: int, last: int) -> None:
    """A4 landscape, as wide as the page, the head of the table on every page; reference, mark and page at the edges."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{at}:{at}"
    sheet.print_area = f"A1:{get_column_letter(len(form.columns))}{last + 1 + len(form.feet)}"
    sheet.freeze_panes = f"A{at + 1}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    head, foot = sheet.oddHeader, sheet.oddFooter
    assert head is not None and foot is not None
    head.left.text, head.right.text = edge(f"{form.code}  {form.reference}"), edge(form.banner)
    foot.left.text, foot.right.text = edge(form.banner), "Page &P of &N"


def edge(text: str) -> str:
    """Words for a page's edge, where an ampersand begins a code, and a line is all there is."""
    return re.sub(r"\s+", " ", text).replace("&", "&&")[:120]


def _widths(columns: Sequence[Column]) -> list[float]:
    """Widths in characters."""
    whole = sum(c.width for c in columns)
    return [max(7.0, _WIDTH * c.width / whole) for c in columns]


def _lines(text: str, width: float) -> int:
    """About how many lines a cell takes at a width in characters."""
    return sum(max(1, -(-len(line) // max(1, int(width * 0.95)))) for line in text.split("\n"))
