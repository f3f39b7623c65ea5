"""Opens a video container from a byte stream so that nothing in the file can open another file or a socket.

A container may name other places to read from (a session description opens a UDP socket, a playlist fetches).
Only formats that hold their own bytes are let in, and the list of protocols is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream as CodedStream

from ingest.readers.sniff import sniff
from provenance.errors import ReadError

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,vvc,obu,av1,ivf,asf,asf_o,flv,ogg,"
    "mxf,gxf,wtv,dv,h263,vc1,mjpeg,rm,dhav,ifv,hxvs,nut,nsv,nuv,pva,ty,cavsvideo,avs2,avs3,yuv4mpegpipe"
)
_FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"moof", b"sidx"}
_BOX_LIMIT = 64 << 20  # of a moov box that is looked through for encryption


class _Bytes:
    """The stream without its name: a name must not sway what the container is taken for."""

    def __init__(self, stream: BinaryIO) -> None:
        self.read = stream.read
        self.seek = stream.seek
        self.tell = stream.tell


def open_container(stream: BinaryIO) -> InputContainer:
    """The container in `stream`; raises ReadError(file_empty | not_a_video | kind_not_read | file_damaged)."""
    stream.seek(0)
    if not stream.read(1):
        raise ReadError("file_empty")
    stream.seek(0)
    options = {"format_whitelist": FORMATS, "protocol_whitelist": ""}
    try:
        return av.open(_Bytes(stream), "r", container_options=options, buffer_size=1 << 18, metadata_errors="replace")
    except av.error.ArgumentError as error:  # what libavformat answers for a format that is not on the list
        raise ReadError("not_a_video") from error
    except (av.error.FFmpegError, OverflowError) as error:
        kind = sniff(stream)
        if kind not in ("video", "unknown"):
            raise ReadError("kind_not_read", kind=kind) from error
        raise ReadError("file_damaged", detail=_words(error)) from error


def choose_stream(container: InputContainer, max_pixels: int) -> CodedStream:
    """The best video stream, cover pictures left aside; how it is to be decoded is for `Decoding` to say.

    Raises ReadError: kind_not_read (sound only), no_frames (no video stream, or no decoder for it), too_large.
    """
    videos = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not videos:
        if container.streams.audio:
            raise ReadError("kind_not_read", kind="audio")
        raise ReadError("no_frames")
    best = container.streams.best("video")
    chosen = best if isinstance(best, CodedStream) and best in videos else videos[0]
    if chosen.codec_context is None:
        raise ReadError("no_frames", detail="no decoder for its codec")
    if chosen.width * chosen.height > max_pixels:
        raise ReadError("too_large", pixels=chosen.width * chosen.height, most=max_pixels)
    return chosen


def is_encrypted(stream: BinaryIO) -> bool:
    """Whether an ISO file describes its samples as encrypted (an `encv` entry, ISO/IEC 23001-7)."""
    for kind, at, size in _boxes(stream):
        if kind == b"moov":
            stream.seek(at)
            return b"encv" in stream.read(min(size, _BOX_LIMIT))
    return False


def missing_bytes(stream: BinaryIO) -> int:
    """How many bytes an ISO file (ISO/IEC 14496-12) or a RIFF file says that it has beyond its end; 0 for others."""
    end = stream.seek(0, 2)
    stream.seek(0)
    head = stream.read(12)
    if head[:4] == b"RIFF":
        return max(0, int.from_bytes(head[4:8], "little") + 8 - end)
    return max((at + size - end for _, at, size in _boxes(stream)), default=0)


def _boxes(stream: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Type, place and size of each outermost box of an ISO file; nothing for files of another kind."""
    end = stream.seek(0, 2)
    at = 0
    while at + 8 <= end:
        stream.seek(at)
        head = stream.read(16)
        size = int.from_bytes(head[:4], "big")
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        size = size or end - at  # 0: to the end of the file
        if size < 8 or not (at or head[4:8] in _FIRST_BOXES):
            return
        yield head[4:8], at, size
        at += size


def _words(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
