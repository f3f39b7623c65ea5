"""Changing what is recorded of a source: its reference, description, producer, date, mark and witness."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QScrollArea, QWidget

from provenance.records import Source
from provenance.report_words import HANDLING
from ui.evidence.acting import set_recorded
from ui.session import Session
from ui.strings import common
from ui.strings import evidence as words
from ui.theme.theme import theme
from ui.when import day
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import sentence_of

COLUMNS = ("exhibit", "producer", "dated", "mark")
_DATES = ("dated", "statement_date")
_WHERE_READ = ("exhibits_produced", "age", "occupation", "pages_declared")  # only of a paper in which they were found


class EditDialog(QDialog):
    """Saves what was changed and nothing else; stays open where that fails."""

    def __init__(self, session: Session, source: Source, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.EDIT_TITLE.format(title=source.title))
        self._session, self._source = session, source
        session.sources_withheld.connect(self._withheld)
        self.fields: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(8)
        for name, text in words.EDIT_NAMES.items():
            if name not in _WHERE_READ or source.fields.get(name):
                form.addRow(text, self._field(name, text))
        self.fields["witness"].setPlaceholderText(words.EDIT_WITNESS_HINT)
        self._error = label("", "red", wrap=True)
        self._error.hide()
        self.save = button(common.SAVE, self._save, "primary")
        self.save.setDefault(True)
        inside = QWidget()
        inside.setProperty("look", "ground")
        within = column(label(words.EDIT_HELP, "muted", wrap=True), 4)
        within.addLayout(form)
        within.addStretch(1)
        inside.setLayout(within)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        layout = column(scroll, self._error, gap=12, margins=(16, 16, 16, 16))
        layout.addLayout(row(None, button(common.CANCEL, self.reject), self.save))
        self.setLayout(layout)
        self.resize(theme().px(480), min(theme().px(430), 640))
        self.fields["exhibit"].setFocus()

    def _withheld(self, ids: frozenset[str]) -> None:
        """What is recorded of a source that is withheld now is not left standing in a form."""
        if self._source.id in ids:
            self.reject()

    def changes(self) -> dict[str, str]:
        """What differs from the record now."""
        now = {name: field.text().strip() for name, field in self.fields.items()}
        return {name: text for name, text in now.items() if text != self._recorded(name)}

    def _recorded(self, name: str) -> str:
        """As it stands in the form: dates by day, month and year."""
        value = str(getattr(self._source, name)) if name in COLUMNS else self._source.fields.get(name, "")
        return day(value) if name in _DATES else value

    def _field(self, name: str, text: str) -> QWidget:
        shown: QWidget
        if name == "mark":
            choice = QComboBox()
            choice.setEditable(True)
            choice.addItems(["", *HANDLING])
            line, shown = choice.lineEdit(), choice
            choice.setAccessibleName(text)
        else:
            line = shown = QLineEdit()
        assert line is not None
        line.setText(self._recorded(name))
        line.setAccessibleName(text)
        self.fields[name] = line
        return shown

    def _save(self) -> None:
        changes = self.changes()
        if not changes:
            self.accept()
            return
        self.save.setEnabled(False)
        set_recorded(self._session, self._source, changes, self, self.accept, self._failed)

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self._error.setText(sentence_of(error))
        self._error.show()


def edit(session: Session, source_id: str, parent: QWidget | None, field: str = "") -> None:
    """Open the dialog for a source, if it can be changed; at one of its fields, where that is named."""
    source = session.sources.get(source_id)
    if source is not None and session.writable:
        dialog = EditDialog(session, source, parent)
        dialog.open()
        if field in dialog.fields:
            dialog.fields[field].setFocus()
            dialog.fields[field].selectAll()
