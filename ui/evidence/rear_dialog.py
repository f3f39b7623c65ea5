"""Asks once whether a witness's contact details are to be shown: the rear of a statement's form."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from ui.place import Place
from ui.session import Session
from ui.strings import common
from ui.strings import evidence as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row


class RearDialog(QDialog):
    """Opens `place`, a place of the rear, when a person says so; Escape and Enter leave it covered."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.REAR_HEAD)
        self._session, self._place = session, place
        session.sources_withheld.connect(self._withheld)
        self.show_it = button(words.SHOW_REAR, self._show)
        keep = button(common.CANCEL, self.reject)
        keep.setDefault(True)
        said = label(words.REAR_ASK, "heading", wrap=True)
        layout = column(said, label(words.REAR_ASK_MORE, wrap=True), None, gap=12, margins=(16, 16, 16, 16))
        layout.addLayout(row(None, keep, self.show_it))
        self.setLayout(layout)
        self.resize(theme().px(440), theme().px(200))
        keep.setFocus()

    def _withheld(self, ids: frozenset[str]) -> None:
        if self._place.source_id in ids:
            self.reject()

    def _show(self) -> None:
        self.accept()
        self._session.show_place(self._place)
