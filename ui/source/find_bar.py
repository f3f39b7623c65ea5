"""Finds words in the whole of the shown source, and steps through the places found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from ui.session import Session
from ui.source.turns import Turns
from ui.strings import source as words
from ui.widgets.basics import PASSING, label, row, tool

Span = tuple[int, int]
MOST = 1000  # the viewer gives no more
_ALL: Span = (0, 1 << 62)
_TYPED_MILLISECONDS = 200


class FindBar(QFrame):
    """A field, "3 of 17", and ways to the next and the previous place; `went` asks for a place to be shown."""

    went = Signal(object)  # (start, end), or None when nothing is looked for any more
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._session = session
        self._source_id = ""
        self.found: list[Span] = []
        self.at = -1
        self._kept_out = False  # some of the source was not looked through
        self.hides: Callable[[str, Span], bool] = lambda source_id, span: False  # asked on a worker
        self.near = 0  # from which code point of the layer on the first place is taken
        self._turns = Turns(session.viewing, self)
        self.field = QLineEdit()
        self.field.setProperty(PASSING, True)
        self.field.setAccessibleName(words.FIND_FIELD)
        self.field.setPlaceholderText(words.FIND_HINT)
        self.field.setMinimumWidth(80)
        self.count = label("", "muted")
        self.previous = tool(words.FIND_PREVIOUS, lambda: self.step(-1), "up")
        self.next = tool(words.FIND_NEXT, lambda: self.step(1), "down")
        self.close_button = tool(words.FIND_CLOSE, self.leave, "close")
        layout = row(self.field, self.count, self.previous, self.next, self.close_button, gap=4, margins=(8, 4, 4, 4))
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MILLISECONDS)
        self._typed.timeout.connect(self._look)
        self.field.textEdited.connect(lambda _: self._typed.start())
        self.field.installEventFilter(self)
        self.hide()

    def begin(self, source_id: str, near: int) -> None:
        """Open over a source; `near` is where in its layer to start."""
        self.near = near
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if source_id != self._source_id or not self.found:
            self._source_id = source_id
            self._look()

    def leave(self) -> None:
        """Close, and mark nothing any more."""
        was_open = self.isVisible()
        self._typed.stop()
        self._turns.forget()
        self.found, self.at, self._source_id, self._kept_out = [], -1, "", False
        self._say()
        self.hide()
        self.went.emit(None)
        if was_open:
            self.closed.emit()

    def forget(self) -> None:
        """Close, and keep nothing of what was looked for, which may be words of the source."""
        self.field.setText("")  # not `clear`, which can be undone
        self.leave()

    def step(self, by: int) -> None:
        """To the next place, or to the previous; round again at the ends."""
        if self._typed.isActive():
            self._typed.stop()
            self._look()
        elif self.found:
            self.at = (self.at + by) % len(self.found)
            self._say()
            self.went.emit(self.found[self.at])

    @property
    def current(self) -> Span | None:
        return self.found[self.at] if 0 <= self.at < len(self.found) else None

    def _look(self) -> None:
        source_id, sought, viewer = self._source_id, self.field.text(), self._session.case.viewer
        hides = self.hides
        if not sought.strip():
            self._took([])
            return

        def work() -> tuple[list[Span], bool]:
            found = [span for span in viewer.find(source_id, sought) if not hides(source_id, span)]
            return found, hides(source_id, _ALL)

        self._turns.ask(
            work, lambda found: self._took(*found) if source_id == self._source_id else None, self._session.failed.emit
        )

    def _took(self, found: list[Span], kept_out: bool = False) -> None:
        self.found, self._kept_out = found, kept_out
        self.at = next((n for n, span in enumerate(found) if span[0] >= self.near), 0) if found else -1
        self._say()
        self.went.emit(self.current)

    def _say(self) -> None:
        for one in (self.previous, self.next):
            one.setEnabled(bool(self.found))
        if not self.field.text().strip():
            self.count.setText("")
        elif not self.found:
            self.count.setText(words.NOTHING_BUT_REAR if self._kept_out else words.NOTHING_FOUND)
        else:
            count = len(self.found)
            all_of_them = words.FOUND_MOST.format(count=count) if count >= MOST else f"{count:,}"
            self.count.setText(words.FOUND_OF.format(at=self.at + 1, all=all_of_them))
        self.field.setAccessibleDescription(self.count.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter and Shift+Enter step."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)
