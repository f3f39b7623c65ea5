"""A strip of neighbouring frames with the current one framed; a click goes to a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.session import Session
from ui.source.pictures import frame_picture
from ui.source.turns import Turns
from ui.strings import source as words
from ui.theme.theme import theme

if TYPE_CHECKING:
    from app.viewing import FootageView

HEIGHT = 48  # logical pixels at normal text size
GAP = 4
MOST_SHOWN = 32
MOST = 320  # thumbnails that are kept: while footage is played, those of what was decoded ahead too
_MILLISECONDS = 150  # after the last step


class FilmStrip(QWidget):
    """Thumbnails around a frame, as many as fit; those not here yet are left as empty places."""

    chosen = Signal(int)  # ordinal

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._footage: FootageView | None = None
        self._asking = Turns(session.viewing, self)
        self._due = QTimer(self, singleShot=True, interval=_MILLISECONDS)
        self._due.timeout.connect(self._ask)
        self.setAccessibleName(words.STRIP)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys of the frame above step
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._thumbs: dict[int, QImage] = {}
        self._ratio = 4 / 3
        self.current, self.count = 0, 0
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.setFixedHeight(theme().px(HEIGHT) + 4)
        self.update()

    @property
    def thumb_height(self) -> int:
        """Pixels of the screen that a thumbnail is high."""
        return max(1, round(theme().px(HEIGHT) * self.devicePixelRatioF()))

    def begin(self, footage: FootageView | None) -> None:
        """Other footage, or none."""
        self.leave()
        self._footage = footage
        wide, high = footage.displayed if footage else (4, 3)
        self._thumbs.clear()
        self.count, self._ratio = footage.count if footage else 0, wide / max(1, high)
        self.update()

    def leave(self) -> None:
        """What was asked for is not wanted any more."""
        self._asking.forget()
        self._due.stop()

    def want(self) -> None:
        """Have the frames in sight decoded, once nobody steps any more."""
        self._due.start()

    def _ask(self) -> None:
        footage, wanted = self._footage, self.wanted()
        if footage is None or wanted is None or footage.count == 0:
            return
        viewer, height = self._session.case.viewer, min(self.thumb_height, footage.displayed[1])

        def work() -> dict[int, QImage]:
            frames = viewer.strip(footage.source.id, *wanted, height)
            return {f.ordinal: frame_picture(f, footage.displayed).image for f in frames}

        def then(found: dict[int, QImage]) -> None:
            if self._footage is footage:
                self.fill(found)

        self._asking.ask(work, then, lambda _: None)  # without thumbnails the frame itself is still shown

    def go(self, ordinal: int) -> None:
        """Frame this one."""
        self.current = ordinal
        self.update()

    def wanted(self) -> tuple[int, int] | None:
        """First and last frame in sight, where one of them is missing."""
        shown = self._shown()
        missing = [n for n in shown if n not in self._thumbs]
        return (shown[0], shown[-1]) if missing else None

    def fill(self, thumbs: Mapping[int, QImage]) -> None:
        """Take thumbnails by ordinal; the oldest are let go."""
        self._thumbs.update(thumbs)
        for ordinal in list(self._thumbs)[: max(0, len(self._thumbs) - MOST)]:
            del self._thumbs[ordinal]
        self.update()

    def _width(self) -> float:
        return max(8.0, theme().px(HEIGHT) * self._ratio)

    def _shown(self) -> range:
        """The frames in sight: the current one in the middle where the footage goes on both ways."""
        places = min(MOST_SHOWN, max(1, int((self.width() + GAP) / (self._width() + GAP))))
        first = max(0, min(self.current - places // 2, self.count - places))
        return range(first, min(self.count, first + places))

    def _rects(self) -> list[tuple[int, QRectF]]:
        wide, shown = self._width(), self._shown()
        left = max(0.0, (self.width() - len(shown) * (wide + GAP) + GAP) / 2)
        return [(n, QRectF(left + at * (wide + GAP), 2, wide, theme().px(HEIGHT))) for at, n in enumerate(shown)]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for ordinal, rect in self._rects():
            painter.fillRect(rect, theme().colour("hover"))
            if ordinal in self._thumbs:
                painter.drawImage(rect, self._thumbs[ordinal])
            if ordinal == self.current:
                painter.setPen(QPen(theme().colour("accent"), 3))
                painter.drawRect(rect)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        for ordinal, rect in self._rects():
            if rect.contains(event.position()):
                self.chosen.emit(ordinal)
