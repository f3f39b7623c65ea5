"""Finds a frame again in the original: by its exact time stamp, by order where stamps repeat, and by its planes' hash.

Seeking is only a short cut. What it finds counts when exactly one frame bears the stamp (and, where the hash is
known, the hash agrees); in every other case the stream is decoded from its beginning, as at intake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

import av
from av import VideoFrame
from av.container import InputContainer
from av.video.stream import VideoStream as CodedStream

from ingest.video.container import open_container
from ingest.video.decode import Decoding, Shot
from ingest.video.planes import Pixels, clockwise, decoder_name, display, plane_hash
from provenance.errors import ReadError
from provenance.ports import ReopenedFrame
from provenance.records import FrameAnchor

_LOOK_AHEAD = 32  # frames past the stamp that are decoded after seeking, for a second frame with the same stamp


def grab(stream: BinaryIO, stream_index: int, pts: int, ordinal: int, sha256: str = "") -> Pixels | None:
    """The frame's picture, uint8 (height, width, 3), RGB, turned for display; None when nothing is there.

    With `sha256` only a frame with these planes is taken; raises ReadError as `open_container` does.
    """

    def fits(shot: Shot) -> bool:
        return not sha256 or plane_hash(shot.frame) == sha256

    frame = _sought(stream, stream_index, pts, fits) or _counted(stream, stream_index, pts, ordinal)
    if frame is None or (sha256 and plane_hash(frame) != sha256):
        return None
    return display(frame, clockwise(frame))


def grabs(stream: BinaryIO, stream_index: int, pts: int, ordinal: int, sha256: str = "") -> Iterator[Pixels]:
    """`grab` as a task: yields one picture, or none."""
    found = grab(stream, stream_index, pts, ordinal, sha256)
    if found is not None:
        yield found


def reopen(stream: BinaryIO, anchors: Sequence[FrameAnchor]) -> Iterator[ReopenedFrame]:
    """What stands at each anchor now, in the order given, decoded again from the original.

    A frame is looked for behind the key frame before it; where that does not give the anchor's hash, in one decoding
    of the whole stream, whose answer is final. Yields ReopenedFrame(None) where no frame bears the anchor's stamp.
    """
    found: dict[int, ReopenedFrame] = {}
    for number, anchor in enumerate(anchors):
        frame = _sought(stream, anchor.stream, anchor.pts, _hash_is(anchor.frame_sha256))
        if frame is not None:
            name = _decoder(stream, anchor.stream)
            found[number] = ReopenedFrame(anchor.frame_sha256, frame.format.name, name)
    for index in {a.stream for n, a in enumerate(anchors) if n not in found}:
        left = {n: a for n, a in enumerate(anchors) if n not in found and a.stream == index}
        found.update(_full_pass(stream, index, left))
    yield from (found.get(number, ReopenedFrame(None)) for number in range(len(anchors)))


def _hash_is(sha256: str) -> Callable[[Shot], bool]:
    return lambda shot: plane_hash(shot.frame) == sha256


def _open(stream: BinaryIO, index: int) -> tuple[InputContainer, CodedStream]:
    """The container and its video stream of that index; raises ReadError("no_frames") when there is none."""
    container = open_container(stream)
    for coded in container.streams.video:
        if coded.index == index and coded.codec_context is not None:
            coded.thread_type = "AUTO"
            return container, coded
    container.close()
    raise ReadError("no_frames")


def _decoder(stream: BinaryIO, index: int) -> str:
    container, coded = _open(stream, index)
    with container:
        return decoder_name(coded)


def _sought(stream: BinaryIO, index: int, pts: int, fits: Callable[[Shot], bool]) -> VideoFrame | None:
    """The one frame with this stamp behind the key frame before it, if it fits; None when in any doubt."""
    container, coded = _open(stream, index)
    with container:
        try:
            container.seek(pts, stream=coded, backward=True)
        except av.error.FFmpegError:
            return None
        decoding = Decoding(container, coded)
        hits: list[Shot] = []
        past = 0
        for shots in decoding:
            hits += [s for s in shots if s.pts == pts]
            past += sum(s.pts > pts for s in shots)
            if past >= (_LOOK_AHEAD if hits else 1):
                break
        sure = len(hits) == 1 and not decoding.undated and not decoding.damaged
        return hits[0].frame if sure and fits(hits[0]) else None


def _counted(stream: BinaryIO, index: int, pts: int, ordinal: int) -> VideoFrame | None:
    """The frame of this ordinal in a full decode, if it bears the stamp."""
    container, coded = _open(stream, index)
    with container:
        for shots in Decoding(container, coded):
            for shot in shots:
                if shot.ordinal == ordinal:
                    return shot.frame if shot.pts == pts else None
    return None


def _full_pass(stream: BinaryIO, index: int, anchors: dict[int, FrameAnchor]) -> dict[int, ReopenedFrame]:
    """Anchors of one stream, looked up by ordinal and stamp in one full decode."""
    try:
        container, coded = _open(stream, index)
    except ReadError:
        return {}
    wanted: dict[int, list[int]] = {}
    for number, anchor in anchors.items():
        wanted.setdefault(anchor.ordinal, []).append(number)
    last = max(wanted)
    found: dict[int, ReopenedFrame] = {}
    with container:
        name = decoder_name(coded)
        for shots in Decoding(container, coded):
            for shot in shots:
                for number in wanted.get(shot.ordinal, ()):
                    if anchors[number].pts == shot.pts:
                        found[number] = ReopenedFrame(plane_hash(shot.frame), shot.frame.format.name, name)
            if shots and shots[-1].ordinal >= last:
                break
    return found
