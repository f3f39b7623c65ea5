"""Statements with a rear as several programs make them, and what is found in them by section."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence

import docx
import pymupdf

from ingest.items import Fields, PassageSpan, ReadSettings
from ingest.statements import recognise
from ingest.take import take
from provenance.layers import Layer, LoadedPart, PartInfo
from provenance.records import Part

NO_OCR = ReadSettings(ocr=False)
FRONT = """WITNESS STATEMENT
(Criminal Procedure Rules, r 16.2; Criminal Justice Act 1967, s. 9)
Statement of: Ann SMITH
Age if under 18: Over 18    Occupation: Baker
This statement (consisting of 1 page each signed by me) is true to the best of my knowledge and
belief and I make it knowing that I may be prosecuted if I have stated anything I know to be false.
Signature: A Smith    Date: 3 May 2024
I was at home when I heard a bang in the street. I looked out and saw a blue van.
I saw a man get out of it and run. I have not seen him before."""
REAR = """Witness contact details
Home address: 12 High Street, Leeds  Postcode: LS1 1AA
Home telephone: 0113 496 0000   Mobile: 07700 900123
Email address: ann@example.com
DATES OF WITNESS NON-AVAILABILITY: 4 June 2024"""


def by_section(data: bytes) -> dict[str, str]:
    found: defaultdict[str, str] = defaultdict(str)
    for item in take(io.BytesIO(data), "x", NO_OCR):
        if isinstance(item, PassageSpan):
            found[item.section] += f"{item.label}: {item.text}\n"
    return found


def fields_of(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in take(io.BytesIO(data), "x", NO_OCR):
        if isinstance(item, Fields):
            found |= item.values
    return found


def back_of(parts: Sequence[Part]) -> str:
    """The text that is rear."""
    statement = recognise(parts)
    assert statement is not None
    layer = "".join(part.text for part in parts)
    return "".join(layer[a:b] for a, b, section in statement.sections if section == "rear")


def one_sheet() -> tuple[pymupdf.Document, pymupdf.Page]:
    """Front and rear on one page, more of it front than rear."""
    document = pymupdf.open()
    page = document.new_page()
    for n, line in enumerate(f"{FRONT}\n\n{REAR}".split("\n")):
        page.insert_text((60, 80 + 22 * n), line, fontsize=9)
    return document, page


def word_file() -> bytes:
    """A comment on the account and one on the address, as Word writes them."""
    document = docx.Document()
    for line in f"{FRONT}\n{REAR}".split("\n"):
        document.add_paragraph(line)
    runs = {p.text[:12]: p.runs for p in document.paragraphs}
    document.add_comment(runs["I was at hom"], "Which street was it?", author="DC Hale")
    document.add_comment(runs["Home address"], "She moves to 5 Mill Lane in June.", author="DC Hale")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def layer_of(parts: Sequence[Part], closed: Sequence[tuple[int, int]]) -> Layer:
    infos, at = [], 0
    for part in parts:
        infos.append(
            PartInfo(part.ordinal, part.kind, at, len(part.text), 1, "", part.label, part.page, 0, 0, part.xpath)
        )
        at += len(part.text)
    return Layer("docx", "x", infos, lambda n: LoadedPart(parts[n].text, parts[n].words, parts[n].places), closed)
