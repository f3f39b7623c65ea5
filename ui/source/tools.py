"""The tools below the source: which page or frame, how large, the next movement, finding words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.source.flow import FlowBox
from ui.source.opening import Opened
from ui.strings import redaction
from ui.strings import source as words
from ui.theme.theme import theme
from ui.widgets.basics import PASSING, button, label, row, tool


class Stepper(QWidget):
    """‹ 3 of 17 ›: the number can be typed. `stepped` goes by one, `typed` to a number from 1."""

    stepped = Signal(int)
    typed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.back = tool(words.PREVIOUS_PAGE, lambda: self.stepped.emit(-1), "back", look="")
        self.on = tool(words.NEXT_PAGE, lambda: self.stepped.emit(1), "forward", look="")
        self.number = QLineEdit()
        self.number.setProperty(PASSING, True)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.returnPressed.connect(self._go)
        self.number.editingFinished.connect(lambda: self.set(self._at, self._count))
        self._at = self._count = 1
        self._of = label("", "muted")
        self.setLayout(row(self.back, self.number, self._of, self.on, gap=4))
        theme().changed.connect(self._fit)

    def name(self, frames: bool) -> None:
        """Speak of frames or of pages."""
        for one, said in ((self.back, (words.PREVIOUS_PAGE, words.PREVIOUS_FRAME)),
                          (self.on, (words.NEXT_PAGE, words.NEXT_FRAME))):  # fmt: skip
            one.setToolTip(said[frames])
            one.setAccessibleName(said[frames])
        self.number.setAccessibleName(words.FRAME_NUMBER if frames else words.PAGE_NUMBER)

    def set(self, number: int, count: int) -> None:
        """Show where one is, without asking to go anywhere."""
        self._at, self._count = number, count
        self.number.setText(str(number))
        self._of.setText(words.OF.format(count=count))
        self._fit()
        self.back.setEnabled(number > 1)
        self.on.setEnabled(number < count)

    def _fit(self) -> None:
        digits = QFontMetrics(theme().font()).horizontalAdvance(f"{self._count}0")
        self.number.setFixedWidth(max(theme().px(44), digits + theme().px(24)))

    def _go(self) -> None:
        """To the number typed, or the nearest there is."""
        typed = self.number.text().replace(",", "").strip()
        if typed.isdecimal():
            self.typed.emit(min(max(1, int(typed)), self._count))


class Zoomer(QWidget):
    """− 100 % +"""

    by = Signal(int)
    fit = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.smaller = tool(words.SMALLER, lambda: self.by.emit(-1), "smaller", look="")
        self.larger = tool(words.LARGER, lambda: self.by.emit(1), "larger", look="")
        self.percent = button("", self.fit.emit, "link", words.FIT)
        self.percent.setToolTip(words.FIT)
        self.setLayout(row(self.smaller, self.percent, self.larger, gap=2))
        self.set(1.0)

    def set(self, zoom: float) -> None:
        self.percent.setText(words.ZOOM.format(percent=round(zoom * 100)))
        self.percent.setAccessibleName(f"{self.percent.text()}: {words.FIT}")


class Tools(FlowBox):
    """Those that fit what is shown; the others are hidden."""

    movement = Signal(int)  # to the next (1) or the previous (-1)
    find_asked = Signal()
    redact_asked = Signal()

    def __init__(self) -> None:
        super().__init__(gap=6)
        self.stepper, self.zoom = Stepper(), Zoomer()
        self.back = tool(words.PREVIOUS_MOVEMENT, lambda: self.movement.emit(-1), "first", look="")
        self.on = tool(words.NEXT_MOVEMENT, lambda: self.movement.emit(1), "last", look="")
        self.find = button(words.FIND, self.find_asked.emit, icon_name="find")
        self.redact = button(redaction.OPEN, self.redact_asked.emit)
        self.redact.setToolTip(redaction.OPEN_TIP)
        for one in (self.stepper, self.back, self.on, self.zoom, self.find, self.redact):
            self.flow.addWidget(one)
        self.offer(None)

    def offer(self, opened: Opened | None) -> None:
        """Offer what fits this; None, and what cannot be shown, leave nothing to do."""
        shown = opened is not None and opened.unshown is None
        footage = opened is not None and opened.footage is not None
        self.stepper.name(frames=footage)
        self.stepper.setVisible(shown)
        self.zoom.setVisible(shown)
        self.offer_movement(opened is not None and opened.footage is not None and bool(opened.footage.events))
        self.find.setVisible(shown and not footage)
        self.redact.setVisible(shown)
        may = opened is not None and opened.has_text
        self.find.setEnabled(may)
        self.find.setToolTip(words.FIND_TIP if may else words.NO_TEXT_TO_FIND)
        self.setVisible(shown)

    def offer_movement(self, found: bool) -> None:
        """Offer the ways to movement where some was found."""
        for one in (self.back, self.on):
            one.setVisible(found)
