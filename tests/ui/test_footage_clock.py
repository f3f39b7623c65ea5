"""The check of a camera's clock: an example before it is recorded, then both times everywhere, each named."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from provenance.footage import ClockReading
from provenance.records import Notice
from ui.evidence.rows import state_of
from ui.session import Session
from ui.source.clock_dialog import ClockDialog
from ui.source.findings_line import time_of
from ui.source.pane import SourcePane

WAIT = 30_000


def dialog(session: Session, qtbot: QtBot, reading: ClockReading | None) -> ClockDialog:
    made = ClockDialog(session, session.sources["S5"], reading, 0.0, None)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_an_example_is_shown_before_anything_is_recorded(
    footage: Session, footage_pane: SourcePane, qtbot: QtBot
) -> None:
    asked = dialog(footage, qtbot, ClockReading("2026-05-03T14:32:10", 1.0, 9))
    assert not asked.record.isEnabled() and "who checked" in asked.said.text()
    asked.parts["minutes"].setValue(7)
    assert asked.example.text() == "First frame: camera clock 03/05/2026 14:32:10 → corrected 03/05/2026 14:25:10 BST"
    asked.direction.setCurrentIndex(asked.direction.findData("slow"))
    assert asked.example.text() == "First frame: camera clock 03/05/2026 14:32:10 → corrected 03/05/2026 14:39:10 BST"
    asked.against.setEditText("The speaking clock")
    asked.at.setText("the day before")
    assert not asked.record.isEnabled() and "2026-05-03 14:25" in asked.said.text()
    asked.at.setText("2026-05-04 10:15")
    assert asked.record.isEnabled() and not asked.said.text()
    asked.at.setText("04/05/2026 10:15")
    assert asked.record.isEnabled() and not asked.said.text()
    assert "Checked on 4 May 2026 at 10:15:00" in asked.example.text(), "how day and month were taken"
    asked.at.setText("31/02/2026 10:15")
    assert not asked.record.isEnabled() and "03/05/2026 14:25" in asked.said.text()
    assert footage.case.store.source("S5").fields.get("clock_offset") is None


def test_a_clock_that_was_not_read_gets_an_example_all_the_same(
    footage: Session, footage_pane: SourcePane, qtbot: QtBot
) -> None:
    asked = dialog(footage, qtbot, None)
    asked.parts["seconds"].setValue(40)
    assert asked.example.text() == "For example: camera clock 14:32:10 → corrected 14:31:30"


def test_a_check_is_recorded_shown_and_taken_away(footage: Session, footage_pane: SourcePane, qtbot: QtBot) -> None:
    asked = dialog(footage, qtbot, None)
    asked.parts["minutes"].setValue(7)
    asked.uncertainty.setValue(2)
    asked.by.setText("PC <b>Osei</b>")
    asked.against.setEditText("A mobile phone on network time")
    asked.at.setText("2026-05-04 10:15")
    asked.accept()
    qtbot.waitUntil(lambda: not asked.isVisible(), timeout=WAIT)
    kept = footage.case.store.source("S5").fields
    assert kept["clock_offset"] == "+00:07:00" and kept["clock_checked_by"] == "PC <b>Osei</b>"
    qtbot.waitUntil(lambda: "7 min" in footage_pane.frame_view.facts.corrected.text(), timeout=WAIT)
    assert "PC &lt;b&gt;Osei" in footage_pane.frame_view.facts.corrected.toolTip(), "shown as it was typed"
    assert state_of(footage.sources["S5"], {}).text == "clock +7 min"
    again = dialog(footage, qtbot, None)
    assert again.parts["minutes"].value() == 7 and again.direction.currentData() == "fast"
    assert again.uncertainty.value() == 2 and again.at.text() == "2026-05-04 10:15:00"
    again.clear.click()
    qtbot.waitUntil(lambda: not again.isVisible(), timeout=WAIT)
    assert not footage.case.store.source("S5").fields.get("clock_offset")
    qtbot.waitUntil(lambda: not footage_pane.frame_view.facts.corrected.text(), timeout=WAIT)
    assert state_of(footage.sources["S5"], {}, "14:32").text == "clock 14:32"


def test_findings_know_their_moment() -> None:
    assert time_of(Notice("camera_frozen", "", "t=12.480,15.2")) == 12.48
    assert time_of(Notice("camera_covered", "", "t=3")) == 3.0
    assert time_of(Notice("two_versions", "", "page=3")) is None
