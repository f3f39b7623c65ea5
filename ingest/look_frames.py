"""The viewer's tasks on footage, in a long-lived child: exact frames by ordinal, strips of neighbours, stored pictures.

A run begins at a key frame that the table of times knows, and is followed stamp by stamp to the frames that are asked
for; where a stamp is not the one expected, or a frame is damaged, the stream is decoded from its beginning as at
intake. Frames passed on the way are kept for a while, so that steps back and forth cost no decoding.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import av
import cv2
import numpy as np
from av import VideoFrame
from av.container import InputContainer
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream as CodedStream
from numpy.typing import NDArray

from ingest.look import MOST_PIXELS, Kept
from ingest.video.decode import DamagedError, Decoding, Shot, Way
from ingest.video.planes import clockwise, jpeg, plane_hash
from ingest.video.reopen import RUN_UPS, at_anchor, open_stream
from provenance.errors import AnchorError
from provenance.records import FrameAnchor

_AHEAD_SECONDS: Final = 0.08  # decoding goes on behind the last frame asked for, for the next step forward
_KEPT_BYTES: Final = 192 << 20
_TURNS: Final = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
Seen = tuple[int, int, int, bytes, str, int, float]  # ordinal, width, height, RGB rows, planes, turn, scale

_frames: Kept[VideoFrame] = Kept(_KEPT_BYTES)
_reformatter = VideoReformatter()  # a frame that converts itself keeps a converter, with threads, as long as it is kept


@dataclass(frozen=True, slots=True)
class Plan:
    """Where frames `first` to `last` are looked for: `stamps` are the table's from the ordinal `begin` on.

    `starts` are ordinals of key frames at which a run may begin, the nearest last; none where seeking would not do.
    """

    key: str
    index: int
    first: int
    last: int
    begin: int
    stamps: NDArray[np.int64]
    starts: tuple[int, ...]

    def stamp(self, ordinal: int) -> int | None:
        """The stamp that the frame must bear; None beyond what the plan tells."""
        at = ordinal - self.begin
        return int(self.stamps[at]) if 0 <= at < len(self.stamps) else None

    def place(self, ordinal: int) -> tuple[object, ...]:
        """Under which a frame is kept; how it was found is part of it."""
        return self.key, self.index, bool(self.starts), ordinal


def warm(_stream: BinaryIO | None) -> Iterator[object]:
    """A task: nothing but what importing this module loads."""
    yield from ()


def frames(stream: BinaryIO, height: int, **plan: object) -> Iterator[Seen]:
    """A task: the frames of a Plan in order, turned for display.

    With `height` 0 whole pictures with the hash of their planes, else pictures of that height without it. Raises
    AnchorError("frame_missing") where the stream no longer gives a frame, ReadError as opening does.
    """
    asked = Plan(**plan)  # type: ignore[arg-type]
    wanted = range(asked.first, asked.last + 1)
    kept = [_frames.get(asked.place(ordinal)) for ordinal in wanted]
    if all(frame is not None for frame in kept):
        yield from (_seen(n, frame, height) for n, frame in zip(wanted, kept, strict=True) if frame is not None)
        return
    found: dict[int, Seen] = {}

    def take(ordinal: int, frame: VideoFrame) -> None:
        _frames.put(asked.place(ordinal), frame, sum(plane.buffer_size for plane in frame.planes))
        if asked.first <= ordinal <= asked.last:
            found[ordinal] = _seen(ordinal, frame, height)

    if not (asked.starts and _run(stream, asked, take)):
        found.clear()
        _count(stream, asked, take)
    yield from (found[ordinal] for ordinal in wanted)


def picture(stream: BinaryIO, anchor: FrameAnchor) -> Iterator[bytes]:
    """A task: the JPEG of a citable frame made again; raises AnchorError("frame_missing") when its planes differ."""

    def drawn(shot: Shot) -> bytes | None:
        return jpeg(shot.frame, clockwise(shot.frame)) if plane_hash(shot.frame) == anchor.frame_sha256 else None

    yield at_anchor(stream, anchor, drawn)


def _run(stream: BinaryIO, plan: Plan, take: Callable[[int, VideoFrame], None]) -> bool:
    """Decode from the key frame before; False where that did not lead to the frames by the stamps expected."""
    container, coded = open_stream(stream, plan.index)
    nearest = plan.stamp(plan.starts[-1])
    with container:
        for back in RUN_UPS if plan.starts[-1] else (None,):  # at the beginning the container stands already
            if back is not None and not _seek(container, coded, nearest, back):
                return False
            if _follow(Decoding(container, coded, "quick"), plan, take):
                return True
    return False


def _seek(container: InputContainer, coded: CodedStream, stamp: int | None, back: int) -> bool:
    try:
        container.seek((stamp or 0) - round(back / (coded.time_base or 1)), stream=coded, backward=True)
    except av.error.FFmpegError:
        return False
    return True


def _follow(decoding: Decoding, plan: Plan, take: Callable[[int, VideoFrame], None]) -> bool:
    """Hand on the frames of a run with their ordinals, from the first known key frame to shortly behind the last."""
    starts = {plan.stamp(ordinal): ordinal for ordinal in plan.starts}
    until = 0.0
    at: int | None = None
    for shot in (shot for shots in decoding for shot in shots):
        if at is not None:
            at += 1
        elif shot.frame.key_frame:
            at = starts.get(shot.pts)
        if at is None and shot.pts <= plan.stamps[-1]:
            continue  # what stands before the first key frame may lack what it refers to
        done = at is not None and at > plan.last
        if at is None or plan.stamp(at) != shot.pts or decoding.undated or shot.frame.is_corrupt:
            return done
        if done and time.monotonic() > until:
            return True
        take(at, shot.frame)
        if at == plan.last:
            until = time.monotonic() + _AHEAD_SECONDS
    return at is not None and at >= plan.last


def _count(stream: BinaryIO, plan: Plan, take: Callable[[int, VideoFrame], None]) -> None:
    """Decode from the beginning as at intake; raises AnchorError("frame_missing")."""
    ways: tuple[Way, ...] = ("strict", "patient")
    for way in ways:
        container, coded = open_stream(stream, plan.index)
        with container:
            try:
                reached = _counted(Decoding(container, coded, way), plan, take)
            except DamagedError:
                continue
        if reached:
            return
        break
    raise AnchorError("frame_missing", ordinal=plan.last)


def _counted(decoding: Decoding, plan: Plan, take: Callable[[int, VideoFrame], None]) -> bool:
    for shot in (shot for shots in decoding for shot in shots):
        if shot.ordinal >= plan.begin:
            if shot.pts != plan.stamp(shot.ordinal):
                return False
            take(shot.ordinal, shot.frame)
        if shot.ordinal == plan.last:
            return True
    return False


def _seen(ordinal: int, frame: VideoFrame, height: int) -> Seen:
    turn = clockwise(frame)
    wide, high = (frame.height, frame.width) if turn % 180 else (frame.width, frame.height)
    scale = min(1.0, height / high if height else (MOST_PIXELS / (wide * high)) ** 0.5)
    size = max(1, int(frame.width * scale)), max(1, int(frame.height * scale))
    plain = _reformatter.reformat(frame, *size, format="rgb24", interpolation="BILINEAR" if scale == 1 else "AREA")
    rgb = plain.to_ndarray()
    rgb = np.ascontiguousarray(cv2.rotate(rgb, _TURNS[turn]) if turn else rgb, dtype=np.uint8)
    sha256 = "" if height else plane_hash(frame)
    return ordinal, rgb.shape[1], rgb.shape[0], rgb.tobytes(), sha256, turn, scale
