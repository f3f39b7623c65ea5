"""Frames of the viewer are those of a full decode: by ordinal, in strips, turned, with stamps at odd distances."""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import video_clips as clips
from PIL import Image
from working_case import take_in, working_case

from app.case import Case
from app.viewing import FootageView, FramePixels, clock_at, region_on_display
from ingest.video.planes import plane_hash
from provenance.errors import AnchorError, ReadError, UsageError
from provenance.footage import ClockReading
from provenance.records import Box
from summarise.observations import Footage, camera_clock

GOP = {"g": "12", "bf": "2"}
VARIABLE = [n * 40 + 17 * (n % 3) + (900 if n > 60 else 0) for n in range(90)]
REPEATED = [40 * n - (40 if n in (20, 40) else 0) for n in range(60)]
CLIPS = {
    "mp4": clips.walking(100, options=GOP),
    "variable": clips.walking(90, container="matroska", stamps=VARIABLE, options=GOP),
    "turned": clips.turned(clips.walking(60, options=GOP)),
    "mpegts": clips.walking(100, container="mpegts", options=GOP),
    "avi": clips.walking(60, container="avi", codec="mpeg4", options=GOP),
    "open": clips.walking(100, options={"g": "12", "bf": "2", "x264-params": "open-gop=1:scenecut=0"}),
    "refresh": clips.walking(100, options={"g": "12", "bf": "0", "x264-params": "intra-refresh=1:scenecut=0"}),
    "repeated": clips.walking(60, container="matroska", codec="rawvideo", stamps=REPEATED, pixel_format="gray"),
}
NAMES = list(CLIPS)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("footage")
    for name, raw in CLIPS.items():
        (folder / name).write_bytes(raw)
    with working_case(folder / "case") as case:
        take_in(case, *(folder / name for name in NAMES))
        yield case


def source_of(name: str) -> str:
    return f"S{NAMES.index(name) + 1}"


def decoded(name: str) -> list[tuple[int, str]]:
    """Stamp and plane hash of every frame, by PyAV from the beginning."""
    with av.open(io.BytesIO(CLIPS[name])) as container:
        return [(frame.pts or 0, plane_hash(frame)) for frame in container.decode(video=0)]


def image(frame: FramePixels) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    assert len(frame.data) == frame.stride * frame.height
    return np.frombuffer(frame.data, np.uint8).reshape(frame.height, frame.width, 3)


@pytest.mark.parametrize("name", NAMES)
def test_every_frame_is_the_one_of_a_full_decode(case: Case, name: str) -> None:
    """Asked for in an order that seeks anew, meets frames kept on the way, and goes past the last key frame."""
    frames, view = decoded(name), case.viewer.footage(source_of(name))
    assert view.count == len(frames)
    for n in [*range(0, len(frames), 7), *reversed(range(len(frames))), 0]:
        found = case.viewer.frame(source_of(name), n)
        assert (found.ordinal, found.pts, found.sha256) == (n, *frames[n])
        assert found.seconds == frames[n][0] * view.stream.time_base


def test_the_frame_shown_at_a_time_of_a_variable_clip(case: Case) -> None:
    view = case.viewer.footage(source_of("variable"))
    assert [view.seconds(n) for n in range(90)] == [Fraction(t, 1000) for t in VARIABLE]
    assert all(view.at(view.seconds(n)) == n for n in range(90))
    assert view.at(Fraction(VARIABLE[60] + 500, 1000)) == 60  # in the gap
    assert (view.at(-1.0), view.at(1e6)) == (0, 89)


def test_a_turned_frame_and_its_region(case: Case) -> None:
    view, frame = case.viewer.footage(source_of("turned")), case.viewer.frame(source_of("turned"), 45)
    assert (frame.width, frame.height) == view.displayed == (120, 160)
    assert (frame.turn, frame.scale) == (90, 1.0)
    coded = Box(0, 55, 50, 16, 30)  # the walking box at frame 45, see `video_clips.walk`
    box = region_on_display(coded, frame.turn, view.displayed)
    inside = image(frame)[int(box.y) + 3 : int(box.y + box.h) - 3, int(box.x) + 3 : int(box.x + box.w) - 3]
    assert inside.size and inside.min() > 220
    half = region_on_display(coded, frame.turn, view.displayed, 0.5)
    assert (half.x, half.y, half.w, half.h) == (box.x / 2, box.y / 2, box.w / 2, box.h / 2)


