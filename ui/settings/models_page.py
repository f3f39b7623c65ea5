"""The part of the settings that shows the models of this machine, takes in others, and has changed ones confirmed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QVBoxLayout, QWidget

from app.jobs import Job, Jobs
from ui.background import Background
from ui.settings.model_card import ModelCard
from ui.settings.model_confirm import ConfirmDialog
from ui.strings import models as words
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import Trouble
from ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from app.models import Added, Listed

_POLL = 150  # milliseconds
_LANE = "models"


class ModelsPage(QWidget):
    """Models are read when the page is first shown, off the window's thread; `listed` are those that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[Listed] = []
        self.cards: list[ModelCard] = []
        self._asked = False
        self._jobs = Jobs({_LANE: 1})
        self._background = Background(self._failed, threads=1)
        self._timer = QTimer(self, interval=_POLL)
        self._timer.timeout.connect(self._poll)
        self._job: Job[object] | None = None
        self.asked: ConfirmDialog | None = None
        self._then: Callable[[object], None] = lambda _: None
        self.destroyed.connect(self._background.close)
        self.destroyed.connect(lambda _=None, jobs=self._jobs: jobs.close(0))  # hashing stops; nobody waits for it
        self._build()

    def _build(self) -> None:
        self.add_file = button(words.ADD_FILE, self._choose_file, icon_name="add")
        self.add_folder = button(words.ADD_FOLDER, self._choose_folder, icon_name="folder")
        self.copy_here = QCheckBox(words.COPY_HERE)
        self.copy_here.setToolTip(words.COPY_HERE_TIP)
        self.copy = button(words.COPY, self._copy, icon_name="copy")
        self.copy.setEnabled(False)
        self.waiting = Waiting(lambda: self._job and self._job.cancel())
        self.said = label("", "green", wrap=True)
        self.said.hide()
        self._troubles, self._list = QVBoxLayout(), QVBoxLayout()
        self._list.setSpacing(8)
        layout = column(label(words.LEAD, "muted", wrap=True), gap=12, margins=(16, 16, 16, 16))
        layout.addLayout(row(self.add_file, self.add_folder, None, self.copy))
        layout.addWidget(self.copy_here)
        layout.addWidget(self.waiting)
        layout.addWidget(self.said)
        layout.addLayout(self._troubles)
        layout.addLayout(self._list)
        layout.addStretch(1)
        self.setLayout(layout)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            self._read()

    def text(self) -> str:
        """The list as it is copied: a model a line, tabs between its columns."""
        rows = [words.COLUMNS, *(_copied(one) for one in self.listed)]
        return "\n".join("\t".join(cells) for cells in rows)

    # What is there

    def _read(self) -> None:
        def work(progress: Callable[[str, float, float], bool]) -> object:
            from app.models import listed

            return listed(progress)

        self._run(words.READING, work, self._show)

    def _show(self, found: list[Listed]) -> None:
        self.listed = found
        self.copy.setEnabled(True)
        for card in self.cards:
            self._list.removeWidget(card)
            card.deleteLater()
        self.cards = [ModelCard(one, self._confirm, self._remove) for one in found]
        for card in self.cards:
            self._list.addWidget(card)
        if all(one.built_in for one in found):
            none = label(words.NONE_ADDED, "muted", wrap=True)
            self.cards.append(none)  # type: ignore[arg-type]
            self._list.addWidget(none)

    # What a person does

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, words.ADD_FILE, "", words.FILES)
        if chosen:
            self.add(Path(chosen))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, words.ADD_FOLDER)
        if chosen:
            self.add(Path(chosen))

    def add(self, path: Path, again: bool = False) -> None:
        """Register a file, or all in a folder; `again` confirms a file that is another than before."""

        from app import models

        told = models.Told(again=again, copy=self.copy_here.isChecked() and not again)

        def work(progress: Callable[[str, float, float], bool]) -> object:
            return models.add(path, told, progress)

        self._run(words.ADDING.format(name=path.name), work, self._added)

    def _added(self, done: Added) -> None:
        if done.models:
            names = ", ".join(model.name for model in done.models)
            self._tell(words.ADDED.format(names=names))
        for path, error in done.refused:
            self._troubles.addWidget(Trouble(error))
            self._troubles.itemAt(self._troubles.count() - 1).widget().setToolTip(str(path))
        self._read()

    def _confirm(self, one: Listed) -> None:
        self.asked = ConfirmDialog(one, self)
        self.asked.accepted.connect(lambda: self.add(one.model.path, again=True))
        self.asked.open()

    def _remove(self, one: Listed) -> None:
        def work() -> object:
            from app.models import remove

            return remove(one.model.name)

        def then(_: object) -> None:
            self._tell(words.REMOVED.format(name=one.model.name))
            self._read()

        self._background.run(self, work, then)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text())

    # Work

    def _run(self, title: str, work: Callable[..., object], then: Callable[..., None]) -> None:
        """Do one thing at a time, with how far it is and a way to stop it."""
        self._job, self._then = self._jobs.start(title, work, _LANE), then
        self._set_busy(True)
        self._timer.start()

    def _poll(self) -> None:
        job = self._job
        if job is None:
            return
        self.waiting.follow(job)
        if not job.over:
            return
        self._timer.stop()
        self._job = None
        self._set_busy(False)
        if job.state == "done":
            self._then(job.result)
        elif isinstance(job.error, Exception):
            self._failed(job.error)

    def _set_busy(self, busy: bool) -> None:
        for one in (self.add_file, self.add_folder, self.copy_here):
            one.setEnabled(not busy)
        for card in self.cards:
            card.setEnabled(not busy)

    def _tell(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()

    def _failed(self, error: Exception) -> None:
        self.said.hide()
        self._troubles.addWidget(Trouble(error))


def _copied(one: Listed) -> tuple[str, ...]:
    model = one.model
    told = (model.role, model.name, model.file, model.sha256, str(model.size), words.STATES[one.state])
    return (*told, model.licence_line or words.NOT_KNOWN, " ".join(model.training.split()) or words.NOT_KNOWN)
