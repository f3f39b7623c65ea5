"""Turns movement found in footage into machine observations: where in the picture, when by the camera's own clock.

The words come from templates over the frame table; they never say who or what moved. The camera's clock is given as it
stands, right or wrong; where a person recorded how it was checked, the corrected time stands beside it, both named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from fractions import Fraction

from provenance.anchors import decimal_seconds
from provenance.camera_clock import Times, times
from provenance.footage import ClockReading, Frame, MovementEvent, VideoStream
from provenance.records import Box, Source
from provenance.report_words import counted
from summarise.names import item_name

_CLOCK = re.compile(r"(?:(\d{4}-\d\d-\d\d)[T ])?T?(\d\d:\d\d:\d\d)")
_NOT_LISTED = "the weaker ones, not listed here, lie between"
WHOLE_PICTURE = 0.6  # of the picture's area: movement as wide as this has no side


@dataclass(frozen=True, slots=True)
class Footage:
    """What the case holds of one video, as one look for movement found it."""

    source: Source
    stream: VideoStream
    events: Sequence[MovementEvent]
    frames: Sequence[Frame]
    clock: ClockReading | None
    look: int = 0  # the number of the look for movement that found the events
    earlier: tuple[Footage, ...] = ()  # the same by the looks before, the latest first
    limits: str = ""  # what of the picture that look did not watch, and its sensitivity, where not as usual

    def holding(self, ordinal: int, look: int | None = None) -> Footage:
        """The footage by this look where it took the frame, else by the latest that did; this one where none did."""
        took = [one for one in (self, *self.earlier) if any(f.ordinal == ordinal for f in one.frames)]
        return next((one for one in took if one.look == look), took[0] if took else self)

    def stillness(self) -> str:
        """That this look found no movement, where it did not look, and what a look before it found."""
        found = next((one for one in self.earlier if one.events), None)
        if not self.limits and not found:
            return "no movement was found in it"
        where = f" ({self.limits})" if self.limits else ""
        told = f"the latest look at it{where} found no movement"
        return f"{told}; an earlier look found {counted(len(found.events), 'movement')}" if found else told

    def of_event(self, index: int) -> list[Frame]:
        """The frames kept of an event, in the order of time: start, peak, end."""
        return sorted((f for f in self.frames if f.event == index and f.role != "first"), key=lambda f: f.ordinal)


@dataclass(frozen=True, slots=True)
class Observation:
    """A claim about footage before it is written down: its words, the frames to cite, stream seconds to order by."""

    text: str
    frames: tuple[Frame, ...]
    seconds: Fraction
    corrected: datetime | time | None = None  # where the clock was checked; to order cameras by


def observe(footage: Footage, count: int) -> list[Observation]:
    """At most `count` observations in the order of time: the strongest events one by one, the others counted in one.

    The strength of an event is its duration times the area that moved. Events of which no frame was kept cannot be
    cited and are left out.
    """
    shown = [i for i in range(len(footage.events)) if footage.of_event(i)]
    if not shown or count <= 0:
        return []
    if len(shown) <= count:
        return [_single(footage, i) for i in shown]
    strongest = sorted(shown, key=lambda i: (-_strength(footage.events[i]), i))[: max(0, count - 1)]
    rest = [i for i in shown if i not in strongest]
    return [_single(footage, i) for i in sorted(strongest)] + [_rest(footage, rest)]


def facts(footage: Footage, frames: Sequence[Frame]) -> str:
    """What the frame table and the fitted clock say of these frames: the words against which a claim is judged."""
    told = [f"movement; {len(footage.events)} movements found in all; {_NOT_LISTED}"]
    told += [footage.limits] if footage.limits else []
    for frame in frames:
        told += [moment_words(footage, frame.seconds)]
        told += [position(frame.region, footage.stream)] if frame.region else []
        if frame.event is not None and 0 <= frame.event < len(footage.events):
            told.append(duration_words(footage.events[frame.event]))
    return "; ".join(told)


def camera_name(source: Source) -> str:
    """How a camera is named: what the exhibit list calls it, else the file, with the exhibit reference."""
    name = item_name(source)
    return f"{name} ({source.exhibit})" if source.exhibit else name


def moment_words(footage: Footage, seconds: Fraction) -> str:
    """A moment of the stream as people read it: by the camera's clock where one was read, else by stream time.

    Where that clock was checked, the corrected time follows: "camera clock 14:32:10, corrected 14:25:10".
    """
    told = clock_times(footage, seconds)
    return ", ".join(filter(None, told.words())) if told else f"stream time {decimal_seconds(seconds, 2)} s"


def camera_clock(footage: Footage, seconds: Fraction) -> str:
    """The camera clock (HH:MM:SS, with its date when that was read) at a stream time; "" where it is not known."""
    told = clock_times(footage, seconds)
    return told.words()[0].removeprefix("camera clock ") if told else ""


def clock_times(footage: Footage, seconds: Fraction) -> Times | None:
    """Both times of a moment; None when no clock was read, or where it is not known what it shows."""
    clock = footage.clock
    if clock is None or not _CLOCK.fullmatch(clock.first.strip()):
        return None
    start = footage.stream.times[0] * footage.stream.time_base if footage.stream.times else Fraction(0)
    return times(footage.source, clock, seconds, start)


def position(region: Box, stream: VideoStream) -> str:
    """Where the region's centre lies in the picture as displayed: "left of picture", "upper right of picture"."""
    width, height = max(1, stream.width), max(1, stream.height)
    if region.w * region.h >= WHOLE_PICTURE * width * height:
        return "across the picture"
    across, down = _displayed((region.x + region.w / 2) / width, (region.y + region.h / 2) / height, stream.rotation)
    side = "left" if across < 1 / 3 else "right" if across > 2 / 3 else ""
    level = "upper" if down < 1 / 3 else "lower" if down > 2 / 3 else ""
    return f"{level} {side or 'centre'} of picture".strip()


