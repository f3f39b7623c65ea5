"""Chooses who drafts: sentences of the sources, or a language model: a registered one, or one of a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QSizePolicy

from app.models import language_files
from ui.session import Session
from ui.strings import drafting as words
from ui.widgets.basics import button, column, label, row
from ui.widgets.chooser import Chooser


class Drafter(QFrame):
    """A list of what can draft, with the models' sizes; chosen sentences at first.

    `brief` leaves out the explanation, for places where there is little room. `chosen` says that another was chosen.
    """

    chosen = Signal()

    def __init__(self, session: Session, brief: bool = False) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._session = session
        self._nothing = False
        self.list = Chooser()
        self.list.setAccessibleName(words.DRAFTER)
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.list.currentIndexChanged.connect(lambda _: self._explain())
        self.folder = button(words.MODELS_FOLDER, self._choose_folder, name=words.MODELS_FOLDER_NAME)
        self.folder.setAutoDefault(False)
        self.more = label("", "muted", wrap=True)
        self.more.setVisible(not brief)
        top = row(self.list, self.folder)
        top.setStretch(0, 1)
        layout = column(gap=4, margins=(12, 8, 12, 8))
        layout.addLayout(top)
        layout.addWidget(self.more)
        self.setLayout(layout)
        session.preferences_changed.connect(self._fill)
        self._fill()

    @property
    def model(self) -> str | None:
        """The path of the chosen language model; None for chosen sentences."""
        found: str | None = self.list.currentData()
        return found

    def show_folder(self, folder: Path) -> None:
        """Offer the models of this folder from now on."""
        self._session.models_folder_chosen.emit(str(folder))
        self._fill(str(folder))

    def _fill(self, folder: str = "") -> None:
        """Offer what there is; what is chosen stays so, where it is there still."""
        chosen, folder = self.model, folder or self._session.preferences.models_folder
        found = language_files(Path(folder) if folder else None)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItem(words.DRAFTER_NAME, None)
        for path, size in found:
            self.list.addItem(words.MODEL_NAMED.format(name=path.name, size=_size(size)), str(path))
        self.list.setCurrentIndex(max(0, self.list.findData(chosen)) if chosen else 0)
        self.list.blockSignals(False)
        self._nothing = bool(folder) and not found
        self._explain()

    def _explain(self) -> None:
        told = words.MODEL_MORE if self.model else words.DRAFTER_MORE
        self.more.setText(f"{told} {words.NO_MODELS}" if self._nothing else told)
        self.chosen.emit()

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, words.MODELS_FOLDER_NAME, self._session.preferences.models_folder
        )
        if folder:
            self.show_folder(Path(folder))


def _size(count: int) -> str:
    """Bytes as people say them: "4.4 GB", "0.6 MB"."""
    return f"{count / 1e9:.1f} GB" if count >= 1e8 else f"{count / 1e6:.1f} MB"
