"""The source pane: shows the place that is asked for, and tells the session once it really is on screen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Literal

from PySide6.QtCore import Qt, QTimer

from provenance.errors import AttestError
from ui.evidence.rear_dialog import RearDialog
from ui.place import Place
from ui.redaction.page_marks import PageMarks
from ui.session import Session
from ui.source.attention import watch
from ui.source.footage_panel import FootagePanel
from ui.source.leaf import Leaf, Mode, Span
from ui.source.opening import Opened, opened, page_asked, to_show_anew, under_way
from ui.source.page_view import PageView
from ui.source.sights import Sights
from ui.source.stage import Stage
from ui.source.steering import Steering
from ui.source.surround import Surround
from ui.source.text_view import TextView
from ui.source.ways_on import show_locked, show_unshown, ways_after
from ui.strings import source as words

State = Literal["empty", "loading", "page", "text", "frame", "error"]
PATIENCE_MILLISECONDS = 300  # before it is said that something is being opened


class SourcePane(Surround):
    """Shows what `session.place_asked` asks for; one that does not follow that, what `show_place` is given.

    `shown_place` is the place once all of it was on screen: every page that bears marks, with them in sight.
    """

    def __init__(self, session: Session, follows: bool = True) -> None:
        super().__init__(session)
        self.state: State = "empty"
        self.shown_place: Place | None = None
        self._place: Place | None = None
        self._opened: Opened | None = None
        self._again: Callable[[], object] = lambda: None  # what "Try again" does
        self.page_view, self.text_view, self.footage = PageView(session), TextView(), FootagePanel(session)
        self.frame_view = self.footage.frames
        self.redactions = PageMarks(session, self.page_view, self.rear, self)
        self.leaf = Leaf(session, self.page_view, self.text_view, self.rear, self)
        self.sights = Sights(self.page_view, self.text_view, self.frame_view, self)
        self.stage = Stage(self.page_view, self.text_view, self.footage)
        self.steering = Steering(self, self.tools, self.leaf, self.page_view, self.footage)
        self.turn = self.steering.turn
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._say_opening)
        self.viewed, self.attention = watch(session, self)
        self.setLayout(self.lay_round(self.stage))
        self._connect()
        if follows:
            session.place_asked.connect(self.show_place)

    def _connect(self) -> None:
        self._session.sources_withheld.connect(self._withheld)
        self._session.sources_changed.connect(self._sources_changed)
        self.head.mode_chosen.connect(self.show_as)
        self.head.face_chosen.connect(self.footage.turn)
        self.footage.turned.connect(self.head.face)
        self.rear_line.show_asked.connect(self._ask_for_rear)
        self.rear_line.cover_asked.connect(self._cover_rear)
        self.leaf.turned.connect(self._turned)
        self.leaf.here.connect(self._page_here)
        self.leaf.failed.connect(self._fail)
        self.frame_view.moved.connect(self._frame_moved)
        self.frame_view.begun.connect(self._frame_begun)
        self.frame_view.ready.connect(self.sights.await_frame)
        self.frame_view.failed.connect(self._fail)
        for view in (self.page_view, self.text_view):
            view.selected.connect(self._select)
        self.sights.all_seen.connect(self._seen)
        self.tools.find_asked.connect(self.find)
        self.find_bar.went.connect(lambda span: self.leaf.show_found(self.find_bar.found, span))
        self.find_bar.closed.connect(lambda: self.stage.currentWidget().setFocus())
        self.onward.asked.connect(self.leaf.turn)
        self.selection.redact_asked.connect(self.redactions.mark_words)
        self.tools.redact_asked.connect(self._redact)
        self.selection.added.connect(lambda _: self._select(None))

    # Opening

    def show_place(self, place: Place) -> None:
        """Open a place; what was there stays, dimmed, until it is here.

        The place that is open already, asked for again, goes on to what was not seen yet of this page, or to the next.
        """
        if self.isHidden() and self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) and self.parent():
            self.show()  # somebody hid the pane, and now asks for a source
        onward = self.sights.after(self.leaf.page) if self.state in ("page", "text") else None
        if place == self._place and onward is not None:
            self.leaf.turn(onward)
        elif place != self._place or not self.sights.further():
            self._open(place)

    def _open(self, place: Place) -> None:
        same = self._place is not None and self._place.source_id == place.source_id
        self.name_asked(self._session.sources.get(place.source_id), same)
        if self._place is not None and not same and self.rear.cover_again(self._place.source_id):
            self.leaf.forget({self._place.source_id})
        if place.rear and self.rear.lift(place.source_id, self):
            self.leaf.forget({place.source_id})
        self._place, self._opened, self.shown_place = place, None, None
        self.sights.leave()
        self._again = self._reopen
        self.state = "loading"
        self._patience.start()
        self.leaf.leave(place.source_id, page_asked(place))
        self.frame_view.leave()
        self._select(None)
        self.stage.show_blank()
        case, rear = self._session.case, self.rear

        def work() -> Opened:
            found = opened(case, place)
            if found.unshown is None:
                rear.spans(found.source.id)
            return found

        self._session.viewing.run(self, work, self._take, self._fail, latest="source-place")

    def _ask_for_rear(self) -> None:
        """Ask whether the rear is to be shown; on the page that is open."""
        if (found := self._opened) is not None:
            asked = Place(found.source.id, page=self.leaf.page, rear=True)
            RearDialog(self._session, asked, self.window()).open()

    def _cover_rear(self) -> None:
        if (found := self._opened) is not None:
            self.rear.cover_again(found.source.id)
            self.leaf.forget({found.source.id})
            self._open(Place(found.source.id, page=self.leaf.page))

    def _reopen(self) -> None:
        if self._place is not None:
            self._open(self._place)

    def _take(self, found: Opened) -> None:
        self._opened = found
        self.steering.footage = found.footage is not None
        self.name_opened(found)
        self.stage.fit_hidden()
        if found.unshown is not None:
            self._place = found.place
            self._forget({found.source.id})
            self._stop()
            show_unshown(self._session, self.stage, found.source.id, found.unshown)
        elif found.trouble is not None:
            self.offer(None)
            if found.footage is not None:
                self.frame_view.take(found)
            self._fail(found.trouble)
        else:
            rear, source_id = self.rear, found.source.id
            self.rear_line.tell(rear.lifted(source_id) if rear.known(source_id) else None)
            self.sights.begin(found)
            if found.footage is not None:
                self.frame_view.open(found)
            else:
                self.leaf.begin(found, found.page)

    def _fail(self, error: Exception) -> None:
        """Say what went wrong in place of the source; nothing of an older page stays on screen."""
        found = self._opened
        if isinstance(error, AttestError) and error.code == "source_held" and self._place is not None:
            self._withheld({self._place.source_id})  # while it was shown, and the list was not read again yet
            return
        ways = ways_after(found, self.frame_view, lambda: self._again(), self._show_kept_text)
        self._stop()
        if isinstance(error, AttestError) and error.code == "password_needed" and self._place is not None:
            show_locked(self._session, self.stage, self._place.source_id, lambda: self._again(), ways[1:])
        else:
            self.stage.show_error(error, *ways)

    def _show_kept_text(self) -> None:
        """The text layer alone: it is not the source, so that nothing counts as opened."""
        if (found := self._opened) is None:
            return
        page = self.leaf.page if found.trouble is None else found.page
        self.state = "loading"
        self.offer(found)
        self.leaf.begin(found, page, kept_only=True)
        self.head.say(words.AS_TAKEN_IN)

    def _stop(self) -> None:
        """Nothing is being opened any more, and nothing was."""
        self.state = "error"
        self._patience.stop()
        self.stage.quiet()
        self.cited.leave()
        self.onward.hide()
        self.check(self._opened.source if self._opened else None)

    def _say_opening(self) -> None:
        if self._place is None or self.state != "loading":
            return
        page = self.leaf.page if self._opened and self._opened.outline else page_asked(self._place)
        self.stage.say_opening(under_way(self._session.sources.get(self._place.source_id), self._place, page))

    def _withheld(self, source_ids: Collection[str]) -> None:
        """Nothing of sources that came to be held back stays here, neither on screen nor in memory."""
        self._forget(source_ids)
        if self._place is not None and self._place.source_id in source_ids:
            self._open(Place(self._place.source_id))  # an anchor bears words of the source

    def _forget(self, source_ids: Collection[str]) -> None:
        self.leaf.forget(source_ids)
        self.frame_view.forget(source_ids)
        if self._place is not None and self._place.source_id in source_ids:
            self.forget_words()
            self._select(None)

    def _sources_changed(self) -> None:
        if self._opened is not None and to_show_anew(self._opened, self._session.sources):
            self._reopen()

    # Pages

    def _turned(self) -> None:
        """A page is asked for."""
        found, page = self._opened, self.leaf.page
        if found is None or found.outline is None:
            return
        if not self.leaf.kept_only and found.trouble is None:
            self._again = lambda: self.leaf.turn(page)
        self.state = "loading"
        self._patience.start()
        self._select(None)
        self.stage.show_blank()
        self.name_page(found, page)

    def _page_here(self) -> None:
        found, mode = self._opened, self.leaf.mode
        if found is None:
            return
        self.head.mode(mode)
        self.tools.zoom.setVisible(mode == "page")
        self._here(mode)
        if not self.leaf.kept_only:
            self.sights.await_page(self.leaf.page, mode)

    def _here(self, view: Literal["page", "text", "frame"]) -> None:
        """What was asked for is ready in one of the views."""
        fresh, self.state = self.state == "loading", view
        self.stage.show_view(view)
        self._patience.stop()
        if fresh:
            self.check(self._opened.source if self._opened else None)

    def _seen(self, place: Place) -> None:
        self.shown_place = place
        self._session.place_shown(place)

    def show_as(self, mode: Mode) -> None:
        """Show pages as they look, or as text; stays so for the places that follow."""
        self._select(None)
        self.leaf.show_as(mode)
        if self.leaf.kept_only and mode == "page":
            self._reopen()  # the original may be back

    # Frames

    def _frame_moved(self) -> None:
        found, frames = self._opened, self.frame_view
        if found is None or found.footage is None:
            return
        asked = frames.asked
        self._again = lambda: frames.go(asked, again=True)
        self.head.name(found.source, words.FRAME_OF.format(number=frames.named + 1, count=frames.count))

    def _frame_begun(self) -> None:
        if self.state != "frame" and self._opened is not None:
            self.cited.show_page(self._opened.source.id, 0, self._opened.place.citation_id)
        self._here("frame")

    def find(self) -> None:
        """Open the bar that finds words in this source."""
        if (found := self._opened) is not None and found.has_text and self.state != "error":
            self.find_bar.begin(found.source.id, found.span[0] if found.span else self.leaf.start)

    def _redact(self) -> None:
        """Mark the source that is open for redaction, on the page or frame that is shown."""
        if (found := self._opened) is not None and found.unshown is None:
            at = self.leaf.page if found.footage is None else self.frame_view.named
            self.redactions.open(found.source, at, found.footage)

    def _select(self, span: Span | None) -> None:
        """Offer what can be done with a stretch of the source."""
        if span is None:
            self.page_view.select_nothing()
            self.selection.clear()
        elif self._opened is not None and not self.rear.touches(self._opened.source.id, span):
            self.selection.offer(self._opened.source, span)
