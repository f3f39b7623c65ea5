"""The source pane: shows the place that is asked for, and tells the session once it really is on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame

from provenance.errors import AttestError
from provenance.records import FrameAnchor, Source, TextAnchor
from ui.place import Place
from ui.session import Session
from ui.source.find_bar import FindBar
from ui.source.foot import CitedHere, IntegrityLine, Onward
from ui.source.frame_view import FrameView
from ui.source.head import Head, notice_of, place_of
from ui.source.leaf import Leaf, Mode, Span
from ui.source.opening import Opened, opened
from ui.source.page_view import PageView
from ui.source.selection_bar import SelectionBar
from ui.source.stage import Stage
from ui.source.steering import Steering
from ui.source.text_view import TextView
from ui.source.tools import Tools
from ui.strings import common
from ui.strings import source as words
from ui.widgets.basics import column, row
from ui.widgets.empty import Action

State = Literal["empty", "loading", "page", "text", "frame", "error"]
PATIENCE_MILLISECONDS = 300  # before it is said that something is being opened


class SourcePane(QFrame):
    """Shows what `session.place_asked` asks for. `shown_place` is the place that was on screen with its marks."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("look", "pane")
        self._session = session
        self.state: State = "empty"
        self.shown_place: Place | None = None
        self._place: Place | None = None
        self._opened: Opened | None = None
        self._again: Callable[[], object] = lambda: None  # what "Try again" does
        self.page_view, self.text_view, self.frame_view = PageView(session), TextView(), FrameView(session)
        self.leaf = Leaf(session, self.page_view, self.text_view, self)
        self.stage = Stage(self.page_view, self.text_view, self.frame_view)
        self.head, self.tools = Head(), Tools()
        self.steering = Steering(self, self.tools, self.leaf, self.page_view, self.frame_view)
        self.turn = self.steering.turn
        self.find_bar, self.selection = FindBar(session), SelectionBar(session)
        self.cited, self.integrity = CitedHere(session), IntegrityLine(session)
        self.onward = Onward()
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._say_opening)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.cited.hide()
        layout = column(self.head, self.stage, gap=8, margins=(12, 10, 12, 10))
        layout.addLayout(row(self.onward, None))
        for part in (self.selection, self.find_bar, self.tools, self.cited, self.integrity):
            layout.addWidget(part)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self._session.place_asked.connect(self.show_place)
        self._session.sources_changed.connect(self._sources_changed)
        self.head.mode_chosen.connect(self.show_as)
        self.leaf.turned.connect(self._turned)
        self.leaf.here.connect(self._page_here)
        self.leaf.failed.connect(self._fail)
        self.frame_view.moved.connect(lambda _: self._frame_moved())
        self.frame_view.begun.connect(lambda: self._here("frame"))
        self.frame_view.ready.connect(self._frame_here)
        self.frame_view.failed.connect(self._fail)
        for view in (self.page_view, self.text_view):
            view.selected.connect(self._select)
        for seen in (self.page_view, self.text_view, self.frame_view.view):
            seen.seen.connect(self._seen)
        self.tools.find_asked.connect(self.find)
        self.find_bar.went.connect(lambda span: self.leaf.show_found(self.find_bar.found, span))
        self.find_bar.closed.connect(lambda: self.stage.currentWidget().setFocus())
        self.onward.asked.connect(self.leaf.turn)
        self.selection.added.connect(lambda _: self._select(None))

    # Opening

    def show_place(self, place: Place) -> None:
        """Open a place; what was there stays, dimmed, until it is here."""
        if self.isHidden() and self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) and self.parent():
            self.show()  # somebody hid the pane, and now asks for a source
        if self._place is None or self._place.source_id != place.source_id:
            self.find_bar.leave()
            self.integrity.ask(None)
        self._place, self._opened, self.shown_place = place, None, None
        self._again = lambda: self.show_place(place)
        self.state = "loading"
        self._patience.start()
        self.leaf.leave(place.source_id, _page(place))
        self.frame_view.leave()
        self._select(None)
        self.onward.hide()
        self.stage.show_blank()
        self.head.name(self._session.sources.get(place.source_id))
        case = self._session.case
        self._session.background.run(self, lambda: opened(case, place), self._take, self._fail, latest="source-place")

    def _take(self, found: Opened) -> None:
        self._opened = found
        self.steering.footage = found.footage is not None
        self.head.offer(found)
        self.head.name(found.source)
        self.head.say(notice_of(found))
        self.tools.offer(found)
        self.stage.fit_hidden()
        if found.unshown is not None:
            self._forget(found.source.id)
            self._stop()
            self.stage.show_reason(*found.unshown)
        elif found.trouble is not None:
            self.head.offer(None)
            self.tools.offer(None)
            if found.footage is not None:
                self.frame_view.take(found)
            self._fail(found.trouble)
        elif found.footage is not None:
            self.frame_view.open(found)
        else:
            self.leaf.begin(found, found.page)

    def _fail(self, error: Exception) -> None:
        """Say what went wrong in place of the source; nothing of an older page stays on screen."""
        found, frames = self._opened, self.frame_view
        if isinstance(error, AttestError) and error.code == "source_held" and self._place is not None:
            self.show_place(self._place)  # it came to be held while it was shown: say so, and forget it
            return
        ways: list[Action] = [(common.RETRY, lambda: self._again())]
        if found is not None and found.has_text:
            ways.append((words.SHOW_TEXT, self._show_kept_text))
        if found is not None and found.footage is not None and frames.stored(frames.asked) is not None:
            ways.append((words.SHOW_STORED, lambda: frames.show_stored(self._fail)))
        self._stop()
        self.stage.show_error(error, *ways)

    def _show_kept_text(self) -> None:
        """The text layer alone: it is not the source, so that nothing counts as opened."""
        if (found := self._opened) is None:
            return
        page = self.leaf.page if found.trouble is None else found.page
        self.state = "loading"
        self.head.offer(found)
        self.tools.offer(found)
        self.leaf.begin(found, page, kept_only=True)
        self.head.say(words.AS_TAKEN_IN)

    def _stop(self) -> None:
        """Nothing is being opened any more, and nothing was."""
        self.state = "error"
        self._patience.stop()
        self.stage.quiet()
        self.cited.hide()
        self.onward.hide()
        self._check()

    def _check(self) -> None:
        source = self._opened.source if self._opened else None
        self.integrity.ask(None if source is None or source.withheld else source)

    def _say_opening(self) -> None:
        if self._place is None or self.state != "loading":
            return
        source = self._session.sources.get(self._place.source_id)
        paged = self._opened is not None and self._opened.outline is not None
        page = self.leaf.page if paged else _page(self._place)
        title = source.title if source else self._place.source_id
        what = words.PAGE_SHORT.format(title=title, page=page) if page else title
        self.stage.say_opening(words.OPENING.format(what=what))

    def _forget(self, source_id: str) -> None:
        """Nothing of a source that is held back stays here, neither on screen nor in memory."""
        self.page_view.forget(source_id)
        if self._place is not None and self._place.source_id == source_id:
            self.text_view.forget()
            self.frame_view.forget()
            self.find_bar.leave()
            self._select(None)

    def _sources_changed(self) -> None:
        for source in self._session.sources.values():
            if source.withheld:
                self._forget(source.id)
        before = self._opened.source if self._opened else None
        now = self._session.sources.get(before.id) if before else None
        if before and now and self._place and _differs(before, now):
            self.show_place(self._place)

    # Pages

    def _turned(self) -> None:
        """A page is asked for: everything around it speaks of that page at once."""
        found, page = self._opened, self.leaf.page
        if found is None or found.outline is None:
            return
        if not self.leaf.kept_only and found.trouble is None:
            self._again = lambda: self.leaf.turn(page)
        self.state = "loading"
        self._patience.start()
        self._select(None)
        self.stage.show_blank()
        self.head.name(found.source, place_of(found, page))
        first = found.outline.first
        self.tools.stepper.set(page - first + 1, found.outline.pages)
        self.cited.show_page(found.source.id, page, found.place.citation_id)
        self.onward.show_page(page, found.pages_marked)

    def _page_here(self) -> None:
        found, mode = self._opened, self.leaf.mode
        if found is None:
            return
        self.head.mode(mode)
        if found.span is not None and not found.boxes and not self.leaf.kept_only:
            self.head.say(notice_of(found), words.ALL_AS_TEXT if found.has_text else words.ALL_UNKNOWN)
        self.tools.zoom.setVisible(mode == "page")
        self._here(mode)
        if self.shown_place is None and self.leaf.page == found.page and not self.leaf.kept_only:
            (self.page_view if mode == "page" else self.text_view).await_seen()

    def _here(self, view: Literal["page", "text", "frame"]) -> None:
        """What was asked for is ready in one of the views."""
        fresh = self.state == "loading"
        self.state = view
        self.stage.show_view(view)
        self._patience.stop()
        if fresh:
            self._check()

    def _seen(self) -> None:
        """The place was painted with its marks."""
        if self._opened is not None and self.shown_place is None and self.state in ("page", "text", "frame"):
            self.shown_place = self._opened.place
            self._session.place_shown(self._opened.place)

    def show_as(self, mode: Mode) -> None:
        """Show pages as they look, or as text; stays so for the places that follow."""
        self._select(None)
        self.leaf.show_as(mode)
        if self.leaf.kept_only and mode == "page" and self._place is not None:
            self.show_place(self._place)  # the original may be back

    # Frames

    def _frame_moved(self) -> None:
        found, frames = self._opened, self.frame_view
        if found is None or found.footage is None:
            return
        number, count = frames.asked + 1, found.footage.count
        self._again = lambda: frames.go(number - 1, again=True)
        self.head.name(found.source, words.FRAME_OF.format(number=number, count=count))
        self.tools.stepper.set(number, count)
        self.tools.back.setEnabled(frames.movement(-1) is not None)
        self.tools.on.setEnabled(frames.movement(1) is not None)
        self.cited.show_page(found.source.id, 0, found.place.citation_id)

    def _frame_here(self) -> None:
        anchor = self._opened.place.anchor if self._opened else None
        if self.shown_place is None and (
            not isinstance(anchor, FrameAnchor) or anchor.ordinal == self.frame_view.asked
        ):
            self.frame_view.view.await_seen()

    def find(self) -> None:
        """Open the bar that finds words in this source."""
        if (found := self._opened) is not None and found.has_text and self.state != "error":
            self.find_bar.begin(found.source.id, found.span[0] if found.span else self.leaf.start)

    def _select(self, span: Span | None) -> None:
        """Offer what can be done with a stretch of the source."""
        if span is None:
            self.page_view.select_nothing()
            self.selection.clear()
        elif self._opened is not None:
            self.selection.offer(self._opened.source, span)


def _page(place: Place) -> int:
    """The page of a place as far as it can be told without asking; 0 for none."""
    if isinstance(place.anchor, TextAnchor) and place.anchor.boxes:
        return place.anchor.boxes[0].page
    return place.page


def _differs(before: Source, now: Source) -> bool:
    """Whether what is shown of a source has to be shown anew."""
    return (before.withheld, before.outcome, before.exhibit) != (now.withheld, now.outcome, now.exhibit)
