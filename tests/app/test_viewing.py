"""Pages and places of the viewer: the words under the boxes, read back from the originals with PyMuPDF or by OCR."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pymupdf
import pytest
from viewed_files import LONG, QUOTE, image, pdf, picture, read_under, statement
from working_case import take_in, working_case

from app.case import Case
from app.viewing import Viewer
from ingest.readers import ocr
from provenance.errors import AnchorError
from provenance.records import Box


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """S1 PDF, S2 picture, S3 DOCX, S4 text."""
    folder = tmp_path_factory.mktemp("viewing")
    text = folder / "notes.txt"
    text.write_text(LONG, encoding="utf-8")
    with working_case(folder / "case") as case:
        taken = take_in(case, pdf(folder / "a.pdf"), picture(folder / "b.png"), statement(folder / "c.docx"), text)
        assert [s.outcome for s in taken] == ["partly", "read", "read", "read"]
        yield case


@pytest.fixture
def viewer(case: Case) -> Viewer:
    return case.viewer


def span(case: Case, source_id: str, quote: str) -> tuple[int, int]:
    start = case.store.layer(source_id).text().index(quote)
    return start, start + len(quote)


def under_in_pdf(case: Case, boxes: tuple[Box, ...]) -> list[str]:
    """Words of the original whose middles lie in the boxes, by PyMuPDF alone."""
    found = []
    with case.store.vault.open(case.store.source("S1")) as stream, pymupdf.open(stream=stream.read()) as document:
        for box in boxes:
            area = pymupdf.Rect(box.x, box.y, box.x + box.w, box.y + box.h)
            for word in document[box.page - 1].get_text("words"):
                rect = pymupdf.Rect(word[:4]) * document[box.page - 1].rotation_matrix
                if pymupdf.Point((rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2) in area:
                    found.append(word[4].rstrip("."))
    return found


def test_outlines_count_and_label_the_pages(viewer: Viewer) -> None:
    outline = viewer.outline("S1")
    assert (outline.kind, outline.pages, outline.first, outline.rendition) == ("pdf", 4, 1, False)
    assert outline.labels == ("p. iv [scan 1]", "p. v [scan 2]", "p. vi [scan 3]", "p. vii [scan 4]")
    assert (viewer.outline("S2").pages, viewer.outline("S2").first, viewer.outline("S2").labels) == (1, 0, ("",))
    assert viewer.outline("S3").rendition and viewer.outline("S3").pages == 5
    assert viewer.outline("S4").text_length == len(LONG)


def test_a_place_in_the_second_column(case: Case, viewer: Viewer) -> None:
    boxes = viewer.places("S1", *span(case, "S1", QUOTE))
    assert under_in_pdf(case, boxes) == QUOTE.split()
    page = viewer.page("S1", 1, 2)
    assert (page.width, page.height, page.points_width, page.points_height) == (1190, 1684, 595, 842)
    assert read_under(page, boxes[0]) == QUOTE


def test_a_place_on_a_turned_page(case: Case, viewer: Viewer) -> None:
    boxes = viewer.places("S1", *span(case, "S1", "It was raining hard"))
    assert under_in_pdf(case, boxes) == ["It", "was", "raining", "hard"]
    page = viewer.page("S1", 2, 2)
    assert page.width > page.height
    assert read_under(page, *boxes, turns=1) == "It was raining hard"


def test_a_quote_over_two_pages_has_boxes_on_both(case: Case, viewer: Viewer) -> None:
    text = case.store.layer("S1").text()
    start, end = text.index("He ran over"), text.index("bridge and fell") + len("bridge")
    boxes = viewer.places("S1", start, end)
    assert {box.page for box in boxes} == {2, 3}
    assert under_in_pdf(case, boxes) == ["He", "ran", "over", "the", "wet", "bridge"]


def test_a_place_on_a_picture(case: Case, viewer: Viewer) -> None:
    boxes = viewer.places("S2", *span(case, "S2", QUOTE))
    assert {box.page for box in boxes} == {0}
    for number in (0, 1):
        page = viewer.page("S2", number, 0.5)
        assert (page.width, page.height, page.scale) == (1300, 350, 0.5)
        assert read_under(page, boxes[0]) == QUOTE
    assert viewer.page("S2", 0, 8).width == 2600  # never enlarged


def test_a_rendition_with_an_emoji_before_the_quote(case: Case, viewer: Viewer) -> None:
    boxes = viewer.places("S3", *span(case, "S3", QUOTE))
    page = viewer.page("S3", boxes[0].page, 2)
    assert page.rendition and boxes[0].page == 5
    assert read_under(page, boxes[0]) == QUOTE
    foot = ocr.read_page(np.ascontiguousarray(image(page)[-100:])).text
    assert "Set by Attest from the text of c.docx" in foot and "page 5 of 5" in foot


def test_pages_are_without_marks_and_the_same_again(viewer: Viewer) -> None:
    rgb = image(viewer.page("S1", 1, 2)).astype(int)
    assert np.array_equal(rgb[:, :, 0], rgb[:, :, 2])  # black on white: nothing yellow
    assert viewer.page("S1", 1, 2).data == viewer.page("S1", 1, 2).data


@pytest.mark.parametrize("source_id", ["S1", "S2", "S3", "S4"])
def test_the_text_of_the_pages_is_the_layer(case: Case, viewer: Viewer, source_id: str) -> None:
    outline, text = viewer.outline(source_id), case.store.layer(source_id).text()
    pages = [viewer.page_text(source_id, outline.first + n) for n in range(outline.pages)]
    assert "".join(page.text for page in pages) == text
    assert all(text[page.start : page.end] == page.text for page in pages)


@pytest.mark.parametrize("source_id", ["S1", "S2", "S3", "S4"])
def test_every_word_of_a_page_is_found_under_the_pointer(case: Case, viewer: Viewer, source_id: str) -> None:
    page = viewer.outline(source_id).first
    spans, boxes = viewer.page_words(source_id, page)
    text = case.store.layer(source_id).text()
    assert len(spans) == len(boxes) and len(spans) > 8
    for (start, end), (x, y, w, h) in list(zip(spans.tolist(), boxes.tolist(), strict=True))[:40]:
        assert text[start:end].strip() == text[start:end] != ""
        middle = x + w / 2, y + h / 2
        assert viewer.span_at(source_id, page, *middle, *middle) == (start, end)


@pytest.mark.parametrize("source_id", ["S1", "S2", "S3"])
def test_dragging_over_a_quote_selects_it_either_way(case: Case, viewer: Viewer, source_id: str) -> None:
    start, end = span(case, source_id, QUOTE)
    box = viewer.places(source_id, start, end)[0]
    first, last = (box.x + 1, box.y + box.h / 2), (box.x + box.w - 1, box.y + box.h / 2)
    for drag in ((*first, *last), (*last, *first)):
        found = viewer.span_at(source_id, box.page, *drag)
        assert found and QUOTE in case.store.layer(source_id).slice(*found)
        assert found[1] - found[0] <= len(QUOTE) + 4  # the marks that cling to the words


def test_dragging_over_a_margin_selects_nothing(viewer: Viewer) -> None:
    assert viewer.span_at("S1", 1, 5, 5, 40, 40) is None
    assert viewer.span_at("S1", 4, 100, 100, 300, 300) is None  # a page without words


def test_dragging_from_the_first_column_to_the_second_reads_down(case: Case, viewer: Viewer) -> None:
    found = viewer.span_at("S1", 1, 52, 90, 540, 90)
    assert found
    assert case.store.layer("S1").slice(*found).startswith("I stood at the gate. I stood")
    assert QUOTE.split()[0] in case.store.layer("S1").slice(*found)


def test_words_are_found_whatever_their_case_and_line_ends(viewer: Viewer) -> None:
    text = LONG
    found = viewer.find("S4", 'AND  saw "7" at\nthe GATE')
    assert [text[a:b] for a, b in found] == ["and saw “7” at the gate"]
    assert len(viewer.find("S4", "gate.\n1 he walked")) == 1
    assert len(viewer.find("S4", "road 😀 and")) == 400
    assert [viewer.find("S4", odd) for odd in ("", "  ", "gat.", "(", "[a-z]+")] == [[]] * 5
    assert len(viewer.find("S4", "a")) == 1000


def test_pages_that_are_not_there(viewer: Viewer) -> None:
    asked = (("S1", 0), ("S1", 5), ("S2", 2), ("S3", 0), ("S3", 6), ("S4", 99))
    for call in (lambda s, n: viewer.page(s, n, 1), viewer.page_text, viewer.page_words):
        for source_id, page in asked:
            with pytest.raises(AnchorError, match="no_such_page"):
                call(source_id, page)
