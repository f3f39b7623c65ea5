"""Opening, leaving and coming back in the real window: nothing decided, typed or given is lost, nothing held stays."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from desks import LONG, desk_of, open_in, press, quiet, states
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from watchdog import BLOCKED, Watchdog

from app import unfinished
from app.unfinished import Unfinished
from provenance.vault import Vault
from ui.intake.closing import ClosingDialog
from ui.main_window import MainWindow
from ui.widgets.empty import Notice


@pytest.fixture
def window(window: MainWindow, sample_case: Path, qtbot: QtBot) -> MainWindow:
    """The window with the sample case open and its overview shown."""
    open_in(window, sample_case, qtbot)
    return window


def test_a_decision_made_just_before_closing_is_written(window: MainWindow, sample_case: Path, qtbot: QtBot) -> None:
    desk, held = desk_of(window), threading.Event()
    decided = desk.session.claim_id
    desk.session.reviews.run(desk, lambda: held.wait(30))
    press(desk, qtbot, Qt.Key.Key_P)
    QTimer.singleShot(300, held.set)  # the disk is slow
    window.leave_case()
    qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    assert states(sample_case)[decided] == "aside"


def test_a_draft_is_shown_with_what_was_decided_before(window: MainWindow, qtbot: QtBot) -> None:
    desk, held = desk_of(window), threading.Event()
    session, decided = desk.session, desk.session.claim_id
    session.reviews.run(desk, lambda: held.wait(30))
    press(desk, qtbot, Qt.Key.Key_P)
    QTimer.singleShot(300, held.set)
    with qtbot.waitSignal(session.draft_changed, timeout=LONG):
        session.show_draft("D1")
    assert held.is_set() and session.states[decided].state == "aside"


def test_who_opens_a_case_begins_at_its_first_claim(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    qtbot.waitUntil(desk.summary.claims.list.card.hasFocus, timeout=LONG)
    first = desk.session.claim_id
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_J)
    assert desk.session.claim_id != first


def test_a_question_that_nothing_answers_leaves_the_draft_where_it_is(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    ask = desk.middle.show_tab("ask")
    qtbot.keyClicks(ask.field, "zebra xylophone quasar")  # type: ignore[attr-defined]
    with qtbot.waitSignal(desk.session.draft_ready, timeout=120_000):
        qtbot.keyClick(ask.field, Qt.Key.Key_Return)  # type: ignore[attr-defined]
    quiet(desk, qtbot)
    assert desk.session.draft is not None and desk.session.draft.id == "D1" and desk.middle.tab == "ask"


def test_closing_asks_about_words_that_are_not_saved(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    card = desk.summary.claims.list.card
    card.edit("amend")
    card.findChild(QPlainTextEdit).setPlainText("My words")
    said: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ClosingDialog)
        said.extend(w.text() for w in dialog.findChildren(QLabel))
        assert any("claim" in line and "not saved" in line for line in said)
        dialog.keep.click()

    QTimer.singleShot(0, answer)
    assert not window.leave_case()
    assert window.session is not None and card.mode == "amend"


def test_a_withheld_sources_words_leave_the_window_at_once(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    session, card = desk.session, desk.summary.claims.list.card
    claim = session.claim(session.claim_id)
    assert claim is not None
    source = claim.citations[0].source_id
    card.edit("amend")
    card.findChild(QPlainTextEdit).setPlainText(f"In short: {claim.text}")
    session.case.set(source, {"privilege": "privileged"}, lambda *_: True)
    with qtbot.waitSignal(session.sources_withheld, timeout=LONG) as told:
        session.refresh_sources()
    assert source in told.args[0]
    assert session.claim(claim.id) is None and session.claim_id != claim.id
    assert not card.unsaved() and card.view is not None and card.view.claim.id != claim.id
    assert claim.text not in card.findChild(QPlainTextEdit).toPlainText()
    quiet(desk, qtbot)
    session.case.set(source, {"privilege": "released"}, lambda *_: True)
    session.refresh_sources()
    qtbot.waitUntil(lambda: session.claim(claim.id) is not None, timeout=LONG)


def test_a_finished_draft_is_offered_to_who_reviews_another(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    session = desk.session
    with qtbot.waitSignal(session.draft_ready, timeout=120_000):
        session.summarise(None, None, 3, 5)
    assert session.draft is not None and session.draft.id == "D1"
    qtbot.waitUntil(desk.strip.offered.isVisible, timeout=LONG)
    with qtbot.waitSignal(session.draft_changed, timeout=LONG):
        qtbot.mouseClick(desk.strip.offered, Qt.MouseButton.LeftButton)
    assert session.draft.id != "D1"


def test_two_quick_claims_by_hand_stand_in_one_draft(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    session = desk.session
    source_id = session.claims()[0].citations[0].source_id
    session.draft = None  # nothing is shown, as in a case without drafts
    made: list[str] = []
    for start in (0, 40):
        session.add_by_hand(
            desk,
            lambda draft_id, start=start: session.case.reviewing.add_claim(draft_id, source_id, start, start + 30),
            lambda claim: made.append(claim.id),
        )
    qtbot.waitUntil(lambda: len(made) == 2, timeout=LONG)
    assert made[0].rpartition(".")[0] == made[1].rpartition(".")[0]


def test_closing_never_holds_up_the_window(window: MainWindow, qtbot: QtBot) -> None:
    with Watchdog() as dog:
        window.leave_case()
        qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    assert dog.longest < BLOCKED


def test_a_case_asked_for_twice_is_opened_once_and_its_lock_given_back(
    window: MainWindow, sample_case: Path, qtbot: QtBot
) -> None:
    window.open_case(sample_case)
    window.open_case(sample_case)
    qtbot.waitUntil(lambda: window.session is not None and not window._leaving, timeout=LONG)
    window.leave_case()
    qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    assert states(sample_case)  # nobody holds it


def test_closing_the_window_closes_the_case_first(window: MainWindow, sample_case: Path, qtbot: QtBot) -> None:
    desk = desk_of(window)
    decided = desk.session.claim_id
    press(desk, qtbot, Qt.Key.Key_P)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    assert states(sample_case)[decided] == "aside"


def test_a_taking_in_that_was_broken_off_is_offered_again(
    window: MainWindow, sample_case: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "left.txt").write_text("Nothing was seen of the bag again.\n")
    window.leave_case()
    qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    unfinished.add(Vault(sample_case, write=True), Unfinished((tmp_path / "left.txt",), None, by_reference=False))
    open_in(window, sample_case, qtbot)
    desk = desk_of(window)
    qtbot.waitUntil(lambda: any(n.isVisible() for n in desk.findChildren(Notice)), timeout=LONG)
    notice = next(n for n in desk.findChildren(Notice) if n.isVisible())
    assert notice.accessibleName().startswith("1 file or folder")
    notice.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: "left.txt" in {s.name for s in desk.session.sources.values()}, timeout=120_000)
    qtbot.waitUntil(lambda: not unfinished.left(Vault(sample_case, write=False)), timeout=LONG)
