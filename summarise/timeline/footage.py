"""Movement in footage on the timeline: by the camera's clock as it stands, and corrected where that was checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from provenance import timeline_words as words
from provenance.camera_check import HOME
from provenance.camera_clock import Times
from provenance.footage import Frame, MovementEvent
from provenance.timeline import CameraTimes, Extent
from summarise.observations import Footage, camera_name, clock_times, duration_words, position

_NOT_CHECKED: Final = 60  # seconds that a clock which nobody checked is said to be off at least


@dataclass(frozen=True, slots=True)
class Seen:
    """A movement with the frame that is cited; `first` and `last` are None where the camera's clock is not known."""

    event: MovementEvent
    frame: Frame
    text: str
    times: CameraTimes | None

    @property
    def placed(self) -> tuple[datetime, datetime] | None:
        """Start and end in local wall clock, corrected where the clock was checked; None without a date."""
        if self.times is None:
            return None
        first, last = (
            t.corrected if t.corrected is not None else t.camera for t in (self.times.first, self.times.last)
        )
        if not isinstance(first, datetime) or not isinstance(last, datetime):
            return None
        return first, max(first, last)

    @property
    def corrected(self) -> bool:
        return self.times is not None and self.times.first.corrected is not None

    @property
    def precision(self) -> int:
        """Seconds: the uncertainty of the check; of a clock that was not checked nobody knows it."""
        clock = self.times.first.clock if self.times else None
        if clock is None:
            return _NOT_CHECKED
        return max(1, round(float(clock.uncertainty))) if clock.uncertainty is not None else _NOT_CHECKED

    @property
    def extent(self) -> Extent:
        return "throughout"

    @property
    def zone(self) -> tuple[str, bool]:
        """The zone, and whether somebody stated it."""
        clock = self.times.first.clock if self.times else None
        return (clock.zone, True) if clock else (HOME, False)

    def how(self) -> tuple[str, ...]:
        """How its time was read, in sentences."""
        if self.times is None:
            return ()
        first = self.times.first
        if first.clock is None or first.corrected is None:
            return (words.CAMERA_ONLY,)
        caution = (first.caution,) if first.caution else ()
        return (words.CORRECTED.format(told=first.clock.told()), *caution)

    def said(self) -> str:
        """The words of its time: both clocks, where there are both."""
        return ", ".join(filter(None, self.times.first.words())) if self.times else ""

    def width(self) -> timedelta:
        clock = self.times.first.clock if self.times else None
        return timedelta(seconds=float(clock.uncertainty)) if clock and clock.uncertainty else timedelta(0)

    def why_not(self) -> str:
        """Why it cannot be placed."""
        return words.NO_CLOCK_READ if self.times is None else words.NO_DATE_READ


def seen(footage: Footage) -> Iterator[Seen]:
    """The movements of the latest look of which a frame was kept, in order of time."""
    for index, event in enumerate(footage.events):
        frames = footage.of_event(index)
        if frames:
            where = position(event.region, footage.stream)
            text = f"{camera_name(footage.source)}: movement, {where}, {duration_words(event)}"
            yield Seen(event, frames[0], text, _times(footage, event.start.seconds, event.end.seconds))


def _times(footage: Footage, first: Fraction, last: Fraction) -> CameraTimes | None:
    start, end = clock_times(footage, first), clock_times(footage, last)
    return CameraTimes(start, _later(start, end)) if start else None


def _later(start: Times, end: Times | None) -> Times:
    return end or start
