"""Taking in from the window: adding, following each file, pausing, skipping, stopping, trying again, closing midway."""

from __future__ import annotations

import csv
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sessions import MakeSession

sys.path.append(str(Path(__file__).parents[1] / "app"))
from working_case import GivenReader, PlainEmbedder, working_case

from app.case import Case
from app.watch import FileProgress
from ingest.index import ExactIndex
from ingest.items import Advance, Opened, PassageSpan
from provenance.errors import CaseError, TaskError
from provenance.ports import Limits, Open, Task
from provenance.records import Part, Source
from ui.intake.add_dialog import AddDialog
from ui.intake.closing import ClosingDialog, ask_before_closing
from ui.intake.dropping import accepted, dropped
from ui.intake.files_model import FILE, LEFT, STATE, WHY
from ui.intake.panel import IntakePanel
from ui.intake.strip import StatusStrip
from ui.intake.taking import Batch, Taking, start_taking_in, taking_of
from ui.place import Place
from ui.session import Session
from ui.strings import intake as words

PLAIN = "At 14:20 I saw a man in a blue coat by the ticket hall. He ran towards the footbridge, and away.\n"
READ = (Opened("text"), Part(0, "block", "He ran.\n"), PassageSpan(0, 7, "He ran.", (), ""))


class SteppedReader(GivenReader):
    """Holds every file at half of it until it is told to finish the next one."""

    def __init__(self) -> None:
        super().__init__()
        self._finish: list[Callable[[], None]] = []

    def submit(
        self,
        task: Task,
        original: Open | None = None,
        limits: Limits | None = None,
        on_item: Callable[[object], None] | None = None,
    ) -> Future[list[object]]:
        future = super().submit(task, original, limits)
        assert on_item is not None
        on_item(Opened("text"))
        on_item(Advance(1, 2))

        def finish() -> None:
            for item in READ:
                on_item(item)
            future.set_result([])

        self._finish.append(finish)
        return future

    @property
    def waiting(self) -> int:
        return len(self._finish)

    def finish(self, count: int = 1) -> None:
        for _ in range(count):
            self._finish.pop(0)()


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
    made = StatusStrip(session)
    qtbot.addWidget(made)
    made.resize(1280, 360)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def taking(session: Session) -> Taking:
    found = taking_of(session)
    assert found is not None
    return found


def over(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not session.jobs.active(), timeout=60_000)


def table(panel: IntakePanel, *columns: int) -> list[tuple[str, ...]]:
    model = panel.table.model()
    return [tuple(str(model.index(n, c).data()) for c in columns) for n in range(model.rowCount())]


def states(panel: IntakePanel) -> dict[str, str]:
    panel.poll()
    return dict(table(panel, FILE, STATE))  # type: ignore[arg-type]


def press(qtbot: QtBot, widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(widget, key)


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
    press(qtbot, dialog.start, Qt.Key.Key_Return)
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
    qtbot.waitUntil(lambda: panel.again.isVisible())
    panel.look.click()
    assert table(panel, FILE) == [("empty.txt",)]
    panel.save_summary(tmp_path / "summary.csv")
    qtbot.waitUntil(lambda: strip.what.accessibleName() == "The summary was saved as summary.csv")
    rows = list(csv.reader((tmp_path / "summary.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 5 and [row[3] for row in rows[1:]].count("Read") == 2
    (evidence / "empty.txt").write_text("Now there is something in it.\n")
    assert panel.again.text() == "Try 1 file again"
    press(qtbot, panel.again, Qt.Key.Key_Space)
    over(session, qtbot)
    qtbot.waitUntil(lambda: table(panel, FILE) == [])
    assert taking(session).counts() == {"read": 3, "duplicate": 1}
    assert all(s.by_reference for s in session.case.store.sources()), "tried again in the way it was given"


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
    press(qtbot, strip.pause, Qt.Key.Key_Space)
    assert job.state == "paused" and strip.pause.text() == words.RESUME
    qtbot.waitUntil(lambda: panel.resume.isVisible() and panel.summary.accessibleName().endswith("paused"))
    panel.table.setFocus()
    panel.table.selectRow(1)
    press(qtbot, panel.table, Qt.Key.Key_Delete)
    assert states(panel)["b.txt"] == words.LEFT_OUT_SOON
    press(qtbot, panel.resume, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: reader.futures[1].cancelled())
    reader.finish()
    reader._finish.pop(0)
    reader.finish(2)
    over(session, qtbot)
    qtbot.waitUntil(lambda: panel.again.isVisible())
    assert list(states(panel).values()) == ["Read", "Not read", "Read", "Read"]
    assert "A person asked" in dict(table(panel, FILE, WHY))["b.txt"]
    panel.table.selectRow(0)
    with qtbot.waitSignal(session.place_asked) as asked:
        press(qtbot, panel.table, Qt.Key.Key_Return)
    assert asked.args == [Place("S1")]
    press(qtbot, panel.table, Qt.Key.Key_Escape)
    assert panel.isHidden()
    qtbot.waitUntil(strip.files.hasFocus)
    press(qtbot, strip.files, Qt.Key.Key_Space)
    assert panel.isVisible() and strip.files.text() == words.HIDE_FILES


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
    panel.stop.click()
    over(session, qtbot)
    assert time.monotonic() - began < 2 and job.state == "cancelled"
    qtbot.waitUntil(lambda: panel.notice.text() == "Stopped. 1 of 4 files are done and kept.")
    assert panel.go_on.text() == "Go on with 3 files"
    session.case.__dict__["embedder"] = PlainEmbedder()  # stopping ended the one before
    panel.go_on.click()
    qtbot.waitUntil(lambda: reader.waiting == 6)
    reader._finish[:3] = []
    reader.finish(3)
    over(session, qtbot)
    qtbot.waitUntil(lambda: panel.save.isVisible())
    assert set(states(panel).values()) == {"Read"} and panel.notice.isHidden()


def test_closing_midway_asks_and_all_that_was_reported_is_there(
    session: Session, strip: StatusStrip, reader: SteppedReader, files: list[Path], make_session: MakeSession,
    qtbot: QtBot,
) -> None:  # fmt: skip
    assert ask_before_closing(session, strip), "nothing runs: nothing is asked"
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
    assert session.jobs.close(5)
    session.case.close()
    case = Case.open(folder)
    case.__dict__.update(embedder=PlainEmbedder(), index=ExactIndex())
    again = make_session(case)
    with qtbot.waitSignal(again.sources_changed):
        again.refresh_sources()
    assert set(again.sources) == reported == {"S1", "S2"}
    start_taking_in(again, files)
    over(again, qtbot)
    assert taking(again).counts() == {"duplicate": 2, "read": 2}


def answered(session: Session, parent: QWidget, key: Qt.Key, stop: bool = False) -> bool:
    """What comes of asking before closing, answered by a key."""
    said: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ClosingDialog)
        said.extend(w.text() for w in dialog.findChildren(QWidget) if hasattr(w, "text"))
        QApplication.sendEvent(dialog, _pressed(key)) if not stop else dialog.stop.click()

    QTimer.singleShot(0, answer)
    closed = ask_before_closing(session, parent)
    assert "Taking in: 2 of 4 files are done and are kept." in " ".join(said)
    return closed


def _pressed(key: Qt.Key) -> object:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

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
    press(qtbot, dialog, Qt.Key.Key_Return)
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


def worked(act: Callable[[], object]) -> float:
    """Seconds of this thread's processor time that something takes, with what it leaves for the event loop."""
    began = time.thread_time()
    act()
    QApplication.processEvents()
    return time.thread_time() - began
