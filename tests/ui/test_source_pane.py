"""The source pane: what it shows when, how pages turn, and what it says when it cannot show."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import source_files as files
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from source_files import QUOTE, open_place, painted, said, shown_pane, span, way
from watchdog import BLOCKED, Watchdog

from app.case import Case
from provenance.records import Source
from ui.evidence.privilege_dialog import PrivilegeDialog
from ui.place import Place
from ui.session import Session
from ui.source import pictures
from ui.source.head import Heading
from ui.source.pane import SourcePane
from ui.strings import evidence as evidence_words
from ui.strings import source as words
from ui.widgets.empty import Trouble

WAIT = 60_000


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(files.taken_in(tmp_path_factory, tmp_path / "case"))


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> SourcePane:
    return shown_pane(session, qtbot)


def original(session: Session, source_id: str) -> Path:
    return session.case.store.info.folder / "originals" / session.case.store.source(source_id).sha256


def test_nothing_is_chosen_yet(pane: SourcePane) -> None:
    assert pane.state == "empty" and words.EMPTY_HEAD in said(pane.stage)
    assert pane.shown_place is None and not pane.tools.isVisible()


def test_a_source_opens_at_its_beginning_and_is_named(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1"))
    assert pane.state == "page" and pane.page_view.page == 1
    assert pane.head.heading.accessibleName() == "columns.pdf, p. 1 of 4"
    assert pane.page_view.marks_on_screen() == []
    qtbot.waitUntil(lambda: "unchanged since it was taken in" in pane.integrity.text(), timeout=WAIT)
    sha256 = session.sources["S1"].sha256
    assert sha256[:4] in pane.integrity.text() and sha256 in pane.integrity.toolTip()


def test_where_there_is_little_room_the_place_is_said_whole(qtbot: QtBot) -> None:
    heading = Heading()
    qtbot.addWidget(heading)
    heading.say("MG11 WARD of the fourteenth.docx", "Statement of Joanne Ward", "p. 11 of 12")
    for width in (600, 300, 200):
        heading.resize(width, 30)
        heading.show()
        assert heading.text().endswith(", p. 11 of 12") and heading.text().startswith("MG1"), width
        assert heading.fontMetrics().horizontalAdvance(heading.text()) <= width
    assert ".docx" in heading.text(), "of a long title both ends are said"


def test_opening_is_told_only_when_it_is_on_screen(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    """Not while the pane is hidden, not before the page is painted; once."""
    told: list[Place] = []
    session.place_shown = told.append  # type: ignore[method-assign, assignment]
    place = Place("S1", span=span(session, "S1", QUOTE))
    pane.hide()
    session.show_place(place)
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)
    qtbot.waitUntil(lambda: session.background.busy + session.viewing.busy == 0, timeout=WAIT)
    assert told == [] and pane.shown_place is None
    pane.show()
    qtbot.waitUntil(lambda: told == [place], timeout=WAIT)
    pane.turn(1)
    pane.turn(-1)
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)
    assert told == [place]


def test_what_was_there_is_dimmed_and_unmarked_at_once(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1", span=span(session, "S1", QUOTE)))
    assert painted(pane)[1].any()
    session.show_place(Place("S4"))
    assert pane.state == "loading" and pane.page_view.dimmed
    assert pane.page_view.marks_on_screen() == [] and not painted(pane)[1].any()
    assert pane.shown_place is None and pane.head.heading.accessibleName() == "notes.txt"
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)
    assert not pane.page_view.dimmed


def test_another_place_on_the_same_page_does_not_flicker(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1", span=span(session, "S1", QUOTE), page=1))
    session.show_place(Place("S1", span=span(session, "S1", "I stood at the gate"), page=1))
    assert not pane.page_view.dimmed and pane.page_view.marks_on_screen() == []
    qtbot.waitUntil(lambda: pane.shown_place is not None, timeout=WAIT)
    assert len(pane.page_view.marks_on_screen()) == 1


def test_requests_that_were_overtaken_are_dropped(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    told: list[Place] = []
    session.place_shown = told.append  # type: ignore[method-assign, assignment]
    asked = [Place(f"S{n}") for n in (1, 4, 2, 3, 1, 2)]
    for place in asked:
        session.show_place(place)
    qtbot.waitUntil(lambda: pane.shown_place == asked[-1], timeout=WAIT)
    qtbot.waitUntil(lambda: session.background.busy + session.viewing.busy == 0, timeout=WAIT)
    assert told == [asked[-1]] and pane.head.heading.accessibleName().startswith("scan.png")


def test_pages_turn_by_key_button_and_number(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1"))
    pane.page_view.setFocus()
    qtbot.keyClick(pane.page_view, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: pane.state == "page" and pane.page_view.page == 2, timeout=WAIT)
    qtbot.mouseClick(pane.tools.stepper.on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane.state == "page" and pane.page_view.page == 3, timeout=WAIT)
    number = pane.tools.stepper.number
    for typed, page in (("1", 1), ("99", 4), ("x", 4)):
        number.selectAll()
        qtbot.keyClicks(number, typed)
        qtbot.keyClick(number, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda page=page: pane.state == "page" and pane.page_view.page == page, timeout=WAIT)  # type: ignore[misc]
        assert number.text() == str(page)
    pane.turn(1)
    assert pane.page_view.page == 4 and pane.state == "page"
    assert not pane.tools.stepper.on.isEnabled()


def test_the_page_is_drawn_sharp_again(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1"))
    view = pane.page_view
    before = view.picture
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.25 and view.picture is before, "the scaled picture shows meanwhile"
    qtbot.waitUntil(lambda: view.picture.image.width() == round(view.picture.width * view.device_scale), timeout=WAIT)  # type: ignore[union-attr]
    assert pane.tools.zoom.percent.text() == "125 %"
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1.0


def test_few_pages_are_kept_and_the_next_is_drawn_ahead(
    session: Session, pane: SourcePane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_place(pane, session, qtbot, Place("S1"))
    pages = pane.page_view._pages
    qtbot.waitUntil(lambda: pages.kept("S1", 2) is not None, timeout=WAIT)
    monkeypatch.setattr(pictures, "MOST_BYTES", 2 * pages.bytes)
    for source_id in ("S4", "S3", "S2", "S1"):
        open_place(pane, session, qtbot, Place(source_id))
        assert pages.bytes <= pictures.MOST_BYTES
    assert pages.kept("S1", 1) is not None and pages.kept("S4", 1) is None


def test_opening_is_said_after_a_while(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    plainly, go = session.case.store.vault.open, threading.Event()

    def slowly(source: Source) -> object:
        go.wait(WAIT / 1000)
        return plainly(source)

    session.case.store.vault.open = slowly  # type: ignore[method-assign, assignment]
    session.show_place(Place("S1", page=3))
    assert pane.stage.saying == ""
    qtbot.waitUntil(lambda: pane.stage.saying == "Opening columns.pdf, p. 3 …", timeout=WAIT)
    go.set()
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)
    assert pane.stage.saying == "" and pane.page_view.page == 3


def test_the_window_goes_on_while_pages_are_drawn(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1"))
    with Watchdog() as dog:
        pane.page_view.zoom_to(6.0)
        qtbot.waitUntil(lambda: pane.page_view.picture.serves(pane.page_view.device_scale), timeout=WAIT)  # type: ignore[union-attr]
        for source_id in ("S4", "S2", "S3"):
            open_place(pane, session, qtbot, Place(source_id))
    assert dog.turns > 10 and dog.longest < BLOCKED


@pytest.mark.parametrize("kind", ["changed", "missing"])
@pytest.mark.parametrize("source_id", ["S1", "S3"])
def test_an_original_that_is_not_the_one_taken_in(
    session: Session, pane: SourcePane, qtbot: QtBot, kind: str, source_id: str
) -> None:
    """Also when its page was shown before; the text as taken in can be read, and does not count as opened."""
    place = Place(source_id, span=span(session, source_id, QUOTE))
    open_place(pane, session, qtbot, place)
    path, kept = original(session, source_id), original(session, source_id).read_bytes()
    path.chmod(0o644)
    path.unlink() if kind == "missing" else path.write_bytes(b"x" + kept[1:])
    os.utime(path.parent)
    session.show_place(place)
    qtbot.waitUntil(lambda: pane.state == "error", timeout=WAIT)
    assert not pane.page_view.isVisible() and pane.findChildren(Trouble)[0].isVisible()
    assert "original" in said(pane.stage) and pane.shown_place is None
    way(pane.stage, words.SHOW_TEXT).click()
    qtbot.waitUntil(lambda: pane.state == "text", timeout=WAIT)
    assert pane.text_view.marked() == [QUOTE] and words.AS_TAKEN_IN in pane.head.notice.text()
    qtbot.waitUntil(lambda: session.background.busy + session.viewing.busy == 0, timeout=WAIT)
    assert pane.shown_place is None
    path.write_bytes(kept)
    pane.head.switch["page"].click()
    qtbot.waitUntil(lambda: pane.shown_place == place, timeout=WAIT)
    assert pane.state == "page" and words.AS_TAKEN_IN not in pane.head.notice.text()


def test_a_child_that_died_is_told_of_and_tried_again(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1"))
    qtbot.waitUntil(lambda: session.viewing.busy == 0, timeout=WAIT)  # the next page is drawn ahead
    plainly = session.case.store.vault.open
    before = {child.pid for child in psutil.Process().children()}

    def killing(source: Source) -> object:
        """The original is opened for the child when the child is on its way."""
        if threading.current_thread().name == "attest-task":
            for child in (c for c in psutil.Process().children() if c.pid in before):
                child.kill()
                child.wait()
        return plainly(source)

    session.case.store.vault.open = killing  # type: ignore[method-assign, assignment]
    pane.turn(2)
    qtbot.waitUntil(lambda: pane.state in ("error", "page"), timeout=WAIT)
    session.case.store.vault.open = plainly  # type: ignore[method-assign]
    assert pane.state == "error" and "stopped working" in said(pane.stage)
    way(pane.stage, "Try again").click()
    qtbot.waitUntil(lambda: pane.state == "page", timeout=WAIT)
    assert pane.page_view.page == 3


def test_a_source_that_comes_to_be_held_leaves_the_screen(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1", span=span(session, "S1", QUOTE)))
    session.case.set("S1", {"privilege": "privileged"}, lambda *_: True)
    session.refresh_sources()
    qtbot.waitUntil(lambda: pane.state == "error", timeout=WAIT)
    assert words.HELD_HEAD in said(pane.stage) and "privileged" in said(pane.stage)
    assert pane.page_view.picture is None and pane.text_view.toPlainText() == ""
    assert not pane.tools.isVisible() and pane.integrity.text() == ""
    offered = [b for b in pane.stage.findChildren(QPushButton) if b.isVisible()]
    assert [b.text() for b in offered] == [evidence_words.DECIDE], "nothing of the source is offered"
    offered[0].click()
    dialog = next(d for d in pane.findChildren(PrivilegeDialog))
    assert dialog.isVisible()
    dialog.reject()


def test_a_source_that_could_not_be_read_says_why(tmp_path: Path, make_session: MakeSession, qtbot: QtBot) -> None:
    (tmp_path / "odd.bin").write_bytes(bytes(range(256)) * 40)
    case = Case.create(tmp_path / "case", "TEST")
    case.add([tmp_path / "odd.bin"], lambda _: None, lambda *_: True)
    session = make_session(case)
    pane = shown_pane(session, qtbot)
    session.show_place(Place("S1"))
    qtbot.waitUntil(lambda: pane.state == "error", timeout=WAIT)
    assert words.REFUSED_HEAD in said(pane.stage) and "kept and listed" in said(pane.stage)


def test_what_comes_out_of_a_file_is_shown_as_plain_text(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    evil = replace(session.sources["S1"], exhibit="<b>X</b>" + "y" * 200)
    session.sources["S1"] = evil
    pane.head.name(evil, "p. 1 of 4")
    assert pane.head.heading.text().startswith("<b>X</b>") or "…" in pane.head.heading.text()
    assert pane.head.heading.textFormat() == Qt.TextFormat.PlainText and "<b>X" not in pane.head.heading.toolTip()


def test_every_control_has_a_name(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, session, qtbot, Place("S1", span=span(session, "S1", QUOTE)))
    pane.find()
    controls = [w for w in pane.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
    assert len(controls) > 8
    assert [type(w).__name__ for w in controls if not w.accessibleName()] == []
