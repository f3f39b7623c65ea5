"""Footnotes for Word documents, which python-docx has none of: the part, its styles and the references to it."""

from __future__ import annotations

from collections.abc import Callable

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from lxml import etree

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_FIRST = 1  # Word keeps 0 and -1 for the two separators
_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))
Fill = Callable[[Paragraph], None]


class Footnotes:
    """The footnotes of one document, numbered by Word; each is written once and may be referred to once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._root: BaseOxmlElement = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for number, kind in _SEPARATORS:
            self._root.append(_separator(number, kind))
        self._next = _FIRST
        self._text, self._mark = _styles(document)

    def refer(self, paragraph: Paragraph, fill: Fill) -> None:
        """Put a reference at the end of `paragraph`, to a new footnote that `fill` writes."""
        run = paragraph.add_run()
        run._r.style = self._mark
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._next))
        run._r.append(reference)
        self._root.append(self._note(str(self._next), fill))
        self._next += 1

    def _note(self, number: str, fill: Fill) -> BaseOxmlElement:
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), number)
        paragraph = Paragraph(OxmlElement("w:p"), self._document._body)
        note.append(paragraph._p)
        paragraph._p.style = self._text
        mark = paragraph.add_run()
        mark._r.style = self._mark
        mark._r.append(OxmlElement("w:footnoteRef"))
        paragraph.add_run(" ")
        fill(paragraph)
        return note

    def close(self) -> None:
        """Join the part to the document; nothing can be added afterwards."""
        data = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, data, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = self._document.settings.element
        settings.append(_told_of(_SEPARATORS))


def _told_of(separators: tuple[tuple[str, str], ...]) -> BaseOxmlElement:
    made = OxmlElement("w:footnotePr")
    for number, _ in separators:
        one = OxmlElement("w:footnote")
        one.set(qn("w:id"), number)
        made.append(one)
    return made


def _separator(number: str, kind: str) -> BaseOxmlElement:
    xml = f'<w:footnote {nsdecls("w")} w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    made: BaseOxmlElement = parse_xml(xml)
    return made


def _styles(document: Document) -> tuple[str, str]:
    """The ids of the styles of a footnote and of its number."""
    text = document.styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(8.5)
    text.paragraph_format.space_after = Pt(2)
    mark = document.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    return text.style_id, mark.style_id
