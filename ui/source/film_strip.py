"""A strip of neighbouring frames with the current one framed; a click goes to a frame."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.strings import source as words
from ui.theme.theme import theme

HEIGHT = 48  # logical pixels at normal text size
GAP = 4
MOST = 64  # thumbnails that are kept


class FilmStrip(QWidget):
    """Thumbnails around a frame, as many as fit; those not here yet are left as empty places."""

    chosen = Signal(int)  # ordinal

    def __init__(self) -> None:
        super().__init__()
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

    def begin(self, count: int, displayed: tuple[int, int]) -> None:
        """Other footage, of so many frames of that size."""
        self._thumbs.clear()
        self.count, self._ratio = count, displayed[0] / max(1, displayed[1])
        self.update()

    def go(self, ordinal: int) -> None:
        """Frame this one."""
        self.current = ordinal
        self.update()

    def wanted(self) -> tuple[int, int] | None:
        """First and last frame in sight, where one of them is missing."""
        shown = self._shown()
        missing = [n for n in shown if n not in self._thumbs]
        return (shown[0], shown[-1]) if missing else None

    def fill(self, thumbs: dict[int, QImage]) -> None:
        """Take thumbnails by ordinal; the oldest are let go."""
        self._thumbs.update(thumbs)
        for ordinal in list(self._thumbs)[: max(0, len(self._thumbs) - MOST)]:
            del self._thumbs[ordinal]
        self.update()

    def _width(self) -> float:
        return max(8.0, theme().px(HEIGHT) * self._ratio)

    def _shown(self) -> range:
        """The frames in sight: the current one in the middle where the footage goes on both ways."""
        places = min(MOST // 2, max(1, int((self.width() + GAP) / (self._width() + GAP))))
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
