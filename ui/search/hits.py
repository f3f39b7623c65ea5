"""The passages that a search found: rows with the words in their context, and what can be done with each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from provenance.records import Claim, TextAnchor
from ui.search.lines import Line, Span, folded
from ui.search.rows import Row, Rows
from ui.settings.keys import KEEPS_CTRL_ENTER
from ui.strings import search as words
from ui.theme.theme import theme
from ui.widgets.basics import button

if TYPE_CHECKING:
    from app.search import PassageHit

MOST_LINES = 8  # of the words found; a tooltip and the source hold the rest


class HitList(Rows):
    """Hits as rows, each keyed by its number in the search; the chosen one carries the button that adds a claim."""

    adding = Signal(int)

    def __init__(self) -> None:
        super().__init__(words.HITS_NAME)
        self.may_add = False
        self.setProperty(KEEPS_CTRL_ENTER, True)
        self.add = button(words.ADD_CLAIM, self._add, "chip")
        self.add.setToolTip(words.ADD_CLAIM_TIP)
        self.add.setParent(self.viewport())
        self.add.hide()
        QWidget.setTabOrder(self, self.add)

    def lay_anew(self) -> None:
        self.side_room = self.add.sizeHint().width() if self.may_add else 0
        super().lay_anew()

    def covers_side(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        return self._offered() and index.row() == self.currentIndex().row()

    def _offered(self) -> bool:
        index = self.currentIndex()
        return self.may_add and index.isValid() and not _is_added(self.model_.rows[index.row()])

    def _add(self) -> None:
        key = self.key()
        if isinstance(key, int):
            self.adding.emit(key)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (enter and control) or (event.key() == Qt.Key.Key_C and not event.modifiers()):
            self._add()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        self._place_button()
        super().paintEvent(event)

    def _place_button(self) -> None:
        """Keep the button at the right end of the chosen row's first line."""
        offered = self._offered()
        if offered:
            rect, size, pad = self.visualRect(self.currentIndex()), self.add.sizeHint(), theme().px(10)
            line = self.laid(self.currentIndex().row()).lines[0][0].height
            right = round(self.width_of_rows()) + 2 - pad
            where = (right - size.width(), rect.y() + 1 + pad + round((line - size.height()) / 2))
            if (self.add.x(), self.add.y()) != where or self.add.size() != size:
                self.add.setGeometry(*where, size.width(), size.height())
        if self.add.isVisible() != offered:
            self.add.setVisible(offered)


def _is_added(row: Row) -> bool:
    return row.side_look == "green"


def hit_row(number: int, hit: PassageHit) -> Row:
    """One hit as a row."""
    before, after = _around(hit)
    text, bold = _words(hit)
    lines = (
        Line(place_of(hit), "head", fit="right"),
        Line(before, "muted", fit="left"),
        Line(text, "reading", bold, most=MOST_LINES),
        Line(after, "muted", fit="right"),
    )
    return Row(number, lines)


def _words(hit: PassageHit) -> tuple[str, tuple[Span, ...]]:
    """The words of a hit without page furniture, and where what was typed stands in them."""
    spans = [(max(a, hit.start) - hit.start, min(b, hit.end) - hit.start) for a, b in hit.matches]
    raw, bold = folded(hit.text, [(a, b) for a, b in spans if a < b])
    within = [s.text for s in hit.passage.sentences if hit.start <= s.start and s.end <= hit.end]
    clean = folded(" ".join(within))[0] or raw
    if clean == raw:
        return raw, bold
    typed = sorted({raw[a:b] for a, b in bold}, key=len, reverse=True)
    found = re.finditer("|".join(rf"\b{re.escape(t)}\b" for t in typed), clean) if typed else ()
    return clean, tuple(match.span() for match in found)


def _around(hit: PassageHit) -> tuple[str, str]:
    """The sentences of the passage before and after the hit."""
    sentences = hit.passage.sentences
    before = " ".join(s.text for s in sentences if s.end <= hit.start)
    after = " ".join(s.text for s in sentences if s.start >= hit.end)
    return folded(before)[0], folded(after)[0]


def place_of(hit: PassageHit) -> str:
    """Where a hit stands and who said it: "BL/1, p. 2 · B. Lindqvist"."""
    source = hit.source
    place = ", ".join(p for p in (source.title, hit.passage.label) if p)
    who = hit.passage.speaker or source.fields.get("witness", "") or source.fields.get("title", "")
    return " · ".join(p for p in (place, folded(who)[0]) if p)


class Marks:
    """Which claims of a draft are about words that were found."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._cited = defaultdict[str, list[tuple[int, int, Claim]]](list)
        for claim in claims:
            for c in claim.cited():
                if isinstance(c.anchor, TextAnchor):
                    self._cited[c.source_id].append((c.anchor.start, c.anchor.end, claim))

    def put(self, row: Row, hit: PassageHit) -> Row:
        """The row with the claim that was added by hand from its words, else with one that cites them."""
        cited = self._cited.get(hit.source.id, ())
        about = [claim for start, end, claim in cited if hit.start <= start and end <= hit.end]
        by_hand = [claim for claim in about if claim.by]
        if by_hand:
            return replace(row, side=words.ADDED_MARK.format(number=number_of(by_hand[-1].id)), side_look="green")
        side = words.CITED_MARK.format(number=number_of(about[0].id)) if about else ""
        return replace(row, side=side, side_look="muted")


def number_of(claim_id: str) -> str:
    """ "D2.14" → "14"."""
    return claim_id.rpartition(".")[2]
