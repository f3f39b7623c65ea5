"""Opens a video container from a byte stream so that nothing in the file can open another file or a socket.

A container may name other places to read from (a session description opens a UDP socket, a playlist fetches).
Only formats that hold their own bytes are let in, and the list of protocols is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import BinaryIO

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream as CodedStream

from ingest.readers.sniff import sniff
from ingest.video.spans import spelt
from provenance.errors import ReadError
from provenance.records import Notice

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,m4v,h264,hevc,vvc,obu,av1,ivf,asf,asf_o,flv,ogg,"
    "mxf,gxf,wtv,dv,h263,vc1,mjpeg,rm,dhav,ifv,hxvs,nut,nsv,nuv,pva,ty,cavsvideo,avs2,avs3,yuv4mpegpipe"
)
AUDIO_FORMATS = (
    "wav,w64,aiff,au,caf,mp3,aac,flac,ogg,amr,amrnb,amrwb,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,asf,asf_o,ac3,eac3,dts,"
    "dss,gsm,voc,wv,ape,tta,tak,mpc,mpc8,oma,qcp,rm,mpeg,mpegts,avi,flv,nut,loas,latm,spdif,sln,adp,g722,g723_1,g729"
)
_FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"moof", b"sidx"}
_BOX_LIMIT = 64 << 20  # of a moov box that is looked through for encryption


class _Bytes:
    """The stream without its name: a name must not sway what the container is taken for."""

    def __init__(self, stream: BinaryIO) -> None:
        self.read = stream.read
        self.seek = stream.seek
        self.tell = stream.tell


class _Beginning(_Bytes):
    """The first `size` bytes of a stream."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        super().__init__(stream)
        self._stream, self._size = stream, size
        self.read, self.seek = self._read, self._seek

    def _read(self, count: int = -1) -> bytes:
        left = max(0, self._size - self._stream.tell())
        return self._stream.read(left if count < 0 else min(count, left))

    def _seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(self._size + offset if whence == 2 else offset, 0 if whence == 2 else whence)


def open_container(stream: BinaryIO, formats: str = FORMATS) -> InputContainer:
    """The container in `stream`; raises ReadError(file_empty | not_a_video | kind_not_read | file_damaged)."""
    stream.seek(0)
    if not stream.read(1):
        raise ReadError("file_empty")
    stream.seek(0)
    options = {"format_whitelist": formats, "protocol_whitelist": ""}
    try:
        return _opened(_Bytes(stream), options)
    except av.error.ArgumentError as error:  # what libavformat answers for a format that is not on the list
        raise ReadError("not_a_video") from error
    except (av.error.FFmpegError, OverflowError) as error:
        if whole := _whole_fragments(stream):
            stream.seek(0)
            with suppress(av.error.FFmpegError):
                return _opened(_Beginning(stream, whole), options)
        kind = sniff(stream)
        if kind not in ("video", "audio", "footage", "unknown"):
            raise ReadError("kind_not_read", kind=kind) from error
        raise ReadError("file_damaged", detail=_words(error)) from error


def _opened(stream: _Bytes, options: dict[str, str]) -> InputContainer:
    return av.open(stream, "r", container_options=options, buffer_size=1 << 18, metadata_errors="replace")


def _whole_fragments(stream: BinaryIO) -> int:
    """Where a fragmented ISO file that was cut within the head of a fragment is whole up to; 0 for other files.

    libavformat refuses such a file as a whole, and a recorder that loses its power leaves one.
    """
    end = stream.seek(0, 2)
    boxes = list(_boxes(stream))
    kinds = [kind for kind, _, _ in boxes]
    if not boxes or kinds[-1] not in (b"moof", b"sidx", b"mfra", b"styp") or b"moov" not in kinds:
        return 0
    _, at, size = boxes[-1]
    return at if at + size > end and b"moof" in kinds[:-1] else 0


def pictures(container: InputContainer) -> list[CodedStream]:
    """The video streams, cover pictures and thumbnails left aside."""
    aside = Disposition.attached_pic | Disposition.timed_thumbnails
    return [s for s in container.streams.video if not s.disposition & aside]


def beside(container: InputContainer, chosen: CodedStream) -> Iterator[Notice]:
    """What stands in the container beside the stream that is looked at: other pictures, and sound."""
    for other in (v for v in pictures(container) if v.index != chosen.index):
        codec = other.codec_context.name if other.codec_context else "a codec without a decoder"
        detail = f"video stream {other.index} ({other.width} × {other.height}, {codec}) was not looked at"
        yield Notice("other_streams", f"{detail}; stream {chosen.index} was")
    for sound in container.streams.audio:
        ticks = sound.duration * sound.time_base if sound.duration and sound.time_base else None
        length = ticks or (Fraction(container.duration, av.time_base) if container.duration else None)
        how_much = spelt(length) if length else "of unknown length"
        yield Notice("sound_not_heard", f"its sound was not heard: {how_much}")


def choose_stream(container: InputContainer, max_pixels: int) -> CodedStream:
    """The video stream with the largest picture, the first of several; how it is decoded is for `Decoding` to say.

    Raises ReadError: kind_not_read (sound only), no_frames (no video stream, or no decoder for it), too_large.
    """
    videos = pictures(container)
    if not videos:
        if container.streams.audio:
            raise ReadError("kind_not_read", kind="audio")
        raise ReadError("no_frames")
    decodable = [video for video in videos if video.codec_context is not None]
    chosen = max(decodable or videos, key=lambda video: (video.width * video.height, -video.index))
    if chosen.codec_context is None:
        raise ReadError("no_frames", detail="no decoder for its codec")
    if chosen.width * chosen.height > max_pixels:
        raise ReadError("too_large", pixels=chosen.width * chosen.height, most=max_pixels)
    return chosen


def is_encrypted(stream: BinaryIO, entry: bytes = b"encv") -> bool:
    """Whether an ISO file describes its samples as encrypted (`encv` or, for sound, `enca`: ISO/IEC 23001-7)."""
    for kind, at, size in _boxes(stream):
        if kind == b"moov":
            stream.seek(at)
            return entry in stream.read(min(size, _BOX_LIMIT))
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
