"""Playing around a frame: at the frames' own time stamps, each picture under its own name, and never in the way."""

from __future__ import annotations

import time
from dataclasses import replace

import source_files as files
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from source_files import FRAMES, open_place
from watchdog import BLOCKED, Watchdog

from ui.place import Place
from ui.session import Session
from ui.source.pane import SourcePane
from ui.source.player import window_around

WAIT = 30_000


def left_of_box(pane: SourcePane) -> int:
    """Where the bright box begins on the picture that is up, as a share of 320 pixels."""
    picture = pane.frame_view.view.picture
    assert picture is not None
    pixels = files.rgb(picture.image)
    bright = pixels[pixels.shape[0] // 2, :, 2] > 150
    return round(int(bright.argmax()) * 320 / pixels.shape[1])


def test_each_picture_that_is_played_is_the_frame_that_is_named(footage_pane: SourcePane, qtbot: QtBot) -> None:
    """By the place of the box, which no two frames from 20 to 50 share; and no sooner than their stamps say."""
    frames = footage_pane.frame_view
    seen: list[tuple[int, int, str, float]] = []
    frames.player.shown.connect(
        lambda n, _: seen.append((n, left_of_box(footage_pane), frames.facts.stream_time.text(), time.monotonic()))
    )
    frames.view.setFocus()
    with Watchdog() as dog:
        qtbot.keyClick(frames.view, Qt.Key.Key_Space)
        assert frames.player.playing
        qtbot.waitUntil(lambda: not frames.player.playing, timeout=WAIT)
    assert [n for n, *_ in seen] == sorted({n for n, *_ in seen})
    assert (seen[0][0], seen[-1][0]) == (0, FRAMES - 1)
    for n, left, said, _ in seen:
        assert abs(left - min(max(0, n - 20), 30) * 8) <= 2
        assert said == f"Stream time {n / 25:.3f} s"
    (first, *_, begun), (last, *_, ended) = seen[0], seen[-1]
    assert ended - begun >= (last - first) / 25 - 0.05
    assert dog.longest < BLOCKED
    qtbot.waitUntil(lambda: frames.exact is not None, timeout=WAIT)
    assert frames.exact is not None and frames.exact.ordinal == FRAMES - 1
    assert frames.facts.which.text().startswith("Exact frame 60")


def test_playing_stops_at_the_frame_that_is_up_and_steps_from_there(footage_pane: SourcePane, qtbot: QtBot) -> None:
    frames = footage_pane.frame_view
    frames.bar.speed.setCurrentIndex(0)
    assert "quarter" in frames.bar.speed.accessibleName()
    frames.bar.play.click()
    qtbot.waitUntil(lambda: frames.asked >= 3 and frames.player.playing, timeout=WAIT)
    assert (
        frames.facts.which.text() == f"Playing: frame {frames.asked + 1} of {FRAMES}" and not frames.facts.hash.text()
    )
    assert frames.bar.play.accessibleName().startswith("Stop")
    frames.bar.play.click()
    at = frames.asked
    qtbot.waitUntil(lambda: frames.exact is not None, timeout=WAIT)
    assert frames.exact is not None and frames.exact.ordinal == at == frames.shown
    frames.play_or_pause()
    qtbot.waitUntil(lambda: frames.asked > at, timeout=WAIT)
    at = frames.asked
    frames.bar.play.setFocus()
    qtbot.keyClick(frames.bar.play, Qt.Key.Key_Comma)
    assert not frames.player.playing and frames.asked == at - 1
    qtbot.waitUntil(lambda: frames.exact is not None and frames.exact.ordinal == at - 1, timeout=WAIT)


def test_what_was_only_played_does_not_count_as_opened(
    footage: Session, footage_pane: SourcePane, qtbot: QtBot
) -> None:
    frames = footage_pane.frame_view
    told: list[object] = []
    footage_pane.sights.all_seen.connect(told.append)
    frames.play_or_pause()
    qtbot.waitUntil(lambda: frames.asked > 5, timeout=WAIT)
    assert told == []


def test_other_footage_ends_playing(footage: Session, footage_pane: SourcePane, qtbot: QtBot) -> None:
    frames = footage_pane.frame_view
    frames.play_or_pause()
    qtbot.waitUntil(lambda: frames.asked > 2, timeout=WAIT)
    open_place(footage_pane, footage, qtbot, Place("S6"))
    assert not frames.player.playing and frames.asked == 0
    assert frames.footage is not None and frames.footage.source.id == "S6"


def test_the_slider_goes_to_frames_of_the_window(footage_pane: SourcePane, qtbot: QtBot) -> None:
    frames = footage_pane.frame_view
    slider = frames.bar.slider
    assert (slider.minimum(), slider.maximum()) == (0, FRAMES - 1)
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: frames.exact is not None and frames.exact.ordinal == 1, timeout=WAIT)
    assert frames.bar.offset.text() == "+0.04 s"


def test_the_window_is_ten_seconds_by_the_stamps(footage: Session) -> None:
    """At a variable rate, over a gap, and where stamps run backwards."""
    view = footage.case.viewer.footage("S5")
    stream = replace(view.stream, times=tuple(range(0, 12800 * 40, 12800)))
    ticks = int(1 / stream.time_base)
    every_second = replace(view, stream=replace(stream, times=tuple(n * ticks for n in range(40))))
    window = window_around(every_second, 20)
    assert (window.first, window.last) == (10, 30) and window.at(20) == 10.0
    gap = replace(view, stream=replace(stream, times=(0, ticks, 2 * ticks, 3600 * ticks)))
    assert (window_around(gap, 1).first, window_around(gap, 1).last) == (0, 2)
    variable = replace(view, stream=replace(stream, times=(0, ticks // 2, 4 * ticks, 3 * ticks, 5 * ticks)))
    assert window_around(variable, 0).due == (0.0, 0.5, 4.0, 4.0, 6.0)
