"""Helpers for the tests of taking in: what the strip and its panel show."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.intake.files_model import FILE, STATE
from ui.intake.panel import IntakePanel
from ui.intake.strip import StatusStrip
from ui.intake.taking import Taking, taking_of
from ui.session import Session

PLAIN = "At 14:20 I saw a man in a blue coat by the ticket hall. He ran towards the footbridge, and away.\n"


def shown_strip(session: Session, qtbot: QtBot) -> StatusStrip:
    """The strip with its panel, as the active window."""
    made = StatusStrip(session)
    qtbot.addWidget(made)
    made.resize(1280, 360)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def taking(session: Session) -> Taking:
    found = taking_of(session)
    assert found is not None
    return found


def over(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not session.jobs.active(), timeout=60_000)


def table(panel: IntakePanel, *columns: int) -> list[tuple[str, ...]]:
    model = panel.table.model()
    return [tuple(str(model.index(n, c).data()) for c in columns) for n in range(model.rowCount())]


def states(panel: IntakePanel) -> dict[str, str]:
    panel.poll()
    return dict(table(panel, FILE, STATE))  # type: ignore[arg-type]


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


def worked(act: Callable[[], object]) -> float:
    """Seconds of this thread's processor time that something takes, with what it leaves for the event loop."""
    began = time.thread_time()
    act()
    QApplication.processEvents()
    return time.thread_time() - began
