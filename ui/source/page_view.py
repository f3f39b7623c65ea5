"""A page of a source as it looks, with the cited words marked on it; words are selected by dragging over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from provenance.records import Box
from ui.session import Session
from ui.source.marks import rect
from ui.source.picture_view import PictureView
from ui.source.pictures import Pages
from ui.source.turns import Turns
from ui.strings import source as words

Span = tuple[int, int]


class PageView(PictureView):
    """Shows one page at a time; `ready` or `failed` tells how it ended, `selected` which stretch of the layer."""

    ready = Signal()
    failed = Signal(object)
    selected = Signal(object)  # (start, end), or None

    def __init__(self, session: Session) -> None:
        super().__init__(words.PAGE_VIEW, "width")
        self._session = session
        self._pages = Pages(session, self)
        self._pages.drawn.connect(self._drawn)
        self._pages.failed.connect(self._failed)
        self._drag = Turns(session.viewing, self)
        self._asked: tuple[str, int] = ("", 0)
        self._shown: tuple[str, int] = ("", 0)
        self._boxes: tuple[Box, ...] = ()
        self._found: tuple[Box, ...] = ()
        self._neighbours: tuple[int, ...] = ()
        self._begun: QPointF | None = None
        self.selectable = True
        self.sharper_wanted.connect(self._sharper)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # Pages

    def cover_by(self, covers: Callable[[str, int], tuple[Box, ...]]) -> None:
        """Have the parts of pages covered that `covers` gives; it is asked on a worker."""
        self._pages.covers = covers

    @property
    def shown(self) -> tuple[str, int]:
        """The source and page that are up; "" and 0 for none."""
        return self._shown

    @property
    def page(self) -> int:
        """The page that was asked for."""
        return self._asked[1]

    def open(self, source_id: str, page: int, boxes: Sequence[Box], neighbours: Sequence[int] = ()) -> None:
        """Show a page with the boxes that stand on it; `neighbours` are drawn ahead."""
        self._asked, self._boxes, self._neighbours = (source_id, page), tuple(boxes), tuple(neighbours)
        self._found = ()
        self.await_seen(None)
        self.select_nothing()
        if self._shown != self._asked:
            self.dim()
        self.mark({"cited": [], "found": []})
        kept = self._pages.kept(source_id, page)
        if kept is not None:
            self._put()
        self._pages.want(source_id, page, self.device_scale)

    def leave(self, source_id: str, page: int) -> None:
        """Another place is being opened, on this page as far as is known: what is here may not look like that."""
        self.await_seen(None)
        self.mark({"cited": [], "found": []})
        self.select_nothing()
        self._asked = ("", 0)
        if self._shown != (source_id, page):
            self.dim()

    def forget(self, source_id: str = "") -> None:
        """Let go of what is kept of a source, or of all."""
        self._pages.forget(source_id)
        if not source_id or self._asked[0] == source_id:
            self._asked, self._boxes, self._found = ("", 0), (), ()
        if not source_id or self._shown[0] == source_id:
            self._drag.forget()
            self._begun = None
            self._shown = ("", 0)
            self.clear()

    def show_found(self, boxes: Sequence[Box]) -> None:
        """Mark words that were looked for, once their page is up, and bring them into sight."""
        self._found = tuple(boxes)
        if self._shown == self._asked and not self.dimmed:
            self._mark_found()

    def marks_on_screen(self) -> list[tuple[int, QRectF]]:
        """The cited places that are marked on the page now shown, in points."""
        if self.picture is None or self.dimmed:
            return []
        return [(self._shown[1], one) for one in self.marks("cited")]

    def _put(self) -> None:
        """Show what is kept of the asked page."""
        picture = self._pages.kept(*self._asked)
        if picture is None:
            return
        first = self._shown != self._asked or self.dimmed
        fresh = first or [rect(b) for b in self._boxes if b.page == self.page] != self.marks("cited")
        self._shown = self._asked
        if first:
            self.verticalScrollBar().setValue(0)
        self.show_picture(picture)
        if fresh or first:
            here = [rect(b) for b in self._boxes if b.page == self.page]
            self.mark({"cited": here})
            self.reveal(here)
        self._mark_found()

    def _mark_found(self) -> None:
        here = [rect(b) for b in self._found if b.page == self.page]
        if here != self.marks("found"):
            self.mark({"found": here})
            if here:
                self.reveal(here)

    def _drawn(self, source_id: str, page: int) -> None:
        if (source_id, page) != self._asked:
            return
        self._put()
        self.ready.emit()
        for other in self._neighbours[:1]:
            self._pages.ahead(source_id, other, self.device_scale)

    def _failed(self, source_id: str, page: int, error: Exception) -> None:
        if (source_id, page) == self._asked:
            self.forget(source_id)
            self.failed.emit(error)

    def _sharper(self, scale: float) -> None:
        if self._asked == self._shown and self._asked[0]:
            self._pages.want(*self._asked, scale)

    # Selecting

    def select_nothing(self) -> None:
        """Take the selection away."""
        self._drag.forget()
        self._begun = None
        if self.marks("selected"):
            self.mark({"selected": []})
            self.selected.emit(None)

    def pressed(self, at: QPointF, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton and self.selectable and not self.dimmed:
            self.select_nothing()
            self._begun = at

    def moved(self, at: QPointF, event: QMouseEvent) -> None:
        if self._begun is not None:
            pixels = event.position().toPoint()
            self.ensureVisible(pixels.x(), pixels.y(), 8, 8)
            self._select(self._begun, at, final=False)

    def released(self, at: QPointF, event: QMouseEvent) -> None:
        if self._begun is not None and event.button() == Qt.MouseButton.LeftButton:
            begun, self._begun = self._begun, None
            if (at - begun).manhattanLength() * self.scale >= 3:
                self._select(begun, at, final=True)

    def _select(self, begun: QPointF, at: QPointF, final: bool) -> None:
        viewer, (source_id, page) = self._session.case.viewer, self._shown

        def work() -> tuple[Span | None, tuple[Box, ...]]:
            span = viewer.span_at(source_id, page, begun.x(), begun.y(), at.x(), at.y())
            return span, viewer.places(source_id, *span) if span else ()

        def then(found: tuple[Span | None, tuple[Box, ...]]) -> None:
            if (source_id, page) == self._shown and (final or self._begun is not None):
                self.mark({"selected": [rect(b) for b in found[1] if b.page == page]})
                if final:
                    self.selected.emit(found[0])

        self._drag.ask(work, then, self._session.failed.emit)
