"""The window on disclosure schedules: the table of decisions, what is missing, and the writing of the forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPushButton, QStackedWidget, QWidget

from app import schedule_rows, schedule_words
from app.schedule_rows import Line, Overview
from ui.remembered import Remembered
from ui.schedules.model import USE
from ui.schedules.table import DecisionTable
from ui.schedules.writing import Writing
from ui.session import Session
from ui.strings import common
from ui.strings import schedules as words
from ui.widgets.basics import button, column, frame, keys_within, label, look, row
from ui.widgets.empty import EmptyState, Trouble
from ui.widgets.room import take_room

_SIZE = (1360, 800)  # pixels at normal text size
_SOON = 150  # milliseconds in which changes are gathered


class SchedulesDialog(QDialog):
    """Reads the case off this thread; what is decided is written in order, and the table shows it once it is."""

    def __init__(self, session: Session, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.found: Overview | None = None
        self._again = QTimer(self, singleShot=True, interval=_SOON)
        self._again.timeout.connect(self.reload)
        self._build(remembered)
        self._lay()
        session.sources_changed.connect(self._again.start)
        session.drafts_changed.connect(self._again.start)
        self.writing.done.connect(self.reload)
        self.reload()

    def _build(self, remembered: Remembered) -> None:
        self.filter = QComboBox()
        self.filter.setAccessibleName(words.FILTER)
        for key, text in words.SHOWN.items():
            self.filter.addItem(text, key)
        self.filter.currentIndexChanged.connect(lambda _: self._fill())
        self.find = QLineEdit()
        self.find.setAccessibleName(words.FIND)
        self.find.setPlaceholderText(words.FIND)
        self.find.setClearButtonEnabled(True)
        self.find.textChanged.connect(lambda _: self._fill())
        self.table = DecisionTable(self._session.writable)
        self.table.written.connect(lambda keys, field, value: self._write(keys, {field: value}))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._may())
        self.marks = {use: self._mark(use) for use in words.MARK}
        keys_within(self.table, {words.MARK_KEYS[use]: one.click for use, one in self.marks.items()})
        self.chosen = label("", "muted")
        self.counted = label("", "muted", wrap=True)
        self.look = label("", "amber", wrap=True)
        self.writing = Writing(self._session, remembered)
        self.close_button = button(common.CLOSE, self.reject)
        self.close_button.setAutoDefault(False)
        self._troubles = column()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(words.NONE_HEAD, words.NONE_TEXT))

    def _mark(self, use: str) -> QPushButton:
        made = button(words.MARK[use], lambda: self._write(self.table.chosen(), {"use": use}), "compact")
        made.setToolTip(words.MARK_MORE.format(use=words.MARK[use], key=words.MARK_KEYS[use]))
        made.setAutoDefault(False)
        return made

    def _lay(self) -> None:
        head = row(self.filter, self.find, None, self.chosen, *self.marks.values())
        head.setStretch(1, 1)
        intro = label(words.INTRO if self._session.writable else words.READ_ONLY, "muted", wrap=True)
        layout = column(intro, gap=8, margins=(16, 16, 16, 12))
        layout.addLayout(head)
        layout.addWidget(frame("pane", column(self._stack)), 1)
        layout.addWidget(label(words.HOW, "small", wrap=True))
        layout.addWidget(self.counted)
        layout.addWidget(self.look)
        layout.addLayout(self._troubles)
        layout.addWidget(frame("rule"))
        layout.addWidget(self.writing)
        self.writing.acts.addWidget(self.close_button)
        self.setLayout(layout)
        take_room(self, *_SIZE)
        self.table.setFocus()
        self._may()

    # Showing

    def reload(self) -> None:
        """Read the decisions again, and the forms, which takes longer: drafts are looked through for places."""
        case = self._session.case
        if self.found is not None:
            self._session.background.run(self, lambda: schedule_rows.lines(case), self._take_lines, latest="lines")
        self._session.background.run(self, case.scheduling.overview, self._show, latest="schedules")

    def _take_lines(self, lines: tuple[Line, ...]) -> None:
        if self.found is not None:
            self.found = replace(self.found, lines=lines)
            self._fill()

    def _show(self, found: Overview) -> None:
        self.found = found
        counts = schedule_rows.counts(found.lines)
        for n, (key, text) in enumerate(words.SHOWN.items()):
            self.filter.setItemText(n, f"{text} ({counts.get(key, 0):,})")
        self.counted.setText("   ".join(schedule_words.overview(schedule) for schedule in found.forms))
        told = list(schedule_words.standing(found.standing))
        self.look.setText(_few(told) if told else words.LOOK_NONE)
        look(self.look, "amber" if not found.standing.clear else "muted")
        self.writing.show_overview(found)
        self._fill()

    def _fill(self) -> None:
        if self.found is None:
            return
        wanted, sought = self.filter.currentData(), self.find.text().casefold().split()
        rows = [line for line in self.found.lines if _of(line, wanted) and _holds(line, sought)]
        at = self.table.currentIndex()
        self.table.lines.show(rows, self.found.numbers())
        if rows and not self.table.currentIndex().isValid():
            self.table.go_to(min(max(at.row(), 0), len(rows) - 1), USE)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._may()

    def _may(self) -> None:
        chosen = len(self.table.chosen())
        self.chosen.setText(words.CHOSEN.format(count=chosen) if chosen > 1 else "")
        for one in self.marks.values():
            one.setEnabled(self._session.writable and bool(chosen))

    # Doing

    def _write(self, keys: list[str], changes: dict[str, str]) -> None:
        """Write a decision on these rows; the row with the keyboard keeps it."""
        if not keys or not self._session.writable:
            return
        self._clear()
        case = self._session.case

        def then(_: None) -> None:
            if "block" in changes:
                self._session.refresh_sources()
            self.reload()

        self._session.reviews.run(self, lambda: schedule_rows.change(case, keys, changes), then, self._failed)

    def _failed(self, error: Exception) -> None:
        self._troubles.addWidget(Trouble(error))
        self.reload()

    def _clear(self) -> None:
        while (old := self._troubles.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()


def _of(line: Line, wanted: str) -> bool:
    """Whether a filter by use shows a line."""
    if wanted in ("all", "open"):
        return wanted == "all" or line.open
    return line.material.use == wanted


def _holds(line: Line, sought: Sequence[str]) -> bool:
    """Whether all words that are sought stand somewhere in a line."""
    m = line.material
    text = " ".join((line.title, line.about, line.block, m.description, m.location, m.reason, m.assists)).casefold()
    return all(word in text for word in sought)


def _few(told: Sequence[str]) -> str:
    """The first lines, and how many more there are."""
    more = len(told) - words.SHOWN_LINES
    return "\n".join([*told[: words.SHOWN_LINES], *([words.MORE_LINES.format(count=more)] if more > 0 else [])])
