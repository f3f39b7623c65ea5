"""What can be done with words selected in a source: have them as a claim, or copy them with their reference."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame

from provenance.records import Claim, Source
from ui.session import Session
from ui.source.flow import FlowBox
from ui.source.turns import Turns
from ui.strings import redaction
from ui.strings import source as words
from ui.widgets.basics import Elided, button, column, label

Span = tuple[int, int]
_SHOWN = 200  # characters of a selection that are shown


class SelectionBar(QFrame):
    """Hidden until words are selected."""

    added = Signal(str)  # the new claim's id
    redact_asked = Signal(object, object, str)  # source, span and words that are to be marked for redaction

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._session = session
        self._turns = Turns(session.background, self)
        self.source_id = ""
        self.span: Span | None = None
        self.quoted = ""  # the words with their reference
        self._said = Elided("", "muted")
        self.add = button(words.ADD_CLAIM, self.add_claim, "primary")
        self.copy = button(words.COPY, self.copy_words)
        self.copy.setToolTip(words.COPY_TIP)
        self.redact = button(redaction.MARK_WORDS, self.mark_words)
        self.redact.setToolTip(redaction.MARK_WORDS_TIP)
        self._source: Source | None = None
        self._text = ""
        self._why = label(words.READ_ONLY, "small", wrap=True)
        layout = column(self._said, FlowBox(self.add, self.copy, self.redact), self._why, gap=6, margins=(8, 6, 8, 6))
        self.setLayout(layout)
        self.hide()

    def clear(self) -> None:
        """Nothing is selected, and no words are kept."""
        self._turns.forget()
        self.source_id, self.span, self.quoted = "", None, ""
        self._source, self._text = None, ""
        self._said.set("")
        self.hide()

    def offer(self, source: Source, span: Span) -> None:
        """Offer a stretch of a source's layer."""
        store = self._session.case.store

        def work() -> tuple[str, str]:
            layer = store.layer(source.id)
            return layer.slice(*span), layer.label(*span)

        def then(found: tuple[str, str]) -> None:
            self._show(source, span, *found)

        self._turns.ask(work, then, self._session.failed.emit)

    def _show(self, source: Source, span: Span, text: str, place: str) -> None:
        folded = " ".join(text.split())
        if not folded:
            self.clear()
            return
        reference = ", ".join(part for part in (source.title, place) if part)
        self.source_id, self.span = source.id, span
        self._source, self._text = source, text
        self.quoted = words.QUOTED.format(words=folded, reference=reference)
        self._said.set(words.SELECTED.format(words=folded[:_SHOWN] + ("…" if len(folded) > _SHOWN else "")))
        may = self._session.writable
        self.add.setEnabled(may)
        self.redact.setEnabled(may)
        self.add.setToolTip(words.ADD_CLAIM_TIP if may else words.READ_ONLY)
        self._why.setVisible(not may)
        self.show()

    def copy_words(self) -> None:
        """Put the words and their reference on the clipboard."""
        QApplication.clipboard().setText(self.quoted)
        self._session.told.emit(words.COPIED)

    def mark_words(self) -> None:
        """Have the words marked for redaction."""
        if self._source is not None and self.span is not None and self._session.writable:
            self.redact_asked.emit(self._source, self.span, self._text)

    def add_claim(self) -> None:
        """Have the words as a claim of the shown draft, or of a new one by hand."""
        session, span, source_id = self._session, self.span, self.source_id
        if span is None or not session.writable or not self.add.isEnabled():
            return
        shown = session.draft.id if session.draft else ""
        self.add.setEnabled(False)  # one press, one claim

        def then(claim: Claim) -> None:
            draft_id, _, number = claim.id.rpartition(".")
            session.tell_of_claims((words.ADDED if draft_id == shown else words.ADDED_TO_NEW).format(number=number))
            self.added.emit(claim.id)

        def failed(error: Exception) -> None:
            self.add.setEnabled(session.writable)
            session.failed.emit(error)

        def make(draft_id: str | None) -> Claim:
            return session.case.reviewing.add_claim(draft_id, source_id, *span)

        session.add_by_hand(self, make, then, failed)
