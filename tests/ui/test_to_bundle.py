"""From a draft to a sealed bundle for the defence by keyboard alone, and its check by someone without Attest."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import leaks
import pytest
from bundle_case import bare, data
from desks import LONG, open_in
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app import signing_keys
from app.case import Case
from ui.draft.sign_dialog import SignDialog
from ui.drafting.list import DraftList
from ui.export.dialog import ExportDialog
from ui.main_window import MainWindow
from ui.session import Session

CONTROL = Qt.KeyboardModifier.ControlModifier
NAME = "J. Smith, DC 1234"
WORDS = " As far as he was seen."


class Keyboard:
    """Someone who has no mouse: each key goes to whatever has the focus, each letter too."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self._window, self._qtbot = window, qtbot

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(self._focus(), key, held)

    def type(self, words: str) -> None:
        self._qtbot.keyClicks(self._focus(), words)

    def until(self, key: Qt.Key, reached: Callable[[], bool]) -> None:
        """Go on with a key until it is so; what no key reaches is a fault."""
        for _ in range(40):
            if reached():
                return
            self.press(key)
        raise AssertionError(f"{key} does not lead there; {self._focus()} has the focus")

    def until_focus(self, key: Qt.Key, *wanted: QWidget) -> None:
        self.until(key, lambda: self._focus() in wanted)

    def wait(self, found: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(found, timeout=LONG)

    def _focus(self) -> QWidget:
        menu = QApplication.activePopupWidget()
        return menu or QApplication.focusWidget() or self._window

    def asked(self, kind: type[QDialog]) -> QDialog:
        self.wait(lambda: any(d.isVisible() for d in self._window.findChildren(kind)))
        dialog = next(d for d in self._window.findChildren(kind) if d.isVisible())
        self.activate(dialog)
        return dialog

    def activate(self, window: QWidget) -> None:
        """Without a window manager nobody gives the focus back after a dialog."""
        window.activateWindow()
        self.wait(window.isActiveWindow)


def open_all(keyboard: Keyboard, session: Session) -> None:
    """Enter through every cited place of the selected claim, and every one that speaks against it."""
    claim_id = session.claim_id
    while session.states[claim_id].to_open:
        left = len(session.states[claim_id].to_open)
        keyboard.press(Qt.Key.Key_Return)
        keyboard.wait(lambda left=left: len(session.states[claim_id].to_open) < left)


def review(keyboard: Keyboard, session: Session, window: MainWindow) -> tuple[str, str]:
    """Come to an end with every claim; gives the one that was amended, and the one that was rejected."""
    claims = [c.id for c in session.claims() if not c.held_back]
    assert len(claims) > 4 and any(c.role == "against" for one in session.claims() for c in one.citations)
    amended, rejected = claims[1], claims[2]
    keyboard.until(Qt.Key.Key_K, lambda: session.claim_id == claims[0])
    for claim_id in claims:
        keyboard.until(Qt.Key.Key_J, lambda claim_id=claim_id: session.claim_id == claim_id)
        if claim_id == rejected:
            keyboard.press(Qt.Key.Key_R)
            keyboard.press(Qt.Key.Key_4)
            keyboard.wait(lambda: session.states[rejected].state == "rejected")
            keyboard.activate(window)
            continue
        if claim_id == amended:
            keyboard.press(Qt.Key.Key_E)
            keyboard.type(WORDS)
            keyboard.press(Qt.Key.Key_Return, CONTROL)
            keyboard.wait(lambda: session.states[amended].state == "amended")
            assert session.claim_id == amended, "words that were amended are accepted apart"
        open_all(keyboard, session)
        keyboard.press(Qt.Key.Key_A)
        keyboard.wait(lambda claim_id=claim_id: session.states[claim_id].state == "accepted")
    return amended, rejected


def sign_off(keyboard: Keyboard, session: Session) -> None:
    keyboard.press(Qt.Key.Key_Return, CONTROL)
    keyboard.asked(SignDialog)
    keyboard.type(NAME)
    keyboard.press(Qt.Key.Key_Return)
    keyboard.wait(lambda: session.signature is not None)


def export(keyboard: Keyboard, session: Session, out: Path, qtbot: QtBot) -> None:
    keyboard.press(Qt.Key.Key_E, CONTROL)
    dialog = keyboard.asked(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    keyboard.until_focus(Qt.Key.Key_Backtab, *dialog.who.audiences.values())
    keyboard.until(Qt.Key.Key_Right, lambda: dialog.who.audience == "defence")
    keyboard.until_focus(Qt.Key.Key_Tab, *dialog.formats.values())
    keyboard.until(Qt.Key.Key_Down, lambda: dialog.form.format == "bundle")
    keyboard.until_focus(Qt.Key.Key_Tab, dialog.file)
    keyboard.press(Qt.Key.Key_A, CONTROL)
    keyboard.type(str(out))
    keyboard.wait(lambda: dialog.who.known and not dialog.who.closed)
    with qtbot.waitSignal(session.job_ended, timeout=3 * LONG):
        keyboard.press(Qt.Key.Key_Return)
    keyboard.wait(dialog.path.isVisible)
    assert dialog.path.text() == str(out)


def test_from_draft_to_sealed_bundle_by_keyboard_alone(
    window: MainWindow, qtbot: QtBot, sample_case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_keys, "folder", lambda: tmp_path / "keys")
    own, out = signing_keys.create("force").public.fingerprint, tmp_path / "served"
    open_in(window, sample_case, qtbot)
    session, keyboard = window.session, Keyboard(window, qtbot)
    assert session is not None
    keyboard.activate(window)
    if session.draft is None or session.draft.id != "D2":
        keyboard.press(Qt.Key.Key_D, CONTROL)
        drafts = keyboard.asked(DraftList)
        keyboard.press(Qt.Key.Key_Up)
        keyboard.press(Qt.Key.Key_Return)
        keyboard.wait(lambda: not drafts.isVisible())
        keyboard.activate(window)
    keyboard.wait(lambda: session.draft is not None and session.draft.id == "D2")
    amended, rejected = review(keyboard, session, window)
    sign_off(keyboard, session)
    keyboard.activate(window)
    assert session.signature is not None and session.signature.name == NAME
    export(keyboard, session, out, qtbot)

    done = bare(out, "--key", own)
    assert done.returncode == 0, done.stdout
    for said in ("the manifests", "the log", "the signature: made with the key", "quotes"):
        assert said in done.stdout, done.stdout
    told = data(out, "draft.json")
    assert told["audience"] == "defence" and told["signature"]["name"] == NAME
    reviews = {c["id"]: c["review"] for c in told["claims"]}
    assert reviews and all(r["state"] == "accepted" for r in reviews.values())
    assert reviews[amended]["text"].endswith(WORDS) and rejected not in reviews
    assert NAME in (out / "data" / "report.html").read_text(encoding="utf-8")
    with Case.open(sample_case, write=False) as case:
        assert leaks.traces(case.store, "defence", leaks.files_of(out), "D2") == {}
    assert json.loads((out.parent / "served.receipt.json").read_text(encoding="utf-8"))
