"""How a view follows the long work that was begun from it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sessions import MakeSession

from app.case import Case
from provenance.errors import TaskError, UsageError
from provenance.ports import Progress
from ui.following import Following
from ui.intake.strip import StatusStrip
from ui.session import Session

LONG = 20_000


@pytest.fixture
def session(tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(Case.create(tmp_path / "case", "OP WILLOW"))


@pytest.fixture
def work(session: Session, qtbot: QtBot) -> Iterator[Following]:
    view = QWidget()
    qtbot.addWidget(view)
    yield Following(session, view)


class Gate:
    """Work that goes no further than a test lets it."""

    def __init__(self) -> None:
        self.open = threading.Event()

    def __call__(self, progress: Progress) -> str:
        told = 1.0
        while progress("Sorting the letters", told, 40.0):
            if self.open.wait(0.02):
                return "sorted"
            told = min(20.0, told + 1)
        raise TaskError("cancelled")


def test_it_tells_what_is_done_and_gives_what_came_of_it(session: Session, work: Following, qtbot: QtBot) -> None:
    gate, came = Gate(), list[object]()
    work.ended.connect(lambda job: came.append(job.result))
    work.follow(session.start("Sorting", gate))
    assert work.busy and not work.line.isHidden()
    qtbot.waitUntil(lambda: work.said.text().startswith("Sorting the letters"), timeout=LONG)
    assert "foot of the window" not in work.said.text(), "there, newer work may be steered"
    gate.open.set()
    qtbot.waitUntil(lambda: not work.busy, timeout=LONG)
    assert came == ["sorted"] and work.line.isHidden() and work.job is None


def test_what_is_paused_waits_or_stops_says_so(session: Session, work: Following, qtbot: QtBot) -> None:
    before, gate = Gate(), Gate()
    session.start("Copying", before)
    work.follow(session.start("Sorting", gate))
    assert work.said.text() == "Sorting: it waits for its turn behind other work."
    before.open.set()
    qtbot.waitUntil(lambda: work.said.text().startswith("Sorting the letters"), timeout=LONG)
    assert work.job is not None
    work.job.pause()
    qtbot.waitUntil(lambda: "paused" in work.said.text(), timeout=LONG)
    work.cancel()
    assert work.said.text() == "Sorting the letters: stopping." or not work.busy
    qtbot.waitUntil(lambda: not work.busy, timeout=LONG)
    assert work.line.isHidden()


def test_the_line_cancels_its_own_job_and_the_foot_the_one_that_it_shows(
    session: Session, work: Following, qtbot: QtBot
) -> None:
    strip = StatusStrip(session)
    qtbot.addWidget(strip)
    older = session.start("Sorting", Gate(), "quick")
    work.follow(older)
    newer = session.start("Weighing", Gate(), "quick")
    qtbot.waitUntil(lambda: older.state == newer.state == "running" and not strip.stop.isHidden(), timeout=LONG)
    assert (work.stop.accessibleName(), strip.stop.accessibleName()) == ("Cancel: Sorting", "Cancel: Weighing")
    qtbot.mouseClick(strip.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: newer.over, timeout=LONG)
    assert newer.state == "cancelled" and older.state == "running" and work.busy
    third = session.start("Copying", Gate(), "quick")
    qtbot.waitUntil(lambda: strip.stop.accessibleName() == "Cancel: Copying", timeout=LONG)
    qtbot.mouseClick(work.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not work.busy, timeout=LONG)
    assert older.state == "cancelled" and third.state == "running"
    third.cancel()


def test_what_is_paused_goes_on_from_its_line_though_newer_work_waits_behind_it(
    session: Session, work: Following, qtbot: QtBot
) -> None:
    older = session.start("Sorting", Gate())
    work.follow(older)
    qtbot.waitUntil(lambda: older.state == "running", timeout=LONG)
    assert work.go_on.isHidden()
    older.pause()
    newer = session.start("Weighing", Gate())
    qtbot.waitUntil(lambda: not work.go_on.isHidden(), timeout=LONG)
    qtbot.mouseClick(work.go_on, Qt.MouseButton.LeftButton)
    assert older.state == "running" and work.go_on.isHidden() and newer.state == "waiting"
    newer.cancel()
    work.cancel()
    qtbot.waitUntil(lambda: not work.busy, timeout=LONG)


def test_other_work_is_not_its_own(session: Session, work: Following, qtbot: QtBot) -> None:
    mine, other = Gate(), Gate()
    ended = list[object]()
    work.ended.connect(ended.append)
    work.follow(session.start("Sorting", mine, "quick"))
    with qtbot.waitSignal(session.job_ended, timeout=LONG):
        session.start("Counting", other, "quick")
        other.open.set()
    assert work.busy and ended == []
    mine.open.set()
    qtbot.waitUntil(lambda: len(ended) == 1, timeout=LONG)


def test_what_fails_ends_and_is_told_once(session: Session, work: Following, qtbot: QtBot) -> None:
    def work_that_fails(_: Progress) -> None:
        raise UsageError("bad_value", value="x")

    with qtbot.waitSignal(session.failed, timeout=LONG) as failed:
        work.follow(session.start("Sorting", work_that_fails))
    assert isinstance(failed.args[0], UsageError) and not work.busy and work.line.isHidden()
    work.cancel()  # nothing is under way: nothing happens
    assert work.job is None
