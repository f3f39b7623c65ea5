"""A small protected case for the tests of the window: one text, a draft of two claims, users of every kind."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from store_case import add_text, text_citation, write_draft

from app.access import Role
from app.case import Case
from app.entering import first
from provenance.protection import unlocking
from ui.access.unlock_page import UnlockPage
from ui.main_window import MainWindow

LONG = 60_000  # milliseconds
OWNER, PHRASE = "Asha", "correct horse battery"
TEXT = "Ann saw a man on the platform.\nHe ran to the exit.\nNobody followed him.\n"


def made(folder: Path) -> Path:
    """A protected case of OWNER, with a source and a draft."""
    with Case.create(folder, "OP FIR", "A fire", first=first(OWNER, PHRASE)) as case:
        source = add_text(case.store, TEXT)
        write_draft(case.store, [text_citation(case.store, source.id, *line) for line in ((0, 30), (31, 50))])
    return folder


def opened(folder: Path, user: str = OWNER, phrase: str = PHRASE) -> Case:
    return Case.open(folder, unlocked=unlocking.unlock(folder, user, phrase))


def add_user(folder: Path, name: str, *roles: Role, phrase: str = PHRASE, own: bool = True) -> None:
    """Give access; with `own` the first passphrase has been changed already, to the same with "s"."""
    with opened(folder) as case:
        case.access.grant(name, roles, phrase)
    if own:
        with opened(folder, name, phrase) as case:
            case.access.change_passphrase(phrase, phrase + "s")


def asked(window: MainWindow, folder: Path, qtbot: QtBot) -> UnlockPage:
    """The unlock page of a case that was asked for, its users read."""
    window.open_case(folder)
    qtbot.waitUntil(lambda: shown(window) is window.locking.page and not window.locking.page.ask.waiting, timeout=LONG)
    return window.locking.page


def shown(window: MainWindow) -> QWidget:
    return window._stack.currentWidget()


def unlock(window: MainWindow, qtbot: QtBot, phrase: str = PHRASE, user: str = OWNER) -> None:
    """Type it, and wait for the case."""
    page = window.locking.page
    page.ask.user.setCurrentText(user)
    page.ask.passphrase.field.setText(phrase)
    page.ask.do.click()
    qtbot.waitUntil(lambda: window.session is not None and shown(window) is window.desk, timeout=LONG)


def open_protected(window: MainWindow, folder: Path, qtbot: QtBot, phrase: str = PHRASE, user: str = OWNER) -> None:
    asked(window, folder, qtbot)
    unlock(window, qtbot, phrase, user)
    qtbot.waitUntil(lambda: window.session is not None and bool(window.session.claim_id), timeout=LONG)


def actions(folder: Path) -> list[str]:
    """What the log of the case has, oldest first."""
    with opened(folder) as case:
        return [entry.action for entry in case.store.audit_entries()]
