"""The start page: what Attest is, recent cases, and the ways to a new case, another one, and the sample case."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.preferences import Preferences, exists, forget_case, protected_since
from provenance.errors import AttestError
from ui.background import Background
from ui.start.choosing import choose_case
from ui.start.recent import RecentList
from ui.strings import common
from ui.strings import rescue as rescue_words
from ui.strings import start as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, frame, label, row
from ui.widgets.empty import Action, Trouble

_WIDEST, _LEAST_LIST = 760, 150  # pixels at normal text size: width of the column, height of a list of many
_READABLE = ("case_locked", "case_io")  # what may be looked at all the same


class StartPage(QWidget):
    """Shown while no case is open. Paints no icon and loads nothing that takes time: it is there at once."""

    open_asked = Signal(Path)
    read_only_asked = Signal(Path)
    new_asked = Signal()
    sample_asked = Signal()
    settings_asked = Signal()
    help_asked = Signal()
    save_asked = Signal(Path)  # what can be read of the damaged case in this folder
    put_back_asked = Signal()  # a backup
    forget_asked = Signal(str)  # the folder of a case to be taken from the recent ones
    protected_found = Signal(frozenset)  # folders of recent cases that were protected since they were opened

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.setProperty("look", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._preferences = preferences
        self._background = Background(self.show_trouble, threads=1)
        self.destroyed.connect(self._background.close)
        self._build()
        self._lay()
        theme().changed.connect(self._fit)
        self.show_preferences(preferences)

    def _build(self) -> None:
        self.new = button(words.NEW, self.new_asked.emit, "primary")
        self.open = button(words.OPEN, self._choose)
        self.sample = button(words.SAMPLE, self.sample_asked.emit)
        self.sample.setToolTip(words.SAMPLE_MORE)
        self.list = RecentList()
        self.list.open_asked.connect(self.open_asked)
        self.list.forget_asked.connect(self._forget)
        self.list.currentRowChanged.connect(lambda _: self._chosen_changed())
        self.open_chosen = button(words.OPEN_CHOSEN, lambda: self.open_asked.emit(Path(self.list.folder())))
        self.forget = button(words.FORGET, lambda: self._forget(self.list.folder()), "link")
        self.forget.setToolTip(words.FORGET_MORE)
        self.settings = button(words.SETTINGS, self.settings_asked.emit, "link")
        self.help = button(words.HELP, self.help_asked.emit, "link")
        self._none = label(words.NO_RECENT, "muted", wrap=True)
        self._opening = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(words.OPENING_NAME)
        self._troubles = QVBoxLayout()

    def _lay(self) -> None:
        inside = column(label(common.APPLICATION, "title"), 4, gap=6)
        for line in words.ABOUT:
            inside.addWidget(label(line, "muted", wrap=True))
        inside.addSpacing(12)
        inside.addLayout(row(self.new, self.open, self.sample, None))
        inside.addWidget(self._opening)
        inside.addWidget(self._bar)
        inside.addLayout(self._troubles)
        inside.addSpacing(16)
        inside.addWidget(label(words.RECENT, "heading"))
        inside.addWidget(self._none)
        self._framed = frame("pane", column(self.list, margins=(1, 1, 1, 1)))
        inside.addWidget(self._framed, 1000)
        inside.addLayout(row(self.open_chosen, self.forget, None))
        inside.addStretch(1)
        inside.addLayout(row(self.settings, self.help, None))
        self._column = QWidget()
        self._column.setLayout(inside)
        middle = QWidget()
        middle.setProperty("look", "ground")
        middle.setLayout(row(None, self._column, None, margins=(24, 40, 24, 24)))
        middle.layout().setStretchFactor(self._column, 1000)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(middle)
        self.setLayout(column(scroll, gap=0))
        self._fit()

    def _fit(self) -> None:
        self._column.setMaximumWidth(theme().px(_WIDEST))
        rows = self.list.sizeHintForRow(0) * self.list.count() + 4
        self._framed.setMaximumHeight(rows)
        self._framed.setMinimumHeight(min(rows, theme().px(_LEAST_LIST)))

    # What is shown

    def show_preferences(self, preferences: Preferences) -> None:
        """Show the recent cases of these preferences; whether each is still there is looked at beside."""
        self._preferences = preferences
        self.list.show_recent(preferences.recent)
        some = bool(preferences.recent)
        for one in (self._framed, self.open_chosen, self.forget):
            one.setVisible(some)
        self._none.setVisible(not some)
        self._fit()
        self._chosen_changed()
        self.show_opening("")
        (self.list if some else self.new).setFocus()

        def look() -> tuple[frozenset[str], frozenset[str]]:
            gone = frozenset(one.folder for one in preferences.recent if not exists(one))
            return gone, protected_since(preferences.recent)

        self._background.run(self, look, self._looked, latest="gone")

    def _looked(self, found: tuple[frozenset[str], frozenset[str]]) -> None:
        gone, protected = found
        self.list.mark_gone(gone)
        if protected:
            self.protected_found.emit(protected)

    def show_recent(self, preferences: Preferences) -> None:
        """The recent cases are called otherwise; all else stays as it is."""
        self._preferences = preferences
        self.list.show_recent(preferences.recent)

    def show_opening(self, text: str) -> None:
        """Say that a case is being opened, and offer nothing else meanwhile; "" ends it."""
        if text:
            self._clear()
        self._opening.setText(text)
        for one in (self._opening, self._bar):
            one.setVisible(bool(text))
        for one in (self.new, self.open, self.sample, self.list, self.open_chosen, self.forget):
            one.setEnabled(not text)
        self._chosen_changed()

    def show_trouble(self, error: Exception, folder: Path | None = None) -> None:
        """Say why a case cannot be opened, and offer what can be done: `folder` is where it was looked for."""
        self.show_opening("")
        self._clear()
        trouble = Trouble(error, *self._ways(error, folder))
        self._troubles.addWidget(trouble)
        trouble.findChildren(QPushButton)[0].setFocus()

    def _ways(self, error: Exception, folder: Path | None) -> list[Action]:
        if folder is None or not isinstance(error, AttestError):
            return []
        ways: list[Action] = []
        if error.code in _READABLE:
            ways.append((words.OPEN_READ_ONLY, lambda: self.read_only_asked.emit(folder)))
        if error.code == "case_damaged":
            ways.append((rescue_words.PUT_BACK, self.put_back_asked.emit))
            ways.append((rescue_words.SAVE, lambda: self.save_asked.emit(folder)))
        if error.code == "not_a_case":
            ways.append((words.CHOOSE_ANOTHER, self._choose))
            if any(Path(one.folder) == folder for one in self._preferences.recent):
                ways.append((words.FORGET, lambda: self._forget(str(folder))))
        else:
            ways.append((words.TRY_AGAIN, lambda: self.open_asked.emit(folder)))
        return ways

    # What is done

    def _choose(self) -> None:
        folder = choose_case(self, self._preferences)
        if folder is not None:
            self.open_asked.emit(folder)

    def _forget(self, folder: str) -> None:
        if not folder:
            return
        at = self.list.currentRow()
        self._clear()
        self.show_preferences(forget_case(self._preferences, folder))
        if self.list.count():
            self.list.setCurrentRow(min(at, self.list.count() - 1))
        self.forget_asked.emit(folder)

    def _chosen_changed(self) -> None:
        ready = bool(self.list.folder()) and not self._opening.text()
        self.open_chosen.setEnabled(ready)
        self.forget.setEnabled(ready)

    def _clear(self) -> None:
        while (item := self._troubles.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
