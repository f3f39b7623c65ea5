"""Words of a PDF page that are pictures or outlines beside typed ones, and letters whose meanings are false."""

from __future__ import annotations

import io
import re

import pymupdf
import pytest

from ingest.items import ReadSettings
from ingest.readers import ocr, read, reread
from ingest.readers.pdf_garbled import agrees, suspect
from ingest.readers.pdf_page import page_text
from ingest.readers.pdf_regions import pictures, regions_of_text
from provenance.errors import ModelError
from provenance.records import Notice, Part

LINES = ("The van was seen at the depot gate", "and drove off towards the harbour", "a little after nine o'clock")


def models_are_here() -> bool:
    try:
        return bool(ocr.models())
    except ModelError:
        return False


with_models = pytest.mark.skipif(not models_are_here(), reason="the models that read pictures are not installed")


def page_of(data: bytes, ocr_on: bool = True) -> tuple[Part, dict[str, str]]:
    found = list(read(io.BytesIO(data), "x", ReadSettings(ocr=ocr_on)))
    (part,) = (item for item in found if isinstance(item, Part))
    return part, {item.code: item.detail for item in found if isinstance(item, Notice)}


def typed(*lines: str, y: float = 100.0, size: float = 14.0) -> pymupdf.Document:
    document = pymupdf.open()
    page = document.new_page()
    for n, line in enumerate(lines):
        page.insert_text((72, y + 24 * n), line, fontsize=size)
    return document


def outlined(*lines: str) -> pymupdf.Document:
    """A page whose letters are drawn as outlines, as a design program exports them."""
    image = typed(*lines)[0].get_svg_image(text_as_path=True)
    return pymupdf.open(stream=pymupdf.open(stream=image.encode(), filetype="svg").convert_to_pdf(), filetype="pdf")


def picture(*lines: str, size: float = 14.0) -> bytes:
    page = typed(*lines, y=30, size=size)[0]
    box = page.get_text("blocks")[0][:4]
    return bytes(page.get_pixmap(dpi=200, clip=pymupdf.Rect(box) + (-6, -6, 6, 6)).tobytes())


def words_under(part: Part, needle: str) -> tuple[float, float]:
    """The middle of the word of the part that holds the needle."""
    assert part.words is not None
    at = part.text.index(needle)
    (row,) = (n for n, (start, end) in enumerate(part.words.spans.tolist()) if start <= at < end)
    x, y, w, h = part.words.boxes[row].tolist()
    return x + w / 2, y + h / 2


@with_models
def test_words_drawn_as_outlines_above_a_typed_line_are_read_in_their_place() -> None:
    document = outlined(*LINES)
    document[0].insert_text((72, 780), "TYPEDFOOT printed by the custody suite")
    part, told = page_of(document.tobytes())
    assert re.sub(r"\s", "", part.text.partition("TYPEDFOOT")[0]) == re.sub(r"\s", "", "".join(LINES))
    assert set(told) == {"picture_by_ocr"}
    x, y = words_under(part, "harbour")
    assert 190 < x < 300 and 112 < y < 128
    again = list(reread(io.BytesIO(document.tobytes()), "pdf", [0], ReadSettings()))
    assert [p.text for p in again if isinstance(p, Part)] == [part.text]


@pytest.mark.parametrize("size", [7.5, 8.2])
def test_a_dense_page_of_outlines_is_found_to_its_end(size: float) -> None:
    told = "the witness stated that he saw a blue van near the corner of High Street at ten past nine"
    said = [f"L{n:02d} {told} {n * 7919} and two men left it" for n in range(68)]
    document = pymupdf.open()
    page = document.new_page()
    for n, line in enumerate(said):
        page.insert_text((40, 90 + 10.4 * n), line, fontsize=size)
    image = page.get_svg_image(text_as_path=True)
    drawn = pymupdf.open(stream=pymupdf.open(stream=image.encode(), filetype="svg").convert_to_pdf(), filetype="pdf")
    drawn[0].insert_text((40, 40), "BATES 000123", fontsize=10)
    found = page_text(drawn[0])
    regions = regions_of_text(drawn[0], found.words, found.log, notes=True)
    assert min(r.rect.y0 for r in regions) < 95 and max(r.rect.y1 for r in regions) > 90 + 10.4 * 66
    assert all(r.sure for r in regions)


def test_outlines_that_are_not_read_are_said() -> None:
    document = outlined(*LINES)
    document[0].insert_text((72, 780), "TYPEDFOOT printed by the custody suite")
    part, told = page_of(document.tobytes(), ocr_on=False)
    assert part.text == "TYPEDFOOT printed by the custody suite\n" and set(told) == {"picture_without_ocr"}


@with_models
@pytest.mark.parametrize("turned", [0, 90])
def test_small_and_turned_pictures_of_text_are_read(turned: int) -> None:
    document = typed("Typed above", "The message read as follows.")
    box = pymupdf.Rect(72, 200, 122, 420) if turned else pymupdf.Rect(72, 200, 292, 250)
    document[0].insert_image(box, stream=picture("Call me 07700 900123", size=16), rotate=turned)
    part, told = page_of(document.tobytes())
    assert "Callme07700900123" in re.sub(r"\s", "", part.text) and set(told) == {"picture_by_ocr"}


@with_models
def test_a_picture_laid_over_typed_words_is_read_in_full() -> None:
    document = typed("Slide", "Chart of the week", "Typed below it", "and seen by all", "on every page")
    document[0].insert_image(
        pymupdf.Rect(60, 80, 400, 130), stream=picture("PICTURE OF WORDS", size=24), keep_proportion=False
    )
    assert "PICTUREOFWORDS" in re.sub(r"\s", "", page_of(document.tobytes())[0].text)


