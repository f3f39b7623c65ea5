"""Backs a case up, puts a backup back, or saves what can be read of a damaged case, with progress and a way to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from provenance import clock
from provenance.errors import UsageError
from provenance.protection.keys import is_protected
from provenance.report_words import counted, when
from provenance.store.folder import PAYLOAD
from ui.strings import common
from ui.strings import rescue as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import Trouble
from ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from app.case import Case
    from app.jobs import Job
    from app.salvaging import Salvaged

_POLL_MILLISECONDS = 150
_STOP_SECONDS = 2.0
_TOLD = 30  # lines of what differs
Go = Callable[[str, float, float], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was written to `folder`: a sentence, and lines on what is not whole. A case `opens`, a backup does not."""

    folder: Path
    sentence: str
    lines: tuple[str, ...] = ()
    opens: bool = True


def save_dialog(folder: Path, parent: QWidget | None, beside: Path) -> RescueDialog | None:
    """Saves the damaged case in `folder`; None where no place was chosen, looked for in `beside` first."""
    place = QFileDialog.getExistingDirectory(parent, words.CHOOSE_PLACE, str(beside))
    return RescueDialog(*saving(folder, free(Path(place), words.SAVED_NAME, folder)), parent) if place else None


def put_back_dialog(parent: QWidget | None, beside: Path) -> RescueDialog | None:
    """Puts a backup back that is chosen here; None where none, or no place, was chosen."""
    backup = QFileDialog.getExistingDirectory(parent, words.CHOOSE_BACKUP, str(beside))
    place = QFileDialog.getExistingDirectory(parent, words.CHOOSE_PLACE, str(beside)) if backup else ""
    if not place:
        return None
    return RescueDialog(*putting_back(Path(backup), free(Path(place), words.PUT_BACK_NAME, Path(backup))), parent)


def back_up_dialog(case: Case, parent: QWidget | None, beside: Path) -> RescueDialog | None:
    """Backs an open case up; None where no place was chosen."""
    place = QFileDialog.getExistingDirectory(parent, words.CHOOSE_BACKUP_PLACE, str(beside))
    if not place:
        return None
    name = words.BACKUP_NAME.format(name="{name}", day=clock.now()[:10])
    return RescueDialog(*backing_up(case, free(Path(place), name, case.store.info.folder)), parent)


def free(place: Path, name: str, folder: Path) -> Path:
    """A folder in `place` that is not there yet, named after the one that it comes from."""
    first = place / name.format(name=folder.name)
    numbered = (first if n == 1 else first.with_name(f"{first.name} {n}") for n in count(1))
    return next(one for one in numbered if not one.exists())


def backing_up(case: Case, out: Path) -> tuple[str, str, str, Callable[[Go], Outcome]]:
    """Title, lead and name of the work, and the work; there is nothing to be opened afterwards."""

    def work(progress: Go) -> Outcome:
        from app.backup import back_up
        from app.beside import in_words

        made = back_up(case, out, progress)
        sentence = words.BACKED_UP.format(folder=out, files=counted(made.files, "file"), size=in_words(made.size))
        lines = [words.BACKED_UP_FAULTS, *made.faults] if made.faults else []
        if outside := [one.source.id for one in made.references if not one.copied]:
            lines.append(words.OUTSIDE.format(ids=", ".join(outside)))
        if case.unrecorded is not None:
            lines.append(words.NOT_LOGGED)
        return Outcome(out, sentence, tuple(lines), opens=False)

    return words.BACK_UP_TITLE, words.BACK_UP_LEAD.format(out=out), words.BACK_UP_JOB, work


def saving(folder: Path, out: Path) -> tuple[str, str, str, Callable[[Go], Outcome]]:
    """The same for what can be read of a damaged case."""

    def work(progress: Go) -> Outcome:
        from app.salvaging import salvaged

        _require_plain(folder)
        return saved(salvaged(folder, out, progress))

    return words.SAVE_TITLE, words.SAVE_LEAD.format(folder=folder, out=out), words.SAVE_JOB, work


