"""A whole morning in the window: from the start page to a report, closed in the middle of adding, and all is there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import demo
from app.case import Case
from provenance.records import FrameAnchor
from ui.desk import Desk
from ui.intake.add_dialog import AddDialog
from ui.main_window import MainWindow
from ui.session import Session
from ui.start.sample import sample_folder

LONG, SHORT = 180_000, 60_000  # milliseconds


def press(
    qtbot: QtBot, window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key as it comes from the keyboard: to whatever has the focus."""
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)


def activate(window: QWidget, qtbot: QtBot) -> None:
    """Without a window manager nobody gives the focus back after a menu or a dialog."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=SHORT)


def dialog(window: QWidget, kind: type[QDialog]) -> QDialog:
    return next(d for d in window.findChildren(kind) if d.isVisible())


def offered(desk: Desk, qtbot: QtBot) -> QPushButton:
    """The way on that is offered in the strip at the foot."""
    qtbot.waitUntil(desk.strip.offered.isVisible, timeout=SHORT)
    return desk.strip.offered


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def open_places(window: MainWindow, qtbot: QtBot) -> set[str]:
    """Open every place of the selected claim with Enter; gives how each was shown."""
    session, shown = session_of(window), set()
    claim = session.claim(session.claim_id)
    assert claim is not None and window.desk is not None
    for _ in range(len([c for c in claim.citations if c.role != "similar"])):
        before = len(session.states[claim.id].to_open)
        press(qtbot, window, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda before=before: len(session.states[claim.id].to_open) == before - 1, timeout=SHORT)
        shown.add(window.desk.source.state)
    return shown


def test_a_whole_morning(window: MainWindow, qtbot: QtBot, taken_in: Path, tmp_path: Path) -> None:
    window.resize(1440, 900)
    # The sample case in one click; it was made on an earlier day, as `test_start` makes it
    shutil.copytree(taken_in, demo.sample_case(sample_folder()))
    qtbot.mouseClick(window.start.sample, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session is not None, timeout=LONG)
    session = session_of(window)
    qtbot.waitUntil(lambda: session.draft is not None and bool(session.sources), timeout=SHORT)
    desk = window.desk
    assert desk is not None and session.draft is not None
    cards = desk.summary.claims.list
    activate(window, qtbot)
    cards.card.setFocus()

    # Review by keyboard: places of every kind opened, accepted, amended, rejected, put aside, noted, undone
    kinds = {}
    for claim in session.claims():
        source = session.sources[claim.citations[0].source_id]
        kinds.setdefault((source.kind, isinstance(claim.citations[0].anchor, FrameAnchor)), claim.id)
    ways = set()
    for claim_id in kinds.values():
        session.select(claim_id)
        cards.card.setFocus()
        assert not cards.card.offers("accept")
        ways |= open_places(window, qtbot)
        cards.card.setFocus()
        press(qtbot, window, Qt.Key.Key_A)
        qtbot.waitUntil(lambda claim_id=claim_id: session.states[claim_id].state == "accepted", timeout=SHORT)
    assert {"page", "frame"} <= ways
    assert session.progress()[0] == len(kinds)
    press(qtbot, window, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: session.progress()[0] == len(kinds) - 1, timeout=SHORT)
    press(qtbot, window, Qt.Key.Key_J)
    amended = session.claim_id
    press(qtbot, window, Qt.Key.Key_E)
    field = cards.card.findChild(QPlainTextEdit)
    qtbot.waitUntil(field.hasFocus, timeout=SHORT)
    field.setPlainText("In my own words 🚆")
    press(qtbot, window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: session.states[amended].state == "amended", timeout=SHORT)
    press(qtbot, window, Qt.Key.Key_K)
    rejected = session.claim_id
    press(qtbot, window, Qt.Key.Key_R)
    menu = cards.card.findChild(QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: session.states[rejected].state == "rejected", timeout=SHORT)

    # A draft on a brief, a question
    first = session.draft.id
    with qtbot.waitSignal(session.draft_ready, timeout=LONG):
        session.summarise("What happened at the timetable board?", None, 7, 6)
    assert session.draft.id == first, "who reviews is not taken away from it"
    with qtbot.waitSignal(session.draft_changed, timeout=SHORT):
        offered(desk, qtbot).click()
    assert session.draft.id != first and session.draft.brief
    activate(window, qtbot)
    press(qtbot, window, Qt.Key.Key_Slash)
    qtbot.waitUntil(lambda: desk.middle.tab == "ask", timeout=SHORT)
    ask = desk.middle.pages["ask"]
    qtbot.waitUntil(lambda: ask.field.hasFocus(), timeout=SHORT)  # type: ignore[attr-defined]
    qtbot.keyClicks(ask.field, "Who was carrying a bag?")  # type: ignore[attr-defined]
    with qtbot.waitSignal(session.draft_changed, timeout=LONG):
        press(qtbot, window, Qt.Key.Key_Return)
    assert session.draft.question

    # Search for words, and a claim by hand from a hit
    with qtbot.waitSignal(session.draft_changed, timeout=SHORT):
        session.show_draft(first)
    press(qtbot, window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search = desk.middle.pages["search"]
    qtbot.keyClicks(search.field, "timetable board")  # type: ignore[attr-defined]
    press(qtbot, window, Qt.Key.Key_Return)
    hits = search.hits  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: hits.model().rowCount() > 0, timeout=SHORT)
    count = len(session.draft.claims)
    press(qtbot, window, Qt.Key.Key_Down)
    qtbot.waitUntil(hits.hasFocus, timeout=SHORT)
    with qtbot.waitSignal(session.draft_changed, timeout=SHORT):
        press(qtbot, window, Qt.Key.Key_C)
    by_hand = session.draft.claims[-1]
    assert len(session.draft.claims) == count + 1 and by_hand.by

    # The report
    out = tmp_path / "report.json"
    session.start("report", lambda progress: session.case.export(first, "json", out, progress))
    qtbot.waitUntil(out.exists, timeout=LONG)
    written = json.loads(out.read_text(encoding="utf-8"))
    assert any(c["review"]["state"] == "amended" for c in written["claims"])
    assert rejected in {c["claim_id"] for c in written["rejected"]}

    # Closed in the middle of adding, and opened again
    evidence = tmp_path / "more"
    evidence.mkdir()
    for n in range(30):
        (evidence / f"note{n:02d}.txt").write_text(f"Note {n}: nothing was seen at {n} minutes past.\n" * 40)
    before, folder = len(session.sources), session.case.store.info.folder
    press(qtbot, window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    adding = dialog(window, AddDialog)
    adding.add_paths([evidence])  # type: ignore[attr-defined]
    qtbot.waitUntil(adding.start.isEnabled, timeout=SHORT)  # type: ignore[attr-defined]
    adding.start.click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(session.case.store.sources()) > before + 2, timeout=LONG)
    for job in session.jobs.active():
        job.cancel()
    qtbot.waitUntil(lambda: not session.jobs.active(), timeout=SHORT)
    reported = [row for row in session.taking_in.rows if row.source_id]  # type: ignore[union-attr]
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    assert window.session is None

    with Case.open(folder) as case:
        kept = {s.name for s in case.store.sources()}
        assert {row.name for row in reported} <= kept
        states = case.reviewing.states(first)
        assert states[amended].text == "In my own words 🚆" and states[rejected].state == "rejected"
        assert case.store.draft(first).claims[-1].id == by_hand.id
        report = case.verify(None, lambda *_: True)
        assert report.ok, report.failed
