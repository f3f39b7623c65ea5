"""The Log tab: everything that was done with the case, newest first, and whether the chain of its entries holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QStackedWidget, QTableView, QWidget

from app import log_record, messages
from app.log_record import Concerns
from provenance.report_words import when
from provenance.store.records import AuditEntry
from ui.search.log_chain import ChainLine, Checked, check, in_groups
from ui.search.log_filters import LogFilters
from ui.search.log_model import LogModel, Told, filtered, told
from ui.search.use_table import dress, fit_columns
from ui.session import Session
from ui.strings import log as log_words
from ui.strings import search as words
from ui.strings.common import counted
from ui.theme.theme import theme
from ui.widgets.basics import button, column, frame, label, row
from ui.widgets.empty import EmptyState

_SOON = 400  # milliseconds in which changes are gathered before the log is read again
_NUMBERED = 640  # pixels, below which the numbers give way to the details


class LogTab(QWidget):
    """Filters, table, the whole of one entry, and what can be done with the log."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._all: list[Told] = []
        self._concerns = Concerns({})
        self._wanted = 0  # the number of an entry that is to be chosen once it is listed
        self._build()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_SOON)
        self._again.timeout.connect(self.reload)
        for changed in (session.sources_changed, session.drafts_changed, session.draft_changed):
            changed.connect(self._changed)
        session.state_changed.connect(lambda _: self._changed())
        session.job_ended.connect(lambda _: self._changed())
        theme().changed.connect(self._fit)

    def _build(self) -> None:
        self.filters = LogFilters()
        self.field, self.people, self.actions = self.filters.field, self.filters.people, self.filters.actions
        self.filters.changed.connect(self._filter)
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)
        self.model = LogModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        dress(self.table, words.LOG_NAME)
        self.table.horizontalHeader().setStretchLastSection(True)  # the entry below tells what the details cannot
        self.table.viewport().installEventFilter(self)
        self.table.selectionModel().currentRowChanged.connect(self._show_entry)
        self.entry = QPlainTextEdit()
        self.entry.setReadOnly(True)
        self.entry.setTabChangesFocus(True)
        self.entry.setAccessibleName(words.DETAIL_NAME)
        self.entry.setPlaceholderText(words.NO_ENTRY)
        self.shown = label(words.READING_LOG, "muted")
        self.check = button(words.CHECK_CHAIN, self.check_chain)
        self.chain = ChainLine()
        self.said, self.copy = self.chain.said, self.chain.copy
        self.chain.copied.connect(lambda: self._session.told.emit(words.COPIED))
        self.chain.break_asked.connect(self.show_number)
        self.save_shown = button(log_words.SAVE_SHOWN, lambda: self._choose_file(self._shown_entries()))
        self.save_shown.setToolTip(log_words.SAVE_SHOWN_TIP)
        self.save_shown.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(frame("pane", column(self.table, margins=(1, 1, 1, 1))))
        clear = (log_words.CLEAR, self.filters.show_all)
        self._stack.addWidget(EmptyState(words.NOTHING_MATCHES, words.NOTHING_MATCHES_TEXT, clear))
        self._lay()

    def _lay(self) -> None:
        save = button(words.SAVE_LOG, lambda: self._choose_file(None))
        foot = row(self.check, save, self.save_shown, None, self.shown)
        layout = column(self.filters, gap=8)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.entry)
        layout.addWidget(self.chain)
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
        session = self._session
        store = session.case.store

        def read() -> tuple[list[Told], Concerns, str]:
            return told(store.audit_entries()), Concerns.of(store), store.log_head()[1]

        def then(found: tuple[list[Told], Concerns, str]) -> None:
            self._all, self._concerns, head = found
            self.filters.offer_entries(self._all)
            self.filters.offer_case(session.sources, session.draft, session.claims() if session.draft else ())
            self.chain.show_head(head)
            self._filter()

        session.background.run(self, read, then, latest="log")

    def _filter(self) -> None:
        every, asked = self._all, (self.field.text(), self.filters.asked(), self._concerns)
        self._session.background.run(self, lambda: filtered(every, *asked), self._show, latest="log: filter")

    def _show(self, rows: list[Told]) -> None:
        at, bar = self.table.currentIndex().row(), self.table.verticalScrollBar()
        chosen = self.model.rows[at].entry.seq if 0 <= at < len(self.model.rows) else 0
        value, wanted, self._wanted = bar.value(), self._wanted, 0
        self.model.show(rows)
        number = next((n for n, one in enumerate(rows) if one.entry.seq <= wanted), -1) if wanted else -1
        if number >= 0:
            self._choose(number)
        elif chosen and (number := next((n for n, one in enumerate(rows) if one.entry.seq == chosen), -1)) >= 0:
            self.table.setCurrentIndex(self.model.index(number, 0))
            bar.setValue(value)
        else:
            self.entry.clear()
        of = counted(len(self._all), "entry", "entries")
        self.shown.setText(
            words.ENTRIES_SHOWN.format(shown=f"{len(rows):,}", all=of) if len(rows) < len(self._all) else of
        )
        self.save_shown.setVisible(0 < len(rows) < len(self._all))
        self._stack.setCurrentIndex(int(not rows and bool(self._all)))

    def _choose(self, number: int) -> None:
        index = self.model.index(number, 1)  # the first column may be hidden, and what is hidden is not scrolled to
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index, QTableView.ScrollHint.PositionAtCenter)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_number(self, number: int) -> None:
        """Bring an entry into sight, whatever was filtered; where it is gone, the last one before it."""
        self._wanted = number
        self.filters.show_all()

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
        """Follow the hash chain, compare it with the receipts, and say whether it holds."""
        self.check.setEnabled(False)
        self.chain.say(words.CHECKING_CHAIN, "muted")
        store = self._session.case.store

        def failed(error: Exception) -> None:
            self.check.setEnabled(True)
            self.chain.silence()
            self._session.failed.emit(error)

        self._session.background.run(self, lambda: check(store), self._checked, failed)

    def _checked(self, checked: Checked) -> None:
        self.check.setEnabled(True)
        self.chain.show_checked(checked)

    def _shown_entries(self) -> list[AuditEntry]:
        return [one.entry for one in reversed(self.model.rows)]

    def _choose_file(self, entries: Sequence[AuditEntry] | None) -> None:
        name = words.LOG_FILE.format(reference=self._session.case.store.info.reference.replace("/", "-"))
        folder = self._session.preferences.last_folder
        chosen, kind = QFileDialog.getSaveFileName(
            self, words.SAVE_LOG_TITLE, str(Path(folder) / name) if folder else name, log_words.FILES
        )
        if chosen:
            out = Path(chosen)
            named = out.with_suffix(".json") if "json" in kind and out.suffix == ".csv" else out
            self.save(named, entries, overwrite=named == out)

    def save(self, out: Path, entries: Sequence[AuditEntry] | None = None, *, overwrite: bool = True) -> None:
        """Write the whole log to `out` (.csv, .json), whatever is filtered, or these entries; the log tells of it.

        `overwrite` only a file about which the person was asked.
        """
        case = self._session.case

        def work() -> int:
            return log_record.save(
                case, out, case.store.audit_entries() if entries is None else entries, overwrite=overwrite
            )

        def then(count: int) -> None:
            said = words.LOG_SAVED.format(name=out.name, entries=counted(count, "entry", "entries"))
            self._session.told.emit(f"{said}. {messages.unrecorded(case.unrecorded)}" if case.unrecorded else said)
            self._changed()

        self._session.background.run(self, work, then)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Down goes into the table, Escape empties the filter; columns follow the room that the table comes to have."""
        if event.type() == QEvent.Type.Resize and watched is not self.field:
            self._fit()
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
