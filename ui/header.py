"""The bar at the top of the desk: which case it is, the badge of being offline, how much is checked, the menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QToolButton, QWidget

from app.access import Act
from provenance.protection.users import CaseUser
from ui.access.allowed import bar, role_words
from ui.offline.badge import OfflineBadge
from ui.session import Session
from ui.strings import access as access_words
from ui.strings import desk as words
from ui.strings import draft as draft_words
from ui.strings import schedules as schedule_words
from ui.strings.signing import SIGN_MENU, SIGNED_SHORT
from ui.widgets.basics import Elided, button, label, row, tip, tool

if TYPE_CHECKING:
    from app.case import Case

NEEDS: Mapping[str, Act] = {  # entries of the menu, by their words
    draft_words.NEW_DRAFT: Act.DRAFT,
    words.ADD: Act.ADD,
    words.VERIFY: Act.VERIFY,
    draft_words.EXPORT: Act.EXPORT,
    SIGN_MENU: Act.REVIEW,
    schedule_words.MENU: Act.SCHEDULE,
}
_LONGEST = 32  # characters of a reference


class Header(QFrame):
    """Shows the session's case; `acts` are the menu's entries by their words, None for a line between two."""

    def __init__(
        self, session: Session, acts: Mapping[str, Callable[[], object] | None], lock: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setProperty("look", "bar-top")
        self._session = session
        info = session.case.store.info
        self._reference = label(_clipped(info.reference), "heading")
        self._reference.setToolTip(tip(info.reference))
        self._title = Elided(info.title, "muted")
        self.offline = OfflineBadge(session)
        self._checked = label("", "muted")
        self._checked.setToolTip(words.CHECKED_MORE)
        self._read_only = label(words.READ_ONLY, "amber")
        self._read_only.setToolTip(words.READ_ONLY_MORE)
        self._read_only.setVisible(not session.writable)
        self.menu, self.lock = _menu(self, session.case, acts), _lock(session.case.user, lock)
        seen = self.offline, 8, self._checked
        parts = self._reference, self._title, self._read_only, *seen, self.lock, self.menu
        layout = row(*parts, gap=8, margins=(16, 8, 16, 8))
        layout.setStretch(1, 1)
        self.setLayout(layout)
        session.draft_changed.connect(self._count)
        session.state_changed.connect(lambda _: self._count())
        self._count()

    def _count(self) -> None:
        done, all_of_them = self._session.progress()
        self._checked.setVisible(all_of_them > 0)
        signed = SIGNED_SHORT if self._session.signature is not None else ""
        self._checked.setText(words.CHECKED.format(done=done, all=all_of_them) + signed)


def _lock(user: CaseUser | None, act: Callable[[], object]) -> QPushButton:
    """The way to lock the case; there is none for one that is not protected."""
    made = button(access_words.LOCK, act, "compact", icon_name="lock")
    made.setVisible(user is not None)
    if user is not None:
        made.setToolTip(tip(access_words.LOCK_MORE.format(user=user.name, roles=role_words(user.roles))))
    return made


def _clipped(reference: str) -> str:
    """A reference of a length that leaves room for the rest; the whole stands in its tooltip."""
    return reference if len(reference) <= _LONGEST else f"{reference[: _LONGEST - 1]}…"


def _menu(parent: QWidget, case: Case, acts: Mapping[str, Callable[[], object] | None]) -> QToolButton:
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    for text, act in acts.items():
        if act is None:
            menu.addSeparator()
        else:
            entry = menu.addAction(text)
            entry.triggered.connect(lambda _=False, act=act: act())
            if text in NEEDS:
                bar(entry, case, NEEDS[text])
    made = tool(words.MENU, lambda: made.showMenu(), "menu")
    made.setMenu(menu)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return made
