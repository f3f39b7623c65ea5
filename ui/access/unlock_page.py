"""The page that stands before a protected case: asks who one is, opens the case beside, and gives it to the window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.preferences import Preferences
from provenance.errors import AttestError
from provenance.protection import unlocking
from ui.access.coming_in import Doors, by_passphrase, by_recovery, doors, wait_after, with_own_passphrase
from ui.access.forms import AskForm, FirstForm, Form, RecoverForm, wide
from ui.background import Background
from ui.opening import open_in_background
from ui.strings import access as words
from ui.strings import common
from ui.strings import start as start_words
from ui.theme.theme import theme
from ui.widgets.basics import Elided, column, frame, label, row
from ui.widgets.empty import Action, sentence_of
from ui.widgets.room import scrolled

if TYPE_CHECKING:
    from app.case import Case

_SOON = ("wrong_passphrase", "passphrase_wait")


@dataclass(frozen=True, slots=True)
class Before:
    """Which case stands behind the page, and how it came to be closed.

    `user`: who had it open and has to come back; `under_way`: it is open still, for work that has to end first.
    """

    folder: Path
    write: bool = True
    user: str = ""
    locked: bool = False
    under_way: bool = False


class UnlockPage(QWidget):
    """Shows forms for one case; `case_opened` hands over an open Case, `proved` tells that who has it open is back."""

    case_opened = Signal(object)
    proved = Signal()
    left = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.setProperty("look", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(words.UNLOCK)
        self.preferences = preferences
        self.before = Before(Path())
        self._first: tuple[Case, str] | None = None  # open, and the passphrase that has to be changed
        self._held = False
        self._background = Background(self._failed, threads=1)
        self.destroyed.connect(self._background.close)
        self.ask, self.first, self.recover = AskForm(), FirstForm(), RecoverForm()
        self.form: Form = self.ask  # the one that is shown
        self._title, self._name = label("", "title", wrap=True), Elided("", "heading")
        self._folder, self._more = Elided("", "small"), label("", "muted", wrap=True)
        self._every = self.ask, self.first, self.recover
        self._lay()
        self._connect()

    def _lay(self) -> None:
        said = self._title, self._name, self._folder, self._more
        self._card = frame("card", column(*said, 8, *self._every, gap=4, margins=(24, 20, 24, 20)))
        middle = QWidget()
        middle.setProperty("look", "ground")
        inside = column(None, gap=0, margins=(24, 24, 24, 24))
        inside.addLayout(row(None, self._card, None, gap=0))
        inside.addStretch(2)
        middle.setLayout(inside)
        self.setLayout(column(scrolled(middle), gap=0))
        theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._card.setFixedWidth(wide() + 48)

    def _connect(self) -> None:
        self.ask.asked.connect(self._try)
        self.ask.left.connect(self._leave)
        self.ask.recovery_asked.connect(lambda: self._show(self.recover))
        self.first.asked.connect(self._take_own)
        self.first.left.connect(self._give_up_first)
        self.recover.asked.connect(self._recover)
        self.recover.left.connect(lambda: (self.recover.clear(), self._show(self.ask)))

    # What is shown

    def stand_before(self, before: Before) -> None:
        """Ask for what opens this case; the names of its users are read beside."""
        self.before, self._held = before, False
        self.ask.passphrase.clear()
        self.recover.clear()
        self.first.new.clear()
        self._title.setText(words.LOCKED_TITLE if before.locked else words.PROTECTED_TITLE)
        self._name.set(before.folder.name)
        self._folder.set(str(before.folder))
        self.ask.leave.setText(words.CLOSE_INSTEAD if before.locked else words.BACK_TO_START)
        self.ask.leave.setVisible(not before.under_way)
        self.tell("")
        self._show(self.ask)
        self.ask.wait(words.READING_NAMES)
        self._background.run(self, lambda: doors(before.folder), self._take_doors, self._failed, latest="doors")

    def tell(self, text: str) -> None:
        """Say what goes on behind the page."""
        self._more.setText(text or (words.LOCKED_MORE if self.before.locked else words.PROTECTED_MORE))

    def hold(self, text: str) -> None:
        """The case is being closed still: nothing can be tried before `let_go`."""
        self._held = True
        self.ask.leave.setEnabled(False)
        self.ask.wait(text)

    def let_go(self) -> None:
        self._held = False
        self.ask.leave.setEnabled(True)
        self.ask.go_on()
        self.ask.passphrase.field.setFocus()

    def show_trouble(self, error: Exception) -> None:
        """Say what else went wrong while the case was closed."""
        self.ask.show_trouble(error)

    def _take_doors(self, found: Doors) -> None:
        if not self._held:
            self.ask.go_on()
        names = (self.before.user,) if self.before.under_way else found.users
        chosen = self.before.user if self.before.user in names else found.likely(self.preferences.last_user)
        self.ask.show_users(names, chosen, found.recovery, dict(found.waits))
        self.ask.recover.setVisible(found.recovery and not self.before.under_way)
        if self._held:
            self.ask.hold(True)
        self.ask.updateGeometry()
        self._card.updateGeometry()

    def _show(self, form: Form) -> None:
        self.form = form
        for one in self._every:
            one.setVisible(one is form)
        if form is self.recover:
            self.recover.halves[0].setFocus()

    # What is done

    def _try(self) -> None:
        before, user, phrase = self.before, self.ask.user.currentText(), self.ask.passphrase.text()
        self.ask.wait(words.UNLOCKING)
        if before.under_way:
            work = lambda: unlocking.unlock(before.folder, user, phrase)  # noqa: E731
            self._background.run(self, work, lambda _: self._proved(), self._failed, latest="prove")
            return
        preferences, write = self.preferences, before.write
        make = lambda: by_passphrase(before.folder, user, phrase, preferences, write)  # noqa: E731
        open_in_background(self._background, self, make, lambda case: self._opened(case, phrase), self._failed)

    def _proved(self) -> None:
        self.ask.passphrase.clear()
        self.ask.go_on()
        self.proved.emit()

    def _opened(self, case: Case, phrase: str) -> None:
        if case.first_passphrase:
            self._first = case, phrase
            self.ask.go_on()
            self._show(self.first)
            self.first.go_on()
            self.first.new.one.field.setFocus()
        else:
            self._done(case)

    def _done(self, case: Case) -> None:
        """Nothing that was typed stays here."""
        self._first = None
        self.ask.passphrase.clear()
        self.first.new.clear()
        self.recover.clear()
        self.ask.go_on()
        self.case_opened.emit(case)

    def _take_own(self) -> None:
        if self._first is None:
            return
        (case, first), new = self._first, self.first.new.text()
        self.first.wait(words.CHANGING)
        self._background.run(
            self, lambda: with_own_passphrase(case, first, new), self._done, self.first.show_trouble, latest="own"
        )

    def _give_up_first(self) -> None:
        """The case is closed again, as nothing can be done in it before."""
        if self._first is not None:
            case, self._first = self._first[0], None
            self._background.run(self, case.close)
        self.first.new.clear()
        self._leave()

    def _recover(self) -> None:
        before, preferences, form = self.before, self.preferences, self.recover
        halves, name, phrase = (form.halves[0].text(), form.halves[1].text()), form.name.text().strip(), form.new.text()
        form.wait(words.RECOVERING)
        make = lambda: by_recovery(before.folder, halves, name, phrase, preferences)  # noqa: E731
        open_in_background(self._background, self, make, self._done, form.show_trouble)

    def _leave(self) -> None:
        self.ask.passphrase.clear()
        self._background.run(self, lambda: None, latest="open")  # what is being opened is closed again
        self.left.emit()

    def _failed(self, error: Exception) -> None:
        """A wrong passphrase is told with the time to wait; anything else as an error with ways on."""
        if isinstance(error, AttestError) and error.code in _SOON:
            before, user = self.before, self.ask.user.currentText()
            text = words.WRONG if error.code == "wrong_passphrase" else sentence_of(error)
            self._background.run(
                self, lambda: wait_after(before.folder, user, error), lambda s: self.ask.refuse(text, s), latest="wait"
            )
            return
        self.ask.show_trouble(error, *self._ways(error))

    def _ways(self, error: Exception) -> list[Action]:
        if not isinstance(error, AttestError):
            return []
        if error.code in ("case_locked", "case_io") and self.before.write:
            return [(start_words.OPEN_READ_ONLY, self._try_reading)]
        if error.code == "keys_damaged" and not self.before.under_way:
            return [(words.RECOVER, lambda: self._show(self.recover))]
        return [(common.RETRY, lambda: self.stand_before(self.before))] if not self.ask.user.count() else []

    def _try_reading(self) -> None:
        self.before = Before(self.before.folder, False, self.before.user, self.before.locked)
        self._try()
