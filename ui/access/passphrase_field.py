"""A field for a passphrase: hidden until it is asked to be shown, and it says when Caps Lock is on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.strings import access as words
from ui.theme.icons import icon
from ui.widgets.basics import column, label, row, tool

_HINTS = Qt.InputMethodHint
# Not to be learnt by what completes words, also while it can be read.
_SECRET = _HINTS.ImhSensitiveData | _HINTS.ImhNoPredictiveText | _HINTS.ImhNoAutoUppercase


class PassphraseField(QWidget):
    """What is typed is in memory alone; `changed` tells of each key, `entered` of Enter."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._caps: bool | None = None  # not known before a letter was typed
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setInputMethodHints(_SECRET)
        self.field.setAccessibleName(name)
        self.eye = tool(words.SHOW_PASSPHRASE, self._turn, "show")
        self.caps = label(words.CAPS_LOCK, "amber-small")
        self.caps.hide()
        line = row(self.field, self.eye, gap=4)
        line.setStretch(0, 1)
        layout = column(gap=4)
        layout.addLayout(line)
        layout.addWidget(self.caps)
        self.setLayout(layout)
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(lambda _: self.changed.emit())
        self.field.returnPressed.connect(self.entered)

    def text(self) -> str:
        return self.field.text()

    def clear(self) -> None:
        """Nothing is typed, and nothing is shown of the next either."""
        self.field.clear()
        self._show(False)

    def set_waiting(self, waiting: bool) -> None:
        """What was typed is being tried, and stays as it is meanwhile."""
        self.field.setReadOnly(waiting)
        self.eye.setEnabled(not waiting)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Qt tells of Caps Lock on no system: what a letter becomes without Shift does."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_CapsLock and self._caps is not None:
                self._caps = not self._caps
            elif event.text().isalpha() and event.text().lower() != event.text().upper():
                held = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._caps = event.text().isupper() is not held
            self.caps.setVisible(bool(self._caps))
        elif event.type() == QEvent.Type.FocusOut:
            self._caps = None
            self.caps.hide()
        return False

    def _turn(self) -> None:
        self._show(self.field.echoMode() == QLineEdit.EchoMode.Password)
        self.field.setFocus()

    def _show(self, shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.field.setInputMethodHints(_SECRET)
        name = words.HIDE_PASSPHRASE if shown else words.SHOW_PASSPHRASE
        self.eye.setToolTip(name)
        self.eye.setAccessibleName(name)
        self.eye.setIcon(icon("sensitive" if shown else "show"))
