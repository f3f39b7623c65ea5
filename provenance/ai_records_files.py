"""Writes a record about the AI as DOCX, to be finished by hand, and as HTML without scripts."""

from __future__ import annotations

import io
import re
from datetime import datetime
from html import escape

import docx as word
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Cm, Pt
from docx.table import _Cell

from provenance.ai_records import Document, Section, Text

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CSS = """body{font:15px/1.5 "Segoe UI",Arial,sans-serif;color:#1c2430;max-width:52rem;margin:2rem auto;
padding:0 1.5rem}
h1{font-size:1.6rem;margin:0 0 .5rem}h2{font-size:1.2rem;margin:2rem 0 .5rem}h3{font-size:1.02rem;margin:1.4rem 0 .4rem}
.note{color:#4a5565;margin:0 0 1rem;overflow-wrap:anywhere}table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{border:1px solid #c9d1db;padding:.45rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{width:30%;background:#f3f5f8;font-weight:600}p{margin:0 0 .4rem}p:last-child{margin:0}
mark{background:#fff1b8;padding:0 .15rem}@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}"""


def html(document: Document) -> bytes:
    """The whole page; what a person has to write is marked."""
    parts = [_html_section(section) for section in document.sections]
    title = escape(document.title)
    page = (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_CSS}</style></head>\n<body>'
        f'<h1>{title}</h1>\n<p class="note">{escape(document.note)}</p>\n{"".join(parts)}</body></html>\n'
    )
    return page.encode("utf-8", "replace")


def _html_section(section: Section) -> str:
    tag = f"h{section.level + 1}"
    head = f"<{tag}>{escape(section.heading)}</{tag}>\n"
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{"".join(map(_html_text, texts))}</td></tr>\n'
        for name, texts in section.fields
    )
    return head + (f"<table>\n{rows}</table>\n" if rows else "")


def _html_text(text: Text) -> str:
    words = escape(text.words)
    return f"<p><mark>{words}</mark></p>" if text.blank else f"<p><bdi>{words}</bdi></p>"


def docx(document: Document, made: str) -> bytes:
    """The document; what a person has to write is highlighted. `made` is the time that its properties tell."""
    file = word.Document()
    properties = file.core_properties
    properties.title, properties.author, properties.language = _plain(document.title), "Attest", "en-GB"
    properties.created = properties.modified = datetime.fromisoformat(made.removesuffix("Z"))
    file.styles["Normal"].font.name, file.styles["Normal"].font.size = "Arial", Pt(10)
    for part in file.sections:
        part.left_margin = part.right_margin = Cm(2)
    file.add_heading(_plain(document.title), 0)
    file.add_paragraph(_plain(document.note))
    for section in document.sections:
        file.add_heading(_plain(section.heading), section.level)
        if section.fields:
            table = file.add_table(rows=0, cols=2, style="Table Grid")
            table.autofit = False
            table.columns[0].width, table.columns[1].width = Cm(5), Cm(12)
            for name, texts in section.fields:
                first, second = table.add_row().cells
                first.width, second.width = Cm(5), Cm(12)
                first.paragraphs[0].add_run(_plain(name)).bold = True
                _write(second, texts)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _write(cell: _Cell, texts: tuple[Text, ...]) -> None:
    for n, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if not n else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        run = paragraph.add_run(_plain(text.words))
        if text.blank:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _plain(text: str) -> str:
    """What XML can hold: control characters and lone surrogates become U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)
