"""Reads video: the stream with all its times, movement with the frames that show it, and the burnt-in clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

import av
import cv2
from av.container import InputContainer
from av.video.stream import VideoStream as CodedStream

from ingest.items import Advance, Opened, ReadSettings
from ingest.readers import audio, footage
from ingest.video.analyse import analyse
from ingest.video.container import is_encrypted, open_container, pictures
from ingest.video.reopen import grab, grabs, reopen
from ingest.video.settings import Region, VideoSettings
from provenance.errors import ReadError
from provenance.footage import ClockReading, MovementEvent
from provenance.records import Notice

__all__ = ["events", "extractor", "grab", "grabs", "look", "read", "reopen"]
_TRIED = 200  # packets in which a frame must be found


def read(stream: BinaryIO, settings: ReadSettings, only: Sequence[int] | None = None) -> Iterator[object]:
    """Yields Opened, Advance while decoding, VideoStream, MovementEvents, Frames, Notices and a ClockReading if any.

    A container of sound alone is read as sound, a recorder's format without a decoder as footage. A video has no
    parts, so nothing is yielded when parts are asked for by `only`. Raises ReadError: file_empty,
    not_a_video, file_damaged, kind_not_read (sound only), no_frames, encrypted_not_read, too_large.
    """
    if only is not None:
        return
    other = _not_video(stream)
    if other is not None:
        yield from audio.read(stream, settings) if other == "audio" else footage.undecoded(other)
        return
    yield Opened("video")
    yield from analyse(stream, VideoSettings.of(settings))


def _not_video(stream: BinaryIO) -> str | None:
    """ "audio" for a container of sound alone, the name of a format or codec that can't be decoded, None for video.

    Raises ReadError as `open_container` does, for files that are no recorder's.
    """
    made_by = footage.maker(stream)
    try:
        with open_container(stream) as container:
            videos = pictures(container)
            if not videos and container.streams.audio:
                return "audio"
            if videos and all(coded.codec_context is None for coded in videos) and not is_encrypted(stream):
                return made_by or f"{container.format.name.split(',')[0]} with a codec that has no decoder"
            if made_by and not _decodes(container, videos):
                return made_by
    except ReadError:
        if made_by:
            return made_by
        raise
    return None


def _decodes(container: InputContainer, videos: Sequence[CodedStream]) -> bool:
    """Whether a frame comes out of the beginning of a recorder's file: what FFmpeg took it for may be chance."""
    try:
        for packet in islice(container.demux([v for v in videos if v.codec_context]), _TRIED):
            with suppress(av.error.FFmpegError):  # one bad packet is not the file
                if packet.decode():
                    return True
    except (av.error.FFmpegError, ValueError):
        return False
    return False


def events(
    stream: BinaryIO, region: Region | None = None, settings: ReadSettings | None = None
) -> Iterator[Advance | MovementEvent | ClockReading | Notice]:
    """Yields Advance while decoding, MovementEvents in time order, Notices, and the burnt-in clock if it could be read.

    `region` is x, y, width, height in coded pixels. Raises ReadError as `read` does.
    """
    chosen = replace(VideoSettings.of(settings or ReadSettings()), frames=False)
    for item in analyse(stream, chosen, region):
        if isinstance(item, Advance | MovementEvent | ClockReading | Notice):
            yield item


def look(stream: BinaryIO, settings: ReadSettings) -> Iterator[object]:
    """Yields what `read` does of footage but Opened and the burnt-in clock: to seek movement in it again.

    Raises ReadError as `read` does, and region_outside where no area is left to watch.
    """
    chosen = VideoSettings.of(settings)
    yield from (item for item in analyse(stream, chosen) if not isinstance(item, ClockReading))


def extractor() -> str:
    """Name and version of what reads video."""
    return f"video 3, PyAV {av.__version__}, OpenCV {cv2.__version__}"
