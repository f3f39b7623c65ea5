"""Reading video: exact times however uncommon, and an outcome for every file, without a socket."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import pytest
import video_clips as clips

from ingest.isolation import ChildRunner
from ingest.items import Advance, Opened, ReadSettings
from ingest.readers.video import events, extractor, read
from provenance.errors import ReadError
from provenance.footage import Frame, MovementEvent, VideoStream
from provenance.ports import Task
from provenance.records import Notice

QUIET = ReadSettings(ocr=False)
SDP = b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 50000 RTP/AVP 96\r\n" + (
    b"a=rtpmap:96 H264/90000\r\n"
)
POINTERS = {
    "session description": SDP,
    "playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://192.0.2.1/a.ts\n#EXT-X-ENDLIST\n",
    "list of files": b"ffconcat version 1.0\nfile '/etc/hostname'\n",
}


def _read(raw: bytes, settings: ReadSettings = QUIET) -> list[object]:
    return list(read(io.BytesIO(raw), settings))


def _stream(items: list[object]) -> VideoStream:
    return next(item for item in items if isinstance(item, VideoStream))


def _codes(items: list[object]) -> set[str]:
    return {item.code for item in items if isinstance(item, Notice)}


def test_order_and_contents_of_a_reading() -> None:
    items = _read(clips.walking(100))
    assert items[0] == Opened("video")
    stream = _stream(items)
    assert (stream.width, stream.height, stream.pixel_format, stream.codec) == (160, 120, "yuv420p", "h264")
    assert [pts * stream.time_base for pts in stream.times] == [Fraction(n, 25) for n in range(100)]
    assert stream.keys[0] == 0
    found = [item for item in items if isinstance(item, MovementEvent)]
    frames = [item for item in items if isinstance(item, Frame)]
    assert len(found) == 1
    assert [(f.role, f.event) for f in frames] == [("start", 0), ("peak", 0), ("end", 0), ("first", None)]
    assert [f.ordinal for f in frames[:3]] == [m.ordinal for m in (found[0].start, found[0].peak, found[0].end)]
    assert all(f.picture.startswith(b"\xff\xd8") and stream.times[f.ordinal] == f.pts for f in frames)
    assert any(isinstance(item, Advance) for item in items)
    assert not _codes(items)
    assert "PyAV" in extractor()


def test_parts_are_not_asked_of_a_video() -> None:
    assert list(read(io.BytesIO(b""), QUIET, only=[0])) == []


def test_a_turned_video_says_so_and_shows_itself_upright() -> None:
    items = _read(clips.turned(clips.walking(50)))
    assert _stream(items).rotation == 90
    assert (_stream(items).width, _stream(items).height) == (160, 120)


def test_variable_rate_keeps_exact_times() -> None:
    stamps = [40 * n if n < 50 else 2000 + 100 * (n - 50) for n in range(100)]
    items = _read(clips.walking(container="matroska", stamps=stamps))
    stream = _stream(items)
    assert [pts * stream.time_base * 1000 for pts in stream.times] == stamps
    assert _codes(items) == {"variable_rate"}


def test_late_start_is_said() -> None:
    items = _read(clips.walking(50, container="matroska", stamps=[1500 + 40 * n for n in range(50)]))
    stream = _stream(items)
    assert stream.times[0] * stream.time_base == Fraction(3, 2)
    assert "starts_late" in _codes(items)


def test_repeated_times_are_said() -> None:
    stamps = [40 * n - (40 if n == 20 else 0) for n in range(50)]
    items = _read(clips.walking(50, container="matroska", codec="rawvideo", stamps=stamps, pixel_format="gray"))
    assert "times_repeat" in _codes(items)
    assert len(_stream(items).times) == 50


def test_times_that_run_backwards_are_said() -> None:
    part = clips.walking(100, container="mpegts")
    items = _read(part + part)
    stream = _stream(items)
    assert "times_backwards" in _codes(items)
    assert len(stream.times) > 150
    for event in (item for item in items if isinstance(item, MovementEvent)):
        assert event.start.pts <= event.peak.pts <= event.end.pts


def test_missing_times_are_worked_out_and_said() -> None:
    items = _read(clips.walking(50, container="h264", options={"bf": "0"}))
    times = _stream(items).times
    assert "times_missing" in _codes(items)
    assert len(times) == 50
    assert list(times) == sorted(set(times))


@pytest.mark.parametrize(("container", "cut"), [("mp4", 0.6), ("matroska", 0.6), ("avi", 0.6), ("mpegts", 0.6)])
def test_a_cut_file_is_read_as_far_as_it_goes(container: str, cut: float) -> None:
    codec = "mpeg4" if container == "avi" else "libx264"
    raw = clips.walking(200, container=container, codec=codec, movflags="faststart" if container == "mp4" else "")
    items = _read(raw[: int(len(raw) * cut)])
    assert 20 < len(_stream(items).times) < 200
    wanted = {"mp4": {"truncated", "incomplete"}, "matroska": {"truncated"}, "avi": {"incomplete"}}
    assert wanted.get(container, set()) <= _codes(items)  # a transport stream doesn't say how long it should be


@pytest.mark.parametrize("cut", [1.0, 0.6])
def test_a_fragmented_file_is_read_as_far_as_it_goes(cut: float) -> None:
    """As a recorder that is switched off leaves it: no table of contents at the end, and no length anywhere."""
    raw = clips.walking(200, movflags="frag_keyframe+empty_moov+default_base_moof", options={"g": "25", "bf": "0"})
    items = _read(raw[: int(len(raw) * cut)])
    stream = _stream(items)
    assert [pts * stream.time_base for pts in stream.times] == [Fraction(n, 25) for n in range(len(stream.times))]
    assert len(stream.times) == 200 if cut == 1 else 50 < len(stream.times) < 200
    if cut < 1:
        assert _codes(items) & {"truncated", "incomplete", "packets_damaged"}


def test_an_edit_list_sets_the_times_and_leaves_frames_out() -> None:
    """The file plays from its second second; what it leaves out has no time in it, and is not shown as if it had."""
    raw = clips.walking(100, options={"g": "25", "bf": "0"})
    plain, edited = _stream(_read(raw)), _stream(_read(clips.edited(raw, begin=1.0)))
    assert [pts * plain.time_base for pts in plain.times][:2] == [0, Fraction(1, 25)]
    assert len(edited.times) == 75
    assert [pts * edited.time_base for pts in edited.times] == [Fraction(n, 25) for n in range(75)]


def test_interlaced_frames_are_said() -> None:
    raw = clips.walking(
        50, container="mpegts", codec="mpeg2video", options={"flags": "+ildct+ilme", "field_order": "tt"}
    )
    items = _read(raw)
    assert "interlaced" in _codes(items)
    assert len(_stream(items).times) == 50


def test_the_best_of_several_streams_is_read_and_the_others_are_named() -> None:
    items = _read(clips.two_streams(50))
    (notice,) = (item for item in items if isinstance(item, Notice))
    assert _stream(items).width == 320
    assert notice.code == "other_streams"
    assert "160 × 120" in notice.detail


def test_a_stream_without_a_length_is_read_to_its_end() -> None:
    """Matroska written to a pipe states neither length nor places."""
    raw = clips.walking(75, container="matroska", muxing={"live": "1"})
    with av.open(io.BytesIO(raw)) as container:
        assert container.duration is None
    items = _read(raw)
    assert len(_stream(items).times) == 75
    assert not _codes(items) & {"truncated", "incomplete"}


def test_stamps_far_beyond_the_usual_are_kept_as_they_stand() -> None:
    stamps = [40 * n if n < 50 else 40 * n + 3_600_000_000 for n in range(100)]
    items = _read(clips.walking(100, container="matroska", stamps=stamps))
    stream = _stream(items)
    assert [pts * stream.time_base * 1000 for pts in stream.times] == stamps
    assert "recording_gap" in _codes(items)


def test_a_bound_on_length_is_kept_and_said() -> None:
    items = _read(clips.walking(100), ReadSettings(ocr=False, video_max_seconds=2))
    assert 45 <= len(_stream(items).times) <= 60
    assert "read_in_part" in _codes(items)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "file_empty"),
        (b"\x00\x00\x00\x18ftypmp42", "file_damaged"),
        (b"not a video at all\n" * 100, "kind_not_read"),
        *((raw, "not_a_video") for raw in POINTERS.values()),
    ],
)
def test_refusals(raw: bytes, code: str) -> None:
    with pytest.raises(ReadError) as refused:
        _read(raw)
    assert refused.value.code == code


def test_a_file_cut_before_its_index_is_damaged() -> None:
    raw = clips.walking(100)  # an MP4 with its index at the end
    with pytest.raises(ReadError, match="file_damaged"):
        _read(raw[: len(raw) // 2])


def test_too_large_a_picture_is_refused() -> None:
    with pytest.raises(ReadError, match="too_large"):
        _read(clips.walking(3), ReadSettings(ocr=False, max_pixels=10_000))


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("name", POINTERS)
def test_nothing_outside_is_opened(name: str, tmp_path: Path) -> None:
    """The kernel's own account: no socket, and no file but the one that was handed over."""
    (tmp_path / "given").write_bytes(POINTERS[name])
    code = (
        "import sys\nfrom ingest.video.container import open_container\n"
        "stream = open(sys.argv[1], 'rb')\nprint('BEGIN', flush=True)\n"
        "try:\n    open_container(stream)\nexcept Exception as error:\n    print(error.code)"
    )
    log = tmp_path / "calls"
    command = ["strace", "-f", "-o", log, "-e", "trace=socket,connect,openat", sys.executable, "-c", code]
    run = subprocess.run([*command, tmp_path / "given"], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    if "BEGIN" not in run.stdout:
        pytest.skip("tracing is not allowed here")
    assert run.stdout.split() == ["BEGIN", "not_a_video"]
    calls = log.read_text()
    after = calls[calls.index(str(tmp_path / "given")) :]
    assert "socket(" not in after
    assert "/etc/hostname" not in after


def test_events_as_a_task_in_a_child() -> None:
    with ChildRunner() as runner:
        task = Task("ingest.readers.video:events", {"region": (0, 40, 160, 60), "settings": QUIET})
        items = runner.submit(task, lambda: io.BytesIO(clips.walking(100))).result(60)
    found = [item for item in items if isinstance(item, MovementEvent)]
    assert len(found) == 1
    assert found[0].region.y >= 40
    assert found[0].region.y + found[0].region.h <= 100


def test_events_and_reading_agree() -> None:
    raw = clips.walking(100)
    alone = [item for item in events(io.BytesIO(raw), None, QUIET) if isinstance(item, MovementEvent)]
    assert alone == [item for item in _read(raw) if isinstance(item, MovementEvent)]
