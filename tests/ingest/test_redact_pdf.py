"""Burning words and areas out of a copy of a PDF: nothing of them is left in any byte, and all else stays in place."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pymupdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.items import ReadSettings
from ingest.readers.pdf import read
from ingest.redact_pdf import burn
from ingest.redact_text import set_pdf
from ingest.rendition import pages_of
from provenance.errors import ReadError
from provenance.records import Box, Part
from provenance.redaction_words import count, known

SECRET = "Marmaduke"
LINE = f"My neighbour {SECRET} Featherstone came at noon, and we spoke about the gate for a while."
Words = dict[int, list[Box]]


def drawn(document: pymupdf.Document) -> None:
    page = document.new_page()
    page.insert_text((60, 100), LINE, fontsize=11)
    page.insert_text((60, 114), "The line below it is close, and has Ågygj letters that reach far.", fontsize=11)
    page.insert_text((60, 86), "The line above it is close, too; quietly, gently.", fontsize=11)


def original(*changes: Callable[[pymupdf.Document], object]) -> bytes:
    with pymupdf.open() as document:
        drawn(document)
        for change in changes:
            change(document)
        return bytes(document.tobytes())


def parts(data: bytes) -> list[Part]:
    return [p for p in read(io.BytesIO(data), ReadSettings(ocr=False)) if isinstance(p, Part)]


def boxes(data: bytes, word: str) -> Words:
    """Where the words stand that hold `word`, by page, as the reader places them."""
    found: Words = {}
    for part in parts(data):
        if part.words is not None:
            for (start, end), box in zip(part.words.spans.tolist(), part.words.boxes.tolist(), strict=True):
                if word in part.text[start:end]:
                    found.setdefault(part.page, []).append(Box(part.page, *box))
    return found


def burnt(data: bytes, words: Words | None = None, areas: Words | None = None, stays: int = 0) -> bytes:
    made, _ = burn(io.BytesIO(data), words or {}, areas or {}, [(SECRET, stays)])
    assert isinstance(made, bytes)
    return made


def everything(data: bytes) -> bytes:
    """All objects and decompressed streams of a PDF, and the bytes of the file."""
    with pymupdf.open("pdf", data) as document:
        found = [data]
        for xref in range(1, document.xref_length()):
            found.append(document.xref_object(xref).encode("utf-8", "replace"))
            found.append((document.xref_stream(xref) if document.xref_is_stream(xref) else b"") or b"")
    return b"\n".join(found)


def traces(data: bytes, word: str = SECRET) -> list[str]:
    """In which forms the word is anywhere in the file: as bytes, or as text that can be extracted."""
    held = everything(data)
    forms = {"utf-8": word.encode(), "utf-16": word.encode("utf-16-be"), "hex": word.encode().hex().encode()}
    found = [name for name, form in forms.items() if form.lower() in held.lower()]
    with pymupdf.open("pdf", data) as document:
        page_texts = [page.get_text("text", clip=pymupdf.INFINITE_RECT()) for page in document]
    return found + ["text"] * count(known(word), known("\n".join(page_texts)))


def test_the_word_is_nowhere_and_every_other_word_where_it_was() -> None:
    data = original()
    assert traces(data) != []
    made = burnt(data, boxes(data, SECRET))
    assert traces(made) == []
    only_it_is_gone(data, made)


def only_it_is_gone(data: bytes, made: bytes) -> None:
    """Every other word stands where it stood."""
    before, after = (parts(one)[0] for one in (data, made))
    assert before.words is not None and after.words is not None
    kept = {before.text[a:b]: box for (a, b), box in zip(before.words.spans, before.words.boxes, strict=True)}
    assert kept.pop(SECRET) is not None
    left = {after.text[a:b]: box for (a, b), box in zip(after.words.spans, after.words.boxes, strict=True)}
    assert left.keys() == kept.keys()
    assert all(np.allclose(left[word], kept[word], atol=0.05) for word in kept)


def test_the_area_is_black_and_the_rest_looks_as_before() -> None:
    data = original()
    (box,) = boxes(data, SECRET)[1]
    made = burnt(data, {1: [box]})
    before, after = (np.asarray(_picture(one)).astype(int) for one in (data, made))
    y0, y1, x0, x1 = (round(v * 2) for v in (box.y, box.y + box.h, box.x, box.x + box.w))
    assert int(after[y0 + 1 : y1 - 1, x0 + 1 : x1 - 1].max()) == 0
    differs = np.abs(before - after).max(axis=2)
    differs[y0 - 1 : y1 + 2, x0 - 1 : x1 + 2] = 0
    assert int(differs.max()) < 64


def _picture(data: bytes) -> Image.Image:
    with pymupdf.open("pdf", data) as document:
        pixels = document[0].get_pixmap(dpi=144, alpha=False)
        return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)


def test_the_same_marks_give_the_same_bytes() -> None:
    data = original()
    assert burnt(data, boxes(data, SECRET)) == burnt(data, boxes(data, SECRET))


def _hidden(document: pymupdf.Document) -> None:
    document[0].insert_text((60, 100), LINE, fontsize=11, render_mode=3)


def _white(document: pymupdf.Document) -> None:
    document[0].insert_text((60, 100), LINE, fontsize=11, color=(1, 1, 1))


def _off_page(document: pymupdf.Document) -> None:
    document[0].insert_text((60, 2000), f"Far below: {SECRET}", fontsize=11)


def _metadata(document: pymupdf.Document) -> None:
    document.set_metadata({"title": SECRET, "author": SECRET, "keywords": SECRET})
    document.set_xml_metadata(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>")


def _outline(document: pymupdf.Document) -> None:
    document.set_toc([[1, f"About {SECRET}", 1]])


def _attached(document: pymupdf.Document) -> None:
    document.embfile_add(f"{SECRET}.txt", SECRET.encode(), desc=SECRET)


def _script(document: pymupdf.Document) -> None:
    xref = document.get_new_xref()
    document.update_object(xref, f"<</S/JavaScript/JS(app.alert('{SECRET}'))>>")
    document.xref_set_key(document.pdf_catalog(), "OpenAction", f"{xref} 0 R")


def _tags(document: pymupdf.Document) -> None:
    xref = document.get_new_xref()
    document.update_object(xref, f"<</Type/StructTreeRoot/K<</S/P/ActualText({SECRET})/Alt({SECRET})>>>>")
    document.xref_set_key(document.pdf_catalog(), "StructTreeRoot", f"{xref} 0 R")


def _note(document: pymupdf.Document) -> None:
    document[0].add_text_annot((400, 300), f"Ask {SECRET} again")


def _field(document: pymupdf.Document) -> None:
    field = pymupdf.Widget()
    field.field_type, field.field_name, field.field_value = pymupdf.PDF_WIDGET_TYPE_TEXT, SECRET, "nobody"
    field.field_label, field.rect = SECRET, pymupdf.Rect(60, 400, 200, 420)
    document[0].add_widget(field)


def _page_data(document: pymupdf.Document) -> None:
    document.xref_set_key(document[0].xref, "PieceInfo", f"<</Old<</Private({SECRET})>>>>")
    document[0].set_rotation(0)


@pytest.mark.parametrize(
    "change",
    [_hidden, _white, _off_page, _metadata, _outline, _attached, _script, _tags, _note, _field, _page_data],
)
def test_it_is_nowhere_else_in_the_file_either(change: Callable[[pymupdf.Document], object]) -> None:
    data = original(change)
    assert len(traces(data)) >= 1
    assert traces(burnt(data, boxes(data, SECRET))) == []


def test_an_earlier_revision_is_gone() -> None:
    with pymupdf.open() as document:
        drawn(document)
        first = document.tobytes()
    with pymupdf.open("pdf", first) as document:
        document[0].insert_text((60, 300), "Added later", fontsize=11)
        data = document.tobytes(incremental=False) + b"\n% " + SECRET.encode()
    assert traces(burnt(data, boxes(data, SECRET))) == []


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_turned_and_cropped_pages(turn: int, cropped: bool) -> None:
    def changed(document: pymupdf.Document) -> None:
        if cropped:
            document[0].set_cropbox(pymupdf.Rect(40, 50, 560, 700))
        document[0].set_rotation(turn)

    data = original(changed)
    made = burnt(data, boxes(data, SECRET))
    assert traces(made) == []
    only_it_is_gone(data, made)
    with pymupdf.open("pdf", data) as before, pymupdf.open("pdf", made) as after:
        assert (after[0].rotation, after[0].rect) == (before[0].rotation, before[0].rect)


def _scan(words: str) -> bytes:
    image = Image.new("RGB", (1240, 400), "white")
    ImageDraw.Draw(image).text((80, 120), words, fill="black", font=ImageFont.load_default(60))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=192)
        page.insert_image(page.rect, stream=out.getvalue())
        return bytes(document.tobytes())


def test_the_pixels_of_a_scan_are_gone() -> None:
    data = _scan(f"I know {SECRET} well")
    area = Box(1, 30, 40, 400, 60)
    made = burnt(data, areas={1: [area]})
    with pymupdf.open("pdf", made) as document:
        (image,) = document[0].get_images()
        held = Image.open(io.BytesIO(document.extract_image(image[0])["image"])).convert("L")
    scale = held.width / 595
    inside = np.asarray(held)[round(42 * scale) : round(98 * scale), round(34 * scale) : round(426 * scale)]
    assert int(inside.max()) - int(inside.min()) <= 24


def _path(document: pymupdf.Document) -> None:
    """A signature: curves that run through the area and out of it."""
    shape = document[0].new_shape()
    for n in range(12):
        shape.draw_bezier((50, 210), (100 + 9 * n, 120), (180, 300 - 9 * n), (260, 200 + n))
    shape.finish(color=(0, 0, 0.5))
    shape.commit()


def test_drawings_in_the_area_are_gone_and_frames_around_it_stay() -> None:
    def framed(document: pymupdf.Document) -> None:
        _path(document)
        document[0].draw_rect(pymupdf.Rect(30, 60, 560, 500), color=(0, 0, 0))

    data = original(framed)
    made = burnt(data, areas={1: [Box(1, 80, 150, 60, 100)]}, stays=1)
    with pymupdf.open("pdf", made) as document:
        curves = [item for path in document[0].get_drawings() for item in path["items"] if item[0] == "c"]
    assert curves == []
    words = burnt(original(framed), boxes(original(framed), SECRET))
    with pymupdf.open("pdf", words) as document:
        assert any(path["rect"].width > 500 for path in document[0].get_drawings())


def test_a_page_from_which_it_cannot_be_taken_becomes_a_picture() -> None:
    def shaded(document: pymupdf.Document) -> None:
        """A shading, which is no text, no picture and no path."""
        xref = document.get_new_xref()
        function = "<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1>>"
        document.update_object(xref, f"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 600 0]/Function {function}>>")
        page = document[0]
        page.clean_contents()
        document.xref_set_key(page.xref, "Resources/Shading", f"<</Sh0 {xref} 0 R>>")
        contents = page.get_contents()[0]
        document.update_stream(contents, document.xref_stream(contents) + b" q 50 500 300 100 re W n /Sh0 sh Q")

    data = original(shaded)
    made = burnt(data, areas={1: [Box(1, 100, 200, 100, 60)]}, stays=1)
    with pymupdf.open("pdf", made) as document:
        pixels = document[0].get_pixmap(dpi=72, alpha=False, clip=pymupdf.Rect(104, 204, 196, 256))
    assert set(pixels.samples) == {0}


def test_words_that_are_left_where_nobody_marked_them_are_no_fault_and_others_are() -> None:
    def again(document: pymupdf.Document) -> None:
        document[0].insert_text((60, 300), f"And {SECRET} once more", fontsize=11)

    data = original(again)
    first = {1: boxes(data, SECRET)[1][:1]}
    assert traces(burnt(data, first, stays=1)) != []
    with pytest.raises(ReadError, match="redaction_left"):
        burnt(data, first, stays=0)


def test_a_copy_set_from_text_holds_that_text_alone() -> None:
    pages = pages_of(f"The first line.\nSeen: {SECRET} 😀 [redacted] at the café, £5\n" + "More.\n" * 200)
    listed = [pages.page(n) for n in range(1, len(pages) + 1)]
    made, texts = set_pdf(None, listed, "note.docx", [])
    assert isinstance(made, bytes) and len(texts) == len(listed) > 1
    assert "[redacted] at the café, £5" in parts(made)[0].text
    with pytest.raises(ReadError, match="redaction_left"):
        list(set_pdf(None, listed, "note.docx", [(SECRET, 0)]))
