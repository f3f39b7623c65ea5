"""Adding evidence from the window: counting first, exhibit lists, dropping, what needs a look, and the strip below."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_case import PLAIN, over, press, shown_strip, table, taking
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from working_case import working_case

from app.case import Case
from provenance.errors import TaskError
from ui.intake.add_dialog import AddDialog
from ui.intake.dropping import accepted, dropped
from ui.intake.files_model import FILE, STATE, WHY
from ui.intake.strip import StatusStrip
from ui.intake.taking import start_taking_in
from ui.session import Session
from ui.strings import intake as words


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """A folder with a text, a copy of it, an empty file, and a letter that the list marks as privileged."""
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in {"a.txt": PLAIN, "b.txt": PLAIN, "empty.txt": "", "letter.txt": "Dear Mr Cole\n"}.items():
        (folder / name).write_text(content)
    (tmp_path / "list.csv").write_text("file,exhibit,privilege\na.txt,AB/1,\nletter.txt,LW/1,yes\ngone.txt,X/1,\n")
    return folder


@pytest.fixture
def session(tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(working_case(tmp_path / "case"))


@pytest.fixture
def strip(session: Session, qtbot: QtBot) -> StatusStrip:
    return shown_strip(session, qtbot)


def test_adding_counts_first_and_tells_of_every_file(
    session: Session, strip: StatusStrip, evidence: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = AddDialog(session, strip)
    dialog.open()
    assert not dialog.start.isEnabled() and dialog.found.text() == words.NOTHING_CHOSEN
    dialog.add_paths([evidence, tmp_path / "absent.txt"])
    qtbot.waitUntil(lambda: dialog.survey.done and dialog.start.isEnabled())
    assert dialog.start.text() == "Take in 5 files" and dialog.found.text().endswith("5 TXT")
    assert dialog.problems.text() == "Not to be read: 1 not found"
    dialog.use_list(evidence / "a.txt")
    qtbot.waitUntil(lambda: "no column for the file name" in dialog.list_error.text())
    assert not dialog.start.isEnabled() and session.taking_in is None, "nothing is taken in with a list that is wrong"
    dialog.use_list(tmp_path / "list.csv")
    qtbot.waitUntil(lambda: dialog.list_name.accessibleName() == "list.csv: 3 rows")
    told: list[str] = []
    session.told.connect(told.append)
    press(dialog.start, Qt.Key.Key_Return)
    over(session, qtbot)
    panel = strip.panel
    qtbot.waitUntil(lambda: panel.save.isVisible() and len(session.sources) == 4)
    assert table(panel, FILE, STATE, WHY) == [
        ("a.txt", "Read", ""),
        ("b.txt", "There already", "The same bytes as AB/1."),
        ("empty.txt", "Not read", "The file is empty."),
        ("letter.txt", "Held", "Held: it is, or may be, legally privileged. A named person decides."),
        ("absent.txt", "Not read", "There is no such file; nothing was recorded."),
    ]
    qtbot.waitUntil(lambda: told == ["5 files: 1 read, 1 held, 2 not read, 1 there already"])
    assert strip.what.accessibleName() == told[0]
    assert panel.notice.text() == "1 row of the exhibit list named no file: gone.txt"
    assert sorted(s.exhibit for s in session.sources.values()) == ["", "", "AB/1", "LW/1"]


def test_what_needs_a_look_the_summary_and_trying_again(
    session: Session, strip: StatusStrip, evidence: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    start_taking_in(session, [evidence], by_reference=True)
    over(session, qtbot)
    panel = strip.panel
    qtbot.waitUntil(lambda: panel.again.isVisible() and strip.what.accessibleName().startswith("4 files: "))
    panel.look.click()
    assert table(panel, FILE) == [("empty.txt",)]
    panel.save_summary(tmp_path / "summary.csv")
    qtbot.waitUntil(lambda: strip.what.accessibleName() == "The summary was saved as summary.csv")
    rows = list(csv.reader((tmp_path / "summary.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 5 and [row[3] for row in rows[1:]].count("Read") == 2
    (evidence / "empty.txt").write_text("Now there is something in it.\n")
    assert panel.again.text() == "Try 1 file again"
    press(panel.again, Qt.Key.Key_Space)
    over(session, qtbot)
    qtbot.waitUntil(lambda: table(panel, FILE) == [])
    assert taking(session).counts() == {"read": 3, "duplicate": 1}
    assert all(s.by_reference for s in session.case.store.sources()), "tried again in the way it was given"


def test_what_is_dropped_is_counted_and_asked(
    session: Session, strip: StatusStrip, evidence: Path, qtbot: QtBot
) -> None:
    data = QMimeData()
    data.setText("just words")
    assert not accepted(data)
    data.setUrls([QUrl("https://example.org/a.pdf")])
    assert not accepted(data), "only what is on this machine"
    data.setUrls([QUrl.fromLocalFile(str(evidence))])
    assert accepted(data)
    dropped(session, strip, data)
    dialog = strip.findChild(AddDialog)
    assert dialog is not None and dialog.paths == [evidence]
    qtbot.waitUntil(lambda: dialog.start.text() == "Take in 4 files")
    press(dialog, Qt.Key.Key_Return)
    over(session, qtbot)
    assert taking(session).done() == (4, 4)


def test_nothing_is_dropped_into_a_case_that_is_read_only(
    tmp_path: Path, make_session: MakeSession, evidence: Path, qtbot: QtBot
) -> None:
    working_case(tmp_path / "other").close()
    session, parent, data = make_session(Case.open(tmp_path / "other", write=False)), QWidget(), QMimeData()
    qtbot.addWidget(parent)
    data.setUrls([QUrl.fromLocalFile(str(evidence))])
    with qtbot.waitSignal(session.told) as told:
        dropped(session, parent, data)
    assert told.args == [words.DROPPED_READ_ONLY] and parent.findChild(AddDialog) is None


def test_the_strip_shows_the_latest_of_several_jobs(session: Session, strip: StatusStrip, qtbot: QtBot) -> None:
    session.told.emit("Opened TEST")
    assert strip.what.accessibleName() == "Opened TEST" and not strip.pause.isVisible()
    gate = threading.Event()

    def work(progress: Callable[[str, float, float], bool]) -> None:
        while not gate.wait(0.01):
            if not progress("Reading DN2.pdf, page 41 of 212", 41, 212):
                raise TaskError("cancelled")

    jobs = [session.start(title, work, lane) for title, lane in (("One", "draft"), ("Two", "quick"))]
    qtbot.waitUntil(lambda: strip.what.accessibleName() == "Reading DN2.pdf, page 41 of 212 · and 1 more")
    assert strip.bar.value() == round(1000 * 41 / 212) and strip.stop.accessibleName() == "Cancel: Two"
    strip.stop.click()
    qtbot.waitUntil(lambda: jobs[1].over and strip.stop.accessibleName() == "Cancel: One")
    strip.pause.click()
    qtbot.waitUntil(lambda: strip.what.accessibleName().endswith("· paused"))
    strip.pause.click()
    gate.set()
    qtbot.waitUntil(lambda: strip.what.accessibleName() == "Opened TEST")
    assert [job.state for job in jobs] == ["done", "cancelled"] and not strip.bar.isVisible()
