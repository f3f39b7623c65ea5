"""Greys out what the roles of who has a protected case open do not allow, and says why; `app` refuses it, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.access import ACT_WORDS, ROLE_WORDS, Act, Role, may
from ui.strings import access as words
from ui.widgets.basics import tip

if TYPE_CHECKING:
    from app.case import Case
    from ui.desk import Desk

# What keys of the window do, by the names of the table of keys; what only looks is not here.
KEYS: Mapping[str, Act] = {
    **dict.fromkeys(("accept", "amend", "reject", "aside", "note", "undo", "sign"), Act.REVIEW),
    "add": Act.ADD,
    "new_draft": Act.DRAFT,
    "export": Act.EXPORT,
}


def why_not(case: Case, act: Act) -> str:
    """Why the person may not do this in this case, in a sentence; "" where they may."""
    user = case.user
    if user is None or may(user.roles, act):
        return ""
    return words.REFUSED.format(user=user.name, act=ACT_WORDS[act], roles=role_words(user.roles) or "–")


def role_words(roles: tuple[str, ...]) -> str:
    """Roles as people read them; one of another version stays out."""
    return ", ".join(ROLE_WORDS[Role(role)] for role in roles if role in set(Role))


def bar(widget: QWidget | QAction, case: Case, act: Act) -> bool:
    """Keep a control greyed out where the person may not do what it does; gives whether it is."""
    reason = why_not(case, act)
    if not reason:
        return False
    widget.setEnabled(False)
    widget.setToolTip(tip(reason))
    if isinstance(widget, QWidget):
        widget.setAccessibleDescription(reason)
        _Barred(widget, reason)
    return True


def bar_desk(desk: Desk) -> None:
    """Grey out what stands on every desk; tabs and windows that are made later do so themselves."""
    evidence, source, signing = desk.evidence, desk.source, desk.summary.signing
    controls: list[tuple[QWidget, Act]] = [
        *((evidence.add, Act.ADD), (evidence.details.edit, Act.DESCRIBE), (evidence.details.decide, Act.PRIVILEGE)),
        *((desk.middle.export, Act.EXPORT), (source.tools.redact, Act.REDACT)),
        *((source.selection.add, Act.REVIEW), (source.selection.redact, Act.REDACT)),
        *((signing.sign, Act.REVIEW), (signing.again, Act.REVIEW)),
    ]
    for control, act in controls:
        bar(control, desk.session.case, act)


class _Barred(QObject):
    """Others may dress the control as the draft or the selection asks: it stays greyed out, and says why."""

    def __init__(self, widget: QWidget, reason: str) -> None:
        super().__init__(widget)
        self._widget, self._reason = widget, tip(reason)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.EnabledChange and self._widget.isEnabled():
            self._widget.setEnabled(False)
        elif event.type() == QEvent.Type.ToolTipChange and self._widget.toolTip() != self._reason:
            self._widget.setToolTip(self._reason)
        return False
