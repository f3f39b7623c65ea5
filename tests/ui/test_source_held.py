"""A source that comes to be held back while it is open: nothing of its words stays, on screen or in memory."""

from __future__ import annotations

from pathlib import Path

import pytest
import source_files as files
from held_pool import hold
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sessions import MakeSession, go_on
from source_files import QUOTE, open_place, said, shown_pane, span

from provenance.anchors import cut_frame
from ui.place import Place
from ui.session import Session
from ui.source.pane import SourcePane
from ui.strings import source as words

WAIT = 60_000


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(files.taken_in(tmp_path_factory, tmp_path / "case"))


def withhold(session: Session, source_id: str) -> None:
    session.case.set(source_id, {"privilege": "privileged"}, go_on)


def held(pane: SourcePane, qtbot: QtBot) -> None:
    """Wait until the pane says that the source is held back, not that it could not be read."""
    qtbot.waitUntil(lambda: pane.state == "error", timeout=WAIT)
    assert words.HELD_HEAD in said(pane.stage) and words.REFUSED_HEAD not in said(pane.stage)


def all_words(widget: QWidget) -> str:
    """Everything that the parts of a widget say, would say in a tooltip, or hold to be read out."""
    found = []
    for one in widget.findChildren(QWidget):
        found += [one.toolTip(), one.accessibleName(), one.accessibleDescription()]
        found += [getattr(one, "text", str)(), getattr(one, "toPlainText", str)(), getattr(one, "_whole", "")]
    return " ".join(found)


@pytest.mark.parametrize("mode", ["page", "text"])
def test_no_word_of_it_stays(session: Session, qtbot: QtBot, mode: str) -> None:
    """Of the page and its text, the selection, what was looked for and found, and the claims that cite it."""
    reviewing = session.case.reviewing
    claim = reviewing.add_claim(None, "S1", *span(session, "S1", QUOTE))
    draft_id = claim.id.rpartition(".")[0]
    reviewing.add_claim(draft_id, "S1", *span(session, "S1", "I stood at the gate."))
    reviewing.add_claim(draft_id, "S4", *span(session, "S4", files.SPOKEN))
    pane = shown_pane(session, qtbot)
    with qtbot.waitSignal(session.draft_changed, timeout=WAIT):
        session.show_draft(draft_id, claim.id)
    pane.show_as("page" if mode == "page" else "text")
    open_place(pane, session, qtbot, Place.of(claim.citations[0]))
    pane.find()
    qtbot.keyClicks(pane.find_bar.field, "blue")
    qtbot.waitUntil(lambda: bool(pane.find_bar.found) and session.viewing.busy == 0, timeout=WAIT)
    pane.text_view.selected.emit(span(session, "S1", QUOTE))
    qtbot.waitUntil(lambda: pane.selection.isVisible() and pane.cited.isVisible(), timeout=WAIT)
    assert QUOTE in all_words(pane) and "gate" in all_words(pane.cited) and pane.selection.quoted
    withhold(session, "S1")
    session.refresh_sources()
    held(pane, qtbot)
    qtbot.waitUntil(lambda: session.viewing.busy + session.reviews.busy + session.background.busy == 0, timeout=WAIT)
    everything = all_words(pane)
    assert not [word for word in ("van", "blue", "gate") if word in everything.split()] and QUOTE not in everything
    assert (pane.selection.span, pane.selection.quoted, pane.find_bar.found) == (None, "", [])
    assert not pane.cited.links and not pane.cited.isVisible() and not pane.onward.isVisible()
    assert pane.page_view.picture is None and pane.page_view._pages.bytes == 0
    assert pane._place == Place("S1"), "no anchor, which bears words"


