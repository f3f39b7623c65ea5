"""What the viewer answers: pages and frames as raw pixels, outlines, and the text of a page."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ingest.render import turned
from provenance.camera_clock import wall_at
from provenance.footage import ClockReading, Frame, Look, MovementEvent, VideoStream
from provenance.records import Box, Source

Spans = NDArray[np.int64]
Boxes = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Outline:
    """The pages of a source: `first` is the number of its first page (0 for a single picture, else 1).

    `labels` has one entry per page, "" where the page bears no label of its own ("p. iv [scan 4]"). `rendition`: the
    pages are set by Attest. `text_length` is that of the layer in code points, 0 where there is none.
    """

    kind: str
    pages: int
    first: int
    labels: tuple[str, ...]
    rendition: bool
    text_length: int

    def holds(self, page: int) -> bool:
        """Whether there is such a page; a single picture may be asked for as page 0 or 1."""
        return (1 <= page <= self.pages) or (page == self.first == 0 < self.pages)


@dataclass(frozen=True, slots=True)
class PagePixels:
    """A page without marks: `data` is RGB888, rows of 3 × width bytes without padding.

    `points_width` and `points_height` are the page's size in the unit of boxes (points; for pictures their own
    pixels), `scale` is pixels per such unit.
    """

    width: int
    height: int
    data: bytes
    points_width: float
    points_height: float
    scale: float
    rendition: bool

    @property
    def stride(self) -> int:
        """Bytes of a row."""
        return 3 * self.width


@dataclass(frozen=True, slots=True)
class PageText:
    """The stretch of the layer that stands on a page: layer[start : start + len(text)]."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class FramePixels:
    """A frame turned for display: `data` is RGB888, rows of 3 × width bytes; `sha256` is of the decoded planes.

    `turn` is by how many degrees the coded picture was turned clockwise, `scale` pixels per displayed pixel (below 1
    in a strip and for frames of more than 24 megapixels). Frames of a strip have no `sha256`.
    """

    width: int
    height: int
    data: bytes
    ordinal: int
    pts: int
    time_base: Fraction
    sha256: str
    turn: int
    scale: float

    @property
    def seconds(self) -> Fraction:
        """Stream time in seconds, exact."""
        return self.pts * self.time_base

    @property
    def stride(self) -> int:
        """Bytes of a row."""
        return 3 * self.width


@dataclass(frozen=True, slots=True)
class FootageView:
    """What the case holds of a video: the stream with every frame's time, citable frames, movement, the clock."""

    source: Source
    stream: VideoStream
    frames: tuple[Frame, ...]
    events: tuple[MovementEvent, ...]
    clock: ClockReading | None
    looks: tuple[Look, ...] = ()  # all of them: `frames` and `events` are those of the last

    @property
    def citable(self) -> tuple[Frame, ...]:
        """The frames of all looks, those of the last first: drafts may cite any of them."""
        return tuple(frame for look in reversed(self.looks) for frame in look.frames) or self.frames

    def latest(self, look: Look | None) -> bool:
        """Whether what is shown is of the latest look; None stands for it."""
        return look is None or not self.looks or look.number == self.looks[-1].number

    def movement_at(self, ordinal: int, look: Look | None = None) -> tuple[int, MovementEvent] | None:
        """The movement about a frame and which one it is, from 1, as the look (None: the latest) found it."""
        events = self.events if look is None else look.events
        found = enumerate(events, 1)
        return next(((n, e) for n, e in found if e.start.ordinal <= ordinal <= e.end.ordinal), None)

    @property
    def count(self) -> int:
        """Frames of the stream."""
        return len(self.stream.times)

    @property
    def displayed(self) -> tuple[int, int]:
        """Width and height of the picture as displayed, in its own pixels."""
        size = self.stream.width, self.stream.height
        return size if self.stream.rotation % 180 == 0 else (size[1], size[0])

    def seconds(self, ordinal: int) -> Fraction:
        """Stream time of a frame; raises IndexError when there is none."""
        return self.stream.times[ordinal] * self.stream.time_base

    def at(self, seconds: Fraction | float) -> int:
        """The ordinal of the frame that is shown at a stream time: the last one not after it, else the first.

        Meant for streams whose time runs forward; where it runs back, some frame near that time is given.
        """
        return max(0, bisect_right(self.stream.times, Fraction(seconds) / self.stream.time_base) - 1)

    def movement_from(self, ordinal: int, by: int) -> int | None:
        """The ordinal at which the next (1) or previous (-1) movement begins; None where there is none."""
        starts = [event.start.ordinal for event in self.events]
        ahead = [n for n in starts if (n > ordinal if by > 0 else n < ordinal)]
        return (min(ahead) if by > 0 else max(ahead)) if ahead else None

    def clock_at(self, seconds: Fraction | float) -> str:
        """The burnt-in clock at a stream time ("14:32:10"), "" where none was read or it has jumped."""
        return clock_at(self.clock, seconds, self.seconds(0)) if self.clock and self.count else ""


def clock_at(clock: ClockReading, seconds: Fraction | float, first: Fraction | float = 0) -> str:
    """The burnt-in clock at a stream time by the fitted line: "14:32:10"; `first` is the first frame's stream time.

    "" when the clock jumps at or before this moment, so that the line does not hold.
    """
    wall = wall_at(clock, seconds, first)
    return wall.strftime("%H:%M:%S") if wall else ""


def region_on_display(region: Box, turn: int, displayed: tuple[int, int], scale: float = 1.0) -> Box:
    """A region in coded pixels on the picture as displayed (`displayed` is its full width and height), scaled."""
    box = turned(region, turn, displayed)
    return Box(box.page, box.x * scale, box.y * scale, box.w * scale, box.h * scale)


def region_as_coded(region: Box, turn: int, displayed: tuple[int, int]) -> Box:
    """The other way: a region of the picture as displayed (its full width and height) in coded pixels."""
    coded = displayed if turn % 180 == 0 else (displayed[1], displayed[0])
    return turned(region, -turn % 360, coded)
