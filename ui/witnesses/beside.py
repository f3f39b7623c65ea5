"""Two places of a point side by side: one here, the other in the source pane, and all that sources say on it above."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from provenance.points import Cell, Point
from ui.place import Place
from ui.session import Session
from ui.source.flow import FlowBox
from ui.source.pane import SourcePane
from ui.strings import witnesses as words
from ui.widgets.basics import Elided, button, column, keys_within, label, row, symbol, tip
from ui.witnesses.model import head, said


class Beside(QWidget):
    """A source pane of its own under the point's name; `left` says that the person wants to go back."""

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.point: Point | None = None
        self._shown: tuple[Cell, Cell] | None = None  # at the left, at the right
        self.back = button(words.BACK, self.left.emit, "link", words.BACK_KEYS, "back")
        self._name = Elided("", "heading")
        self._kind = label("", "amber")
        self._mark = symbol("look", "amber")
        self.sides = FlowBox(gap=6)
        self.sides.setAccessibleName(words.SIDES)
        self.chips: list[QPushButton] = []
        self.pane = SourcePane(session, follows=False)
        self.pane.setAccessibleName(words.BESIDE)
        self.pane.cited.setMaximumHeight(0)  # steps among places of the draft lead to the other pane: not from here
        top = row(self.back, self._mark, self._kind, self._name, gap=6)
        top.setStretch(3, 1)
        layout = column(gap=6)
        layout.addLayout(top)
        layout.addWidget(self.sides)
        layout.addWidget(self.pane, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.back)
        keys_within(self, {"Escape": self.left.emit})
        session.place_asked.connect(self._other_asked)

    def show_pair(self, point: Point, left: Cell, right: Cell) -> None:
        """Show two places of a point."""
        self.point = point
        self._name.set(point.about)
        self._kind.setText(words.kind(point))
        self._mark.setVisible(point.conflict is not None)
        self._show(left, right)

    def forget(self) -> None:
        """Keep nothing of what was shown: a source of it may be withheld."""
        self.point, self._shown = None, None
        self._name.set("")
        self._kind.setText("")
        self._put_chips()

    def _show(self, left: Cell, right: Cell) -> None:
        before, self._shown = self._shown, (left, right)
        self._put_chips()
        self.pane.show_place(place_of(left))
        if before is None or before[1] is not right:
            self._session.show_place(place_of(right))

    def _choose(self, cell: Cell) -> None:
        """Put a place at the left; the one that stood there goes to the right where this one came from there."""
        if self._shown is None or cell is self._shown[0]:
            return
        left, right = self._shown
        self._show(cell, left if cell is right else right)
        if self.point is not None:
            at = next(n for n, one in enumerate(self.point.cells) if one is cell)
            self.chips[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def _other_asked(self, place: Place) -> None:
        """Something else stands at the right by now."""
        if self._shown is not None and place != place_of(self._shown[1]):
            self._put_chips(right=False)

    def _put_chips(self, right: bool = True) -> None:
        """What each source says; the two that are shown say at which side."""
        self.sides.clear()
        self.chips = []
        for cell in self.point.cells if self.point else ():
            here = self._shown is not None and cell is self._shown[0]
            there = right and self._shown is not None and cell is self._shown[1]
            side = words.LEFT if here else words.RIGHT if there else ""
            name = f"{cell.citation.exhibit or cell.citation.source_name} {cell.citation.label}".strip()
            text = " · ".join(filter(None, (name, head(cell), side)))
            made = button(text, lambda cell=cell: self._choose(cell), "chip")
            made.setToolTip(tip(f"{said([cell])}\n\n{words.SIDE_TIP}"))
            self.sides.flow.addWidget(made)
            self.chips.append(made)


def place_of(cell: Cell) -> Place:
    """The place of what a source says; of no claim, so that nothing counts as opened by it."""
    return Place(cell.citation.source_id, anchor=cell.citation.anchor)
