"""The marks on a page cover the quoted words and nothing else: read from what is painted, pixel by pixel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pymupdf
import pytest
import source_files as files
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from source_files import QUOTE, SPOKEN, Mask, open_place, painted, shown_pane, span

from ingest.readers import ocr
from provenance.report_words import READ_BY_OCR
from ui.place import Place
from ui.session import Session
from ui.source.pane import SourcePane

Word = tuple[str, pymupdf.Rect]


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(files.taken_in(tmp_path_factory, tmp_path / "case"))


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> SourcePane:
    return shown_pane(session, qtbot)


def words_of_pdf(session: Session, page: int) -> list[Word]:
    """Words of the original with their places as displayed, by PyMuPDF alone."""
    source = session.case.store.source("S1")
    with session.case.store.vault.open(source) as stream, pymupdf.open(stream=stream.read()) as document:
        sheet = document[page - 1]
        return [(w[4], pymupdf.Rect(w[:4]) * sheet.rotation_matrix) for w in sheet.get_text("words")]


def words_of_viewer(session: Session, source_id: str, page: int) -> list[Word]:
    spans, boxes = session.case.viewer.page_words(source_id, page)
    layer = session.case.store.layer(source_id)
    rects = [pymupdf.Rect(x, y, x + w, y + h) for x, y, w, h in boxes.tolist()]
    return [(layer.slice(*at), rect) for at, rect in zip(spans.tolist(), rects, strict=True)]


def covered(mask: Mask, words: list[Word], scale: float) -> list[str]:
    """The words over which the mask lies; none may be marked in part, but for the marks that cling to a word."""
    found = []
    for text, rect in words:
        middle = (rect.y0 + rect.y1) / 2 * scale, (rect.x0 + rect.x1) / 2 * scale
        around = mask[round(middle[0]) - 3 : round(middle[0]) + 4, round(middle[1]) - 3 : round(middle[1]) + 4]
        if around.any():
            found.append(text)
    return found


def outside(mask: Mask, rects: list[pymupdf.Rect], scale: float) -> int:
    """Pixels of the mask that lie more than a pixel and a half outside every rectangle."""
    left = mask.copy()
    for rect in rects:
        x0, y0, x1, y1 = (round(v * scale) for v in rect)
        left[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2] = False
    return int(left.sum())


def read(pixels: files.Pixels, rect: pymupdf.Rect, scale: float) -> str:
    """What OCR reads under a rectangle of what is painted."""
    x0, y0, x1, y1 = (round(v * scale) for v in rect)
    framed = np.pad(pixels[y0:y1, x0:x1], ((20, 20), (20, 20), (0, 0)), mode="edge")
    return ocr.read_page(np.ascontiguousarray(framed)).text.strip().strip(".,”“’'\"")


def rects_on_screen(pane: SourcePane) -> list[pymupdf.Rect]:
    return [pymupdf.Rect(r.left(), r.top(), r.right(), r.bottom()) for _, r in pane.page_view.marks_on_screen()]


@pytest.mark.parametrize(
    ("words", "page"), [(QUOTE, 1), ("It was raining hard", 2), ("I stood at the gate. I stood at", 1)]
)
def test_marks_of_a_pdf(session: Session, pane: SourcePane, qtbot: QtBot, words: str, page: int) -> None:
    """In the second column, on a turned page, over a line's end."""
    open_place(pane, session, qtbot, Place("S1", span=span(session, "S1", words)))
    assert pane.state == "page" and pane.page_view.page == page
    _, mask = painted(pane)
    scale, placed = pane.page_view.scale, words_of_pdf(session, page)
    found = covered(mask, placed, scale)
    assert " ".join(found).rstrip(".") == words
    quoted = placed[[w for w, _ in placed].index(found[0]) :][: len(found)] if page == 2 else None
    assert outside(mask, [r for _, r in quoted] if quoted else rects_on_screen(pane), scale) == 0
    assert {p for p, _ in pane.page_view.marks_on_screen()} == {page}


