"""Paints a conflict packed: its name in one line, and below it its sides next to each other, each in its own words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from provenance.points import Cell, Point
from provenance.records import Source
from ui.search.lines import Line, Set, lines_within, set_line
from ui.source_name import name_of
from ui.strings import witnesses as words
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.witnesses.model import telling

HEAD, SIDE = 34, 118  # pixels of the name of a point and of a line of its sides, at normal text size
_PAD = 8


def draw_head(painter: QPainter, rect: QRect, point: Point, speak: str) -> None:
    """How the sources differ, on what, and how many speak of it."""
    painter.save()
    size, x, right = theme().px(15), float(rect.x() + _PAD), rect.right() - _PAD
    how = set_line(Line(words.kind(point), "amber", fit="right"), (right - x) * 0.4)
    y = rect.bottom() - how.height - 3
    painter.drawPixmap(QPointF(x, y + 1), pixmap("look", "amber", size, painter.device().devicePixelRatioF()))
    x += size + 5
    how.draw(painter, x, y)
    x += how.width + 10
    count = set_line(Line(speak, "muted", fit="right"), 0.3 * (right - x))
    about = set_line(Line(point.about, "strong", fit="right"), right - x - count.width - 10)
    about.draw(painter, x, y - 1)
    count.draw(painter, right - count.width, y)
    painter.restore()


def draw_side(painter: QPainter, room: QRectF, cell: Cell, source: Source | None) -> None:
    """What is compared, who says it and where, then the words in as many lines as fit."""
    wide, y = room.width(), room.y()
    doubt = set_line(Line(words.HEDGED if cell.hedged else "", "amber", fit="right"), wide * 0.5)
    value = set_line(Line(cell.value, "strong", fit="right"), wide - doubt.width - 8)
    value.draw(painter, room.x(), y)
    doubt.draw(painter, room.right() - doubt.width, y + 1)
    y += value.height + 1
    label = set_line(Line(cell.citation.label, "muted", fit="right"), wide * 0.5)
    label.draw(painter, room.right() - label.width, y)
    who = name_of(source) if source is not None else cell.citation.exhibit or cell.citation.source_name
    named = set_line(Line(who, "place", fit="right"), wide - label.width - 8)
    named.draw(painter, room.x(), y)
    y += named.height + 3
    fitting(telling(cell), wide, room.bottom() - y).draw(painter, room.x(), y)


def fitting(text: str, wide: float, high: float) -> Set:
    """Words in as many lines as fit, one at least."""
    return set_line(Line(text, "muted", most=lines_within(high, "muted")), wide)
