"""Gathers what was typed and not saved in an open case, and gives it back once the case is open again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from app.typed import Typed, TypedText
from ui.strings import access as words
from ui.strings import common
from ui.theme.theme import theme
from ui.widgets.basics import PASSING, button, column, frame, label, row
from ui.widgets.room import scrolled

if TYPE_CHECKING:
    from ui.desk import Desk

_Field = QLineEdit | QPlainTextEdit | QTextEdit


def typed_in(desk: Desk, dialogs: Iterable[QWidget]) -> Typed:
    """Everything that a person has typed on the desk and in dialogs, and not saved."""
    card = desk.summary.claims.list.card
    claims: dict[tuple[str, str], str] = {(claim, kind): text for (claim, kind), text in card.unsaved().items()}
    fields = [(desk, f) for f in _fields(desk) if not card.isAncestorOf(f)]
    fields += [(d, f) for d in dialogs if not isinstance(d, QFileDialog) for f in _fields(d)]
    others = [TypedText(_where(top), _asked(f), _text(f)) for top, f in fields if _typed(f)]
    return Typed(claims, tuple(dict.fromkeys(others)))


def _fields(top: QWidget) -> list[_Field]:
    found: list[_Field] = []
    for kind in (QLineEdit, QPlainTextEdit, QTextEdit):
        found += top.findChildren(kind)
    return found


def _typed(field: _Field) -> bool:
    if field.isReadOnly() or field.property(PASSING) or not _text(field).strip():
        return False
    if not isinstance(field, QLineEdit):
        return field.document().isModified()
    if isinstance(field.parent(), (QAbstractSpinBox, QComboBox)) or field.isClearButtonEnabled():
        return False  # a choice, and what lists are filtered by
    return field.isModified() and field.echoMode() == QLineEdit.EchoMode.Normal


def _text(field: _Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _where(top: QWidget) -> str:
    return top.windowTitle() if isinstance(top, QDialog) else ""


def _asked(field: _Field) -> str:
    return field.accessibleName() or field.placeholderText()


class TypedDialog(QDialog):
    """Words that were typed before the lock, each with a button that copies it."""

    def __init__(self, others: Sequence[TypedText], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.TYPED_TITLE)
        inside = QWidget()
        inside.setProperty("look", "ground")
        cards = [self._card(one) for one in others]
        inside.setLayout(column(*cards, None, gap=8))
        close = button(common.CLOSE, self.accept, "primary")
        layout = column(label(words.TYPED_MORE, "muted", wrap=True), scrolled(inside), gap=12, margins=(20, 20, 20, 16))
        layout.addLayout(row(None, close))
        self.setLayout(layout)
        self.resize(theme().px(560), theme().px(380))

    def _card(self, one: TypedText) -> QWidget:
        said = " · ".join(text for text in (one.where, one.field) if text)
        copy = button(words.COPY, lambda: QApplication.clipboard().setText(one.text), icon_name="copy")
        copy.setAccessibleName(f"{words.COPY}: {said}")
        inside = column(label(said, "small", wrap=True), label(one.text, wrap=True), gap=6, margins=(12, 10, 12, 10))
        inside.addLayout(row(None, copy))
        return frame("card", inside)
