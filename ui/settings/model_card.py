"""One model of the register as a card: what it is for, its file and hash, licence and training data, how it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QPlainTextEdit, QWidget

from ui.strings import common
from ui.strings import models as words
from ui.theme.theme import theme
from ui.when import local_time
from ui.widgets.basics import button, column, label, row, symbol
from ui.widgets.room import take_room

if TYPE_CHECKING:
    from app.models import Listed

_LOOKS = {"ok": ("good", "green"), "changed": ("look", "amber"), "missing": ("look", "amber")}
_TEXT_SIZE = (560, 480)  # pixels at normal text size
_GIB, _MIB = 1 << 30, 1 << 20


class ModelCard(QFrame):
    """`confirm` and `remove` are called with the model."""

    def __init__(self, one: Listed, confirm: Callable[[Listed], object], remove: Callable[[Listed], object]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        model = one.model
        icon, colour = _LOOKS[one.state]
        state = words.STATES[one.state] if not one.built_in or one.state != "ok" else words.BUILT_IN
        self.setAccessibleName(f"{model.name}: {state}")
        head = row(label(model.name, "strong", wrap=True), symbol(icon, colour), label(state, colour))
        head.setStretch(0, 1)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, theme().px(92))
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for at, (name, text, how) in enumerate(_facts(one)):
            grid.addWidget(label(name, "small"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(text, how, wrap=True), at, 1)
        layout = column(gap=8, margins=(12, 10, 12, 10))
        layout.addLayout(head)
        layout.addLayout(grid)
        self.buttons = self._ways(one, confirm, remove)
        if self.buttons:
            layout.addLayout(row(*self.buttons, None))
        self.setLayout(layout)

    def _ways(
        self, one: Listed, confirm: Callable[[Listed], object], remove: Callable[[Listed], object]
    ) -> list[QWidget]:
        model, ways = one.model, list[QWidget]()
        if one.state == "changed" and not one.built_in:
            ways.append(button(words.CONFIRM_ASK, lambda: confirm(one), "", words.CONFIRM_NAME.format(name=model.name)))
        if "\n" in model.licence or len(model.licence) > len(model.licence_line):
            ways.append(
                button(words.LICENCE_READ, self._read(words.LICENCE_TITLE.format(name=model.name), model.licence))
            )
        if not one.built_in:
            ways.append(button(words.REMOVE, lambda: remove(one), "", words.REMOVE_NAME.format(name=model.name)))
        return ways

    def _read(self, title: str, text: str) -> Callable[[], None]:
        def show() -> None:
            dialog = QDialog(self)
            dialog.setWindowTitle(title)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            held = QPlainTextEdit(text)
            held.setReadOnly(True)
            held.setAccessibleName(title)
            layout = column(held, margins=(12, 12, 12, 12))
            layout.addLayout(row(None, button(common.CLOSE, dialog.accept)))
            dialog.setLayout(layout)
            take_room(dialog, *_TEXT_SIZE)
            dialog.open()

        return show


def _facts(one: Listed) -> list[tuple[str, str, str]]:
    """Names, words and looks of what is known of a model."""
    model = one.model
    found = [(words.FOR, words.ROLES.get(model.role, model.role), "")]
    said = " · ".join(part for part in (model.title, model.kind) if part)
    if said:
        found.append((words.SAYS, said, ""))
    found.append((words.FILE, f"{model.file} · {size(model.size)}", ""))
    found.append((words.SHA256, in_groups(model.sha256), ""))
    if model.stated:
        found.append((words.CHECKED, words.CHECKED_BY.format(where=model.stated), ""))
    if one.found:
        found.append((words.SHA256_NOW, in_groups(one.found), "amber"))
    found.append((words.LICENCE, model.licence_line or words.NOT_KNOWN, "" if model.licence else "muted"))
    found.append((words.TRAINING, model.training or words.NOT_KNOWN, "" if model.training else "muted"))
    used = local_time(model.first_used) if model.first_used else words.NOT_USED
    found.append((words.FIRST_USED, used, "" if model.first_used else "muted"))
    if model.confirmed:
        at, _, by = model.confirmed.partition(" by ")
        found.append((words.CONFIRMED, words.CONFIRMED_BY.format(at=local_time(at), by=by), ""))
    return found


def size(count: int) -> str:
    """4.9 GiB, 86.6 MiB."""
    if count >= _GIB:
        return f"{count / _GIB:.1f} GiB"
    return f"{count / _MIB:.1f} MiB" if count >= _MIB // 10 else f"{count:,} bytes"


def in_groups(digest: str) -> str:
    """A digest that can be read aloud, and that a narrow window can wrap."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