def test_pages_of_it_that_are_not_shown_are_let_go_and_others_stay(session: Session, qtbot: QtBot) -> None:
    pane, kept = shown_pane(session, qtbot), Place("S4", span=span(session, "S4", files.SPOKEN))
    open_place(pane, session, qtbot, Place("S1"))
    open_place(pane, session, qtbot, kept)
    pane.find()
    qtbot.keyClicks(pane.find_bar.field, "road")
    qtbot.waitUntil(lambda: bool(pane.find_bar.found) and session.viewing.busy == 0, timeout=WAIT)
    pages = pane.page_view._pages
    assert pages.kept("S1", 1) is not None
    withhold(session, "S1")
    with qtbot.waitSignal(session.sources_withheld, timeout=WAIT):
        session.refresh_sources()
    assert {source_id for source_id, _ in pages._kept} == {"S4"}
    assert pane.state == "page" and pane.shown_place == kept and pane.find_bar.found


def test_an_answer_under_way_is_not_kept(session: Session, qtbot: QtBot) -> None:
    """Page, text and selection that were asked for before it came to be held, and come after."""
    pool = hold(session)
    pane = shown_pane(session, qtbot)
    session.show_place(Place("S1"))
    pool.let_go()
    done = [(future, work()) for future, work in pool.waiting]  # read while that was allowed still
    pool.waiting.clear()
    assert len(done) == 2
    withhold(session, "S1")
    with qtbot.waitSignal(session.sources_withheld, timeout=WAIT):
        session.refresh_sources()
    for future, found in done:
        future.set_result(found)
    QApplication.processEvents()
    pool.let_all_go()
    held(pane, qtbot)
    assert pane.page_view._pages.bytes == 0 and pane.page_view.picture is None
    assert pane.text_view.toPlainText() == ""


def test_footage_leaves_frame_strip_and_facts(session: Session, qtbot: QtBot) -> None:
    pane, frames = shown_pane(session, qtbot), session.case.viewer.footage("S5").frames
    anchor = cut_frame(frames[0], session.case.store.source("S5").sha256)
    open_place(pane, session, qtbot, Place("S5", anchor=anchor))
    strip = pane.frame_view.strip
    qtbot.waitUntil(lambda: strip.wanted() is None and session.viewing.busy == 0, timeout=WAIT)
    assert strip._thumbs
    withhold(session, "S5")
    session.refresh_sources()
    held(pane, qtbot)
    view = pane.frame_view
    assert (view.view.picture, view.exact, view.footage, strip._thumbs) == (None, None, None, {})
    assert "rame" not in view.facts.which.text() and view.facts.stream_time.text() == ""


def test_one_held_while_it_is_opened_is_told_as_held(session: Session, qtbot: QtBot) -> None:
    pane, viewer = shown_pane(session, qtbot), session.case.viewer
    plainly = viewer.outline

    def too_late(source_id: str) -> object:
        """It was looked up, and now comes to be held."""
        withhold(session, source_id)
        return plainly(source_id)

    viewer.outline = too_late  # type: ignore[method-assign, assignment]
    session.show_place(Place("S1", span=span(session, "S1", QUOTE)))
    held(pane, qtbot)


@pytest.mark.parametrize(("source_id", "by"), [("S1", 1), ("S5", 1)])
def test_one_held_while_it_is_shown_is_told_as_held(session: Session, qtbot: QtBot, source_id: str, by: int) -> None:
    """Found out by turning a page or stepping a frame, before the list of sources was read again."""
    pane, wrong = shown_pane(session, qtbot), list[object]()
    session.failed.connect(wrong.append)
    open_place(pane, session, qtbot, Place(source_id))
    qtbot.waitUntil(lambda: session.viewing.busy == 0, timeout=WAIT)
    withhold(session, source_id)
    pane.turn(by)
    held(pane, qtbot)
    assert pane.page_view.picture is None and pane.frame_view.view.picture is None and wrong == []


def test_what_was_looked_for_is_not_offered_again(session: Session, qtbot: QtBot) -> None:
    pane = shown_pane(session, qtbot)
    open_place(pane, session, qtbot, Place("S1"))
    pane.find()
    qtbot.keyClicks(pane.find_bar.field, "blue")
    withhold(session, "S1")
    session.refresh_sources()
    held(pane, qtbot)
    field: QLineEdit = pane.find_bar.field
    assert field.text() == "" and not field.isUndoAvailable() and not pane.find_bar.isVisible()
    session.show_place(Place("S4"))
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
