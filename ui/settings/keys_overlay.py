"""The list of all keys by group, as this person has them; it can be printed."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from app.preferences import Preferences
from ui.settings.actions import ACTIONS, Action, is_single, key_text, keys_of
from ui.strings import common
from ui.strings import settings as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.room import scrolled, take_room

_SIZE = (860, 640)  # pixels at normal text size
_FIXED = "fixed"
_COLUMNS = (("claims", "source", _FIXED), ("evidence", "drafts", "window"))
_GROUPS = ("claims", "source", "evidence", "drafts", "window", _FIXED)
_LEAST_FOR_TWO = 700  # pixels at normal text size


class KeysOverlay(QDialog):
    """Opened by `?`; Escape closes it."""

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.KEYS_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._preferences = preferences
        take_room(self, *_SIZE)
        scroll = scrolled(self._lists(two=self.width() >= theme().px(_LEAST_FOR_TWO)))
        scroll.setAccessibleName(words.KEYS_TITLE)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # to scroll with the arrow keys
        lead = words.KEYS_LEAD if preferences.single_keys else f"{words.KEYS_LEAD} {words.KEYS_OFF}"
        layout = column(label(lead, "muted", wrap=True), scroll, gap=12, margins=(20, 16, 20, 16))
        close = button(common.CLOSE, self.reject, "primary")
        close.setDefault(True)
        layout.addLayout(row(button(words.PRINT, self.print), None, close))
        self.setLayout(layout)
        close.setFocus()

    def document(self) -> QTextDocument:
        """The list as a page to print, black on white."""
        made = QTextDocument(self)
        parts = [f"<h2>{escape(words.PRINT_TITLE)}</h2><p>{escape(words.KEYS_LEAD)}</p>"]
        for group in _GROUPS:
            cells = "".join(
                f"<tr><td width='70%'>{escape(what)}</td><td><b>{escape(keys)}</b></td></tr>"
                for what, keys in self.lines(group)
            )
            parts.append(f"<h4>{escape(_head(group))}</h4><table width='100%'>{cells}</table>")
        made.setHtml("".join(parts))
        return made

    def lines(self, group: str) -> list[tuple[str, str]]:
        """What can be done and by which keys, of one group."""
        if group == _FIXED:
            return list(words.FIXED)
        return [(a.words, told(a, self._preferences)) for a in ACTIONS if a.group == group]

    def print(self) -> None:
        """Ask for a printer and print the list."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        printer.setDocName(words.PRINT_TITLE)
        asked = QPrintDialog(printer, self)
        if asked.exec() == QDialog.DialogCode.Accepted:
            self.document().print_(printer)

    def _lists(self, two: bool) -> QWidget:
        made = QWidget()
        lists = [self._list(groups) for groups in (_COLUMNS if two else [_GROUPS])]
        layout = row(*lists, gap=40, margins=(0, 0, 12, 0))
        for at in range(len(lists)):
            layout.setStretch(at, 1)
        made.setLayout(layout)
        return made

    def _list(self, groups: Iterable[str]) -> QWidget:
        made = QWidget()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for group in groups:
            head = label(_head(group).upper(), "section")
            head.setContentsMargins(0, 8, 0, 0)
            grid.addWidget(head, grid.rowCount(), 0, 1, 2)
            for what, keys in self.lines(group):
                at = grid.rowCount()
                key = label(keys, "strong", wrap=True)
                key.setAlignment(Qt.AlignmentFlag.AlignRight)
                key.setMinimumWidth(theme().px(130))
                grid.addWidget(label(what, wrap=True), at, 0)
                grid.addWidget(key, at, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        made.setLayout(grid)
        return made


def told(action: Action, preferences: Preferences) -> str:
    """The keys of an action in words: "J or Down", "no key", "A (switched off)"."""
    keys = keys_of(action, preferences)
    if not keys:
        return words.NO_KEY
    off = [k for k in keys if is_single(k) and not preferences.single_keys]
    texts = (f"{key_text(k)} ({words.SWITCHED_OFF})" if k in off else key_text(k) for k in keys)
    return words.OR.join(dict.fromkeys(texts))  # two keys of a keyboard are both called Enter


def _head(group: str) -> str:
    return words.FIXED_HEAD if group == _FIXED else words.GROUPS[group]
