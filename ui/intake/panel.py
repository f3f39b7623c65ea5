"""The panel of a taking-in: a row for each file; pausing, stopping, skipping, trying again. The work needs it not."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QPushButton, QSizePolicy, QWidget

from ui.evidence.doing import unlock
from ui.intake.files_model import FilesModel
from ui.intake.files_view import FilesView
from ui.intake.taking import Taking, take_in_again, taking_of
from ui.place import Place
from ui.session import Session
from ui.strings import common
from ui.strings import intake as words
from ui.theme.theme import theme
from ui.widgets.basics import Elided, button, column, label, row, tool
from ui.widgets.empty import sentence_of

_POLL_MILLISECONDS = 200
_HEIGHT, _MOST_HEIGHT = 248, 0.4  # pixels, and the most that it takes of the window
_LARGE_TEXT = 130  # percent, above which the controls have a row of their own


class IntakePanel(QFrame):
    """Shows `session.taking_in`; hidden until there is one. Escape, and its button, close it: the work goes on."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("look", "bar-top")
        self.setAccessibleName(words.PANEL_NAME)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._session = session
        self._model: FilesModel | None = None
        self.summary = Elided("", "muted")
        self.notice = label("", "amber", wrap=True)
        self.table = FilesView()
        self.pause = button(words.PAUSE, self._pause, icon_name="pause")
        self.resume = button(words.RESUME, self._pause, icon_name="resume")
        self.stop = button(words.STOP, self._stop)
        self.skip = button(words.SKIP, self._skip)
        self.again = button("", lambda: self._again(failed=True), icon_name="retry")
        self.go_on = button("", lambda: self._again(failed=False), "primary")
        self.look = QCheckBox(words.NEEDS_LOOK)
        self.save = button(words.SAVE_SUMMARY, self._ask_where)
        self.unlock = button(words.UNLOCK, lambda: self._unlock(""), icon_name="key")
        self.unlock.hide()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.poll)
        self._lay_out()
        self._connect()
        self.hide()

    def _lay_out(self) -> None:
        self.look.setToolTip(words.NEEDS_LOOK_TIP)
        self.skip.setToolTip(words.SKIP_TIP)
        close = tool(words.CLOSE_PANEL, self.closed.emit, "close")
        controls = (
            self.look,
            8,
            self.pause,
            self.resume,
            self.stop,
            self.skip,
            self.go_on,
            self.unlock,
            self.again,
            self.save,
        )
        self._controls = QWidget()
        self._controls.setLayout(row(*controls))
        self._head = row(label(words.PANEL_HEAD, "heading"), 4, self.summary, close)
        self._head.setStretch(2, 1)
        self._column = column(gap=4, margins=(16, 8, 16, 8))
        self._column.addLayout(self._head)
        self._column.addWidget(self.notice)
        self._column.addWidget(self.table, 1)
        self.setLayout(self._column)
        self._place_controls()

    def _place_controls(self) -> None:
        """Beside the summary, or below it where the text is large."""
        for layout in (self._head, self._column):
            layout.removeWidget(self._controls)
        if theme().percent > _LARGE_TEXT:
            self._column.insertWidget(1, self._controls, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._head.insertWidget(self._head.count() - 1, self._controls)

    def _connect(self) -> None:
        self.look.toggled.connect(lambda _: self._show_look())
        self.table.skipped.connect(self._skip)
        self.table.opened.connect(lambda source_id: self._session.show_place(Place(source_id)))
        self.table.unlock_asked.connect(self._unlock)
        theme().changed.connect(self._place_controls)
        self._session.job_changed.connect(lambda _: self._follow())

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """The notice wraps, and the table takes what room there is: more than `sizeHint` would stand empty."""
        return False

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        most = round(self.window().height() * _MOST_HEIGHT)
        return QSize(640, max(min(theme().px(_HEIGHT), most), self.minimumSizeHint().height()))

    # What is shown

    def show_taking(self) -> None:
        """Open the panel on the session's taking-in."""
        taking = taking_of(self._session)
        if taking is None:
            return
        if self._model is None or self._model.taking is not taking:
            old, self._model = self._model, FilesModel(taking, self._title, self)
            self.look.setChecked(False)
            self.table.show_files(self._model)
            self.table.selectionModel().selectionChanged.connect(lambda *_: self._offer_skip())
            if old is not None:
                old.deleteLater()
        self.show()
        self._follow()

    def _title(self, source_id: str) -> str | None:
        source = self._session.sources.get(source_id)
        return source.title if source is not None else None

    def _follow(self) -> None:
        """Look again and again while there is something to see."""
        if not self.isHidden():
            self._timer.start(_POLL_MILLISECONDS)
            self.poll()

    def poll(self) -> None:
        """Bring the panel up to date."""
        if self._model is None or self.isHidden() or not self._model.taking.under_way:
            self._timer.stop()
        if self._model is None:
            return
        if self._model.poll() and self._model.taking.under_way:
            self.table.follow()
        taking = self._model.taking
        job = taking.job
        paused = job is not None and job.state == "paused"
        self._model.pause(paused)
        within = sum(row.inside is not None for row in list(taking.rows))
        told = [words.summary(taking.counts()), words.PAUSED if paused else ""]
        told.insert(1, words.OF_THEM_INSIDE.format(files=f"{within:,}") if within else "")
        told.append(common.time_left(job.seconds_left) if job is not None and not paused else "")
        self.summary.set(" · ".join(t for t in told if t))
        notice = self._notice(taking)
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))
        self._show_controls(taking)

    def _notice(self, taking: Taking) -> str:
        """What stands in the way, and what the exhibit list named in vain."""
        said, job = list[str](), taking.broken_off()
        done, every = (f"{count:,}" for count in taking.done())
        if job is not None and isinstance(job.error, Exception):
            kept = words.KEPT.format(done=done, all=every)
            said.append(words.FAILED.format(sentence=sentence_of(job.error), kept=kept))
        elif job is not None:
            said.append(words.STOPPED.format(done=done, all=every))
        for batch in taking.batches:
            for text, names in ((words.LIST_UNMATCHED, batch.unmatched), (words.LIST_UNCLEAR, batch.unclear)):
                if names:
                    rows = common.counted(len(names), "row")
                    said.append(text.format(rows=rows, names=words.named(names)))
        return "\n".join(said)

    def _show_controls(self, taking: Taking) -> None:
        job, runs = taking.job, taking.under_way
        paused = runs and job is not None and job.state == "paused"
        stopping = runs and job is not None and job.cancelling
        below = runs and self._session.jobs.active()[-1:] == [job]  # the strip at the foot pauses and stops this work
        shown, hidden = (self.resume, self.pause) if paused else (self.pause, self.resume)
        shown.setVisible(runs and not below)
        if hidden.hasFocus():
            shown.setFocus()  # else the keyboard goes on to "Stop"
        hidden.setVisible(False)
        self.stop.setVisible(runs and not below)
        self.stop.setEnabled(not stopping)
        self.stop.setText(words.STOPPING if stopping else words.STOP)
        self.skip.setVisible(runs)
        self._offer_skip()
        writable = self._session.writable and not runs
        _offer(self.again, words.TRY_AGAIN, len(taking.failed_paths()) if writable else 0)
        _offer(self.go_on, words.GO_ON_WITH, len(taking.unfinished_paths()) if writable else 0)
        self.save.setVisible(not runs and bool(taking.rows))
        self.unlock.setVisible(writable and bool(_locked(taking)))

    def _offer_skip(self) -> None:
        self.skip.setEnabled(any(file.outcome is None for file in self.table.files()))

    # What can be done

    def _pause(self) -> None:
        taking = taking_of(self._session)
        if taking is not None and taking.job is not None:
            (taking.job.resume if taking.job.state == "paused" else taking.job.pause)()
            self.poll()

    def _stop(self) -> None:
        taking = taking_of(self._session)
        for job in taking.jobs if taking is not None else ():
            job.cancel()
        self.poll()

    def _skip(self) -> None:
        taking = taking_of(self._session)
        if taking is not None:
            for file in self.table.files():
                taking.skip(file.path)
            self.table.viewport().update()

    def _unlock(self, source_id: str) -> None:
        """Ask for the password of a locked file; of the first, where none is named."""
        taking = taking_of(self._session)
        ids = [source_id] if source_id else (_locked(taking) if taking is not None else [])
        if ids:
            unlock(self._session, ids[0], self.window())

    def _again(self, failed: bool) -> None:
        taking = taking_of(self._session)
        if taking is not None:
            take_in_again(self._session, taking.failed_paths() if failed else taking.unfinished_paths())
            self.poll()

    def show_look(self, only: bool) -> None:
        """Show the files that need a look alone, or all."""
        self.look.setChecked(only)

    def _show_look(self) -> None:
        if self._model is not None:
            self._model.show_only_look(self.look.isChecked())

    def _ask_where(self) -> None:
        name = words.SUMMARY_FILE.format(reference=self._session.case.store.info.reference.replace("/", "-"))
        start = Path(self._session.preferences.last_folder or Path.home()) / name
        out, _ = QFileDialog.getSaveFileName(self, words.SAVE_TITLE, str(start), words.CSV_FILES)
        if out:
            self.save_summary(Path(out))

    def save_summary(self, out: Path) -> None:
        """Write the summary; that a file may be written over was asked where it was chosen."""
        taking = taking_of(self._session)
        if taking is None:
            return

        def then(_: None) -> None:
            self._session.told.emit(words.SUMMARY_SAVED.format(name=out.name))

        self._session.background.run(self, lambda: taking.write_summary(out, overwrite=True), then)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _locked(taking: Taking) -> list[str]:
    """The sources that wait for a password."""
    return [row.source_id for row in list(taking.rows) if row.reason == "password_needed" and row.source_id]


def _offer(control: QPushButton, text: str, count: int) -> None:
    control.setVisible(count > 0)
    control.setText(text.format(files=common.counted(count, "file")))
    control.setAccessibleName(control.text())
