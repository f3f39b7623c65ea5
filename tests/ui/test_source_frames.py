"""Footage in the source pane: exact frames one by one, both times, turned pictures, movement, the strip."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
import pytest
import source_files as files
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from source_files import FRAMES, open_place, shown_pane, way

from ingest.video.planes import plane_hash
from provenance.anchors import cut_frame
from provenance.records import Box
from ui.place import Place
from ui.session import Session
from ui.source.pane import SourcePane
from ui.strings import source as words

WAIT = 60_000


@pytest.fixture
def pane(footage: Session, qtbot: QtBot) -> SourcePane:
    return shown_pane(footage, qtbot)


def decoded(session: Session, source_id: str) -> list[tuple[Fraction, str]]:
    """Stream time and plane hash of every frame, by PyAV from the beginning."""
    with session.case.store.vault.open(session.case.store.source(source_id)) as stream:
        raw = stream.read()
    with av.open(io.BytesIO(raw)) as container:
        return [((f.pts or 0) * f.time_base, plane_hash(f)) for f in container.decode(video=0)]  # type: ignore[operator]


def wait_exact(pane: SourcePane, qtbot: QtBot, ordinal: int) -> None:
    frames = pane.frame_view
    qtbot.waitUntil(lambda: frames.exact is not None and frames.exact.ordinal == ordinal, timeout=WAIT)


def on_screen(pane: SourcePane) -> files.Pixels:
    return files.rgb(pane.frame_view.view.paper.grab().toImage())


def left_of_box(pixels: files.Pixels) -> int:
    """Where the bright box begins, as a share of 320 pixels."""
    middle = pixels[pixels.shape[0] // 2, 4:-4, 2].astype(int)  # blue: an outline in yellow does not count
    return round((int(np.argmax(middle > 150)) + 4) * 320 / pixels.shape[1])


def test_frames_step_exactly(footage: Session, pane: SourcePane, qtbot: QtBot) -> None:
    """By key and button, forwards over a key frame and back: each is the frame of a full decode."""
    frames, view = decoded(footage, "S5"), pane.frame_view
    open_place(pane, footage, qtbot, Place("S5"))
    assert pane.state == "frame" and view.exact is not None and view.exact.sha256 == frames[0][1]
    view.view.setFocus()
    for key, by in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Period, 1), (Qt.Key.Key_Left, -1), (Qt.Key.Key_Comma, -1)):
        at = view.asked + by
        qtbot.keyClick(view.view, key)
        wait_exact(pane, qtbot, at)
    for ordinal in (*range(1, 14), *range(12, 9, -1)):
        button = pane.tools.stepper.on if ordinal > view.asked else pane.tools.stepper.back
        button.click()
        wait_exact(pane, qtbot, ordinal)
        assert (view.exact.sha256, view.exact.seconds) == (frames[ordinal][1], frames[ordinal][0])
        assert view.facts.which.text() == f"Exact frame {ordinal + 1} of {FRAMES}"
        assert view.facts.hash.toolTip().endswith(frames[ordinal][1])
    assert view.facts.stream_time.text() == "Stream time 0.400 s"
    assert pane.head.heading.accessibleName() == f"walk.mp4, frame 11 of {FRAMES}"


def test_what_is_painted_is_the_frame_that_is_named(footage: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, footage, qtbot, Place("S5"))
    for ordinal in (35, 36, 22, 59):
        pane.frame_view.go(ordinal)
        wait_exact(pane, qtbot, ordinal)
        assert abs(left_of_box(on_screen(pane)) - min(ordinal - 20, 30) * 8) <= 4


def test_a_held_key_does_not_pile_up_and_ends_where_it_should(footage: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, footage, qtbot, Place("S5"))
    view, shown = pane.frame_view, []
    view.begun.connect(lambda: shown.append(view.exact.ordinal))  # type: ignore[union-attr]
    for _ in range(FRAMES * 2):
        view.step(1)
        assert footage.viewing.busy <= 4
    wait_exact(pane, qtbot, FRAMES - 1)
    assert shown == sorted(shown) and shown[-1] == FRAMES - 1
    assert not pane.tools.stepper.on.isEnabled()


def test_a_turned_recording_and_its_region_are_as_displayed(footage: Session, pane: SourcePane, qtbot: QtBot) -> None:
    view = footage.case.viewer.footage("S6")
    frame = next(f for f in view.frames if f.ordinal > 20)
    region = Box(0, 40, 60, 50, 60)  # in coded pixels: left, below the top
    anchor = cut_frame(frame, footage.case.store.source("S6").sha256, region)
    open_place(pane, footage, qtbot, Place("S6", anchor=anchor))
    picture = pane.frame_view.view.picture
    assert picture is not None and picture.height > picture.width
    (outline,) = pane.frame_view.view.marks("region")
    # turned clockwise by 90 degrees: x = 180 − (60 + 60), y = 40
    assert (outline.x(), outline.y(), outline.width(), outline.height()) == (60, 40, 60, 50)
    assert pane.frame_view.facts.movement.text() == words.REGION
    pixels, scale = on_screen(pane).astype(int), pane.frame_view.view.scale
    edge = pixels[round(65 * scale), round(58 * scale) - 4 : round(60 * scale) + 4]
    assert ((edge[:, 0] > 200) & (edge[:, 2] < 150)).any(), "the outline is painted at its left edge"


def test_movement_is_jumped_to_and_named(footage: Session, pane: SourcePane, qtbot: QtBot) -> None:
    events = footage.case.viewer.footage("S5").events
    assert events, "the clip moves"
    open_place(pane, footage, qtbot, Place("S5"))
    qtbot.mouseClick(pane.tools.on, Qt.MouseButton.LeftButton)
    wait_exact(pane, qtbot, events[0].start.ordinal)
    assert pane.frame_view.facts.movement.text() == f"Movement 1 of {len(events)}"
    assert pane.frame_view.view.marks("region")
    assert not pane.tools.back.isEnabled()


def test_the_strip_shows_neighbours_and_goes_to_one(footage: Session, pane: SourcePane, qtbot: QtBot) -> None:
    open_place(pane, footage, qtbot, Place("S5"))
    pane.frame_view.go(30)
    strip = pane.frame_view.strip
    wait_exact(pane, qtbot, 30)
    qtbot.waitUntil(lambda: strip.current == 30 and strip.wanted() is None, timeout=WAIT)
    ordinals = [ordinal for ordinal, _ in strip._rects()]
    assert 30 in ordinals and ordinals == list(range(ordinals[0], ordinals[-1] + 1)) and len(ordinals) > 4
    rect = dict(strip._rects())[31]
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(round(rect.center().x()), round(rect.center().y())))
    wait_exact(pane, qtbot, 31)


def test_a_cited_frame_is_opened_once_it_is_exact(session: Session, qtbot: QtBot) -> None:
    """Of the sample's footage, whose clock is burnt in."""
    pane = shown_pane(session, qtbot, 480, 800)
    claim = next(c for c in session.claims() if c.kind == "observation" and c.citations[0].exhibit == "KP/3")
    citation = claim.citations[1]
    seen: list[bool] = []
    tell = session.place_shown
    session.place_shown = lambda place: (seen.append(pane.frame_view.exact is not None), tell(place))  # type: ignore[method-assign, assignment]
    open_place(pane, session, qtbot, Place.of(citation))
    assert seen == [True] and pane.frame_view.exact.sha256 == citation.anchor.frame_sha256  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: citation.id in session.states[claim.id].opened, timeout=WAIT)
    facts = pane.frame_view.facts
    assert facts.stream_time.text() == f"Stream time {citation.label}"
    clock = session.case.viewer.footage(citation.source_id).clock_at(citation.anchor.seconds)  # type: ignore[union-attr]
    assert clock and facts.clock.text() == f"Camera clock 03/05/2026 {clock}, as burnt in"
    assert "compared with what was taken in" in facts.which.toolTip()


def test_footage_that_is_gone_says_so_and_shows_the_stored_picture(
    footage: Session, pane: SourcePane, qtbot: QtBot
) -> None:
    view = footage.case.viewer.footage("S5")
    anchor = cut_frame(view.frames[0], footage.case.store.source("S5").sha256)
    open_place(pane, footage, qtbot, Place("S6"))
    (footage.case.store.info.folder / "originals" / footage.case.store.source("S5").sha256).unlink()
    footage.show_place(Place("S5", anchor=anchor))
    qtbot.waitUntil(lambda: pane.state == "error", timeout=WAIT)
    assert not pane.frame_view.isVisible() and pane.shown_place is None
    way(pane.stage, words.SHOW_STORED).click()
    qtbot.waitUntil(lambda: pane.state == "frame", timeout=WAIT)
    assert pane.frame_view.facts.which.text().endswith("not exact") and pane.shown_place is None
