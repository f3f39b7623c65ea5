"""What is known of the chosen source, below the list: what to look into, what was read, the record."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QWidget

from ui.evidence.parts import Acts, parts, stacked
from ui.evidence.telling import Told
from ui.strings import evidence as words
from ui.widgets.basics import Elided, button, column, frame, label, row, tool


class Details(QFrame):
    """Shows a `Told`; the buttons call what they are given. Escape closes it."""

    closed = Signal()

    def __init__(self, acts: Acts, decide: Callable[[], object], copy: Callable[[], object]) -> None:
        super().__init__()
        self.told: Told | None = None
        self._acts = acts
        self.setAccessibleName(words.DETAILS_NAME)
        self._title = Elided("", "strong")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(words.DETAILS_NAME)
        self.copy = tool(words.COPY_DETAILS, copy, "copy")
        self.edit = tool(words.EDIT, lambda: acts.edit(""), "amended")
        self.close_ = tool(words.HIDE_DETAILS, self.closed.emit, "close")
        self.decide = button(words.DECIDE, decide, icon_name="held")
        head = row(self._title, self.edit, self.copy, self.close_, gap=2)
        head.setStretch(0, 1)
        layout = column(frame("rule"), gap=6)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.decide)
        self.setLayout(layout)
        self.show_none()

    def show_none(self) -> None:
        """Nothing is chosen."""
        self.told = None
        self._title.set("")
        self._fill([label(words.NO_SOURCE, "muted", wrap=True)])
        for one in (self.edit, self.copy):
            one.setEnabled(False)
        self.decide.hide()

    def show(self, told: Told, editable: str, decidable: str | None) -> None:  # type: ignore[override]
        """Show what is told. `editable` says why it can't be changed, "" where it can; `decidable` says so of the
        decision on privilege, None where there is none to take."""
        same, before = told == self.told, self.told
        self.told = told
        self._title.set(f"{told.title}  {told.item}".strip())
        self.copy.setEnabled(True)
        _allow(self.edit, editable, words.EDIT)
        self.decide.setVisible(decidable is not None)
        _allow(self.decide, decidable or "", "")
        if not same:
            bar = self._scroll.verticalScrollBar()
            at = bar.value() if before is not None and before.title == told.title else 0
            focused = self._focused()
            self._fill(parts(told, self._acts, not editable))
            bar.setValue(at)
            self._focus(focused)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _focused(self) -> int:
        """Which of the controls inside has the keyboard; -1 for none."""
        controls = self._scroll.widget().findChildren(QAbstractButton)
        return next((at for at, one in enumerate(controls) if one.hasFocus()), -1)

    def _focus(self, at: int) -> None:
        """The keyboard stays where it was though what it was on was made anew."""
        controls = self._scroll.widget().findChildren(QAbstractButton)
        if at >= 0 and controls:
            controls[min(at, len(controls) - 1)].setFocus()

    def _fill(self, made: list[QWidget]) -> None:
        inside = stacked(made)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)


def _allow(control: QWidget, why_not: str, tip: str) -> None:
    """Switch a control on, or off with why."""
    control.setEnabled(not why_not)
    control.setToolTip(why_not or tip)
    control.setAccessibleDescription(why_not)
