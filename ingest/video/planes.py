"""The decoded picture as it left the decoder: its hash, its luma for analysis, and its likeness for people."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from functools import lru_cache

import av
import cv2
import numpy as np
from av import VideoFrame
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream as CodedStream
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
_LONG_SIDE = 1920
_QUALITY = 85
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def plane_bytes(frame: VideoFrame) -> bytes:
    """The planes one after the other, rows top to bottom without padding, in the frame's own pixel format.

    Written by libavcodec's rawvideo encoder, which copies the planes as they are (what `ffmpeg -f rawvideo` writes), so
    that every format is packed by the library that defines it; a palette follows its picture.
    """
    packer = av.CodecContext.create("rawvideo", "w")
    assert isinstance(packer, VideoCodecContext)
    packer.width, packer.height, packer.pix_fmt = frame.width, frame.height, frame.format.name
    packer.time_base = frame.time_base or Fraction(1, 1)
    stamp = frame.pts  # the encoder sets a missing stamp on the frame itself
    try:
        return b"".join(bytes(packet) for packet in packer.encode(frame))
    finally:
        frame.pts = stamp


def plane_hash(frame: VideoFrame) -> str:
    """SHA-256 (hex) of `plane_bytes`: the same on every machine where decoding is exact, seeking or not."""
    return hashlib.sha256(plane_bytes(frame)).hexdigest()


def decoder_name(stream: CodedStream) -> str:
    """The decoder with its version: "h264, libavcodec 62.28.102, PyAV 18.1.0"."""
    codec = ".".join(str(n) for n in av.library_versions["libavcodec"])
    return f"{stream.codec_context.name}, libavcodec {codec}, PyAV {av.__version__}"


def clockwise(frame: VideoFrame) -> int:
    """Degrees to turn the coded picture clockwise for display: 0, 90, 180 or 270.

    The file states an anticlockwise angle; one that is no quarter turn (or not a number) is left alone.
    """
    turn = -frame.rotation % 360
    return turn if turn in _TURNS else 0


def luma(frame: VideoFrame) -> Pixels:
    """Brightness, uint8 (height, width): a view of the luma plane where there is one of 8 bits, else converted."""
    if not _has_luma_plane(frame.format.name):
        frame = frame.reformat(format="gray")
    plane = frame.planes[0]
    stride = abs(plane.line_size)
    rows: Pixels = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, stride)[: frame.height, : frame.width]
    return rows[::-1] if plane.line_size < 0 else rows


def display(frame: VideoFrame, turn: int) -> Pixels:
    """The picture for people, uint8 (height, width, 3) in RGB, turned clockwise by `turn` degrees."""
    rgb = frame.to_ndarray(format="rgb24")
    return np.ascontiguousarray(cv2.rotate(rgb, _TURNS[turn]) if turn else rgb, dtype=np.uint8)


def jpeg(frame: VideoFrame, turn: int) -> bytes:
    """The picture for display as a JPEG whose long side is at most 1920 pixels."""
    rgb = display(frame, turn)
    scale = _LONG_SIDE / max(rgb.shape[:2])
    if scale < 1:
        size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    written, data = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not written:
        raise ValueError("the picture could not be encoded")
    return data.tobytes()


@lru_cache
def _has_luma_plane(name: str) -> bool:
    """Whether plane 0 holds 8-bit luma alone."""
    form = av.VideoFormat(name)
    if form.is_rgb or form.is_bayer or form.has_palette or form.is_bit_stream:
        return False
    first = [c for c in form.components if c.plane == 0]
    return len(first) == 1 and first[0].is_luma and first[0].bits == 8
