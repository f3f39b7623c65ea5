"""Asks what a frame shows, in the person's words, and has it as a claim of the shown draft, or of a new one by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from provenance.footage import Frame
from provenance.records import Claim, Source
from provenance.reviews import LONGEST
from ui.session import Session
from ui.strings import common
from ui.strings import footage as words
from ui.strings import source as source_words
from ui.theme.theme import theme
from ui.widgets.basics import button, column, label, row
from ui.widgets.empty import sentence_of


class FrameClaimDialog(QDialog):
    """For a frame that can be cited; stays open, with what was typed, where the claim cannot be written."""

    def __init__(self, session: Session, source: Source, frame: Frame, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.FRAME_CLAIM_TITLE.format(title=source.title, number=frame.ordinal + 1))
        self._session, self._source, self._frame = session, source, frame
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(words.FRAME_CLAIM_NAME)
        self.words.setPlaceholderText(words.FRAME_CLAIM_HINT)
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(theme().px(84))
        self.words.textChanged.connect(self._dress)
        self.error = label("", "red", wrap=True)
        self.error.hide()
        self.go = button(source_words.ADD_CLAIM, self.save, "primary")
        self.go.setDefault(True)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.save)
        lead = label(words.FRAME_CLAIM_LEAD, "muted", wrap=True)
        layout = column(lead, self.words, self.error, None, gap=8, margins=(20, 20, 20, 16))
        layout.addLayout(row(None, button(common.CANCEL, self.reject), self.go))
        self.setLayout(layout)
        wide = min(theme().px(520), 760)
        self.setMinimumWidth(wide)
        self.resize(wide, layout.heightForWidth(wide))
        session.sources_withheld.connect(self._withheld)
        self._dress()
        self.words.setFocus()

    def save(self) -> None:
        """Have the claim written, and leave."""
        if not self.go.isEnabled():
            return
        session, source_id, frame_id, text = self._session, self._source.id, self._frame.id, self.words.toPlainText()
        shown = session.draft.id if session.draft else ""
        self.go.setEnabled(False)

        def make(draft_id: str | None) -> Claim:
            return session.case.reviewing.add_frame_claim(draft_id, source_id, frame_id, text)

        def then(claim: Claim) -> None:
            draft_id, _, number = claim.id.rpartition(".")
            told = source_words.ADDED if draft_id == shown else source_words.ADDED_TO_NEW
            session.tell_of_claims(told.format(number=number))
            self.accept()

        session.add_by_hand(self, make, then, self._failed)

    def _dress(self) -> None:
        text = self.words.toPlainText()
        self.go.setEnabled(bool(text.strip()) and len(text) <= LONGEST)

    def _failed(self, error: Exception) -> None:
        self._dress()
        self.error.setText(sentence_of(error))
        self.error.show()

    def _withheld(self, source_ids: frozenset[str]) -> None:
        if self._source.id in source_ids:
            self.reject()
