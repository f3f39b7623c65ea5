"""The drawn timeline: lanes of marks over a stretch of time; what is in sight, and the mark that is the current one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from provenance.records import Source
from ui.strings import timeline as words
from ui.theme.theme import theme
from ui.timeline import paint
from ui.timeline.lanes import Lane, Placed, Spot, by_kind, by_source, touches
from ui.timeline.scale import Sight, around, busiest, ticks
from ui.timeline.telling import aloud

STEP = 1.35  # of one turn of the wheel, one press of a key
_DRAG = 4  # pixels from which a press is a drag
_TICK = 74  # least pixels between two ticks at normal text size


class Drawn(QAbstractScrollArea):
    """Draws what is in sight only. `current` is the number of the mark that the keyboard is on, -1 for none."""

    opened = Signal(int)
    chosen = Signal(int)
    moved = Signal()  # another stretch of time is in sight

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(words.CANVAS_NAME)
        self.setAccessibleDescription(words.CANVAS_HELP)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)  # it stands in a pane with a frame of its own
        self.setMinimumHeight(theme().px(120))
        self.viewport().setMouseTracking(True)
        self.marks: list[Placed] = []
        self.lanes: list[Lane] = []
        self.sight = around(0.0, 86400.0)
        self.current = -1
        self.folded = False
        self._sources: Mapping[str, Source] = {}
        self._spots: dict[tuple[str, Sight, float], list[Spot]] = {}
        theme().changed.connect(self._dress)

    # What is shown

    def show_marks(self, marks: Sequence[Placed], sources: Mapping[str, Source]) -> None:
        """Show these, the stretch in sight as it is; the current mark stays where it is among them."""
        kept = self.marks[self.current].mark.id if 0 <= self.current < len(self.marks) else ""
        self.marks, self._sources = list(marks), sources
        self.current = next((n for n, one in enumerate(self.marks) if one.mark.id == kept), -1)
        self._lay()

    def fold(self, folded: bool) -> None:
        """A lane for each kind, or for each source."""
        self.folded = folded
        self._lay()

    def _lay(self) -> None:
        self.lanes = (by_kind if self.folded else by_source)(self.marks, self._sources)
        self._spots.clear()
        self._fit_bar()
        self.viewport().update()
        self.moved.emit()

    def _dress(self) -> None:
        self._spots.clear()
        self._fit_bar()
        self.viewport().update()

    def in_sight(self) -> list[int]:
        """Numbers of the marks in sight, in order of time."""
        return [n for n, one in enumerate(self.marks) if touches(one, self.sight)]

    # Zoom and pan

    def see(self, sight: Sight) -> None:
        """Bring a stretch of time into sight."""
        if sight != self.sight:
            self.sight = sight
            self._spots.clear()
            self.viewport().update()
            self.moved.emit()

    def zoom(self, factor: float, about: float | None = None) -> None:
        """See `factor` times as much, about a moment: the current mark's where it is in sight, else the middle."""
        if about is None:
            here = self.marks[self.current].at if self.current >= 0 else None
            inside = here is not None and self.sight.start <= here <= self.sight.end
            about = here if inside else (self.sight.start + self.sight.end) / 2
        assert about is not None
        self.see(self.sight.zoomed(factor, about))

    def fit_all(self) -> None:
        """Show every mark."""
        if self.marks:
            self.see(around(min(m.first for m in self.marks), max(m.last for m in self.marks)))

    def fit_busiest(self, span: float = 0.0) -> None:
        """Show where most marks lie; with a `span` (seconds), that much about its middle."""
        moments = sorted(m.at for m in self.marks if not m.mark.by_day) or sorted(m.at for m in self.marks)
        found = busiest(moments)
        if found is None:
            return
        middle = (found.start + found.end) / 2
        self.see(Sight(middle - span / 2, middle + span / 2) if span else found)

    def choose(self, number: int, show: bool = True) -> None:
        """Make a mark the current one, in sight if it should `show`."""
        if not 0 <= number < len(self.marks):
            return
        self.current = number
        mark = self.marks[number]
        self.setAccessibleDescription(aloud(mark.mark))
        if show:
            wide = mark.mark.by_day or mark.mark.extent == "throughout"
            if not (wide and touches(mark, self.sight)):
                self.see(self.sight.showing(mark.at))
            self._show_lane(number)
        self.viewport().update()
        self.chosen.emit(number)

    def _show_lane(self, number: int) -> None:
        row = self.lane_of(number)
        frame, bar = self.frame_now(), self.verticalScrollBar()
        top, room = row * frame.lane, frame.height - frame.ruler
        if top < bar.value():
            bar.setValue(top)
        elif top + frame.lane > bar.value() + room:
            bar.setValue(top + frame.lane - room)

    def lane_of(self, number: int) -> int:
        """The row of a mark's lane."""
        return next((row for row, lane in enumerate(self.lanes) if number in lane.numbers), 0)

    # Drawing

    def frame_now(self) -> paint.Frame:
        """Where things lie now."""
        return paint.frame_of(self.viewport().width(), self.viewport().height(), len(self.lanes))

    def rows_now(self, frame: paint.Frame) -> list[tuple[float, Lane]]:
        """The lanes in sight and their tops."""
        shift = self.verticalScrollBar().value()
        rows = [(frame.ruler + n * frame.lane - shift, lane) for n, lane in enumerate(self.lanes)]
        return [(float(top), lane) for top, lane in rows if top + frame.lane > frame.ruler and top < frame.height]

    def spots(self, lane: Lane, frame: paint.Frame) -> list[Spot]:
        """What is drawn of a lane; kept while nothing moves."""
        key = (lane.key, self.sight, frame.line)
        if key not in self._spots:
            self._spots[key] = lane.spots(self.sight, frame.line, self.marks)
        return self._spots[key]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        frame = self.frame_now()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), theme().colour("pane"))
        told = ticks(self.sight, frame.line, theme().px(_TICK))
        paint.paint_grid(painter, frame, self.sight, told)
        focus = self.hasFocus()
        for top, lane in self.rows_now(frame):
            painter.setClipRect(QRectF(frame.names, frame.ruler, frame.line, frame.height))
            for spot in self.spots(lane, frame):
                paint.paint_spot(painter, frame, top, spot, self.marks, self.current, focus)
            paint.paint_captions(painter, frame, top, self.spots(lane, frame))
            painter.setClipRect(QRectF(0, frame.ruler, frame.width, frame.height))
            paint.paint_lane(painter, frame, top, lane)
        painter.setClipping(False)
        paint.paint_ruler(painter, frame, self.sight, told)
        if focus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme().colour("accent"))
            painter.drawRect(QRectF(0.5, 0.5, frame.width - 1, frame.height - 1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._spots.clear()
        self._fit_bar()

    def _fit_bar(self) -> None:
        frame = self.frame_now()
        room = frame.height - frame.ruler
        self.verticalScrollBar().setRange(0, max(0, len(self.lanes) * frame.lane - room))
        self.verticalScrollBar().setPageStep(max(1, room))
        self.verticalScrollBar().setSingleStep(frame.lane)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.viewport().update()
