"""Asks for the password of a locked file, tries it on every locked file of the case, and says what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from provenance.records import Source
from ui.session import Session
from ui.strings import common
from ui.strings import evidence as words
from ui.strings.intake import named
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import sentence_of

if TYPE_CHECKING:
    from app.jobs import Job
    from ui.intake.taking import Taking


class UnlockDialog(QDialog):
    """Stays open until the password fits; what is typed is kept in memory only."""

    def __init__(self, session: Session, source: Source, parent: QWidget | None) -> None:
        super().__init__(parent)
        from ui.intake.unlocking import locked

        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.UNLOCK_TITLE)
        self._session, self._source = session, source
        self._wanted: list[Source] = []
        self._taking: Taking | None = None
        self._jobs: list[Job[None]] = []
        files = common.counted(max(1, len(locked(session))), "file")
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(words.UNLOCK_FIELD)
        self.field.setPlaceholderText(words.UNLOCK_FIELD)
        self.shown = QCheckBox(words.UNLOCK_SHOW)
        self.said = label("", wrap=True)
        self.said.setMinimumHeight(self.said.fontMetrics().lineSpacing() * 2)
        self.try_it = button(words.UNLOCK_TRY, self._try, "primary")
        self.try_it.setDefault(True)
        self.try_it.setEnabled(False)
        head = label(words.UNLOCK_HEAD.format(title=source.title), "strong", wrap=True)
        more = label(words.UNLOCK_MORE.format(files=files), "muted", wrap=True)
        layout = column(head, more, 4, self.field, self.shown, self.said, None, gap=8, margins=(16, 16, 16, 16))
        layout.addLayout(row(None, button(common.CLOSE, self.reject), self.try_it))
        self.setLayout(layout)
        self.resize(theme().px(440), theme().px(280))
        self.field.textChanged.connect(lambda text: self.try_it.setEnabled(bool(text) and not self._jobs))
        self.shown.toggled.connect(self._show)
        session.job_ended.connect(lambda _: self._look())
        self.field.setFocus()

    def _show(self, shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _try(self) -> None:
        from ui.intake.unlocking import locked, try_password

        if not self.field.text() or self._jobs:
            return
        busy = bool(self._session.jobs.active("intake"))
        self._wanted = locked(self._session)
        before = set(map(id, self._session.jobs.active("intake")))
        self._taking = try_password(self._session, self.field.text())
        self._jobs = [job for job in self._session.jobs.active("intake") if id(job) not in before]
        trying = words.UNLOCK_TRYING.format(files=common.counted(len(self._wanted), "file"))
        self._say(words.UNLOCK_WAITS if busy else trying, "")
        self.try_it.setEnabled(False)
        self.field.setReadOnly(True)

    def _look(self) -> None:
        """Once all is tried: close, or say that it does not fit."""
        from ui.intake.unlocking import outcome_of

        if not self._jobs or any(not job.over for job in self._jobs) or self._taking is None:
            return
        failed = next((job.error for job in self._jobs if isinstance(job.error, Exception)), None)
        self._jobs = []
        self.field.setReadOnly(False)
        self.try_it.setEnabled(True)
        if failed is not None:
            self._say(words.UNLOCK_BROKEN.format(why=sentence_of(failed)), "red")
            return
        opened, still = outcome_of(self._taking, self._wanted)
        if opened:
            rest = words.STILL_LOCKED.format(titles=named(still)) if still else ""
            self._session.told.emit(words.UNLOCKED.format(opened=named(opened)) + rest)
        if not still or (self._source.title not in still and opened):
            self.accept()
            return
        told = words.UNLOCK_SOME if opened else words.UNLOCK_WRONG
        self._say(told.format(opened=named(opened), title=named(still)), "amber")
        self.field.setFocus()
        self.field.selectAll()

    def _say(self, text: str, look: str) -> None:
        from ui.widgets.basics import look as dress

        dress(self.said, look)
        self.said.setText(text)
        self.field.setAccessibleDescription(text)
