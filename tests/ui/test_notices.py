"""What the Summary says beside the claims: how many conflicts between sources the draft has, and the way to them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desks import LONG, desk_of, open_in
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.draft.notices import ConflictsLine
from ui.main_window import MainWindow
from ui.session import Session
from ui.witnesses.tab import WitnessesTab


def test_conflicts_of_the_draft_are_told_with_what_they_are_about(session: Session, qtbot: QtBot) -> None:
    line = ConflictsLine(session)
    qtbot.addWidget(line.widget)
    draft = session.draft
    assert draft is not None and len(draft.conflicts) > 1
    assert line.said.accessibleName().startswith(f"{len(draft.conflicts)} conflicts between sources – ")
    assert all(point.about in line.said.accessibleName() for point in draft.conflicts)
    session.draft = replace(draft, conflicts=draft.conflicts[:1])
    session.draft_changed.emit()
    assert line.said.accessibleName().startswith("1 conflict between sources – ")
    session.draft = replace(draft, conflicts=())
    session.draft_changed.emit()
    assert line.widget.isHidden()


def test_a_key_press_leads_from_the_summary_to_the_conflicts(
    window: MainWindow, sample_case: Path, qtbot: QtBot
) -> None:
    open_in(window, sample_case, qtbot)
    desk = desk_of(window)
    line = desk.summary.conflicts
    assert line.widget.isVisible() and line.look.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(line.look, Qt.Key.Key_Space)
    assert desk.middle.tab == "witnesses"
    page = desk.middle.pages["witnesses"]
    assert isinstance(page, WitnessesTab)
    qtbot.waitUntil(lambda: page.table.point() is not None, timeout=LONG)
    point, first = page.table.point(), line.points()[0]
    assert point is not None and (point.about, point.conflict) == (first.about, first.conflict)
    assert page.table.hasFocus()
