"""Writes a schedule as a DOCX: A4 landscape, the head of its table on every page, mark and page number at the edges."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as Documented
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from provenance.schedule_form import FormText

_FACE, _AMBER = "Arial", RGBColor(0x8A, 0x5A, 0x00)
_SIZE = Pt(9)
_ROOM = Cm(27.3)  # between the margins of A4 landscape


def docx(form: FormText) -> bytes:
    """The document."""
    made = Document()
    made.core_properties.title, made.core_properties.author = f"{form.code} {form.reference}", "Attest"
    made.core_properties.language = "en-GB"
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = _FACE, _SIZE
    normal.paragraph_format.space_after = Pt(2)
    _page(made, form)
    _above(made, form)
    _table(made, form)
    for line in form.feet:
        made.add_paragraph(line).paragraph_format.space_before = Pt(8)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def fill_cell(cell: _Cell, text: str) -> None:
    """Put text into a cell, a paragraph for each of its lines."""
    first, *more = text.split("\n")
    cell.paragraphs[0].text = first
    for line in more:
        cell.add_paragraph(line)


def repeat_head(row: _Row) -> None:
    """Let a row stand at the top of every page."""
    properties = row._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _page(made: Documented, form: FormText) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    section.header_distance = section.footer_distance = Cm(0.8)
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for style in ("Header", "Footer"):  # which have stops for upright pages
        made.styles[style].paragraph_format.tab_stops.clear_all()
    for line in (head, foot):
        line.paragraph_format.tab_stops.add_tab_stop(_ROOM, WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(f"{form.code}  {form.reference}\t")
    _marked(head, form.banner)
    _marked(foot, form.banner)
    foot.add_run("\tPage ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")


def _above(made: Documented, form: FormText) -> None:
    title = made.add_heading(f"{form.code}  {form.name}", level=1)
    title.paragraph_format.space_before = Pt(0)
    for run in title.runs:
        run.font.name, run.font.size, run.font.color.rgb = _FACE, Pt(15), RGBColor(0x1B, 0x24, 0x30)
    if form.banner:
        _marked(made.add_paragraph(), form.banner)
    for label, value in form.head:
        line = made.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
    for remark in form.remarks:
        made.add_paragraph().add_run(remark).italic = True


def _table(made: Documented, form: FormText) -> None:
    table = made.add_table(rows=1, cols=len(form.columns))
    table.style = "Table Grid"
    table.autofit = False
    whole = sum(c.width for c in form.columns)
    widths = [Emu(_ROOM * c.width // whole) for c in form.columns]
    for cell, column in zip(table.rows[0].cells, form.columns, strict=True):
        cell.paragraphs[0].add_run(column.head).bold = True
        _shade(cell, "E8EEF7")
    repeat_head(table.rows[0])
    for cells in form.lines:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            fill_cell(cell, text)
    _widths(table, widths)


def _widths(table: Table, widths: list[Emu]) -> None:
    """Word follows the widths of cells, LibreOffice those of columns: both are set."""
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width


def _marked(line: Paragraph, text: str) -> None:
    run = line.add_run(text)
    run.bold, run.font.color.rgb = True, _AMBER


def _field(line: Paragraph, code: str) -> None:
    """A field that the word processor works out: PAGE, NUMPAGES."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", "1"), ("end", "")):
        run = line.add_run()
        if kind in ("begin", "separate", "end"):
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
            run._r.append(part)
        elif kind == "shown":
            run.text = text
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {text} "
            run._r.append(part)


def _shade(cell: _Cell, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    properties.append(shade)