def duration_words(event: MovementEvent) -> str:
    """How long the movement lasts, to the second."""
    seconds = round(float(event.end.seconds - event.start.seconds))
    if seconds < 1:
        return "under 1 second"
    if seconds < 120:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"{seconds // 60} min {seconds % 60} s"


def _single(footage: Footage, index: int) -> Observation:
    event, frames = footage.events[index], footage.of_event(index)
    where = position(event.region, footage.stream)
    when = moment_words(footage, event.start.seconds)
    text = f"{camera_name(footage.source)}, {when}: movement, {where}, {duration_words(event)}{_limited(footage)}."
    return Observation(text, tuple(frames), event.start.seconds, _corrected(footage, event.start.seconds))


def _rest(footage: Footage, indices: Sequence[int]) -> Observation:
    """The weaker events counted, cited by the first and the last of them."""
    first, last = footage.of_event(indices[0])[0], footage.of_event(indices[-1])[-1]
    begin, end = moment_words(footage, first.seconds), moment_words(footage, last.seconds)
    total = f"{len(footage.events)} movements found in all{_limited(footage)}"
    corrected = _corrected(footage, first.seconds)
    both = ", and " if corrected else " and "
    text = f"{camera_name(footage.source)}: {total}; {_NOT_LISTED} {begin}{both}{end}."
    frames = (first,) if first.ordinal == last.ordinal else (first, last)
    return Observation(text, frames, first.seconds, corrected)


def _limited(footage: Footage) -> str:
    """That only a part of the picture was watched, where it was."""
    return f" ({footage.limits})" if footage.limits else ""


def _corrected(footage: Footage, seconds: Fraction) -> datetime | time | None:
    told = clock_times(footage, seconds)
    return told.corrected if told else None


def _strength(event: MovementEvent) -> float:
    duration = max(event.end.seconds - event.start.seconds, Fraction(1, 100))
    return round(float(duration) * event.region.w * event.region.h, 4)


def _displayed(across: float, down: float, rotation: int) -> tuple[float, float]:
    """A point (shares of width and height) of the coded picture, turned clockwise as it is displayed."""
    for _ in range(rotation % 360 // 90):
        across, down = 1 - down, across
    return across, down
