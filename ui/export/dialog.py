"""Exports the shown draft: asks what, for whom and where in a form, writes it, and closes with what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from provenance.errors import UsageError
from ui.export import writing
from ui.export.closing import ClosingPage
from ui.export.contents import number
from ui.export.form import ExportForm
from ui.export.writing import Found, Order, Written
from ui.remembered import Remembered
from ui.session import Session
from ui.strings import bundle as bundle_words
from ui.strings import common
from ui.strings import export as words
from ui.widgets.basics import button, column, row
from ui.widgets.empty import Trouble
from ui.widgets.room import scrolled, take_room
from ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from app.jobs import Job
    from app.signing_keys import SigningKey

_SIZE, _HIGH_DONE, _HIGH_DONE_BUNDLE = (720, 760), 340, 500  # pixels at normal text size
_IN_SIGHT = 96  # pixels above words in the form that are shown with them: the field that they are about


class ExportDialog(QDialog):
    """For `session.draft`, which must be there. Escape stops the writing, then closes."""

    def __init__(self, session: Session, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert session.draft is not None
        self.setWindowTitle(words.TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._remembered = session, remembered
        self.job: Job[Any] | None = None
        self._asked: Path | None = None  # the file that is there already, asked about
        self._wanted = False  # asked to write before it was known what the audience may see
        self._looking = False  # whether something stands in the way is being looked at
        self.form = ExportForm(session, remembered, session.draft)
        self.closing = ClosingPage()
        self.who, self.formats, self.file = self.form.who, self.form.formats, self.form.file
        self.path = self.closing.path
        self.write = button(words.WRITE, self.accept, "primary")
        self.write.setDefault(True)
        self.close_button = button(common.CANCEL, self.reject)
        self.waiting = Waiting(self.reject)
        self._answer = QVBoxLayout()
        self._lay()
        self._spoken: QWidget | None = None  # what a person must read in the form
        self.form.bundle.keys.spoke.connect(self._spoke)
        self._room.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._spoke(self._spoken))
        self.form.changed.connect(self._form_changed)
        self.form.edited.connect(self._edited)
        self.form.overwrite.connect(self._replace)
        session.job_changed.connect(self._job_moved)
        session.job_ended.connect(self._job_ended)

    def _lay(self) -> None:
        self._answer.setContentsMargins(0, 0, 0, 0)
        inside = column(self.form, self.closing, gap=8, margins=(20, 16, 20, 8))
        inside.addLayout(self._answer)
        inside.addStretch(1)
        page = QWidget()
        page.setLayout(inside)
        foot = column(self.waiting, self.form.said, gap=8, margins=(20, 0, 20, 16))
        foot.addLayout(row(self.form.replace, self.form.keep, None))
        foot.addLayout(row(None, self.close_button, self.write))
        self._room = scrolled(page)
        layout = column(self._room, gap=8)
        layout.addLayout(foot)
        self.setLayout(layout)
        take_room(self, *_SIZE)
        self.who.audiences[self.who.audience].setFocus()

    def _form_changed(self) -> None:
        self.write.setText(words.WRITE_BUNDLE if self.form.format == writing.BUNDLE else words.WRITE)
        self.write.setAccessibleName(self.write.text())
        self.write.setEnabled(self.form.open and not self._looking)
        wanted = self._wanted and self.form.known
        if wanted:
            self._wanted = False
            self.accept()

    def _spoke(self, said: QWidget | None) -> None:
        """Scroll to words in the form that a person must read, now and when the form has grown by them."""
        self._spoken = said if said is not None and not said.isHidden() else None
        if self._spoken is not None:
            self._room.ensureWidgetVisible(self._spoken, 0, _IN_SIGHT)

    def _edited(self) -> None:
        self._clear_answer()
        self._wanted = False

    def accept(self) -> None:
        """Look whether something stands in the way, then write, as soon as it is known what the audience may see."""
        if not self.write.isEnabled() or not self.write.isVisible():
            return
        if not self.form.known:
            self._wanted = True
            return
        order = self.form.order()
        if order is None:
            return
        if order.key:
            self.form.bundle.keys.say(bundle_words.OPENING.format(name=order.key), "muted")
        folder = self._session.case.store.info.folder
        self._look(True)
        self._session.background.run(
            self, lambda: writing.look(order, folder), lambda found: self._found(order, found), self._not_found
        )

    def _look(self, looking: bool) -> None:
        """Nothing can be changed while it is looked at; the keyboard comes back to where it was."""
        if looking:
            self._focus = self.focusWidget()
        self._looking = looking
        self.form.setEnabled(not looking)
        self.write.setEnabled(not looking and self.form.open)
        if not looking and self._focus is not None:
            self._focus.setFocus()

    def _found(self, order: Order, found: Found) -> None:
        self._look(False)
        self.form.bundle.keys.say("")
        if not self.isVisible():  # closed meanwhile: nothing is wanted any more
            return
        if found.inside:
            self.form.ask(words.IN_CASE)
        elif found.there is not None:
            self._asked = order.out
            self.form.ask_about(found, order.bundle)
        else:
            self._start(order, found.key)

    def _not_found(self, error: Exception) -> None:
        """The key could not be opened; the form stays as it is."""
        self._look(False)
        if isinstance(error, UsageError):
            self.form.bundle.keys.not_opened(error)
        else:
            self._clear_answer()
            self._answer.addWidget(Trouble(error))

    def _replace(self) -> None:
        """Only the file that was asked about is replaced, whatever name stands there by now."""
        order = self.form.order()
        if order is not None and self._asked is not None:
            self._start(replace(order, out=self._asked), overwrite=True)

    def _start(self, order: Order, key: SigningKey | None = None, overwrite: bool = False) -> None:
        self.form.ask("")
        case, draft = self._session.case, self.form.draft

        def work(progress: Callable[[str, float, float], bool]) -> Written:
            return writing.write(case, draft.id, order, key, overwrite, progress)

        self._clear_answer()
        self._lock(True)
        self.job = self._session.start(words.WRITING.format(draft=number(draft)), work, quiet=True)
        self.waiting.follow(self.job)

    def reject(self) -> None:
        """Stop the writing where it is under way; the dialog then says so and stays."""
        if self.job is not None and not self.job.over:
            self.job.cancel()
            self.waiting.say(words.STOPPING)
            self.waiting.cancel.setEnabled(False)
        else:
            super().reject()

    def _job_moved(self, job: Job[Any]) -> None:
        if job is self.job and not job.cancelling:
            self.waiting.follow(job)

    def _job_ended(self, job: Job[Any]) -> None:
        if job is not self.job:
            return
        self.waiting.hide()
        if isinstance(job.result, Written):
            self._done(job.result)
            return
        self._lock(False)
        if job.state == "cancelled":
            self.form.ask(words.STOPPED)
        elif isinstance(job.error, Exception):
            self._answer.addWidget(Trouble(job.error))

    def _done(self, written: Written) -> None:
        order = written.order
        self._remembered.set(last_folder=str(order.out.parent))
        if order.key:
            self._remembered.set(last_key=order.key)
        self.form.bundle.keys.passphrase.clear()
        self.form.hide()
        self.write.hide()
        self.close_button.setText(common.CLOSE)
        self.close_button.setAccessibleName(common.CLOSE)
        self.close_button.show()
        take_room(self, _SIZE[0], _HIGH_DONE_BUNDLE if order.bundle else _HIGH_DONE)
        self.closing.show_written(written, self._session)

    def _lock(self, writing: bool) -> None:
        self.form.setEnabled(not writing)
        self.write.setVisible(not writing)
        self.close_button.setVisible(not writing)

    def _clear_answer(self) -> None:
        while (old := self._answer.takeAt(0)) is not None:
            if old.widget() is not None:
                old.widget().deleteLater()
