"""Says what was seen of the network, by which means, what does not hold here, and what the self-test found."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from ui.strings import common
from ui.strings import offline as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row


class Telling(Protocol):
    """What the dialog asks: what is to be said, and to run the self-test."""

    @property
    def running(self) -> bool: ...

    def parts(self) -> list[tuple[str, list[str]]]: ...

    def test(self) -> None: ...


class OfflineDialog(QDialog):
    """Words that can be copied, and a way to run the self-test now."""

    def __init__(self, badge: Telling, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.TITLE)
        self._badge = badge
        shown: list[QWidget | int] = []
        for head, sentences in badge.parts():
            shown += [label(head, "heading"), *(label(text, wrap=True) for text in sentences), 4]
        self.run = button(words.RUN, self._run, "primary")
        self.run.setEnabled(not badge.running)
        close = button(common.CLOSE, self.accept)
        layout = column(*shown, None, gap=8, margins=(20, 20, 20, 16))
        layout.addLayout(row(None, close, self.run))
        self.setLayout(layout)
        wide = min(theme().px(600), 780)
        self.setMinimumWidth(wide)
        self.resize(wide, layout.heightForWidth(wide))

    def _run(self) -> None:
        self._badge.test()
        self.accept()
