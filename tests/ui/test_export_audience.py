"""For whom an export is: asked each time, with what is withheld and why, and the gate, before anything is written."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.preferences import Preferences
from provenance.policy import Policy
from ui.evidence.use_dialog import UseDialog
from ui.export.dialog import ExportDialog
from ui.remembered import Remembered
from ui.session import Session
from ui.strings import audience as words

WAIT = 20_000


@pytest.fixture
def remembered(tmp_path: Path, qapp: object, request: pytest.FixtureRequest) -> Remembered:
    owner = QObject()
    request.addfinalizer(owner.deleteLater)
    (tmp_path / "out").mkdir()
    return Remembered(Preferences(last_folder=str(tmp_path / "out")), owner)


def opened(session: Session, remembered: Remembered, qtbot: QtBot) -> ExportDialog:
    made = ExportDialog(session, remembered)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    known(made, qtbot)
    return made


def known(dialog: ExportDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: dialog.who.seen is not None and dialog.who.seen.audience == dialog.who.audience, timeout=WAIT
    )


def lines(dialog: ExportDialog) -> str:
    layout = dialog.who._lines
    return "\n".join(layout.itemAt(n).widget().text() for n in range(layout.count()))


def test_the_audience_is_asked_each_time_and_what_is_withheld_is_said(
    session: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(session, remembered, qtbot)
    assert dialog.who.audience == "working" and lines(dialog) == "" and dialog.write.isEnabled()
    dialog.formats["json"].click()
    dialog.who.audiences["defence"].click()
    known(dialog, qtbot)
    said = lines(dialog)
    assert "4 sources (2 unused, 1 sensitive, 1 held as privileged)" in said
    assert "speaks against claims that are" in said and dialog.who.decide.isHidden()
    assert Path(dialog.file.text()).name == "OP ALDER draft 1 defence.json"
    assert dialog.form.what.itemAt(0).widget().text().endswith("drafted were checked by a person")
    with qtbot.waitSignal(session.job_ended, timeout=60_000):
        dialog.write.click()
    written = json.loads((tmp_path / "out" / "OP ALDER draft 1 defence.json").read_text("utf-8"))
    assert written["audience"] == "defence" and written["not_served"]["sources"] == 4
    qtbot.waitUntil(dialog.path.isVisible, timeout=WAIT)
    assert session.case.store.audit_entries()[-1].detail["audience"] == "defence"
    again = opened(session, remembered, qtbot)
    assert again.who.audience == "working", "the last answer is not taken for the next"


def test_by_keyboard(session: Session, remembered: Remembered, qtbot: QtBot) -> None:
    dialog = opened(session, remembered, qtbot)
    dialog.activateWindow()
    dialog.who.audiences["working"].setFocus()
    QTest.keyClick(dialog.who.audiences["working"], Qt.Key.Key_Right)
    assert dialog.who.audience == "prosecutor"
    known(dialog, qtbot)
    assert "1 source (1 held as privileged)" in lines(dialog)
    assert all(one.accessibleDescription() for one in dialog.who.audiences.values())


def test_a_name_of_one_s_own_is_kept(session: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(session, remembered, qtbot)
    dialog.file.setText(str(tmp_path / "out" / "mine.html"))
    dialog.who.audiences["defence"].click()
    known(dialog, qtbot)
    assert Path(dialog.file.text()).name == "mine.html"
    dialog.file.setText(str(dialog.form.named))
    dialog.who.audiences["working"].click()
    known(dialog, qtbot)
    assert Path(dialog.file.text()).name == "OP ALDER draft 1.html"


def test_what_nobody_decided_on_is_named_and_can_be_decided_there(
    session: Session, remembered: Remembered, qtbot: QtBot
) -> None:
    session.case.decide_materials({"S1": {"use": "undecided"}})
    with qtbot.waitSignal(session.sources_changed, timeout=WAIT):
        session.refresh_sources()
    dialog = opened(session, remembered, qtbot)
    dialog.who.audiences["defence"].click()
    known(dialog, qtbot)
    assert "Nobody decided on AO/1" in lines(dialog) and dialog.who.decide.isVisible()
    dialog.who.decide.click()
    (deciding,) = dialog.findChildren(UseDialog)
    assert deciding.list.chosen == ["S1"]
    deciding.uses["used"].click()
    qtbot.waitUntil(lambda: "Nobody decided" not in lines(dialog), timeout=WAIT)
    assert dialog.who.decide.isHidden() and dialog.write.isEnabled()
    deciding.accept()


def test_the_gate_stands_before_the_writing(session: Session, remembered: Remembered, qtbot: QtBot) -> None:
    with patch("app.policy.current", return_value=Policy(name="Calderwick 4", unreviewed_export=False)):
        dialog = opened(session, remembered, qtbot)
        assert dialog.who.gate.isVisible() and "still to be checked" in dialog.who.gate.text()
        assert not dialog.write.isEnabled()
        dialog.who.audiences["prosecutor"].click()
        known(dialog, qtbot)
        assert not dialog.write.isEnabled(), "for every audience"
        dialog.formats["json"].click()
        assert not dialog.write.isEnabled(), "and in every form"


def test_training_is_for_cases_that_were_made_for_it(session: Session, remembered: Remembered, qtbot: QtBot) -> None:
    assert opened(session, remembered, qtbot).who.audiences["training"].isEnabled(), "the sample case was"
    live = session.case.store.info
    with patch.object(session.case.store, "info", type(live)(*live_fields(live))):
        closed = opened(session, remembered, qtbot).who.audiences["training"]
        assert not closed.isEnabled() and closed.toolTip() == words.NOT_FOR_TRAINING


def live_fields(info: object) -> list[object]:
    names = ("reference", "title", "created", "created_by", "folder", "version")
    return [getattr(info, name) for name in names]
