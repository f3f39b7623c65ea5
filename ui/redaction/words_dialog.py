"""Asks for the reason when words that were selected in a source are to be marked for redaction."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from provenance.records import Source
from ui.session import Session
from ui.strings import common
from ui.strings import redaction as words
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import sentence_of

_WIDTH = 460
_SHOWN = 300  # characters of the words


class MarkWordsDialog(QDialog):
    """Marks [start, end) of a source's text, which says `said`."""

    def __init__(
        self, session: Session, source: Source, span: tuple[int, int], said: str, parent: QWidget | None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.TITLE.format(title=source.title))
        self._session, self._source, self._span = session, source, span
        self.reason = QComboBox(editable=True)
        self.reason.setAccessibleName(words.REASON)
        self.said = label("", "amber", wrap=True)
        self.mark = button(words.MARK_IT, self.accept, "primary")
        self.mark.setDefault(True)
        folded = " ".join(said.split())
        quoted = label(f"“{folded[:_SHOWN]}{'…' if len(folded) > _SHOWN else ''}”", wrap=True)
        layout = column(
            label(words.DIALOG_WORDS, "strong"), quoted, label(words.LEAD, "muted", wrap=True),
            label(words.REASON, "strong"), self.reason, self.said, gap=8, margins=(16, 16, 16, 16),
        )  # fmt: skip
        layout.addLayout(row(None, button(common.CANCEL, self.reject), self.mark))
        self.setLayout(layout)
        self.setMinimumWidth(_WIDTH)
        session.sources_withheld.connect(lambda ids: self.reject() if source.id in ids else None)
        session.viewing.run(self, session.case.redacting.reasons, self._offer, session.failed.emit)

    def _offer(self, reasons: list[str]) -> None:
        typed = self.reason.currentText()
        self.reason.addItems(reasons)
        self.reason.setCurrentText(typed or reasons[0])
        self.reason.setFocus()

    def accept(self) -> None:
        """Mark the words, if there is a reason."""
        reason = self.reason.currentText().strip()
        if not reason:
            self.said.setText(words.NEEDS_REASON)
            return
        session, source_id, span = self._session, self._source.id, self._span
        doing = session.case.redacting

        def work() -> tuple[list[str], list[str]]:
            doing.mark_words(source_id, *span, reason)
            twins = [f"{s.title} ({s.id})" for s in doing.same_bytes(source_id)]
            return list(dict.fromkeys(e.label for e in doing.elsewhere(source_id))), twins

        def then(found: tuple[list[str], list[str]]) -> None:
            left, twins = found
            told = [words.MARKED.format(place=self._source.title)]
            told += [words.TWINS.format(titles=", ".join(twins))] if twins else []
            told += [words.ALSO.format(places=", ".join(left))] if left else []
            session.told.emit(". ".join(told))
            session.redactions_changed.emit(source_id)
            QDialog.accept(self)

        session.reviews.run(self, work, then, lambda error: self.said.setText(sentence_of(error)))
