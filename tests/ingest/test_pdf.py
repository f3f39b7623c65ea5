"""PDF pages as text in reading order with the place of every word: real pages drawn here, and real files of others."""

from __future__ import annotations

import io

import numpy as np
import pymupdf
import pytest

from ingest.items import Fields, Opened, ReadSettings
from ingest.readers import extractor, pdf, read, reread
from provenance.errors import ReadError
from provenance.records import Notice, Part

NO_OCR = ReadSettings(ocr=False)


def items(data: bytes, settings: ReadSettings = NO_OCR) -> list[object]:
    return list(read(io.BytesIO(data), "x", settings))


def pages(data: bytes, settings: ReadSettings = NO_OCR) -> list[Part]:
    return [item for item in items(data, settings) if isinstance(item, Part)]


def notices(data: bytes, settings: ReadSettings = NO_OCR) -> dict[str, str]:
    return {item.code: item.detail for item in items(data, settings) if isinstance(item, Notice)}


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as refused:
        items(data)
    return refused.value.code


def drawn(*lines: tuple[float, float, str], **how: object) -> bytes:
    document = pymupdf.open()
    page = document.new_page()
    for x, y, words in lines:
        page.insert_text((x, y), words, **how)
    return bytes(document.tobytes())


def word_box(part: Part, word: str) -> tuple[float, ...]:
    """Box of the first occurrence of a word, found by its offsets in the part's text."""
    assert part.words is not None
    start = part.text.index(word)
    row = np.flatnonzero((part.words.spans[:, 0] <= start) & (part.words.spans[:, 1] >= start + len(word)))[0]
    return tuple(float(v) for v in part.words.boxes[row])


def test_a_plain_page() -> None:
    data = drawn((72, 100, "The witness saw the van."), (72, 120, "It was blue."))
    found = items(data)
    assert found[0] == Opened("pdf", 1) and any(isinstance(i, Fields) for i in found)
    (page,) = pages(data)
    assert page.text == "The witness saw the van.\nIt was blue.\n"
    assert (page.ordinal, page.page, page.label, page.width, page.height) == (0, 1, "", 595.0, 842.0)
    assert page.words is not None
    assert [page.text[a:b] for a, b in page.words.spans] == page.text.split()


def test_boxes_are_where_the_words_are_drawn() -> None:
    (page,) = pages(drawn((72, 100, "one two"), (300, 400, "three"), fontsize=12))
    x, y, w, h = word_box(page, "three")
    assert x == pytest.approx(300, abs=1) and y < 400 < y + h and w == pytest.approx(27, abs=5)


CMAP = b"""/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfrange <20> <7E> <0020> endbfrange 1 beginbfchar <23> <D83DDE00> endbfchar endcmap end"""


