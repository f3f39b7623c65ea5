"""What is known of the frame on screen, in words: which one it is, both of its times, movement, its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from provenance.footage import Look
from provenance.looked import limits, told
from provenance.records import Source
from ui.source.flow import FlowBox
from ui.source.frame_times import FrameTimes, exactly, times_of
from ui.strings import footage as words
from ui.strings import source as source_words
from ui.theme.theme import theme
from ui.when import local_time
from ui.widgets.basics import button, column, label, tip

if TYPE_CHECKING:
    from app.viewing import FootageView, FramePixels


class _Phrases(FlowBox):
    """The phrases themselves, in as many lines as they take."""

    def __init__(self) -> None:
        super().__init__(gap=14, between=4)
        self.which = label("", "strong")
        self.stream_time, self.clock, self.corrected = label(), label(), label()
        self.movement, self.hash = label("", "muted"), label("", "small")
        self.all = (self.which, self.stream_time, self.clock, self.corrected, self.movement, self.hash)
        for part in self.all:
            self.flow.addWidget(part)

    def longest(self, footage: FootageView, source: Source) -> None:
        """Say the longest that is said of any frame of this footage."""
        last = footage.count - 1
        which = (source_words.STORED_FRAME, source_words.STORED_ONLY, source_words.EXACT_FRAME, words.PLAYING_FRAME)
        _say(self.which, max((w.format(number=footage.count, count=footage.count) for w in which), key=len))
        told = [times_of(footage, source, n) for n in {0, last}]
        _say(self.stream_time, source_words.STREAM_TIME.format(seconds=max((t.seconds for t in told), key=len)))
        _say(self.clock, max((_camera(t) for t in told), key=len))
        _say(self.corrected, max((_corrected(t) for t in told), key=len))
        looks = footage.looks or (None,)
        moving = [_movement(footage, e.peak.ordinal, False, one)[0] for one in looks
                  for e in (footage.events if one is None else one.events)[-1:]]  # fmt: skip
        _say(self.movement, max(moving, key=len, default=""))
        _say(self.hash, source_words.FRAME_SHA.format(short=source_words.short_hash("0" * 64)))


class FrameFacts(QWidget):
    """A few short phrases; each tells more in its tooltip. Above them stand the ways to what is done with the frame.

    The room for the phrases is that of the longest that are said of any frame of the footage: nothing moves, nor does
    the picture change its size, from frame to frame and while playing.
    """

    clock_asked = Signal()  # to record how the camera's clock was checked
    still_asked = Signal()  # to export the frame as a picture
    claim_asked = Signal()  # to say what the frame shows, as a claim
    areas_asked = Signal()  # to choose where and how sensitively movement is sought

    def __init__(self) -> None:
        super().__init__()
        self._said, self._longest = _Phrases(), _Phrases()
        self._longest.setParent(self)
        self._longest.hide()
        said = self._said
        self.which, self.stream_time = said.which, said.stream_time
        self.clock, self.corrected = said.clock, said.corrected
        self.movement, self.hash = said.movement, said.hash
        # whose times are said: of footage, which frame, cited, by which look
        self._told: tuple[FootageView, int, bool, Look | None] | None = None
        self._room_for: tuple[FootageView, Source] | None = None
        self.check = button(words.CLOCK_BUTTON, self.clock_asked.emit, "link", words.CLOCK_TIP)
        self.still = button(words.STILL_BUTTON, self.still_asked.emit, "link", words.STILL_TIP)
        self.areas = button(words.LOOK_BUTTON, self.areas_asked.emit, "link", words.LOOK_TIP)
        self.claim = button(words.FRAME_CLAIM, self.claim_asked.emit, "link", words.FRAME_CLAIM_TIP)
        self._ways = (self.check, self.areas, self.still, self.claim)
        for made in self._ways:
            made.setToolTip(made.accessibleName())
        self.setLayout(column(FlowBox(*self._ways, gap=14, between=4), said, gap=4))
        theme().changed.connect(self._make_room)
        self.hush()

    def hush(self) -> None:
        """Say nothing."""
        self._told = self._room_for = None
        self._make_room()
        for one in self._said.all:
            _say(one, "")
        for made in self._ways:
            made.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Keep the room of the longest phrases free."""
        if self._room_for is None:
            self._said.setMinimumHeight(0)
            return
        self._longest.longest(*self._room_for)
        self._said.setMinimumHeight(self._longest.flow.heightForWidth(max(1, self.width())))

    def show_stored(self, footage: FootageView, source: Source, ordinal: int, waiting: bool, look: Look | None) -> None:
        """A stored picture is up; `waiting` for the exact frame, or in its place. `look` as in `FramePicture.look`."""
        self.setEnabled(True)
        said = source_words.STORED_FRAME if waiting else source_words.STORED_ONLY
        how = source_words.STORED_TIP if waiting else source_words.STORED_ONLY_TIP
        _say(self.which, said.format(number=ordinal + 1, count=footage.count), how)
        self._times(footage, source, ordinal, False, look)
        _say(self.hash, "")

    def show_exact(
        self,
        footage: FootageView,
        source: Source,
        frame: FramePixels,
        compared: bool,
        cited: bool,
        look: Look | None,
    ) -> None:
        """The exact frame is up; `compared` with the hash that was taken in, `cited` where its region is outlined."""
        self.setEnabled(True)
        said = source_words.EXACT_FRAME.format(number=frame.ordinal + 1, count=footage.count)
        how = source_words.EXACT_TIP if compared else source_words.EXACT_SEEN_TIP
        _say(self.which, said, how.format(ordinal=frame.ordinal))
        self._times(footage, source, frame.ordinal, cited, look)
        short = source_words.short_hash(frame.sha256)
        _say(
            self.hash, source_words.FRAME_SHA.format(short=short), source_words.FRAME_SHA_TIP.format(whole=frame.sha256)
        )

    def show_playing(self, footage: FootageView, source: Source, ordinal: int, look: Look | None) -> None:
        """A frame that is played is up: small, and without its hash."""
        self.setEnabled(True)
        said = words.PLAYING_FRAME.format(number=ordinal + 1, count=footage.count)
        _say(self.which, said, words.PLAYING_TIP)
        self._times(footage, source, ordinal, False, look)
        _say(self.hash, "")

    def retell(self, source: Source) -> None:
        """Say the same times as the source is recorded now."""
        if self._told is not None:
            footage, ordinal, cited, look = self._told
            self._times(footage, source, ordinal, cited, look)

    def _times(self, footage: FootageView, source: Source, ordinal: int, cited: bool, look: Look | None) -> None:
        self._told = (footage, ordinal, cited, look)
        if self._room_for != (footage, source):
            self._room_for = (footage, source)
            self._make_room()
        for made in self._ways:
            made.show()
        times = times_of(footage, source, ordinal)
        exact = exactly(footage, ordinal)
        _say(self.stream_time, source_words.STREAM_TIME.format(seconds=times.seconds), exact)
        readings = footage.clock.readings if footage.clock else 0
        _say(self.clock, _camera(times), source_words.CLOCK_TIP.format(readings=readings))
        _say(self.corrected, _corrected(times), tip(times.caution))
        _say(self.movement, *_movement(footage, ordinal, cited, look))