@pytest.mark.parametrize("name", ["mp4", "turned", "repeated"])
def test_a_strip_shows_the_neighbours_in_order(case: Case, name: str) -> None:
    strip = case.viewer.strip(source_of(name), 33, 52, 40)
    assert [frame.ordinal for frame in strip] == list(range(33, 53))
    assert [frame.pts for frame in strip] == [pts for pts, _ in decoded(name)[33:53]]
    for small in strip:
        whole = image(case.viewer.frame(source_of(name), small.ordinal))
        scaled = Image.fromarray(whole).resize((small.width, small.height), Image.Resampling.BOX)
        assert small.height == 40 and small.scale < 1
        assert np.abs(np.asarray(scaled).astype(int) - image(small)).mean() < 4


def test_a_strip_ends_where_the_stream_does(case: Case) -> None:
    viewer, source_id = case.viewer, source_of("mp4")
    assert [f.ordinal for f in viewer.strip(source_id, -4, 2, 30)] == [0, 1, 2]
    assert [f.ordinal for f in viewer.strip(source_id, 98, 300, 30)] == [98, 99]
    assert viewer.strip(source_id, 200, 210, 30) == []
    for first, last, height in ((0, 50, 0), (0, 50, 5000)):
        with pytest.raises(UsageError, match="bad_value"):
            viewer.strip(source_id, first, last, height)


def test_a_stored_picture_is_made_again_when_it_is_gone(case: Case) -> None:
    view = case.viewer.footage(source_of("turned"))
    frame = view.frames[0]
    stored = case.viewer.stored_frame(frame.id)
    kept = case.store.info.folder / "derived" / "frames" / f"{frame.id}.jpg"
    kept.unlink()
    again = case.viewer.stored_frame(frame.id)
    assert again == stored == kept.read_bytes()
    assert Image.open(io.BytesIO(again)).size == view.displayed


def test_frames_that_are_not_there(case: Case) -> None:
    for ordinal in (-1, 100):
        with pytest.raises(AnchorError, match="frame_missing"):
            case.viewer.frame(source_of("mp4"), ordinal)
    with pytest.raises(UsageError, match="unknown_id"):
        case.viewer.stored_frame("S1.f999")


def test_a_source_without_frames_is_no_footage(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("I saw nothing.", encoding="utf-8")
    with working_case(tmp_path / "case") as case:
        take_in(case, tmp_path / "a.txt")
        with pytest.raises(ReadError, match="no_frames"):
            case.viewer.footage("S1")


def test_damaged_footage_shows_the_frames_of_the_taking_in(tmp_path: Path) -> None:
    raw = bytearray(clips.walking(150, movflags="faststart", options={"g": "30", "bf": "2"}, size=(640, 480)))
    noise = np.random.default_rng(0)
    for at in noise.integers(raw.index(b"mdat") + 2000, len(raw), 12):
        raw[at] ^= int(noise.integers(1, 256))
    (tmp_path / "damaged.mp4").write_bytes(bytes(raw))
    with working_case(tmp_path / "case") as case:
        (source,) = take_in(case, tmp_path / "damaged.mp4")
        assert any(notice.code == "packets_damaged" for notice in source.warnings)
        view = case.viewer.footage("S1")
        assert len(view.frames) > 1
        for frame in view.frames:
            assert case.viewer.frame("S1", frame.ordinal).sha256 == frame.sha256


CLOCKS = (
    ClockReading("2024-05-03T14:31:58", 1.0, 9),
    ClockReading("23:59:50", 0.5, 9),
    ClockReading("14:31:58", 4.0, 9, (2.0,)),
)


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: clock.first)
def test_the_clock_reads_as_in_the_drafts(case: Case, clock: ClockReading) -> None:
    view = case.viewer.footage(source_of("mp4"))
    plain = Footage(view.source, view.stream, view.events, view.frames, clock)
    timed = FootageView(view.source, view.stream, view.frames, view.events, clock)
    for n in range(0, view.count, 9):
        told = timed.clock_at(view.seconds(n))
        assert told == camera_clock(plain, view.seconds(n))[-8:]
        assert told == clock_at(clock, view.seconds(n), view.seconds(0))
    assert timed.clock_at(view.seconds(0)) == clock.first[-8:]
    assert (timed.clock_at(view.seconds(99)) == "") == bool(clock.jumps)


def test_no_clock_reads_as_nothing(case: Case) -> None:
    assert case.viewer.footage(source_of("mp4")).clock_at(1.0) == ""
