"""The window on how long a case is kept: dates and holds, removing a source, destroying the case, records of access."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from app import access_record, log_record, purging
from app.retaining import Removed
from provenance.removal import Plan
from provenance.retention import Stand
from ui.remembered import Remembered
from ui.retention.destroying import Destroying
from ui.retention.keeping import Keeping
from ui.retention.recording import Recording
from ui.retention.removing import Removing
from ui.session import Session
from ui.strings import common
from ui.strings import retention as words
from ui.widgets.basics import button, column, frame, label, look, row
from ui.widgets.empty import Trouble
from ui.widgets.room import take_room
from ui.widgets.tabs import Tabs

_SIZE = (860, 620)  # pixels at normal text size


class RetentionDialog(QDialog):
    """All work is done off this thread, in the order in which it was asked for.

    `purge_begun`: the case was given up to be destroyed, which is done once it is closed.
    """

    purge_begun = Signal()

    def __init__(self, session: Session, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        reference = session.case.store.info.reference
        self.keeping = Keeping(session.case, session.writable)
        self.removing = Removing(session.writable)
        self.destroying = Destroying(reference, session.writable)
        self.recording = Recording(reference, remembered)
        self.stand: Stand | None = None
        self._lay()
        self._connect()
        self._take_sources()
        self.reload()

    def _lay(self) -> None:
        self.tabs, self._stack = Tabs(words.PAGES), QStackedWidget()
        pages = {
            words.KEEP: self.keeping, words.REMOVE: self.removing, words.DESTROY: self.destroying,
            words.RECORDS: self.recording,
        }  # fmt: skip
        for name, page in pages.items():
            self.tabs.add(name)
            self._stack.addWidget(page)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.said = label("" if self._session.writable else words.READ_ONLY, "muted", wrap=True)
        self.close_button = button(common.CLOSE, self.reject)
        self.close_button.setAutoDefault(False)
        self._troubles = column()
        layout = column(self.tabs, gap=8, margins=(16, 12, 16, 12))
        layout.addWidget(frame("pane", column(self._stack)), 1)
        layout.addLayout(self._troubles)
        end = row(self.said, self.close_button)
        end.setStretch(0, 1)
        layout.addLayout(end)
        self.setLayout(layout)
        take_room(self, *_SIZE)

    def _connect(self) -> None:
        self._session.sources_changed.connect(self._take_sources)
        self.keeping.asked.connect(self._set)
        for page in (self.keeping, self.removing, self.destroying):
            page.told.connect(lambda text: self._say(text, "amber"))
        self.removing.look_asked.connect(self._plan)
        self.removing.remove_asked.connect(self._remove)
        self.destroying.asked.connect(self._destroy)
        self.recording.record_asked.connect(self._record)
        self.recording.incident_asked.connect(self._incident)

    # Showing

    def reload(self) -> None:
        """Read what is set and what was removed."""
        self._session.background.run(self, self._session.case.retaining.stand, self._show, latest="retention")

    def _show(self, stand: Stand) -> None:
        self.stand = stand
        self.keeping.show_stand(stand)
        self.removing.show_stand(stand)

    def _take_sources(self) -> None:
        self.removing.show_sources(self._session.sources)
        self.destroying.show_count(sum(not s.removed for s in self._session.sources.values()))

    def _say(self, text: str, how: str = "muted") -> None:
        self._clear()
        self.said.setText(text)
        look(self.said, how)

    # Doing

    def _do(self, work: Callable[[], object], then: Callable[[object], object]) -> None:
        self._clear()
        self._session.reviews.run(self, work, then, self._failed)

    def _set(self, work: Callable[[], object]) -> None:
        def then(_: object) -> None:
            for line in (self.keeping.day, self.keeping.date_reason, self.keeping.hold_reason):
                line.clear()
            self._say("")
            self.reload()

        self._do(work, then)

    def _plan(self, source_id: str) -> None:
        case = self._session.case
        if source_id:
            self._clear()
            self._session.background.run(
                self, lambda: case.retaining.plan(source_id), self.removing.show_plan, self._failed, latest="plan"
            )

    def _remove(self, plan: Plan, reason: str, with_copies: bool) -> None:
        case = self._session.case
        self._say(words.REMOVING)

        def work() -> Removed:
            return case.retaining.remove(plan, reason, lambda *_: True, with_copies=with_copies)

        def then(done: object) -> None:
            assert isinstance(done, Removed)
            self._say(self.removing.show_removed(done), "green")
            if done.unfinished is not None:
                self._failed(done.unfinished)
            self._session.refresh_sources()
            self._session.refresh_drafts()
            self.reload()

        self._session.reviews.run(self, work, then, self._failed)

    def _destroy(self, reason: str, typed: str) -> None:
        case = self._session.case
        self._say(words.DESTROYING)

        def then(_: object) -> None:
            self.accept()
            self.purge_begun.emit()

        self._session.reviews.run(self, lambda: purging.begin(case, reason, (typed, typed)), then, self._failed)

    def _record(self, out: str) -> None:
        case = self._session.case
        self._do(lambda: access_record.record(case, Path(out), overwrite=True), lambda _: self._saved(out))

    def _incident(self, out: str, by: str, since: str) -> None:
        case = self._session.case

        def work() -> object:
            asked = log_record.Asked(by=by, since=log_record.time(since, words.INCIDENT_SINCE))
            return access_record.incident(case, Path(out), asked, overwrite=True)

        self._do(work, lambda _: self._saved(out))

    def _saved(self, out: str) -> None:
        self._say(words.SAVED.format(path=out), "green")

    def _failed(self, error: Exception) -> None:
        self._say("")
        self._troubles.addWidget(Trouble(error))

    def _clear(self) -> None:
        while (old := self._troubles.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