def test_emoji_before_a_quote_counts_as_one() -> None:
    """Offsets are code points; the font says that "#" stands for an emoji."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "# then he said stop. #")
    font, stream = page.get_fonts()[0][0], document.get_new_xref()
    document.update_object(stream, "<<>>")
    document.update_stream(stream, CMAP)
    document.xref_set_key(font, "ToUnicode", f"{stream} 0 R")
    (part,) = pages(document.tobytes())
    assert part.text == "😀 then he said stop. 😀\n"
    assert part.words is not None and [part.text[a:b] for a, b in part.words.spans] == part.text.split()
    assert word_box(part, "stop.")[0] > word_box(part, "then")[0] > 72


def test_right_to_left_text_is_in_order() -> None:
    document = pymupdf.open()
    document.new_page().insert_htmlbox(pymupdf.Rect(50, 50, 500, 200), "he wrote שלום עולם")
    (page,) = pages(document.tobytes())
    assert page.text == "he wrote שלום עולם\n"
    assert word_box(page, "שלום")[0] > word_box(page, "עולם")[0]


def test_ligatures_are_taken_apart_with_boxes() -> None:
    document = pymupdf.open()
    document.new_page().insert_htmlbox(pymupdf.Rect(50, 50, 500, 200), "the oﬃcer ﬁnally left")
    (page,) = pages(document.tobytes())
    assert page.text.strip() == "the officer finally left"
    assert page.words is not None and bool((page.words.boxes[:, 2:] > 0).all())
    assert word_box(page, "officer")[2] > word_box(page, "the")[2]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_rotated_pages_have_boxes_as_displayed(turn: int) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=800)
    page.set_rotation(turn)
    page.insert_text(pymupdf.Point(100, 150) * page.derotation_matrix, "first words here", rotate=turn)
    page.insert_text(pymupdf.Point(100, 180) * page.derotation_matrix, "second line there", rotate=turn)
    (part,) = pages(document.tobytes())
    assert part.text == "first words here\nsecond line there\n"
    assert (part.width, part.height) == ((800, 600) if turn != 180 else (600, 800))
    x, y, w, h = word_box(part, "first")
    assert x == pytest.approx(100, abs=2) and y < 150 < y + h and w > h
    assert word_box(part, "words")[0] > x and word_box(part, "second")[1] > y


def test_page_labels() -> None:
    document = pymupdf.open()
    for n in range(3):
        document.new_page().insert_text((72, 72), f"page {n}")
    document.set_page_labels(
        [{"startpage": 0, "style": "r", "firstpagenum": 3}, {"startpage": 2, "style": "D", "firstpagenum": 3}]
    )
    assert [p.label for p in pages(document.tobytes())] == ["p. iii [scan 1]", "p. iv [scan 2]", ""]


def test_what_nobody_sees_is_left_out_and_said() -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "seen by all")
    page.insert_text((72, 130), "painted with nothing", render_mode=3)
    page.insert_text((72, 160), "white on white", color=(1, 1, 1))
    page.insert_text((-300, 190), "off the page")
    page.draw_rect(pymupdf.Rect(60, 200, 300, 240), fill=(0, 0, 0))
    page.insert_text((72, 220), "white on black", color=(1, 1, 1))
    data = document.tobytes()
    assert pages(data)[0].text == "seen by all\nwhite on black\n"
    assert {"text_hidden", "text_off_page"} <= set(notices(data))


def test_refusals() -> None:
    document = pymupdf.open()
    document.new_page()
    assert refusal(document.tobytes()) == "no_text"
    good = drawn((72, 100, "hello"))
    assert refusal(good[:60]) == "file_damaged"
    with pytest.raises(ReadError, match="file_empty"):
        items(b"")


def test_passwords() -> None:
    document = pymupdf.open()
    document.new_page().insert_text((72, 100), "secret words")
    locked = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="u")
    assert refusal(locked) == "password_needed"
    open_to_read = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw="")
    assert pages(open_to_read)[0].text == "secret words\n"


def test_damage_is_repaired_and_said() -> None:
    data = drawn((72, 100, "still here"))
    cut = data[: data.rindex(b"startxref")]
    assert pages(cut)[0].text == "still here\n" and "file_repaired" in notices(cut)
    assert pages(b"junk before the header\n" + data)[0].text == "still here\n"


def test_pages_beyond_the_limit_are_said() -> None:
    document = pymupdf.open()
    for n in range(4):
        document.new_page().insert_text((72, 100), f"page {n}")
    few = ReadSettings(ocr=False, max_pages=2)
    assert len(pages(document.tobytes(), few)) == 2
    assert notices(document.tobytes(), few)["pages_not_read"] == "pp. 3–4"


def test_pages_are_read_again() -> None:
    document = pymupdf.open()
    for n in range(4):
        document.new_page().insert_text((72, 100), f"page {n}")
    data = document.tobytes()
    again = list(reread(io.BytesIO(data), "pdf", [3, 1, 9], NO_OCR))
    assert [(p.ordinal, p.text) for p in again] == [(1, "page 1\n"), (3, "page 3\n")]
    assert "pymupdf/" in extractor("pdf")


def scan_below_type(typed: int) -> bytes:
    """A page with `typed` lines of real text above a picture of words, as a scan is pasted into a report."""
    document = pymupdf.open()
    page = document.new_page()
    for n in range(typed):
        page.insert_text((72, 90 + 16 * n), f"Line {n}: the officer wrote this herself at the station.")
    source = pymupdf.open()
    sheet = source.new_page(width=450, height=200)
    for n, words in enumerate(("The blue van stopped", "beside the chemist in", "Market Street at nine")):
        sheet.insert_text((30, 50 + 40 * n), words, fontsize=20)
    page.insert_image(pymupdf.Rect(72, 400, 522, 600), pixmap=sheet.get_pixmap(dpi=200))
    page.insert_text((72, 640), "Below it she signed.")
    return bytes(document.tobytes())


def test_a_picture_of_text_in_a_typed_page_is_read_in_its_place() -> None:
    pytest.importorskip("rapidocr")
    data = scan_below_type(8)
    settings = ReadSettings(ocr_dpi=200)
    (page,) = pages(data, settings)
    lines = page.text.splitlines()
    assert lines[7].startswith("Line 7") and lines[-1] == "Below it she signed."
    assert lines[8:-1] == ["The blue van stopped", "beside the chemist in", "Market Street at nine"]
    assert notices(data, settings)["picture_by_ocr"].startswith("p. 1")
    assert page.words is not None and page.words.confidence is not None
    assert [page.text[a:b] for a, b in page.words.spans] == page.text.split()
    x, y, _, h = word_box(page, "chemist")
    assert 190 < x < 210 and y < 490 < y + h
    typed = page.words.spans[:, 1] <= page.text.index("The blue")
    assert bool((page.words.confidence[typed] == 1).all())


def test_a_picture_of_text_that_is_not_read_is_said() -> None:
    assert notices(scan_below_type(8))["picture_without_ocr"].startswith("p. 1")


def test_a_photograph_in_a_typed_page_costs_no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    scene = np.kron(rng.integers(0, 255, (30, 45, 3), np.uint8), np.ones((20, 20, 1), np.uint8))
    leaves = np.clip(scene.astype(int) + rng.integers(-60, 60, scene.shape), 0, 255).astype(np.uint8)
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 90), "The photograph below shows the gate, as the officer found it that evening.")
    page.insert_text((72, 110), "She took it from the other side of the road, by the street light, at half past nine.")
    pixels = pymupdf.Pixmap(pymupdf.csRGB, leaves.shape[1], leaves.shape[0], leaves.tobytes(), False)
    page.insert_image(pymupdf.Rect(72, 200, 522, 500), pixmap=pixels)
    monkeypatch.setattr("ingest.readers.ocr.read_page", lambda rgb: pytest.fail("a photograph was read"))
    assert len(pages(document.tobytes(), ReadSettings())[0].text.splitlines()) == 2


def picture_page(words: str, stamp: str = "", seen: bool = True) -> bytes:
    """A page that is a picture of words, with a line of real text where a stamp is given, painted if `seen`."""
    source = pymupdf.open()
    page = source.new_page(width=400, height=200)
    page.insert_text((40, 90), words, fontsize=20)
    picture = page.get_pixmap(dpi=200).tobytes("png")
    document = pymupdf.open()
    page = document.new_page(width=400, height=200)
    page.insert_image(page.rect, stream=picture)
    if stamp:
        page.insert_text((10, 190), stamp, fontsize=8, render_mode=0 if seen else 3)
    return bytes(document.tobytes())


def test_pictures_of_text_are_read_by_ocr() -> None:
    pytest.importorskip("rapidocr")
    words = "The blue van stopped"
    settings = ReadSettings(ocr_dpi=200)
    for stamp, seen in (("", True), ("DOC 0001", True), ("DOC 0001", False)):
        data = picture_page(words, stamp, seen)
        (page,) = pages(data, settings)
        assert "blue van" in page.text and notices(data, settings)["page_by_ocr"] == "p. 1"
        assert page.words is not None and page.words.confidence is not None
        x, y, w, h = word_box(page, "blue")
        assert 70 < x < 100 and y < 86 < y + h and w < 60


def test_without_ocr_a_picture_is_said_to_be_unread() -> None:
    document = pymupdf.open(stream=picture_page("The blue van"), filetype="pdf")
    document.new_page().insert_text((72, 72), "typed")
    data = document.tobytes()
    assert [p.text for p in pages(data)] == ["", "typed\n"]
    assert notices(data)["page_without_text"].startswith("p. 1:")


def test_words_under_a_black_box_are_told() -> None:
    for rotation in (0, 90):
        for covered in (False, True):
            document = pymupdf.open()
            page = document.new_page()
            page.draw_rect((60, 80, 400, 100), fill=(0.8, 0.8, 0.8))  # a shaded row below the words hides nothing
            page.insert_text((72, 94), "Seen by everybody")
            page.insert_text((72, 194), "Name of the caller")
            page.draw_rect((70, 180, 100, 200) if covered else (270, 180, 300, 200), fill=(0, 0, 0))
            page.set_rotation(rotation)
            assert ("text_covered" in notices(document.tobytes())) == covered


def test_page_ranges() -> None:
    assert pdf.page_ranges([3]) == "p. 3"
    assert pdf.page_ranges([1, 2, 3, 4, 7]) == "pp. 1–4, 7"
