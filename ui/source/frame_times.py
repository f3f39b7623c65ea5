"""The times of a frame in words: stream time, the camera's own clock, and that clock corrected by a check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance import camera_clock
from provenance.anchors import decimal_seconds
from provenance.records import Source
from ui.strings import footage as words
from ui.strings import source as source_words

if TYPE_CHECKING:
    from app.viewing import FootageView


@dataclass(frozen=True, slots=True)
class FrameTimes:
    """Each named for what it is; "" for what is not known. `seconds` is stream time as a decimal: "12.480".

    `caution` tells of the check in full, and what to mind of it.
    """

    seconds: str
    camera: str
    corrected: str
    caution: str
    amount: str  # of the check: "7 min 0 s fast"; "" without one

    def lines(self) -> tuple[str, ...]:
        """As a caption: "12.480 s", "camera clock 03/05/2026 14:32:10", "corrected 03/05/2026 14:25:10 BST"."""
        stream = words.STREAM_SHORT.format(seconds=self.seconds)
        return tuple(line for line in (stream, self.camera, self.corrected) if line)

    def spoken(self) -> str:
        """For a screen reader."""
        stream = words.STREAM_SPOKEN.format(seconds=self.seconds)
        return ", ".join(line for line in (stream, self.camera, self.corrected) if line)


def times_of(footage: FootageView, source: Source, ordinal: int) -> FrameTimes:
    """The times of a frame; `source` as it is recorded now, whose check of the clock may be newer than the footage."""
    seconds = footage.seconds(ordinal)
    first = footage.seconds(0)
    found = camera_clock.times(source, footage.clock, seconds, first)
    camera, corrected = found.words() if found else ("", "")
    clock = camera_clock.of(source)
    told = words.CORRECTED_TIP.format(told=clock.told()) if clock else ""
    mind = found.caution if found else ""
    return FrameTimes(
        decimal_seconds(seconds), camera, corrected, f"{told} {mind}".strip(), clock.amount if clock else ""
    )


def exactly(footage: FootageView, ordinal: int) -> str:
    """ "pts 6240 × 1/500 s, exactly"."""
    base = footage.stream.time_base
    pts = footage.stream.times[ordinal]
    return source_words.STREAM_TIP.format(pts=pts, base=f"{base.numerator}/{base.denominator}")
