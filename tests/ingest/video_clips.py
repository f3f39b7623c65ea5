"""Clips made on the spot with PyAV, for the tests of the video room."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from numpy.typing import NDArray

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "video"
Picture = NDArray[np.uint8]
SIZE = (160, 120)  # width, height


def scene(size: tuple[int, int] = SIZE, seed: int = 3) -> Picture:
    """A still scene with texture, uint8 (height, width, 3)."""
    width, height = size
    coarse = np.random.default_rng(seed).integers(40, 160, (height // 8 + 1, width // 8 + 1, 1), dtype=np.uint8)
    return np.repeat(np.kron(coarse[:, :, 0], np.ones((8, 8), np.uint8))[:height, :width, None], 3, axis=2)


def walk(number: int, first: int = 30, last: int = 60, size: tuple[int, int] = SIZE) -> Picture:
    """The scene, with a bright box that crosses it from frame `first` to frame `last`."""
    picture = scene(size).copy()
    if first <= number <= last:
        left = 10 + 3 * (number - first)
        picture[50:80, left : left + 16] = 250
    return picture


def encode(
    pictures: Sequence[Picture],
    container: str = "mp4",
    codec: str = "libx264",
    stamps: Sequence[int] | None = None,
    rate: int = 25,
    options: dict[str, str] | None = None,
    pixel_format: str = "yuv420p",
    movflags: str = "",
    muxing: dict[str, str] | None = None,
) -> bytes:
    """The pictures as a file; `stamps` are times in units of 1/1000 s, else one each 1/rate s."""
    if movflags:  # the muxer opens its own output a second time, so there must be a file
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "clip"
            with av.open(str(path), "w", format=container, options={"movflags": movflags}) as made:
                _fill(made, pictures, codec, stamps, rate, options or {}, pixel_format)
            return path.read_bytes()
    out = io.BytesIO()
    with av.open(out, "w", format=container, options=muxing or {}) as made:
        _fill(made, pictures, codec, stamps, rate, options or {}, pixel_format)
    return out.getvalue()


def _fill(
    made: OutputContainer,
    pictures: Sequence[Picture],
    codec: str,
    stamps: Sequence[int] | None,
    rate: int,
    options: dict[str, str],
    pixel_format: str,
) -> None:
    stream = made.add_stream(codec, rate=rate, options=options)
    stream.width, stream.height = pictures[0].shape[1], pictures[0].shape[0]
    stream.pix_fmt = pixel_format
    if stamps is not None:
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
    for number, picture in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        if stamps is not None:
            frame.pts, frame.time_base = stamps[number], Fraction(1, 1000)
        made.mux(stream.encode(frame))
    made.mux(stream.encode())


def walking(
    count: int = 100, draw: Callable[[int], Picture] = walk, size: tuple[int, int] = SIZE, **how: object
) -> bytes:
    """A clip of the walking box, or of what `draw` makes of the frame's number."""
    pictures = [walk(n, size=size) if draw is walk else draw(n) for n in range(count)]
    return encode(pictures, **how)  # type: ignore[arg-type]


def two_streams(count: int) -> bytes:
    """A small and a larger picture of one walk in one file, as recorders keep a stream for the line beside the full."""
    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as made:
        streams = []
        for size in (SIZE, (2 * SIZE[0], 2 * SIZE[1])):
            stream = made.add_stream("libx264", rate=25)
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
            streams.append((stream, size))
        for number in range(count):
            for stream, size in streams:
                picture = np.ascontiguousarray(walk(number, size=size))
                made.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        for stream, _ in streams:
            made.mux(stream.encode())
    return out.getvalue()


def edited(mp4: bytes, begin: float) -> bytes:
    """The file with an edit list that plays it from `begin` seconds on (ISO/IEC 14496-12, elst of one entry)."""
    at = mp4.index(b"elst") + 4
    assert mp4[at : at + 8] == bytes(7) + b"\x01"
    scale_at = mp4.index(b"mdhd") + 4 + 12
    scale = int.from_bytes(mp4[scale_at : scale_at + 4], "big")
    movie_at = mp4.index(b"mvhd") + 4 + 12
    movie = int.from_bytes(mp4[movie_at : movie_at + 4], "big")
    length = int.from_bytes(mp4[at + 8 : at + 12], "big") - round(begin * movie)
    media = int.from_bytes(mp4[at + 12 : at + 16], "big") + round(begin * scale)
    return mp4[: at + 8] + length.to_bytes(4, "big") + media.to_bytes(4, "big") + mp4[at + 16 :]


def turned(mp4: bytes) -> bytes:
    """The file with a display matrix that turns the picture clockwise by 90 degrees (ISO/IEC 14496-12, tkhd)."""
    at = mp4.index(b"tkhd") + 44
    entries = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    return mp4[:at] + b"".join(e.to_bytes(4, "big", signed=True) for e in entries) + mp4[at + 36 :]


def bottom_up(avi: bytes) -> bytes:
    """An uncompressed AVI whose rows, written top to bottom, are said to run from the bottom (BITMAPINFOHEADER)."""
    at = avi.index(b"strf") + 16
    height = int.from_bytes(avi[at : at + 4], "little", signed=True)
    return avi[:at] + abs(height).to_bytes(4, "little", signed=True) + avi[at + 4 :]
