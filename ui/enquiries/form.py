"""Two small forms: for the words and kind of a line of enquiry, and for why one is closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from provenance.enquiries import LONGEST, Enquiry
from ui.search.choice import Choice
from ui.session import Session
from ui.strings import common
from ui.strings import enquiries as words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import sentence_of

Done = Callable[[Enquiry], object]


class _Form(QDialog):
    """A dialog that writes by `_work` and stays open where that fails."""

    def __init__(self, session: Session, title: str, do: str, done: Done, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._session, self._done = session, done
        self.error = label("", "red", wrap=True)
        self.error.hide()
        self.go = button(do, self.save, "primary")
        self.go.setDefault(True)

    def _lay(self, *parts: QWidget, wide: int, high: int, stretch: int) -> None:
        layout = column(*parts, self.error, gap=8, margins=(16, 16, 16, 16))
        layout.setStretch(stretch, 1)
        layout.addLayout(row(None, button(common.CANCEL, self.reject), self.go))
        self.setLayout(layout)
        self.resize(theme().px(wide), theme().px(high))

    def _problem(self) -> str:
        """Why it cannot be written as it stands; "" where it can."""
        return ""

    def _work(self) -> Callable[[], Enquiry]:
        raise NotImplementedError

    def save(self) -> None:
        """Write it, and leave."""
        problem = self._problem()
        self.error.setText(problem)
        self.error.setVisible(bool(problem))
        if problem or not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        self._session.reviews.run(self, self._work(), self._written, self._failed)

    def _written(self, enquiry: Enquiry) -> None:
        self._done(enquiry)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.error.setText(sentence_of(error))
        self.error.show()


class EnquiryForm(_Form):
    """What it is, its words, and of a defence statement its day; `enquiry` is the one to change, None for a new one."""

    def __init__(self, session: Session, enquiry: Enquiry | None, done: Done, parent: QWidget | None = None) -> None:
        title = words.EDIT_TITLE if enquiry else words.NEW_TITLE
        super().__init__(session, title, common.SAVE if enquiry else words.ADD, done, parent)
        self._enquiry = enquiry
        self.kind = Choice(words.KIND_NAME, words.KINDS, {})
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(words.WORDS_NAME)
        self.words.setPlaceholderText(words.WORDS_HINT)
        self.words.setTabChangesFocus(True)
        self._day_label = label(words.DATED_NAME)
        self.dated = QLineEdit()
        self.dated.setAccessibleName(words.DATED_NAME)
        self.dated.setPlaceholderText(words.DATED_HINT)
        if enquiry:
            self.kind.choose(enquiry.now.kind)
            self.words.setPlainText(enquiry.words)
            self.dated.setText(enquiry.now.dated)
        self.kind.chosen.connect(lambda _: self._fit())
        self.words.textChanged.connect(self._fit)
        self._lay(
            self.kind, label(words.WORDS_NAME), self.words, self._day_label, self.dated, wide=520, high=320, stretch=2
        )
        self._fit()
        self.words.setFocus()

    def _fit(self) -> None:
        for one in (self._day_label, self.dated):
            one.setVisible(self.kind.value == "defence")
        self.go.setEnabled(bool(self.words.toPlainText().strip()))

    def _problem(self) -> str:
        if len(self.words.toPlainText()) > LONGEST:
            return words.MOST.format(most=f"{LONGEST:,}")
        return "" if not self._dated() or _is_day(self._dated()) else words.BAD_DAY

    def _dated(self) -> str:
        return self.dated.text().strip() if self.kind.value == "defence" else ""

    def _work(self) -> Callable[[], Enquiry]:
        doing, known = self._session.case.enquiring, self._enquiry
        kind, said, dated = self.kind.value, self.words.toPlainText(), self._dated()
        if known is None:
            return lambda: doing.add(kind, said, dated)
        return lambda: doing.change(known.id, kind, said, dated)


class CloseForm(_Form):
    """Why a line of enquiry is closed."""

    def __init__(self, session: Session, enquiry: Enquiry, done: Done, parent: QWidget | None = None) -> None:
        super().__init__(session, words.CLOSE_TITLE, words.DO_CLOSE, done, parent)
        self._enquiry = enquiry
        self.reason = QLineEdit()
        self.reason.setMaxLength(LONGEST)
        self.reason.setAccessibleName(words.REASON_NAME)
        self.reason.setPlaceholderText(words.REASON_HINT)
        self.reason.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.go.setEnabled(False)
        said = label(enquiry.words, "strong", wrap=True)
        more = label(words.CLOSE_MORE, "muted", wrap=True)
        self._lay(said, more, label(words.REASON_NAME), self.reason, wide=480, high=220, stretch=1)
        self.reason.setFocus()

    def _work(self) -> Callable[[], Enquiry]:
        doing, enquiry_id, reason = self._session.case.enquiring, self._enquiry.id, self.reason.text()
        return lambda: doing.close(enquiry_id, reason)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
