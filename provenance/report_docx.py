"""Sets a report as a Word document that can be edited: real headings and footnotes, links, pictures with alt text."""

from __future__ import annotations

import io
from base64 import b64decode
from functools import partial

import docx as word
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun

from provenance.report_blocks import (
    Block,
    Bullets,
    Heading,
    Paper,
    Para,
    Picture,
    Rule,
    Run,
    Runs,
    Table,
    anchors,
)
from provenance.report_docx_styles import AMBER, BLUE, MONO, SOFT, TALLEST, WIDTH, about, clean, page, style_of, styles
from provenance.report_footnotes import Footnotes

_RULES: dict[Rule, str] = {"machine": "8FB0D6", "person": "1E6B46", "side": "C5CCD5"}


def docx(paper: Paper) -> bytes:
    """The Word document of a report."""
    return _Setter(paper).made()


class _Setter:
    """One document under way."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._document: Document = word.Document()
        self._known = anchors(paper.blocks)
        self._bookmarks = 0
        self._told: set[int] = set()
        page(self._document)
        styles(self._document)
        self._ids = {
            style.name: style.style_id for style in self._document.styles
        }  # python-docx looks all up each time
        self._notes = Footnotes(self._document)

    def made(self) -> bytes:
        about(self._document, self._paper)
        self._banner()
        self._foot()
        for block in self._paper.blocks:
            self._set(block)
        self._notes.close()
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _set(self, block: Block) -> None:
        match block:
            case Heading():
                made = self._document.add_heading(clean(block.text), block.level)
                made.paragraph_format.page_break_before = block.fresh
                self._bookmark(made, block.anchor)
            case Para():
                self._para(block)
            case Bullets():
                for item in block.items:
                    self._runs(self._paragraph("List Bullet"), item)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)

    def _paragraph(self, style: str) -> Paragraph:
        made = self._document.add_paragraph()
        made._p.style = self._ids[style]
        return made

    def _para(self, block: Para) -> None:
        made = self._paragraph(style_of(block.look))
        form = made.paragraph_format
        form.keep_with_next = block.keep
        if block.indent:
            form.left_indent = Mm(5)
        if block.rule:
            _rule(made, _RULES[block.rule])
        self._runs(made, block.runs)
        self._bookmark(made, block.anchor)

    def _table(self, block: Table) -> None:
        head = 1 if block.head else 0
        made = self._document.add_table(rows=head + len(block.rows), cols=len(block.widths))
        made.alignment = WD_TABLE_ALIGNMENT.LEFT
        made.autofit = False
        share = WIDTH / sum(block.widths)
        for x, width in enumerate(block.widths):
            made.columns[x].width = Mm(width * share)
        rows = [tuple((Run(cell, "strong"),) for cell in block.head)] if head else []
        for y, row in enumerate([*rows, *block.rows]):
            for x, cell in enumerate(made.rows[y].cells):
                cell.width = Mm(block.widths[x] * share)
                self._cell(cell, row[x], muted=not head and x == 0)
        if head:
            _lined(made)
            _repeats(made)
        space = self._document.add_paragraph()
        space.paragraph_format.space_after = Pt(2)

    def _cell(self, cell: _Cell, runs: Runs, muted: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph._p.style = self._ids[style_of("small" if muted else "body")]
        paragraph.paragraph_format.space_after = Pt(2)
        self._runs(paragraph, runs, size=9)

    def _picture(self, block: Picture) -> None:
        data = b64decode(block.uri.partition(",")[2])
        width = min(WIDTH, TALLEST * block.width / block.height, block.width * 0.4)
        made = self._document.add_paragraph()
        made.paragraph_format.keep_with_next = True
        shown = made.add_run().add_picture(io.BytesIO(data), width=Mm(width))
        shown._inline.docPr.set("descr", clean(block.alt))
        shown._inline.docPr.set("title", clean(block.alt))
        caption = self._paragraph(style_of("caption"))
        self._runs(caption, block.caption)
        self._bookmark(made, block.anchor)

    def _runs(self, paragraph: Paragraph, runs: Runs, size: float = 0) -> None:
        for run in runs:
            if run.note:
                self._note(paragraph, run)
            elif run.to in self._known:
                _link(paragraph, run, size)
            else:
                _styled(paragraph.add_run(clean(run.text)), run, size)

    def _note(self, paragraph: Paragraph, run: Run) -> None:
        """A footnote with the excerpt's words where it is cited first, its number with a link where it is again."""
        if run.note in self._told or run.note not in self._paper.notes:
            _link(paragraph, run, 0)
            return
        self._told.add(run.note)
        self._notes.refer(paragraph, partial(self._fill, self._paper.notes[run.note]))

    def _fill(self, runs: Runs, paragraph: Paragraph) -> None:
        for run in runs:
            if run.to in self._known:
                _link(paragraph, run, 0)
            else:
                _styled(paragraph.add_run(clean(run.text)), run, 0)

    def _bookmark(self, paragraph: Paragraph, anchor: str) -> None:
        if not anchor:
            return
        self._bookmarks += 1
        begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for one in (begin, end):
            one.set(qn("w:id"), str(self._bookmarks))
        begin.set(qn("w:name"), _name(anchor))
        at = 1 if paragraph._p.pPr is not None else 0
        paragraph._p.insert(at, begin)
        paragraph._p.append(end)

    def _banner(self) -> None:
        made = self._document.sections[0].header.paragraphs[0]
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _styled(made.add_run(clean(self._paper.banner)), Run("", "strong"), 9, AMBER)

    def _foot(self) -> None:
        made = self._document.sections[0].footer.paragraphs[0]
        made.paragraph_format.tab_stops.clear_all()
        made.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        lines = [clean(line) for line in self._paper.foot]
        _styled(made.add_run(f"{lines[0]}\tPage "), Run(""), 7.5, SOFT)
        _field(made, "PAGE")
        _styled(made.add_run(" of "), Run(""), 7.5, SOFT)
        _field(made, "NUMPAGES")
        for line in lines[1:]:
            more = self._document.sections[0].footer.add_paragraph()
            _styled(more.add_run(line), Run(""), 7.5, SOFT)


