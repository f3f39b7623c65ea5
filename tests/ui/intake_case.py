"""Helpers for the tests of taking in: a reader that finishes when told, and what the panel shows."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

sys.path.append(str(Path(__file__).parents[1] / "app"))
from working_case import GivenReader

from ingest.items import Advance, Opened, PassageSpan
from provenance.ports import Limits, Open, Task
from provenance.records import Part
from ui.intake.files_model import FILE, STATE
from ui.intake.panel import IntakePanel
from ui.intake.strip import StatusStrip
from ui.intake.taking import Taking, taking_of
from ui.session import Session

PLAIN = "At 14:20 I saw a man in a blue coat by the ticket hall. He ran towards the footbridge, and away.\n"
READ = (Opened("text"), Part(0, "block", "He ran.\n"), PassageSpan(0, 7, "He ran.", (), ""))


class SteppedReader(GivenReader):
    """Holds every file at half of it until it is told to finish the next one."""

    def __init__(self) -> None:
        super().__init__()
        self._finish: list[Callable[[], None]] = []

    def submit(
        self,
        task: Task,
        original: Open | None = None,
        limits: Limits | None = None,
        on_item: Callable[[object], None] | None = None,
    ) -> Future[list[object]]:
        future = super().submit(task, original, limits)
        assert on_item is not None
        on_item(Opened("text"))
        on_item(Advance(1, 2))

        def finish() -> None:
            for item in READ:
                on_item(item)
            future.set_result([])

        self._finish.append(finish)
        return future

    @property
    def waiting(self) -> int:
        return len(self._finish)

    def finish(self, count: int = 1) -> None:
        for _ in range(count):
            self._finish.pop(0)()


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
