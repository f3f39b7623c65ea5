"""Paints the timeline: ruler, lanes, points, bars; shapes tell kinds apart, colour comes after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from provenance.timeline import MADE, Mark
from ui.strings import timeline as words
from ui.theme.theme import theme
from ui.timeline.lanes import Lane, Placed, Spot
from ui.timeline.scale import Sight, Tick, heading

SMALL = 0.86
_POINT = 5.0  # half of a point's size, at normal text size
_BAR = 4.0
_BAR_GAP = 1.5
# Heights of a lane at normal text size: with its name in two lines; as low as it may get where there are many lanes;
# and below which its name stands in one line.
_ROOMY, _LEAST, _TWO_LINES = 40, 19, 34
_RULER = 36


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things lie: the room of the lanes' names, of the ruler, of one lane, and the whole, in pixels."""

    names: int
    ruler: int
    lane: int
    width: int
    height: int

    @property
    def compact(self) -> bool:
        """Whether lanes are too low for two lines of text."""
        return self.lane < theme().px(_TWO_LINES)

    @property
    def line(self) -> float:
        """Pixels along a lane."""
        return float(max(1, self.width - self.names))


def frame_of(width: int, height: int, lanes: int = 1) -> Frame:
    """The places for a size of the view, growing with the text; lanes become lower, so that more of many are seen."""
    px = theme().px
    ruler = px(_RULER)
    lane = min(px(_ROOMY), max(px(_LEAST), (height - ruler) // max(1, lanes)))
    names = px(112) if lane >= px(_TWO_LINES) else px(148)
    return Frame(min(names, width // 3), ruler, lane, width, height)


def middle(frame: Frame, top: float) -> float:
    """Where the points of a lane stand, from its top."""
    return top + frame.lane * (0.42 if frame.compact else 0.33)


def bar_rect(frame: Frame, top: float, spot: Spot) -> QRectF:
    """The room of a bar."""
    high = theme().px(_BAR) if not frame.compact else max(2, frame.lane // 8)
    gap = 1.0 if frame.compact else _BAR_GAP
    y = top + frame.lane * (0.64 if frame.compact else 0.58) + spot.level * (high + gap)
    y = min(y, top + frame.lane - high - 1.0)
    return QRectF(frame.names + spot.low, y, max(2.0, spot.high - spot.low), high)


def point_rect(frame: Frame, top: float, spot: Spot) -> QRectF:
    """The room of a point, wider where it stands for several."""
    half = theme().px(_POINT)
    wide = half if len(spot.numbers) == 1 else max(half * 1.7, _count_width(spot) / 2 + half * 0.7)
    y = middle(frame, top)
    return QRectF(frame.names + spot.x - wide, y - half * 1.35, 2 * wide, 2.7 * half)


def paint_ruler(painter: QPainter, frame: Frame, sight: Sight, marks: Sequence[Tick]) -> None:
    """The days in sight above, the ticks below."""
    colour = theme().colour
    painter.fillRect(QRectF(0, 0, frame.width, frame.ruler), colour("pane"))
    painter.setFont(theme().font(SMALL, QFont.Weight.DemiBold))
    painter.setPen(colour("text"))
    above = QRectF(frame.names + 4, 2, frame.width - frame.names - 8, frame.ruler / 2)
    painter.drawText(above, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, heading(sight))
    painter.setFont(theme().font(SMALL))
    measure = QFontMetricsF(painter.font())
    for tick in marks:
        x = frame.names + sight.x(tick.at, frame.line)
        painter.setPen(colour("text" if tick.day else "muted"))
        wide = measure.horizontalAdvance(tick.text)
        left = min(max(frame.names + 2.0, x - wide / 2), frame.width - wide - 2)
        painter.drawText(QPointF(left, frame.ruler - 5.0), tick.text)
    painter.setPen(QPen(colour("line"), 1))
    painter.drawLine(0, frame.ruler, frame.width, frame.ruler)


def paint_grid(painter: QPainter, frame: Frame, sight: Sight, marks: Sequence[Tick]) -> None:
    """Lines of the ticks across the lanes; where a day begins they are stronger."""
    for tick in marks:
        x = round(frame.names + sight.x(tick.at, frame.line)) + 0.5
        painter.setPen(QPen(theme().colour("edge" if tick.day else "line"), 1))
        painter.drawLine(QPointF(x, frame.ruler), QPointF(x, frame.height))


def paint_lane(painter: QPainter, frame: Frame, top: float, lane: Lane) -> None:
    """The name of a lane, and the line below it."""
    colour = theme().colour
    painter.fillRect(QRectF(0, top, frame.names - 1, frame.lane), colour("pane"))
    strong = theme().font(SMALL, QFont.Weight.DemiBold)
    if frame.compact:
        room = QRectF(8, top, frame.names - 14, frame.lane - 1)
        _words(painter, lane.title, room, strong, "text")
        beside = QFontMetricsF(strong).horizontalAdvance(f"{lane.title}  ")
        _words(painter, lane.more, room.adjusted(min(beside, room.width()), 0, 0, 0), theme().font(SMALL), "muted")
    else:
        room = QRectF(8, top + 2, frame.names - 14, frame.lane / 2 - 1)
        _words(painter, lane.title, room, strong, "text")
    if lane.more and not frame.compact:
        _words(painter, lane.more, room.translated(0, frame.lane / 2 - 3), theme().font(SMALL), "muted")
    painter.setPen(QPen(colour("line"), 1))
    bottom = round(top + frame.lane) - 0.5
    painter.drawLine(QPointF(0, bottom), QPointF(frame.width, bottom))
    painter.drawLine(QPointF(frame.names - 0.5, top), QPointF(frame.names - 0.5, bottom))


def paint_spot(
    painter: QPainter, frame: Frame, top: float, spot: Spot, marks: Sequence[Placed], current: int, focus: bool
) -> None:
    """A bar or a point; the one that holds the current mark is ringed."""
    chosen = current in spot.numbers
    one = marks[current if chosen else spot.numbers[0]].mark
    unsure = any(marks[n].mark.uncertain for n in spot.numbers)
    colour = theme().colour("amber" if one.kind == "footage" and one.basis == "camera" else "accent")
    if spot.look == "bar":
        _bar(painter, bar_rect(frame, top, spot), theme().colour("rule") if one.by_day else colour, unsure, one)
        rect = bar_rect(frame, top, spot)
    else:
        rect = point_rect(frame, top, spot)
        _width(painter, frame, top, spot, colour, marks)
        _ghosts(painter, frame, top, spot)
        if len(spot.numbers) > 1:
            _cluster(painter, rect, str(len(spot.numbers)))
        else:
            _shape(painter, rect.center(), one.kind, colour, unsure)
    if chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("text" if focus else "accent"), 2))
        painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), 4, 4)


def paint_captions(painter: QPainter, frame: Frame, top: float, spots: Sequence[Spot]) -> None:
    """Which points are the camera's own clock and which the corrected time, where both stand in a lane."""
    both = [spot for spot in spots if spot.ghosts]
    if not both:
        return
    painter.setFont(theme().font(SMALL * 0.94))
    measure, half = QFontMetricsF(painter.font()), theme().px(_POINT)
    y = middle(frame, top)
    for text, x, colour, down in (
        (words.CORRECTED, max(spot.x for spot in both) + 2.6 * half, "accent", 0.0),
        (words.CAMERA_CLOCK, max(max(spot.ghosts) for spot in both) + 1.6 * half, "amber", 9.0),
    ):
        if 0 < x < frame.line - measure.horizontalAdvance(text):
            painter.setPen(theme().colour(colour))
            painter.drawText(QPointF(frame.names + x, y + down + measure.ascent() * 0.38), text)


def _bar(painter: QPainter, rect: QRectF, colour: QColor, unsure: bool, one: Mark) -> None:
    """Filled for what went on throughout, pale for a moment within it, dashed where the ends are a convention."""
    filled = one.extent == "throughout"
    painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine if unsure else Qt.PenStyle.SolidLine))
    painter.setBrush(colour if filled and not unsure else theme().colour("chip"))
    painter.drawRoundedRect(rect, 2, 2)