def _name(anchor: str) -> str:
    """A bookmark's name: letters, digits and underscores, 40 at most."""
    return "".join(c if c.isalnum() else "_" for c in anchor)[:40]


def _styled(made: WordRun, run: Run, size: float, colour: str = "") -> WordRun:
    """The run in the style of ours."""
    font = made.font
    if size:
        font.size = Pt(size)
    if run.style == "code":
        font.name, font.size = MONO, Pt(7.5)
    font.bold = True if run.style in ("strong", "added") else None
    if run.style == "mark":
        _shaded(made, "FFE59A")
    if run.style in ("concern", "added"):
        font.underline = True
    if run.style == "removed":
        font.strike = True
    if run.style == "muted":
        colour = colour or SOFT
    if colour:
        font.color.rgb = RGBColor.from_string(colour)
    return made


def _link(paragraph: Paragraph, run: Run, size: float) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), _name(run.to))
    link.set(qn("w:history"), "1")
    made = _styled(paragraph.add_run(clean(run.text)), run, size, BLUE)
    link.append(made._r)
    paragraph._p.append(link)


def _rule(paragraph: Paragraph, colour: str) -> None:
    """A line at the left of a paragraph."""
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("w:val", "single"), ("w:sz", "14"), ("w:space", "6"), ("w:color", colour)):
        left.set(qn(name), value)
    borders.append(left)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")
    )


def _field(paragraph: Paragraph, what: str) -> None:
    """A number that Word works out."""
    for kind, text in (("begin", ""), ("", what), ("separate", ""), ("text", "1"), ("end", "")):
        if kind in ("", "text"):
            made = OxmlElement("w:t" if kind else "w:instrText")
            made.text = text
        else:
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), kind)
        _styled(paragraph.add_run(), Run(""), 7.5, SOFT)._r.append(made)


def _shaded(run: WordRun, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shade.set(qn(name), value)
    run._r.get_or_add_rPr().append(shade)


def _lined(table: WordTable) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "C5CCD5")):
            line.set(qn(name), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _repeats(table: WordTable) -> None:
    """The head stands on every page that the table runs over; rows are not torn apart."""
    for number, row in enumerate(table.rows):
        form = row._tr.get_or_add_trPr()
        form.append(OxmlElement("w:cantSplit"))
        if number == 0:
            form.append(OxmlElement("w:tblHeader"))