def _camera(times: FrameTimes) -> str:
    return words.CAMERA.format(clock=_upper(times.camera)) if times.camera else ""


def _corrected(times: FrameTimes) -> str:
    unread = words.CLOCK_NOT_READ.format(amount=times.amount) if times.amount else ""
    return _upper(times.corrected) or unread


def _movement(footage: FootageView, ordinal: int, cited: bool, look: Look | None) -> tuple[str, str]:
    """Which movement it is, what of the picture was watched, and of which look where that is not the latest; a tip."""
    found = footage.movement_at(ordinal, look)
    count = len(footage.events if look is None else look.events)
    said = source_words.MOVEMENT.format(at=found[0], all=count) if found else ""
    said, more = source_words.REGION if cited else said, source_words.MOVEMENT_TIP
    of = look or (footage.looks[-1] if footage.looks else None)
    if said and of is not None and (limited := limits(of)):
        said = words.LOOK_LIMITED.format(movement=said, limits=limited)
    if said and look is not None and not footage.latest(look):
        when = words.FOUND_AT.format(at=local_time(look.at)) if look.number else words.FOUND_FIRST
        said, more = f"{said}, {when}", words.FOUND_TIP.format(tip=more, told=told(look, local_time))
    return said, more


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _say(where: QLabel, text: str, tip: str = "") -> None:
    where.setText(text)
    where.setToolTip(tip)
    where.setVisible(bool(text))
