"""What is highlighted is what was quoted: the words under the boxes, read back from the file and the drawing."""

from __future__ import annotations

import hashlib
import io
from itertools import accumulate

import numpy as np
import pymupdf
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ingest import render
from ingest.items import PassageSpan, ReadSettings
from ingest.readers import ocr
from ingest.take import take
from provenance.anchors import cut, selectors
from provenance.layers import Layer, LoadedPart, PartInfo
from provenance.records import Box, Part, TextAnchor

NO_OCR = ReadSettings(ocr=False)
CMAP = b"""/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfrange <20> <7E> <0020> endbfrange 1 beginbfchar <23> <D83DDE00> endbfchar endcmap end"""


def taken(data: bytes, settings: ReadSettings = NO_OCR) -> tuple[Layer, list[PassageSpan]]:
    found = list(take(io.BytesIO(data), "x", settings))
    parts = [item for item in found if isinstance(item, Part)]
    starts = accumulate((len(part.text) for part in parts), initial=0)
    infos = [
        PartInfo(p.ordinal, p.kind, start, len(p.text), 1, "", p.label, p.page, p.width, p.height, p.xpath)
        for start, p in zip(starts, parts, strict=False)
    ]
    held = {p.ordinal: LoadedPart(p.text, p.words, p.places) for p in parts}
    return Layer("pdf", "", infos, held.__getitem__), [item for item in found if isinstance(item, PassageSpan)]


def cited(layer: Layer, words: str) -> TextAnchor:
    start = layer.text().index(words)
    end = start + len(words)
    return cut(layer, hashlib.sha256(b"").hexdigest(), start, end, layer.boxes(start, end))


def under(data: bytes, boxes: tuple[Box, ...]) -> str:
    """The words that MuPDF finds under the boxes, which are as displayed; a word is under them by its middle."""
    found = []
    with pymupdf.open(stream=data, filetype="pdf") as document:
        for box in boxes:
            page = document[box.page - 1]
            place = pymupdf.Rect(box.x, box.y, box.x + box.w, box.y + box.h)
            for x0, y0, x1, y1, word, *_ in page.get_text("words"):
                shown = pymupdf.Rect(x0, y0, x1, y1) * page.rotation_matrix
                if place.contains(pymupdf.Point((shown.x0 + shown.x1) / 2, (shown.y0 + shown.y1) / 2)):
                    found.append(word)
    return " ".join(found)


def marked(data: bytes, boxes: tuple[Box, ...], page: int) -> NDArray[np.bool_]:
    """Which pixels (h, w) of the drawn page the highlight changes."""
    on_page = [box for box in boxes if box.page == page]
    with_marks, without = (
        np.asarray(
            Image.open(io.BytesIO(next(render.pdf_page(io.BytesIO(data), page, marks)).data)).convert("RGB"), int
        )
        for marks in (on_page, [])
    )
    return np.abs(with_marks - without).sum(axis=2) > 60


def test_a_passage_over_two_pages_is_marked_on_both() -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 760), "I saw the blue van when it turned out of")
    document.new_page().insert_text((72, 100), "Market Street and stopped beside the chemist.")
    data = document.tobytes()
    layer, passages = taken(data)
    (passage,) = passages
    assert passage.label == "pp. 1–2"
    (sentence,) = passage.sentences
    anchor = cut(layer, "", sentence.start, sentence.end, layer.boxes(sentence.start, sentence.end))
    assert {box.page for box in anchor.boxes} == {1, 2}
    assert under(data, anchor.boxes) == " ".join(anchor.exact.split())
    pages = [str(s["value"]).split("&")[0] for s in selectors(anchor) if s["type"] == "FragmentSelector"]
    assert pages == ["page=1", "page=2"]
    for page in (1, 2):
        assert marked(data, anchor.boxes, page).any()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_rotated_page(turn: int) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=800)
    page.set_rotation(turn)
    page.insert_text(pymupdf.Point(100, 150) * page.derotation_matrix, "He ran from the gate to the car.", rotate=turn)
    data = document.tobytes()
    layer, _ = taken(data)
    anchor = cited(layer, "from the gate")
    assert under(data, anchor.boxes) == "from the gate"
    (box,) = anchor.boxes
    rows, columns = np.nonzero(marked(data, anchor.boxes, 1))
    scale = 2.0  # 144 dots per inch
    assert columns.min() / scale == pytest.approx(box.x, abs=2) and columns.max() / scale == pytest.approx(
        box.x + box.w, abs=2
    )
    assert rows.min() / scale == pytest.approx(box.y, abs=2) and rows.max() / scale == pytest.approx(
        box.y + box.h, abs=2
    )


