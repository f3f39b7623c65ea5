"""What is known of the chosen source, below the list: warnings, reasons and the record, with what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from ui.evidence.telling import Fact, Told
from ui.strings import evidence as words
from ui.widgets.basics import Elided, button, column, frame, label, row, tool


class Details(QFrame):
    """Shows a `Told`; the buttons call what they are given. Escape closes it."""

    closed = Signal()

    def __init__(self, edit: Callable[[], object], decide: Callable[[], object], copy: Callable[[], object]) -> None:
        super().__init__()
        self.told: Told | None = None
        self.setAccessibleName(words.DETAILS_NAME)
        self._title = Elided("", "strong")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(words.DETAILS_NAME)
        self.copy = tool(words.COPY_DETAILS, copy, "copy")
        self.edit = tool(words.EDIT, edit, "amended")
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
        same = told == self.told
        self.told = told
        self._title.set(f"{told.title}  {told.item}".strip())
        self.copy.setEnabled(True)
        _allow(self.edit, editable, words.EDIT)
        self.decide.setVisible(decidable is not None)
        _allow(self.decide, decidable or "", "")
        if not same:
            self._fill(_parts(told))
            self._scroll.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _fill(self, parts: Sequence[QLabel]) -> None:
        inside = QWidget()
        inside.setLayout(column(*parts, None, gap=4, margins=(0, 0, 8, 8)))
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)


def _allow(control: QWidget, why_not: str, tip: str) -> None:
    """Switch a control on, or off with why."""
    control.setEnabled(not why_not)
    control.setToolTip(why_not or tip)
    control.setAccessibleDescription(why_not)


def _parts(told: Told) -> list[QLabel]:
    plain = told.state == "Read" and not told.sentences
    parts = [label(words.STATE_WORDS.format(state=told.state), "muted" if plain else "amber")]
    parts += [label(one, wrap=True) for one in told.sentences]
    for head, found in ((words.WARNINGS_HEAD, told.warnings), (words.FINDINGS_HEAD, told.findings)):
        if found:
            parts.append(_section(head))
            parts += [label(f"▲ {one}", "amber", wrap=True) for one in found]
    for head, facts in ((words.FACTS_HEAD, told.facts), (words.FIELDS_HEAD, told.fields)):
        if facts:
            parts.append(_section(head))
            parts += [part for fact in facts for part in _fact(fact)]
    return parts


def _section(text: str) -> QLabel:
    made = label(text.upper(), "section")
    made.setContentsMargins(0, 8, 0, 0)
    return made


def _fact(fact: Fact) -> tuple[QLabel, QLabel]:
    """A name in small print above its value; the value may break anywhere, so that a path or hash is never cut."""
    name, value = fact
    shown = label(breakable(value), wrap=True)
    shown.setAccessibleName(f"{name}: {value}")
    return label(name, "small"), shown


def breakable(text: str) -> str:
    """The text with invisible places to break in long words."""
    return " ".join("\u200b".join(w[at : at + 8] for at in range(0, len(w), 8)) for w in text.split(" "))
