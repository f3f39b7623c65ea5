"""The timeline under pointer and keyboard: zoomed, panned, walked through mark by mark, each a step from its source."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip

from ui.timeline import paint
from ui.timeline.drawn import STEP, Drawn
from ui.timeline.lanes import Spot
from ui.timeline.scale import Sight
from ui.timeline.telling import pointed
from ui.widgets.basics import tip

_DRAG = 4  # pixels from which a press is a drag


class Canvas(Drawn):
    """Ctrl and the wheel, + and −, or a pinch zoom; a drag, Shift and the wheel, or Page Up and Page Down pan."""

    def __init__(self) -> None:
        super().__init__()
        self._pressed: tuple[QPointF, Sight] | None = None
        self._dragged = False

    # The pointer

    def spot_at(self, at: QPointF) -> Spot | None:
        """What is drawn under the pointer: a point before a bar."""
        frame = self.frame_now()
        if at.y() <= frame.ruler or at.x() < frame.names:
            return None
        for top, lane in self.rows_now(frame):
            if top <= at.y() < top + frame.lane:
                for spot in reversed(self.spots(lane, frame)):
                    rect = paint.point_rect if spot.look == "point" else paint.bar_rect
                    if rect(frame, top, spot).adjusted(-4, -4, 4, 4).contains(at):
                        return spot
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = (event.position(), self.sight), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._pressed is None:
            over = self.spot_at(event.position()) is not None
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            return
        begun, sight = self._pressed
        passed = event.position().x() - begun.x()
        if self._dragged or abs(passed) > _DRAG:
            self._dragged = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self.see(sight.panned(-passed / self.frame_now().line * sight.span))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        pressed, self._pressed = self._pressed, None
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        if pressed is None or self._dragged:
            return
        spot = self.spot_at(event.position())
        if spot is not None:
            self._take(spot)

    def _take(self, spot: Spot) -> None:
        """A single mark is opened; of several those are spread out that are not at the same moment."""
        if len(spot.numbers) == 1:
            self.choose(spot.numbers[0], show=False)
            self.opened.emit(spot.numbers[0])
            return
        first, last = (f(self.marks[n].at for n in spot.numbers) for f in (min, max))
        apart = last - first > self.sight.span / 10_000 and spot.look == "point"
        if apart:
            span = max((last - first) * 2.5, self.sight.span / 40)
            middle = (first + last) / 2
            self.see(Sight(middle - span / 2, middle + span / 2))
        self.choose(spot.numbers[0], show=False)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            frame = self.frame_now()
            about = self.sight.at(event.position().x() - frame.names, frame.line)
            self.zoom(STEP ** (-turned.y() / 120), about)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(turned.x()) > abs(turned.y()):
            passed = turned.x() or turned.y()
            self.see(self.sight.panned(-passed / 120 * 0.12 * self.sight.span))
        else:
            super().wheelEvent(event)
            return
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QHelpEvent):
            self._tell(event.pos(), event.globalPos())
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            frame = self.frame_now()
            self.zoom(1 / max(0.2, 1 + event.value()), self.sight.at(event.position().x() - frame.names, frame.line))
            return True
        return super().viewportEvent(event)

    def _tell(self, at: QPoint, globally: QPoint) -> None:
        spot = self.spot_at(QPointF(at))
        told = pointed([self.marks[n].mark for n in spot.numbers]) if spot else self._name_at(at)
        QToolTip.showText(globally, tip(told), self) if told else QToolTip.hideText()

    def _name_at(self, at: QPoint) -> str:
        """The whole name of the lane whose name is under the pointer, as it may be cut."""
        frame = self.frame_now()
        if at.x() >= frame.names or at.y() <= frame.ruler:
            return ""
        lane = next((lane for top, lane in self.rows_now(frame) if top <= at.y() < top + frame.lane), None)
        return f"{lane.title} {lane.more}".strip() if lane else ""

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key, plain = event.key(), not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )  # fmt: skip
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        lanes = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        pages = {Qt.Key.Key_PageUp: -0.8, Qt.Key.Key_PageDown: 0.8}
        if not plain:
            super().keyPressEvent(event)
        elif key in steps:
            self.step(steps[Qt.Key(key)])
        elif key in lanes:
            self.step_lane(lanes[Qt.Key(key)])
        elif key in pages:
            self.see(self.sight.panned(pages[Qt.Key(key)] * self.sight.span))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1 / STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(STEP)
        elif key == Qt.Key.Key_0:
            self.fit_all()
        elif key == Qt.Key.Key_B:
            self.fit_busiest()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.marks:
            self.choose(0 if key == Qt.Key.Key_Home else len(self.marks) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def step(self, by: int) -> None:
        """Go to the next or previous mark in time; from none to the first or last in sight."""
        if not self.marks:
            return
        if self.current < 0:
            low, high = self.sight.start, self.sight.end
            seen = [n for n, m in enumerate(self.marks) if low <= m.at <= high and not m.mark.by_day]
            seen = seen or self.in_sight() or list(range(len(self.marks)))
            self.choose(seen[0] if by > 0 else seen[-1])
        else:
            self.choose(min(len(self.marks) - 1, max(0, self.current + by)))

    def step_lane(self, by: int) -> None:
        """Go to the nearest mark in time of the next lane up or down."""
        if self.current < 0 or not self.lanes:
            self.step(by)
            return
        row = self.lane_of(self.current) + by
        if 0 <= row < len(self.lanes):
            here = self.marks[self.current].at
            self.choose(min(self.lanes[row].numbers, key=lambda n: abs(self.marks[n].at - here)))
