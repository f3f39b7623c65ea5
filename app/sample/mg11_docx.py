"""Writes a witness statement as a Word document in the layout of form MG11."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from app.sample.statements import (
    MARKING,
    REAR_TITLE,
    RULES,
    TITLE,
    URN,
    Statement,
    care_rows,
    consent_rows,
    declaration,
    rear_rows,
)

_WHEN = datetime(2026, 5, 6, 18, 0, 0)


def write(one: Statement, path: Path) -> None:
    """Write the statement to `path`, with fixed dates inside, so that two runs give equal bytes."""
    document = Document()
    _set_page(document, one)
    _front(document, one)
    for paragraph in one.paragraphs:
        _line(document.add_paragraph(), paragraph, size=11, after=7, spacing=1.3)
    _signatures(document, one)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _rear(document, one)
    core = document.core_properties
    core.author = core.last_modified_by = one.taken_by
    core.comments, core.keywords = "", ""
    core.title, core.created, core.modified = f"MG11 {one.name}", _WHEN, _WHEN
    raw = io.BytesIO()
    document.save(raw)
    path.write_bytes(_same_dates(raw))


def _same_dates(raw: io.BytesIO) -> bytes:
    """The zip with every member dated alike; python-docx writes the time of the run."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            info = zipfile.ZipInfo(item.filename, _WHEN.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(item))
    return out.getvalue()


def _line(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = 9.5,
    bold: bool = False,
    after: float = 3,
    spacing: float = 1.0,
    centre: bool = False,
) -> Paragraph:
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    paragraph.paragraph_format.space_after = Pt(after)
    paragraph.paragraph_format.line_spacing = spacing
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _set_page(document: DocumentType, one: Statement) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    normal = document.styles["Normal"]
    normal.font.name = "Arial"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    _line(section.header.paragraphs[0], f"{MARKING}\tMG11", size=8.5, bold=True)
    foot = _line(
        section.footer.paragraphs[0], "Signature: ……………………………  Signature witnessed by: ……………………\tPage ", size=8
    )
    _field(foot, "PAGE")
    foot.add_run(f"  ·  {one.name}").font.size = Pt(8)


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that Word fills, such as the page number."""
    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            instruction = OxmlElement("w:instrText")
            instruction.text = code
            run._r.append(instruction)


def _front(document: DocumentType, one: Statement) -> None:
    _line(document.add_paragraph(), TITLE, size=15, bold=True, after=0, centre=True)
    _line(document.add_paragraph(), RULES, size=8.5, after=6, centre=True)
    urn = document.add_table(rows=1, cols=5)
    urn.style = "Table Grid"
    for cell, text in zip(urn.rows[0].cells, ("URN", *URN), strict=True):
        _line(_first(cell), text, bold=text == "URN", centre=True)
    _line(
        document.add_paragraph(), f"Statement of: {one.name}", size=10.5, bold=True, after=4
    ).paragraph_format.space_before = Pt(8)
    ages = f"Age if under 18: {one.age} (if over 18 insert ‘over 18’)\tOccupation: {one.occupation}"
    _line(document.add_paragraph(), ages, after=4)
    box = document.add_table(rows=1, cols=1)
    box.style = "Table Grid"
    cell = box.rows[0].cells[0]
    _line(_first(cell), declaration(one.pages), after=8)
    _line(cell.add_paragraph(), f"Witness signature: {_typed(one)}\tDate: {one.date}", after=4)
    ticks = "Tick if witness evidence is visually recorded ☐ (supply witness details on rear)"
    _line(document.add_paragraph(), ticks, size=8.5, after=10).paragraph_format.space_before = Pt(6)


def _first(cell: _Cell) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    return paragraph


def _typed(one: Statement) -> str:
    """How a signature shows in a statement signed on a tablet and saved as a document."""
    first, last = one.name.split()
    return f"(signed electronically) {first[0]}. {last.title()}"


def _signatures(document: DocumentType, one: Statement) -> None:
    text = f"Signature: {_typed(one)}    Signature witnessed by: {one.taken_by}"
    _line(document.add_paragraph(), text, size=9.5, after=0).paragraph_format.space_before = Pt(10)


def _rear(document: DocumentType, one: Statement) -> None:
    _line(document.add_paragraph(), REAR_TITLE, size=13, bold=True, after=2, centre=True)
    _line(document.add_paragraph(), "To be completed for each witness. Not to be disclosed.", after=8, centre=True)
    _table(document, rear_rows(one))
    _line(document.add_paragraph(), "Witness care", size=10, bold=True).paragraph_format.space_before = Pt(10)
    _table(document, care_rows(one))
    _line(document.add_paragraph(), "Witness consent", size=10, bold=True).paragraph_format.space_before = Pt(10)
    _table(document, consent_rows(one))
    taken = f"Statement taken by (print name): {one.taken_by}\tStation: {one.station}"
    _line(document.add_paragraph(), taken).paragraph_format.space_before = Pt(12)
    _line(document.add_paragraph(), f"Time and place statement taken: {one.taken_at}")


def _table(document: DocumentType, rows: list[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label, answer in rows:
        cells = table.add_row().cells
        _line(_first(cells[0]), label, size=9, bold=True, after=2)
        _line(_first(cells[1]), answer, size=9.5, after=2)
