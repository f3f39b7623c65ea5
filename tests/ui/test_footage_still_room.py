"""Footage in the pane: its controls stay where they are, and a look at a part of the picture is told of plainly."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import cast

import pytest
import source_files as files
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from provenance.errors import TaskError
from provenance.footage import ClockReading
from provenance.looked import SENSITIVITY
from provenance.ports import Progress
from provenance.records import Source
from ui.place import Place
from ui.session import Session
from ui.source.look_work import Asked, look_again
from ui.source.pane import SourcePane
from ui.strings import footage as words

WAIT = 60_000
CHECK = {
    "clock_offset": "+00:07:00",
    "clock_checked_by": "PC Bell",
    "clock_checked_against": "speaking clock",
    "clock_checked_at": "2012-01-20 10:00",
}


def places(pane: SourcePane) -> list[tuple[int, int, int, int]]:
    """Where what is clicked stands in the pane, and the picture."""
    frames = pane.frame_view
    parts: tuple[QWidget, ...] = (frames.view, frames.strip, frames.bar.play, frames.facts.check, frames.facts.areas,
                                  frames.facts.still)  # fmt: skip
    found = []
    for one in parts:
        at = one.mapTo(pane, QPoint(0, 0))
        found.append((at.x(), at.y(), one.width(), one.height()))
    return found


def settled(pane: SourcePane, qtbot: QtBot) -> list[tuple[int, int, int, int]]:
    """The same, once no layout is still to be made."""
    passes: list[list[tuple[int, int, int, int]]] = []

    def stands() -> bool:
        passes.append(places(pane))
        return len(passes) > 2 and passes[-1] == passes[-2] == passes[-3]

    qtbot.waitUntil(stands, timeout=WAIT)
    return passes[-1]


@pytest.mark.parametrize("width", [420, 640, 900])
def test_nothing_moves_from_frame_to_frame_nor_while_playing(
    footage: Session, footage_pane: SourcePane, qtbot: QtBot, width: int
) -> None:
    footage.case.change("S5", CHECK)
    footage.refresh_sources()
    frames = footage_pane.frame_view
    footage_pane.resize(width, 760)
    assert frames.footage is not None
    frames.renew(replace(frames.footage, clock=ClockReading("2012-01-14T22:06:13", 1.0, 9)))
    qtbot.waitUntil(lambda: "corrected" in frames.facts.corrected.text().lower(), timeout=WAIT)
    seen: dict[str, list[tuple[int, int, int, int]]] = {}
    for ordinal in (0, 30, 59):
        frames.go(ordinal)
        qtbot.waitUntil(lambda at=ordinal: frames.exact is not None and frames.shown == at, timeout=WAIT)
        seen[f"frame {ordinal}"] = settled(footage_pane, qtbot)
    frames.play(20)
    qtbot.waitUntil(lambda: frames.asked > 24, timeout=WAIT)
    seen["playing"] = places(footage_pane)
    frames.pause()
    seen["paused"] = settled(footage_pane, qtbot)
    assert len({tuple(one) for one in seen.values()}) == 1, seen


def test_a_look_at_a_part_is_told_below_frame_and_sheet(
    footage: Session, footage_pane: SourcePane, qtbot: QtBot
) -> None:
    panel = footage_pane.footage
    assert panel.limits.isHidden()
    footage.case.look_again("S5", [(240, 0, 80, 180)], [], SENSITIVITY["high"], lambda *_: True)
    footage.footage_changed.emit("S5")
    qtbot.waitUntil(lambda: not panel.limits.isHidden(), timeout=WAIT)
    assert panel.limits.text() == "How movement was sought: only 1 area of the picture watched, sensitivity high."
    panel.turn("sheet")
    assert panel.limits.isVisible()
    files.open_place(footage_pane, footage, qtbot, Place("S6"))
    assert panel.limits.isHidden()


def test_a_look_that_is_cancelled_is_said(
    footage: Session, footage_pane: SourcePane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def long(*asked: object) -> Source:
        progress = cast("Progress", asked[-1])
        while progress("Looking again", 0, 1):
            threading.Event().wait(0.01)
        raise TaskError("cancelled")

    monkeypatch.setattr(footage.case, "look_again", long)  # the clip is short: it might be over before it is stopped
    said: list[str] = []
    footage.told.connect(said.append)
    source: Source = footage.sources["S5"]
    look_again(footage, source, Asked(((0, 0, 50, 50),), (), SENSITIVITY["usual"]))
    for job in footage.jobs.jobs():
        job.cancel()
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT)
    assert said == [words.LOOK_CANCELLED.format(title=source.title)]
    assert len(footage.case.store.looks("S5")) == 1
