"""Finds frames again in the original: by exact time stamp, by order where stamps repeat, and by their planes' hash.

Seeking is only a short cut. What it finds counts when exactly one frame bears the stamp (and, where the hash is
known, the hash agrees); in every other case the stream is decoded from its beginning, as at intake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import BinaryIO, TypeVar

import av
from av.container import InputContainer
from av.video.stream import VideoStream as CodedStream

from ingest.video.container import open_container
from ingest.video.decode import Decoding, Shot
from ingest.video.planes import Pixels, clockwise, decoder_name, display, plane_hash
from provenance.errors import ReadError
from provenance.ports import ReopenedFrame
from provenance.records import FrameAnchor

T = TypeVar("T")
_LOOK_AHEAD = 32  # frames past a stamp that are decoded after seeking, for a second frame with the same stamp
_SEEK_SECONDS = 10  # from one stamp to the next above which seeking anew is taken to be shorter than decoding on


def grab(stream: BinaryIO, stream_index: int, pts: int, ordinal: int, sha256: str = "") -> Pixels | None:
    """The frame's picture, uint8 (height, width, 3), RGB, turned for display; None when nothing is there.

    With `sha256` only a frame with these planes is taken; raises ReadError as `open_container` does.
    """

    def picture(shot: Shot) -> Pixels | None:
        if sha256 and plane_hash(shot.frame) != sha256:
            return None
        return display(shot.frame, clockwise(shot.frame))

    found = by_seeking(stream, stream_index, [pts], picture).get(pts)
    return found if found is not None else by_counting(stream, stream_index, {ordinal: pts}, picture).get(ordinal)


def grabs(stream: BinaryIO, stream_index: int, pts: int, ordinal: int, sha256: str = "") -> Iterator[Pixels]:
    """`grab` as a task: yields one picture, or none."""
    found = grab(stream, stream_index, pts, ordinal, sha256)
    if found is not None:
        yield found


def reopen(stream: BinaryIO, anchors: Sequence[FrameAnchor]) -> Iterator[ReopenedFrame]:
    """What stands at each anchor now, in the order given, decoded again from the original.

    Frames are looked for behind the key frame before them; where that does not give the anchor's hash, in one decoding
    of the whole stream, whose answer is final. Yields ReopenedFrame(None) where no frame bears the anchor's stamp.
    """
    found: dict[int, ReopenedFrame] = {}
    for index in sorted({a.stream for a in anchors}):
        mine = {n: a for n, a in enumerate(anchors) if a.stream == index}
        try:
            name = _decoder(stream, index)
        except ReadError as error:
            if error.code != "no_frames":
                raise
            continue

        def again(shot: Shot, name: str = name) -> ReopenedFrame:
            return ReopenedFrame(plane_hash(shot.frame), shot.frame.format.name, name)

        sought = by_seeking(stream, index, [a.pts for a in mine.values()], again)
        found |= {n: sought[a.pts] for n, a in mine.items() if _agrees(a, sought.get(a.pts))}
        left = {n: a for n, a in mine.items() if n not in found}
        stamps = {a.ordinal: a.pts for a in left.values()}
        counted = by_counting(stream, index, stamps, again) if stamps else {}
        found |= {n: counted[a.ordinal] for n, a in left.items() if a.ordinal in counted and stamps[a.ordinal] == a.pts}
    yield from (found.get(number, ReopenedFrame(None)) for number in range(len(anchors)))


def _agrees(anchor: FrameAnchor, found: ReopenedFrame | None) -> bool:
    return found is not None and found.sha256 == anchor.frame_sha256


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


def by_seeking(stream: BinaryIO, index: int, stamps: Iterable[int], take: Callable[[Shot], T | None]) -> dict[int, T]:
    """What `take` makes of the frames with these stamps, decoded from the key frame before; left out in any doubt."""
    container, coded = _open(stream, index)
    found: dict[int, T] = {}
    with container:
        for group in _groups(sorted(set(stamps)), coded.time_base or Fraction(1, 1)):
            try:
                container.seek(group[0], stream=coded, backward=True)
            except av.error.FFmpegError:
                continue
            found.update(_behind(container, coded, group, take))
    return found


def _groups(stamps: Sequence[int], base: Fraction) -> Iterator[list[int]]:
    """The stamps (ascending) in runs that are worth decoding through."""
    group: list[int] = []
    for stamp in stamps:
        if group and (stamp - group[-1]) * base > _SEEK_SECONDS:
            yield group
            group = []
        group.append(stamp)
    if group:
        yield group


def _behind(
    container: InputContainer, coded: CodedStream, stamps: Sequence[int], take: Callable[[Shot], T | None]
) -> dict[int, T]:
    """What `take` makes of the frames with these stamps from where the container stands; only those borne by one."""
    decoding = Decoding(container, coded)
    hits: dict[int, list[T | None]] = {stamp: [] for stamp in stamps}
    past = 0
    for shots in decoding:
        for shot in shots:
            if shot.pts in hits:
                hits[shot.pts].append(take(shot))
            past += shot.pts > stamps[-1]
        if past >= (_LOOK_AHEAD if hits[stamps[-1]] else 1):
            break
    if decoding.undated or decoding.damaged:
        return {}
    return {stamp: made[0] for stamp, made in hits.items() if len(made) == 1 and made[0] is not None}


def by_counting(stream: BinaryIO, index: int, wanted: dict[int, int], take: Callable[[Shot], T | None]) -> dict[int, T]:
    """What `take` makes of the frames at these ordinals of a full decode, where they bear the stamps given for them."""
    container, coded = _open(stream, index)
    found: dict[int, T] = {}
    last = max(wanted)
    with container:
        for shots in Decoding(container, coded):
            for shot in shots:
                if wanted.get(shot.ordinal) == shot.pts and (made := take(shot)) is not None:
                    found[shot.ordinal] = made
            if shots and shots[-1].ordinal >= last:
                break
    return found
