"""Opening a protected case in the window: who one is, wrong passphrases, the first passphrase, the recovery key."""

from __future__ import annotations

import json
from pathlib import Path

import protected_desk as cases
import pytest
from protected_desk import LONG, OWNER, PHRASE
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app import preferences
from app.access import Role
from app.preferences import Preferences, Recent
from provenance.errors import CaseError
from provenance.protection import passphrase
from ui.access.new_passphrase import NewPassphrase
from ui.access.passphrase_field import PassphraseField
from ui.main_window import MainWindow
from ui.strings import access as words
from ui.strings import start as start_words
from ui.widgets.empty import Trouble


@pytest.fixture(autouse=True)
def _light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "WORK", 10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return cases.made(tmp_path / "fir")


def test_a_protected_case_asks_who_it_is_and_opens(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    page = cases.asked(window, folder, qtbot)
    assert page._name.text() == "fir" and page.ask.user.currentText() == OWNER
    assert not page.ask.do.isEnabled() and window.windowTitle() == "Attest"
    qtbot.keyClicks(page.ask.passphrase.field, PHRASE)
    qtbot.keyClick(page.ask.passphrase.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cases.shown(window) is window.desk, timeout=LONG)
    assert window.desk is not None and window.desk.header.lock.isVisible()
    assert page.ask.passphrase.text() == ""
    assert window.windowTitle().startswith("OP FIR")


def test_neither_reference_nor_title_is_remembered(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    window.remembered.take(Preferences(recent=(Recent(str(folder), "OP FIR", "A fire"),)))  # opened before, plain
    cases.open_protected(window, folder, qtbot)
    window.remembered.write()
    text = preferences.path().read_text("utf-8")
    assert "OP FIR" not in text and "A fire" not in text and PHRASE not in text
    kept = json.loads(text)
    assert kept["last_user"] == OWNER and kept["recent"][0]["protected"] is True
    assert preferences.load().recent[0].named == "fir"


def test_a_wrong_passphrase_is_told_and_soon_has_to_wait(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    page = cases.asked(window, folder, qtbot)
    for _ in range(3):
        page.ask.passphrase.field.setText("wrong horse battery")
        page.ask.do.click()
        assert page.ask.waiting
        qtbot.waitUntil(lambda: not page.ask.waiting, timeout=LONG)
    assert page.ask._seconds >= 1 and not page.ask.do.isEnabled()
    assert OWNER in page.ask.said.text() and "second" in page.ask.said.text()
    for _ in range(page.ask._seconds):
        page.ask.tick()
    assert page.ask.said.text() == words.TRY_NOW and page.ask.do.isEnabled()
    assert window.session is None


def test_the_first_wrong_one_says_so_and_keeps_what_was_typed_chosen(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    page = cases.asked(window, folder, qtbot)
    page.ask.passphrase.field.setText("wrong horse battery")
    page.ask.do.click()
    qtbot.waitUntil(lambda: page.ask.said.text() == words.WRONG, timeout=LONG)
    assert page.ask.passphrase.field.hasSelectedText() and page.ask.do.isEnabled()


def test_who_was_given_a_first_passphrase_chooses_their_own_before_anything_is_seen(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    cases.add_user(folder, "Ben", Role.REVIEWER, own=False)
    page = cases.asked(window, folder, qtbot)
    page.ask.user.setCurrentText("Ben")
    page.ask.passphrase.field.setText(PHRASE)
    page.ask.do.click()
    qtbot.waitUntil(lambda: page.form is page.first, timeout=LONG)
    assert window.session is None
    page.first.new.one.field.setText("short")
    page.first.new.again.field.setText("short")
    assert not page.first.do.isEnabled()
    for field in (page.first.new.one.field, page.first.new.again.field):
        field.setText("nine purple ladders")
    page.first.do.click()
    qtbot.waitUntil(lambda: cases.shown(window) is window.desk, timeout=LONG)
    window.leave_case()
    qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    cases.opened(folder, "Ben", "nine purple ladders").close()


def test_who_leaves_a_first_passphrase_as_it_is_leaves_the_case_closed(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    cases.add_user(folder, "Ben", Role.REVIEWER, own=False)
    page = cases.asked(window, folder, qtbot)
    page.ask.user.setCurrentText("Ben")
    page.ask.passphrase.field.setText(PHRASE)
    page.ask.do.click()
    qtbot.waitUntil(lambda: page.form is page.first, timeout=LONG)
    page.first.leave.click()
    assert cases.shown(window) is window.start
    qtbot.waitUntil(lambda: page._background.busy == 0, timeout=LONG)
    cases.opened(folder).close()  # nobody holds it


def test_two_halves_of_the_recovery_key_make_an_administrator(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    with cases.opened(folder) as case:
        halves = case.access.make_recovery_key()
    page = cases.asked(window, folder, qtbot)
    assert page.ask.recover.isVisible() and page.ask.forgot.text() == words.FORGOT_WITH_KEY
    page.ask.recover.click()
    form = page.recover
    for field, text in zip((*form.halves, form.name), (halves[0].lower(), halves[0], "Cleo"), strict=True):
        field.setText(text)
    for one in (form.new.one.field, form.new.again.field):
        one.setText("nine purple ladders")
    form.do.click()
    qtbot.waitUntil(lambda: bool(form.findChildren(Trouble)), timeout=LONG)  # the same half twice
    form.halves[1].setText(halves[1])
    form.do.click()
    qtbot.waitUntil(lambda: cases.shown(window) is window.desk, timeout=LONG)
    assert window.session is not None and window.session.case.by == "Cleo"


def test_without_a_recovery_key_none_is_offered(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    page = cases.asked(window, folder, qtbot)
    assert not page.ask.recover.isVisible() and page.ask.forgot.text() == words.FORGOT


def test_a_case_that_another_holds_is_opened_for_reading_with_what_was_typed(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    with cases.opened(folder):
        page = cases.asked(window, folder, qtbot)
        page.ask.passphrase.field.setText(PHRASE)
        page.ask.do.click()
        qtbot.waitUntil(lambda: bool(page.ask.findChildren(Trouble)), timeout=LONG)
        way = next(b for b in page.ask.findChildren(QPushButton) if b.text() == start_words.OPEN_READ_ONLY)
        way.click()
        qtbot.waitUntil(lambda: cases.shown(window) is window.desk, timeout=LONG)
        assert window.session is not None and not window.session.writable
        window.leave_case()
        qtbot.waitUntil(lambda: window.session is None, timeout=LONG)


def test_who_goes_back_while_a_case_is_being_opened_leaves_it_closed(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    page = cases.asked(window, folder, qtbot)
    page.ask.passphrase.field.setText(PHRASE)
    page.ask.do.click()
    page.ask.leave.click()
    assert cases.shown(window) is window.start and page.ask.passphrase.text() == ""
    qtbot.waitUntil(lambda: page._background.busy == 0, timeout=LONG)

    def free() -> bool:
        try:
            cases.opened(folder).close()
        except CaseError as error:
            assert error.code == "case_locked"
            return False
        return True

    qtbot.waitUntil(free, timeout=LONG)
    assert window.session is None
    cases.open_protected(window, folder, qtbot)


def test_damaged_keys_are_told(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    (folder / "case.keys").write_text("{")
    window.open_case(folder)
    qtbot.waitUntil(lambda: bool(window.locking.page.ask.findChildren(Trouble)), timeout=LONG)
    assert not window.locking.page.ask.do.isEnabled()


def test_the_start_page_forgets_what_a_case_was_called_that_was_protected_since(
    window: MainWindow, folder: Path, qtbot: QtBot
) -> None:
    window.remembered.take(Preferences(recent=(Recent(str(folder), "OP FIR", "A fire"),)))
    window.show_start()
    qtbot.waitUntil(lambda: window.remembered.now.recent[0].protected, timeout=LONG)
    assert window.start.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("fir, ")


# Fields


def test_what_is_typed_can_be_shown_and_caps_lock_is_told(qapp: object, qtbot: QtBot) -> None:
    field = PassphraseField("Passphrase")
    qtbot.addWidget(field)
    field.show()
    field.eye.click()
    assert field.field.echoMode() == QLineEdit.EchoMode.Normal
    assert field.eye.accessibleName() == words.HIDE_PASSPHRASE
    qtbot.keyClick(field.field, "a")
    assert not field.caps.isVisible()
    qtbot.keyClick(field.field, "A")  # a capital without Shift
    assert field.caps.isVisible()
    qtbot.keyClick(field.field, "B", Qt.KeyboardModifier.ShiftModifier)
    assert not field.caps.isVisible()
    qtbot.keyClick(field.field, "1")
    assert not field.caps.isVisible()
    field.clear()
    assert field.field.echoMode() == QLineEdit.EchoMode.Password


@pytest.mark.parametrize(
    ("one", "again", "good"),
    [("", "", False), ("short", "short", False), ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", False),
     (PHRASE, "", False), (PHRASE, PHRASE[:4], False), (PHRASE, PHRASE + "x", False), (PHRASE, PHRASE, True)],
)  # fmt: skip
def test_a_new_passphrase_is_good_once_both_are_and_agree(
    qapp: object, qtbot: QtBot, one: str, again: str, good: bool
) -> None:
    new = NewPassphrase()
    qtbot.addWidget(new)
    new.one.field.setText(one)
    new.again.field.setText(again)
    assert new.good is good and bool(new.said.text())
