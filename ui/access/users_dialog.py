"""Who has access to the open case and as what; giving, changing and withdrawing it, for its administrators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from app.access import Act, Role
from provenance.protection.unlocking import Unlocked
from provenance.protection.users import CaseUser
from ui.access.add_user import AddUserDialog
from ui.access.allowed import role_words, why_not
from ui.access.asking import OwnPassphraseDialog, SureDialog
from ui.access.closed_work import changing_keys, do_closed, opening_up
from ui.access.recovery_dialog import offer_recovery
from ui.access.roles_page import RolesPage
from ui.access.user_rows import UserRows
from ui.strings import access as words
from ui.strings import common
from ui.widgets.basics import button, column, frame, label, look, row, symbol
from ui.widgets.empty import Trouble
from ui.widgets.room import scrolled, take_room

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.session import Session

_SIZE = (940, 600)  # pixels at normal text size
_Found = tuple[list[CaseUser], list[str], bool]


class UsersDialog(QDialog):
    """Of a protected case that is open. Who is no administrator sees all and can change their own passphrase."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.USERS_TITLE)
        self._session, self._window = session, window
        self.rows = UserRows()
        self.rows.roles_asked.connect(self._set_roles)
        self.rows.withdraw_asked.connect(self._ask_withdraw)
        self.said = label(words.READING_USERS, "muted", wrap=True)
        self.reason = label("", "amber", wrap=True)
        self._warnings, self._troubles = QVBoxLayout(), QVBoxLayout()
        self.add = button(words.ADD_USER, self._add, "primary", icon_name="add")
        self.own = button(words.CHANGE_OWN, self._change_own)
        self.recovery = button(words.RECOVERY, self._make_recovery, icon_name="key")
        self.open_up = button(words.UNPROTECT, self._ask_unprotect, "link")
        self._lay()
        self.read()

    def _lay(self) -> None:
        who = QWidget()
        who.setLayout(column(scrolled(self.rows), self.said, margins=(0, 8, 0, 0)))
        self.tabs = QTabWidget()
        self.tabs.addTab(who, words.WHO_TAB)
        self.tabs.addTab(RolesPage(), words.ROLES_TAB)
        self.tabs.setAccessibleName(words.USERS_TITLE)
        layout = column(self.reason, gap=10, margins=(16, 14, 16, 14))
        layout.addLayout(self._warnings)
        layout.addLayout(self._troubles)
        layout.addWidget(self.tabs, 1)
        close = button(common.CLOSE, self.accept)
        layout.addLayout(row(self.add, self.own, self.recovery, self.open_up, None, close))
        self.setLayout(layout)
        take_room(self, *_SIZE)

    # What is shown

    def read(self) -> None:
        """Read who has access, and what of it is not finished."""
        access = self._session.case.access
        work = lambda: (access.users(), access.unsettled(), access.has_recovery_key())  # noqa: E731
        self._session.background.run(self, work, self._show, latest="users")

    def _show(self, found: _Found) -> None:
        users, odd, recovery = found
        case = self._session.case
        read_only = "" if self._session.writable else words.READ_ONLY_CASE
        reason = read_only or why_not(case, Act.USERS)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.rows.show_users(users, case.by, reason)
        for one in (self.add, self.recovery):
            one.setEnabled(not reason)
            one.setToolTip(reason)
        self.own.setEnabled(not read_only)
        protect = read_only or why_not(case, Act.PROTECT)
        self.open_up.setEnabled(not protect)
        self.open_up.setToolTip(protect)
        self._warn([words.ODD_HEAD.format(told=one) for one in odd], words.REKEY_NOW, self._rekey, not reason)
        if not recovery:
            self._warn([words.NO_RECOVERY], words.MAKE_RECOVERY, self._make_recovery, not reason, anew=False)
        if self.said.text() == words.READING_USERS:
            self._say("")

    def _warn(self, lines: Sequence[str], way: str, act: Callable[[], object], may: bool, anew: bool = True) -> None:
        while anew and (item := self._warnings.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if not lines:
            return
        do = button(way, act)
        do.setEnabled(may)
        said = label("\n".join(lines), "amber", wrap=True)
        inside = row(symbol("look", "amber"), said, do, margins=(12, 6, 12, 6))
        inside.setStretch(1, 1)
        self._warnings.addWidget(frame("notice", inside))

    def _say(self, text: str, how: str = "muted") -> None:
        look(self.said, how)
        self.said.setText(text)

    def _fail(self, error: Exception) -> None:
        self._say("")
        while (item := self._troubles.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._troubles.addWidget(Trouble(error))
        self.read()  # boxes stand as the case has it

    # What is done

    def _write(
        self, work: Callable[[], object], told: str, failed: Callable[[Exception], None] | None = None,
        then: Callable[[], object] = lambda: None,
    ) -> None:  # fmt: skip
        """Write it behind all that is being written; say so once it is."""
        self._say(words.WRITING)

        def done(_: object) -> None:
            self._say(told, "green")
            self.read()
            then()

        self._session.reviews.run(self, work, done, failed or self._fail)

    def _set_roles(self, name: str, roles: list[Role]) -> None:
        access = self._session.case.access
        told = words.ROLES_YOURS if name == self._session.case.by else words.ROLES_NOW
        told = told.format(name=name, roles=role_words(tuple(sorted(roles))))
        self._write(lambda: access.set_roles(name, roles), told)

    def _add(self) -> None:
        access = self._session.case.access

        def grant(name: str, roles: list[Role], phrase: str) -> None:
            self._write(
                lambda: access.grant(name, roles, phrase), words.ADDED.format(name=name), dialog.failed, dialog.accept
            )

        dialog = AddUserDialog(grant, self)
        dialog.open()

    def _change_own(self) -> None:
        access = self._session.case.access

        def change(old: str, new: str) -> None:
            self._write(lambda: access.change_passphrase(old, new), words.CHANGED, dialog.failed, dialog.accept)

        dialog = OwnPassphraseDialog(change, self)
        dialog.open()

    def _make_recovery(self) -> None:
        offer_recovery(self._session, self, self.read)

    def _ask_withdraw(self, name: str) -> None:
        lines = [line.format(name=name) for line in words.WITHDRAW_MORE]
        head = words.WITHDRAW_HEAD.format(name=name)
        dialog = SureDialog(words.WITHDRAW_TITLE, head, lines, words.WITHDRAW_DO, self)
        dialog.accepted.connect(lambda: self._withdraw(name))
        dialog.open()

    def _withdraw(self, name: str) -> None:
        access = self._session.case.access
        self._write(lambda: access.withdraw(name), "", then=self._rekey)

    def _rekey(self) -> None:
        """The case is closed for it; who would rather keep working finds it told here until it is done."""
        self._closed(changing_keys)

    def _ask_unprotect(self) -> None:
        dialog = SureDialog(
            words.UNPROTECT_TITLE, words.UNPROTECT_HEAD, [words.UNPROTECT_MORE], words.UNPROTECT_DO, self
        )
        dialog.accepted.connect(lambda: self._closed(opening_up))
        dialog.open()

    def _closed(self, what: Callable[..., object]) -> None:
        case = self._session.case
        key = case.store.key
        assert key is not None
        if do_closed(self._window, what(case.store.info.folder, Unlocked(case.by, key))):  # type: ignore[arg-type]
            self.accept()
