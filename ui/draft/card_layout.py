"""Where everything stands on a claim's card of a given width: lines of text, icons, chips, buttons; no painting yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from provenance.concerned import Concern
from ui.draft.card_view import CardView, Chip
from ui.draft.concern import differing, underlines
from ui.strings import draft as words
from ui.theme.style import PADDING
from ui.theme.theme import theme

RULE = 10  # pixels from the card's padding to its text, where the rule of machine words stands
GAP = 6
MOST_PAINTED = 700  # characters of a claim on a card that is not the selected one
_CHIP_PADDING = 10


@dataclass(slots=True)
class Text:
    """Wrapped words at a place, in a colour of the palette."""

    layout: QTextLayout
    at: QPointF
    colour: str
    height: float
    concerned: tuple[Concern, ...] = ()


@dataclass(slots=True)
class Mark:
    """An icon at a place."""

    name: str
    colour: str
    rect: QRectF


@dataclass(slots=True)
class Spot:
    """Where a chip stands; `look` is "chip" or, for accounts against the claim, "against"."""

    chip: Chip
    rect: QRectF
    look: str

    def text(self) -> str:
        """What the chip says, ended in "…" where there is no room for all of it."""
        room = self.rect.width() - _around(self.chip)
        return QFontMetricsF(theme().font(0.93)).elidedText(self.chip.text, Qt.TextElideMode.ElideRight, room + 1)


@dataclass(slots=True)
class Laid:
    """A card laid out. `rules` are where words of the machine are marked as such."""

    height: float = 0.0
    texts: list[Text] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    rules: list[QRectF] = field(default_factory=list)
    buttons: list[QRectF] = field(default_factory=list)
    editor: QRectF = field(default_factory=QRectF)


class CardLayout:
    """Lays out one card from top to bottom; used once."""

    def __init__(self, view: CardView, width: float, selected: bool) -> None:
        self._view, self._selected = view, selected
        self._left = PADDING + RULE
        self._width = max(80.0, width - self._left - PADDING)
        self._y = float(PADDING)
        self._laid = Laid()
        self._small, self._normal = theme().font(0.93), theme().font()
        self._strong = theme().font(0.93, QFont.Weight.DemiBold)
        self._reading = theme().font(1.08)

    def lay(self, buttons: Sequence[QSize] = (), editor: float = 0) -> Laid:
        """`buttons` are the sizes of those of the selected card, left to right; `editor` the height of one, if open."""
        self._head()
        self._words()
        if editor:
            self._laid.editor = QRectF(self._left, self._y, self._width, editor)
            self._y += editor + GAP
        self._verdicts()
        self._others(words.SIMILAR, self._view.similar, "muted", words.NOT_ASSESSED)
        self._others(words.AGAINST, self._view.against, "amber", "")
        for told in self._view.sought if self._selected else ():
            self._flow(told, self._small, "muted")
        if self._selected:
            for note in self._view.notes:
                self._flow(note, self._small, "muted")
        self._state(buttons)
        self._laid.height = self._y + PADDING - GAP
        return self._laid

    def _head(self) -> None:
        parts = [p for p in (self._view.who, self._view.label) if p]
        if parts:
            self._flow(" · ".join(parts), self._strong, "muted")

    def _words(self) -> None:
        view, top = self._view, self._y
        shown = view.words
        if not self._selected and len(shown) > MOST_PAINTED:
            shown = shown[:MOST_PAINTED].rsplit(" ", 1)[0] + " …"
        added = differing(shown, view.changed.added, "added") if view.changed else []
        self._flow(shown, self._reading, "text", view.concerned, marks=added)
        if not view.by_person:
            self._laid.rules.append(QRectF(PADDING, top, 3, self._y - top - GAP))
        if view.amended:
            self._flow(view.amended, self._small, "amber")
        if view.earlier_words:
            top = self._y
            told = (words.MACHINE_WORDS if view.machine_words else words.EARLIER_WORDS).format(text=view.earlier_words)
            moved, gone = len(told) - len(view.earlier_words), view.changed.removed if view.changed else ()
            removed = differing(told, [(start + moved, end + moved) for start, end in gone], "removed")
            self._flow(told, self._small, "muted", marks=removed)
            if view.machine_words:
                self._laid.rules.append(QRectF(PADDING, top, 3, self._y - top - GAP))

    def _verdicts(self) -> None:
        """Quote, place, support in one row, with the chips at its right end or below."""
        metrics, icon = QFontMetricsF(self._normal), theme().px(15)
        x, row = self._left, metrics.height()
        for verdict in self._view.verdicts:
            colour = {"good": "green", "look": "amber", "bad": "red"}[verdict.state]
            wide = icon + 4 + metrics.horizontalAdvance(verdict.text)
            if x + wide > self._left + self._width and x > self._left:
                x, self._y = self._left, self._y + row + GAP
            self._laid.marks.append(Mark(verdict.state, colour, QRectF(x, self._y + (row - icon) / 2, icon, icon)))
            self._one_line(verdict.text, self._normal, colour, x + icon + 4)
            x += wide + 14
        self._chips(x, row)
        if self._view.by_ocr:
            self._flow(self._view.by_ocr, self._small, "amber")
        for reason in self._view.reasons if self._selected else ():
            self._flow(reason, self._small, "muted")

    def _chips(self, taken: float, row: float) -> None:
        chips = [(chip, self._chip_width(chip)) for chip in self._view.chips]
        whole = sum(wide for _, wide in chips) + 6 * max(0, len(chips) - 1)
        right = self._left + self._width
        high = row + 4
        if taken + whole <= right:
            self._place(chips, right - whole, high, "chip")
        else:
            self._y += row + GAP
            self._place(chips, self._left, high, "chip")
        self._y += high + GAP

    def _place(self, chips: Sequence[tuple[Chip, float]], x: float, high: float, look: str) -> None:
        right, start = self._left + self._width, x
        for chip, wide in chips:
            if x + wide > right + 0.5 and x > start:
                x, start, self._y = self._left, self._left, self._y + high + 4
            self._laid.spots.append(Spot(chip, QRectF(x, self._y - 2, min(wide, right - x), high), look))
            x += wide + 6

    def _chip_width(self, chip: Chip) -> float:
        return QFontMetricsF(self._small).horizontalAdvance(chip.text) + _around(chip)

    def _others(self, head: str, chips: tuple[Chip, ...], colour: str, foot: str) -> None:
        """The words of others: like accounts, and what speaks against the claim."""
        if not chips:
            return
        metrics = QFontMetricsF(self._small)
        high = metrics.height() + 4
        self._one_line(head, self._small, colour, self._left)
        x = self._left + metrics.horizontalAdvance(head) + 8
        look = "against" if colour == "amber" else "similar"
        self._place([(c, min(self._chip_width(c), self._width - 8)) for c in chips], x, high, look)
        self._y += high + GAP
        if foot and self._selected:
            self._flow(foot, self._small, "muted")

    def _state(self, buttons: Sequence[QSize]) -> None:
        """How the claim stands, and the buttons at the right: beside it where there is room, else below."""
        view, icon = self._view, theme().px(15)
        metrics = QFontMetricsF(self._normal)
        told = f"{view.state} · {view.to_open}" if self._selected and view.to_open else view.state
        wide = sum(size.width() + GAP for size in buttons)
        high = max((size.height() for size in buttons), default=0)
        beside = bool(buttons) and icon + metrics.horizontalAdvance(told) + 16 + wide <= self._width
        row = self._y
        self._y += max(0.0, high - metrics.height()) / 2 if beside else 0
        at = QRectF(self._left, self._y + (metrics.height() - icon) / 2, icon, icon)
        self._laid.marks.append(Mark(view.state_icon, view.state_look, at))
        self._flow(told, self._normal, view.state_look, indent=icon + 4, reserve=wide if beside else 0)
        if buttons:
            self._y = max(self._y, self._put_buttons(buttons, row if beside else self._y, high) + GAP)

    def _put_buttons(self, buttons: Sequence[QSize], y: float, high: float) -> float:
        """Rows of buttons, each ending at the right; gives where the last row ends."""
        rows: list[list[QSize]] = [[]]
        for size in buttons:
            if rows[-1] and sum(s.width() + GAP for s in rows[-1]) + size.width() > self._width:
                rows.append([])
            rows[-1].append(size)
        for row in rows:
            x = self._left + self._width - sum(s.width() for s in row) - GAP * (len(row) - 1)
            for size in row:
                self._laid.buttons.append(QRectF(x, y, size.width(), high))
                x += size.width() + GAP
            y += high + GAP
        return y - GAP

    def _flow(
        self,
        text: str,
        font: QFont,
        colour: str,
        concerned: Sequence[Concern] = (),
        indent: float = 0,
        reserve: float = 0,
        marks: Sequence[QTextLayout.FormatRange] = (),
    ) -> None:
        """Words wrapped over the card's width."""
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([*underlines(text, concerned), *marks])
        layout.setCacheEnabled(True)
        width = self._width - indent - (reserve + 16 if reserve else 0)
        height = _wrapped(layout, width, spacing=1.18)
        self._laid.texts.append(Text(layout, QPointF(self._left + indent, self._y), colour, height, tuple(concerned)))
        self._y += height + GAP

    def _one_line(self, text: str, font: QFont, colour: str, x: float) -> None:
        layout = QTextLayout(text, font)
        height = _wrapped(layout, 1e6, spacing=1.0)
        self._laid.texts.append(Text(layout, QPointF(x, self._y), colour, height))


def _around(chip: Chip) -> float:
    """What a chip takes besides its words: padding, and the tick of one that was opened."""
    return 2 * _CHIP_PADDING + (theme().px(15) + 4 if chip.opened else 0)


def _wrapped(layout: QTextLayout, width: float, spacing: float) -> float:
    """Break the layout into lines; gives its height."""
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(20.0, width))
        line.setPosition(QPointF(0, y))
        y += line.height() * spacing
    layout.endLayout()
    return y
