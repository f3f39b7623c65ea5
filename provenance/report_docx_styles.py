"""How a report looks as a Word document: page, styles and what the file says of itself."""

from __future__ import annotations

from datetime import datetime

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from provenance.report import visible
from provenance.report_blocks import Look, Paper

SERIF, MONO = "Cambria", "Consolas"
WIDTH, TALLEST = 166, 190  # millimetres of a line, and of the tallest picture
_INK, SOFT, BLUE, AMBER = "1B2430", "4D5866", "1F4E8C", "7A4F00"
_LOOKS: dict[Look, tuple[float, str, bool]] = {  # size in points, colour, bold
    "body": (10.5, _INK, False),
    "lead": (13, SOFT, False),
    "small": (9, SOFT, False),
    "words": (11, _INK, False),
    "label": (10, _INK, False),
    "draft": (8.5, AMBER, True),
    "good": (9, "1E6B46", False),
    "warn": (9, AMBER, False),
    "bad": (9, "A3232B", False),
    "cite": (9, SOFT, False),
    "caption": (9, SOFT, False),
    "title": (24, _INK, True),
    "kind": (9.5, SOFT, False),
}
_XML_ODD = dict.fromkeys((0xFFFE, 0xFFFF, *range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)), "\ufffd")


def clean(text: str) -> str:
    """Words as XML can hold them, nothing hidden in them."""
    return str(visible(text)).translate(_XML_ODD)


def style_of(look: Look) -> str:
    return "Title" if look == "title" else "Subtitle" if look == "lead" else f"Report {look}"


def page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    section.header_distance = section.footer_distance = Mm(12)


def styles(document: Document) -> None:
    styles = document.styles
    _font(styles["Normal"], 10.5, _INK, False)
    styles["Normal"].paragraph_format.space_after = Pt(5)
    for level, size in ((1, 15), (2, 11.5), (3, 10.5)):
        made = styles[f"Heading {level}"]
        _font(made, size, _INK, True)
        made.paragraph_format.space_before = Pt(18 if level == 1 else 12)
        made.paragraph_format.space_after = Pt(5)
        made.paragraph_format.keep_with_next = True
    for look, (size, colour, bold) in _LOOKS.items():
        name = style_of(look)
        style = styles[name] if name in ("Title", "Subtitle") else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name not in ("Title", "Subtitle"):
            style.base_style = styles["Normal"]
        _font(style, size, colour, bold)
        form = style.paragraph_format
        form.space_before, form.space_after = (Pt(11), Pt(1)) if look == "label" else (Pt(0), Pt(3))
    _language(document)


def _font(style: ParagraphStyle, size: float, colour: str, bold: bool) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = SERIF, Pt(size), bold, False
    font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(kind), SERIF)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)
    for spaced in style.element.findall(f"{qn('w:rPr')}/{qn('w:spacing')}"):
        spaced.getparent().remove(spaced)
    border = style.element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)


def _language(document: Document) -> None:
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), "en-GB")


def about(document: Document, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.subject = clean(paper.title)[:255], clean(paper.subject)[:255]
    about.author, about.comments, about.keywords = "Attest", "", ""
    about.language = "en-GB"
    made = datetime.fromisoformat(paper.made).replace(tzinfo=None)
    about.created = about.modified = made
    about.last_modified_by = "Attest"
    about.revision = 1
