"""What is known of the frame on screen, in words: which one it is, both of its times, movement, its hash."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from provenance.anchors import decimal_seconds
from ui.source.flow import FlowBox
from ui.strings import source as words
from ui.widgets.basics import label

if TYPE_CHECKING:
    from app.viewing import FootageView, FramePixels


class FrameFacts(FlowBox):
    """A few short phrases; each tells more in its tooltip."""

    def __init__(self) -> None:
        super().__init__(gap=6)
        self.which = label("", "strong")
        self.stream_time, self.clock = label(), label()
        self.movement, self.hash = label("", "muted"), label("", "small")
        self._all = (self.which, self.stream_time, self.clock, self.movement, self.hash)
        for one in self._all:
            self.flow.addWidget(one)
        self.hush()

    def hush(self) -> None:
        """Say nothing."""
        for one in self._all:
            _say(one, "")

    def show_stored(self, footage: FootageView, ordinal: int, waiting: bool) -> None:
        """A stored picture is up; `waiting` for the exact frame, or in its place."""
        self.setEnabled(True)
        said = words.STORED_FRAME if waiting else words.STORED_ONLY
        _say(self.which, said.format(number=ordinal + 1, count=footage.count))
        self._times(footage, ordinal, footage.stream.times[ordinal], cited=False)
        _say(self.hash, "")

    def show_exact(self, footage: FootageView, frame: FramePixels, compared: bool, cited: bool) -> None:
        """The exact frame is up; `compared` with the hash that was taken in, `cited` where its region is outlined."""
        self.setEnabled(True)
        said = words.EXACT_FRAME.format(number=frame.ordinal + 1, count=footage.count)
        tip = words.EXACT_TIP if compared else words.EXACT_SEEN_TIP
        _say(self.which, said, tip.format(ordinal=frame.ordinal))
        self._times(footage, frame.ordinal, frame.pts, cited)
        short = words.short_hash(frame.sha256)
        _say(self.hash, words.FRAME_SHA.format(short=short), words.FRAME_SHA_TIP.format(whole=frame.sha256))

    def _times(self, footage: FootageView, ordinal: int, pts: int, cited: bool) -> None:
        base = footage.stream.time_base
        seconds: Fraction = pts * base
        exactly = words.STREAM_TIP.format(pts=pts, base=f"{base.numerator}/{base.denominator}")
        _say(self.stream_time, words.STREAM_TIME.format(seconds=decimal_seconds(seconds)), exactly)
        clock = footage.clock_at(seconds)
        readings = footage.clock.readings if footage.clock else 0
        said = words.CLOCK.format(time=clock) if clock else ""
        _say(self.clock, said, words.CLOCK_TIP.format(readings=readings))
        at = next((n for n, e in enumerate(footage.events, 1) if e.start.ordinal <= ordinal <= e.end.ordinal), 0)
        moving = words.MOVEMENT.format(at=at, all=len(footage.events)) if at else ""
        _say(self.movement, words.REGION if cited else moving, words.MOVEMENT_TIP)


def _say(where: QLabel, text: str, tip: str = "") -> None:
    where.setText(text)
    where.setToolTip(tip)
    where.setVisible(bool(text))
