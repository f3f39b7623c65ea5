"""Renditions: the words under the boxes, read back with PyMuPDF alone, are the words that were asked for."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import rendition
from ingest.page_records import BOOK
from ingest.rendition import Pages, rendition_boxes
from provenance.records import Box

SCRIPTS = [
    "The quick brown fox — “quoted” text’s office waffle",
    "مرحبا بالعالم، هذا نص عربي لا إله إلا 123 abc",
    "שלום עולם, זה טקסט בעברית 123 abc (סוגריים)",
    "नमस्ते दुनिया, यह हिन्दी क्षत्रिय पाठ है",
    "你好，世界。这是中文文本。日本語テキスト",
    "한국어 텍스트입니다",
    "emoji 😀 before a quote 👩‍👩‍👧‍👦 🇬🇧 done",
    "ελληνικά русский ไทย ภาษา தமிழ்",
    "soft-hy\u00adphen e\u0301 a&amp;b <b>x</b> & © &#38; &lt",
    "control \x01\x02\x0b\x0c ff \ufffd \ue000 \U000f0000 \uffff end",
]


def letters(text: str) -> str:
    """What can be compared: no white space, marks or format characters; controls as they are drawn."""
    drawn = (unicodedata.category(c) == "Cc" or c == "\uffff" for c in text)
    kept = ("\ufffd" if odd else c for c, odd in zip(text, drawn, strict=True) if not c.isspace())
    return "".join(c for c in kept if unicodedata.category(c) not in {"Cf", "Mn", "Me"})


def under(layer: str, boxes: tuple[Box, ...]) -> str:
    """The characters whose middles lie in the boxes, in the order of the page."""
    pages = Pages(layer)
    found = ""
    for number in sorted({box.page for box in boxes}):
        with rendition.opened(pages.page(number)) as document:
            raw = document[0].get_text("rawdict")
        chars = [c for b in raw["blocks"] for line in b["lines"] for s in line["spans"] for c in s["chars"]]
        for char in chars:
            x, y = (char["bbox"][0] + char["bbox"][2]) / 2, (char["bbox"][1] + char["bbox"][3]) / 2
            on = (b for b in boxes if b.page == number)
            if any(b.x <= x <= b.x + b.w and b.y + 0.2 * b.h <= y <= b.y + 0.8 * b.h for b in on):
                found += char["c"]
    return found


def check(layer: str, quote: str) -> tuple[Box, ...]:
    start = layer.index(quote)
    (boxes,) = rendition_boxes(layer, [(start, start + len(quote))])
    assert letters(under(layer, boxes)) == letters(quote)
    return boxes


@pytest.mark.parametrize("line", SCRIPTS)
def test_scripts_are_highlighted_where_they_stand(line: str) -> None:
    layer = f"A line before.\n{line}\nA line after."
    check(layer, line)
    check(layer, line.split()[-1] if line.isascii() else line[len(line) // 2 :])


def test_an_emoji_before_a_quote_moves_nothing() -> None:
    boxes = check("😀👍🏽 He said: “I saw the van.” Then he left.", "I saw the van.")
    assert len(boxes) == 1 and boxes[0].page == 1


def test_a_quote_over_lines_has_a_box_for_each() -> None:
    layer = "The witness saw the car turn left into the yard. " * 12
    boxes = check(layer, layer[30:260])
    assert len(boxes) == 3
    assert max(box.x + box.w for box in boxes) <= BOOK.width - BOOK.side


def test_white_space_and_nothing_have_no_boxes() -> None:
    assert rendition_boxes("one   two\n\n", [(3, 6), (9, 11), (2, 2)]) == [(), (), ()]


def test_columns_stay_below_each_other() -> None:
    layer = "".join(f"{n:<6}Q.   Where did it stop?\n       A.     iii     www {n}\n" for n in range(1, 30))
    assert Pages(layer).columns
    places = [
        box[0].x for box in rendition_boxes(layer, [(i, i + 3) for i in range(len(layer)) if layer[i : i + 3] == "www"])
    ]
    assert len(places) == 29 and np.ptp(places) < 0.5


def test_prose_is_not_set_in_columns() -> None:
    assert not Pages("I am the owner of the shop.  It stands in Mill Lane.\n\nI was there.\n" * 20).columns


def test_pages_do_not_depend_on_what_is_asked() -> None:
    layer = "".join(f"{n} He walked along the road and saw nobody there.\n" for n in range(400))
    alone = rendition_boxes(layer, [(18000, 18100)])[0]
    among = rendition_boxes(layer, [(5, 50), (18000, 18100), (19000, 19100)])[1]
    assert alone == among and alone[0].page > 4


@pytest.mark.parametrize("layer", ["x" * 200_000, "word " * 40_000, "字" * 100_000, "\n" * 50_000, "A\tB " * 30_000])
def test_a_megabyte_on_a_line_costs_the_page_that_is_asked(layer: str) -> None:
    at = len(layer) * 2 // 3
    (boxes,) = rendition_boxes(layer, [(at, at + 60)])
    assert letters(under(layer, boxes)) == letters(layer[at : at + 60])


def test_a_paragraph_that_is_drawn_otherwise_is_given_whole() -> None:
    text = "first paragraph here\nsecond was garbled\nthird paragraph here"
    keys = np.array([not c.isspace() for c in text])
    glyphs = "firstparagraphhere" + "s?c?o?n?d" + "thirdparagraphhere"
    found = rendition._align(text, text, keys, glyphs)
    assert found[text.index("was")].tolist() == [18, 27]
    assert found[text.index("third")].tolist() == [27, 28]
    assert found[0].tolist() == [0, 1]


def test_what_comes_after_a_garbled_end_is_never_a_wrong_place() -> None:
    text = "all is well here\nlost words\nmore lost"
    keys = np.array([not c.isspace() for c in text])
    found = rendition._align(text, text, keys, "alliswellhere" + "zzzz")
    assert found[text.index("lost")].tolist() == found[text.index("more")].tolist() == [13, 17]


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


@given(ANY_TEXT)
@settings(max_examples=60, deadline=None)
def test_pages_part_the_layer_and_every_letter_is_on_one(layer: str) -> None:
    pages = Pages(layer)
    assert "".join(pages.page(n).text for n in range(1, len(pages) + 1)) == layer
    (boxes,) = rendition_boxes(layer, [(0, len(layer))])
    assert bool(boxes) == bool(letters(layer))


@given(st.lists(st.integers(0, 400), min_size=1, max_size=150))
@settings(max_examples=40, deadline=None)
def test_pages_hold_what_they_are_given(lengths: list[int]) -> None:
    layer = "\n".join("word " * (n // 5) + "W" * (n % 7) for n in lengths)
    pages = Pages(layer)
    for number in range(1, len(pages) + 1):
        page = pages.page(number)
        assert page.text or len(pages) == 1
        with rendition.opened(page) as document:
            assert len(document) == 1
    assert list(pages.touched(0, max(1, len(layer)))) == list(range(1, len(pages) + 1))
