"""The forms of the unlock page: who one is and the passphrase, a first passphrase to be changed, the recovery key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.access.new_passphrase import NewPassphrase
from ui.access.passphrase_field import PassphraseField
from ui.strings import access as words
from ui.strings import common
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, look, row
from ui.widgets.empty import Action, Trouble

_SECOND = 1000  # milliseconds


class Form(QWidget):
    """Fields, a sentence on how it stands, room for an error, and two buttons; `asked` once what is typed can be tried,
    `left` for who does not want to."""

    asked = Signal()
    left = Signal()

    def __init__(self, do: str, leave: str) -> None:
        super().__init__()
        self.waiting = False
        self.said = label("", "muted", wrap=True)
        self.said.setMinimumHeight(self.said.fontMetrics().lineSpacing() * 2)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.troubles = QVBoxLayout()
        self.do = button(do, self.ask, "primary")
        self.leave = button(leave, self.left.emit)

    def lay(self, *parts: QWidget | int | None) -> QVBoxLayout:
        layout = column(*parts, self.said, gap=6)
        layout.addLayout(self.troubles)
        layout.addLayout(row(None, self.leave, self.do))
        self.setLayout(layout)
        return layout

    def ready(self) -> bool:
        """Whether what is typed can be tried."""
        raise NotImplementedError

    def ask(self) -> None:
        if self.ready() and not self.waiting:
            self.asked.emit()

    def dress(self) -> None:
        self.do.setEnabled(self.ready() and not self.waiting)

    def wait(self, text: str) -> None:
        """What was typed is being tried."""
        self.waiting = True
        self.clear_troubles()
        self.say(text)
        self.hold(True)
        self.dress()

    def hold(self, waiting: bool) -> None:
        """Let nothing be changed while it is tried."""

    def go_on(self, text: str = "", how: str = "amber") -> None:
        """It was tried, and something can be typed again."""
        self.waiting = False
        self.hold(False)
        self.say(text, how)
        self.dress()

    def say(self, text: str, how: str = "muted") -> None:
        look(self.said, how)
        self.said.setText(text)

    def show_trouble(self, error: Exception, *ways: Action) -> None:
        self.go_on()
        self.clear_troubles()
        self.troubles.addWidget(Trouble(error, *ways, closable=False))

    def clear_troubles(self) -> None:
        while (item := self.troubles.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()


class AskForm(Form):
    """Who one is, and the passphrase; a wrong one is told in words, and how long the next has to wait."""

    recovery_asked = Signal()

    def __init__(self) -> None:
        super().__init__(words.UNLOCK, words.BACK_TO_START)
        self.user = QComboBox()
        self.user.setAccessibleName(words.USER)
        self.user.currentTextChanged.connect(lambda _: self._other_user())
        self.passphrase = PassphraseField(words.PASSPHRASE)
        self.passphrase.changed.connect(self.dress)
        self.passphrase.entered.connect(self.ask)
        self.forgot = label(words.FORGOT, "small", wrap=True)
        self.recover: QPushButton = button(words.RECOVER, self.recovery_asked.emit, "link")
        self._seconds = 0  # before the next passphrase is tried
        self._waits: dict[str, int] = {}
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self.tick)
        layout = self.lay(label(words.USER), self.user, 4, label(words.PASSPHRASE), self.passphrase)
        layout.addSpacing(8)
        layout.addWidget(self.forgot)
        layout.addLayout(row(self.recover, None))

    def show_users(self, names: Sequence[str], chosen: str, recovery: bool, waits: dict[str, int]) -> None:
        """Offer these names; the keyboard goes to the passphrase."""
        self.user.blockSignals(True)
        self.user.clear()
        self.user.addItems(list(names))
        self.user.setCurrentText(chosen)
        self.user.blockSignals(False)
        self.user.setEnabled(len(names) > 1)
        self.recover.setVisible(recovery)
        self.forgot.setText(words.FORGOT_WITH_KEY if recovery else words.FORGOT)
        self._waits = waits
        self._other_user()
        self.passphrase.field.setFocus()

    def ready(self) -> bool:
        return bool(self.passphrase.text()) and bool(self.user.currentText()) and not self._seconds

    def hold(self, waiting: bool) -> None:
        self.passphrase.set_waiting(waiting)
        self.user.setEnabled(not waiting and self.user.count() > 1)
        self.recover.setEnabled(not waiting)

    def refuse(self, text: str, seconds: int) -> None:
        """The passphrase was wrong, or came too soon: say so, and count down to the next attempt."""
        self._waits[self.user.currentText()] = seconds
        self.go_on(text)
        self.passphrase.field.setFocus()
        self.passphrase.field.selectAll()
        self._count(seconds, text)

    def tick(self) -> None:
        """A second has passed."""
        self._waits = {name: max(0, left - 1) for name, left in self._waits.items()}
        self._count(self._waits.get(self.user.currentText(), 0), "")

    def _count(self, seconds: int, text: str) -> None:
        before, self._seconds = self._seconds, seconds
        if any(self._waits.values()):
            self._clock.start()
        else:
            self._clock.stop()
        if seconds:
            self.say(
                words.WAIT.format(user=self.user.currentText(), seconds=common.counted(seconds, "second")), "amber"
            )
        elif before and not self.waiting:
            self.say(text or words.TRY_NOW)
        self.dress()

    def _other_user(self) -> None:
        self.clear_troubles()
        self.say("")
        self._count(self._waits.get(self.user.currentText(), 0), "")
        if not self._seconds:
            self.say("")


class FirstForm(Form):
    """A passphrase of one's own in place of the first one, which somebody else chose."""

    def __init__(self) -> None:
        super().__init__(words.TAKE_PASSPHRASE, common.CANCEL)
        self.new = NewPassphrase()
        self.new.changed.connect(self.dress)
        self.new.entered.connect(self.ask)
        self.lay(label(words.FIRST_HEAD, "strong", wrap=True), label(words.FIRST_MORE, "muted", wrap=True), 4, self.new)

    def ready(self) -> bool:
        return self.new.good

    def hold(self, waiting: bool) -> None:
        self.new.set_waiting(waiting)
        self.leave.setEnabled(not waiting)


