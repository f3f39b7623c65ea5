"""What a person sees on a PDF page and what Attest holds of it: damage, words cut away, printed twice or set apart."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pymupdf
import pytest

from ingest.items import ReadSettings
from ingest.readers import read
from provenance.records import Notice, Part


def everything(data: bytes) -> tuple[list[Part], dict[str, Notice]]:
    found = list(read(io.BytesIO(data), "x", ReadSettings(ocr=False)))
    return [i for i in found if isinstance(i, Part)], {i.code: i for i in found if isinstance(i, Notice)}


def page(contents: str, **keys: str) -> bytes:
    """A page of these contents in Helvetica (/helv), with these entries of its own."""
    document = pymupdf.open()
    sheet = document.new_page()
    sheet.insert_text((60, 60), "x")
    document.update_stream(sheet.get_contents()[0], contents.encode())
    for key, value in keys.items():
        document.xref_set_key(sheet.xref, key, value)
    return bytes(document.tobytes())


def text_of(contents: str) -> tuple[str, dict[str, Notice]]:
    (part, *_), told = everything(page(contents))
    return part.text, told


def words(x: float, y: float, said: str, size: int = 14) -> str:
    return f"BT /helv {size} Tf {x} {y} Td ({said}) Tj ET\n"


def test_words_that_a_clipping_path_cuts_away_are_hidden() -> None:
    cut = "q 0 0 10 10 re W n " + words(60, 500, "CLIPPEDAWAY Jonathan") + "Q "
    kept = "q 50 690 400 40 re W n " + words(60, 700, "IN THE OPEN") + "Q "
    text, told = text_of(cut + kept)
    assert text == "IN THE OPEN\n" and set(told) == {"text_hidden"}
    assert text_of(kept) == ("IN THE OPEN\n", {})


def test_words_off_the_page_do_not_keep_words_cut_away() -> None:
    cut = "q 0 0 10 10 re W n " + words(60, 500, "CLIPPEDAWAY") + "Q "
    text, told = text_of(cut + words(60, 700, "SEEN") + words(60, -200, "OFF THE PAGE"))
    assert text == "SEEN\n" and set(told) == {"text_hidden", "text_off_page"}


def test_words_printed_twice_to_look_bold_count_once() -> None:
    bold = words(60, 700, "WITNESS STATEMENT") + words(60.4, 700, "WITNESS STATEMENT") + words(60, 699.7, "WITNESS")
    text, told = text_of(bold + words(60, 670, "the the very very same") + words(60, 655, "WITNESS STATEMENT"))
    assert text == "WITNESS STATEMENT\nthe the very very same\nWITNESS STATEMENT\n" and told == {}


def test_letters_set_apart_are_one_word_with_their_boxes() -> None:
    (part, *_), _ = everything(page("3 Tc " + words(60, 700, "STATEMENT", 12)))
    assert part.text == "STATEMENT\n" and part.words is not None
    x, _, w, _ = part.words.boxes[0].tolist()
    assert len(part.words) == 1 and x == pytest.approx(60, abs=1) and w > 90


def test_single_letters_and_figures_in_columns_stay_apart() -> None:
    columns = "".join(words(60 + 40 * n, 700, letter) for n, letter in enumerate("ABCDE"))
    assert text_of(columns)[0].split() == list("ABCDE")
    assert text_of(words(60, 700, "1 2 3 4 5"))[0] == "1 2 3 4 5\n"
    for kept in ("a b c", "A B C D", "X X X X X", "Choose A B D E and sign", "by J R R Tolkien", "A B C D E F G"):
        assert text_of(words(60, 700, kept))[0] == f"{kept}\n"
    assert text_of(words(60, 700, "N O T E"))[0] == "NOTE\n"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_in_a_unit_of_its_own_is_read_to_its_edges(turn: int) -> None:
    contents = words(20, 790, "FIRST at the top") + words(300, 30, "LAST words at the right edge")
    plain, told = everything(page(contents, Rotate=str(turn)))
    scaled, said = everything(page(contents, Rotate=str(turn), UserUnit="1.5"))
    assert told == said == {} and scaled[0].text == plain[0].text and "edge" in plain[0].text
    assert (scaled[0].width, scaled[0].height) == (plain[0].width * 1.5, plain[0].height * 1.5)
    assert plain[0].words is not None and scaled[0].words is not None
    assert np.allclose(scaled[0].words.boxes, plain[0].words.boxes * 1.5, atol=0.1)


def packed(contents: str) -> tuple[pymupdf.Document, bytes]:
    document = pymupdf.open(stream=page(contents))
    return document, zlib.compress(contents.encode())


def with_stream(document: pymupdf.Document, raw: bytes) -> bytes:
    xref = document[0].get_contents()[0]
    document.update_stream(xref, raw, compress=False)
    document.xref_set_key(xref, "Filter", "/FlateDecode")
    return bytes(document.tobytes())


def test_a_page_whose_contents_are_damaged_is_said() -> None:
    document, raw = packed("".join(words(60, 800 - 14 * n, f"line {n * n} of the statement") for n in range(50)))
    whole = everything(with_stream(document, raw))
    assert whole[1] == {} and "line 2401" in whole[0][0].text
    hit = raw[: len(raw) // 2] + bytes(b ^ 0x5A for b in raw[len(raw) // 2 :][:8]) + raw[len(raw) // 2 + 8 :]
    for broken in (hit, raw[: len(raw) // 2]):
        parts, told = everything(with_stream(document, broken))
        assert told["page_damaged"].place == "page=1" and told["page_damaged"].detail.startswith("p. 1")
        assert parts[0].text.startswith("line 0 of")


def test_a_picture_that_is_cut_off_is_said() -> None:
    noise = np.random.default_rng(4).integers(0, 255, (400, 400, 3), np.uint8)
    jpeg = pymupdf.Pixmap(pymupdf.csRGB, 400, 400, noise.tobytes(), 0).tobytes("jpeg")
    for data, damaged in ((jpeg, False), (jpeg[: len(jpeg) // 3], True)):
        document = pymupdf.open(stream=page(words(60, 700, "A photograph")))
        document[0].insert_image(pymupdf.Rect(60, 200, 400, 540), stream=jpeg)
        (image, *_) = document[0].get_images()[0]
        document.update_stream(image, data, compress=False)
        document.xref_set_key(image, "Filter", "/DCTDecode")
        assert ("page_damaged" in everything(document.tobytes())[1]) == damaged


def test_pages_that_a_cut_file_has_lost_are_said() -> None:
    document = pymupdf.open()
    for n in range(12):
        document.new_page().insert_text((72, 100), f"PAGEWORD {n}")
    data = document.tobytes(no_new_id=True)
    cut = data[: data.index(b"PAGEWORD 9" if b"PAGEWORD 9" in data else b"stream", len(data) * 2 // 3)]
    parts, told = everything(cut)
    empty = [part.page for part in parts if not part.text.strip()]
    assert empty and "page_damaged" in told
    assert empty[0] - 1 <= int(told["page_damaged"].place.removeprefix("page=")) <= empty[0]
    assert told["page_damaged"].detail.startswith("pp. ") and "–12: " in told["page_damaged"].detail


def test_a_field_whose_page_shows_another_entry_is_said() -> None:
    document = pymupdf.open()
    sheet = document.new_page()
    field = pymupdf.Widget()
    field.field_name, field.field_type, field.field_value = "Surname", pymupdf.PDF_WIDGET_TYPE_TEXT, "Okonkwo"
    field.rect = pymupdf.Rect(72, 80, 272, 100)
    xref = sheet.add_widget(field).xref
    same = everything(document.tobytes())
    assert same[1] == {} and [part.kind for part in same[0]] == ["page"]
    document.xref_set_key(xref, "V", "(Changedname)")
    parts, told = everything(document.tobytes())
    assert set(told) == {"field_values_differ"} and parts[0].text == "Okonkwo\n"
    assert parts[1].text == "Surname: Changedname (kept in the file; the page shows “Okonkwo”)\n"


def test_layers_that_are_switched_off_are_named() -> None:
    document = pymupdf.open()
    sheet = document.new_page()
    layers = {on: document.add_ocg("Plan" if on else "Notes of DC Bell", on=on) for on in (True, False)}
    sheet.insert_text((60, 110), "Words of the plan", oc=layers[True])
    sheet.insert_text((60, 140), "Words of the notes", oc=layers[False])
    (part,), told = everything(document.tobytes())
    assert part.text == "Words of the plan\n"
    assert {code: one.detail for code, one in told.items()} == {
        "layers_off": "layers that are switched off were not read: Notes of DC Bell"
    }
