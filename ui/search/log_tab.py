"""The Log tab: everything that was done with the case, newest first, and whether the chain of its entries holds."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QTableView,
    QWidget,
)

from provenance.report_words import when
from provenance.store.records import AuditReport
from ui.saving import save_table
from ui.search.log_model import HEAD, LogModel, Told, filtered, rows_of, told
from ui.search.use_table import dress, fit_columns
from ui.session import Session
from ui.strings import search as words
from ui.strings.common import counted
from ui.theme.theme import theme
from ui.widgets.basics import button, column, frame, label, look, row, tool
from ui.widgets.chooser import Chooser
from ui.widgets.empty import EmptyState

_SOON = 400  # milliseconds in which changes are gathered before the log is read again
_NUMBERED = 640  # pixels, below which the numbers give way to the details
_PAUSE = 150  # milliseconds without typing after which it is filtered


class LogTab(QWidget):
    """Filter, table, the whole of one entry, and what can be done with the log."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._all: list[Told] = []
        self._head = ""
        self._build()
        self._again, self._pause = self._timer(_SOON, self.reload), self._timer(_PAUSE, self._filter)
        for changed in (session.sources_changed, session.drafts_changed, session.draft_changed):
            changed.connect(self._changed)
        session.state_changed.connect(lambda _: self._changed())
        session.job_ended.connect(lambda _: self._changed())
        theme().changed.connect(self._fit)

    def _timer(self, milliseconds: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def _build(self) -> None:
        self.field = QLineEdit()
        self.field.setPlaceholderText(words.FILTER_HINT)
        self.field.setAccessibleName(words.FILTER_NAME)
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _: self._pause.start())
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)
        self.people, self.actions = Chooser(), Chooser()
        for box, name, every in (
            (self.people, words.PERSON_NAME, words.ANYBODY),
            (self.actions, words.ACTION_NAME, words.ANY_ACTION),
        ):
            box.setAccessibleName(name)
            box.addItem(every, "")
            box.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
            box.currentIndexChanged.connect(lambda _: self._filter())
        self.model = LogModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        dress(self.table, words.LOG_NAME)
        self.table.horizontalHeader().setStretchLastSection(True)  # the entry below tells what the details cannot
        self.table.selectionModel().currentRowChanged.connect(self._show_entry)
        self.entry = QPlainTextEdit()
        self.entry.setReadOnly(True)
        self.entry.setTabChangesFocus(True)
        self.entry.setAccessibleName(words.DETAIL_NAME)
        self.entry.setPlaceholderText(words.NO_ENTRY)
        self.shown = label(words.READING_LOG, "muted")
        self.check = button(words.CHECK_CHAIN, self.check_chain)
        self.copy = tool(words.COPY_HASH, self._copy, "copy")
        self.copy.hide()
        self.said = label("", wrap=True)
        self.said.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(frame("pane", column(self.table, margins=(1, 1, 1, 1))))
        self._stack.addWidget(EmptyState(words.NOTHING_MATCHES, words.NOTHING_MATCHES_TEXT))
        self._lay()

    def _lay(self) -> None:
        top = row(self.field, self.people, self.actions)
        top.setStretch(0, 1)
        said = row(self.said, self.copy)
        said.setStretch(0, 1)
        foot = row(self.check, button(words.SAVE_LOG, self._choose_file), None, self.shown)
        layout = column(gap=8)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.entry)
        layout.addLayout(said)
        layout.addLayout(foot)
        self.setLayout(layout)
        self._fit()

    def _fit(self) -> None:
        self.table.setColumnHidden(0, self.width() < theme().px(_NUMBERED))  # the entry below tells its number, too
        samples = ("000,000", "30 May 00:00", "A. Person", words.ACTIONS["verified"])
        fit_columns(self.table, samples, 4)
        self.entry.setFixedHeight(min(theme().px(92), max(theme().px(44), self.height() // 5)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    # Reading and filtering

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.reload()

    def _changed(self) -> None:
        if self.isVisible():
            self._again.start()

    def reload(self) -> None:
        """Read the log again."""
        store = self._session.case.store

        def read() -> list[Told]:
            return told(store.audit_entries())

        def then(found: list[Told]) -> None:
            self._all = found
            self._offer(self.people, {one.entry.by: one.entry.by for one in found})
            self._offer(self.actions, {one.entry.action: one.action for one in found})
            self._filter()

        self._session.background.run(self, read, then, latest="log")

    def _offer(self, box: Chooser, values: dict[str, str]) -> None:
        """The people or actions that there are, the chosen one kept."""
        known = {box.itemData(n) for n in range(1, box.count())}
        if known != set(values):
            chosen = box.currentData()
            box.blockSignals(True)
            while box.count() > 1:
                box.removeItem(1)
            for value, text in sorted(values.items(), key=lambda v: v[1].casefold()):
                box.addItem(text, value)
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.blockSignals(False)

    def _filter(self) -> None:
        every, asked = self._all, (self.field.text(), self.people.currentData(), self.actions.currentData())
        self._session.background.run(self, lambda: filtered(every, *asked), self._show, latest="log: filter")

    def _show(self, rows: list[Told]) -> None:
        at, bar = self.table.currentIndex().row(), self.table.verticalScrollBar()
        chosen = self.model.rows[at].entry.seq if 0 <= at < len(self.model.rows) else 0
        value = bar.value()
        self.model.show(rows)
        number = next((n for n, one in enumerate(rows) if one.entry.seq == chosen), -1) if chosen else -1
        if number >= 0:
            self.table.setCurrentIndex(self.model.index(number, 0))
            bar.setValue(value)
        else:
            self.entry.clear()
        of = counted(len(self._all), "entry", "entries")
        self.shown.setText(
            words.ENTRIES_SHOWN.format(shown=f"{len(rows):,}", all=of) if len(rows) < len(self._all) else of
        )
        self._stack.setCurrentIndex(int(not rows and bool(self._all)))

    def _show_entry(self, current: QModelIndex, _: QModelIndex | None = None) -> None:
        if not current.isValid():
            return
        one = self.model.rows[current.row()]
        detail = f": {one.detail}" if one.detail else ""
        e = one.entry
        self.entry.setPlainText(
            words.DETAIL.format(
                seq=f"{e.seq:,}", at=when(e.at), by=e.by, action=one.action, detail=detail, hash=in_groups(e.hash)
            )
        )

    # Checking and saving

    def check_chain(self) -> None:
        """Follow the hash chain and say whether it holds."""
        self.check.setEnabled(False)
        self._say(words.CHECKING_CHAIN, "muted")

        def failed(error: Exception) -> None:
            self.check.setEnabled(True)
            self.said.hide()
            self._session.failed.emit(error)

        self._session.background.run(self, self._session.case.store.check_audit, self._checked, failed)

    def _checked(self, report: AuditReport) -> None:
        self.check.setEnabled(True)
        self._head = report.head
        self.copy.show()
        if report.ok:
            told_ = words.CHAIN_HOLDS.format(entries=counted(report.entries, "entry", "entries"))
        else:
            told_ = words.CHAIN_BROKEN.format(broken=f"{report.broken_at or 0:,}")
        self._say(f"{told_}. {words.HEAD_HASH.format(hash=in_groups(report.head))}", "green" if report.ok else "red")

    def _say(self, text: str, how: str) -> None:
        self.said.setText(text)
        look(self.said, how)
        self.said.show()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._head)
        self._session.told.emit(words.COPIED)

    def _choose_file(self) -> None:
        name = words.LOG_FILE.format(reference=self._session.case.store.info.reference.replace("/", "-"))
        folder = self._session.preferences.last_folder
        chosen, _ = QFileDialog.getSaveFileName(
            self, words.SAVE_LOG_TITLE, str(Path(folder) / name) if folder else name, words.CSV_FILES
        )
        if chosen:
            self.save(Path(chosen))

    def save(self, out: Path) -> None:
        """Write the whole log to `out` as CSV, whatever is filtered, and note in the log that it was done."""
        case = self._session.case

        def work() -> int:
            return save_table(case, out, HEAD, rows_of(told(case.store.audit_entries())), "log_saved")

        def then(entries: int) -> None:
            said = words.LOG_SAVED.format(name=out.name, entries=counted(entries, "entry", "entries"))
            self._session.told.emit(said + ("" if case.store.writable else words.LOG_SAVED_UNRECORDED))
            self._changed()

        self._session.background.run(self, work, then)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Down goes into the table; Escape empties the filter."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self.model.rows:
                self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
                if not self.table.currentIndex().isValid():
                    self.table.setCurrentIndex(self.model.index(0, 0))
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)


def in_groups(digest: str) -> str:
    """A digest that can be read aloud, and that a narrow window can wrap."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
