"""The exhibit list that lies among the evidence is suggested, and once it is used it counts as used, not as unread."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_case import PLAIN, over, shown_strip, states, taking
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from working_case import working_case

from ui.evidence.rows import build
from ui.intake.add_dialog import AddDialog
from ui.session import Session
from ui.strings import evidence as evidence_words
from ui.strings import intake as words


@pytest.fixture
def session(tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(working_case(tmp_path / "case"))


def given(folder: Path, listed: str = "a.txt") -> Path:
    folder.mkdir()
    (folder / "a.txt").write_text(PLAIN)
    (folder / "exhibits.csv").write_text(f"file,exhibit\n{listed},AB/1\n")
    (folder / "calls.csv").write_text("time,number\n21:40,07700 900123\n")
    return folder


def test_the_list_among_the_files_is_offered_used_and_counted(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    strip = shown_strip(session, qtbot)
    dialog = AddDialog(session, strip, [given(tmp_path / "in")])
    dialog.open()
    qtbot.waitUntil(dialog.use_it.isVisible)
    assert dialog.list_name.accessibleName() == words.LIST_THERE.format(name="exhibits.csv")
    dialog.use_it.click()
    qtbot.waitUntil(lambda: dialog.register is not None)
    assert not dialog.use_it.isVisible() and dialog.list_name.accessibleName() == "exhibits.csv: 1 row"
    dialog.start.click()
    over(session, qtbot)
    strip.panel.poll()
    assert states(strip.panel)["exhibits.csv"] == "Exhibit list"
    assert taking(session).counts() == {"read": 2, "list": 1}
    assert words.summary(taking(session).counts()) == "3 files: 2 read, 1 used as the exhibit list"
    assert [row[3] for row in taking(session).summary_rows() if row[0].endswith("exhibits.csv")] == [
        "Used as the exhibit list"
    ]
    rows = {row.title: row for row in build(session.case.store.sources(), {})}
    assert (rows["exhibits.csv"].group, rows["exhibits.csv"].state.text) == ("sheets", evidence_words.EXHIBIT_LIST)


def test_a_table_that_names_none_of_the_files_is_not_offered(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    strip = shown_strip(session, qtbot)
    dialog = AddDialog(session, strip, [given(tmp_path / "in", "other.txt")])
    dialog.open()
    qtbot.waitUntil(lambda: dialog.survey.done and dialog.start.isEnabled())
    assert not dialog.use_it.isVisible() and dialog.list_name.accessibleName() == words.NO_LIST
    dialog.reject()


def test_what_is_offered_in_the_strip_moves_nothing_and_goes_when_it_is_taken(session: Session, qtbot: QtBot) -> None:
    strip = shown_strip(session, qtbot)
    high, went = strip.height(), list[str]()
    strip.offer("The answer is shown. You were reviewing draft 1.", "Back to it", lambda: went.append("D1"))
    qtbot.waitUntil(strip.offered.isVisible)
    assert strip.height() == high and "You were reviewing" in strip.what.accessibleName()
    strip.offered.click()
    assert went == ["D1"] and not strip.offered.isVisible() and strip.what.accessibleName() == ""
    strip.offer("Draft 2 is ready: 3 claims", "Show it", lambda: None)
    session.told.emit("Something else")
    assert not strip.offered.isVisible()
