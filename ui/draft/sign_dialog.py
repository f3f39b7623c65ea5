"""Two dialogs: one signs a draft off under a typed name, the other takes a signed draft up again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from provenance.signing import LONGEST_NAME, Ready, Signature, ready
from ui.export.contents import brief
from ui.session import Session
from ui.strings import common
from ui.strings import signing as words
from ui.strings.common import counted
from ui.theme.theme import theme
from ui.widgets.basics import button, column, frame, label, row
from ui.widgets.empty import sentence_of

_NAMED = 12  # claims that are not decided, by number


class _Dialog(QDialog):
    """Writes by `_work`, stays open where that fails, and shows the draft anew where it is done."""

    def __init__(self, session: Session, title: str, do: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        assert session.draft is not None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._draft = session, session.draft
        self.named = f"Draft {self._draft.id.removeprefix('D')}"
        self.setWindowTitle(title.format(name=self.named))
        self.error = label("", "red", wrap=True)
        self.error.hide()
        self.go = button(do, self.save, "primary")
        self.go.setDefault(True)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.save)

    def _lay(self, *parts: QWidget, buttons: tuple[QWidget, ...]) -> None:
        layout = column(*parts, self.error, None, gap=12, margins=(20, 20, 20, 16))
        layout.addLayout(row(None, *buttons))
        self.setLayout(layout)
        wide = min(theme().px(560), 760)
        self.setMinimumWidth(wide)
        self.resize(wide, layout.heightForWidth(wide))

    def _work(self) -> Callable[[], Signature]:
        raise NotImplementedError

    def _told(self, signature: Signature) -> str:
        raise NotImplementedError

    def save(self) -> None:
        """Write it, and leave."""
        if not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        self.error.hide()
        self._session.reviews.run(self, self._work(), self._written, self._failed)

    def _written(self, signature: Signature) -> None:
        session = self._session
        if session.draft is not None and session.draft.id == self._draft.id:
            session.show_draft(self._draft.id, session.claim_id)
        session.told.emit(self._told(signature))
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.error.setText(sentence_of(error))
        self.error.show()


class SignDialog(_Dialog):
    """Says what is signed and what that means, and takes the name; where claims are left, says which."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, words.TITLE, words.SIGN, parent)
        stand = [c.id for c in session.claims() if not c.held_back]
        self.ready = ready(stand, session.states)
        self.name = QLineEdit()
        self.name.setAccessibleName(words.NAME)
        self.name.setPlaceholderText(words.NAME_HINT)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.textChanged.connect(lambda _: self.go.setEnabled(bool(self.name.text().strip())))
        self.go.setEnabled(False)
        self.first = button(words.SHOW_FIRST, self._show_first, "primary")
        cancel = button(common.CANCEL, self.reject)
        if self.ready.may:
            account = label(words.ACCOUNT.format(by=session.case.by), "muted", wrap=True)
            means = (label(words.MEANS_HEAD, "strong"), label(words.MEANS, "muted", wrap=True))
            self._lay(self._what(), *means, label(words.NAME, "strong"), self.name, account, buttons=(cancel, self.go))
            self.name.setFocus()
        else:
            self._lay(self._missing(), buttons=(cancel, self.first) if self.ready.left else (cancel,))
            self.first.setDefault(True)

    def _what(self) -> QWidget:
        """What is signed, in numbers."""
        held = sum(c.held_back for c in self._session.claims())
        found = self.ready
        accepted = words.ACCEPTED.format(count=counted(found.accepted, "claim"))
        if found.amended:
            accepted += f", {words.AMENDED.format(count=found.amended)}"
        lines = [accepted]
        for count, form in (
            (found.rejected, words.REJECTED),
            (held, words.HELD_BACK),
            (len(self._session.withheld), words.WITHHELD),
        ):
            if count:
                lines.append(form.format(count=counted(count, "claim")))
        said = [label(brief(self._draft), "strong", wrap=True), *(label(line, wrap=True) for line in lines)]
        return frame("card", column(*said, gap=4, margins=(12, 10, 12, 10)))

    def _missing(self) -> QWidget:
        """Which claims are left, and why."""
        found = self.ready
        lines = [words.LEFT[why].format(claims=_numbers(ids)) for why in words.LEFT if (ids := _left(found, why))]
        said = [label(line, wrap=True) for line in lines or [words.NO_CLAIM]]
        return frame("notice", column(label(words.NOT_YET, "strong"), *said, gap=4, margins=(12, 10, 12, 10)))

    def _show_first(self) -> None:
        self._session.select(self.ready.left[0])
        self.accept()

    def _work(self) -> Callable[[], Signature]:
        reviewing, draft_id, name = self._session.case.reviewing, self._draft.id, self.name.text()
        return lambda: reviewing.sign(draft_id, name)

    def _told(self, signature: Signature) -> str:
        return words.DONE.format(version=signature.version, name=self.named)


class AgainDialog(_Dialog):
    """Asks why a signed draft is taken up again."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, words.AGAIN_TITLE, words.AGAIN, parent)
        version = session.signature.version if session.signature else 0
        said = label(words.AGAIN_TEXT.format(version=version, next=version + 1), wrap=True)
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(words.REASON)
        self.reason.setPlaceholderText(words.REASON_HINT)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(theme().px(84))
        self.reason.textChanged.connect(lambda: self.go.setEnabled(bool(self.reason.toPlainText().strip())))
        self.go.setEnabled(False)
        self._lay(
            said, label(words.REASON, "strong"), self.reason, buttons=(button(common.CANCEL, self.reject), self.go)
        )
        self.reason.setFocus()

    def _work(self) -> Callable[[], Signature]:
        reviewing, draft_id, reason = self._session.case.reviewing, self._draft.id, self.reason.toPlainText()
        return lambda: reviewing.take_up_again(draft_id, reason)

    def _told(self, signature: Signature) -> str:
        return words.AGAIN_DONE.format(name=self.named, version=signature.version + 1)


def _left(found: Ready, why: str) -> tuple[str, ...]:
    ids: tuple[str, ...] = getattr(found, why)
    return ids


def _numbers(ids: tuple[str, ...]) -> str:
    """Claims by number: "3, 7, 9 and 12 more"."""
    told = ", ".join(claim_id.rpartition(".")[2] for claim_id in ids[:_NAMED])
    return told + (words.MORE.format(count=len(ids) - _NAMED) if len(ids) > _NAMED else "")
