"""The page on which a whole case is destroyed: its reference is typed, then it is asked about once more."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.retention.asking import Sure
from ui.strings import retention as words
from ui.strings.common import counted
from ui.widgets.basics import button, column, label, row


class Destroying(QWidget):
    """`asked` has the reason and the reference as it was typed."""

    asked = Signal(str, str)
    told = Signal(str)

    def __init__(self, reference: str, writable: bool) -> None:
        super().__init__()
        self._reference, self._sources = reference, 0
        self.reference = QLineEdit()
        self.reference.setAccessibleName(words.REFERENCE)
        self.reference.setPlaceholderText(words.REFERENCE_HINT.format(reference=reference))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(words.REASON)
        self.reason.setPlaceholderText(words.REASON_HINT)
        self.destroy = button(words.DESTROY_BUTTON, self._ask, "danger")
        self.destroy.setAutoDefault(False)
        self.sure = Sure(words.DESTROY_SURE, words.REMOVE_NOT)
        self._writable = writable
        self.reference.textChanged.connect(lambda _: self._may())
        line = row(self.reference, self.reason, self.destroy)
        line.setStretch(1, 1)
        layout = column(label(words.DESTROY_INTRO, wrap=True), gap=12, margins=(16, 12, 16, 12))
        layout.addLayout(line)
        layout.addWidget(self.sure)
        layout.addStretch(1)
        self.setLayout(layout)
        self._may()

    def show_count(self, sources: int) -> None:
        self._sources = sources

    def _may(self) -> None:
        self.sure.hide()
        self.destroy.setEnabled(self._writable and self.reference.text().strip() == self._reference.strip())

    def _ask(self) -> None:
        reason, typed = self.reason.text(), self.reference.text()
        if not reason.strip():
            self.told.emit(words.NEEDS_REASON)
            return
        count = counted(self._sources, "source")
        asked = words.DESTROY_ASK.format(reference=self._reference, count=count)
        self.sure.ask(asked, lambda: self.asked.emit(reason, typed))
