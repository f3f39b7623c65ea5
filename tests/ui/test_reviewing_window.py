"""Review in the real window: each decision lands on the claim that was meant, in the order in which it was made."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from watchdog import Watchdog

from app import unfinished
from app.case import Case
from app.unfinished import Unfinished
from ui.desk import Desk
from ui.intake.closing import ClosingDialog
from ui.main_window import MainWindow
from ui.widgets.empty import Notice

LONG = 30_000  # milliseconds


@pytest.fixture
def window(window: MainWindow, sample_case: Path, qtbot: QtBot) -> MainWindow:
    """The window with the sample case open and its overview shown."""
    open_in(window, sample_case, qtbot)
    return window


def open_in(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    window.open_case(folder)
    qtbot.waitUntil(lambda: window.session is not None and bool(window.session.claim_id), timeout=LONG)


def desk_of(window: MainWindow) -> Desk:
    assert window.desk is not None
    return window.desk


def press(desk: Desk, qtbot: QtBot, key: Qt.Key) -> None:
    """A key on the selected card."""
    desk.summary.claims.list.card.setFocus()
    qtbot.keyClick(desk.summary.claims.list.card, key)


def quiet(desk: Desk, qtbot: QtBot) -> None:
    """Nothing that was decided is still to be written."""
    qtbot.waitUntil(lambda: desk.session.reviews.busy == 0, timeout=LONG)


def states(folder: Path, draft_id: str = "D1") -> dict[str, str]:
    with Case.open(folder) as case:
        return {claim: one.state for claim, one in case.reviewing.states(draft_id).items()}


def test_a_decision_made_just_before_closing_is_written(window: MainWindow, sample_case: Path, qtbot: QtBot) -> None:
    desk, held = desk_of(window), threading.Event()
    decided = desk.session.claim_id
    desk.session.reviews.run(desk, lambda: held.wait(30))
    press(desk, qtbot, Qt.Key.Key_P)
    QTimer.singleShot(300, held.set)  # the disk is slow
    window.leave_case()
    qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    assert states(sample_case)[decided] == "aside"


def test_decisions_are_written_in_the_order_in_which_they_were_made(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    session, claims = desk.session, [c.id for c in desk.session.claims()][:6]
    for claim_id in claims:
        session.select(claim_id)
        press(desk, qtbot, Qt.Key.Key_P)
    press(desk, qtbot, Qt.Key.Key_U)
    quiet(desk, qtbot)
    found = [session.states[c].state for c in claims]
    assert found == ["aside"] * 5 + ["new"], "the last one is taken back, whatever else was under way"


def test_a_draft_is_shown_with_what_was_decided_before(window: MainWindow, qtbot: QtBot) -> None:
    desk, held = desk_of(window), threading.Event()
    session, decided = desk.session, desk.session.claim_id
    session.reviews.run(desk, lambda: held.wait(30))
    press(desk, qtbot, Qt.Key.Key_P)
    QTimer.singleShot(300, held.set)
    with qtbot.waitSignal(session.draft_changed, timeout=LONG):
        session.show_draft("D1")
    assert held.is_set() and session.states[decided].state == "aside"


def test_a_rejection_is_of_the_claim_that_the_fault_was_asked_for(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    session, (first, second) = desk.session, [c.id for c in desk.session.claims()][:2]
    session.select(first)
    press(desk, qtbot, Qt.Key.Key_R)
    menu = desk.summary.claims.list.card.findChild(QMenu)
    session.select(second)
    qtbot.keyClick(menu, Qt.Key.Key_1)
    quiet(desk, qtbot)
    assert (session.states[first].state, session.states[second].state) == ("rejected", "new")


def test_a_decision_on_words_that_are_not_the_ones_seen_is_refused_and_the_words_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    desk = desk_of(window)
    session, claim_id = desk.session, desk.session.claim_id
    session.case.reviewing.decide(claim_id, "amend", "Other words")  # the window has not heard of it yet
    press(desk, qtbot, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: session.states[claim_id].text == "Other words", timeout=LONG)
    quiet(desk, qtbot)
    assert session.states[claim_id].state == "amended"
    view = desk.summary.claims.list.card.view
    assert view is not None and view.words == "Other words"


@pytest.mark.parametrize("tab", ["ask", "search", "coverage", "log"])
def test_no_key_decides_on_a_claim_behind_another_tab(window: MainWindow, qtbot: QtBot, tab: str) -> None:
    desk = desk_of(window)
    session, claim_id = desk.session, desk.session.claim_id
    desk.middle.show_tab(tab)
    desk.middle.setFocus()
    for key in (Qt.Key.Key_P, Qt.Key.Key_E, Qt.Key.Key_R, Qt.Key.Key_A, Qt.Key.Key_J):
        qtbot.keyClick(desk, key)
    quiet(desk, qtbot)
    assert session.states[claim_id].state == "new" and session.claim_id == claim_id
    assert desk.summary.claims.list.card.mode == "view"


def test_a_claim_that_was_scrolled_away_is_brought_back_before_it_is_decided_on(
    window: MainWindow, qtbot: QtBot
) -> None:
    desk = desk_of(window)
    cards, session = desk.summary.claims.list, desk.session
    first = session.claims()[0].id
    session.select(first)
    cards.verticalScrollBar().setValue(cards.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: not cards.card.in_sight(), timeout=LONG)
    desk.summary.claims.act("aside")
    quiet(desk, qtbot)
    assert session.states[first].state == "new" and cards.card.in_sight()
    desk.summary.claims.act("aside")
    quiet(desk, qtbot)
    assert session.states[first].state == "aside"


def test_a_place_opened_by_a_click_keeps_the_keyboard_from_deciding(window: MainWindow, qtbot: QtBot) -> None:
    """Where the card is shown anew, Qt hands the keyboard of a button that went on to the next: "Put aside"."""
    desk = desk_of(window)
    session, card = desk.session, desk.summary.claims.list.card
    for claim in session.claims()[:3]:
        session.select(claim.id)
        qtbot.mouseClick(card._chips[0], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda claim=claim: bool(session.states[claim.id].opened), timeout=LONG)
        session.sources_changed.emit()
        assert QApplication.focusWidget() in (card, *card._chips)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        quiet(desk, qtbot)
        assert session.states[claim.id].state == "new"


def test_a_decision_by_a_click_keeps_the_keyboard_from_another(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    session, card = desk.session, desk.summary.claims.list.card
    qtbot.mouseClick(card._buttons["aside"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.states[session.claim_id].state == "aside", timeout=LONG)
    assert card.hasFocus()


def test_escape_puts_words_away_and_the_key_brings_them_back(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    card = desk.summary.claims.list.card
    press(desk, qtbot, Qt.Key.Key_E)
    field = card.findChild(QPlainTextEdit)
    field.setPlainText("Half a sentence")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert card.mode == "view" and card.hasFocus() and desk.summary.claims.unsaved()
    press(desk, qtbot, Qt.Key.Key_E)
    assert field.toPlainText() == "Half a sentence"
    card._editor._cancel.click()
    assert not desk.summary.claims.unsaved()


def test_accept_says_why_it_is_not_offered(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    with qtbot.waitSignal(desk.session.told) as told:
        press(desk, qtbot, Qt.Key.Key_A)
    assert told.args[0].startswith("Accept is offered once")


def test_who_opens_a_case_begins_at_its_first_claim(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    qtbot.waitUntil(desk.summary.claims.list.card.hasFocus, timeout=LONG)
    first = desk.session.claim_id
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_J)
    assert desk.session.claim_id != first


def test_a_tab_that_is_clicked_has_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    bar = desk.middle._bar
    for _ in range(2):
        for number, name in ((1, "ask"), (2, "search"), (0, "summary")):
            qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(number).center())
            wanted = desk.middle.pages[name].focusProxy()
            qtbot.waitUntil(wanted.hasFocus, timeout=LONG)


def test_a_question_that_nothing_answers_leaves_the_draft_where_it_is(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    ask = desk.middle.show_tab("ask")
    qtbot.keyClicks(ask.field, "zebra xylophone quasar")  # type: ignore[attr-defined]
    with qtbot.waitSignal(desk.session.draft_ready, timeout=120_000):
        qtbot.keyClick(ask.field, Qt.Key.Key_Return)  # type: ignore[attr-defined]
    quiet(desk, qtbot)
    assert desk.session.draft is not None and desk.session.draft.id == "D1" and desk.middle.tab == "ask"


def test_undo_shows_the_claim_that_it_takes_back(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    claims = [c.id for c in desk.session.claims()]
    desk.session.select(claims[0])
    press(desk, qtbot, Qt.Key.Key_P)
    quiet(desk, qtbot)
    desk.session.select(claims[-1])
    desk.middle.show_tab("log")
    desk.summary.claims.undo()
    quiet(desk, qtbot)
    assert desk.session.states[claims[0]].state == "aside", "nobody takes back what they do not look at"
    desk.middle.show_tab("summary")
    desk.summary.claims.undo()
    quiet(desk, qtbot)
    assert desk.session.states[claims[0]].state == "new" and desk.session.claim_id == claims[0]
    assert desk.summary.claims.list.card.in_sight()


def test_the_same_draft_shown_again_keeps_the_claim_its_card_and_what_is_being_typed(
    window: MainWindow, qtbot: QtBot
) -> None:
    desk = desk_of(window)
    session, card = desk.session, desk.summary.claims.list.card
    chosen = session.claims()[3].id
    session.select(chosen)
    card.edit("note")
    card.findChild(QPlainTextEdit).setPlainText("Half a")
    with qtbot.waitSignal(session.draft_changed, timeout=LONG):
        session.show_draft("D1")
    assert session.claim_id == chosen and card.isVisible() and card.view is not None
    assert card.view.claim.id == chosen and card.findChild(QPlainTextEdit).toPlainText() == "Half a"


def test_words_that_could_not_be_saved_are_in_the_editor_again(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    card, claim_id = desk.summary.claims.list.card, desk.session.claim_id
    card.edit("note")
    field = card.findChild(QPlainTextEdit)
    field.setPlainText("x" * 30_000)  # more than a note may have
    with qtbot.waitSignal(desk.session.failed, timeout=LONG):
        qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert card.mode == "note" and len(field.toPlainText()) == 30_000
    assert not desk.session.states[claim_id].notes
    field.setPlainText("Shorter")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    quiet(desk, qtbot)
    assert desk.session.states[claim_id].notes[0].note == "Shorter" and not card.unsaved()


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
    qtbot.waitUntil(lambda: any(n.isVisible() for n in desk.findChildren(Notice)), timeout=LONG)
    notice = next(n for n in desk.findChildren(Notice) if n.isVisible())
    with qtbot.waitSignal(session.draft_changed, timeout=LONG):
        qtbot.mouseClick(notice.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
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
    assert dog.longest < 0.2


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
    unfinished.add(sample_case, Unfinished((tmp_path / "left.txt",), None, by_reference=False))
    open_in(window, sample_case, qtbot)
    desk = desk_of(window)
    qtbot.waitUntil(lambda: any(n.isVisible() for n in desk.findChildren(Notice)), timeout=LONG)
    notice = next(n for n in desk.findChildren(Notice) if n.isVisible())
    assert notice.accessibleName().startswith("1 file or folder")
    notice.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: "left.txt" in {s.name for s in desk.session.sources.values()}, timeout=120_000)
    qtbot.waitUntil(lambda: not unfinished.left(sample_case), timeout=LONG)


def test_a_late_answer_does_not_move_the_selection(window: MainWindow, qtbot: QtBot) -> None:
    """The next key is meant for the claim that is selected by then."""
    desk, held = desk_of(window), threading.Event()
    session, claims = desk.session, [c.id for c in desk.session.claims()]
    source_id, made = session.claims()[0].citations[0].source_id, list[str]()
    session.reviews.run(desk, lambda: held.wait(30))
    session.add_by_hand(
        desk, lambda id: session.case.reviewing.add_claim(id, source_id, 0, 30), lambda claim: made.append(claim.id)
    )
    session.select(claims[5])
    held.set()
    qtbot.waitUntil(lambda: bool(made) and session.claim(made[0]) is not None, timeout=LONG)
    assert session.claim_id == claims[5]
    press(desk, qtbot, Qt.Key.Key_P)
    quiet(desk, qtbot)
    held.clear()
    session.reviews.run(desk, lambda: held.wait(30))
    desk.summary.claims.undo()
    session.select(claims[2])
    held.set()
    quiet(desk, qtbot)
    assert session.states[claims[5]].state == "new" and session.claim_id == claims[2]