@with_models
def test_what_a_note_over_a_picture_says_is_not_read_from_the_picture_too() -> None:
    document = typed("Typed above", "The message read as follows.", "and more was typed below")
    document[0].insert_image(pymupdf.Rect(72, 200, 292, 250), stream=picture("Call me at nine", size=16))
    document[0].add_freetext_annot(pymupdf.Rect(80, 255, 280, 275), "Seized by Bell", fontsize=14)
    document[0].insert_image(pymupdf.Rect(60, 250, 300, 300), stream=picture("behind it all", size=16))
    parts = [item for item in read(io.BytesIO(document.tobytes()), "x", ReadSettings()) if isinstance(item, Part)]
    assert "".join(part.text for part in parts).count("Seized") == 1 and "nine" in parts[0].text


@with_models
def test_a_drawing_on_a_picture_is_read_though_another_note_on_the_page_says_something() -> None:
    document = typed("Typed above", "The message read as follows.", "and more was typed below")
    document[0].insert_image(pymupdf.Rect(60, 200, 300, 300), stream=picture("Call me at nine", size=16))
    document[0].add_text_annot(pymupdf.Point(500, 500), "Check this with DC Lowe")
    stamp = document[0].add_stamp_annot(
        pymupdf.Rect(80, 275, 280, 298), stamp=pymupdf.Pixmap(picture("SEIZED", size=24))
    )
    assert stamp.type[1] == "Stamp"
    assert "SEIZED" in page_of_many(document)


def page_of_many(document: pymupdf.Document) -> str:
    """The words of the first page, whatever notes follow it."""
    found = read(io.BytesIO(document.tobytes()), "x", ReadSettings())
    return next(item.text for item in found if isinstance(item, Part))


def test_a_place_that_pictures_make_together_takes_in_what_it_covers() -> None:
    page = pymupdf.open().new_page()
    ink = picture("words")
    for box in ((50, 50, 100, 300), (200, 50, 250, 70), (100, 280, 260, 300)):
        page.insert_image(pymupdf.Rect(*box), stream=ink, keep_proportion=False)
    (found,) = pictures(page)
    assert [round(edge) for edge in found] == [50, 50, 260, 300]


def test_tables_charts_and_rules_are_not_taken_for_text() -> None:
    document = typed(*(f"Row {n} of the table with words" for n in range(12)))
    page = document[0]
    for n in range(13):
        page.draw_line((60, 84 + 24 * n), (500, 84 + 24 * n))
        page.draw_rect((300 + 12 * n, 500 - 9 * n, 308 + 12 * n, 500), fill=(0, 0.3, 0.7))
    for n in range(30):
        page.draw_rect((60 + 15 * n, 600, 70 + 15 * n, 610))
        page.draw_circle((60 + 15 * n, 640), 4, fill=(1, 0, 0))
    page = pymupdf.open(stream=document.tobytes())[0]
    found = page_text(page)
    assert regions_of_text(page, found.words, found.log, notes=True) == []


def shifted(text: str) -> str:
    return "".join(chr((ord(c.lower()) - 96) % 26 + 97) if c.isalpha() else c for c in text)


def test_letters_that_stand_for_others_are_suspected_and_plain_ones_not() -> None:
    plain = " ".join(LINES) * 4
    assert suspect(shifted(plain)) and not suspect(plain)
    assert not suspect(shifted("too short to tell"))
    assert agrees(plain, plain.upper()) and not agrees(shifted(plain), plain)
    welsh = "genir pawb yn rhydd ac yn gydradd a'i gilydd mewn urddas a hawliau fe'u cynysgaeddir a rheswm a chydwybod "
    assert not suspect(welsh * 4)


@with_models
def test_a_page_with_a_false_map_of_letters_is_read_by_ocr() -> None:
    document = typed(*(LINES * 4))
    document.subset_fonts()
    page = document[0]
    (font, *_) = page.get_fonts()[0]
    rows = "".join(f"<{code:02x}> <{ord(shifted(chr(code))):04x}>\n" for code in range(97, 123))
    cmap = document.get_new_xref()
    document.update_object(cmap, "<<>>")
    head = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
    document.update_stream(cmap, f"{head}26 beginbfchar\n{rows}endbfchar endcmap end".encode())
    document.xref_set_key(font, "ToUnicode", f"{cmap} 0 R")
    data = document.tobytes()
    assert "tif wbo" in pymupdf.open(stream=data)[0].get_text().lower()
    part, told = page_of(data)
    assert "depot gate" in part.text and set(told) == {"page_by_ocr"}
    assert set(page_of(data, ocr_on=False)[1]) == {"page_garbled"}


@with_models
@pytest.mark.parametrize("layer", [LINES, ("Tne van wa5 seen al lhe depol", "amd aff"), ("MET-000123",)])
def test_a_scan_with_few_words_below_it_is_read_once(layer: tuple[str, ...]) -> None:
    """A letter of three lines: whole and right below its picture, badly read, or no more than a stamp."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_image(page.rect, stream=bytes(typed(*LINES, size=18)[0].get_pixmap(dpi=150).tobytes()))
    for n, line in enumerate(layer):
        page.insert_text((72, 101 + 24 * n), line, fontsize=17, render_mode=3)
    part, told = page_of(document.tobytes())
    assert part.text.split("\n")[:3] == [*LINES]
    assert set(told) == ({"scan_text_layer"} if layer == LINES else {"page_by_ocr"})
