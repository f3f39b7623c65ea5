"""The window on retention: dates and holds are set, a source is removed after a second question, a case destroyed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from test_accessible import check

from app import purging
from app.case import Case
from app.preferences import Preferences
from provenance.errors import CaseError
from ui.main_window import MainWindow
from ui.remembered import Remembered
from ui.retention.dialog import RetentionDialog
from ui.session import Session
from ui.strings import retention as words
from ui.widgets.empty import Trouble

LONG = 60_000  # milliseconds


@pytest.fixture
def small(make_session: MakeSession, qtbot: QtBot, tmp_path: Path) -> Session:
    """A case of two texts and a copy of the first."""
    from working_case import READ, GivenReader, take_in, working_case

    case = working_case(tmp_path / "small", readers=GivenReader(*READ))
    for name, text in (("a.txt", "He ran."), ("b.txt", "She ran."), ("copy.txt", "He ran.")):
        (tmp_path / name).write_text(text, "utf-8")
    take_in(case, *(tmp_path / name for name in ("a.txt", "b.txt", "copy.txt")))
    session = make_session(case)
    with qtbot.waitSignal(session.sources_changed, timeout=LONG):
        session.refresh_sources()
    return session


@pytest.fixture
def remembered(tmp_path: Path, qapp: object, request: pytest.FixtureRequest) -> Remembered:
    owner = QObject()
    request.addfinalizer(owner.deleteLater)
    return Remembered(Preferences(last_folder=str(tmp_path)), owner)


@pytest.fixture
def dialog(small: Session, remembered: Remembered, qtbot: QtBot) -> RetentionDialog:
    made = RetentionDialog(small, remembered)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    settled(made, qtbot)
    return made


def settled(dialog: RetentionDialog, qtbot: QtBot) -> None:
    session = dialog._session
    qtbot.waitUntil(
        lambda: (
            dialog.stand is not None and not (session.reviews.busy or session.background.busy or session.lists.busy)
        ),
        timeout=LONG,
    )


def troubles(dialog: RetentionDialog) -> list[str]:
    return [one.accessibleName() for one in dialog.findChildren(Trouble)]


def test_a_date_and_holds_are_set_and_lifted_for_a_reason(dialog: RetentionDialog, qtbot: QtBot) -> None:
    keeping = dialog.keeping
    keeping.day.setText("2001-02-03")
    keeping.set_date.click()
    assert dialog.said.text() == words.NEEDS_REASON
    keeping.date_reason.setText("yearly review")
    keeping.set_date.click()
    settled(dialog, qtbot)
    assert "2001-02-03" in keeping.date.text() and keeping.date.property("look") == "amber"
    keeping.hold_reason.setText("trial")
    keeping.set_hold.click()
    settled(dialog, qtbot)
    case = dialog._session.case
    assert [hold.told() for hold in case.retaining.stand().standing] == ["H1 (CPIA: material has to be kept: trial)"]
    keeping.hold_reason.setText("it ended")
    keeping._lift(case.retaining.stand().holds[0])
    settled(dialog, qtbot)
    assert not case.retaining.stand().standing
    keeping.day.setText("3 February")
    keeping.date_reason.setText("x")
    keeping.set_date.click()
    settled(dialog, qtbot)
    assert len(troubles(dialog)) == 1 and "2027-01-31" in troubles(dialog)[0]
    assert check(qtbot, dialog) > 4


def test_a_source_is_removed_after_what_will_go_was_shown_and_asked(dialog: RetentionDialog, qtbot: QtBot) -> None:
    removing, session = dialog.removing, dialog._session
    dialog.tabs.setCurrentIndex(1)
    assert not removing.remove.isEnabled()
    removing.look.click()
    settled(dialog, qtbot)
    assert "S3 (copy.txt, the same file as S1)" in removing.goes.text() and removing.with_copies.isVisible()
    removing.remove.click()
    assert dialog.said.text() == words.NEEDS_REASON and removing.sure.isHidden()
    removing.reason.setText("sent by mistake")
    removing.remove.click()
    assert removing.sure.isVisible() and removing.sure.no.hasFocus()
    removing.sure.no.click()
    assert not session.case.retaining.stand().stones
    removing.remove.click()
    removing.sure.yes.click()
    settled(dialog, qtbot)
    assert "S3" in troubles(dialog)[0] and not session.case.retaining.stand().stones  # the copy would be left
    removing.with_copies.setChecked(True)
    removing.remove.click()
    with qtbot.waitSignal(session.sources_changed, timeout=LONG):
        removing.sure.yes.click()
    settled(dialog, qtbot)
    assert [s.source_id for s in session.case.retaining.stand().stones] == ["S1", "S3"]
    assert "sent by mistake" in removing.before.text() and "Removed 2 sources" in dialog.said.text()
    assert [removing.source.itemData(n) for n in range(removing.source.count())] == ["S2"]
    assert check(qtbot, dialog) > 4


def test_what_was_shown_of_one_source_removes_no_other(dialog: RetentionDialog, qtbot: QtBot) -> None:
    removing = dialog.removing
    removing.look.click()
    settled(dialog, qtbot)
    assert removing.remove.isEnabled()
    removing.source.setCurrentIndex(1)
    assert not removing.remove.isEnabled() and removing.plan is None and removing.goes.isHidden()


def test_a_case_is_destroyed_once_it_is_closed(dialog: RetentionDialog, qtbot: QtBot) -> None:
    destroying, case = dialog.destroying, dialog._session.case
    folder = case.store.info.folder
    destroying.reason.setText("time is over")
    for typed in ("", "test", "TES"):
        destroying.reference.setText(typed)
        assert not destroying.destroy.isEnabled()
    destroying.reference.setText("TEST")
    destroying.destroy.click()
    assert destroying.sure.isVisible() if dialog.tabs.currentIndex() == 2 else not destroying.sure.isHidden()
    with qtbot.waitSignal(dialog.purge_begun, timeout=LONG):
        destroying.sure.yes.click()
    assert (folder / purging.MARK).exists() and (folder / "case.db").exists()
    case.close()
    with pytest.raises(CaseError, match="case_purged"):
        purging.require_standing(folder)
    assert not folder.exists()


def test_a_hold_keeps_the_case(dialog: RetentionDialog, qtbot: QtBot) -> None:
    dialog._session.case.retaining.hold("appeal", "time runs")
    destroying = dialog.destroying
    destroying.reason.setText("over")
    destroying.reference.setText("TEST")
    destroying.destroy.click()
    destroying.sure.yes.click()
    settled(dialog, qtbot)
    assert "a hold forbids it" in troubles(dialog)[0]
    assert not (dialog._session.case.store.info.folder / purging.MARK).exists()


def test_records_are_saved(
    dialog: RetentionDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = iter((tmp_path / "record.json", tmp_path / "incident.json"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(next(out)), ""))
    dialog.recording.save_record.click()
    settled(dialog, qtbot)
    dialog.recording.save_incident.click()
    settled(dialog, qtbot)
    assert json.loads((tmp_path / "record.json").read_text("utf-8"))["held"]["sources"] == 3
    assert "entries" in json.loads((tmp_path / "incident.json").read_text("utf-8"))
    assert dialog.said.text() == words.SAVED.format(path=tmp_path / "incident.json")


def test_the_window_closes_and_destroys_a_case_that_was_given_up(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert words.MENU in window.acts.menu()
    Case.create(tmp_path / "case", "OP/9").close()
    window.open_case(tmp_path / "case")
    qtbot.waitUntil(lambda: window.session is not None, timeout=LONG)
    window.acts.retention()
    (made,) = window.findChildren(RetentionDialog)
    settled(made, qtbot)
    made.destroying.reason.setText("time is over")
    made.destroying.reference.setText("OP/9")
    made.destroying.destroy.click()
    made.destroying.sure.yes.click()
    qtbot.waitUntil(lambda: bool(window.start.findChildren(Trouble)), timeout=LONG)
    told = window.start.findChildren(Trouble)[0].accessibleName()
    assert "OP/9 was destroyed" in told and "time is over" in told and str(purging.path()) in told
    assert window.session is None and not (tmp_path / "case").exists()