def putting_back(backup: Path, out: Path) -> tuple[str, str, str, Callable[[Go], Outcome]]:
    """The same for a backup."""

    def work(progress: Go) -> Outcome:
        from app.restoring import restore

        _require_plain(backup / PAYLOAD)
        done = restore(backup, out, progress)
        lines = (words.NOT_WHOLE, *done.faults) if done.faults else ()
        return Outcome(done.out, words.PUT_BACK_DONE.format(folder=done.out, when=when(done.made)), lines)

    return words.PUT_BACK_TITLE, words.PUT_BACK_LEAD.format(folder=backup, out=out), words.PUT_BACK_JOB, work


def saved(done: Salvaged) -> Outcome:
    """What came of a rescue, in words."""
    if done.whole:
        return Outcome(done.out, words.SAVED_ALL.format(folder=done.out))
    lines = done.lost()
    if done.differs:
        lines.append(words.DIFFERS)
        lines += [
            ": ".join(filter(None, (one.draft_id or one.passage_id or one.source_id, one.detail)))
            for one in done.differs[:_TOLD]
        ]
        if len(done.differs) > _TOLD:
            lines.append(words.MORE.format(count=len(done.differs) - _TOLD))
    if done.originals_missing:
        lines.append(words.ORIGINALS_GONE.format(ids=", ".join(done.originals_missing)))
    if not done.log_ok:
        lines.append(words.LOG_BROKEN)
    return Outcome(done.out, words.SAVED.format(folder=done.out), tuple(lines))


def _require_plain(folder: Path) -> None:
    if is_protected(folder):
        raise UsageError("rescue_protected", path=str(folder))


class RescueDialog(QDialog):
    """Does the work at once; when it is done, `opened` gives the new case's folder where the person wants it opened."""

    opened = Signal(Path)

    def __init__(
        self, title: str, lead: str, name: str, work: Callable[[Go], Outcome], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        from app.jobs import Jobs

        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._jobs = Jobs({"draft": 1})
        self.outcome: Outcome | None = None
        self._lead = label(lead, wrap=True)
        self.waiting = Waiting(self.reject)
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setAccessibleName(words.LOST_NAME)
        self.lines.hide()
        self._troubles = QVBoxLayout()
        self.open_case = button(words.OPEN, self._open, "primary")
        self.close_button = button(common.CLOSE, self.reject)
        self._lay()
        self.job: Job[Outcome] = self._jobs.start(name, work, "draft")
        self.waiting.follow(self.job)
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _lay(self) -> None:
        layout = column(self._lead, self.waiting, self.lines, gap=12, margins=(20, 20, 20, 16))
        layout.addLayout(self._troubles)
        layout.addStretch(1)
        layout.addLayout(row(None, self.close_button, self.open_case))
        self.setLayout(layout)
        self.setMinimumWidth(min(theme().px(620), 960))
        for one in (self.open_case, self.close_button):
            one.hide()

    def reject(self) -> None:
        """Stop the work, if there is any; the dialog closes once it has ended."""
        if self.job.over:
            self._end()
            super().reject()
            return
        self.job.cancel()
        self.waiting.cancel.setEnabled(False)

    def _look(self) -> None:
        self.waiting.follow(self.job)
        if self.job.cancelling:
            self.waiting.say(words.STOPPING)
        if not self.job.over:
            return
        self._timer.stop()
        if self.job.state == "done" and self.job.result is not None:
            self._done(self.job.result)
        elif self.job.state == "cancelled":
            self._end()
            super().reject()
        else:
            error = self.job.error
            trouble = Trouble(error if isinstance(error, Exception) else Exception(), closable=False)
            self._troubles.addWidget(trouble)
            self.close_button.show()
            self.close_button.setFocus()

    def _done(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._lead.setText(outcome.sentence)
        self.lines.setPlainText("\n".join(outcome.lines))
        self.lines.setVisible(bool(outcome.lines))
        self.close_button.show()
        self.open_case.setVisible(outcome.opens)
        (self.open_case if outcome.opens else self.close_button).setFocus()

    def _open(self) -> None:
        outcome = self.outcome
        self._end()
        self.accept()
        if outcome is not None:
            self.opened.emit(outcome.folder)

    def _end(self) -> None:
        self._timer.stop()
        self._jobs.close(_STOP_SECONDS if not self.job.over else 0)
