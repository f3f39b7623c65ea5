"""Underlines the words that a reason is about on a claim's card, and tells it where the pointer rests on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QFont, QHelpEvent, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QToolTip, QWidget

from provenance.concerned import Concern
from provenance.difference import PieceKind
from ui import utf16
from ui.theme.theme import theme
from ui.widgets.basics import tip

if TYPE_CHECKING:
    from ui.draft.card_layout import Laid


class Hover(QObject):
    """Shows as a tooltip what `told` says of the place under the pointer, "" for nothing."""

    def __init__(self, widget: QWidget, told: Callable[[QPointF], str]) -> None:
        super().__init__(widget)
        self._told = told
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
            return super().eventFilter(watched, event)
        QToolTip.showText(event.globalPos(), tip(self._told(QPointF(event.pos()))))
        return True


def underlines(text: str, found: Sequence[Concern]) -> list[QTextLayout.FormatRange]:
    """Formats that underline the words concerned; Qt counts in UTF-16."""
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    look.setUnderlineColor(theme().colour("amber"))
    return _formats(text, [(c.start, c.end) for c in found], look)


def differing(text: str, spans: Sequence[tuple[int, int]], kind: PieceKind) -> list[QTextLayout.FormatRange]:
    """Formats for words that only one version has: "added" ones bold, "removed" ones struck out; told by their form, so
    that no colour has to."""
    look = QTextCharFormat()
    if kind == "added":
        look.setFontWeight(QFont.Weight.DemiBold)
        look.setBackground(theme().colour("chip"))
    else:
        look.setFontStrikeOut(True)
    return _formats(text, spans, look)


def _formats(text: str, spans: Sequence[tuple[int, int]], look: QTextCharFormat) -> list[QTextLayout.FormatRange]:
    made = []
    for start, end in utf16.in_units(text, spans):
        part = QTextLayout.FormatRange()
        part.start, part.length, part.format = start, end - start, look
        made.append(part)
    return made


def told_at(laid: Laid, at: QPointF) -> str:
    """The reasons for the words at a place of a card; "" where none are concerned."""
    for text in laid.texts:
        inside = at - text.at
        for number in range(text.layout.lineCount() if text.concerned else 0):
            line = text.layout.lineAt(number)
            if not line.naturalTextRect().contains(inside):
                continue
            units = int(line.xToCursor(inside.x(), line.CursorPosition.CursorOnCharacter))
            point = utf16.Offsets(text.layout.text()).points(units)
            return "\n".join(dict.fromkeys(c.reason for c in text.concerned if c.start <= point < c.end))
    return ""