class RecoverForm(Form):
    """The two halves of the recovery key, and who becomes the administrator."""

    def __init__(self) -> None:
        super().__init__(words.RECOVER_DO, common.CANCEL)
        self.halves = QLineEdit(), QLineEdit()
        self.name = QLineEdit()
        fields = zip((*self.halves, self.name), (words.HALF_ONE, words.HALF_TWO, words.NEW_ADMINISTRATOR), strict=True)
        parts: list[QWidget | int | None] = [label(words.RECOVER_MORE, "muted", wrap=True), 4]
        for field, name in fields:
            field.setAccessibleName(name)
            field.textChanged.connect(lambda _: self.dress())
            parts += [label(name), field]
        for field in self.halves:
            field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
            field.setPlaceholderText(words.HALF_HINT)
        self.new = NewPassphrase()
        self.new.changed.connect(self.dress)
        self.new.entered.connect(self.ask)
        self.lay(*parts, 4, self.new)

    def ready(self) -> bool:
        typed = all(field.text().strip() for field in (*self.halves, self.name))
        return typed and self.new.good

    def hold(self, waiting: bool) -> None:
        for field in (*self.halves, self.name):
            field.setReadOnly(waiting)
        self.new.set_waiting(waiting)
        self.leave.setEnabled(not waiting)

    def clear(self) -> None:
        for field in (*self.halves, self.name):
            field.clear()
        self.new.clear()
        self.clear_troubles()


def wide() -> int:
    """How wide a form is, in pixels at the text size in force."""
    return theme().px(460)
