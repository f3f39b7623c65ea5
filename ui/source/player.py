"""Plays the frames around one at their own time stamps, from frames that are decoded ahead in the viewer's child."""

from __future__ import annotations

import time
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ui.session import Session
from ui.source.pictures import Picture, frame_picture
from ui.source.turns import Turns

if TYPE_CHECKING:
    from app.viewing import FootageView

AROUND_SECONDS = 10
MOST_FRAMES = 3000  # to either side: a stream may count its time wrongly
SPEEDS = (0.25, 0.5, 1.0, 2.0)
_MOST_HEIGHT = 720  # pixels of a frame while it is played
_FIRST_CHUNK = 6  # frames, so that playing begins soon
_CHUNK_SECONDS = 1.2  # of playing, that later chunks hold
_MOST_CHUNK = 160
_MOST_BYTES = 48 << 20  # of one chunk


@dataclass(frozen=True, slots=True)
class Window:
    """Frames from `first` to `last` around one, and when each is due: seconds of stream time after the first."""

    first: int
    last: int
    due: tuple[float, ...]

    def at(self, ordinal: int) -> float:
        return self.due[min(max(ordinal, self.first), self.last) - self.first]

    def __contains__(self, ordinal: int) -> bool:
        return self.first <= ordinal <= self.last


def window_around(footage: FootageView, ordinal: int) -> Window:
    """The frames whose stamps lie within ten seconds of a frame's, walking from it as far as they do.

    Where stamps stand still or run backwards, the frame is due at once.
    """
    times, base = footage.stream.times, footage.stream.time_base
    most = int(AROUND_SECONDS / base)
    first = last = ordinal
    while first > 0 and ordinal - first < MOST_FRAMES and abs(times[first - 1] - times[ordinal]) <= most:
        first -= 1
    while last + 1 < len(times) and last - ordinal < MOST_FRAMES and abs(times[last + 1] - times[ordinal]) <= most:
        last += 1
    due, passed = [0.0], 0
    for n in range(first + 1, last + 1):
        passed += max(0, times[n] - times[n - 1])
        due.append(float(passed * base))
    return Window(first, last, tuple(due))


