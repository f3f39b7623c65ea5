"""Asks a person whether a model's file that is another than the registered one is meant, with both hashes in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from ui.settings.model_card import in_groups
from ui.strings import common
from ui.strings import models as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row

if TYPE_CHECKING:
    from app.models import Listed


class ConfirmDialog(QDialog):
    """Accepted for "Use this file"; Escape and Enter leave the model unused."""

    def __init__(self, one: Listed, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.CONFIRM_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.take = button(words.CONFIRM_IT, self.accept, "danger")
        self.take.setAutoDefault(False)
        self.leave = button(common.CANCEL, self.reject, "primary")
        self.leave.setDefault(True)
        layout = column(label(words.CONFIRM.format(name=one.model.name), "strong", wrap=True), gap=8)
        layout.setContentsMargins(20, 20, 20, 16)
        for name, digest in ((words.WAS, one.model.sha256), (words.IS_NOW, one.found)):
            layout.addWidget(label(name, "small"))
            layout.addWidget(label(in_groups(digest), wrap=True))
        layout.addWidget(label(words.CONFIRM_MORE, "muted", wrap=True))
        layout.addLayout(row(None, self.take, self.leave))
        self.setLayout(layout)
        self.setMinimumWidth(min(theme().px(480), 900))
        self.leave.setFocus()
