"""A choice from a list whose chosen words end in "…" where they do not fit; the whole of them is its tooltip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from ui.theme.theme import theme
from ui.widgets.basics import tip

_MEASURED = 500  # entries of which the list is made as wide as the longest
_BESIDE = 56  # pixels of a list beside its words: edges, tick and scroll bar


class Chooser(QComboBox):
    """`more` is what its tooltip says in any case, below the words that do not fit."""

    def __init__(self, parent: QWidget | None = None, more: str = "") -> None:
        super().__init__(parent)
        self._more = more
        self.currentTextChanged.connect(lambda _: self._tell())
        theme().changed.connect(self._tell)
        self._tell()

    def shown(self) -> str:
        """The chosen words as they stand in the field."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        room = max(0, field.width() - 4)  # the style sets words a little apart from the edge
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def _tell(self) -> None:
        """What is cut off, and what is said in any case."""
        cut = self.currentText() if self.shown() != self.currentText() else ""
        self.setToolTip(tip("\n\n".join(filter(None, (cut, self._more)))))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._tell()

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """Open the list as wide as its entries, where the screen has the room."""
        metrics = self.view().fontMetrics()
        entries = (self.itemText(n) for n in range(min(self.count(), _MEASURED)))
        longest = max((metrics.horizontalAdvance(one) for one in entries), default=0)
        room = self.screen().availableGeometry().width()
        self.view().setMinimumWidth(min(max(self.width(), longest + theme().px(_BESIDE)), room))
        super().showPopup()
