"""Adding evidence: files, folders and an exhibit list, with what will be taken in counted before it starts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLabel, QListWidget, QScrollArea, QWidget

from ui.evidence.telling import size
from ui.intake.dropping import accepted, paths_of
from ui.intake.survey import Survey
from ui.intake.taking import start_taking_in
from ui.session import Session
from ui.strings import common
from ui.strings import intake as words
from ui.theme.theme import theme
from ui.widgets.basics import Elided, button, column, frame, label, row, tool
from ui.widgets.empty import sentence_of

if TYPE_CHECKING:
    from app.register import Register

_POLL_MILLISECONDS = 120
_MOST_KINDS = 4


class AddDialog(QDialog):
    """Starts a taking-in of `paths` and what is added to them. An exhibit list that cannot be used says why, here."""

    def __init__(self, session: Session, parent: QWidget | None, paths: Sequence[Path] = ()) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.ADD_TITLE)
        self.setAcceptDrops(True)
        self._session = session
        self.paths: list[Path] = []
        self.register: Register | None = None
        self._listed = False  # a list was chosen, usable or not
        self.survey = Survey(done=True)
        self.chosen = _Chosen(self.remove_chosen)
        self.found = label(words.NOTHING_CHOSEN, "muted", wrap=True)
        self.problems = label("", "amber", wrap=True)
        self.space = label("", "amber", wrap=True)
        self.list_name = Elided(words.NO_LIST, "muted")
        self.list_error = label("", "red", wrap=True)
        self.use_it = button(words.USE_LIST, self._use_found, "link")
        self.by_reference = QCheckBox(words.BY_REFERENCE)
        self.by_reference.setAccessibleDescription(words.BY_REFERENCE_MORE)
        self.by_reference.toggled.connect(lambda _: self._tell())
        self.start = button(words.START_NONE, self._start, "primary")
        self.start.setDefault(True)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tell)
        self._lay_out()
        self.add_paths(paths)

    def _lay_out(self) -> None:
        self.files = button(words.CHOOSE_FILES, lambda: self.choose("files"))
        folder = button(words.CHOOSE_FOLDER, lambda: self.choose("folder"))
        self.remove = button(words.REMOVE, self.remove_chosen)
        self.choose_list = button(words.CHOOSE_LIST, self._choose_list, name=f"{words.CHOOSE_LIST} {words.LIST_HEAD}")
        self.remove_list = tool(words.REMOVE_LIST, self._remove_list, "close")
        for one in (self.files, folder, self.remove, self.choose_list):
            one.setAutoDefault(False)
        for hidden in (self.problems, self.space, self.list_error, self.remove_list, self.use_it):
            hidden.hide()
        buttons = row(self.files, folder, None, self.remove)
        listed = row(self.list_name, self.use_it, self.remove_list, self.choose_list)
        listed.setStretch(0, 1)
        body = column(label(words.DROP_HERE, "strong", wrap=True), gap=8)
        body.addLayout(buttons)
        for part in (self.chosen, self.found, self.problems, frame("rule"), label(words.LIST_HEAD, "strong")):
            body.addWidget(part)
        body.addWidget(label(words.LIST_HELP, "muted", wrap=True))
        body.addLayout(listed)
        more = label(words.BY_REFERENCE_MORE, "muted", wrap=True)
        more.setContentsMargins(theme().px(26), 0, 0, 0)
        for part in (self.list_error, frame("rule"), self.by_reference, more, self.space):
            body.addWidget(part)
        body.addStretch(1)
        inside = QWidget()
        inside.setProperty("look", "ground")
        inside.setLayout(body)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        layout = column(scroll, gap=12, margins=(16, 16, 16, 16))
        cancel = button(common.CANCEL, self.reject)
        cancel.setAutoDefault(False)
        layout.addLayout(row(None, cancel, self.start))
        self.setLayout(layout)
        self.resize(min(theme().px(560), 1000), min(theme().px(540), 660))

    # Choosing

    def choose(self, what: str) -> None:
        """Ask for "files" or a "folder"."""
        last = self._session.preferences.last_folder
        if what == "files":
            names, _ = QFileDialog.getOpenFileNames(self, words.FILES_TITLE, last, words.ALL_FILES)
        else:
            names = [QFileDialog.getExistingDirectory(self, words.FOLDER_TITLE, last)]
        self.add_paths([Path(name) for name in names if name])

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Add files and folders to what will be taken in."""
        new = [path for path in dict.fromkeys(paths) if path not in self.paths]
        self.paths += new
        self.chosen.addItems([str(path) for path in new])
        self._count()

    def remove_chosen(self) -> None:
        """Take the selected lines off again."""
        for item in self.chosen.selectedItems():
            at = self.chosen.row(item)
            self.chosen.takeItem(at)
            del self.paths[at]
        self._count()

    def _count(self) -> None:
        """Count anew, away from the window's thread."""
        self.survey.stopped = True
        self.survey = survey = Survey(done=not self.paths)
        if self.paths:
            paths, folder = list(self.paths), self._session.case.store.info.folder
            self._timer.start(_POLL_MILLISECONDS)
            self._session.background.run(self, lambda: survey.run(paths, folder), lambda _: self._tell())
        self._tell()

    def _tell(self) -> None:
        """Say what was counted so far."""
        survey = self.survey
        if survey.done:
            self._timer.stop()
        files = common.counted(survey.files, "file")
        found = words.FOUND.format(files=files, size=size(survey.size))
        if not self.paths:
            found = words.NOTHING_CHOSEN
        elif not survey.done:
            found = words.COUNTING.format(files=files, size=size(survey.size))
        elif survey.files:
            found = words.OF_WHICH.format(found=found, kinds=_kinds(survey))
        _say(self.found, found)
        bad = (f"{n:,} {words.PROBLEM_WORDS.get(code, code)}" for code, n in sorted(survey.problems.items()))
        _say(self.problems, words.PROBLEMS.format(problems="; ".join(bad)) if survey.problems else "")
        short = survey.free is not None and survey.size > survey.free and not self.by_reference.isChecked()
        free = size(survey.free or 0)
        _say(self.space, words.LITTLE_SPACE.format(needed=size(survey.size), free=free) if short else "")
        self._suggest()
        self.remove.setEnabled(bool(self.paths))
        self.start.setText(words.START.format(files=files) if survey.files else words.START_NONE)
        self.start.setEnabled(survey.files > 0 and not self.list_error.text() and self._session.writable)

    # The exhibit list

    def _choose_list(self) -> None:
        last = self._session.preferences.last_folder
        name, _ = QFileDialog.getOpenFileName(self, words.LIST_TITLE, last, words.CSV_FILES)
        if name:
            self.use_list(Path(name))

    def use_list(self, path: Path) -> None:
        """Read an exhibit list; one that cannot be used must be removed, or another chosen, before anything starts."""
        from app.register import load

        def then(found: Register) -> None:
            self.register = found
            rows = common.counted(len(found), "row")
            self._show_list(words.LIST_USED.format(name=path.name, rows=rows), "")

        def failed(error: Exception) -> None:
            self.register = None
            self._show_list(path.name, sentence_of(error))

        self._session.background.run(self, lambda: load(path), then, failed, latest="exhibit list")

    def _suggest(self) -> None:
        """Offer the table among the files that looks like their exhibit list, where none was chosen."""
        there = self.survey.exhibits if self.survey.done and not self._listed else None
        self.use_it.setVisible(there is not None)
        if not self._listed:
            self.list_name.set(words.LIST_THERE.format(name=there.name) if there is not None else words.NO_LIST)
        if there is not None:
            self.use_it.setAccessibleName(f"{words.USE_LIST}: {there.name}")

    def _use_found(self) -> None:
        if self.survey.exhibits is not None:
            self.use_list(self.survey.exhibits)

    def _remove_list(self) -> None:
        self.register = None
        self._show_list("", "")
        self.choose_list.setFocus()

    def _show_list(self, name: str, error: str) -> None:
        self._listed = bool(name)
        self.list_name.set(name or words.NO_LIST)
        self.remove_list.setVisible(bool(name))
        _say(self.list_error, error)
        self._tell()

    # Starting

    def _start(self) -> None:
        start_taking_in(self._session, self.paths, self.register, self.by_reference.isChecked())
        self.accept()

    def done(self, result: int) -> None:
        """The dialog ends, and with it the counting."""
        self.survey.stopped = True
        self._timer.stop()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if accepted(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        event.acceptProposedAction()
        self.add_paths(paths_of(event.mimeData()))


class _Chosen(QListWidget):
    """What was chosen; Delete takes lines off."""

    def __init__(self, remove: Callable[[], None]) -> None:
        super().__init__()
        self._remove = remove
        self.setAccessibleName(words.CHOSEN_NAME)
        self.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideLeft)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(theme().px(96))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
        else:
            super().keyPressEvent(event)


def _say(where: QLabel, text: str) -> None:
    where.setText(text)
    where.setVisible(bool(text))


def _kinds(survey: Survey) -> str:
    """ "6 PDF, 2 DOCX, 1 MP4", and how many others there are."""
    common_ = survey.kinds.most_common(_MOST_KINDS)
    told = [f"{count:,} {kind.upper() or '?'}" for kind, count in common_]
    others = survey.files - sum(count for _, count in common_)
    return ", ".join([*told, *([common.counted(others, "other")] if others else [])])
