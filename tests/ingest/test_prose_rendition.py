"""A document in paragraphs is set as prose with space between them; only what is typed line by line as columns."""

from __future__ import annotations

import io

import docx
import pytest

from ingest.items import ReadSettings
from ingest.page_records import BOOK
from ingest.readers import read
from ingest.rendition import Pages, rendition_boxes
from provenance.layers import Layer, LoadedPart, PartInfo
from provenance.records import Part

TYPED = "Q.     Where were you?      A.     At home."


def layer_of(data: bytes, kind: str) -> Layer:
    parts = [i for i in read(io.BytesIO(data), "x", ReadSettings()) if isinstance(i, Part)]
    infos, at = [], 0
    for p in parts:
        infos.append(PartInfo(p.ordinal, p.kind, at, len(p.text), 0, "", p.label, p.page, 0.0, 0.0, p.xpath))
        at += len(p.text)
    held = {p.ordinal: LoadedPart(p.text, None, p.places) for p in parts}
    return Layer(kind, "x", infos, held.__getitem__)


def document(paragraphs: list[str]) -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_document_is_prose_and_a_typed_text_is_not() -> None:
    lines = [TYPED] * 20
    prose, typed = layer_of(document(lines), "docx"), layer_of("\n".join(lines).encode(), "text")
    assert (Pages(prose).columns, Pages(prose).spaced) == (False, True)
    assert (Pages(typed).columns, Pages(typed).spaced) == (True, False)


@pytest.mark.parametrize("words", [3, 17, 60])
def test_every_page_holds_its_own(words: int) -> None:
    layer = layer_of(document([f"{n} " + "walked home " * words for n in range(150)]), "docx")
    text, pages = layer.text(), Pages(layer)
    starts = [text.index(f"{n} walked") for n in range(150)]
    boxes = rendition_boxes(layer, [(s, s + 8) for s in starts])
    assert all(b for b in boxes) and {b[0].page for b in boxes} == set(range(1, len(pages) + 1))
    assert max(b[0].y + b[0].h for b in boxes) < BOOK.height - BOOK.below
    full = {round(b[0].h, 1) for b in boxes}
    assert len(full) == 1, "no page had to be set smaller"
