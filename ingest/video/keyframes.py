"""Frames that may be cited: the first of a video, and each event's start, peak and end, with hash and picture."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from ingest.video.decode import Shot
from ingest.video.events import Found, beside
from ingest.video.planes import clockwise, jpeg, plane_hash
from ingest.video.settings import Region
from provenance.footage import Frame, MovementEvent
from provenance.records import Notice

Role = Literal["start", "peak", "end", "first"]


@dataclass(frozen=True, slots=True)
class FrameMaker:
    """Makes frame records of one stream."""

    stream: int
    base: Fraction
    decoder: str

    def frame(self, shot: Shot, role: Role) -> Frame:
        """The record of a decoded frame; hashing and drawing happen here, for the few frames that are kept."""
        frame = shot.frame
        return Frame(
            stream=self.stream,
            ordinal=shot.ordinal,
            pts=shot.pts,
            time_base=self.base,
            sha256=plane_hash(frame),
            pixel_format=frame.format.name,
            decoder=self.decoder,
            width=frame.width,
            height=frame.height,
            role=role,
            picture=jpeg(frame, clockwise(frame)),
        )


@dataclass(frozen=True, order=True, slots=True)
class _Kept:
    strength: float
    earlier: int  # of two events of one strength the earlier is kept
    event: MovementEvent = field(compare=False)
    parts: tuple[Region, ...] = field(compare=False)
    frames: tuple[Frame, ...] = field(compare=False)


@dataclass(slots=True)
class EventShelf:
    """Keeps the strongest events of a video with their frames, so that hours of movement stay within memory."""

    maker: FrameMaker
    most: int
    frames: bool = True
    _kept: list[_Kept] = field(default_factory=list, init=False)
    _count: int = field(default=0, init=False)

    def add(self, found: Found) -> None:
        """Keep the event, unless `most` stronger ones are kept already."""
        self._count += 1
        if len(self._kept) >= self.most and (self.most == 0 or found.strength <= self._kept[0].strength):
            return
        frames = tuple(self._frames(found)) if self.frames else ()
        item = _Kept(found.strength, -self._count, found.event, found.parts, frames)
        if len(self._kept) < self.most:
            heapq.heappush(self._kept, item)
        else:
            heapq.heapreplace(self._kept, item)

    def _frames(self, found: Found) -> Iterator[Frame]:
        made: dict[int, Frame] = {}
        roles: tuple[tuple[Role, Shot], ...] = (("start", found.start), ("peak", found.peak), ("end", found.end))
        for role, shot in roles:
            if shot.ordinal not in made:
                made[shot.ordinal] = self.maker.frame(shot, role)
            yield replace(made[shot.ordinal], role=role)

    def take(self, clock: Region | None) -> Iterator[MovementEvent | Frame | Notice]:
        """The kept events in time order, then their frames (`event` is the event's place in that order).

        `clock` is where figures run in the picture (coded pixels): that is no part of what moved.
        """
        kept = sorted(self._kept, key=lambda k: k.event.start.ordinal)
        events = [beside(k.event, k.parts, clock) if clock else k.event for k in kept]
        yield from events
        for number, (event, item) in enumerate(zip(events, kept, strict=True)):
            yield from (replace(frame, event=number, region=event.region) for frame in item.frames)
        if self._count > len(kept):
            detail = f"{self._count} movement events were found; the {len(kept)} strongest are kept"
            yield Notice("events_left_out", detail)