def test_an_emoji_before_a_quote() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "# # then he said stop to the driver")
    font, stream = page.get_fonts()[0][0], document.get_new_xref()
    document.update_object(stream, "<<>>")
    document.update_stream(stream, CMAP)
    document.xref_set_key(font, "ToUnicode", f"{stream} 0 R")
    data = document.tobytes()
    layer, _ = taken(data)
    assert layer.text().startswith("😀 😀 then")
    assert under(data, cited(layer, "he said stop").boxes) == "he said stop"


def test_two_columns() -> None:
    document = pymupdf.open()
    page = document.new_page()
    for n in range(12):
        page.insert_text((72, 100 + 14 * n), f"Left line {n} of the officer's long account here", fontsize=9)
        page.insert_text((320, 100 + 14 * n), f"Right line {n} of what the notes say further on", fontsize=9)
    data = document.tobytes()
    layer, _ = taken(data)
    anchor = cited(layer, "account here\nRight line 0 of what")
    assert sorted(under(data, anchor.boxes).split()) == ["0", "Right", "account", "here", "line", "of", "what"]
    assert len(anchor.boxes) == 2 and anchor.boxes[0].x < 300 < anchor.boxes[1].x


def test_a_form_field_and_a_note() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "Seen by:")
    widget = pymupdf.Widget()
    widget.field_type, widget.field_name, widget.rect = 7, "By", pymupdf.Rect(200, 86, 400, 106)
    widget.field_value = "Ann O'Brien of Leeds"
    page.add_widget(widget)
    page.insert_text((72, 140), "It was the red car that stopped.")
    note = page.add_highlight_annot(page.search_for("red car"))
    note.set_info(title="A. Smith", content="He said blue before.")
    data = document.tobytes()
    layer, _ = taken(data)
    assert under(data, cited(layer, "O'Brien").boxes) == "O'Brien"
    anchor = cited(layer, "said blue")
    assert under(data, anchor.boxes) == "red car"
    assert layer.label(anchor.start, anchor.end) == "p. 1, highlighted 1 (A. Smith) on “red car”"
    assert [str(s["value"]).split("&")[0] for s in selectors(anchor)[2:]] == ["page=1"]


def test_words_of_a_scanned_page_are_read_back_under_their_boxes() -> None:
    image = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(image)
    for n, words in enumerate(("The van left the car park", "at seven minutes past ten", "and its driver wore gloves")):
        draw.text((150, 300 + 120 * n), words, fill="black", font=ImageFont.load_default(48))
    document = pymupdf.open()
    page = document.new_page()
    out = io.BytesIO()
    image.save(out, "PNG")
    page.insert_image(page.rect, stream=out.getvalue())
    data = document.tobytes()
    layer, passages = taken(data, ReadSettings(ocr_dpi=150))
    assert passages[0].confidence is not None and passages[0].confidence > 0.8
    anchor = cited(layer, "seven minutes past")
    (box,) = anchor.boxes
    pixels = document[0].get_pixmap(dpi=150, clip=(box.x - 3, box.y - 3, box.x + box.w + 3, box.y + box.h + 3))
    rgb = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)[:, : 3 * pixels.width]
    found = ocr.read_page(np.ascontiguousarray(rgb.reshape(pixels.height, pixels.width, 3)))
    assert found.text.split() == anchor.exact.split()