def test_marks_are_exact_at_every_zoom_and_pixel_ratio(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1", span=span(session, "S1", QUOTE)))
    words = words_of_pdf(session, 1)
    for zoom in (0.5, 1.25, 3.0):
        pane.page_view.zoom_to(zoom)
        _, mask = painted(pane)
        assert covered(mask, words, pane.page_view.scale) == [*QUOTE.split()[:-1], "blue."]
        assert outside(mask, rects_on_screen(pane), pane.page_view.scale) == 0
    pane.page_view.zoom_to(1.0)
    paper = pane.page_view.paper
    image = QImage(paper.size() * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    paper.render(image)
    pixels = files.rgb(image).astype(int)
    mask = (pixels[:, :, 0] > 200) & (pixels[:, :, 1] > 180) & (pixels[:, :, 2] < 150)
    assert covered(mask, words, pane.page_view.scale * 2) == [*QUOTE.split()[:-1], "blue."]
    assert outside(mask, rects_on_screen(pane), pane.page_view.scale * 2) == 0


def test_a_quote_over_two_pages_is_marked_on_both(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    session.show_place(Place("S1", span=span(session, "S1", "He ran over", "bridge and")))
    qtbot.waitUntil(lambda: pane.state == "page", timeout=10_000)
    assert covered(painted(pane)[1], words_of_pdf(session, 2), pane.page_view.scale) == ["He", "ran", "over", "the"]
    assert pane.onward.isVisible() and "p. 3" in pane.onward.text()
    pane.onward.click()
    qtbot.waitUntil(lambda: pane.state == "page", timeout=10_000)
    assert pane.page_view.page == 3
    assert covered(painted(pane)[1], words_of_pdf(session, 3), pane.page_view.scale) == ["wet", "bridge", "and"]
    assert "p. 2" in pane.onward.text()


@pytest.mark.parametrize(("source_id", "words"), [("S2", QUOTE), ("S3", QUOTE), ("S4", SPOKEN)])
def test_marks_of_pictures_and_of_pages_set_by_attest(
    session: Session, pane: SourcePane, qtbot: QtBot, source_id: str, words: str
) -> None:
    """By OCR of a picture, in a DOCX and a text with emoji before the quote: read by OCR from what is painted."""
    open_place(pane, session, qtbot, Place(source_id, span=span(session, source_id, words)))
    pane.page_view.zoom_to(3.0 if source_id != "S2" else 1.5)
    qtbot.waitUntil(lambda: pane.page_view.picture.serves(pane.page_view.device_scale), timeout=10_000)  # type: ignore[union-attr]
    pixels, mask = painted(pane)
    (rect,) = rects_on_screen(pane)
    scale = pane.page_view.scale
    assert read(pixels, rect, scale) == words.strip("“”")
    assert outside(mask, [rect], scale) == 0
    touched = covered(mask, words_of_viewer(session, source_id, pane.page_view.page), scale)
    assert [w.strip("“”,") for w in touched] == [w.strip("“”") for w in words.split()]


def test_words_under_a_mark_stay_black_and_the_page_white_in_the_dark(
    session: Session, pane: SourcePane, qtbot: QtBot
) -> None:
    from ui.theme.theme import theme

    theme().apply("dark", 100)
    try:
        open_place(pane, session, qtbot, Place("S1", span=span(session, "S1", QUOTE)))
        pixels, mask = painted(pane)
        rows, columns = np.nonzero(mask)
        marked = pixels[rows.min() : rows.max(), columns.min() : columns.max()]
        assert marked.max(axis=2).min() < 60, "ink stays ink"
        assert (pixels[10, 10] == 255).all()
    finally:
        theme().apply("light", 100)


def test_the_mark_is_brought_into_sight(session: Session, qtbot: QtBot) -> None:
    small = shown_pane(session, qtbot, 420, 460)
    open_place(small, session, qtbot, Place("S4", span=span(session, "S4", SPOKEN)))
    view = small.page_view
    (_, rect), *_ = view.marks_on_screen()
    top, bottom = rect.top() * view.scale, rect.bottom() * view.scale
    at = view.verticalScrollBar().value()
    assert at <= top and bottom <= at + view.viewport().height()


def test_words_read_from_a_picture_are_told_of(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    read = session.case.store.passages(["S2"])[0]
    assert read.confidence is not None
    open_place(pane, session, qtbot, Place("S2", span=(read.start, read.end)))
    assert READ_BY_OCR in pane.head.notice.text()
    open_place(pane, session, qtbot, Place("S1", span=(0, 10)))
    assert READ_BY_OCR not in pane.head.notice.text()
