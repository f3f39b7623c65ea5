"""Looks again at footage of a case for movement: in areas and with a sensitivity that a person chose.

What was found before stays, with its frames: drafts may cite them. The new look stands beside it, and is what the
window shows and later drafts tell of.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.movement import with_areas
from app.outcome import await_reading
from app.said import advanced, noticed
from ingest.items import Advance
from provenance.errors import AnchorError, CaseError, ReadError, TaskError, UsageError
from provenance.footage import Area, Frame, Moment, MovementEvent, VideoStream, spelt
from provenance.ports import Progress, Task
from provenance.records import Notice, Source
from provenance.store.records import NewLook
from provenance.store.sources import OF_LOOKS, require_open
from provenance.vault import digest_of

if TYPE_CHECKING:
    from app.case_evidence import CaseEvidence

_MOST = 255.0  # of a threshold: the mean of a mask of bytes


def look_again(
    case: CaseEvidence,
    source_id: str,
    watch: Sequence[Area],
    mask: Sequence[Area],
    threshold: float,
    progress: Progress,
) -> Source:
    """Seek movement in `watch` (all of the picture where there is none) less `mask`, in coded pixels; see `NewLook`.

    Until it is done nothing is written. Raises UsageError(unknown_id | source_held | bad_value),
    AnchorError(original_missing | original_changed), ReadError("decoded_otherwise") where the original gives other
    frames than at intake, and as reading it does, TaskError, CaseError.
    """
    if not case.store.writable:
        raise CaseError("case_read_only")
    source = require_open(case.store.source(source_id))
    stream = case.store.video(source_id)
    if stream is None:
        raise UsageError("bad_value", value=source_id, what="footage", why="no footage was decoded of it")
    if not (math.isfinite(threshold) and 0 < threshold <= _MOST):
        why = f"choose one above 0, and at most {_MOST:g}"
        raise UsageError("bad_value", value=threshold, what="a threshold", why=why)
    watch, mask = ([_within(area, stream) for area in areas] for areas in (watch, mask))
    _require_unchanged(case, source, progress)
    found = _seek(case, source, stream, watch, mask, threshold, progress)
    notices = [one for one in found.notices if one.code in OF_LOOKS]
    new = NewLook(watch, mask, threshold, found.events, found.frames, notices)
    return case.store.add_look(source_id, new, case.by)


@dataclass(slots=True)
class _Found:
    """What came out of one look; filled from the runner's thread, read after the future is done."""

    stream: VideoStream | None = None
    events: list[MovementEvent] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    seen: Advance = field(default_factory=lambda: Advance(0, 0))

    def take(self, item: object) -> None:
        """Put one item in its place; an item that nobody knows is a fault of the reader and ends the task."""
        match item:
            case VideoStream():
                self.stream = item
            case MovementEvent():
                self.events.append(item)
            case Frame():
                self.frames.append(item)
            case Notice():
                self.notices.append(noticed(item))
            case Advance():
                self.seen = advanced(item)
            case _:
                raise TypeError(f"a reader sent {type(item).__name__}")

    def is_of(self, stream: VideoStream, kept: Sequence[Frame]) -> bool:
        """Whether the frames were counted and timed as at intake, and decoded as those that were `kept`, as far as both
        looks kept the same: what is cited names them by number, stamp and hash."""
        now = self.stream
        if now is None or (now.index, now.width, now.height) != (stream.index, stream.width, stream.height):
            return False
        if (now.time_base, now.times) != (stream.time_base, stream.times):
            return False
        hashes = {frame.ordinal: frame.sha256 for frame in kept}
        if any(frame.sha256 != hashes.get(frame.ordinal, frame.sha256) for frame in self.frames):
            return False
        places: list[Moment | Frame] = [*self.frames]
        for event in self.events:
            places += (event.start, event.peak, event.end)
        return all(_stands(place, stream) for place in places)


def _seek(
    case: CaseEvidence,
    source: Source,
    stream: VideoStream,
    watch: Sequence[Area],
    mask: Sequence[Area],
    threshold: float,
    progress: Progress,
) -> _Found:
    """Decode all of it in a child; ended where the source comes to be withheld."""
    found = _Found()
    task = Task("ingest.readers.video:look", {"settings": with_areas(case.settings.read, watch, mask, threshold)})
    limits = case.settings.limits(source.size)
    future: Future[list[object]] = case.readers.submit(task, case.store.vault.opener(source), limits, found.take)

    def tick() -> None:
        require_open(case.store.source(source.id))  # it may be withheld meanwhile
        if not progress(f"Looking again at {source.title}", found.seen.done, found.seen.total):
            raise TaskError("cancelled")

    await_reading(future, case.settings.report_every_seconds, tick)
    try:
        future.result()
    except CancelledError as error:
        raise TaskError("cancelled") from error
    except ReadError as error:
        if error.code != "region_outside":
            raise
        why = "the areas left out cover all that is watched"
        raise UsageError("bad_value", value=spelt((*watch, *mask)), what="areas", why=why) from error
    if not found.is_of(stream, [frame for look in case.store.looks(source.id) for frame in look.frames]):
        raise ReadError("decoded_otherwise", source=source.id)
    return found


def _require_unchanged(case: CaseEvidence, source: Source, progress: Progress) -> None:
    """Raises AnchorError(original_missing | original_changed), UsageError("source_held"), TaskError("cancelled")."""
    read = 0

    def go_on(chunk: bytes) -> None:
        nonlocal read
        read += len(chunk)
        require_open(case.store.source(source.id))
        if not progress(f"Checking that {source.title} is unchanged", read, source.size):
            raise TaskError("cancelled")

    with case.store.vault.open(source) as original:
        sha256, _ = digest_of(original, go_on)
    if sha256 != source.sha256:
        raise AnchorError("original_changed", source=source.id)


def _within(area: Area, stream: VideoStream) -> Area:
    """What of the area lies within the picture; raises UsageError("bad_value") where nothing does."""
    left, top = max(0, area[0]), max(0, area[1])
    right, bottom = min(stream.width, area[0] + area[2]), min(stream.height, area[1] + area[3])
    if right <= left or bottom <= top:
        why = f"the picture is {stream.width} × {stream.height}"
        raise UsageError("bad_value", value=spelt([area]), what="an area", why=why)
    return left, top, right - left, bottom - top


def _stands(place: Moment | Frame, stream: VideoStream) -> bool:
    """Whether there is a frame of this number and time."""
    known = 0 <= place.ordinal < len(stream.times) and stream.times[place.ordinal] == place.pts
    return known and place.time_base == stream.time_base
