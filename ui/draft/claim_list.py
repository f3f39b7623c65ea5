"""All claims of a draft in one scrolled column: cards in sight are painted, only the selected one is made of widgets.

Heights of cards that were never in sight are estimated, so that 5,000 claims cost no more to open than fifty.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from ui.draft.card_layout import CardLayout, Laid
from ui.draft.card_paint import paint_card, paint_frame
from ui.draft.card_view import CardView
from ui.draft.concern import Hover, told_at
from ui.draft.current_card import CurrentCard
from ui.strings import draft as words
from ui.theme.theme import theme

GAP = 8
_SIDE = 2
_KEPT = 120  # laid-out cards kept


@dataclass(frozen=True, slots=True)
class Row:
    """One claim in the list: its id, the heading that stands above it ("" where the one before has the same)."""

    claim_id: str
    heading: str
    length: int  # characters of its words, for the estimate of its height


class ClaimList(QAbstractScrollArea):
    """Shows rows; `view_of` gives what a claim's card says when it comes into sight."""

    selected = Signal(str)
    chip_opened = Signal(object)
    decided = Signal(object)

    def __init__(self, view_of: Callable[[str], CardView], keys: Callable[[str], str]) -> None:
        super().__init__()
        self._view_of = view_of
        self._rows: Sequence[Row] = ()
        self._place: dict[str, int] = {}
        self._tops = np.zeros(1)
        self._heights = np.zeros(0)
        self._laid: dict[int, Laid] = {}
        self._current = -1
        self._may = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(words.CLAIMS)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setProperty("look", "ground")
        self.viewport().setAutoFillBackground(False)
        Hover(self.viewport(), lambda at: told_at(*self._painted_at(at)))
        self.card = CurrentCard(keys, self.viewport())
        self.card.hide()
        self.card.chip_opened.connect(self.chip_opened)
        self.card.decided.connect(self.decided)
        self.card.grown.connect(self._card_grown)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._scrolled())
        theme().changed.connect(self.refresh)

    # What is shown

    def show_rows(self, rows: Sequence[Row], may: bool, selected: str) -> None:
        """Show these claims with one of them selected; from the beginning where that one is not among them."""
        self._rows, self._may = rows, may
        self._place = {row.claim_id: n for n, row in enumerate(rows)}
        self._current = self._place.get(selected, -1)
        if self._current < 0:
            self.card.hide()
            self.verticalScrollBar().setValue(0)
        self.refresh()
        self.select(selected)

    def refresh(self) -> None:
        """Lay everything out anew: the width, the text size or the colours are others."""
        self._laid.clear()
        self._heights = self._estimates()
        self._measure()
        if self._current >= 0:
            self._put_card()
        self.viewport().update()

    def select(self, claim_id: str) -> None:
        """Make a claim the selected one and bring it into sight."""
        number = self._place.get(claim_id, -1)
        focused = self.card.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        if number != self._current and 0 <= self._current < len(self._rows):
            self._laid.pop(self._current, None)
        self._current = number
        if number < 0:
            self.card.hide()
            return
        self._put_card()
        self.reveal(number)
        self.card.show()
        if focused or self.card.hasFocus():
            self.card.setFocus()

    def changed(self, claim_id: str) -> None:
        """A claim says something else now."""
        number = self._place.get(claim_id, -1)
        if number < 0:
            return
        if number == self._current:
            seen = self.card.in_sight()
            self._put_card()
            if seen:
                self.reveal(number)
        else:
            self._laid.pop(number, None)
        self.viewport().update()

    def step(self, by: int) -> str:
        """The id of the claim so many before or after the selected one; "" where there is none."""
        number = self._current + by if self._current >= 0 else 0
        return self._rows[number].claim_id if 0 <= number < len(self._rows) else ""

    def reveal_card(self) -> None:
        """Scroll to the selected claim."""
        if self._current >= 0:
            self.reveal(self._current)

    def reveal(self, number: int) -> None:
        """Scroll so that a card is in sight, its heading too."""
        top, height, room = self._tops[number], self._heights[number], self.viewport().height()
        bar = self.verticalScrollBar()
        if top < bar.value():
            bar.setValue(int(top))
        elif top + height > bar.value() + room:
            below = top + height - room + GAP
            bar.setValue(int(below if self.card.mode != "view" else min(top, below)))  # an editor ends with its buttons

    # Geometry

    def _width(self) -> float:
        return self.viewport().width() - 2 * _SIDE

    def _estimates(self) -> np.ndarray:
        """Heights before anything is laid out: so many lines of so many characters, and the rows round them."""
        line = QFontMetricsF(theme().font(1.08)).height() * 1.18
        each = max(20.0, self._width() / (QFontMetricsF(theme().font(1.08)).averageCharWidth() * 1.05))
        lengths = np.array([min(700, row.length) for row in self._rows], float)
        heads = np.array([self._head_height() if row.heading else 0.0 for row in self._rows])
        return np.ceil(np.maximum(1, lengths / each)) * line + 5.2 * line + GAP + heads

    def _head_height(self) -> float:
        return QFontMetricsF(theme().font(0.86)).height() + 12

    def _measure(self) -> None:
        self._tops = np.concatenate([[0.0], np.cumsum(self._heights)])
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, round(float(self._tops[-1])) - room))
        bar.setPageStep(room)
        bar.setSingleStep(theme().px(40))

    def _set_height(self, number: int, height: float) -> None:
        """Take a card's true height, keeping what is in sight where it is."""
        before = self._heights[number]
        if abs(before - height) < 0.5:
            return
        above = self._tops[number] + before <= self.verticalScrollBar().value()
        self._heights[number] = height
        value = self.verticalScrollBar().value()
        self._measure()
        if above:
            self.verticalScrollBar().setValue(round(value + height - before))

    def _lay(self, number: int) -> Laid:
        found = self._laid.get(number)
        if found is None:
            if len(self._laid) > _KEPT:
                self._laid.pop(next(iter(self._laid)))
            view = self._view_of(self._rows[number].claim_id)
            found = self._laid[number] = CardLayout(view, self._width(), selected=False).lay()
            self._set_height(number, found.height + self._above(number) + GAP)
        return found

    def _above(self, number: int) -> float:
        return self._head_height() if self._rows[number].heading else 0.0

    def _put_card(self) -> None:
        """The selected card as it says now, at its place."""
        row = self._rows[self._current]
        self.card.blockSignals(True)
        self.card.show_claim(self._view_of(row.claim_id), self._may)
        self.card.blockSignals(False)
        self._card_grown()

    def _card_grown(self) -> None:
        if not 0 <= self._current < len(self._rows):
            return
        height, before = self.card.height_for(self._width()), self.card.height()
        self._set_height(self._current, height + self._above(self._current) + GAP)
        self.card.resize(round(self._width()), round(height))
        self._move_card()
        if self.card.mode != "view" and self.card.height() != before:
            self.reveal(self._current)
        self.card.update()
        self.viewport().update()

    def _move_card(self) -> None:
        if 0 <= self._current < len(self._rows):
            y = self._tops[self._current] + self._above(self._current) - self.verticalScrollBar().value()
            self.card.move(_SIDE, round(float(y)))

    def _scrolled(self) -> None:
        self._move_card()
        self.viewport().update()

    def _in_sight(self) -> range:
        top = self.verticalScrollBar().value()
        first = int(np.searchsorted(self._tops, top, "right")) - 1
        last = int(np.searchsorted(self._tops, top + self.viewport().height(), "left"))
        return range(max(0, first), min(len(self._rows), last))

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        for _ in range(3):  # true heights may bring other cards into sight
            shown = self._in_sight()
            known = self._tops[-1]
            for number in shown:
                if number != self._current:
                    self._lay(number)
            if self._tops[-1] == known:
                break
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().colour("ground"))
        self._move_card()
        for number in self._in_sight():
            self._paint_row(painter, number)
        painter.end()

    def _paint_row(self, painter: QPainter, number: int) -> None:
        row, y = self._rows[number], float(self._tops[number]) - self.verticalScrollBar().value()
        if row.heading:
            painter.setFont(theme().font(0.86, QFont.Weight.DemiBold))
            painter.setPen(theme().colour("muted"))
            high = self._head_height()
            where = QRectF(_SIDE + 2, y, self._width() - 4, high - 6)
            metrics = QFontMetricsF(painter.font())
            text = metrics.elidedText(row.heading.upper(), Qt.TextElideMode.ElideRight, where.width())
            painter.drawText(where, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, text)
            y += high
        if number != self._current:
            laid = self._lay(number)
            paint_frame(painter, QRectF(_SIDE, y, self._width(), laid.height), selected=False)
            paint_card(painter, laid, QPointF(_SIDE, y))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.refresh()
        else:
            self._measure()
        if self._current >= 0 and event.oldSize().isValid():
            self.reveal(self._current)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if (number := self._at(event.position().y())) < 0:
            return
        laid, inside = self._painted_at(event.position())
        chip = next((s.chip for s in laid.spots if s.rect.contains(inside)), None)
        self.selected.emit(self._rows[number].claim_id)
        self.card.setFocus()
        if chip is not None:
            self.chip_opened.emit(chip)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        bar, room = self.verticalScrollBar(), self.viewport().height()
        moves = {
            Qt.Key.Key_PageDown: room - 40,
            Qt.Key.Key_PageUp: 40 - room,
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        if event.key() in moves:
            bar.setValue(bar.value() + moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _at(self, y: float) -> int:
        number = int(np.searchsorted(self._tops, y + self.verticalScrollBar().value(), "right")) - 1
        return number if 0 <= number < len(self._rows) else -1

    def _painted_at(self, where: QPointF) -> tuple[Laid, QPointF]:
        """The painted card at a place of the viewport, and the place on it."""
        if (number := self._at(where.y())) == self._current or number not in self._laid:
            return Laid(), where
        top = float(self._tops[number]) + self._above(number) - self.verticalScrollBar().value()
        return self._laid[number], where - QPointF(_SIDE, top)
