"""Shows on the page of the source pane what is marked for redaction there, and opens the dialogs that mark it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF

from provenance.records import Source
from ui.redaction.dialog import RedactionDialog
from ui.redaction.words_dialog import MarkWordsDialog
from ui.session import Session
from ui.source.marks import rect
from ui.source.page_view import PageView
from ui.source.rear import Rear

if TYPE_CHECKING:
    from app.viewing import FootageView


class PageMarks(QObject):
    """Of the page that is up in `pages`."""

    def __init__(self, session: Session, pages: PageView, rear: Rear, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._pages, self._rear = session, pages, rear
        pages.ready.connect(self.show)
        session.redactions_changed.connect(lambda _: self.show())

    def show(self) -> None:
        """Mark what stands on the page now; nothing is kept of the page before."""
        (source_id, page), doing = self._pages.shown, self._session.case.redacting
        self._pages.mark({"redacted": []})
        if not source_id:
            return

        def work() -> list[QRectF]:
            boxes = [box for mark in doing.marks(source_id) for box in doing.places(mark)]
            return [rect(box) for box in boxes if box.page == page]

        def then(found: list[QRectF]) -> None:
            if self._pages.shown == (source_id, page):
                self._pages.mark({"redacted": found})

        self._session.viewing.run(self, work, then, lambda _: None, latest="redactions")

    def open(self, source: Source, at: int, footage: FootageView | None) -> None:
        """Open the dialog in which a source is marked."""
        RedactionDialog(self._session, source, at, footage, self._rear, self._pages.window()).open()

    def mark_words(self, source: Source, span: tuple[int, int], said: str) -> None:
        """Ask for the reason for which words are marked."""
        MarkWordsDialog(self._session, source, span, said, self._pages.window()).open()
