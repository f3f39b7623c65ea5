"""The users of a case in rows: their roles as check boxes, since when, and the way to withdraw access."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QWidget

from app.access import ROLE_WORDS, Role
from provenance.protection.users import CaseUser
from ui.strings import access as words
from ui.when import local_time
from ui.widgets.basics import button, frame, label, tip


class UserRows(QWidget):
    """`roles_asked` carries a name and the roles wanted; `withdraw_asked` a name."""

    roles_asked = Signal(str, list)
    withdraw_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "ground")
        self.boxes: dict[str, dict[Role, QCheckBox]] = {}
        self.withdraws: dict[str, QPushButton] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 8, 8, 8)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self.setLayout(self._grid)

    def show_users(self, users: Sequence[CaseUser], me: str, reason: str) -> None:
        """Show these; `reason` is why nothing can be changed, "" where it can."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.boxes, self.withdraws = {}, {}
        heads = [words.NAME_HEAD, *(ROLE_WORDS[role].capitalize() for role in Role), words.SINCE_HEAD]
        for at, head in enumerate(heads):
            self._grid.addWidget(label(head, "section", wrap=True), 0, at, Qt.AlignmentFlag.AlignBottom)
        for n, user in enumerate(users):
            self._grid.addWidget(frame("rule"), 2 * n + 1, 0, 1, len(heads) + 1)
            self._row(2 * n + 2, user, me, reason)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(2 * len(users) + 2, 1)

    def _row(self, at: int, user: CaseUser, me: str, reason: str) -> None:
        mine = user.name == me
        named = label(words.YOU.format(name=user.name) if mine else user.name, "strong", wrap=True)
        self._grid.addWidget(named, at, 0)
        self.boxes[user.name] = {}
        for n, role in enumerate(Role, 1):
            cell = self._told(user, role) if reason else self._box(user, role)
            self._grid.addWidget(cell, at, n, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        since = words.SINCE.format(when=local_time(user.at), by=user.by)
        self._grid.addWidget(label(since, "small", wrap=True), at, len(Role) + 1)
        away = button(words.WITHDRAW, lambda: self.withdraw_asked.emit(user.name), "link")
        away.setAccessibleName(f"{words.WITHDRAW_TITLE}: {user.name}")
        away.setEnabled(not reason and not mine)
        away.setToolTip(tip(reason or (words.WITHDRAW_SELF if mine else "")))
        self.withdraws[user.name] = away
        self._grid.addWidget(away, at, len(Role) + 2)

    def _told(self, user: CaseUser, role: Role) -> QLabel:
        """A role in words, where it cannot be changed."""
        has = role in user.roles
        made = label(words.MAY if has else words.MAY_NOT, "" if has else "muted")
        made.setAccessibleName(f"{words.ROLE_BOX.format(role=ROLE_WORDS[role], name=user.name)}: {made.text()}")
        return made

    def _box(self, user: CaseUser, role: Role) -> QCheckBox:
        box = QCheckBox()
        box.setChecked(role in user.roles)
        box.setAccessibleName(words.ROLE_BOX.format(role=ROLE_WORDS[role], name=user.name))
        box.setToolTip(tip(box.accessibleName()))
        box.clicked.connect(lambda _=False: self._ask(user.name))
        self.boxes[user.name][role] = box
        return box

    def _ask(self, name: str) -> None:
        self.roles_asked.emit(name, [role for role, box in self.boxes[name].items() if box.isChecked()])
