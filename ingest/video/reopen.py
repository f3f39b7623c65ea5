"""Finds frames again in the original: by exact time stamp, by order where stamps repeat, and by their planes' hash.

Seeking is only a short cut. What it finds counts when exactly one frame bears the stamp and its hash is the one that
is looked for; in every other case the stream is decoded from its beginning, as at intake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import BinaryIO, TypeVar

import av
from av.container import InputContainer
from av.video.stream import VideoStream as CodedStream

from ingest.video.container import open_container
from ingest.video.decode import DamagedError, Decoding, Shot, Way
from ingest.video.planes import Pixels, clockwise, decoder_name, display, plane_hash
from provenance.errors import AnchorError, ReadError
from provenance.ports import ReopenedFrame
from provenance.records import FrameAnchor

T = TypeVar("T")
_LOOK_AHEAD = 32  # frames past a stamp that are decoded after seeking, for a second frame with the same stamp
RUN_UPS = (0, 2, 12)  # seconds before the stamp to seek to: some containers seek by decoding time, or a key frame late
_SEEK_SECONDS = 10  # from one stamp to the next above which seeking anew is taken to be shorter than decoding on


def grab(stream: BinaryIO, stream_index: int, pts: int, ordinal: int, sha256: str = "") -> Pixels | None:
    """The frame's picture, uint8 (height, width, 3), RGB, turned for display; None when nothing is there.

    With `sha256` only a frame with these planes is taken, and it is found sooner. Raises ReadError as `open_container`
    does, and no_frames where there is no such stream.
    """

    def picture(shot: Shot) -> Pixels | None:
        if sha256 and plane_hash(shot.frame) != sha256:
            return None
        return display(shot.frame, clockwise(shot.frame))

    found = by_seeking(stream, stream_index, [pts], picture).get(pts) if sha256 else None
    if found is None:
        found = by_counting(stream, stream_index, [(ordinal, pts)], picture).get((ordinal, pts))
    return found


def at_anchor(stream: BinaryIO, anchor: FrameAnchor, take: Callable[[Shot], T | None]) -> T:
    """What `take` makes of the anchor's frame; it gives None for any other. Raises AnchorError("frame_missing")."""
    found = by_seeking(stream, anchor.stream, [anchor.pts], take).get(anchor.pts)
    if found is None:
        place = anchor.ordinal, anchor.pts
        found = by_counting(stream, anchor.stream, [place], take).get(place)
    if found is None:
        raise AnchorError("frame_missing", ordinal=anchor.ordinal)
    return found


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
            name, base = _decoder(stream, index)
        except ReadError as error:
            if error.code != "no_frames":
                raise
            continue

        def again(shot: Shot, name: str = name, base: Fraction = base) -> ReopenedFrame:
            return ReopenedFrame(plane_hash(shot.frame), shot.frame.format.name, name, base)

        sought = by_seeking(stream, index, [a.pts for a in mine.values()], again)
        found |= {n: sought[a.pts] for n, a in mine.items() if _agrees(a, sought.get(a.pts))}
        left = {n: a for n, a in mine.items() if n not in found}
        counted = by_counting(stream, index, [(a.ordinal, a.pts) for a in left.values()], again)
        found |= {n: counted[a.ordinal, a.pts] for n, a in left.items() if (a.ordinal, a.pts) in counted}
    yield from (found.get(number, ReopenedFrame(None)) for number in range(len(anchors)))


def _agrees(anchor: FrameAnchor, found: ReopenedFrame | None) -> bool:
    return found is not None and found.sha256 == anchor.frame_sha256


def open_stream(stream: BinaryIO, index: int) -> tuple[InputContainer, CodedStream]:
    """The container and its video stream of that index; raises ReadError("no_frames") when there is none."""
    container = open_container(stream)
    for coded in container.streams.video:
        if coded.index == index and coded.codec_context is not None:
            return container, coded
    container.close()
    raise ReadError("no_frames")


def _decoder(stream: BinaryIO, index: int) -> tuple[str, Fraction]:
    """Name of the stream's decoder, and the unit of its time stamps in seconds."""
    container, coded = open_stream(stream, index)
    with container:
        return decoder_name(coded), coded.time_base or Fraction(1, 1)


def by_seeking(stream: BinaryIO, index: int, stamps: Iterable[int], take: Callable[[Shot], T | None]) -> dict[int, T]:
    """What `take` makes of the frames with these stamps, decoded from the key frame before.

    A stamp that no frame bears, or several, is left out. The hash of what is found must be checked: the first frames
    after a seek may lack what they refer to.
    """
    container, coded = open_stream(stream, index)
    found: dict[int, T] = {}
    with container:
        base = coded.time_base or Fraction(1, 1)
        near = (coded.start_time or 0) + _SEEK_SECONDS / base
        for number, group in enumerate(_groups(sorted(set(stamps)), base)):
            if not number and group[0] <= near:  # the container stands at its beginning, which some can't seek to
                found.update(_behind(container, coded, group, take) or {})
                continue
            for back in RUN_UPS:
                if not _seek(container, coded, group[0] - round(back / base)):
                    break
                if (made := _behind(container, coded, group, take)) is not None:
                    found.update(made)
                    break
    return found


def _seek(container: InputContainer, coded: CodedStream, stamp: int) -> bool:
    try:
        container.seek(stamp, stream=coded, backward=True)
    except av.error.FFmpegError:
        return False
    return True


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
) -> dict[int, T] | None:
    """What `take` makes of the frames with these stamps from where the container stands; only those borne by one.

    None when the container stands too late: decoding begins after the first of them.
    """
    decoding = Decoding(container, coded, "quick")
    hits: dict[int, list[T | None]] = {stamp: [] for stamp in stamps}
    past = 0
    for shots in decoding:
        if shots and shots[0].ordinal == 0 and shots[0].pts > stamps[0]:
            return None
        for shot in shots:
            if shot.pts in hits:
                hits[shot.pts].append(take(shot))
            past += shot.pts > stamps[-1]
        if past >= (_LOOK_AHEAD if hits[stamps[-1]] else 1):
            break
    if not decoding.times:
        return None
    if decoding.undated:
        return {}
    return {stamp: made[0] for stamp, made in hits.items() if len(made) == 1 and made[0] is not None}


def by_counting(
    stream: BinaryIO, index: int, places: Sequence[tuple[int, int]], take: Callable[[Shot], T | None]
) -> dict[tuple[int, int], T]:
    """What `take` makes of the frames at these places (ordinal and stamp) of a decode from the stream's beginning."""
    if not places:
        return {}
    try:
        return _count(stream, index, set(places), take, "strict")
    except DamagedError:
        return _count(stream, index, set(places), take, "patient")


def _count(
    stream: BinaryIO, index: int, wanted: set[tuple[int, int]], take: Callable[[Shot], T | None], way: Way
) -> dict[tuple[int, int], T]:
    found: dict[tuple[int, int], T] = {}
    last = max(ordinal for ordinal, _ in wanted)
    container, coded = open_stream(stream, index)
    with container:
        for shots in Decoding(container, coded, way):
            for shot in shots:
                place = shot.ordinal, shot.pts
                if place in wanted and (made := take(shot)) is not None:
                    found[place] = made
            if shots and shots[-1].ordinal >= last:
                break
    return found
