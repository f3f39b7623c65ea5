"""Areas and sensitivity of footage in a case: drawn, typed, undone, in exact coded pixels; then looked at again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import source_files as files
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from provenance.looked import SENSITIVITY
from ui.evidence.pane import EvidencePane
from ui.place import Place
from ui.session import Session
from ui.source.look_dialog import LookDialog
from ui.source.pane import SourcePane
from ui.strings import footage as words

WAIT = 60_000
USUAL, HIGH = SENSITIVITY["usual"], SENSITIVITY["high"]
Ask = Callable[..., LookDialog]


@pytest.fixture
def ask(footage: Session, footage_pane: SourcePane, qtbot: QtBot) -> Ask:
    """Opens the dialog as it is opened from the pane, and waits for its picture."""

    def dialog(source_id: str, ordinal: int = 30) -> LookDialog:
        view = footage.case.viewer.footage(source_id)
        made = LookDialog(footage, footage.sources[source_id], view, ordinal, None)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: made.picture.picture is not None, timeout=WAIT)
        return made

    return dialog


def draw(dialog: LookDialog, qtbot: QtBot, x: int, y: int, w: int, h: int) -> None:
    """Drag over the picture, in pixels of the picture as displayed."""
    paper, scale = dialog.picture.paper, dialog.picture.scale
    start, end = (QPoint(round(a * scale), round(b * scale)) for a, b in ((x, y), (x + w, y + h)))
    qtbot.mousePress(paper, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(paper, end)
    qtbot.mouseRelease(paper, Qt.MouseButton.LeftButton, pos=end)


def test_areas_are_drawn_typed_turned_and_undone(ask: Ask, qtbot: QtBot) -> None:
    asked = ask("S5")
    assert not asked.look.isEnabled() and asked.said.text() == words.LOOK_SAME
    draw(asked, qtbot, 20, 30, 100, 90)
    asked.use.buttons["mask"].click()
    draw(asked, qtbot, 200, 0, 100, 60)
    assert asked.list.uses == ["watch", "mask"] and asked.list.item(1, 0).text() == "2  Leave out"
    assert asked.look.isEnabled() and not asked.said.text()
    asked.list.item(1, 1).setText("210")
    (watched,), (left_out,) = asked.asked().watch, asked.asked().mask
    assert left_out[0] == 210 and abs(watched[0] - 20) <= 2 and abs(watched[2] - 100) <= 4
    asked.turn.click()
    assert asked.list.uses == ["watch", "watch"] and asked.turn.text() == words.TURN_AREA["watch"]
    asked.undo.click()
    assert asked.list.uses == ["watch", "mask"]
    asked.undo.click()
    assert abs(asked.asked().mask[0][0] - 200) <= 2, "what was typed is taken back"
    asked.list.setFocus()
    qtbot.keyClick(asked.list, Qt.Key.Key_Delete)
    assert asked.list.uses == ["watch"]
    qtbot.keyClick(asked, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked.list.uses == ["watch", "mask"]
    for _ in range(2):
        asked.undo.click()
    assert asked.list.areas == [] and not asked.undo.isEnabled() and not asked.remove.isEnabled()


def test_the_two_uses_are_told_apart_without_colour(ask: Ask, qtbot: QtBot) -> None:
    asked = ask("S5", 0)
    asked.list.add(QRectF(20, 20, 100, 60))
    asked.list.use = "mask"
    asked.list.add(QRectF(180, 20, 100, 60))
    shown, scale = asked.picture.paper.grab().toImage(), asked.picture.scale

    def tones(x: float, y: float) -> set[int]:
        ratio = shown.devicePixelRatio()
        across = range(round(x * scale * ratio), round((x + 60) * scale * ratio))
        return {QColor(shown.pixel(at, round(y * scale * ratio))).lightness() // 16 for at in across}

    assert len(tones(40, 50)) == 1, "what is watched is seen as it is"
    assert len(tones(200, 50)) > 1, "what is left out is hatched"


def test_an_area_on_turned_footage_becomes_exact_coded_pixels(ask: Ask) -> None:
    """The picture of 320 × 180 is displayed turned clockwise by 90 degrees."""
    asked = ask("S6")
    asked.list.add(QRectF(20, 40, 60, 100))
    asked.list.use = "mask"
    asked.list.add(QRectF(0, 0, 1, 320))
    assert asked.asked().watch == ((40, 100, 100, 60),)
    assert asked.asked().mask == ((0, 179, 320, 1),)


def test_what_leaves_nothing_to_look_at_is_said(ask: Ask) -> None:
    asked = ask("S5")
    asked.list.use = "mask"
    asked.list.add(QRectF(0, 0, 320, 100))
    assert asked.look.isEnabled()
    asked.list.add(QRectF(0, 100, 320, 80))
    assert not asked.look.isEnabled() and asked.said.text() == words.LOOK_UNCOVERED


def test_footage_is_looked_at_again_and_shown_so(
    footage: Session, footage_pane: SourcePane, ask: Ask, qtbot: QtBot
) -> None:
    pane = footage_pane
    files.open_place(pane, footage, qtbot, Place("S5"))
    before = footage.case.viewer.footage("S5")
    asked = ask("S5")
    asked.list.add(QRectF(240, 0, 80, 180))
    asked.sensitivity.buttons["high"].click()
    assert "noise" in asked.more.text()
    said: list[str] = []
    footage.told.connect(said.append)
    asked.accept()
    assert not asked.isVisible()
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT)
    look = footage.case.store.look("S5")
    assert look is not None and (look.watch, look.threshold) == (((240, 0, 80, 180),), HIGH)
    assert said == ["walk.mp4 was looked at again: 1 movement found. Earlier drafts keep their frames."]
    start = look.events[0].start.ordinal
    assert start > before.events[0].start.ordinal + 5, "the movement reaches the area later"
    qtbot.waitUntil(lambda: pane.frame_view.footage is not None and len(pane.frame_view.footage.looks) == 2)
    assert [f.ordinal for f in pane.footage.sheet.frames.frames] == sorted({f.ordinal for f in look.frames})
    pane.tools.on.click()
    qtbot.waitUntil(lambda: pane.frame_view.shown == start, timeout=WAIT)
    again = ask("S5")
    assert again.list.areas == [QRectF(240, 0, 80, 180)] and again.sensitivity.value == "high"
    assert not again.look.isEnabled()
    assert footage.case.store.looks("S5")[0].frames == before.frames


def test_the_details_tell_how_it_was_sought(footage: Session, footage_pane: SourcePane, qtbot: QtBot) -> None:
    footage.case.look_again("S5", [(240, 0, 80, 180)], [], HIGH, lambda *_: True)
    pane = EvidencePane(footage)
    qtbot.addWidget(pane)
    pane.show()
    qtbot.waitUntil(lambda: pane.view.sources.count == len(footage.sources))
    assert words.LOOK_BUTTON in [a.text() for a in pane.menu("S5").actions()]
    assert words.LOOK_BUTTON not in [a.text() for a in pane.menu("S4").actions()]
    pane.choose("S5")
    pane.show_details(True)
    qtbot.waitUntil(lambda: pane.details.told is not None and "Last look:" in pane.details.told.text(), timeout=WAIT)
    assert pane.details.told is not None
    assert "Last look: Movement sought in 1 area, sensitivity high; looked at again by" in pane.details.told.text()
    footage.case.look_again("S5", [], [(0, 0, 80, 180)], USUAL, lambda *_: True)
    footage.footage_changed.emit("S5")
    qtbot.waitUntil(lambda: "1 left out" in (pane.details.told.text() if pane.details.told else ""), timeout=WAIT)
