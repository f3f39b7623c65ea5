"""Words in the source pane: marked in its text, found, selected, made claims, and the other claims that cite them."""

from __future__ import annotations

from pathlib import Path

import pytest
import source_files as files
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from source_files import QUOTE, SPOKEN, open_place, said, shown_pane, span

from app.case import Case
from ui.place import Place
from ui.session import Session
from ui.source.pane import SourcePane
from ui.strings import source as words
from ui.utf16 import Offsets

WAIT = 60_000


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(files.taken_in(tmp_path_factory, tmp_path / "case"))


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> SourcePane:
    return shown_pane(session, qtbot)


def test_text_with_emoji_is_marked_to_the_letter(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    pane.show_as("text")
    open_place(pane, session, qtbot, Place("S4", span=span(session, "S4", SPOKEN)))
    assert pane.state == "text" and pane.text_view.marked() == [SPOKEN]
    pane.show_as("page")
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)


def test_offsets_convert_both_ways() -> None:
    text = "a😀b👍🏽é\u0301c"
    offsets = Offsets(text)
    for at in range(len(text) + 1):
        units = len(text[:at].encode("utf-16-le")) // 2
        assert offsets.units(at) == units and offsets.points(units) == at


def test_words_are_found_over_all_pages(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1"))
    bar = pane.find_bar
    pane.find()
    qtbot.keyClicks(bar.field, "BRIDGE")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 4", timeout=WAIT)
    qtbot.waitUntil(lambda: bool(pane.page_view.marks("found")), timeout=WAIT)
    for _ in range(3):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "4 of 4"
    qtbot.waitUntil(lambda: pane.page_view.page == 3 and bool(pane.page_view.marks("found")), timeout=WAIT)
    (found,) = pane.page_view.marks("found")
    at = found.center()
    on = session.case.viewer.span_at("S1", 3, at.x(), at.y(), at.x(), at.y())
    assert on and session.case.store.layer("S1").slice(*on) == "bridge"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "3 of 4"
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not pane.page_view.marks("found"), timeout=WAIT)
    assert not bar.isVisible()
    pane.find()
    bar.field.setText("giraffe")
    bar.step(1)
    bar.field.textEdited.emit("giraffe")
    qtbot.waitUntil(lambda: bar.count.text() == words.NOTHING_FOUND, timeout=WAIT)


def drag(pane: SourcePane, session: Session, qtbot: QtBot, source_id: str, at: tuple[int, int]) -> None:
    """Drag over the words of a span, from its first letter to its last."""
    box = session.case.viewer.places(source_id, *at)[0]
    view, middle = pane.page_view, box.y + box.h / 2
    first, last = (QPoint(round(x * view.scale), round(middle * view.scale)) for x in (box.x + 2, box.x + box.w - 2))
    qtbot.mousePress(view.paper, Qt.MouseButton.LeftButton, pos=first)
    qtbot.mouseMove(view.paper, pos=last)
    qtbot.mouseRelease(view.paper, Qt.MouseButton.LeftButton, pos=last)


def test_words_dragged_over_become_a_claim(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1"))
    drag(pane, session, qtbot, "S1", span(session, "S1", QUOTE))
    qtbot.waitUntil(lambda: pane.selection.isVisible(), timeout=WAIT)
    assert pane.page_view.marks("selected")
    pane.selection.copy.click()
    assert QApplication.clipboard().text() == f"“{QUOTE}.” (columns.pdf, p. 1)"
    with qtbot.waitSignal(session.draft_changed, timeout=WAIT):
        pane.selection.add.click()
        pane.selection.add.click()  # a second press adds no second claim
    assert session.draft is not None and len(session.draft.claims) == 1
    (claim,) = session.draft.claims
    anchor = claim.citations[0].anchor
    assert session.claim_id == claim.id and anchor.exact == f"{QUOTE}."  # type: ignore[union-attr]
    assert not pane.selection.isVisible() and not pane.page_view.marks("selected")


def test_words_selected_in_the_text_by_keyboard(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    pane.show_as("text")
    open_place(pane, session, qtbot, Place("S4", span=span(session, "S4", SPOKEN)))
    for _ in range(len(SPOKEN)):
        qtbot.keyClick(pane.text_view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: pane.selection.isVisible(), timeout=WAIT)
    assert pane.selection.span == span(session, "S4", SPOKEN)
    assert pane.selection.quoted == f"“{SPOKEN}” (notes.txt, line 91)"


def test_a_case_open_for_reading_offers_no_claim(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    folder = session.case.store.info.folder
    with Case.open(folder, write=False) as reading:
        session.case.close()
        session.case = reading
        open_place(pane, session, qtbot, Place("S1"))
        drag(pane, session, qtbot, "S1", span(session, "S1", QUOTE))
        qtbot.waitUntil(lambda: pane.selection.isVisible(), timeout=WAIT)
        assert not pane.selection.add.isEnabled() and words.READ_ONLY in said(pane.selection)
        assert pane.selection.copy.isEnabled()


def test_other_claims_that_cite_the_page_are_links(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    reviewing = session.case.reviewing
    claims = [reviewing.add_claim(None, "S1", *span(session, "S1", QUOTE))]
    draft_id = claims[0].id.rpartition(".")[0]
    for quote in ("I stood at the gate.", "It was raining hard."):
        claims.append(reviewing.add_claim(draft_id, "S1", *span(session, "S1", quote)))
    with qtbot.waitSignal(session.draft_changed, timeout=WAIT):
        session.show_draft(draft_id, claims[0].id)
    open_place(pane, session, qtbot, Place.of(claims[0].citations[0]))
    qtbot.waitUntil(lambda: claims[0].citations[0].id in session.states[claims[0].id].opened, timeout=WAIT)
    assert [link.text() for link in pane.cited.links] == ["2"]
    assert "Place 2 of 3" in said(pane.cited), "in the order of the source"
    pane.cited.links[0].click()
    qtbot.waitUntil(lambda: pane.shown_place == Place.of(claims[1].citations[0]), timeout=WAIT)
    assert session.claim_id == claims[1].id
    pane.cited.step(1)
    pane.cited.step(1)
    qtbot.waitUntil(lambda: pane.shown_place == Place.of(claims[2].citations[0]), timeout=WAIT)
    assert pane.page_view.page == 2 and session.claim_id == claims[2].id
