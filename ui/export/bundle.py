"""What is asked of a sealed bundle alone: which sources travel with it, and who signs it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from app.bundle_sources import HOW, How
from ui.export.audience import one_tab_stop
from ui.export.keys import KeyChoice
from ui.session import Session
from ui.strings import bundle as words
from ui.widgets.basics import column, label


class BundleOptions(QWidget):
    """Hidden for every other form."""

    changed = Signal()

    def __init__(self, session: Session, last_key: str) -> None:
        super().__init__()
        self.choices: dict[How, QRadioButton] = {}
        sources, group = QWidget(), QButtonGroup(self)  # without one, Qt takes them for choices of the form's, too
        layout = column(label(words.SOURCES, "strong"), gap=4)
        choices = QGridLayout()
        choices.setHorizontalSpacing(16)
        choices.setVerticalSpacing(4)
        choices.setColumnStretch(1, 1)
        for n, how in enumerate(HOW):
            self.choices[how] = made = QRadioButton(words.HOW[how])
            made.setAccessibleDescription(words.HOW_MORE[how])
            made.toggled.connect(lambda on: on and self.changed.emit())
            group.addButton(made)
            choices.addWidget(made, n, 0, Qt.AlignmentFlag.AlignTop)
            choices.addWidget(label(words.HOW_MORE[how], "muted", wrap=True), n, 1)
        layout.addLayout(choices)
        self.keys = KeyChoice(session, last_key, after=made)
        sources.setLayout(layout)
        self.setLayout(column(sources, 12, self.keys, gap=0, margins=(0, 0, 0, 8)))
        self.choices["cited"].setChecked(True)
        one_tab_stop(self.choices.values())
        self.keys.changed.connect(self.changed)

    @property
    def sources(self) -> How:
        return next(how for how, one in self.choices.items() if one.isChecked())
