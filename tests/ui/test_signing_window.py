"""Sign-off in the real window by keys alone: what is left, the name typed, the lock, taking up again, going on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desks import LONG, desk_of, open_in, press, quiet
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.case import Case
from ui.desk import Desk
from ui.draft.sign_dialog import AgainDialog, SignDialog
from ui.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
TYPED = "J. Smith, DC 1234"


@pytest.fixture
def window(window: MainWindow, sample_case: Path, qtbot: QtBot) -> MainWindow:
    """The window with the sample case open and its overview shown."""
    open_in(window, sample_case, qtbot)
    return window


def reject_all(desk: Desk, qtbot: QtBot, but: int = 0) -> None:
    """Decide every claim that stands, but so many at the end, as if in an earlier sitting."""
    session = desk.session
    claims = [c.id for c in session.claims() if not c.held_back]
    for claim_id in claims[: len(claims) - but]:
        session.take_state(session.case.reviewing.decide(claim_id, "reject", fault="irrelevant"))


def asked(window: MainWindow, qtbot: QtBot, kind: type[QWidget]) -> QWidget:
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(kind)), timeout=LONG)
    dialog = next(d for d in window.findChildren(kind) if d.isVisible())
    active(dialog, qtbot)
    return dialog


def active(window: QWidget, qtbot: QtBot) -> None:
    """Without a window manager nobody gives the focus back after a dialog."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=LONG)


def sign(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    desk.summary.claims.list.card.setFocus()
    qtbot.keyClick(desk.summary.claims.list.card, Qt.Key.Key_Return, CONTROL)
    asked(window, qtbot, SignDialog)
    qtbot.keyClicks(QApplication.focusWidget(), TYPED)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: desk.session.signature is not None, timeout=LONG)
    active(window, qtbot)


def test_what_is_left_is_named_and_led_to(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    reject_all(desk, qtbot, but=2)
    left = [c.id for c in desk.session.claims() if not c.held_back][-2:]
    press(desk, qtbot, Qt.Key.Key_J)
    desk.summary.claims.list.card.setFocus()
    qtbot.keyClick(desk.summary.claims.list.card, Qt.Key.Key_Return, CONTROL)
    dialog = asked(window, qtbot, SignDialog)
    assert isinstance(dialog, SignDialog) and dialog.ready.left == tuple(left) and not dialog.name.isVisible()
    qtbot.keyClick(dialog.first, Qt.Key.Key_Return)
    assert desk.session.claim_id == left[0] and desk.session.signature is None
    assert not desk.summary.signing.widget.isVisible()


def test_a_draft_is_signed_locked_and_taken_up_again_by_keys_alone(
    window: MainWindow, qtbot: QtBot, sample_case: Path
) -> None:
    desk = desk_of(window)
    session, line = desk.session, desk.summary.signing
    reject_all(desk, qtbot)
    assert line.sign.isVisible() and "can be signed off" in line.said.text()
    sign(window, qtbot)
    assert session.signature is not None and session.signature.name == TYPED
    assert f"signed as {TYPED} (typed) by account {session.case.by}" in line.said.text()
    assert desk.header._checked.text().endswith("signed off") and line.again.isVisible() and not line.sign.isVisible()
    card = desk.summary.claims.list.card
    qtbot.waitUntil(lambda: not any(card.offers(name) for name in ("reject", "note", "amend", "aside")), timeout=LONG)
    for key in (Qt.Key.Key_R, Qt.Key.Key_N, Qt.Key.Key_E, Qt.Key.Key_P, Qt.Key.Key_U):
        with qtbot.waitSignal(session.told, timeout=LONG) as told:
            press(desk, qtbot, key)
        assert "locked" in told.args[0] and card.mode == "view"
    line.again.setFocus()
    qtbot.keyClick(line.again, Qt.Key.Key_Return)
    asked(window, qtbot, AgainDialog)
    qtbot.keyClicks(QApplication.focusWidget(), "A further statement.")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: session.signature is None, timeout=LONG)
    active(window, qtbot)
    assert "was taken up again by" in line.said.text() and "A further statement." in line.said.text()
    qtbot.waitUntil(lambda: card.offers("note"), timeout=LONG)
    quiet(desk, qtbot)
    assert [s.version for s in session.case.reviewing.signatures("D1")] == [1]


def test_a_case_opened_again_shows_the_signature(window: MainWindow, qtbot: QtBot, sample_case: Path) -> None:
    desk = desk_of(window)
    reject_all(desk, qtbot)
    sign(window, qtbot)
    window.leave_case()
    qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    with Case.open(sample_case, write=False) as case:
        assert case.reviewing.signatures("D1")[0].stands
    open_in(window, sample_case, qtbot)
    assert TYPED in desk_of(window).summary.signing.said.text()


def test_ctrl_enter_saves_words_where_they_are_typed(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    card, claim_id = desk.summary.claims.list.card, desk.session.claim_id
    press(desk, qtbot, Qt.Key.Key_N)
    field = card.findChild(QPlainTextEdit)
    field.setPlainText("Ask again.")
    qtbot.keyClick(field, Qt.Key.Key_Return, CONTROL)
    quiet(desk, qtbot)
    assert [n.note for n in desk.session.states[claim_id].notes] == ["Ask again."]
    assert not [d for d in window.findChildren(SignDialog) if d.isVisible()]


def test_nothing_is_signed_from_behind_another_tab(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    desk.middle.show_tab("log")
    desk.middle.setFocus()
    qtbot.keyClick(desk, Qt.Key.Key_Return, CONTROL)
    assert not [d for d in window.findChildren(SignDialog) if d.isVisible()]


def by_reject(desk: Desk, qtbot: QtBot) -> None:
    card = desk.summary.claims.list.card
    press(desk, qtbot, Qt.Key.Key_R)
    qtbot.keyClick(card.findChild(QMenu), Qt.Key.Key_6)


Act = Callable[[Desk, QtBot], None]


@pytest.mark.parametrize(("act", "goes"), [(by_reject, True), (lambda d, q: press(d, q, Qt.Key.Key_P), False)])
def test_after_an_end_the_next_unchecked_claim_is_selected(
    window: MainWindow, qtbot: QtBot, act: Act, goes: bool
) -> None:
    desk = desk_of(window)
    session = desk.session
    claims = [c.id for c in session.claims() if not c.held_back]
    session.take_state(session.case.reviewing.decide(claims[2], "reject", fault="other"))
    session.select(claims[1])
    act(desk, qtbot)
    assert session.claim_id == (claims[3] if goes else claims[1]), "claims[2] is checked already"
    quiet(desk, qtbot)
    assert session.claim_id == (claims[3] if goes else claims[1])
    assert session.states[claims[1]].state == ("rejected" if goes else "aside")


def test_who_does_not_want_it_stays_at_the_claim(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    window.remembered.set(go_on=False)
    claim_id = desk.session.claim_id
    by_reject(desk, qtbot)
    quiet(desk, qtbot)
    assert desk.session.claim_id == claim_id and desk.session.states[claim_id].state == "rejected"


def test_the_last_claim_that_is_checked_brings_the_sign_off(window: MainWindow, qtbot: QtBot) -> None:
    desk = desk_of(window)
    reject_all(desk, qtbot, but=1)
    last = [c.id for c in desk.session.claims() if not c.held_back][-1]
    desk.session.select(last)
    by_reject(desk, qtbot)
    quiet(desk, qtbot)
    assert desk.session.claim_id == last and desk.summary.signing.sign.isVisible()
