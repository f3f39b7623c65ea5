"""The decision on privilege: says what each choice means, and chooses none by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QScrollArea, QWidget

from provenance.records import Source
from provenance.report_words import notices
from ui.evidence.acting import decide
from ui.session import Session
from ui.strings import common
from ui.strings import evidence as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row

_KEEP = ("privileged", words.KEEP_HELD, words.KEEP_HELD_MORE)
_RELEASE = ("released", words.RELEASE, words.RELEASE_MORE)
_HOLD = (
    ("possible", words.HOLD_POSSIBLE, words.HOLD_POSSIBLE_MORE),
    ("privileged", words.HOLD_PRIVILEGED, words.HOLD_PRIVILEGED_MORE),
)


class PrivilegeDialog(QDialog):
    """For a held source: keep it held, or release it. For an open one: hold it."""

    def __init__(self, session: Session, source: Source, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.PRIVILEGE_TITLE.format(title=source.title))
        self._session, self._source = session, source
        self._group = QButtonGroup(self)
        self.choices: dict[str, QRadioButton] = {}
        inside = QWidget()
        inside.setProperty("look", "ground")
        parts: list[QWidget | int | None] = [label(text, wrap=True) for text in _said(session, source)]
        for privilege, text, more in (_KEEP, _RELEASE) if source.withheld else _HOLD:
            parts += [4, self._choice(privilege, text, more), _indented(more)]
        parts += [4, label(words.PRIVILEGE_LOGGED.format(by=session.case.by), "muted", wrap=True), None]
        inside.setLayout(column(*parts, gap=6))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        self.record = button(words.RECORD_DECISION, self._record, "primary")
        self.record.setEnabled(False)
        self._group.buttonClicked.connect(lambda _: self.record.setEnabled(True))
        layout = column(scroll, gap=12, margins=(16, 16, 16, 16))
        layout.addLayout(row(None, button(common.CANCEL, self.reject), self.record))
        self.setLayout(layout)
        self.resize(theme().px(520), min(theme().px(400), 640))

    def _choice(self, privilege: str, text: str, more: str) -> QRadioButton:
        made = QRadioButton(text)
        made.setAccessibleDescription(more)
        self._group.addButton(made)
        self.choices[privilege] = made
        return made

    def _record(self) -> None:
        chosen = next((name for name, choice in self.choices.items() if choice.isChecked()), "")
        if chosen:
            decide(self._session, self._source, chosen)
            self.accept()


def _said(session: Session, source: Source) -> list[str]:
    said = [(words.PRIVILEGE_HELD if source.withheld else words.PRIVILEGE_OPEN).format(title=source.title)]
    if source.withheld and source.warnings:
        said.append(words.SIGNS.format(signs="; ".join(notices(source.warnings))))
    same = [s.title for s in session.sources.values() if source.sha256 and s.sha256 == source.sha256]
    others = [title for title in same if title != source.title]
    if others:
        said.append(words.PRIVILEGE_SAME.format(titles=", ".join(others)))
    return said


def _indented(text: str) -> QWidget:
    made = label(text, "muted", wrap=True)
    made.setContentsMargins(theme().px(26), 0, 0, 0)
    return made


def decide_on(session: Session, source_id: str, parent: QWidget | None) -> None:
    """Open the dialog for a source, if it can be changed."""
    source = session.sources.get(source_id)
    if source is not None and session.writable:
        PrivilegeDialog(session, source, parent).open()
