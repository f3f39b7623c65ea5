"""What stands where there is nothing yet, and where something failed: what happened, what was kept, what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QSizePolicy, QWidget

from app import messages
from provenance.errors import AttestError
from ui.strings import common
from ui.widgets.basics import button, column, label, row

Action = tuple[str, Callable[[], object]]


class EmptyState(QWidget):
    """A heading, a sentence on what to do, and buttons that do it."""

    def __init__(self, heading: str, sentence: str, *actions: Action) -> None:
        super().__init__()
        head, said = label(heading, "heading", wrap=True), label(sentence, "muted", wrap=True)
        for one in (head, said):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = [button(text, act, "primary" if at == 0 else "") for at, (text, act) in enumerate(actions)]
        layout = column(None, head, said, gap=8, margins=(24, 24, 24, 24))
        layout.addLayout(row(None, *buttons, None))
        layout.addStretch(2)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)


def sentence_of(error: Exception) -> str:
    """The sentence of an error; of one that is not ours, its kind."""
    if isinstance(error, AttestError):
        return messages.of(error)
    return messages.sentence("internal_error", {"error": type(error).__name__, "log": "the log"})


class Notice(QFrame):
    """A sentence that stays until it is dealt with, with ways on; each of them deals with it."""

    def __init__(self, sentence: str, *actions: Action) -> None:
        super().__init__()
        self.setProperty("look", "ready")
        self.setAccessibleName(sentence)
        ways = [button(text, lambda act=act: self._go(act)) for text, act in actions]
        layout = row(label(sentence, wrap=True), *ways, button(common.CLOSE, self.deleteLater), margins=(12, 6, 12, 6))
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _go(self, act: Callable[[], object]) -> None:
        self.deleteLater()
        act()


class Trouble(QFrame):
    """An error that stays until it is dealt with: its sentence, ways on, its code, and its details to copy."""

    def __init__(self, error: Exception, *actions: Action, closable: bool = True) -> None:
        super().__init__()
        self.setProperty("look", "trouble")
        said = label(sentence_of(error), wrap=True)
        self.setAccessibleName(said.text())
        ways = [button(text, act) for text, act in actions]
        copy = button(common.COPY_DETAILS, lambda: QApplication.clipboard().setText(details(error)))
        close = [button(common.CLOSE, self.deleteLater)] if closable else []
        layout = column(said, gap=8, margins=(12, 8, 12, 8))
        layout.addLayout(row(*ways, copy, *close, None, label(common.CODE.format(code=code_of(error)), "small")))
        self.setLayout(layout)


def code_of(error: Exception) -> str:
    """What those who mend Attest know an error by, to be read out on the telephone."""
    return error.code if isinstance(error, AttestError) else "internal_error"


def details(error: Exception) -> str:
    """What those who mend Attest need: the code and its facts, no evidence beyond them."""
    if isinstance(error, AttestError):
        return "\n".join([error.code, *(f"{name}: {value}" for name, value in error.facts.items())])
    return type(error).__name__
