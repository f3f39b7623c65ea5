"""The part of the settings that shows the models with which this copy of Attest runs, hashed as they lie on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from ui.background import Background
from ui.strings import settings as words
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import Trouble

if TYPE_CHECKING:
    from provenance.records import ModelUse


class ModelsPage(QWidget):
    """Models are read when the page is first shown, off the window's thread."""

    def __init__(self) -> None:
        super().__init__()
        self.models: list[ModelUse] = []
        self._asked = False
        self._background = Background(self._failed, threads=1)
        self.destroyed.connect(self._background.close)
        self.said = label(words.MODELS_READING, "muted")
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.copy = button(words.COPY_MODELS, self._copy)
        self.copy.setEnabled(False)
        layout = column(label(words.MODELS_LEAD, "muted", wrap=True), self.said, gap=16, margins=(16, 16, 16, 16))
        layout.addLayout(self._list)
        layout.addWidget(label(words.MODELS_LATER, "muted", wrap=True))
        layout.addLayout(row(self.copy, None))
        layout.addStretch(1)
        self.setLayout(layout)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            self._background.run(self, _registered, self._show)

    def text(self) -> str:
        """The list as it is copied: a model a line, tabs between its columns."""
        rows = [words.MODEL_COLUMNS, *((m.role, m.name, m.sha256) for m in self.models)]
        return "\n".join("\t".join(cells) for cells in rows)

    def _show(self, found: list[ModelUse]) -> None:
        self.models = found
        self.said.hide()
        self.copy.setEnabled(True)
        for one in found:
            grid = QGridLayout()
            grid.setColumnStretch(1, 1)
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(4)
            cells = (words.MODEL_ROLES.get(one.role, one.role), one.name, _in_groups(one.sha256))
            for at, (name, text) in enumerate(zip(words.MODEL_COLUMNS, cells, strict=True)):
                grid.addWidget(label(name, "small"), at, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(label(text, "strong" if at == 0 else "", wrap=True), at, 1)
            self._list.addLayout(grid)

    def _failed(self, error: Exception) -> None:
        self.said.hide()
        self._list.addWidget(Trouble(error, closable=False))

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text())


def _registered() -> list[ModelUse]:
    from app.models import registered

    return registered()


def _in_groups(digest: str) -> str:
    """A digest that can be read aloud, and that a narrow window can wrap."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