def _width(painter: QPainter, frame: Frame, top: float, spot: Spot, colour: QColor, marks: Sequence[Placed]) -> None:
    """How wide a time is, and to which side it is open."""
    y = middle(frame, top)
    one = marks[spot.numbers[0]].mark
    if spot.high - spot.low > 2 and one.kind != "footage":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("chip"))
        painter.drawRoundedRect(QRectF(frame.names + spot.low, y - 4, spot.high - spot.low, 8), 4, 4)
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(frame.names + spot.low, y), QPointF(frame.names + spot.high, y))
    if len(spot.numbers) == 1 and one.extent in ("since", "after", "until", "before"):
        way = 1 if one.extent in ("since", "after") else -1
        tip = QPointF(frame.names + spot.x + way * theme().px(18), y)
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(QPointF(frame.names + spot.x, y), tip)
        for side in (-4, 4):
            painter.drawLine(tip, tip + QPointF(-way * 5, side))


def _ghosts(painter: QPainter, frame: Frame, top: float, spot: Spot) -> None:
    """Where the camera's own clock has it: hollow, tied to the corrected time by a line."""
    y, half = middle(frame, top), theme().px(_POINT) * 0.8
    painter.setBrush(theme().colour("pane"))
    for x in spot.ghosts:
        painter.setPen(QPen(theme().colour("amber"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(frame.names + x, y + 9), QPointF(frame.names + spot.x, y + 9))
        painter.setPen(QPen(theme().colour("amber"), 1.5))
        painter.drawEllipse(QPointF(frame.names + x, y + 9), half, half)


def _shape(painter: QPainter, at: QPointF, kind: str, colour: QColor, unsure: bool) -> None:
    """A circle for what is told, a diamond for an entry, a triangle for a message, a square for a paper or words of a
    recording, an upright bar for a camera; hollow where it is not certain."""
    half = float(theme().px(_POINT))
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(theme().colour("pane") if unsure else colour)
    if kind == "entry":
        around = ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0))
        painter.drawPolygon(QPolygonF([at + QPointF(x * half, y * half) for x, y in around]))
    elif kind == "message":
        around = ((-1.15, -0.95), (1.15, -0.95), (0, 1.15))
        painter.drawPolygon(QPolygonF([at + QPointF(x * half, y * half) for x, y in around]))
    elif kind in MADE or kind == "picture":
        painter.drawRect(QRectF(at.x() - half * 0.9, at.y() - half * 0.9, half * 1.8, half * 1.8))
    elif kind == "footage":
        painter.drawRoundedRect(QRectF(at.x() - half * 0.55, at.y() - half * 1.3, half * 1.1, half * 2.6), 2, 2)
    else:
        painter.drawEllipse(at, half, half)


def _cluster(painter: QPainter, rect: QRectF, count: str) -> None:
    painter.setPen(QPen(theme().colour("accent"), 1.4))
    painter.setBrush(theme().colour("chip"))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setFont(theme().font(SMALL, QFont.Weight.DemiBold))
    painter.setPen(theme().colour("accent"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, count)


def _count_width(spot: Spot) -> float:
    return QFontMetricsF(theme().font(SMALL, QFont.Weight.DemiBold)).horizontalAdvance(str(len(spot.numbers)))


def _words(painter: QPainter, text: str, room: QRectF, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(theme().colour(colour))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
