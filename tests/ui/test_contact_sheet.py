"""The contact sheet: every citable frame with its times, read as it comes into sight; it opens frames."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sessions import MakeSession, go_on
from source_files import open_place, shown_pane
from test_accessible import check
from watchdog import Watchdog

from app.case import Case
from ui.place import Place
from ui.session import Session
from ui.source.contact_cell import _broken, cell_size
from ui.source.pane import SourcePane

WAIT = 30_000
WALKS = 30


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with footage in which a box crosses again and again, with rests between."""
    folder = tmp_path_factory.mktemp("many")
    with av.open(str(folder / "walks.mp4"), "w") as made:
        stream = made.add_stream("libx264", rate=10, options={"g": "20", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for at in range(WALKS * 40):
            picture = np.full((96, 160, 3), 40, np.uint8)
            step = at % 40
            if 2 <= step < 10:
                picture[30:70, step * 12 : step * 12 + 30] = 230
            made.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        made.mux(stream.encode())
    with Case.create(folder / "case", "MANY") as case:
        case.add([folder / "walks.mp4"], lambda _: None, go_on)
    return folder / "case"


@pytest.fixture
def session(many: Path, make_session: MakeSession) -> Session:
    return make_session(Case.open(many, write=False))


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> SourcePane:
    made = shown_pane(session, qtbot, 520, 700)
    open_place(made, session, qtbot, Place("S1"))
    return made


def test_every_citable_frame_is_there_and_read_only_when_in_sight(
    session: Session, pane: SourcePane, qtbot: QtBot
) -> None:
    sheet, view = pane.footage.sheet, session.case.viewer.footage("S1")
    assert len(view.frames) > 60
    pane.head.faces["sheet"].click()
    assert pane.footage.face == "sheet" and sheet.frames.rowCount() == len({f.ordinal for f in view.frames})
    qtbot.waitUntil(lambda: bool(sheet.pictures) and not sheet._reading.busy and not sheet._wanted, timeout=WAIT)
    assert 6 <= len(sheet.pictures) < len(view.frames) / 2 and all(sheet.pictures.values())
    last = sheet.frames.frames[-1]
    assert last.id not in sheet.pictures
    with Watchdog() as dog:
        for value in range(0, sheet.verticalScrollBar().maximum() + 1, 60):
            sheet.verticalScrollBar().setValue(value)
            sheet.viewport().repaint()
        sheet.verticalScrollBar().setValue(sheet.verticalScrollBar().maximum())
        qtbot.waitUntil(lambda: sheet.pictures.get(last.id) is not None, timeout=WAIT)
    assert dog.longest < 0.5  # of the whole sheet painted at once, in one turn of the loop


def test_cells_say_what_they_are_and_when(session: Session, pane: SourcePane) -> None:
    frames = pane.footage.sheet.frames
    told = [", ".join(frames.cell(row).headings) for row in range(4)]
    spoken = [str(frames.data(frames.index(row), Qt.ItemDataRole.AccessibleTextRole)) for row in range(4)]
    assert [one.partition(", stream")[0] for one in spoken] == told
    assert all("stream time" in one for one in spoken)
    assert frames.cell(0).times.seconds == "0.000"


def test_a_frame_that_is_several_things_is_shown_once_with_all_of_them(session: Session, pane: SourcePane) -> None:
    frames, view = pane.footage.sheet.frames, session.case.viewer.footage("S1")
    ordinals = [frame.ordinal for frame in frames.frames]
    assert ordinals == sorted(set(ordinals)) == sorted({f.ordinal for f in view.frames})
    assert len(ordinals) < len(view.frames) and frames.most > 1, "some movements are at their most where they begin"
    told = [heading for row in range(len(ordinals)) for heading in frames.cell(row).headings]
    assert len(told) == len(view.frames) == len(set(told)), "no word is lost, and none is said twice"
    assert told[:4] == ["First frame", "Movement 1 begins", "Movement 1 at its most", "Movement 1 ends"]


def test_times_are_broken_into_lines_and_never_cut(session: Session, pane: SourcePane) -> None:
    sheet = pane.footage.sheet
    told = "corrected 14/01/2012 21:59:13 GMT (clock checked 14 years after)"
    lines = _broken(told, 140)
    assert len(lines) > 1 and " ".join(lines) == told and _broken("0.120 s", 140) == ["0.120 s"]
    before = cell_size(sheet).whole.height()
    for row in (0, len(sheet.frames.frames) - 1):
        cell = sheet.frames.cell(row)
        sheet.frames._cells[row] = replace(cell, times=replace(cell.times, corrected=told))
    assert cell_size(sheet).whole.height() > before, "there is room for all of them"


def test_a_click_or_enter_opens_the_frame_exactly(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    footage, sheet = pane.footage, pane.footage.sheet
    footage.turn("sheet")
    qtbot.waitUntil(lambda: bool(sheet.pictures), timeout=WAIT)
    third = sheet.frames.index(2)
    at = sheet.visualRect(third).center()
    qtbot.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=at)
    wanted = sheet.frames.frames[2]
    assert footage.face == "frame" and pane.head.faces["frame"].isChecked()
    qtbot.waitUntil(lambda: footage.frames.exact is not None and footage.frames.exact.ordinal == wanted.ordinal,
                    timeout=WAIT)  # fmt: skip
    assert footage.frames.exact is not None and footage.frames.exact.sha256 == wanted.sha256
    footage.turn("sheet")
    assert sheet.currentIndex().row() == 2, "the frame that was up is the marked one"
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert footage.frames.asked == sheet.frames.frames[3].ordinal and footage.face == "frame"


@pytest.mark.parametrize("face", ["frame", "sheet"])
def test_all_of_footage_is_reached_by_tab_and_has_a_name(pane: SourcePane, qtbot: QtBot, face: str) -> None:
    pane.activateWindow()
    pane.footage.turn(face)
    assert check(qtbot, pane) >= (11 if face == "frame" else 6)


def test_a_frame_behind_the_sheet_is_not_seen(session: Session, pane: SourcePane, qtbot: QtBot) -> None:
    """What is decoded while the sheet is up counts only once it is looked at."""
    told: list[object] = []
    pane.sights.all_seen.connect(told.append)
    place = Place("S1", anchor=None)
    session.show_place(place)
    pane.footage.turn("sheet")
    qtbot.waitUntil(lambda: pane.frame_view.exact is not None, timeout=WAIT)
    if pane.footage.face == "sheet":
        assert told == []
    pane.footage.turn("frame")
    qtbot.waitUntil(lambda: pane.shown_place == place, timeout=WAIT)
