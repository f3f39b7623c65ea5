"""The foot of the window on schedules: which form, for whom, which file, as a draft or submitted after a question."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QFrame, QLineEdit

from app import messages, schedule_words
from app.schedule_rows import Overview
from app.scheduling import Written
from provenance.errors import AttestError
from provenance.schedule import Schedule
from ui.remembered import Remembered
from ui.session import Session
from ui.start.naming import folder_name
from ui.strings import schedules as words
from ui.strings.common import counted
from ui.widgets.basics import button, column, frame, label, row
from ui.widgets.empty import Trouble


class Writing(QFrame):
    """`done` says that something was written or submitted."""

    done = Signal()

    def __init__(self, session: Session, remembered: Remembered) -> None:
        super().__init__()
        self._session, self._remembered = session, remembered
        self._replace = ""  # the file of which the person said that it may be replaced
        self._forms: dict[str, Schedule] = {}
        self.form = _chooser(words.FORM, words.FORMS)
        self.format = _chooser(words.FORMAT, words.FORMATS)
        self.audience = _chooser(words.AUDIENCE, words.AUDIENCES)
        self.audience.setToolTip(words.AUDIENCE_MORE)
        self.file = QLineEdit()
        self.file.setAccessibleName(words.FILE)
        self.choose = button(words.CHOOSE, self._choose)
        self.template = QLineEdit()
        self.template.setAccessibleName(words.TEMPLATE)
        self.template.setPlaceholderText(words.TEMPLATE_NONE)
        self.template.setToolTip(words.TEMPLATE_MORE)
        self.template.setClearButtonEnabled(True)
        self.choose_template = button(words.CHOOSE_TEMPLATE, self._choose_template)
        self.draft = button(words.DRAFT, lambda: self._write(submit=False))
        self.draft.setToolTip(words.DRAFT_MORE)
        self.submit = button(words.SUBMIT, self._ask, "primary")
        self.only_new = QCheckBox(words.ONLY_NEW)
        self.only_new.setToolTip(words.ONLY_NEW_MORE)
        self.asked = label("", wrap=True)
        self.sure = button(words.SURE, lambda: self._write(submit=True), "primary")
        self.not_yet = button(words.NOT_YET, self._drop)
        self._trouble = column()
        for one in (self.choose, self.choose_template, self.draft, self.submit, self.sure, self.not_yet):
            one.setAutoDefault(False)
        self._lay()
        for chooser in (self.form, self.format):
            chooser.currentIndexChanged.connect(lambda _: self._name())
        self.submit.setVisible(session.writable)
        self._name()

    def _lay(self) -> None:
        line = row(self.form, self.format, self.file, self.choose)
        line.setStretch(2, 1)
        more = row(self.audience, self.template, self.choose_template)
        more.setStretch(1, 1)
        self.acts = row(self.only_new, None, self.draft, self.submit)
        ask = row(self.asked, self.sure, self.not_yet, margins=(12, 8, 12, 8))
        ask.setStretch(0, 1)
        self._question = frame("notice", ask)
        self._question.hide()
        layout = column(self._question, gap=8)
        layout.addLayout(self._trouble)
        layout.addLayout(line)
        layout.addLayout(more)
        layout.addLayout(self.acts)
        self.setLayout(layout)

    def show_overview(self, found: Overview) -> None:
        """Know how many items each form has."""
        self._forms = {schedule.form: schedule for schedule in found.forms}

    def _name(self) -> None:
        """A usual name for the file of this form; one that the person chose keeps its folder."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = Path(self.file.text()).parent if self.file.text() else None
        folder = chosen or Path(self._remembered.now.last_folder or documents)
        reference = folder_name(self._session.case.store.info.reference)
        form, format = self.form.currentData(), self.format.currentData()
        self.file.setText(str(folder / words.FILE_NAME.format(reference=reference, form=form.upper(), format=format)))
        self._drop()

    def _choose(self) -> None:
        filter_ = words.FILTERS[self.format.currentData()]
        chosen, _ = QFileDialog.getSaveFileName(self, words.FILE, self.file.text(), filter_)
        if chosen:
            self.file.setText(chosen)
            self._replace = chosen  # the file dialog asked where it is there already

    def _choose_template(self) -> None:
        """A form of the force's own is filled in its own format."""
        there = self.template.text() or self._remembered.now.last_folder
        chosen, _ = QFileDialog.getOpenFileName(self, words.TEMPLATE, there, words.TEMPLATE_FILTER)
        if not chosen:
            return
        self.template.setText(chosen)
        found = self.format.findData(Path(chosen).suffix.lower().removeprefix("."))
        if found >= 0:
            self.format.setCurrentIndex(found)

    def _ask(self) -> None:
        """Submitting cannot be taken back: it is asked about first."""
        form = self.form.currentData()
        listed = self._forms[form].items if form in self._forms else ()
        count = sum(bool(item.since) or not self.only_new.isChecked() for item in listed)
        items = counted(count, "item")
        self.asked.setText(words.ASK_SUBMIT.format(form=form.upper(), items=items))
        self._question.show()
        self.not_yet.setFocus()

    def _drop(self) -> None:
        self._question.hide()

    def _write(self, submit: bool) -> None:
        self._drop()
        self._clear()
        out, form, format = Path(self.file.text().strip()), self.form.currentData(), self.format.currentData()
        if not out.is_absolute() or not out.name:
            self._say(words.NEEDS_FILE, "amber")
            return
        scheduling, replace = self._session.case.scheduling, self._replace == str(out)
        new, audience, typed = self.only_new.isChecked(), self.audience.currentData(), self.template.text().strip()
        template, case = Path(typed) if typed else None, self._session.case

        def work() -> tuple[Written, AttestError | None]:
            written = scheduling.write(
                form, out, format, audience=audience, submit=submit, only_new=new, template=template, overwrite=replace
            )
            return written, case.unrecorded

        self._enable(False)
        self._session.reviews.run(self, work, lambda done: self._wrote(out, *done), self._failed)

    def _wrote(self, out: Path, written: Written, unrecorded: AttestError | None) -> None:
        self._enable(True)
        self._replace = ""
        self._remembered.set(last_folder=str(out.parent))
        self._say(words.WROTE.format(path=out, summary=schedule_words.summary(written.schedule)), "green")
        if unrecorded is not None:
            self._trouble.addWidget(label(messages.unrecorded(unrecorded), "amber", wrap=True))
        self.done.emit()

    def _failed(self, error: Exception) -> None:
        self._enable(True)
        self._trouble.addWidget(Trouble(error))
        self.done.emit()  # where another submitted one meanwhile, that is to be seen

    def _say(self, text: str, how: str) -> None:
        self._clear()
        self._trouble.addWidget(label(text, how, wrap=True))

    def _clear(self) -> None:
        while (old := self._trouble.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()

    def _enable(self, on: bool) -> None:
        for one in (self.draft, self.submit, self.form, self.format, self.audience, self.template):
            one.setEnabled(on)


def _chooser(name: str, entries: dict[str, str]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for key, text in entries.items():
        made.addItem(text, key)
    return made
