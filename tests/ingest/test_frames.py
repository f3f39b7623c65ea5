"""Hashes of decoded planes, and frames found again: by stamp, by order, with and without seeking."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import video_clips as clips

from ingest.items import Opened, ReadSettings
from ingest.readers.video import grab, read, reopen
from ingest.video.container import choose_stream, open_container
from ingest.video.decode import Decoding
from ingest.video.planes import luma, plane_bytes, plane_hash
from ingest.video.reopen import by_counting, by_seeking
from provenance.anchors import cut_frame
from provenance.errors import ReadError
from provenance.footage import Frame
from provenance.records import FrameAnchor, Notice

QUIET = ReadSettings(ocr=False)
# Bytes in a row of each plane for a picture 37 wide, by the formats' definitions in libavutil/pixdesc.
ROWS = {
    "yuv420p": (37, 19, 19),
    "yuvj420p": (37, 19, 19),
    "yuv422p": (37, 19, 19),
    "nv12": (37, 38),
    "yuv420p10le": (74, 38, 38),
    "p010le": (74, 76),
    "gray": (37,),
    "gray10le": (74,),
    "rgb24": (111,),
    "bgr24": (111,),
    "bgra": (148,),
    "gbrp": (37, 37, 37),
    "yuyv422": (76,),
}


def _filled(name: str, width: int, height: int) -> av.VideoFrame:
    frame = av.VideoFrame(width, height, name)
    noise = np.random.default_rng(5)
    for plane in frame.planes:
        plane.update(noise.integers(0, 256, plane.buffer_size, dtype=np.uint8).tobytes())
    return frame


@pytest.mark.parametrize("name", ROWS)
def test_planes_without_padding(name: str) -> None:
    frame = _filled(name, 37, 21)
    expected = b""
    for plane, row in zip(frame.planes, ROWS[name], strict=True):
        grid = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        assert plane.line_size > row  # padding there is
        expected += grid[:, :row].tobytes()
    assert plane_bytes(frame) == expected
    assert plane_hash(frame) == hashlib.sha256(expected).hexdigest()
    assert frame.pts is None  # hashing leaves no trace


def test_a_palette_is_a_plane() -> None:
    frame = _filled("pal8", 37, 21)
    pixels, palette = frame.planes
    grid = np.frombuffer(memoryview(pixels), np.uint8).reshape(-1, pixels.line_size)
    assert plane_bytes(frame) == grid[:, :37].tobytes() + bytes(memoryview(palette))[:1024]


def test_bottom_up_rows_are_hashed_top_to_bottom() -> None:
    picture = clips.walk(40)
    raw = clips.bottom_up(clips.encode([picture] * 3, "avi", "rawvideo", pixel_format="bgr24"))
    with av.open(io.BytesIO(raw)) as container:
        frame = next(container.decode(video=0))
    assert frame.format.name == "bgr24"
    assert frame.planes[0].line_size < 0
    assert plane_bytes(frame) == picture[::-1, :, ::-1].tobytes()
    assert np.array_equal(luma(frame), frame.to_ndarray(format="gray"))


@pytest.mark.parametrize("name", ["yuv420p", "nv12", "gray", "yuv420p10le", "rgb24", "pal8"])
def test_luma_is_8_bits_of_the_whole_picture(name: str) -> None:
    grey = luma(_filled(name, 37, 21))
    assert grey.shape == (21, 37)
    assert grey.dtype == np.uint8


def _decoded(raw: bytes) -> list[tuple[int, int, str]]:
    """Ordinal, stamp and hash of every frame, by a full decode."""
    with open_container(io.BytesIO(raw)) as container:
        stream = choose_stream(container, 10**8)
        return [
            (s.ordinal, s.pts, plane_hash(s.frame)) for shots in Decoding(container, stream, "patient") for s in shots
        ]


def _anchor(frame: tuple[int, int, str]) -> FrameAnchor:
    return FrameAnchor("0" * 64, 0, frame[0], frame[1], Fraction(1, 1), frame[2], "", "")


@pytest.mark.parametrize(
    ("container", "codec"),
    [("mp4", "libx264"), ("matroska", "libx264"), ("mpegts", "libx264"), ("avi", "mpeg4"), ("mp4", "mpeg4")],
)
def test_seeking_and_decoding_give_the_same_planes(container: str, codec: str) -> None:
    raw = clips.walking(600, container=container, codec=codec, options={"g": "12", "bf": "2"})
    frames = _decoded(raw)
    assert len({pts for _, pts, _ in frames}) == len(frames) == 600
    chosen = [frames[n] for n in (0, 1, 11, 12, 13, 290, 299, 598, 599)]
    sought = by_seeking(io.BytesIO(raw), 0, [pts for _, pts, _ in chosen], lambda s: plane_hash(s.frame))
    assert [sought.get(pts) for _, pts, _ in chosen] == [h for _, _, h in chosen]
    assert [f.sha256 for f in reopen(io.BytesIO(raw), [_anchor(f) for f in chosen])] == [h for _, _, h in chosen]


def test_repeated_stamps_are_told_apart_by_order() -> None:
    stamps = [40 * n - (40 if n in (20, 40) else 0) for n in range(60)]
    raw = clips.walking(60, container="matroska", codec="rawvideo", stamps=stamps, pixel_format="gray")
    frames = _decoded(raw)
    one, other = frames[39], frames[40]
    assert one[1] == other[1]
    assert one[2] != other[2]
    assert [f.sha256 for f in reopen(io.BytesIO(raw), [_anchor(other), _anchor(one)])] == [other[2], one[2]]
    pictures = [grab(io.BytesIO(raw), 0, f[1], f[0]) for f in (one, other)]
    assert pictures[0] is not None
    assert pictures[1] is not None
    assert not np.array_equal(pictures[0], pictures[1])


def test_what_is_not_there_is_not_found() -> None:
    raw = clips.walking(50)
    frames = _decoded(raw)
    wrong_hash = _anchor((frames[10][0], frames[10][1], "0" * 64))
    wrong_stamp = _anchor((10, frames[10][1] + 1, frames[10][2]))
    other_stream = replace(_anchor(frames[10]), stream=7)
    again = list(reopen(io.BytesIO(raw), [wrong_hash, wrong_stamp, other_stream]))
    assert [f.sha256 for f in again] == [frames[10][2], None, None]
    assert grab(io.BytesIO(raw), 0, frames[10][1] + 1, 10) is None
    assert grab(io.BytesIO(raw), 0, frames[10][1], 10, "0" * 64) is None
    with pytest.raises(ReadError, match="no_frames"):
        grab(io.BytesIO(raw), 7, 0, 0)


def test_a_turned_video_is_shown_upright_and_hashed_as_coded() -> None:
    raw = clips.walking(10)
    plain, turned = _decoded(raw), _decoded(clips.turned(raw))
    assert [h for _, _, h in plain] == [h for _, _, h in turned]
    upright = grab(io.BytesIO(clips.turned(raw)), 0, plain[5][1], 5)
    coded = grab(io.BytesIO(raw), 0, plain[5][1], 5)
    assert upright is not None
    assert coded is not None
    assert upright.shape == (160, 120, 3)
    assert np.array_equal(upright, np.rot90(coded, -1))


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_stream_gives_the_same_planes_every_time(seed: int) -> None:
    """Several threads would patch it up differently from run to run."""
    raw = bytearray(clips.walking(150, movflags="faststart", options={"g": "30", "bf": "2"}, size=(640, 480)))
    noise = np.random.default_rng(seed)
    begin = raw.index(b"mdat") + 2000
    for at in noise.integers(begin, len(raw), 12):
        raw[at] ^= int(noise.integers(1, 256))
    items = list(read(io.BytesIO(bytes(raw)), QUIET))
    frames = [item for item in items if isinstance(item, Frame)]
    assert any(isinstance(item, Notice) and item.code == "packets_damaged" for item in items)
    for _ in range(2):
        again = list(reopen(io.BytesIO(bytes(raw)), [cut_frame(f, "0" * 64) for f in frames]))
        assert [f.sha256 for f in again] == [f.sha256 for f in frames]


CLIPS = sorted(p for p in clips.SHARED.rglob("*") if p.suffix in (".mp4", ".avi")) if clips.SHARED.exists() else []


@pytest.mark.parametrize("path", CLIPS, ids=lambda p: p.name)
def test_every_clip_ends_well_and_its_frames_are_found_again(path: Path) -> None:
    """No crash, an outcome for each; key frames are found again, and a frame in the middle with or without seeking."""
    try:
        with path.open("rb") as stream:
            items = list(read(stream, replace(QUIET, video_max_seconds=6)))
    except ReadError as error:
        assert error.code in {"no_frames", "encrypted_not_read", "file_damaged"}
        return
    if items[0] == Opened("audio"):
        return
    frames = [item for item in items if isinstance(item, Frame)]
    assert frames
    with path.open("rb") as stream:
        anchors = [cut_frame(f, "0" * 64) for f in frames]
        again = list(reopen(stream, anchors))
        assert [f.sha256 for f in again] == [f.sha256 for f in frames]
        assert {(f.pixel_format, f.decoder) for f in again} == {(f.pixel_format, f.decoder) for f in frames}
        places = [(f.ordinal, f.pts) for f in frames]
        counted = by_counting(stream, anchors[0].stream, places, lambda s: plane_hash(s.frame))
    assert counted == {(f.ordinal, f.pts): f.sha256 for f in frames}
