"""The page from which the data-protection record and the incident export are saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from ui.remembered import Remembered
from ui.start.naming import folder_name
from ui.strings import retention as words
from ui.widgets.basics import button, column, label, row


class Recording(QWidget):
    """`record_asked` has the file; `incident_asked` the file, a person and since when."""

    record_asked = Signal(str)
    incident_asked = Signal(str, str, str)

    def __init__(self, reference: str, remembered: Remembered) -> None:
        super().__init__()
        self._reference, self._remembered = folder_name(reference), remembered
        self.save_record = button(words.RECORD_SAVE, self._record)
        self.save_incident = button(words.INCIDENT_SAVE, self._incident)
        self.by, self.since = QLineEdit(), QLineEdit()
        for one, name, hint in (
            (self.by, words.INCIDENT_BY, words.INCIDENT_BY_HINT),
            (self.since, words.INCIDENT_SINCE, words.INCIDENT_SINCE_HINT),
        ):
            one.setAccessibleName(name)
            one.setPlaceholderText(hint)
        for made in (self.save_record, self.save_incident):
            made.setAutoDefault(False)
        layout = column(label(words.RECORD_HEAD, "heading"), gap=8, margins=(16, 12, 16, 12))
        layout.addWidget(label(words.RECORD_TEXT, "muted", wrap=True))
        layout.addLayout(row(self.save_record, None))
        layout.addSpacing(12)
        layout.addWidget(label(words.INCIDENT_HEAD, "heading"))
        layout.addWidget(label(words.INCIDENT_TEXT, "muted", wrap=True))
        layout.addLayout(row(self.by, self.since, self.save_incident))
        layout.addStretch(1)
        self.setLayout(layout)

    def _record(self) -> None:
        if out := self._file(words.RECORD_HEAD, words.RECORD_NAME, words.RECORD_FILES):
            self.record_asked.emit(out)

    def _incident(self) -> None:
        if out := self._file(words.INCIDENT_HEAD, words.INCIDENT_NAME, words.INCIDENT_FILES):
            self.incident_asked.emit(out, self.by.text().strip(), self.since.text())

    def _file(self, head: str, name: str, files: str) -> str:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(self._remembered.now.last_folder or documents)
        usual = str(folder / name.format(reference=self._reference))
        return QFileDialog.getSaveFileName(self, head, usual, files)[0]
