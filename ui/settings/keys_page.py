"""The part of the settings in which keys are changed: every action with its keys, and what clashes, in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QGridLayout, QKeySequenceEdit, QLineEdit, QWidget

from app.preferences import Preferences
from ui.settings.actions import ACTIONS, BY_NAME, MOST_KEYS, changed, clashes, key_text, keys_of, normal
from ui.strings import settings as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, frame, label, look, row
from ui.widgets.room import scrolled

_FORMAT = QKeySequence.SequenceFormat.PortableText
_CLEARS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_LEAVES = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class KeysPage(QWidget):
    """Keys by action; `take` is told of every change at once, as the window may be tried meanwhile."""

    def __init__(self, take: Callable[..., None]) -> None:
        super().__init__()
        self._take = take
        self.single = QCheckBox(words.SINGLE_KEYS)
        self.single.toggled.connect(lambda on: take(single_keys=on))
        self.go_on = QCheckBox(words.GO_ON)
        self.go_on.toggled.connect(lambda on: take(go_on=on))
        self.said = label("", "muted", wrap=True)
        self.fields: dict[tuple[str, int], _KeyField] = {}
        self._lay()

    def _lay(self) -> None:
        inside = QWidget()
        lead = (self.single, label(words.SINGLE_KEYS_MORE, "muted", wrap=True), self.go_on)
        how = label(words.KEYS_HOW, "muted", wrap=True)
        inside.setLayout(column(*lead, how, self._table(), None, gap=8, margins=(16, 16, 16, 8)))
        scroll = scrolled(inside)
        foot = column(self.said, gap=8, margins=(16, 0, 16, 8))
        foot.addLayout(row(button(words.RESET_KEYS, self._reset), None))
        layout = column(scroll, gap=8)
        layout.setStretch(0, 1)
        layout.addLayout(foot)
        self.setLayout(layout)

    def _table(self) -> QWidget:
        made = frame("pane")
        made.setAccessibleName(words.KEY_TABLE)
        grid = QGridLayout()
        grid.setContentsMargins(12, 8, 12, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        group = ""
        for action in ACTIONS:
            if action.group != group:
                group = action.group
                grid.addWidget(label(words.GROUPS[group].upper(), "section"), grid.rowCount(), 0, 1, 3)
            at = grid.rowCount()
            grid.addWidget(label(action.words, wrap=True), at, 0)
            for n, name in enumerate((words.FIRST_KEY, words.SECOND_KEY)[:MOST_KEYS]):
                field = _KeyField(name.format(action=action.words), self._changed)
                self.fields[action.name, n] = field
                grid.addWidget(field, at, n + 1)
        made.setLayout(grid)
        return made

    def show_preferences(self, now: Preferences) -> None:
        """Show what is in force, telling nobody."""
        for box, on in ((self.single, now.single_keys), (self.go_on, now.go_on)):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        for action in ACTIONS:
            keys = keys_of(action, now)
            for n in range(MOST_KEYS):
                self.fields[action.name, n].put(keys[n] if n < len(keys) else "")
        self._say(self.keys())

    def keys(self) -> dict[str, tuple[str, ...]]:
        """The keys as they stand in the fields, by action."""
        return {a.name: tuple(self.fields[a.name, n].key() for n in range(MOST_KEYS)) for a in ACTIONS}

    def _changed(self) -> None:
        keys = self.keys()
        self._say(keys)
        self._take(keys=changed(keys))

    def _say(self, keys: dict[str, tuple[str, ...]]) -> None:
        found = clashes(keys)
        told = [
            words.CLASH.format(key=key_text(key), one=BY_NAME[one].words, other=BY_NAME[other].words)
            for key, one, other in found
        ]
        self.said.setText("\n".join(f"▲ {text}" for text in told) or words.NO_CLASH)
        look(self.said, "amber" if found else "muted")

    def _reset(self) -> None:
        self.show_preferences(Preferences(single_keys=self.single.isChecked(), go_on=self.go_on.isChecked()))
        self._take(keys={})


class _KeyField(QKeySequenceEdit):
    """Takes one key; Delete and Backspace empty it, Tab goes on to the next field."""

    def __init__(self, name: str, changed: Callable[[], None]) -> None:
        super().__init__()
        self._was = ""
        self._tell = changed
        self.setAccessibleName(name)
        self.setMaximumSequenceLength(1)
        self.setFixedWidth(min(theme().px(140), 190))
        self._quiet()
        self.keySequenceChanged.connect(lambda _: self._moved())

    def key(self) -> str:
        """The key as preferences keep it; "" for none."""
        return normal(self.keySequence().toString(_FORMAT))

    def put(self, key: str) -> None:
        """Show a key, telling nobody."""
        self._was = key
        self.blockSignals(True)
        self.setKeySequence(QKeySequence(key, _FORMAT))
        self.blockSignals(False)
        self._quiet()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _LEAVES:
            return bool(self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab))
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _CLEARS and not held:
            self.clear()
        elif event.key() == Qt.Key.Key_Escape and not held:
            event.ignore()  # it closes the settings, as everywhere
        else:
            super().keyPressEvent(event)

    def _quiet(self) -> None:
        """Say nothing in an empty field: thirty times "Press shortcut" would hide the keys."""
        inside = self.findChild(QLineEdit)
        if inside is not None:
            inside.setPlaceholderText("")

    def _moved(self) -> None:
        self._quiet()
        if self.key() != self._was:
            self._was = self.key()
            self._tell()
