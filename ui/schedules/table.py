"""Draws the table of decisions and takes what is written in it: words in a field, choices from a list."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from ui.schedules.model import FIELDS, Index, LinesModel
from ui.search.use_table import dress
from ui.strings import schedules as words
from ui.theme.theme import theme

_WIDTHS = (64, 190, 106, 200, 104, 88, 136, 166, 120)  # pixels at normal text size; the description takes what is left
_DESCRIPTION = 3
_CHOICES = {"use": words.USES, "rebuttable": {"no": "No", "yes": words.YES}}


class DecisionTable(QTableView):
    """`written` gives keys of rows, a field, and what it is to be for all of them."""

    written = Signal(list, str, str)

    def __init__(self, writable: bool) -> None:
        super().__init__()
        self.lines = LinesModel(self, writable)
        self.setModel(self.lines)
        dress(self, words.TABLE_NAME)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.EditKeyPressed | QTableView.EditTrigger.DoubleClicked)
        self.setItemDelegate(_Editors(self))
        self.setShowGrid(True)
        self.lines.written.connect(self._write)
        theme().changed.connect(self._fit)
        self._fit()

    def chosen(self) -> list[str]:
        """The keys of the rows that are chosen, from top to bottom."""
        return [self.lines.rows[n].key for n in sorted({i.row() for i in self.selectedIndexes()})]

    def go_to(self, row: int, column: int) -> None:
        """Choose one cell and nothing else, whatever keys are held."""
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.lines.index(row, column), how)

    def _write(self, row: int, field: str, value: str) -> None:
        keys, here = self.chosen(), self.lines.rows[row].key
        self.written.emit(keys if here in keys else [here], field, value)

    def _fit(self) -> None:
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, theme().px(width))
        others = sum(theme().px(w) for n, w in enumerate(_WIDTHS) if n != _DESCRIPTION)
        least = theme().px(_WIDTHS[_DESCRIPTION])
        self.setColumnWidth(_DESCRIPTION, max(least, self.viewport().width() - others))
        self.verticalHeader().setDefaultSectionSize(theme().px(34))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            editing = self.state() == QTableView.State.EditingState  # then the key was meant for the editor
            if not editing and self.lines.flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable:
                self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _Editors(QStyledItemDelegate):
    """A list for what can only be some things, a field for words."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        field = FIELDS[index.column()]
        if field in _CHOICES:
            chooser = QComboBox(parent)
            for value, text in _CHOICES[field].items():
                chooser.addItem(text, value)
            chooser.activated.connect(lambda _: (self.commitData.emit(chooser), self.closeEditor.emit(chooser)))
            made: QWidget = chooser
        else:
            made = QLineEdit(parent)
        made.setAccessibleName(words.COLUMNS[index.column()])
        made.setStyleSheet("padding: 1px 6px; min-height: 0px; border-radius: 0px;")
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        value = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, QLineEdit):
            editor.setText(value)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        value = editor.currentData() if isinstance(editor, QComboBox) else ""
        model.setData(index, editor.text() if isinstance(editor, QLineEdit) else str(value))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        editor.setGeometry(option.rect)
