"""How a view follows the long work that was begun from it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sessions import MakeSession

from app.case import Case
from provenance.errors import TaskError, UsageError
from provenance.ports import Progress
from ui.following import Following
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
    qtbot.waitUntil(lambda: work.line.text().startswith("Sorting the letters"), timeout=LONG)
    assert work.line.text().endswith("Pause or cancel it at the foot of the window.")
    gate.open.set()
    qtbot.waitUntil(lambda: not work.busy, timeout=LONG)
    assert came == ["sorted"] and work.line.isHidden() and work.job is None


def test_what_is_paused_waits_or_stops_says_so(session: Session, work: Following, qtbot: QtBot) -> None:
    before, gate = Gate(), Gate()
    session.start("Copying", before)
    work.follow(session.start("Sorting", gate))
    assert work.line.text() == "Sorting: it waits for its turn behind other work."
    before.open.set()
    qtbot.waitUntil(lambda: work.line.text().startswith("Sorting the letters"), timeout=LONG)
    assert work.job is not None
    work.job.pause()
    qtbot.waitUntil(lambda: "paused" in work.line.text(), timeout=LONG)
    work.cancel()
    assert work.line.text() == "Sorting the letters: stopping." or not work.busy
    qtbot.waitUntil(lambda: not work.busy, timeout=LONG)
    assert work.line.isHidden()


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
