"""The choice of the key that a bundle is signed with, and the passphrase of one that is closed."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from app import signing_keys
from ui.export.audience import one_tab_stop
from ui.session import Session
from ui.strings import bundle as words
from ui.widgets.basics import column, label, look, row
from ui.widgets.empty import sentence_of

NONE = ""  # the name that stands for signing with no key
_BESIDE = 24  # pixels by which what is said of a choice stands in from it
Keys = tuple[list[signing_keys.Kept], list[signing_keys.Damaged]]


class KeyChoice(QWidget):
    """The only key is chosen by itself; of several the one that was used last, if it is known; else a person must."""

    changed = Signal()
    spoke = Signal(QWidget)  # words that a person must read, now shown by this

    def __init__(self, session: Session, last: str, after: QWidget) -> None:
        """`after` is what has the keyboard before, with Tab."""
        super().__init__()
        self._session, self._last, self._after = session, last, after
        self._kept: dict[str, signing_keys.Kept] = {}
        self._decided = False  # whether a person chose, or a key was chosen by itself
        self.known = False
        self.choices: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._list = QWidget()
        self.damaged = label("", "amber", wrap=True)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.textEdited.connect(lambda _: self.say(""))
        self.shown = QCheckBox(words.SHOW_PASSPHRASE)
        self.shown.toggled.connect(self._show)
        self._asked = label("")
        self.said = label("", wrap=True)
        self._closed = QWidget()
        typed = row(self.passphrase, self.shown, gap=12)
        typed.setStretch(0, 1)
        asked = column(self._asked, gap=4, margins=(_BESIDE, 4, 0, 0))
        asked.addLayout(typed)
        self._closed.setLayout(asked)
        layout = column(label(words.KEY, "strong"), self._list, self.damaged, self._closed, gap=4)
        layout.addLayout(row(_BESIDE, self.said, gap=0))
        self.setLayout(layout)
        for one in (self.damaged, self._closed, self.said):
            one.hide()
        self._group.buttonToggled.connect(lambda _, on: on and self._decide())

    @property
    def name(self) -> str | None:
        """The name of the key chosen, `NONE` for none, None where nobody has chosen yet."""
        return next((name for name, one in self.choices.items() if one.isChecked()), None)

    @property
    def missing(self) -> str:
        """What a person must do still before anything can be signed, in words."""
        if self.name is None:
            return words.CHOOSE_KEY
        if self._needs_passphrase() and not self.passphrase.text():
            return words.NEEDS_PASSPHRASE.format(name=self.name)
        return ""

    def look(self) -> None:
        """Read which keys there are: one may have been made since."""
        self._session.background.run(self, signing_keys.look, self._take, latest="keys")

    def say(self, text: str, how: str = "amber") -> None:
        """Say what stands in the way of signing, where that is mended, and lead there."""
        look(self.said, how)
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.passphrase.setAccessibleDescription(text)
        self.spoke.emit(self.said)
        if not text or how == "muted":
            return
        if self._needs_passphrase():
            self.passphrase.setFocus()
            self.passphrase.selectAll()
        elif self.choices:
            chosen = next(iter(self.choices)) if self.name is None else self.name
            self.choices[chosen].setFocus()

    def not_opened(self, error: Exception) -> None:
        """The key could not be opened: nothing was written. What lies there may be another by now."""
        text = sentence_of(error)
        self.say(text, "red")
        if self._needs_passphrase():
            return

        def then(found: Keys) -> None:
            self._take(found)
            self.say(text, "red")

        self._session.background.run(self, signing_keys.look, then, latest="keys")

    def _take(self, found: Keys) -> None:
        before, (kept, damaged) = self.name, found
        typed = self.passphrase.text()
        self._kept = {one.name: one for one in kept}
        self._lay()
        if (usual := self._usual(before, bool(damaged))) is not None:
            self._group.blockSignals(True)
            self.choices[usual].setChecked(True)
            self._group.blockSignals(False)
            one_tab_stop(self.choices.values())
        self.damaged.setText("\n".join(words.DAMAGED.format(name=one.name, why=one.why) for one in damaged))
        self.damaged.setVisible(bool(damaged))
        self.known = True
        self._chosen()
        if self.name == before:
            self.passphrase.setText(typed)

    def _usual(self, before: str | None, damaged: bool) -> str | None:
        """What is chosen by itself; a damaged key may be the one that was meant, so then none is."""
        if self._decided and before in self.choices:
            return before
        if len(self._kept) <= 1 and not damaged:
            return next(iter(self._kept), NONE)
        return self._last if self._last in self._kept else None

    def _decide(self) -> None:
        self._decided = True
        self._chosen()

    def _lay(self) -> None:
        """A choice for each key, the fingerprint below it, and one for no key."""
        for old in self.choices.values():
            self._group.removeButton(old)
        self.choices = {}
        layout = column(gap=3)
        for name, one in self._kept.items():
            text = (words.CLOSED_KEY if one.closed else words.OPEN_KEY).format(name=name)
            self._add(layout, name, text, words.FINGERPRINT.format(sha256=one.public.fingerprint))
        self._add(layout, NONE, words.NO_KEY, words.NO_KEY_MORE if self._kept else words.NO_KEY_YET)
        made = QWidget()
        made.setLayout(layout)
        self.layout().replaceWidget(self._list, made)
        self._list.hide()
        self._list.deleteLater()
        self._list = made
        made.show()  # at once, so that Tab reaches it: a layout shows what is new to it later
        for before, one in pairwise((self._after, *self.choices.values())):
            QWidget.setTabOrder(before, one)

    def _add(self, layout: QVBoxLayout, name: str, text: str, more: str) -> None:
        self.choices[name] = made = QRadioButton(text)
        made.setAccessibleDescription(more)
        self._group.addButton(made)
        layout.addWidget(made)
        layout.addLayout(row(_BESIDE, label(more, "small", wrap=True), gap=0))

    def _needs_passphrase(self) -> bool:
        chosen = self._kept.get(self.name or NONE)
        return chosen is not None and chosen.closed

    def _chosen(self) -> None:
        """A passphrase that was typed is for the key that was chosen then."""
        self.passphrase.clear()
        self.shown.setChecked(False)
        self.say("")
        self._closed.setVisible(self._needs_passphrase())
        asked = words.PASSPHRASE.format(name=self.name)
        self._asked.setText(asked)
        self.passphrase.setAccessibleName(asked)
        self.changed.emit()

    def _show(self, shown: bool) -> None:
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
