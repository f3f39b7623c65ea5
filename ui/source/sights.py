"""Tells when a place has been seen: each page that bears its marks, or its frame, painted with them in sight."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ui.source.frame_view import FrameView
from ui.source.leaf import Mode
from ui.source.opening import Opened
from ui.source.page_view import PageView
from ui.source.text_view import TextView


@dataclass(frozen=True, slots=True)
class _Sight:
    """A page, or the frame with that ordinal, of a place as it was opened."""

    opened: Opened
    at: int


class Sights(QObject):
    """Counts what has been seen of one place at a time, in three views that tell by their `seen`."""

    all_seen = Signal(object)  # the Place

    def __init__(self, page: PageView, text: TextView, frame: FrameView, parent: QObject) -> None:
        super().__init__(parent)
        self._page, self._text, self._frame = page, text, frame
        self._opened: Opened | None = None
        self._left: set[int] = set()
        for view in (page, text, frame.view):
            view.seen.connect(self._seen)

    def leave(self) -> None:
        """Another place is being opened; whatever the views still tell is of an older one."""
        self._opened, self._left = None, set()

    def begin(self, opened: Opened) -> None:
        """Of this place nothing has been seen."""
        self._opened, self._left = opened, set(opened.to_see)

    def after(self, page: int) -> int | None:
        """The next page that is to be seen once this one was; None where none is left, or this one is."""
        return min(self._left) if self._left and page not in self._left else None

    def further(self) -> bool:
        """Bring the rest of a page into sight, of which a part was seen; whether there is such a rest."""
        return self._page.isVisible() and self._page.reveal_left()

    def await_page(self, page: int, mode: Mode) -> None:
        """A page is up as picture or as text. Without marks the picture counts only where nothing is to be marked."""
        if self._opened is None or page not in self._left:
            return
        sight, marks = _Sight(self._opened, page), self._page.marks("cited")
        if mode == "text":
            self._text.await_seen(sight)
        elif marks or self._opened.span is None:
            self._page.await_seen(sight, marks)

    def await_frame(self, ordinal: int) -> None:
        """An exact frame is up."""
        if self._opened is not None and ordinal in self._left:
            self._frame.view.await_frame(_Sight(self._opened, ordinal), ordinal)

    def _seen(self, sight: _Sight) -> None:
        if sight.opened is self._opened and sight.at in self._left:
            self._left.discard(sight.at)
            if not self._left:
                self.all_seen.emit(sight.opened.place)
