"""The window with a case open, as tests of it press keys, wait, and look at what was written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.case import Case
from ui.desk import Desk
from ui.main_window import MainWindow

LONG = 60_000  # milliseconds


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
