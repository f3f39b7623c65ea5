"""One page of the shown source, as a picture and as text: asks for both, and tells when the one looked at is here."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from provenance.records import Box
from ui.session import Session
from ui.source.opening import Opened, page_of
from ui.source.page_view import PageView
from ui.source.rear import Rear
from ui.source.text_view import TextView

if TYPE_CHECKING:
    from app.viewing import PageText

Mode = Literal["page", "text"]
Span = tuple[int, int]


class Leaf(QObject):
    """Turns pages of an Opened source. With `kept_only` its text is shown alone, as the original cannot be opened."""

    here = Signal()  # what is asked for, in `mode`, is on screen from now on
    failed = Signal(object)
    turned = Signal()  # another page was asked for

    def __init__(self, session: Session, pages: PageView, text: TextView, rear: Rear, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._pages, self._text, self._rear = session, pages, text, rear
        pages.cover_by(rear.covers)
        self._opened: Opened | None = None
        self._wanted: Mode = "page"
        self._forced = False  # into text, as the place of the words on the page is not known
        self._drawn = self._written = False
        self._found: tuple[list[Span], Span | None] = ([], None)
        self._text_of = ""  # whose text is kept
        self.kept_only = False
        self.page = 0
        self.start = 0  # where the page's text begins in the layer
        pages.ready.connect(self._ready)
        pages.failed.connect(self.failed.emit)

    @property
    def mode(self) -> Mode:
        """As what the page is shown."""
        if self._opened is None or not self._opened.has_text:
            return "page"
        return "text" if self.kept_only or self._forced else self._wanted

    @property
    def opened(self) -> Opened | None:
        """The source of which a page is asked for."""
        return self._opened

    @property
    def first(self) -> int:
        """The number of the source's first page: 0 for a single picture, else 1."""
        return self._opened.outline.first if self._opened is not None and self._opened.outline is not None else 1

    def begin(self, opened: Opened, page: int, kept_only: bool = False) -> None:
        """Show a page of a source that was opened."""
        self._opened, self.kept_only = opened, kept_only
        self._forced = opened.span is not None and not opened.boxes
        self._found = ([], None)
        self.turn(page)

    def leave(self, source_id: str, page: int) -> None:
        """Another place is being opened, on this page as far as is known."""
        self._opened = None
        self._pages.leave(source_id, page)
        self._text.leave()

    def forget(self, source_ids: Collection[str]) -> None:
        """Keep neither pages nor text of these sources."""
        for source_id in source_ids:
            self._pages.forget(source_id)
            self._rear.forget(source_id)
        if self._text_of in source_ids:
            self._text.forget()

    def show_as(self, mode: Mode) -> None:
        """Show the page as picture or as text, from now on."""
        self._wanted, self._forced = mode, False
        if not (self.kept_only and mode == "page"):
            self._settle()

    def turn(self, page: int) -> None:
        """Ask for a page; one that the source does not have is not asked for."""
        opened = self._opened
        if opened is None or opened.outline is None or not opened.outline.holds(page):
            return
        self.page, self._drawn, self._written = page, False, False
        self.turned.emit()
        source_id, viewer, rear = opened.source.id, self._session.case.viewer, self._rear
        if not self.kept_only:
            beside = [n for n in (page + 1, page - 1) if opened.outline.holds(n) and n >= opened.outline.first]
            self._pages.open(source_id, page, opened.boxes, beside)
        if opened.has_text:
            self._text.leave()
            self._session.viewing.run(
                self,
                lambda: rear.masked(source_id, viewer.page_text(source_id, page)),
                lambda text: self._take_text(opened, page, text),
                lambda error: self._fail(opened, page, error),
                latest="source-text",
            )

    def show_found(self, spans: list[Span], current: Span | None) -> None:
        """Mark what was found, on the page of the current place."""
        self._found = (spans, current)
        opened = self._opened
        if opened is None or opened.outline is None:
            return
        if current is None:
            self._pages.show_found(())
            self._text.show_found([], None)
            return
        outline, source_id, viewer = opened.outline, opened.source.id, self._session.case.viewer

        def work() -> tuple[int, tuple[Box, ...]]:
            boxes = viewer.places(source_id, *current)
            return (boxes[0].page if boxes else page_of(viewer, source_id, outline, current[0])), boxes

        def then(found: tuple[int, tuple[Box, ...]]) -> None:
            if self._opened is opened and self._found[1] == current:
                self._go_found(*found)

        def failed(error: Exception) -> None:
            if self._opened is opened:
                self._session.failed.emit(error)

        self._session.viewing.run(self, work, then, failed, latest="source-found")

    def _go_found(self, page: int, boxes: tuple[Box, ...]) -> None:
        if page != self.page:
            self.turn(page)
        self._pages.show_found(boxes)
        if self._written:
            self._text.show_found(*self._found)

    def _fail(self, opened: Opened, page: int, error: Exception) -> None:
        if self._opened is opened and self.page == page:
            self.failed.emit(error)

    def _take_text(self, opened: Opened, page: int, text: PageText) -> None:
        if self._opened is opened and self.page == page:
            self._text_of, self.start = opened.source.id, text.start
            self._text.show_text(text.start, text.text, opened.span)
            if self._found[1] is not None:
                self._text.show_found(*self._found)
            self._written = True
            self._settle()

    def _ready(self) -> None:
        self._drawn = self._opened is not None
        self._settle()

    def _settle(self) -> None:
        """The text counts as here once the original was opened, too, unless that cannot be."""
        drawn = self._drawn or self.kept_only
        if self._opened is not None and drawn and (self._written or self.mode == "page"):
            self.here.emit()
