"""Exports the shown draft: says what will be in it, asks for form and file, writes it, and shows where it lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app import messages
from app.exporting import signed_off
from ui.export.audience import AudienceChoice, one_tab_stop
from ui.export.contents import contents, contents_of, number
from ui.export.signing import ready_key, signing_told
from ui.remembered import Remembered
from ui.session import Session
from ui.source.locked import locked_in, titles
from ui.start.naming import folder_name
from ui.strings import audience as audience_words
from ui.strings import common
from ui.strings import export as words
from ui.widgets.basics import button, column, frame, label, look, row
from ui.widgets.empty import Trouble
from ui.widgets.room import scrolled, take_room
from ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from app.jobs import Job
    from provenance.audience import Audience
    from provenance.errors import AttestError
    from provenance.store.records import VerifyReport

_SIZE, _SIZE_DONE = (640, 680), 260  # pixels at normal text size


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written; how its citations re-opened, and why the log does not tell of it, if it does not."""

    out: Path
    verified: VerifyReport | None
    unrecorded: AttestError | None
    audience: Audience = "working"
    signed: bool = False


class ExportDialog(QDialog):
    """For `session.draft`, which must be there. Escape stops the writing, then closes."""

    def __init__(self, session: Session, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert session.draft is not None
        self.setWindowTitle(words.TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._remembered, self._draft = session, remembered, session.draft
        self.job: Job[Any] | None = None
        self._there = Path()  # the file that is there already, asked about
        self._wanted = False  # asked to write before it was known what the audience may see
        self._build()
        self._lay()
        self._format_changed()
        session.job_changed.connect(self._job_moved)
        session.job_ended.connect(self._job_ended)
        session.state_changed.connect(self._show_contents)
        session.draft_changed.connect(self._draft_changed)

    def _build(self) -> None:
        self.who = AudienceChoice(self._session, self._draft.id)
        self.who.changed.connect(self._audience_changed)
        self.formats = {name: QRadioButton(text) for name, text in words.FORMATS.items()}
        self.formats["html"].setChecked(True)
        one_tab_stop(self.formats.values())
        for one in self.formats.values():
            one.toggled.connect(lambda on: on and self._format_changed())
        self._named = self._usual_file()  # the name that Attest gave
        self.file = QLineEdit(str(self._named))
        self.file.setAccessibleName(words.FILE)
        self.file.textEdited.connect(lambda _: self._edited())
        self.write = button(words.WRITE, self.accept, "primary")
        self.write.setDefault(True)
        self.close_button = button(common.CANCEL, self.reject)
        self.waiting = Waiting(self.reject)
        self._what = column(gap=4)
        self.banner = label("", "amber", wrap=True)
        self.said = label("", "amber", wrap=True)
        self.replace = button(words.REPLACE, lambda: self._start(self._there, overwrite=True))
        self.keep = button(words.KEEP, self._other_name)
        self._answer = QVBoxLayout()
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.path.setAccessibleName(words.PATH_NAME)
        self.path.hide()

    def _lay(self) -> None:
        head = contents_of(self._session, self._draft, "html")
        self._form = QWidget()
        form = column(label(head.name, "heading"), label(head.brief, "muted", wrap=True), gap=4)
        form.addSpacing(8)
        form.addWidget(self.who)
        form.addSpacing(8)
        form.addWidget(label(words.WHAT, "strong"))
        form.addLayout(self._what)
        form.addSpacing(4)
        form.addWidget(frame("notice", column(self.banner, margins=(12, 8, 12, 8))))
        form.addSpacing(8)
        form.addWidget(label(words.FORMAT, "strong"))
        choices = QGridLayout()
        for n, one in enumerate(self.formats.values()):
            choices.addWidget(one, n // 2, n % 2)
        form.addLayout(choices)
        form.addSpacing(8)
        form.addWidget(label(words.FILE, "strong"))
        where = row(self.file, button(words.CHOOSE, self._choose))
        where.setStretch(0, 1)
        form.addLayout(where)
        form.addWidget(self.said)
        form.addLayout(row(self.replace, self.keep, None))
        form.setContentsMargins(0, 0, 0, 0)
        self._form.setLayout(form)
        self._answer.setContentsMargins(0, 0, 0, 0)
        inside = column(self._form, gap=8, margins=(20, 16, 20, 8))
        inside.addLayout(self._answer)
        inside.addStretch(1)
        page = QWidget()
        page.setLayout(inside)
        foot = column(self.waiting, gap=8, margins=(20, 0, 20, 16))
        foot.addLayout(row(None, self.close_button, self.write))
        layout = column(scrolled(page), gap=8)
        layout.addLayout(foot)
        self.setLayout(layout)
        take_room(self, *_SIZE)
        self.file.setFocus()
        self._ask("")

    # What and where

    @property
    def format(self) -> str:
        return next(name for name, one in self.formats.items() if one.isChecked())

    def _usual_file(self) -> Path:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._remembered.now.last_folder or documents
        reference = folder_name(self._session.case.store.info.reference)
        known = {"reference": reference, "number": self._draft.id.removeprefix("D"), "format": "html"}
        audience = self.who.audience
        if audience == "working":
            return Path(folder) / words.FILE_NAME.format(**known)
        return Path(folder) / audience_words.FILE_NAME.format(audience=audience, **known)

    def _format_changed(self) -> None:
        """The name of the file follows the form, unless the person gave it an ending of their own."""
        out = Path(self.file.text())
        if out.suffix in {f".{name}" for name in words.FORMATS}:
            self.file.setText(str(out.with_suffix(f".{self.format}")))
        self._ask("")
        self._show_contents()

    def _audience_changed(self) -> None:
        """The name of the file follows the audience, unless the person gave it another; what is in it is another."""
        now, named = Path(self.file.text()), self._named
        usual = self._usual_file()
        if now.stem == named.stem != usual.stem:
            self._named = usual
            self.file.setText(str(now.with_name(usual.with_suffix(now.suffix).name)))
        self.write.setEnabled(not self.who.closed and not self.replace.isVisible())
        self._show_contents()
        wanted, self._wanted = self._wanted and self.who.known, False
        if wanted:
            self.accept()

    def _show_contents(self, _: str = "") -> None:
        while (old := self._what.takeAt(0)) is not None:
            old.widget().hide()
            old.widget().deleteLater()
        found = contents_of(self._session, self._draft, self.format)
        if self.who.audience != "working":
            seen = self.who.seen
            found = (
                contents(seen.draft, seen.states, 0, self.format, self._session.signature)
                if seen
                else replace(found, lines=())
            )
        signing = signing_told() if self.format == "bundle" else ""
        for line in filter(None, (*found.lines, signing)):
            self._what.addWidget(label(f"·  {line}", wrap=True))
        self.banner.setText(words.STANDS.format(words=found.banner))
        look(self.banner, "green" if found.checked else "amber")

    def _draft_changed(self) -> None:
        """The same draft has other claims, or lost those on sources that are withheld now."""
        draft = self._session.draft
        if draft is not None and draft.id == self._draft.id:
            self._draft = draft
            self._show_contents()

    def _edited(self) -> None:
        """What was said of another file does not hold for this one."""
        self._clear_answer()
        self._wanted = False
        self._ask("")

    def _choose(self) -> None:
        kept = QFileDialog.Option.DontConfirmOverwrite  # asked here, in words, when it is written
        chosen, _ = QFileDialog.getSaveFileName(
            self, words.CHOOSE_TITLE, self.file.text(), words.FILTERS[self.format], options=kept
        )
        if chosen:
            self.file.setText(chosen)
            self._ask("")

    def _ask(self, text: str, existing: bool = False) -> None:
        """Say what stands in the way; with `existing`, offer to replace the file."""
        self.said.setText(text)
        self.said.setVisible(bool(text))
        for one in (self.replace, self.keep):
            one.setVisible(existing)
        self.write.setEnabled(not existing and not self.who.closed)
        if existing:
            self.keep.setFocus()

    def _other_name(self) -> None:
        self._ask("")
        self.file.setFocus()
        self.file.selectAll()

    # Writing

    def accept(self) -> None:
        """Look whether the file is there already, then write it, as soon as it is known what the audience may see."""
        out = Path(self.file.text().strip())
        if not self.write.isEnabled() or not self.write.isVisible():
            return
        if not self.who.known:
            self._wanted = True
            return
        if not out.is_absolute() or not out.name:
            self._ask(words.NEEDS_FILE)
            return
        folder = self._session.case.store.info.folder

        def look_there() -> tuple[bool, bool]:
            return out.resolve().is_relative_to(folder.resolve()), out.is_file()

        def then(found: tuple[bool, bool]) -> None:
            inside, there = found
            if inside:
                self._ask(words.IN_CASE)
            elif there:
                self._there = out
                self._ask(words.EXISTS.format(name=out.name), existing=True)
            else:
                self._start(out, overwrite=False)

        self._session.background.run(self, look_there, then, latest="export")

    def _start(self, out: Path, overwrite: bool) -> None:
        self._ask("")
        case, draft, form, audience = self._session.case, self._draft, self.format, self.who.audience

        def work(progress: Callable[[str, float, float], bool]) -> Written:
            options = {"key": ready_key()} if form == "bundle" else None
            verified = case.export(
                draft.id, form, out, progress, audience=audience, overwrite=overwrite, options=options
            )  # fmt: skip
            return Written(out, verified, case.unrecorded, audience, signed_off(case.store, draft.id))

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
            self._ask(words.STOPPED)
        elif isinstance(job.error, Exception):
            self._answer.addWidget(Trouble(job.error))

    def _done(self, written: Written) -> None:
        self._remembered.set(last_folder=str(written.out.parent))
        self._form.hide()
        self.write.hide()
        self.path.setText(str(written.out))
        self.path.show()
        self._answer.addWidget(label(words.DONE.format(name=written.out.name), "heading", wrap=True))
        for text, how in _told(written, self._session):
            self._answer.addWidget(label(text, how, wrap=True))
        self._answer.addWidget(self.path)
        where = QUrl.fromLocalFile(str(written.out.parent))
        folder = button(words.OPEN_FOLDER, lambda: QDesktopServices.openUrl(where))
        copy = button(words.COPY_PATH, lambda: QApplication.clipboard().setText(str(written.out)))
        self._answer.addLayout(row(folder, copy, None))
        self.close_button.setText(common.CLOSE)
        self.close_button.setAccessibleName(common.CLOSE)
        self.close_button.show()
        folder.setFocus()
        take_room(self, _SIZE[0], _SIZE_DONE)

    def _lock(self, writing: bool) -> None:
        self._form.setEnabled(not writing)
        self.write.setVisible(not writing)
        self.close_button.setVisible(not writing)

    def _clear_answer(self) -> None:
        while (old := self._answer.takeAt(0)) is not None:
            if old.widget() is not None:
                old.widget().deleteLater()


def _told(written: Written, session: Session) -> list[tuple[str, str]]:
    """What to say of a file that was written, and the look of each sentence."""
    off = audience_words.SIGNED if written.signed else audience_words.NOT_SIGNED
    told = [(audience_words.DONE_MORE[written.audience].format(signed=off), "muted")]
    if (verified := written.verified) is not None:
        checked = common.counted(verified.checked, "citation")
        if verified.ok:
            told.append((words.ALL_OPENED.format(checked=checked), "muted"))
        else:
            told.append((words.NOT_ALL_OPENED.format(failed=len(verified.failed), checked=checked), "amber"))
            if locked := locked_in(verified):
                told.append((words.LOCKED.format(titles=titles(session, locked)), "amber"))
    if written.unrecorded is not None:
        told.append((messages.unrecorded(written.unrecorded), "amber"))
    return told
