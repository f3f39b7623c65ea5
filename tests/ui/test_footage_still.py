"""Stills: the exact frame with areas made unreadable by hand, its caption and hash, written once and logged."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import source_files as files
from PIL import Image
from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot
from sessions import MakeSession
from source_files import shown_pane

from ui.session import Session
from ui.source.still_dialog import StillDialog

WAIT = 60_000


@pytest.fixture
def footage(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, make_session: MakeSession, qtbot: QtBot
) -> Session:
    session = make_session(files.taken_in(tmp_path_factory, tmp_path / "footage"))
    shown_pane(session, qtbot)  # so that the sources are known
    return session


def dialog(session: Session, qtbot: QtBot, source_id: str, ordinal: int) -> StillDialog:
    view = session.case.viewer.footage(source_id)
    event = next(e for e in view.events if e.start.ordinal <= ordinal <= e.end.ordinal)
    made = StillDialog(session, session.sources[source_id], view, ordinal, event.region, None)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.write.isEnabled(), timeout=WAIT)
    return made


def test_an_area_is_drawn_typed_and_taken_away(footage: Session, qtbot: QtBot) -> None:
    asked = dialog(footage, qtbot, "S5", 30)
    paper, scale = asked.picture.paper, asked.picture.scale
    start, end = QPoint(round(80 * scale), round(60 * scale)), QPoint(round(130 * scale), round(120 * scale))
    qtbot.mousePress(paper, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(paper, end)
    qtbot.mouseRelease(paper, Qt.MouseButton.LeftButton, pos=end)
    (area,) = asked.list.areas
    assert abs(area.x() - 80) <= 2 and abs(area.width() - 50) <= 4
    asked.list.item(0, 2).setText("1000")
    assert asked.list.areas[0].right() <= 320, "what leads out of the picture is cut off"
    asked.list.item(0, 0).setText("left")
    assert asked.list.item(0, 0).text() == str(round(area.x())), "what is no number is put back"
    asked.add.click()
    assert len(asked.list.areas) == 2 and asked.picture.chosen == 1
    asked.remove.click()
    asked.remove.click()
    assert asked.list.areas == [] and not asked.remove.isEnabled()


@pytest.mark.parametrize("source_id", ["S5", "S6"])
def test_a_still_is_written_blurred_and_logged(footage: Session, qtbot: QtBot, tmp_path: Path, source_id: str) -> None:
    """Of upright footage and of footage that is turned: the area as displayed, and nothing else, is unreadable."""
    asked = dialog(footage, qtbot, source_id, 30)
    shown = files.rgb(asked.picture.picture.image).astype(int)  # type: ignore[union-attr]
    bright = np.argwhere(shown[:, :, 0] > 150)
    (top, left), (bottom, right) = bright.min(axis=0), bright.max(axis=0)
    asked.list.add(QRectF(left - 8, top - 8, right - left + 17, bottom - top + 17))
    asked.scale.setChecked(False)
    out = tmp_path / "still.png"
    asked.file.setText(str(out))
    asked.accept()
    qtbot.waitUntil(lambda: "SHA-256" in asked.said.text().replace("\u200b", ""), timeout=WAIT)
    with Image.open(out) as image:
        picture = np.asarray(image.convert("RGB")).astype(int)[: shown.shape[0], : shown.shape[1]]
    changed = np.abs(picture - shown).max(axis=2) > 24
    where = np.argwhere(changed)
    assert len(where) > 50, "the edges of the box are gone"
    assert where.min() >= 0 and (where.min(axis=0) >= (top - 9, left - 9)).all()
    assert (where.max(axis=0) <= (bottom + 9, right + 9)).all()
    facts = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))
    assert facts["frame_sha256"] == footage.case.viewer.frame(source_id, 30).sha256
    assert footage.case.store.audit_entries()[-1].action == "still_exported"


def test_a_file_that_is_there_is_asked_about(footage: Session, qtbot: QtBot, tmp_path: Path) -> None:
    asked = dialog(footage, qtbot, "S5", 30)
    out = tmp_path / "still.png"
    out.write_bytes(b"mine")
    asked.file.setText(str(out))
    asked.accept()
    qtbot.waitUntil(asked.replace.isVisible, timeout=WAIT)
    assert out.read_bytes() == b"mine"
    asked.replace.click()
    qtbot.waitUntil(lambda: out.read_bytes()[:4] == b"\x89PNG", timeout=WAIT)
    asked.file.setText(str(footage.case.store.info.folder / "still.png"))
    qtbot.waitUntil(asked.write.isEnabled, timeout=WAIT)
    asked.accept()
    qtbot.waitUntil(lambda: "own folder" in asked.said.text(), timeout=WAIT)


def test_faces_are_suggested_and_some_are_said_to_be_missed(footage: Session, qtbot: QtBot) -> None:
    asked = dialog(footage, qtbot, "S5", 30)
    asked.suggest.click()
    qtbot.waitUntil(asked.suggest.isEnabled, timeout=WAIT)
    assert "Some are missed" in asked.suggested.text()
