"""Turns the movement of single frames into events with a start, a peak and an end, in exact stream time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.video.decode import Shot
from ingest.video.movement import Change, MovementDetector, around, lies_in
from ingest.video.settings import Region, VideoSettings
from provenance.footage import Moment, MovementEvent
from provenance.records import Box

_TRUST = 0.5  # seconds for which movement counts as movement without another look at texture
_STEADY = 2  # looks in which a pixel must have moved to widen an event's region, where the event has that many


@dataclass(frozen=True, slots=True)
class Found:
    """A finished event with the frames that stand for it; `strength` is the score at its peak, `parts` are what moved
    in several of its frames: the event's region lies around them."""

    event: MovementEvent
    start: Shot
    peak: Shot
    end: Shot
    strength: float
    parts: tuple[Region, ...]


@dataclass(slots=True)
class _Open:
    """An event under way, or a run of movement that may become one."""

    start: Shot
    peak: Shot
    last: Shot
    strength: float
    seen: NDArray[np.uint8] | None = None
    frames: int = 0
    checked: Shot | None = None  # the last frame whose movement was told apart from light


@dataclass(slots=True)
class EventFinder:
    """Collects frames' changes into events; at most five frames are held at any time.

    Movement that lasts `least_seconds` over at least two frames opens an event; `after_seconds` without movement close
    it, and do not belong to it: its end is the last frame with movement.
    """

    base: Fraction
    settings: VideoSettings
    _run: _Open | None = field(default=None, init=False)
    _event: _Open | None = field(default=None, init=False)
    _detector: MovementDetector | None = field(default=None, init=False)
    _before: int | None = field(default=None, init=False)

    def push(self, shot: Shot, change: Change, detector: MovementDetector) -> Found | None:
        """Take the next frame; gives the event that it closes, if any."""
        closed = None
        backwards = self._before is not None and shot.pts < self._before
        self._before = shot.pts
        if backwards or detector is not self._detector:  # time or size jumps: what moved before cannot be continued
            closed = self.finish()
            self._detector = detector
        if self._event is None:
            self._seek_start(shot, change)
            return closed
        return self._follow(self._event, shot, change) or closed

    def trusts(self, shot: Shot) -> bool:
        """Whether movement under way was told apart from light so lately that this frame need not be."""
        event = self._event
        return bool(event and event.checked and 0 <= self._apart(event.checked, shot) < _TRUST)

    def finish(self) -> Found | None:
        """Close what is open, at the end of the stream."""
        event, self._event, self._run = self._event, None, None
        return self._found(event) if event else None

    def _seek_start(self, shot: Shot, change: Change) -> None:
        if change.raw < self.settings.threshold:
            self._run = None
            return
        if self._run is None:
            self._run = _Open(shot, shot, shot, change.raw)
        run = self._run
        self._widen(run, shot, change)
        if run.checked and run.frames > 1 and self._apart(run.start, shot) >= self.settings.least_seconds:
            self._event, self._run = run, None

    def _follow(self, event: _Open, shot: Shot, change: Change) -> Found | None:
        if change.moved(self.settings.threshold):
            self._widen(event, shot, change)
            return None
        rest = self._apart(event.last, shot)
        if 0 <= rest <= self.settings.after_seconds:
            return None
        self._event = None
        return self._found(event)

    def _widen(self, event: _Open, shot: Shot, change: Change) -> None:
        event.last = shot
        event.frames += 1
        if change.checked and change.moved(self.settings.threshold):
            event.checked = shot
        if change.raw > event.strength:
            event.strength, event.peak = change.raw, shot
        moved = np.minimum(change.mask, 1)
        event.seen = moved if event.seen is None else cv2.add(event.seen, moved).astype(np.uint8, copy=False)  # to 255

    def _apart(self, one: Shot, other: Shot) -> float:
        return (other.pts - one.pts) * self.base.numerator / self.base.denominator

    def _found(self, event: _Open) -> Found:
        assert self._detector is not None
        parts: tuple[Region, ...] = (self._detector.area,)
        if event.seen is not None and event.seen.any():
            parts = self._detector.places(event.seen >= min(_STEADY, int(event.seen.max())))
        start, peak, end = (Moment(s.pts, self.base, s.ordinal) for s in (event.start, event.peak, event.last))
        moved = MovementEvent(start, peak, end, _box(around(parts)))
        return Found(moved, event.start, event.peak, event.last, event.strength, parts)


def _box(region: Region) -> Box:
    return Box(0, *(float(v) for v in region))


def beside(event: MovementEvent, parts: Sequence[Region], clock: Region) -> MovementEvent:
    """The event by those of its parts that moved outside the area of a clock; as it is where more moved within it: that
    is somebody behind its figures, not they."""
    moved = [part for part in parts if not lies_in(part, clock)]
    within = [part for part in parts if lies_in(part, clock)]
    if sum(w * h for _, _, w, h in moved) <= sum(w * h for _, _, w, h in within):
        return event
    return replace(event, region=_box(around(moved)))
