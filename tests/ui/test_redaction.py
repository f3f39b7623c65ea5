"""Redaction in the window: words, areas and frames marked, suggestions taken by keyboard, the copy looked at first."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import numpy as np
import pytest
import source_files as files
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from source_files import QUOTE, open_place, shown_pane, span

from app.redacting import Offer
from provenance.records import Box
from provenance.redaction_marks import AreaPlace, FramePlace, WordsPlace
from ui.place import Place
from ui.redaction.dialog import RedactionDialog
from ui.redaction.words_dialog import MarkWordsDialog
from ui.session import Session
from ui.source.pane import SourcePane
from ui.strings import redaction as words

WAIT = 60_000
WHY = "Safety of a person"


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(files.taken_in(tmp_path_factory, tmp_path / "case"))


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> SourcePane:
    return shown_pane(session, qtbot)


def opened(session: Session, pane: SourcePane, qtbot: QtBot, source_id: str, at: int = 1) -> RedactionDialog:
    footage = session.case.viewer.footage(source_id) if session.sources[source_id].kind == "video" else None
    made = RedactionDialog(session, session.sources[source_id], at, footage, pane.rear, None)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.picture.picture is not None and made.reason.count() > 0, timeout=WAIT)
    made.reason.setCurrentText(WHY)
    return made


def marked(session: Session, qtbot: QtBot, source_id: str, count: int) -> None:
    qtbot.waitUntil(lambda: len(session.case.redacting.marks(source_id)) == count, timeout=WAIT)


def drag(dialog: RedactionDialog, qtbot: QtBot, x: float, y: float, w: float, h: float) -> None:
    paper, scale = dialog.picture.paper, dialog.picture.scale
    start, end = (QPoint(round(a * scale), round(b * scale)) for a, b in ((x, y), (x + w, y + h)))
    qtbot.mousePress(paper, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(paper, end)
    qtbot.mouseRelease(paper, Qt.MouseButton.LeftButton, pos=end)


def test_selected_words_are_marked_with_a_reason_and_shown_on_the_page(
    session: Session, pane: SourcePane, qtbot: QtBot
) -> None:
    open_place(pane, session, qtbot, Place("S1", page=1))
    at = span(session, "S1", QUOTE)
    pane.selection.offer(session.sources["S1"], at)
    qtbot.waitUntil(pane.selection.isVisible, timeout=WAIT)
    asked: list[tuple[object, object, str]] = []
    pane.selection.redact_asked.disconnect()
    pane.selection.redact_asked.connect(lambda *said: asked.append(said))
    pane.selection.redact.click()
    ((source, where, said),) = asked
    assert (source, where, said) == (session.sources["S1"], at, QUOTE)
    dialog = MarkWordsDialog(session, session.sources["S1"], at, QUOTE, None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.reason.count() > 0, timeout=WAIT)
    dialog.reason.setCurrentText(" ")
    dialog.accept()
    assert dialog.said.text() == words.NEEDS_REASON and session.case.redacting.marks() == []
    dialog.reason.setCurrentText(WHY)
    dialog.accept()
    marked(session, qtbot, "S1", 1)
    (mark,) = session.case.redacting.marks("S1")
    assert (mark.reason, mark.kind) == (WHY, "words")
    qtbot.waitUntil(lambda: len(pane.page_view.marks("redacted")) > 0, timeout=WAIT)
    boxes = session.case.viewer.places("S1", *at)
    assert len(pane.page_view.marks("redacted")) == len(boxes)


def test_an_area_is_drawn_and_taken_back_by_the_delete_key(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    dialog = opened(session, pane, qtbot, "S1")
    drag(dialog, qtbot, 60, 90, 120, 40)
    marked(session, qtbot, "S1", 1)
    (mark,) = session.case.redacting.marks("S1")
    assert isinstance(mark.place, AreaPlace) and abs(mark.place.box.x - 60) <= 2 and abs(mark.place.box.w - 120) <= 4
    qtbot.waitUntil(lambda: len(dialog.picture.areas) == 1, timeout=WAIT)
    assert mark.id in dialog.marks.item(0).text() and WHY in dialog.marks.item(0).text()
    dialog.marks.setFocus()
    dialog.marks.setCurrentRow(0)
    qtbot.keyClick(dialog.marks, Qt.Key.Key_Delete)
    marked(session, qtbot, "S1", 0)
    qtbot.waitUntil(lambda: dialog.picture.areas == [], timeout=WAIT)
    assert [m.standing for m in session.case.store.redaction_history(mark.id)] == [True, False]


def test_without_a_reason_nothing_is_marked(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    dialog = opened(session, pane, qtbot, "S1")
    dialog.reason.setCurrentText("  ")
    drag(dialog, qtbot, 60, 90, 120, 40)
    assert dialog.said.text() == words.NEEDS_REASON and session.case.redacting.marks() == []


def test_nothing_is_marked_on_a_page_that_is_not_shown_yet(
    session: Session, pane: SourcePane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(session, pane, qtbot, "S1")
    before, come, draw = dialog.picture.picture, Event(), dialog._work.picture
    monkeypatch.setattr(dialog._work, "picture", lambda at: draw(at) if come.wait(WAIT / 1000) else None)
    dialog.turn(2)
    drag(dialog, qtbot, 60, 90, 120, 40)
    come.set()
    qtbot.waitUntil(lambda: dialog.picture.picture is not before, timeout=WAIT)
    qtbot.waitUntil(lambda: not session.reviews.busy, timeout=WAIT)
    assert session.case.redacting.marks() == [], "drawn over the first page, it is no mark on the second"
    drag(dialog, qtbot, 60, 90, 120, 40)
    marked(session, qtbot, "S1", 1)
    (mark,) = session.case.redacting.marks("S1")
    assert isinstance(mark.place, AreaPlace) and mark.place.box.page == 2


def test_the_preview_is_the_page_as_it_will_be_served(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    session.case.redacting.mark_area("S1", 1, Box(1, 60, 90, 120, 40), WHY)
    dialog = opened(session, pane, qtbot, "S1")
    qtbot.waitUntil(dialog.preview.isEnabled, timeout=WAIT)
    before = dialog.picture.picture
    dialog.preview.click()
    qtbot.waitUntil(lambda: dialog.said.text() == words.PREVIEW_SHOWN, timeout=WAIT)
    picture = dialog.picture.picture
    assert picture is not None and picture is not before and dialog.picture.areas == []
    pixels, scale = files.rgb(picture.image), picture.image.width() / 595
    inside = pixels[round(94 * scale) : round(126 * scale), round(64 * scale) : round(176 * scale)]
    assert int(np.asarray(inside).max()) <= 16
    drag(dialog, qtbot, 200, 300, 50, 50)
    assert len(session.case.redacting.marks("S1")) == 1, "nothing is drawn on the preview"


def test_an_area_of_footage_goes_from_one_frame_to_another(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    dialog = opened(session, pane, qtbot, "S5", 10)
    dialog.last.setValue(21)
    drag(dialog, qtbot, 80, 60, 50, 60)
    marked(session, qtbot, "S5", 1)
    (mark,) = session.case.redacting.marks("S5")
    stream = session.case.store.video("S5")
    assert stream is not None and isinstance(mark.place, FramePlace)
    assert (mark.place.first, mark.place.last) == (stream.times[10], stream.times[20])
    dialog.turn(30)
    qtbot.waitUntil(lambda: dialog.picture.areas == [], timeout=WAIT)
    dialog.turn(15)
    qtbot.waitUntil(lambda: len(dialog.picture.areas) == 1, timeout=WAIT)


def test_suggestions_are_taken_one_by_one_by_keyboard(
    session: Session, pane: SourcePane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = session.case.store.layer("S1")
    spans = [span(session, "S1", QUOTE), span(session, "S1", "He ran over")]

    def suggest(source_id: str) -> list[Offer]:
        done = [m.place for m in session.case.redacting.marks(source_id)]
        return [Offer("phone", *s, layer.slice(*s), "p. 1") for s in spans if WordsPlace(*s) not in done]

    monkeypatch.setattr(session.case.redacting, "suggest", suggest)
    dialog = opened(session, pane, qtbot, "S1")
    qtbot.waitUntil(lambda: dialog.offers.count() == 2, timeout=WAIT)
    assert QUOTE in dialog.offers.item(0).text()
    dialog.offers.setFocus()
    qtbot.keyClick(dialog.offers, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: dialog.at == 2, timeout=WAIT)
    qtbot.waitUntil(lambda: dialog.offers.count() == 2 and dialog.offers.currentRow() == 1, timeout=WAIT)
    qtbot.keyClick(dialog.offers, Qt.Key.Key_Return)
    marked(session, qtbot, "S1", 1)
    qtbot.waitUntil(lambda: dialog.offers.count() == 1 and dialog.offers.currentRow() == 0, timeout=WAIT)
    qtbot.keyClick(dialog.offers, Qt.Key.Key_Return)
    marked(session, qtbot, "S1", 2)
    assert {m.reason for m in session.case.redacting.marks("S1")} == {WHY}
