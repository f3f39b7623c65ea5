"""Records of footage: the stream that was decoded, its frames, movement in it and the clock that is burnt into it.

Times of frames are integers (`pts`) with a `time_base`; seconds are derived, never stored. Regions are in coded pixels,
origin at the top left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from provenance.records import Box, Notice


@dataclass(frozen=True, slots=True)
class VideoStream:
    """What the container says of the stream that was decoded, and how many frames came out of it.

    `times` are the stream's time stamps in decode order; a frame's ordinal is its index. `keys` are the ordinals of
    key frames. `rotation` is degrees to turn the coded picture clockwise for display.
    """

    index: int
    codec: str
    width: int
    height: int
    pixel_format: str
    time_base: Fraction
    decoder: str
    rotation: int
    times: tuple[int, ...]
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded picture that may be cited. `sha256` is of the decoded planes; `picture` is a JPEG for display."""

    stream: int
    ordinal: int
    pts: int
    time_base: Fraction
    sha256: str
    pixel_format: str
    decoder: str
    width: int
    height: int
    role: Literal["start", "peak", "end", "first"]
    event: int | None = None
    region: Box | None = None
    picture: bytes = b""
    id: str = ""
    source_id: str = ""

    @property
    def seconds(self) -> Fraction:
        """Stream time in seconds, exact: pts × time_base."""
        return self.pts * self.time_base


@dataclass(frozen=True, slots=True)
class Moment:
    """A place in a stream's time without its picture."""

    pts: int
    time_base: Fraction
    ordinal: int

    @property
    def seconds(self) -> Fraction:
        return self.pts * self.time_base


@dataclass(frozen=True, slots=True)
class MovementEvent:
    """A stretch of movement: where it starts, is greatest and ends, and the region that moved (coded pixels)."""

    start: Moment
    peak: Moment
    end: Moment
    region: Box


@dataclass(frozen=True, slots=True)
class ClockReading:
    """The burnt-in clock as fitted over the stream: local wall time at the first frame, and rate against stream time.

    `first` is ISO 8601 local time, without the date when the date was not read. `jumps` are stream seconds at which
    the clock is first seen off the line that it followed until then, `leaps` by how many seconds it is, and `since`
    when it was last seen on that line. `stops` are those of the jumps from which it stands still until the next. A
    clock shows whole seconds: `phase` is the part of a second that had passed at the first frame, as well as the
    readings bound it.
    """

    first: str
    rate: float
    readings: int
    jumps: tuple[float, ...] = ()
    leaps: tuple[float, ...] = field(default=(), compare=False)
    since: tuple[float, ...] = field(default=(), compare=False)
    stops: tuple[float, ...] = field(default=(), compare=False)
    phase: float = field(default=0.5, compare=False)


Area = tuple[int, int, int, int]  # x, y, width, height in coded pixels


def spelt(areas: Sequence[Area]) -> str:
    """Areas as settings and the log hold them: "x,y,w,h;x,y,w,h"."""
    return ";".join(",".join(map(str, one)) for one in areas)


@dataclass(frozen=True, slots=True)
class Look:
    """One search of a recording for movement: where and how sensitively it was sought, and what came of it.

    Number 0 is the look at intake; each later one was asked for by a person. `watch` are the areas in which movement
    was sought, all of the picture where there is none; `mask` those in which it was not. `threshold` is how much of
    the picture had to change (None: not recorded), lower is more sensitive. The `frames` of all looks may be cited.
    """

    number: int
    watch: tuple[Area, ...]
    mask: tuple[Area, ...]
    threshold: float | None
    events: tuple[MovementEvent, ...]
    frames: tuple[Frame, ...]
    notices: tuple[Notice, ...] = ()
    at: str = ""
    by: str = ""
