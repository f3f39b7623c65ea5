"""Review in the real window: each decision lands on the claim that was meant, in the order in which it was made."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from desks import LONG, desk_of, open_in, press, quiet
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from ui.main_window import MainWindow
from ui.middle import TABS


@pytest.fixture
def window(window: MainWindow, sample_case: Path, qtbot: QtBot) -> MainWindow:
    """The window with the sample case open and its overview shown."""
    open_in(window, sample_case, qtbot)
    return window


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


def test_undo_of_what_could_not_be_written_takes_nothing_else_back(window: MainWindow, qtbot: QtBot) -> None:
    desk, held = desk_of(window), threading.Event()
    session, claims = desk.session, [c.id for c in desk.session.claims()]
    session.select(claims[0])
    press(desk, qtbot, Qt.Key.Key_P)
    quiet(desk, qtbot)
    session.select(claims[1])
    session.case.reviewing.decide(claims[1], "amend", "Other words")  # the window has not heard of it yet
    session.reviews.run(desk, lambda: held.wait(30))
    press(desk, qtbot, Qt.Key.Key_P)
    press(desk, qtbot, Qt.Key.Key_U)
    held.set()
    quiet(desk, qtbot)
    assert [session.states[c].state for c in claims[:2]] == ["aside", "amended"]


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


def test_a_tab_that_is_clicked_has_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    bar = desk.middle._bar
    for _ in range(2):
        for name in ("ask", "search", "summary"):
            number = list(TABS).index(name)
            qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(number).center())
            wanted = desk.middle.pages[name].focusProxy()
            qtbot.waitUntil(wanted.hasFocus, timeout=LONG)


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
