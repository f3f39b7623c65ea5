"""The time for which a cited place was before the person: by a clock that the test turns, never by waiting."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import LONG, desk_of, open_in, press, quiet
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.attended import Attended
from ui.main_window import MainWindow
from ui.session import Session
from ui.source.attention import MOST_BETWEEN, MOST_IDLE, Attention, cited_in


class Desk:
    """A pane that shows one place after the other, and the clock."""

    def __init__(self, session: Session, qtbot: QtBot) -> None:
        self.now, self.cited, self.session = 0, "D1.1.1", session
        self.pane = QWidget()
        qtbot.addWidget(self.pane)
        with qtbot.waitActive(self.pane):
            self.pane.show()
            self.pane.activateWindow()
        self.attention = Attention(session, lambda: self.cited, self.pane, lambda: self.now)
        self.attention._timer.stop()

    def pass_by(self, milliseconds: int, step: int = 500) -> None:
        for _ in range(milliseconds // step):
            self.now += step
            self.attention.look()


@pytest.fixture
def desk(session: Session, qtbot: QtBot) -> Desk:
    made = Desk(session, qtbot)
    made.attention.look()
    return made


def test_time_is_counted_for_what_stands_there_at_two_looks(desk: Desk) -> None:
    desk.pass_by(3000)
    desk.cited = "D1.1.2"
    desk.pass_by(1000)  # the first look only sees that it is there
    desk.cited = ""
    desk.pass_by(5000)
    assert desk.session.attended.take() == {"D1.1.1": 3}
    assert desk.session.attended.take() == {}


def test_a_window_behind_another_is_not_looked_at(desk: Desk, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    desk.pass_by(5000)
    assert desk.session.attended.take() == {}


def test_an_unbroken_stretch_without_a_hand_at_the_machine_ends(desk: Desk) -> None:
    desk.pass_by(MOST_IDLE * 3)
    assert desk.session.attended.take() == {"D1.1.1": MOST_IDLE // 1000}
    moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(), QPointF(), *[Qt.MouseButton.NoButton] * 2, Qt.NoModifier)
    desk.attention.eventFilter(desk.pane, moved)
    desk.pass_by(4000)
    assert desk.session.attended.take() == {"D1.1.1": 4}


def test_a_machine_that_slept_does_not_count(desk: Desk) -> None:
    desk.now += 3_600_000
    desk.attention.touched_at = desk.now
    desk.attention.look()
    assert desk.session.attended.take() == {"D1.1.1": MOST_BETWEEN // 1000}


def test_parts_of_a_second_are_kept_and_what_was_not_written_comes_back() -> None:
    attended = Attended()
    for _ in range(3):
        attended.add("D1.1.1", 500)
    taken = attended.take()
    assert taken == {"D1.1.1": 1} and attended.take() == {}
    attended.give_back(taken)
    attended.add("D1.1.1", 500)
    assert attended.take() == {"D1.1.1": 2}


def test_a_decision_in_the_window_tells_the_time_that_was_measured(
    window: MainWindow, sample_case: Path, qtbot: QtBot
) -> None:
    open_in(window, sample_case, qtbot)
    desk = desk_of(window)
    session, claim_id = desk.session, desk.session.claim_id
    press(desk, qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(session.states[claim_id].opened), timeout=LONG)
    (opened,) = session.states[claim_id].opened
    assert cited_in(desk.source) == opened
    desk.source.attention._timer.stop()
    session.attended.take()
    session.attended.add(opened, 7_400)
    press(desk, qtbot, Qt.Key.Key_P)
    quiet(desk, qtbot)
    decision = session.states[claim_id].decision
    assert decision is not None and decision.spent is not None and decision.spent[opened] == 7
    view = desk.summary.claims.list.card.view
    assert view is not None and any("(7 s)" in told for told in view.notes)
    assert session.attended.take() == {}


def test_what_no_decision_told_is_written_when_the_case_is_closed(
    window: MainWindow, sample_case: Path, qtbot: QtBot
) -> None:
    open_in(window, sample_case, qtbot)
    session = desk_of(window).session
    claim = session.claims()[0]
    session.case.reviewing.opened(claim.citations[0].id)
    session.attended.add(claim.citations[0].id, 9_000)
    window.leave_case()
    qtbot.waitUntil(lambda: window.session is None, timeout=LONG)
    open_in(window, sample_case, qtbot)
    assert desk_of(window).session.states[claim.id].spent[claim.citations[0].id] >= 9