class Player(QObject):
    """Tells by `shown` which frame is to be put up now. Where decoding is late it waits: no frame is ever up under
    another one's time, and time does not run on without a picture."""

    shown = Signal(int, object)  # ordinal, its Picture
    decoded = Signal(object)  # a dict of pictures by ordinal that will be shown soon
    changed = Signal()  # it plays, or plays no more, or elsewhere
    ended = Signal()  # the last frame of the window was shown
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._footage: FootageView | None = None
        self.window = Window(0, 0, (0.0,))
        self.playing = False
        self.speed = 1.0
        self.centre = 0  # the frame that the window is around
        self._at = 0  # the frame that is up
        self._next = 0  # the first that was not asked for
        self._height = 0
        self._since: tuple[float, float] | None = None  # when playing was at which due time; None while it waits
        self._ahead: dict[int, Picture] = {}
        self._chunks = Turns(session.viewing, self)
        self._tick = QTimer(self, singleShot=True)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._show_due)

    def begin(self, footage: FootageView | None, ordinal: int) -> None:
        """Other footage, or another place of it: the window is around this frame."""
        self.stop()
        self._footage, self.centre = footage, ordinal
        self.window = window_around(footage, ordinal) if footage and footage.count else Window(0, 0, (0.0,))
        self.changed.emit()

    def turn_to(self, ordinal: int) -> None:
        """Play no more; a frame was asked for, and one beyond the window moves it there."""
        self.stop()
        if ordinal not in self.window:
            self.begin(self._footage, ordinal)

    def play(self, ordinal: int, height: int) -> None:
        """Play from a frame on, with pictures of about that height; from the window's last frame, from its first."""
        footage = self._footage
        if footage is None or footage.count < 2:
            return
        self.stop()
        self._at = self.window.first if ordinal >= self.window.last else max(ordinal, self.window.first)
        self._next = self._at
        self._height = max(16, min(height, _MOST_HEIGHT, footage.displayed[1]))
        self.playing = True
        self.changed.emit()
        self._ask()

    def stop(self) -> None:
        """Play no more; what is up stays."""
        self._tick.stop()
        self._chunks.forget()
        self._ahead.clear()
        self._since = None
        if self.playing:
            self.playing = False
            self.changed.emit()

    def at_speed(self, speed: float) -> None:
        """Play so many times as fast as recorded, from now on."""
        self.speed = speed
        if self._since is not None:
            self._since = (time.monotonic(), self.window.at(self._at))
            self._schedule()

    # Decoding ahead

    def _ask(self) -> None:
        footage, viewer, height = self._footage, self._session.case.viewer, self._height
        if footage is None or not self.playing or self._chunks.busy or self._next > self.window.last:
            return
        first, last = self._next, self._chunk_end()

        def work() -> dict[int, Picture]:
            frames = viewer.strip(footage.source.id, first, last, height)
            return {frame.ordinal: frame_picture(frame, footage.displayed) for frame in frames}

        self._chunks.ask(work, lambda found: self._take(last, found), self._fail)

    def _chunk_end(self) -> int:
        """The last frame of the next chunk: a second of playing, more where the key frame that decoding begins at lies
        far behind, and up to the next one where that is near: so that little is decoded twice."""
        footage, first = self._footage, self._next
        assert footage is not None
        if first == self._at and not self._ahead:
            return min(first + _FIRST_CHUNK - 1, self.window.last)
        wide, high = footage.displayed
        most = max(2, min(_MOST_CHUNK, int(_MOST_BYTES / (4 * self._height * self._height * wide / max(1, high)))))
        last = min(self.window.last, first + most - 1)
        key = footage.stream.keys[max(0, bisect_right(footage.stream.keys, first) - 1)] if footage.stream.keys else 0
        end, until = first, self.window.at(first) + _CHUNK_SECONDS * self.speed
        while end < last and (self.window.at(end) < until or end - first < (first - key) // 2):
            end += 1
        at = bisect_right(footage.stream.keys, end)
        near = footage.stream.keys[at] - 1 if at < len(footage.stream.keys) else end
        return near if near <= min(last, end + (end - first) // 2) else end

    def _take(self, last: int, found: dict[int, Picture]) -> None:
        if not self.playing:
            return
        self._next = last + 1
        self._ahead.update(found)
        self.decoded.emit(found)
        if self._since is None:
            self._since = (time.monotonic(), self.window.at(min(found, default=self._at)))
            self._show_due()
        self._ask_ahead()

    def _ask_ahead(self) -> None:
        """Ask for more unless much is here already: what comes next may take as long to decode as to be shown."""
        if sum(picture.image.sizeInBytes() for picture in self._ahead.values()) < _MOST_BYTES:
            self._ask()

    def _fail(self, error: Exception) -> None:
        self.stop()
        self.failed.emit(error)

    # Showing

    def _show_due(self) -> None:
        """Put up the latest frame that is due; where it is not decoded yet, wait for it."""
        if self._since is None or not self.playing:
            return
        begun, at = self._since
        now = at + (time.monotonic() - begun) * self.speed
        due = max((n for n in self._ahead if self.window.at(n) <= now + 0.001), default=None)
        if due is not None:
            picture = self._ahead[due]
            self._ahead = {n: one for n, one in self._ahead.items() if n > due}
            self._at = due
            self.shown.emit(due, picture)
            if not self.playing:  # who saw it stopped it
                return
        if self._at >= self.window.last:
            self.stop()
            self.ended.emit()
            return
        self._ask_ahead()
        if self._at + 1 in self._ahead:
            self._schedule()
        else:
            self._since = None  # the frame that is up stays up until the next one is here

    def _schedule(self) -> None:
        if self._since is None:
            return
        begun, at = self._since
        wait = (self.window.at(self._at + 1) - at) / self.speed - (time.monotonic() - begun)
        self._tick.start(max(0, round(wait * 1000)))
