"""The window on disclosure schedules: decided on by keyboard, told what is missing, written and submitted."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from test_accessible import check

from app.case import Case
from app.preferences import Preferences
from ui.main_window import MainWindow
from ui.remembered import Remembered
from ui.schedules.dialog import SchedulesDialog
from ui.schedules.model import FIELDS
from ui.session import Session
from ui.strings import schedules as words
from ui.widgets.empty import Trouble

LONG = 60_000  # milliseconds
SHEETS = ("a.txt", "b.txt", "c.txt", "d.txt")


@pytest.fixture
def small(make_session: MakeSession, qtbot: QtBot, tmp_path: Path) -> Session:
    """A case of four texts that nobody decided on, and one that is privileged."""
    from working_case import READ, GivenReader, take_in, working_case

    case = working_case(tmp_path / "small", readers=GivenReader(*READ))
    for name in (*SHEETS, "secret.txt"):
        (tmp_path / name).write_text(f"He ran. {name}\n", "utf-8")
    take_in(case, *(tmp_path / name for name in (*SHEETS, "secret.txt")))
    case.store.set_source("S5", {"privilege": "privileged"}, case.by)
    session = make_session(case)
    with qtbot.waitSignal(session.sources_changed, timeout=LONG):
        session.refresh_sources()
    return session


@pytest.fixture
def remembered(tmp_path: Path, qapp: object, request: pytest.FixtureRequest) -> Remembered:
    owner = QObject()
    request.addfinalizer(owner.deleteLater)
    (tmp_path / "out").mkdir()
    return Remembered(Preferences(last_folder=str(tmp_path / "out")), owner)


def opened(session: Session, remembered: Remembered, qtbot: QtBot) -> SchedulesDialog:
    made = SchedulesDialog(session, remembered)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    settled(made, qtbot)
    return made


def settled(dialog: SchedulesDialog, qtbot: QtBot) -> None:
    """All that was asked for is written, read again and shown."""
    QApplication.processEvents()  # what an editor hands over comes with the next events
    session = dialog._session
    qtbot.waitUntil(
        lambda: (
            dialog.found is not None
            and not (session.reviews.busy or session.background.busy or session.lists.busy)
            and not dialog._again.isActive()
        ),
        timeout=LONG,
    )


def write_in(dialog: SchedulesDialog, qtbot: QtBot, row: int, field: str, text: str) -> None:
    """Go to a cell, press Enter, type, press Enter."""
    table = dialog.table
    table.go_to(row, FIELDS.index(field))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    type_in(dialog, qtbot, text)


def type_in(dialog: SchedulesDialog, qtbot: QtBot, text: str) -> None:
    """Type over what stands in the editor that is open, and press Enter."""
    (editor,) = (e for e in dialog.table.findChildren(QLineEdit) if e.isVisible())
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settled(dialog, qtbot)


def mark(dialog: SchedulesDialog, qtbot: QtBot, rows: tuple[int, int], key: Qt.Key) -> None:
    """Choose rows by Shift and arrows, and decide on them by a key."""
    first, last = rows
    dialog.table.setFocus()
    dialog.table.go_to(first, 2)
    for _ in range(first, last):
        qtbot.keyClick(dialog.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(dialog.table, key, Qt.KeyboardModifier.ControlModifier)
    settled(dialog, qtbot)


def uses(session: Session) -> dict[str, str]:
    return {key: m.use for key, m in session.case.store.materials().items()}


def test_what_is_undecided_shows_and_what_is_privileged_does_not(
    small: Session, remembered: Remembered, qtbot: QtBot
) -> None:
    dialog = opened(small, remembered, qtbot)
    titles = [line.title for line in dialog.table.lines.rows]
    assert titles[:4] == list(SHEETS) and "secret.txt" not in titles
    assert dialog.filter.itemText(1) == "Not decided (4)"
    assert "Not decided, and on no schedule: 4 sources: a.txt, b.txt, c.txt, d.txt" in dialog.look.text()
    assert "privileged" in dialog.look.text() and "secret" not in dialog.look.text()


def test_sources_are_decided_on_and_described_by_keyboard(small: Session, remembered: Remembered, qtbot: QtBot) -> None:
    dialog = opened(small, remembered, qtbot)
    mark(dialog, qtbot, (0, 1), Qt.Key.Key_2)
    mark(dialog, qtbot, (2, 2), Qt.Key.Key_3)
    mark(dialog, qtbot, (3, 3), Qt.Key.Key_1)
    assert list(uses(small).values())[:4] == ["unused", "unused", "sensitive", "used"]
    write_in(dialog, qtbot, 0, "description", "Diary of a neighbour")
    write_in(dialog, qtbot, 2, "reason", "Shows where officers stood")
    assert small.case.store.material("S1").description == "Diary of a neighbour"
    assert small.case.store.material("S3").reason == "Shows where officers stood"
    shown = [dialog.table.lines.index(row, 0).data() for row in range(4)]
    assert shown == ["6C 1?", "6C 2?", "6D 1?", ""]
    assert "b.txt has no description by a person." in dialog.look.text()
    assert dialog.table.currentIndex().row() == 2, "the row that was written in keeps the keyboard"


def test_what_is_written_goes_to_all_chosen_rows(small: Session, remembered: Remembered, qtbot: QtBot) -> None:
    dialog = opened(small, remembered, qtbot)
    mark(dialog, qtbot, (0, 2), Qt.Key.Key_2)
    table = dialog.table
    column = FIELDS.index("block")
    table.go_to(0, column)
    for _ in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert dialog.chosen.text() == "Chosen: 3"
    qtbot.keyClick(table, Qt.Key.Key_F2)
    type_in(dialog, qtbot, "Three notes")
    assert [table.lines.index(row, 0).data() for row in range(3)] == ["6C 1?"] * 3
    assert dialog.counted.text().startswith("MG6C: 1 item")


def test_a_choice_is_made_from_a_list(small: Session, remembered: Remembered, qtbot: QtBot) -> None:
    dialog = opened(small, remembered, qtbot)
    dialog.table.go_to(0, 2)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    chooser = dialog.table.findChild(QComboBox)
    assert chooser is not None and [chooser.itemText(n) for n in range(chooser.count())] == list(words.USES.values())
    chooser.setCurrentIndex(chooser.findData("not_relevant"))
    chooser.activated.emit(chooser.currentIndex())
    settled(dialog, qtbot)
    assert uses(small)["S1"] == "not_relevant"


def test_filters_show_what_is_left_to_do(small: Session, remembered: Remembered, qtbot: QtBot) -> None:
    dialog = opened(small, remembered, qtbot)
    mark(dialog, qtbot, (0, 1), Qt.Key.Key_1)
    dialog.filter.setCurrentIndex(dialog.filter.findData("open"))
    assert [line.title for line in dialog.table.lines.rows] == ["c.txt", "d.txt"]
    dialog.find.setText("D.txt")
    assert [line.title for line in dialog.table.lines.rows] == ["d.txt"]
    dialog.find.setText("nowhere")
    assert dialog._stack.currentIndex() == 1


def test_what_the_program_made_is_decided_on_too_and_has_no_block(
    small: Session, remembered: Remembered, qtbot: QtBot
) -> None:
    dialog = opened(small, remembered, qtbot)
    keys = [line.key for line in dialog.table.lines.rows]
    row = keys.index("log")
    mark(dialog, qtbot, (row, row), Qt.Key.Key_2)
    assert small.case.store.made_materials()["log"].use == "unused"
    block = dialog.table.lines.index(row, FIELDS.index("block"))
    assert not dialog.table.lines.flags(block) & Qt.ItemFlag.ItemIsEditable


def test_a_draft_is_written_and_submitting_is_asked_about_first(
    small: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(small, remembered, qtbot)
    mark(dialog, qtbot, (0, 1), Qt.Key.Key_2)
    writing, store = dialog.writing, small.case.store
    assert Path(writing.file.text()) == tmp_path / "out" / "TEST MG6C.docx"
    writing.draft.click()
    settled(dialog, qtbot)
    assert (tmp_path / "out" / "TEST MG6C.docx").exists() and store.submissions() == []
    writing.format.setCurrentIndex(writing.format.findData("xlsx"))
    assert writing.file.text().endswith("TEST MG6C.xlsx")
    writing.submit.click()
    assert writing._question.isVisible() and "2 items" in writing.asked.text()
    writing.not_yet.click()
    assert not writing._question.isVisible() and store.submissions() == []
    writing.submit.click()
    writing.sure.click()
    settled(dialog, qtbot)
    (kept,) = store.submissions()
    assert [item.number for item in kept.schedule.items] == [1, 2]
    assert (tmp_path / "out" / "TEST MG6C.xlsx").exists()
    assert dialog.table.lines.index(0, 0).data() == "6C 1", "its number is fixed"


def labels(dialog: SchedulesDialog) -> list[str]:
    return [one.text() for one in dialog.writing.findChildren(QLabel) if one.isVisible()]


def test_a_schedule_is_written_for_whom_one_chooses_in_the_forces_own_form(
    small: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = Document()
    form.add_heading("Form 6C of the force", 1)
    table = form.add_table(1, 2)
    for cell, text in zip(table.rows[0].cells, ("{{item}}", "{{description}}"), strict=True):
        cell.text = text
    form.save(str(tmp_path / "force.docx"))
    dialog = opened(small, remembered, qtbot)
    mark(dialog, qtbot, (0, 0), Qt.Key.Key_2)
    writing = dialog.writing
    assert writing.audience.currentData() == "prosecutor", "as without a choice on the command line"
    writing.audience.setCurrentIndex(writing.audience.findData("defence"))
    writing.format.setCurrentIndex(writing.format.findData("xlsx"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "force.docx"), ""))
    writing.choose_template.click()
    assert writing.file.text().endswith("TEST MG6C.docx"), "a form is filled in its own format"
    writing.draft.click()
    settled(dialog, qtbot)
    words_in = [p.text for p in Document(str(tmp_path / "out" / "TEST MG6C.docx")).paragraphs]
    assert "Form 6C of the force" in words_in
    told = small.case.store.audit_entries()[-1]
    assert told.action == "schedule_written" and told.detail["audience"] == "defence"


def test_what_is_sensitive_is_refused_to_the_defence_in_words(
    small: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(small, remembered, qtbot)
    writing = dialog.writing
    writing.form.setCurrentIndex(writing.form.findData("mg6d"))
    writing.audience.setCurrentIndex(writing.audience.findData("defence"))
    writing.draft.click()
    settled(dialog, qtbot)
    (trouble,) = writing.findChildren(Trouble)
    assert "never for the audience" in trouble.accessibleName() and not list((tmp_path / "out").iterdir())


def test_a_schedule_of_which_the_log_does_not_tell_is_said_to_be_so(
    small: Session, remembered: Remembered, make_session: MakeSession, qtbot: QtBot, tmp_path: Path
) -> None:
    with Case.open(small.case.store.info.folder, write=False) as case:
        dialog = opened(make_session(case), remembered, qtbot)
        dialog.writing.draft.click()
        settled(dialog, qtbot)
        assert (tmp_path / "out" / "TEST MG6C.docx").exists()
        assert any("log does not tell of this: another process" in text for text in labels(dialog))
        dialog.close()


def test_a_file_that_is_there_is_not_written_over(
    small: Session, remembered: Remembered, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(small, remembered, qtbot)
    (tmp_path / "out" / "TEST MG6C.docx").write_bytes(b"mine")
    dialog.writing.draft.click()
    settled(dialog, qtbot)
    (trouble,) = dialog.writing.findChildren(Trouble)
    assert "is there already" in trouble.accessibleName()
    assert (tmp_path / "out" / "TEST MG6C.docx").read_bytes() == b"mine"


def test_a_source_that_comes_to_be_held_leaves_the_table(small: Session, remembered: Remembered, qtbot: QtBot) -> None:
    dialog = opened(small, remembered, qtbot)
    small.case.store.set_source("S2", {"privilege": "possible"}, small.case.by)
    small.refresh_sources()
    qtbot.waitUntil(lambda: "b.txt" not in [line.title for line in dialog.table.lines.rows], timeout=LONG)
    settled(dialog, qtbot)
    assert "may be legally privileged" in dialog.look.text()


def test_a_case_that_is_read_only_shows_and_changes_nothing(
    small: Session, remembered: Remembered, make_session: MakeSession, qtbot: QtBot
) -> None:
    with Case.open(small.case.store.info.folder, write=False) as case:
        session = make_session(case)
        dialog = opened(session, remembered, qtbot)
        assert not dialog.marks["used"].isEnabled() and not dialog.writing.submit.isVisible()
        cell = dialog.table.lines.index(0, FIELDS.index("description"))
        assert not dialog.table.lines.flags(cell) & Qt.ItemFlag.ItemIsEditable
        dialog.close()


def test_only_what_is_new_is_submitted_where_that_is_asked_for(
    small: Session, remembered: Remembered, qtbot: QtBot
) -> None:
    dialog = opened(small, remembered, qtbot)
    mark(dialog, qtbot, (0, 0), Qt.Key.Key_2)
    small.case.store.submit_schedule(small.case.scheduling.draft("mg6c")[0], small.case.by)
    mark(dialog, qtbot, (1, 1), Qt.Key.Key_2)
    assert "MG6C: 2 items; new: 2" in dialog.counted.text()
    dialog.writing.only_new.click()
    dialog.writing.submit.click()
    assert "1 item " in dialog.writing.asked.text()
    dialog.writing.sure.click()
    settled(dialog, qtbot)
    assert [item.number for item in small.case.store.submissions()[-1].schedule.items] == [2]


def test_every_stop_of_the_keyboard_has_a_name(small: Session, remembered: Remembered, qtbot: QtBot) -> None:
    assert check(qtbot, opened(small, remembered, qtbot)) > 8


def test_the_menu_leads_there(window: MainWindow) -> None:
    assert words.MENU in window.acts.menu()
