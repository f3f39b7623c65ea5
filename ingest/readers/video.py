"""Reads video: the stream with all its times, movement with the frames that show it, and the burnt-in clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

import av
import cv2

from ingest.items import Advance, Opened, ReadSettings
from ingest.video.analyse import analyse
from ingest.video.reopen import grab, grabs, reopen
from ingest.video.settings import Region, VideoSettings
from provenance.records import ClockReading, MovementEvent, Notice

__all__ = ["events", "extractor", "grab", "grabs", "read", "reopen"]


def read(stream: BinaryIO, settings: ReadSettings, only: Sequence[int] | None = None) -> Iterator[object]:
    """Yields Opened, Advance while decoding, VideoStream, MovementEvents, Frames, Notices and a ClockReading if any.

    A video has no parts, so nothing is yielded when parts are asked for by `only`. Raises ReadError: file_empty,
    not_a_video, file_damaged, kind_not_read (sound only), no_frames, password_needed (encrypted), too_large.
    """
    if only is not None:
        return
    yield Opened("video")
    yield from analyse(stream, VideoSettings.of(settings))


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


def extractor() -> str:
    """Name and version of what reads video."""
    return f"video 1, PyAV {av.__version__}, OpenCV {cv2.__version__}"
