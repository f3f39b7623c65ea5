"""Footage frame by frame: the stored picture at once, then the exact frame; its times, movement, and neighbours."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from provenance.records import Box, Frame, FrameAnchor
from ui.session import Session
from ui.source.film_strip import FilmStrip
from ui.source.frame_facts import FrameFacts
from ui.source.marks import rect
from ui.source.opening import Opened
from ui.source.picture_view import PictureView
from ui.source.pictures import Picture, frame_picture, stored_picture
from ui.source.turns import Turns
from ui.strings import source as words
from ui.widgets.basics import column

if TYPE_CHECKING:
    from app.viewing import FootageView, FramePixels

_STRIP_MILLISECONDS = 150  # after the last step
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

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._footage: FootageView | None = None
        self._region: tuple[int, Box] | None = None  # cited: of which frame
        self._away = True  # another place is being opened: nothing is to be put up
        self.asked = 0
        self.shown: int | None = None  # whose picture is up, not dimmed
        self.exact: FramePixels | None = None  # the exact frame that was put up last
        self.view = PictureView(words.FRAME_VIEW, "whole")
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.facts = FrameFacts()
        self.strip = FilmStrip()
        self.strip.chosen.connect(self.go)
        layout = column(self.view, self.strip, self.facts, gap=8)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._exact = Turns(session.viewing, self)
        self._stored = Turns(session.viewing, self)
        self._thumbs = Turns(session.viewing, self)
        self._strip_due = QTimer(self, singleShot=True, interval=_STRIP_MILLISECONDS)
        self._strip_due.timeout.connect(self._ask_strip)
        self._late = QTimer(self, singleShot=True, interval=_LATE_MILLISECONDS)
        self._late.timeout.connect(self.dim)
        for key, by in _KEYS.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda by=by: self.step(by))

    @property
    def named(self) -> int:
        """The ordinal of the frame that is up, else of the one that is asked for."""
        return self.asked if self.shown is None else self.shown

    @property
    def count(self) -> int:
        """Frames of the recording; 0 where there is none."""
        return self._footage.count if self._footage else 0

    def take(self, opened: Opened) -> None:
        """Turn to the recording and the frame of a place, without asking for it yet."""
        footage, anchor = opened.footage, opened.place.anchor
        assert footage is not None
        if self._footage is None or self._footage.source.id != footage.source.id:
            self.view.clear()
            self.strip.begin(footage.count, footage.displayed)
        self._footage, self._away = footage, False
        self.asked = anchor.ordinal if isinstance(anchor, FrameAnchor) else 0
        region = anchor.region if isinstance(anchor, FrameAnchor) else None
        self._region = (self.asked, region) if region else None

    def open(self, opened: Opened) -> None:
        """Show the frame of a place; without one, the first frame."""
        self.take(opened)
        self.go(self.asked, again=True)

    def leave(self) -> None:
        """Another place is being opened: what is here is not that."""
        for turns in (self._exact, self._stored, self._thumbs):
            turns.forget()
        self._late.stop()
        self._strip_due.stop()
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
        self.moved.emit()

    def forget(self, source_ids: Collection[str]) -> None:
        """Where the recording is one of these, show nothing and keep nothing."""
        if self._footage is None or self._footage.source.id not in source_ids:
            return
        self._footage = self._region = None
        self.leave()
        self.view.clear()
        self.strip.begin(0, (4, 3))
        self.facts.hush()

    def step(self, by: int) -> None:
        """So many frames on, or back."""
        self.go(self.asked + by)

    def go(self, ordinal: int, again: bool = False) -> None:
        """Go to a frame; beyond the ends, to the last there is."""
        if self._footage is None or self._away:
            return
        ordinal = min(max(0, ordinal), self._footage.count - 1)
        if ordinal == self.asked and not again and self.exact is not None:
            return
        self.asked = ordinal
        if ordinal == self.shown and self.exact is not None and not again:
            self._exact.forget()  # back to the frame that is up still
            self._late.stop()
            self._rename(ordinal)
            return
        self._rename(self.shown)
        self._ask_exact(ordinal)
        if again:
            self._ask_stored(ordinal)
        self._strip_due.start()
        self._late.start()

    def movement(self, by: int) -> int | None:
        """The ordinal at which the next (1) or previous (-1) movement begins; None where there is none."""
        starts = [event.start.ordinal for event in self._footage.events] if self._footage else []
        ahead = [n for n in starts if (n > self.asked if by > 0 else n < self.asked)]
        return (min(ahead) if by > 0 else max(ahead)) if ahead else None

    # Asking

    def _ask_exact(self, ordinal: int) -> None:
        footage, viewer = self._footage, self._session.case.viewer
        assert footage is not None

        def work() -> tuple[FramePixels, Picture]:
            pixels = viewer.frame(footage.source.id, ordinal)
            return pixels, frame_picture(pixels, footage.displayed)

        def then(found: tuple[FramePixels, Picture]) -> None:
            if self._footage is footage:
                self._put_exact(*found)

        self._exact.ask(work, then, lambda error: self._fail(ordinal, error))

    def _ask_stored(self, ordinal: int) -> None:
        stored = self.stored(ordinal)
        if stored is None:
            return
        footage, viewer = self._footage, self._session.case.viewer
        assert footage is not None

        def then(picture: Picture) -> None:
            if self._footage is footage and self.asked == ordinal and self.shown != ordinal:
                self._put_stored(ordinal, picture, waiting=True)

        work = _stored_work(viewer.stored_frame, stored, footage)
        self._stored.ask(work, then, lambda _: None)  # the exact frame is on its way, and says what is wrong

    def show_stored(self) -> None:
        """Show the stored picture of the asked frame in place of the exact one, and say so."""
        ordinal, footage = self.asked, self._footage
        stored = self.stored(ordinal)
        if stored is None or footage is None:
            return

        def then(picture: Picture) -> None:
            if self._footage is footage and self.asked == ordinal:
                self._put_stored(ordinal, picture, waiting=False)

        work = _stored_work(self._session.case.viewer.stored_frame, stored, footage)
        self._stored.ask(work, then, lambda error: self._fail(ordinal, error))

    def stored(self, ordinal: int) -> Frame | None:
        """The citable frame with this ordinal."""
        frames = self._footage.frames if self._footage else ()
        return next((frame for frame in frames if frame.ordinal == ordinal), None)

    def _fail(self, ordinal: int, error: Exception) -> None:
        if ordinal == self.asked:
            self._late.stop()
            self.exact = None
            self.view.clear()
            self._rename(None)
            self.failed.emit(error)

    def _ask_strip(self) -> None:
        footage, wanted = self._footage, self.strip.wanted()
        if footage is None or wanted is None or footage.count == 0:
            return
        viewer, height = self._session.case.viewer, min(self.strip.thumb_height, footage.displayed[1])

        def work() -> dict[int, QImage]:
            frames = viewer.strip(footage.source.id, *wanted, height)
            return {f.ordinal: frame_picture(f, footage.displayed).image for f in frames}

        def then(found: dict[int, QImage]) -> None:
            if self._footage is footage:
                self.strip.fill(found)

        self._thumbs.ask(work, then, lambda _: None)  # without thumbnails the frame itself is still shown

    # Showing

    def _put_stored(self, ordinal: int, picture: Picture, waiting: bool) -> None:
        footage = self._footage
        assert footage is not None
        self.exact = None
        self._put(ordinal, picture)
        self.facts.show_stored(footage, ordinal, waiting)
        self.begun.emit()

    def _put_exact(self, pixels: FramePixels, picture: Picture) -> None:
        footage, ordinal = self._footage, pixels.ordinal
        assert footage is not None
        self.exact = pixels
        self._put(ordinal, picture)
        self.facts.show_exact(footage, pixels, self.stored(ordinal) is not None, self.cited(ordinal) is not None)
        self.begun.emit()
        self.ready.emit(ordinal)

    def _put(self, ordinal: int, picture: Picture) -> None:
        """Put a picture up and have it named; where another frame was asked for since, that one is still to come."""
        if ordinal == self.asked:
            self._late.stop()
        else:
            self._late.start()
        self.view.show_picture(picture)
        self._mark(ordinal)
        self._rename(ordinal)
        self._strip_due.start()

    def cited(self, ordinal: int) -> Box | None:
        """The cited region of a frame, in coded pixels."""
        return self._region[1] if self._region and self._region[0] == ordinal else None

    def await_seen(self, token: object) -> None:
        """See `PictureView.await_seen`: of the frame that is up, with its cited region if it has one."""
        regions = self.view.marks("region") if self.cited(self.named) else []
        self.view.await_seen(token, regions)

    def _mark(self, ordinal: int) -> None:
        """Outline the cited region of this frame and bring it into sight, else where there is movement."""
        from app.viewing import region_on_display

        footage, cited = self._footage, self.cited(ordinal)
        assert footage is not None
        event = next((e for e in footage.events if e.start.ordinal <= ordinal <= e.end.ordinal), None)
        region = cited or (event.region if event else None)
        boxes = [rect(region_on_display(region, footage.stream.rotation, footage.displayed))] if region else []
        self.view.mark({"region": boxes})
        self.view.reveal(boxes if cited else [])


def _stored_work(read: Callable[[str], bytes], frame: Frame, footage: FootageView) -> Callable[[], Picture]:
    return lambda: stored_picture(read(frame.id), footage.displayed)
