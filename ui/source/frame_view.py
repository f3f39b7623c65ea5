"""Footage frame by frame: the stored picture, then the exact frame; its times, movement, neighbours, playing."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from provenance.footage import Frame
from provenance.records import FrameAnchor, Source
from ui.background import Failed
from ui.session import Session
from ui.source.film_strip import FilmStrip
from ui.source.frame_asks import FrameAsks
from ui.source.frame_facts import FrameFacts
from ui.source.frame_picture import FramePicture
from ui.source.opening import Opened
from ui.source.pictures import Picture
from ui.source.play_bar import PlayBar
from ui.source.player import Player
from ui.widgets.basics import column, keys_within

if TYPE_CHECKING:
    from app.viewing import FootageView, FramePixels

_LATE_MILLISECONDS = 300  # a frame that takes longer than this leaves the one before dimmed
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Comma: -1, Qt.Key.Key_Period: 1}


class FrameView(QWidget):
    """Shows frames of one recording by ordinal. `named` is the one to be named above it, told of by `moved`.

    That is the frame whose picture is up. Where another one was asked for and is late, the picture is dimmed and the
    asked one is named.
    """

    begun = Signal()  # a picture is up, perhaps a stored one
    ready = Signal(int)  # the exact frame with this ordinal is up
    failed = Signal(object)  # there is no picture of the asked frame
    moved = Signal()
    opening = Signal()  # a place is to be shown
    other = Signal()  # other footage than before, or none
    renewed = Signal()  # movement was sought again in the footage

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._away = True  # another place is being opened: nothing is to be put up
        self.asked = 0
        self.shown: int | None = None  # whose picture is up, not dimmed
        self.exact: FramePixels | None = None  # the exact frame that was put up last
        self.view = FramePicture()
        self.facts = FrameFacts()
        self.strip = FilmStrip(session)
        self.player = Player(session, self)
        self.bar = PlayBar(self.player)
        self._asks = FrameAsks(session, self)
        self._late = QTimer(self, singleShot=True, interval=_LATE_MILLISECONDS)
        self._late.timeout.connect(self.dim)
        layout = column(self.view, self.strip, self.bar, self.facts, gap=8)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._connect()

    def _connect(self) -> None:
        self.strip.chosen.connect(self.go)
        self.player.shown.connect(self._put_played)
        self.player.decoded.connect(lambda found: self.strip.fill({n: one.image for n, one in found.items()}))
        self.player.ended.connect(self.pause)
        self.player.failed.connect(lambda error: self._fail(self.asked, error))
        self.bar.play_asked.connect(self.play_or_pause)
        self.bar.start_asked.connect(lambda: self.play(self.player.window.first))
        self.bar.went.connect(self.go)
        self._session.sources_changed.connect(self._retell)
        steps = {key: lambda by=by: self.step(by) for key, by in _KEYS.items()}
        keys_within(self, steps | {Qt.Key.Key_Space: self.play_or_pause})

    @property
    def footage(self) -> FootageView | None:
        """What is known of the recording; None where there is none."""
        return self.view.footage

    @property
    def source(self) -> Source | None:
        """The recording as it is recorded now."""
        found = self.footage
        return self._session.sources.get(found.source.id, found.source) if found else None

    @property
    def named(self) -> int:
        """The ordinal of the frame that is up, else of the one that is asked for."""
        return self.asked if self.shown is None else self.shown

    @property
    def count(self) -> int:
        """Frames of the recording; 0 where there is none."""
        return self.footage.count if self.footage else 0

    def take(self, opened: Opened) -> None:
        """Turn to the recording and the frame of a place, without asking for it yet."""
        footage, anchor = opened.footage, opened.place.anchor
        assert footage is not None
        self.asked = opened.ordinal
        other = self.footage is None or self.footage.source.id != footage.source.id
        self._away = False
        region = anchor.region if isinstance(anchor, FrameAnchor) else None
        self.view.begin(footage, self.asked, region, opened.look)
        if other:
            self.view.clear()
            self.strip.begin(footage)
            self.other.emit()
        self.player.begin(footage, self.asked)

    def renew(self, footage: FootageView) -> None:
        """The same recording, in which movement was sought again: the frame that is up stays."""
        if self.footage is None or self.footage.source.id != footage.source.id:
            return
        self.view.footage = footage
        self.renewed.emit()
        if not self.player.playing:
            self.go(self.asked, again=True)

    def open(self, opened: Opened) -> None:
        """Show the frame of a place; without one, the first frame."""
        self.take(opened)
        self.opening.emit()
        self.go(self.asked, again=True)

    def leave(self) -> None:
        """Another place is being opened: what is here is not that."""
        self._asks.forget()
        self._late.stop()
        self.strip.leave()
        self.player.stop()
        self._away, self.exact = True, None
        self.dim()

    def dim(self) -> None:
        """What is on screen is not what was asked for."""
        self.view.dim()
        self.facts.setEnabled(False)
        self._rename(None)

    def _rename(self, shown: int | None) -> None:
        self.shown = shown
        self.strip.go(self.named)
        self.bar.go(self.named)
        self.moved.emit()

    def forget(self, source_ids: Collection[str]) -> None:
        """Where the recording is one of these, show nothing and keep nothing."""
        if self.footage is None or self.footage.source.id not in source_ids:
            return
        self.view.forget()
        self.leave()
        self.strip.begin(None)
        self.player.begin(None, 0)
        self.facts.hush()
        self.other.emit()

    def step(self, by: int) -> None:
        """So many frames on, or back."""
        self.go(self.asked + by)

    def centre_on(self, ordinal: int) -> None:
        """Go to a frame, and have what is around it to be played."""
        if self.footage is not None and not self._away:
            self.player.begin(self.footage, min(max(0, ordinal), self.count - 1))
            self.go(ordinal)

    def go(self, ordinal: int, again: bool = False) -> None:
        """Go to a frame; beyond the ends, to the last there is."""
        if self.footage is None or self._away:
            return
        ordinal = min(max(0, ordinal), self.footage.count - 1)
        self.player.turn_to(ordinal)
        if ordinal == self.asked and not again and self.exact is not None:
            return
        self.asked = ordinal
        if ordinal == self.shown and self.exact is not None and not again:
            self._asks.forget_exact()  # back to the frame that is up still
            self._late.stop()
            self._rename(ordinal)
            return
        self._rename(self.shown)
        self._ask_exact(ordinal)
        if again:
            self._ask_stored(ordinal, True, lambda _: None)  # the exact frame says what is wrong
        self.strip.want()
        self._late.start()

    # Playing

    def play_or_pause(self) -> None:
        """Play from the frame that is up, or stop at it."""
        if self.player.playing:
            self.pause()
        else:
            self.play(self.named)

    def play(self, ordinal: int) -> None:
        """Play from a frame on to the end of what is around the one that was opened."""
        if self.footage is None or self._away:
            return
        self._asks.forget()
        self._late.stop()
        self.player.play(ordinal, round(self.footage.displayed[1] * self.view.device_scale))

    def pause(self) -> None:
        """Stop at the frame that is up, and have it exactly."""
        self.go(self.named, again=True)

    def _put_played(self, ordinal: int, picture: Picture) -> None:
        footage, source = self.footage, self.source
        assert footage is not None and source is not None
        self.asked, self.exact = ordinal, None
        self.view.show_frame(ordinal, picture)
        self.facts.show_playing(footage, source, ordinal, self.view.look(ordinal))
        self._rename(ordinal)
        self.begun.emit()

    def _retell(self) -> None:
        """What is recorded of the source may be another now: its times are said anew."""
        source = self.source
        if source is not None and not self._away:
            self.facts.retell(source)

    # Asking

    def _ask_exact(self, ordinal: int) -> None:
        footage = self.footage
        assert footage is not None

        def then(pixels: FramePixels, picture: Picture) -> None:
            if self.footage is footage:
                self._put_exact(pixels, picture)

        self._asks.exact(footage, ordinal, then, lambda error: self._fail(ordinal, error))

    def _ask_stored(self, ordinal: int, waiting: bool, failed: Failed) -> None:
        """Have the stored picture of a frame up while the exact one is awaited, or in its place."""
        stored, footage = self.stored(ordinal), self.footage
        if stored is None or footage is None:
            return

        def then(picture: Picture) -> None:
            if self.footage is footage and self.asked == ordinal and not (waiting and self.shown == ordinal):
                self._put_stored(ordinal, picture, waiting)

        self._asks.stored(footage, stored, then, failed)

    def show_stored(self) -> None:
        """Show the stored picture of the asked frame in place of the exact one, and say so."""
        ordinal = self.asked
        self._ask_stored(ordinal, False, lambda error: self._fail(ordinal, error))

    def stored(self, ordinal: int) -> Frame | None:
        """The citable frame with this ordinal."""
        frames = self.footage.citable if self.footage else ()
        return next((frame for frame in frames if frame.ordinal == ordinal), None)

    def _fail(self, ordinal: int, error: Exception) -> None:
        if ordinal == self.asked:
            self._late.stop()
            self.exact = None
            self.view.clear()
            self._rename(None)
            self.failed.emit(error)

    # Showing

    def _put_stored(self, ordinal: int, picture: Picture, waiting: bool) -> None:
        footage, source = self.footage, self.source
        assert footage is not None and source is not None
        self.exact = None
        self._put(ordinal, picture)
        self.facts.show_stored(footage, source, ordinal, waiting, self.view.look(ordinal))
        self.begun.emit()

    def _put_exact(self, pixels: FramePixels, picture: Picture) -> None:
        footage, source, ordinal = self.footage, self.source, pixels.ordinal
        assert footage is not None and source is not None
        self.exact = pixels
        self._put(ordinal, picture)
        stored, cited = self.stored(ordinal) is not None, self.view.cited(ordinal) is not None
        self.facts.show_exact(footage, source, pixels, stored, cited, self.view.look(ordinal))
        self.begun.emit()
        self.ready.emit(ordinal)

    def _put(self, ordinal: int, picture: Picture) -> None:
        """Put a picture up and have it named; where another frame was asked for since, that one is still to come."""
        if ordinal == self.asked:
            self._late.stop()
        else:
            self._late.start()
        self.view.show_frame(ordinal, picture)
        self._rename(ordinal)
        self.strip.want()
