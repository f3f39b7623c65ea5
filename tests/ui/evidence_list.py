"""The evidence pane as tests look at it: shown and filled, read line by line, and used from the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.evidence.pane import EvidencePane
from ui.evidence.rows import Head
from ui.session import Session


def shown(session: Session, qtbot: QtBot) -> EvidencePane:
    made = EvidencePane(session)
    qtbot.addWidget(made)
    made.resize(280, 640)
    made.show()
    qtbot.waitUntil(lambda: made.view.sources.count == len(session.sources) > 0)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def refreshed(session: Session, qtbot: QtBot) -> Session:
    with qtbot.waitSignal(session.sources_changed):
        session.refresh_sources()
    return session


def lines(pane: EvidencePane) -> list[str]:
    """The list as a person sees it: headings, and titles with their state."""
    return [
        f"{e.group} {e.count}" if isinstance(e, Head) else f"{e.title} {e.state.text}"
        for e in pane.view.sources.entries
    ]


def press(qtbot: QtBot, widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(widget, key)
