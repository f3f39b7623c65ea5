"""Taking in from the window: following each file, pausing, skipping, stopping, going on, closing midway."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from intake_case import PLAIN, over, press, shown_strip, states, table, taking, worked
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from working_case import PlainEmbedder, SteppedReader, working_case

from app import messages
from app.case import Case
from app.taking_in import why
from app.watch import FileProgress
from ingest.index import ExactIndex
from provenance.errors import CaseError
from provenance.records import Source
from ui.intake.closing import ClosingDialog, ask_before_closing
from ui.intake.files_model import FILE, LEFT, STATE, WHY, FilesModel
from ui.intake.files_view import FilesView
from ui.intake.onward import Onward
from ui.intake.strip import StatusStrip
from ui.intake.taking import Batch, Taking, start_taking_in
from ui.place import Place
from ui.session import Session
from ui.strings import intake as words


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "files").mkdir()
    made = [tmp_path / "files" / f"{name}.txt" for name in "abcd"]
    for path in made:
        path.write_text(PLAIN + path.stem)
    return made


@pytest.fixture
def session(tmp_path: Path, make_session: MakeSession) -> Session:
    return make_session(working_case(tmp_path / "case"))


@pytest.fixture
def reader(session: Session) -> Iterator[SteppedReader]:
    made = SteppedReader()
    session.case.__dict__["readers"] = made
    yield made
    for job in session.jobs.active():
        job.cancel()


@pytest.fixture
def strip(session: Session, qtbot: QtBot) -> StatusStrip:
    return shown_strip(session, qtbot)


def test_pausing_skipping_and_going_on_by_keyboard(
    session: Session, strip: StatusStrip, reader: SteppedReader, files: list[Path], qtbot: QtBot
) -> None:
    job = start_taking_in(session, files)
    panel = strip.panel
    assert panel.isVisible()
    qtbot.waitUntil(lambda: reader.waiting == 4)
    qtbot.waitUntil(lambda: states(panel)["a.txt"] == "Reading, 50%")
    qtbot.waitUntil(lambda: strip.what.accessibleName() == "Reading a.txt · 0 of 4 files" and strip.bar.isVisible())
    strip.pause.setFocus()
    press(strip.pause, Qt.Key.Key_Space)
    assert job.state == "paused" and strip.pause.text() == words.RESUME
    qtbot.waitUntil(lambda: strip.pause.text() == words.RESUME and panel.summary.accessibleName().endswith("paused"))
    panel.table.setFocus()
    panel.table.selectRow(1)
    press(panel.table, Qt.Key.Key_Delete)
    assert states(panel)["b.txt"] == words.LEFT_OUT_SOON
    assert not any(one.isVisible() for one in (panel.pause, panel.resume, panel.stop)), "they stand once, below"
    press(strip.pause, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: reader.futures[1].cancelled())
    reader.finish()
    reader.steps.pop(0)
    reader.finish(2)
    over(session, qtbot)
    qtbot.waitUntil(lambda: panel.again.isVisible())
    assert list(states(panel).values()) == ["Read", "Not read", "Read", "Read"]
    assert "A person asked" in dict(table(panel, FILE, WHY))["b.txt"]
    panel.table.selectRow(0)
    with qtbot.waitSignal(session.place_asked) as asked:
        press(panel.table, Qt.Key.Key_Return)
    assert asked.args == [Place("S1")]
    press(panel.table, Qt.Key.Key_Escape)
    assert panel.isHidden()
    qtbot.waitUntil(strip.files.hasFocus)
    press(strip.files, Qt.Key.Key_Space)
    assert panel.isVisible() and strip.files.text() == words.HIDE_FILES


def test_the_bar_never_goes_back_when_more_is_found_to_do() -> None:
    onward = Onward()
    shown = [onward.tell(share) for share in (0.2, 0.8, 0.4, 0.7, 0.3, 1.0)]
    assert shown == sorted(shown) and shown[1] == pytest.approx(0.8)
    assert shown[2] == shown[1] and shown[3] == pytest.approx(0.9), "what is left fills what is left of the bar"
    assert shown[-1] == pytest.approx(1.0)


def test_the_list_follows_the_work_until_somebody_scrolls_away(qtbot: QtBot) -> None:
    taking, view = Taking(), FilesView()
    qtbot.addWidget(view)
    view.resize(700, 200)
    view.show()
    rows = [FileProgress(Path(f"/x/{n}"), f"{n}.txt", "text", 9) for n in range(300)]
    taking.tell(rows)
    model = FilesModel(taking, lambda _: None, view)
    view.show_files(model)

    def at_work(number: int) -> bool:
        """Whether this file is in sight once it is being read, all before it being done."""
        taking.tell([replace(row, stage="done", outcome="read") for row in rows[:number]])
        taking.tell([replace(row, stage="reading") for row in rows[number : number + 3]])
        model.poll()
        view.follow()
        return view.viewport().rect().contains(view.visualRect(model.index(number, FILE)))

    assert model.at_work() is None and at_work(0) and at_work(120) and at_work(121)
    view.verticalScrollBar().setValue(0)
    assert not at_work(200), "somebody looks elsewhere"
    view.scrollTo(model.index(200, FILE))
    assert at_work(200) and at_work(280), "back at the work, it is followed again"
    view.selectRow(280)
    view.verticalScrollBar().setValue(0)
    assert not at_work(281), "a row was chosen: the list stands still"


def test_sources_are_listed_while_others_are_still_read(
    session: Session, strip: StatusStrip, reader: SteppedReader, files: list[Path], qtbot: QtBot
) -> None:
    start_taking_in(session, files)
    qtbot.waitUntil(lambda: reader.waiting == 4)
    reader.finish()
    qtbot.waitUntil(lambda: list(session.sources) == ["S1"], timeout=10_000)
    assert session.jobs.active("intake")


def test_stopping_keeps_what_is_done_and_goes_on_from_there(
    session: Session, strip: StatusStrip, reader: SteppedReader, files: list[Path], qtbot: QtBot
) -> None:
    job = start_taking_in(session, files)
    qtbot.waitUntil(lambda: reader.waiting == 4)
    reader.finish()
    panel = strip.panel
    qtbot.waitUntil(lambda: states(panel)["a.txt"] == "Read")
    began = time.monotonic()
    strip.stop.click()
    over(session, qtbot)
    assert time.monotonic() - began < 2 and job.state == "cancelled"
    qtbot.waitUntil(lambda: panel.notice.text() == "Stopped. 1 of 4 files are done and kept.")
    assert panel.go_on.text() == "Go on with 3 files"
    session.case.__dict__["embedder"] = PlainEmbedder()  # stopping ended the one before
    panel.go_on.click()
    qtbot.waitUntil(lambda: reader.waiting == 6)
    reader.steps[:3] = []
    reader.finish(3)
    over(session, qtbot)
    qtbot.waitUntil(lambda: panel.save.isVisible())
    assert set(states(panel).values()) == {"Read"} and panel.notice.isHidden()


def test_closing_midway_asks_and_all_that_was_reported_is_there(
    session: Session, strip: StatusStrip, reader: SteppedReader, files: list[Path], make_session: MakeSession,
    qtbot: QtBot,
) -> None:  # fmt: skip
    assert ask_before_closing(session, [], strip), "nothing runs: nothing is asked"
    start_taking_in(session, files)
    qtbot.waitUntil(lambda: reader.waiting == 4)
    reader.finish(2)
    qtbot.waitUntil(lambda: taking(session).counts().get("read") == 2)
    assert not answered(session, strip, Qt.Key.Key_Escape)
    assert not answered(session, strip, Qt.Key.Key_Return), "Enter keeps working"
    assert session.jobs.active()
    assert answered(session, strip, Qt.Key.Key_Space, stop=True)
    reported = {row.source_id for row in taking(session).rows if row.source_id}
    folder = session.case.store.info.folder
    session.close()
    session.end(5)
    case = Case.open(folder)
    case.__dict__.update(embedder=PlainEmbedder(), index=ExactIndex())
    again = make_session(case)
    with qtbot.waitSignal(again.sources_changed):
        again.refresh_sources()
    assert set(again.sources) == reported == {"S1", "S2"}
    start_taking_in(again, files)
    over(again, qtbot)
    assert taking(again).counts() == {"before": 2, "read": 2}, "they are no copies of themselves"
    rows = [row for row in taking(again).rows if row.again]
    assert [why(row.source) for row in rows] == 2 * [messages.sentence("taken_before")]  # type: ignore[arg-type]
    assert "2 read, 2 taken in before" in words.summary(taking(again).counts())


def answered(session: Session, parent: QWidget, key: Qt.Key, stop: bool = False) -> bool:
    """What comes of asking before closing, answered by a key."""
    said: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ClosingDialog)
        said.extend(w.text() for w in dialog.findChildren(QWidget) if hasattr(w, "text"))
        QApplication.sendEvent(dialog, _pressed(key)) if not stop else dialog.stop.click()

    QTimer.singleShot(0, answer)
    closed = ask_before_closing(session, [], parent)
    assert "Taking in: 2 of 4 files are done and are kept." in " ".join(said)
    return closed


def _pressed(key: Qt.Key) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


def test_a_full_disk_says_what_was_kept(
    session: Session, strip: StatusStrip, files: list[Path], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, add = session.case.store, session.case.store.add_source

    def full(source: Source, *rest: object) -> Source:
        if source.name == "c.txt":
            raise CaseError("disk_full")
        return add(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "add_source", full)
    with qtbot.waitSignal(session.failed, timeout=60_000):
        start_taking_in(session, files)
    panel = strip.panel
    qtbot.waitUntil(lambda: panel.go_on.isVisible())
    assert panel.notice.text().startswith("The disk is full;")
    assert panel.notice.text().endswith("2 of 4 files are done and kept.")
    monkeypatch.setattr(store, "add_source", add)
    session.case.__dict__["embedder"] = PlainEmbedder()  # a failure ends the one before
    panel.go_on.click()
    over(session, qtbot)
    qtbot.waitUntil(lambda: panel.notice.isHidden())
    assert taking(session).counts() == {"read": 4}


def test_a_second_adding_joins_the_first_and_the_next_begins_anew(
    session: Session, strip: StatusStrip, reader: SteppedReader, files: list[Path], qtbot: QtBot
) -> None:
    start_taking_in(session, files[:1])
    first = taking(session)
    start_taking_in(session, files[1:2])
    assert taking(session) is first
    for _ in range(2):
        qtbot.waitUntil(lambda: reader.waiting == 1)
        reader.finish()
    over(session, qtbot)
    assert first.counts() == {"read": 2}
    start_taking_in(session, files[2:3])
    assert taking(session) is not first
    qtbot.waitUntil(lambda: reader.waiting == 1)
    reader.finish()
    over(session, qtbot)
    qtbot.waitUntil(lambda: states(strip.panel) == {"c.txt": "Read"})


def test_twenty_thousand_files_are_followed_without_a_pause(session: Session, strip: StatusStrip) -> None:
    gc.collect()  # what other tests left is not to be looked at while time is taken
    session.taking_in = many = Taking()
    many.begin(Batch((), None, False))
    rows = [FileProgress(Path(f"/e/{n}.txt"), f"{n}.txt", "text", 5) for n in range(20_000)]
    strip.refresh()
    QApplication.processEvents()  # the panel itself is drawn
    panel, model = strip.panel, strip.panel.table.model()
    for at in range(0, len(rows), 1000):
        many.tell(rows[at : at + 1000])
    assert worked(panel.poll) < 0.05 and model.rowCount() == 20_000
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    many.tell([replace(rows[n], stage="reading", share=0.5) for n in (7, 8, 9, 500)])
    assert worked(panel.poll) < 0.05
    assert told == [(7, 9), (500, 500)], "only what changed is painted again"
    assert model.index(7, STATE).data() == "Reading, 50%" and model.index(7, LEFT).data() == ""
    many.tell([replace(row, stage="done", outcome="refused", reason="file_empty") for row in rows[::2]])
    assert worked(panel.poll) < 0.05
    assert worked(lambda: panel.show_look(True)) < 0.05 and model.rowCount() == 10_000
    assert worked(lambda: panel.table.scrollToBottom()) < 0.05
