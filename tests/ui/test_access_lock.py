"""Locking: on demand, when nobody is there, when the machine slept; and coming back to where one was."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import protected_desk as cases
import pytest
from protected_desk import LONG, OWNER, PHRASE
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app import typed
from app.access import Role
from provenance.protection import passphrase
from ui.access.lock_dialog import LockDialog
from ui.access.unlock_page import Before
from ui.access.words_typed import TypedDialog
from ui.intake.closing import ClosingDialog
from ui.main_window import MainWindow
from ui.settings.dialog import SettingsDialog
from ui.strings import access as words
from ui.widgets.empty import Notice


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "WORK", 10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return cases.made(tmp_path / "fir")


@pytest.fixture
def window(window: MainWindow, folder: Path, qtbot: QtBot) -> MainWindow:
    """The window with a protected case open."""
    cases.open_protected(window, folder, qtbot)
    qtbot.waitUntil(lambda: window.session is not None and window.session.reviews.busy == 0, timeout=LONG)
    return window


def locked(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.locking.state == "locked", timeout=LONG)


def work(window: MainWindow) -> Callable[[], None]:
    """Work that goes on until what is given back is called."""
    go = threading.Event()
    session = window.session
    assert session is not None

    def run(progress: Callable[[str, float, float], bool]) -> None:
        while not go.wait(0.01):
            if not progress("Looking", 1, 2):
                return

    session.start("Drafting", run)
    return go.set


def test_locking_closes_the_case_and_unlocking_goes_on_where_one_was(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    desk, session = window.desk, window.session
    assert desk is not None and session is not None
    second = session.claims()[1]
    session.select(second.id)
    desk.summary.claims.open_next()
    qtbot.waitUntil(lambda: desk.source.shown_place is not None, timeout=LONG)
    desk.middle.show_tab("search")
    window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive, timeout=LONG)
    QGuiApplication.clipboard().setText("the man on the platform")
    desk.header.lock.click()
    assert cases.shown(window) is window.locking.page, "nothing is seen from the first moment on"
    assert window.windowTitle() == "Attest"
    locked(window, qtbot)
    assert window.session is None and window.desk is None
    qtbot.waitUntil(lambda: not isValid(desk) and not isValid(session), timeout=LONG)
    assert QGuiApplication.clipboard().text() == ""
    page = window.locking.page
    assert page.ask.user.currentText() == OWNER and not page.ask.waiting
    assert window.focusWidget() is page.ask.passphrase.field
    assert cases.actions(folder)[-2:] == ["case_locked_again", "case_opened"]

    cases.unlock(window, qtbot)
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.source.shown_place is not None, timeout=LONG)
    assert window.session is not None and window.desk is not None and window.session.claim_id == second.id
    assert window.desk.middle.tab == "search"
    place = window.desk.source.shown_place
    assert place is not None and place.citation_id == second.citations[0].id


def test_words_of_an_open_editor_come_back_and_lie_encrypted_meanwhile(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    card = window.desk.summary.claims.list.card  # type: ignore[union-attr]
    card.edit("amend")
    editor = card.findChild(QPlainTextEdit)
    editor.selectAll()
    qtbot.keyClicks(editor, "He walked, the bystander said.")
    window.locking.lock()
    locked(window, qtbot)
    kept = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not any(b"bystander" in data for data in kept)
    cases.unlock(window, qtbot)

    def back() -> bool:
        assert window.desk is not None
        fields = window.desk.summary.claims.list.card.findChildren(QPlainTextEdit)
        return any(f.isVisible() and f.toPlainText() == "He walked, the bystander said." for f in fields)

    qtbot.waitUntil(back, timeout=LONG)


def test_words_typed_in_a_dialog_are_offered_again(window: MainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    dialog.setWindowTitle("New line of enquiry")
    field, secret = QLineEdit(dialog), QLineEdit(dialog)
    field.setAccessibleName("What is to be asked")
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    dialog.show()
    qtbot.keyClicks(field, "Who held the door?")
    qtbot.keyClicks(secret, "tiger")
    window.locking._hide("idle")
    locked(window, qtbot)
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=LONG)
    cases.unlock(window, qtbot)

    def notices() -> list[Notice]:
        return [n for n in window.desk.findChildren(Notice) if n.accessibleName() == words.TYPED_NOTICE]  # type: ignore[union-attr]

    qtbot.waitUntil(lambda: bool(notices()), timeout=LONG)
    notices()[0].findChildren(QPushButton)[0].click()
    shown = window.findChild(TypedDialog)
    copy = next(b for b in shown.findChildren(QPushButton) if b.text() == words.COPY)
    assert copy.accessibleName().endswith("New line of enquiry · What is to be asked")
    copy.click()
    assert QGuiApplication.clipboard().text() == "Who held the door?"
    shown.accept()


def test_another_user_who_unlocks_begins_anew(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    session.case.access.grant("Ben", [Role.INVESTIGATOR], PHRASE)
    card = window.desk.summary.claims.list.card  # type: ignore[union-attr]
    card.edit("note")
    qtbot.keyClicks(card.findChild(QPlainTextEdit), "Ask the guard")
    window.locking.lock()
    locked(window, qtbot)
    with_own = PHRASE + "s"
    with cases.opened(folder, "Ben") as case:
        case.access.change_passphrase(PHRASE, with_own)
    cases.unlock(window, qtbot, with_own, "Ben")
    qtbot.waitUntil(lambda: bool(window.session and window.session.claim_id), timeout=LONG)
    assert window.desk is not None and window.desk.summary.claims.unsaved() == []
    window.locking.lock()
    locked(window, qtbot)
    cases.unlock(window, qtbot)
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.summary.claims.unsaved() != [], timeout=LONG)


# Work under way


def test_when_nobody_is_there_work_ends_first_and_nothing_is_seen_meanwhile(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    finish, dialog = work(window), QDialog(window)
    dialog.show()
    window.locking.away.idle.emit()
    page = window.locking.page
    assert window.locking.state == "covered" and cases.shown(window) is page and not dialog.isVisible()
    assert window.session is not None and "Under way: Drafting" in page._more.text()
    assert not page.ask.leave.isVisible()
    finish()
    locked(window, qtbot)
    assert window.session is None


def test_who_comes_back_before_work_has_ended_goes_on_at_once(window: MainWindow, qtbot: QtBot) -> None:
    finish, dialog, session = work(window), QDialog(window), window.session
    dialog.show()
    window.locking.away.screen_locked.emit()
    page = window.locking.page
    qtbot.waitUntil(lambda: not page.ask.waiting, timeout=LONG)
    page.ask.passphrase.field.setText("wrong horse battery")
    page.ask.do.click()
    qtbot.waitUntil(lambda: page.ask.said.text() == words.WRONG, timeout=LONG)
    assert window.locking.state == "covered"
    page.ask.passphrase.field.setText(PHRASE)
    page.ask.do.click()
    qtbot.waitUntil(lambda: window.locking.state == "in", timeout=LONG)
    assert cases.shown(window) is window.desk and window.session is session and dialog.isVisible()
    dialog.reject()
    finish()


@pytest.mark.parametrize(
    ("choice", "state"), [("keep", "in"), ("finish", "covered"), ("stop", "closing")], ids=["keep", "finish", "stop"]
)
def test_who_locks_is_asked_what_becomes_of_work(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, choice: str, state: str
) -> None:
    finish = work(window)

    def answer(dialog: LockDialog) -> int:
        {"keep": dialog.reject, "finish": dialog.finish.click, "stop": dialog.stop.click}[choice]()
        return dialog.result()

    monkeypatch.setattr(LockDialog, "exec", answer)
    window.locking.lock()
    assert window.locking.state == state
    if choice != "stop":
        finish()
    if choice != "keep":
        locked(window, qtbot)
        cases.unlock(window, qtbot)
        told = [n.accessibleName() for n in window.desk.findChildren(Notice)]  # type: ignore[union-attr]
        assert (words.STOPPED_BY_LOCK.format(titles="Drafting") in told) is (choice == "stop")


def test_a_machine_that_slept_is_locked_whatever_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    work(window)
    window.locking.away.slept.emit()
    assert cases.shown(window) is window.locking.page
    locked(window, qtbot)


def test_work_that_somebody_paused_does_not_keep_a_case_open(window: MainWindow, qtbot: QtBot) -> None:
    work(window)
    assert window.session is not None
    window.session.jobs.active()[0].pause()
    window.locking.away.idle.emit()
    locked(window, qtbot)


def test_nothing_can_be_dropped_on_or_done_to_what_is_hidden(window: MainWindow, qtbot: QtBot) -> None:
    finish = work(window)
    window.locking.away.idle.emit()
    assert not window._in_sight()
    session = window.session
    assert session is not None
    window.acts.menu  # noqa: B018 - the menu belongs to the desk, which is hidden
    qtbot.keyClick(window.locking.page, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert window.session is session
    finish()
    locked(window, qtbot)


def test_a_window_that_is_closed_while_a_case_is_being_locked_closes(window: MainWindow, qtbot: QtBot) -> None:
    window.locking.lock()
    assert window.locking.state == "closing"
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    assert window.session is None


def test_who_leaves_a_hidden_case_leaves_it_closed(
    window: MainWindow, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    work(window)
    window.locking.away.idle.emit()
    monkeypatch.setattr(ClosingDialog, "exec", lambda dialog: QDialog.DialogCode.Accepted)
    window.leave_case()
    qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    assert cases.shown(window) is window.start and window.locking.state == "out"
    window.locking.away.slept.emit()  # nothing is open that could be locked
    cases.open_protected(window, folder, qtbot)


def test_a_question_that_stands_open_is_answered_with_no(window: MainWindow, qtbot: QtBot) -> None:
    finish = work(window)
    QTimer.singleShot(0, window, window.locking.away.idle.emit)
    assert not window.leave_case(), "the question was taken away, and nothing is stopped"
    assert window.locking.state == "covered"
    finish()
    locked(window, qtbot)


# A case that takes no more


def test_what_a_full_disk_does_not_take_is_told_and_kept_in_memory(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from provenance.errors import CaseError

    def full(*_: object) -> None:
        raise CaseError("disk_full", detail="")

    monkeypatch.setattr(typed, "keep", full)
    card = window.desk.summary.claims.list.card  # type: ignore[union-attr]
    card.edit("note")
    qtbot.keyClicks(card.findChild(QPlainTextEdit), "Ask the guard")
    window.locking.lock()
    locked(window, qtbot)
    from ui.widgets.empty import Trouble

    assert window.locking.page.ask.findChildren(Trouble)
    cases.unlock(window, qtbot)
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.summary.claims.unsaved() != [], timeout=LONG)


def test_words_typed_in_a_case_that_is_open_for_reading_wait_in_memory(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    window.leave_case()
    qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    with cases.opened(folder):
        page = cases.asked(window, folder, qtbot)
        page.before = Before(folder, write=False)
        cases.unlock(window, qtbot)
        assert window.session is not None and not window.session.writable
        dialog = QDialog(window)
        field = QLineEdit(dialog)
        dialog.show()
        qtbot.keyClicks(field, "Who held the door?")
        window.locking.lock()
        locked(window, qtbot)
        cases.unlock(window, qtbot)
        told = [n.accessibleName() for n in window.desk.findChildren(Notice)]  # type: ignore[union-attr]
        assert words.TYPED_NOTICE in told
        window.leave_case()
        qtbot.waitUntil(lambda: window.session is None, timeout=LONG)


def test_a_plain_case_has_nothing_to_lock(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    from app.case import Case

    window.leave_case()
    qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    window.show_case(Case.create(tmp_path / "plain", "OP ELM"))
    assert window.desk is not None and not window.desk.header.lock.isVisible()
    with qtbot.waitSignal(window.session.told) as told:  # type: ignore[union-attr]
        window.locking.lock()
    assert told.args == [words.NOT_PROTECTED]
    assert not window.locking.away.watching
    assert not QApplication.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)


def test_when_a_case_locks_is_set_at_once_and_taken_back_by_cancel(window: MainWindow, qtbot: QtBot) -> None:
    made = SettingsDialog(window.remembered, window)
    made.locking.after.buttons["5"].click()
    assert window.remembered.now.lock_minutes == 5 and window.locking.away._minutes == 5
    made.reject()
    assert window.remembered.now.lock_minutes == 10 and window.locking.away._minutes == 10
