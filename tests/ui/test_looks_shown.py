"""A cited frame of footage that was looked at again is told of by the look that took it; dialogs end with a source."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import source_files as files
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from provenance.anchors import cut_frame
from provenance.looked import SENSITIVITY
from provenance.records import Draft
from ui.evidence.link_dialog import LinkDialog
from ui.evidence.rear_dialog import RearDialog
from ui.place import Place
from ui.session import Session
from ui.source.clock_dialog import ClockDialog
from ui.source.look_dialog import LookDialog
from ui.source.pane import SourcePane
from ui.source.still_dialog import StillDialog
from ui.strings import footage as words
from ui.strings import source as source_words

WAIT = 60_000
NARROW = (240, 0, 80, 180)  # the box is there near the end of its way
USUAL = SENSITIVITY["usual"]


def by_hand(session: Session, frame_id: str) -> Draft:
    """A draft with one claim over the whole of a frame."""
    claim = session.case.reviewing.add_frame_claim(None, "S5", frame_id, "A box.")
    return session.case.store.draft(claim.id.partition(".")[0])


def test_a_cited_frame_is_told_of_by_the_look_that_took_it(
    footage: Session, footage_pane: SourcePane, qtbot: QtBot
) -> None:
    store, frames = footage.case.store, footage_pane.frame_view
    first = store.frames("S5")
    start = next(f for f in first if f.event == 0 and f.role == "start")
    (whole,) = store.events("S5")
    place = Place.of(by_hand(footage, start.id).claims[0].citations[0])
    footage.case.look_again("S5", [NARROW], [], USUAL, lambda *_: True)
    (narrow,) = store.events("S5")
    assert start.ordinal < narrow.start.ordinal, "the latest look knows of no movement about the frame"
    files.open_place(footage_pane, footage, qtbot, place)
    assert frames.view.moving(start.ordinal) == whole.region
    assert len(frames.view.marks("region")) == 1
    movement = source_words.MOVEMENT.format(at=1, all=1)
    assert frames.facts.movement.text() == f"{movement}, {words.FOUND_FIRST}"
    assert "Movement sought in the whole picture" in frames.facts.movement.toolTip()
    frames.go(narrow.start.ordinal)
    qtbot.waitUntil(lambda: frames.exact is not None and frames.shown == narrow.start.ordinal, timeout=WAIT)
    limited = words.LOOK_LIMITED.format(movement=movement, limits="only 1 area of the picture watched")
    assert frames.facts.movement.text() == limited and frames.view.moving(frames.named) == narrow.region
    frames.go(start.ordinal + 1)
    qtbot.waitUntil(lambda: frames.exact is not None and frames.shown == start.ordinal + 1, timeout=WAIT)
    assert not frames.facts.movement.text(), "what is not cited is told of by the latest look"
    assert frames.view.moving(frames.named) is None


def test_a_machine_s_citation_is_told_of_by_the_look_of_its_draft(
    footage: Session, footage_pane: SourcePane, qtbot: QtBot
) -> None:
    """The later look took the very same frame, and found something else about it."""
    case, frames = footage.case, footage_pane.frame_view
    draft = case.summarise(None, ["S5"], 0, None, lambda *_: True)
    case.look_again("S5", [], [NARROW], USUAL, lambda *_: True)
    first, latest = case.store.looks("S5")
    taken = {f.ordinal for f in latest.frames}
    citation = next(c for c in draft.claims[0].cited() if c.anchor.ordinal in taken)  # type: ignore[union-attr]
    assert first.events[0].region != latest.events[0].region
    files.open_place(footage_pane, footage, qtbot, Place.of(citation))
    assert frames.view.moving(frames.named) == first.events[0].region
    assert frames.facts.movement.text() == f"{source_words.REGION}, {words.FOUND_FIRST}"
    frame = case.store.source("S5").sha256
    kept = next(f for f in latest.frames if f.ordinal == frames.named)
    files.open_place(footage_pane, footage, qtbot, Place("S5", anchor=cut_frame(kept, frame)))
    assert frames.view.moving(frames.named) == latest.events[0].region
    movement = source_words.MOVEMENT.format(at=1, all=len(latest.events))
    assert frames.facts.movement.text() == f"{movement} (1 area of the picture left out)"


def _looked(session: Session) -> QDialog:
    return LookDialog(session, session.sources["S5"], session.case.viewer.footage("S5"), 0, None)


def _still(session: Session) -> QDialog:
    return StillDialog(session, session.sources["S5"], session.case.viewer.footage("S5"), 0, None, None)


def _clock(session: Session) -> QDialog:
    return ClockDialog(session, session.sources["S5"], None, 0.0, None)


def _link(session: Session) -> QDialog:
    return LinkDialog(session, session.sources["S5"], None)


def _rear(session: Session) -> QDialog:
    return RearDialog(session, Place("S5"), None)


@pytest.mark.parametrize("make", [_looked, _still, _clock, _link, _rear])
def test_a_dialog_closes_when_its_source_is_withheld_and_is_not_asked_once_it_is_gone(
    footage: Session, footage_pane: SourcePane, qtbot: QtBot, make: Callable[[Session], QDialog]
) -> None:
    shown, closed = make(footage), make(footage)
    gone: list[bool] = []
    closed.destroyed.connect(lambda: gone.append(True))
    for one in (shown, closed):
        one.open()
    closed.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone and shown.isVisible()
    footage.sources_withheld.emit(frozenset({"S4"}))
    assert shown.isVisible()
    footage.sources_withheld.emit(frozenset({"S5"}))
    assert not shown.isVisible()
