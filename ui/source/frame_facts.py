"""What is known of the frame on screen, in words: which one it is, both of its times, movement, its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel

from provenance.records import Source
from ui.source.flow import FlowBox
from ui.source.frame_times import exactly, times_of
from ui.strings import footage as words
from ui.strings import source as source_words
from ui.widgets.basics import button, label, tip

if TYPE_CHECKING:
    from app.viewing import FootageView, FramePixels


class FrameFacts(FlowBox):
    """A few short phrases; each tells more in its tooltip. Beside them stand the ways to what is done with them."""

    clock_asked = Signal()  # to record how the camera's clock was checked
    still_asked = Signal()  # to export the frame as a picture

    def __init__(self) -> None:
        super().__init__(gap=14, between=4)
        self.which = label("", "strong")
        self.stream_time, self.clock, self.corrected = label(), label(), label()
        self.movement, self.hash = label("", "muted"), label("", "small")
        self._told: tuple[FootageView, int, bool] | None = None  # whose times are said: of footage, which frame, cited
        self._all = (self.which, self.stream_time, self.clock, self.corrected, self.movement, self.hash)
        self.check = button(words.CLOCK_BUTTON, self.clock_asked.emit, "link", words.CLOCK_TIP)
        self.still = button(words.STILL_BUTTON, self.still_asked.emit, "link", words.STILL_TIP)
        for made in (self.check, self.still):
            made.setToolTip(made.accessibleName())
        parts = (self.which, self.stream_time, self.clock, self.corrected, self.movement, self.hash)
        for part in (*parts, self.check, self.still):
            self.flow.addWidget(part)
        self.hush()

    def hush(self) -> None:
        """Say nothing."""
        self._told = None
        self.setMinimumHeight(0)
        for one in self._all:
            _say(one, "")
        for made in (self.check, self.still):
            made.hide()

    def show_stored(self, footage: FootageView, source: Source, ordinal: int, waiting: bool) -> None:
        """A stored picture is up; `waiting` for the exact frame, or in its place."""
        self.setEnabled(True)
        said = source_words.STORED_FRAME if waiting else source_words.STORED_ONLY
        _say(self.which, said.format(number=ordinal + 1, count=footage.count))
        self._times(footage, source, ordinal, cited=False)
        _say(self.hash, "")

    def show_exact(self, footage: FootageView, source: Source, frame: FramePixels, compared: bool, cited: bool) -> None:
        """The exact frame is up; `compared` with the hash that was taken in, `cited` where its region is outlined."""
        self.setMinimumHeight(0)
        self.setEnabled(True)
        said = source_words.EXACT_FRAME.format(number=frame.ordinal + 1, count=footage.count)
        how = source_words.EXACT_TIP if compared else source_words.EXACT_SEEN_TIP
        _say(self.which, said, how.format(ordinal=frame.ordinal))
        self._times(footage, source, frame.ordinal, cited)
        short = source_words.short_hash(frame.sha256)
        _say(
            self.hash, source_words.FRAME_SHA.format(short=short), source_words.FRAME_SHA_TIP.format(whole=frame.sha256)
        )

    def show_playing(self, footage: FootageView, source: Source, ordinal: int) -> None:
        """A frame that is played is up: small, and without its hash. The picture above keeps its size meanwhile."""
        self.setMinimumHeight(self.height())
        self.setEnabled(True)
        said = words.PLAYING_FRAME.format(number=ordinal + 1, count=footage.count)
        _say(self.which, said, words.PLAYING_TIP)
        self._times(footage, source, ordinal, cited=False)
        _say(self.hash, "")

    def retell(self, source: Source) -> None:
        """Say the same times as the source is recorded now."""
        if self._told is not None:
            footage, ordinal, cited = self._told
            self._times(footage, source, ordinal, cited)

    def _times(self, footage: FootageView, source: Source, ordinal: int, cited: bool) -> None:
        self._told = (footage, ordinal, cited)
        for made in (self.check, self.still):
            made.show()
        times = times_of(footage, source, ordinal)
        exact = exactly(footage, ordinal)
        _say(self.stream_time, source_words.STREAM_TIME.format(seconds=times.seconds), exact)
        readings = footage.clock.readings if footage.clock else 0
        said = words.CAMERA.format(clock=_upper(times.camera)) if times.camera else ""
        _say(self.clock, said, source_words.CLOCK_TIP.format(readings=readings))
        unread = words.CLOCK_NOT_READ.format(amount=times.amount) if times.amount else ""
        _say(self.corrected, _upper(times.corrected) or unread, tip(times.caution))
        at = next((n for n, e in enumerate(footage.events, 1) if e.start.ordinal <= ordinal <= e.end.ordinal), 0)
        moving = source_words.MOVEMENT.format(at=at, all=len(footage.events)) if at else ""
        _say(self.movement, source_words.REGION if cited else moving, source_words.MOVEMENT_TIP)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _say(where: QLabel, text: str, tip: str = "") -> None:
    where.setText(text)
    where.setToolTip(tip)
    where.setVisible(bool(text))
