"""Lines of a painted row: words laid out for a width, with some of them in bold, and what does not fit left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from ui.theme.theme import theme
from ui.utf16 import Offsets, in_units

Span = tuple[int, int]
# Looks: size, colour, whether in bold.
_LOOKS = {
    "text": (1.0, "text", False),
    "strong": (1.0, "text", True),
    "reading": (1.04, "text", False),
    "head": (0.93, "muted", True),
    "muted": (0.93, "muted", False),
    "place": (0.93, "accent", False),
    "amber": (0.93, "amber", False),
    "green": (0.93, "green", False),
    "section": (0.86, "muted", True),
}
_LEADING = 1.18  # of lines that wrap


@dataclass(frozen=True, slots=True)
class Line:
    """Words in a look (see `_LOOKS`); `bold` are spans of them, with `marked` underlined on a ground of their own, too.

    `fit` says what becomes of more than fits: it wraps, at most over `most` lines (0: all), or ends or begins in "…".
    """

    text: str
    look: str = "text"
    bold: tuple[Span, ...] = ()
    fit: Literal["wrap", "right", "left"] = "wrap"
    most: int = 0
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Set:
    """A line laid out; `cut` says that not all of it is shown."""

    layout: QTextLayout
    width: float
    height: float
    colour: str
    cut: bool

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        painter.setPen(theme().colour(self.colour))
        self.layout.draw(painter, QPointF(x, y))


def set_line(line: Line, width: float) -> Set:
    """Lay a line out in `width` pixels."""
    size, colour, bold = _LOOKS[line.look]
    font = theme().font(size, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    shown = line.text
    if line.fit != "wrap":
        mode = Qt.TextElideMode.ElideRight if line.fit == "right" else Qt.TextElideMode.ElideLeft
        shown = QFontMetricsF(font).elidedText(line.text, mode, width)
        if line.fit == "left" and shown != line.text:  # begin with a whole word
            shown = f"… {shown.partition(' ')[2]}" if " " in shown[:24] else shown
    bold_spans = line.bold if shown == line.text else ()
    layout, ends = _laid(shown, font, bold_spans, width, line.fit == "wrap", line.marked)
    if line.most and len(ends) > line.most:
        shown = _clipped(line.text, ends[line.most - 1])
        layout, ends = _laid(shown, font, line.bold, width, True, line.marked)
    return Set(layout, _widest(layout), layout.boundingRect().height(), colour, shown != line.text)


def lines_within(high: float, look: str) -> int:
    """How many lines of words that wrap stand in a height, one at least."""
    one = set_line(Line("“”", look), 1e6).height
    return max(1, int((high - one) // (one * _LEADING)) + 1)


def _laid(
    text: str, font: QFont, bold: Sequence[Span], width: float, wrap: bool, marked: bool = False
) -> tuple[QTextLayout, list[int]]:
    """The layout, and where (in UTF-16 units) each of its lines ends."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    anywhere = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
    option.setWrapMode(anywhere if wrap else QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.setFormats([_bold(start, end, marked) for start, end in in_units(text, bold)])
    layout.beginLayout()
    y, ends = 0.0, list[int]()
    while (one := layout.createLine()).isValid():
        one.setLineWidth(width if wrap else 1e6)
        one.setPosition(QPointF(0, y))
        y += one.height() * (_LEADING if wrap else 1.0)
        ends.append(one.textStart() + one.textLength())
    layout.endLayout()
    return layout, ends


def _widest(layout: QTextLayout) -> float:
    return max((layout.lineAt(n).naturalTextWidth() for n in range(layout.lineCount())), default=0.0)


def _bold(start: int, end: int, marked: bool = False) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = start, end - start
    how = QTextCharFormat()
    how.setFontWeight(QFont.Weight.DemiBold)
    if marked:  # by form first, by colour second
        how.setFontUnderline(True)
        how.setBackground(theme().colour("amber_ground"))
    made.format = how
    return made


def _clipped(text: str, end: int) -> str:
    """So much of the text as leaves room for "…" in its last line; `end` counts UTF-16 units."""
    kept = text[: Offsets(text).points(end)].rstrip()
    head, _, last = kept.rpartition(" ")
    return f"{head if head and len(last) < 24 else kept[:-2]} …"


def folded(text: str, spans: Sequence[Span] = ()) -> tuple[str, tuple[Span, ...]]:
    """The text with every run of white space as one blank, and none at its ends; spans of it go along."""
    out, at = list[str](), list[int]()  # at[i]: where code point i went
    length = 0
    for piece in re.split(r"(\s+)", text):
        blank = not piece or piece.isspace()
        put = (" " if length else "") if blank and piece else piece
        at += [length] * len(piece) if blank else range(length, length + len(piece))
        out.append(put)
        length += len(put)
    at.append(length)
    joined = "".join(out)
    kept = len(joined.rstrip())
    moved = tuple((min(at[start], kept), min(at[end], kept)) for start, end in spans)
    return joined[:kept], tuple((start, end) for start, end in moved if start < end)
