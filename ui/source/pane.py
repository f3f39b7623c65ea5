"""The source pane: shows the place that is asked for, and tells the session once it really is on screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame

from provenance.errors import AttestError
from ui.place import Place
from ui.session import Session
from ui.source.find_bar import FindBar
from ui.source.foot import CitedHere, IntegrityLine
from ui.source.frame_view import FrameView
from ui.source.head import Head, notice_of
from ui.source.opening import Opened, opened
from ui.source.page_view import PageView
from ui.source.selection_bar import SelectionBar
from ui.source.stage import Stage
from ui.source.text_view import TextView
from ui.source.tools import Tools
from ui.strings import common
from ui.strings import source as words
from ui.widgets.basics import button, column, row
from ui.widgets.empty import Action

State = Literal["empty", "loading", "page", "text", "frame", "error"]
Span = tuple[int, int]
PATIENCE_MILLISECONDS = 300  # before it is said that something is being opened


class SourcePane(QFrame):
    """Shows what `session.place_asked` asks for. `shown_place` is the place that is on screen with its marks."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("look", "pane")
        self._session = session
        self.state: State = "empty"
        self.shown_place: Place | None = None
        self._place: Place | None = None
        self._opened: Opened | None = None
        self._mode: Literal["page", "text"] = "page"
        self._page = 0
        self._drawn = self._written = False  # whether page and text of the asked page are here
        self._kept_only = False  # the text as taken in, in place of an original that cannot be opened
        self._found: tuple[list[Span], Span | None] = ([], None)
        self._text_start = 0
        self._again: Callable[[], object] = lambda: None
        self.page_view, self.text_view, self.frame_view = PageView(session), TextView(), FrameView(session)
        self.stage = Stage(self.page_view, self.text_view, self.frame_view)
        self.head, self.tools = Head(), Tools()
        self.find_bar, self.selection = FindBar(session), SelectionBar(session)
        self.cited, self.integrity = CitedHere(session), IntegrityLine(session)
        self.onward = button("", lambda: self._turn(self._onward), "link", icon_name="forward")
        self._onward = 0
        self._lay_out()
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._say_opening)
        self._connect()
        self._dress()

    def _lay_out(self) -> None:
        onward = row(self.onward, None)
        layout = column(self.head, self.stage, gap=8, margins=(12, 10, 12, 10))
        layout.addLayout(onward)
        for part in (self.selection, self.find_bar, self.tools, self.cited, self.integrity):
            layout.addWidget(part)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self._session.place_asked.connect(self.show_place)
        self._session.sources_changed.connect(self._sources_changed)
        self.head.mode_chosen.connect(self.show_as)
        self.page_view.ready.connect(self._page_ready)
        self.page_view.failed.connect(self._fail)
        self.page_view.zoomed.connect(self.tools.zoom.set)
        self.page_view.selected.connect(self._select)
        self.text_view.selected.connect(self._select)
        self.frame_view.begun.connect(self._frame_begun)
        self.frame_view.ready.connect(self._frame_ready)
        self.frame_view.failed.connect(self._fail)
        self.frame_view.moved.connect(lambda _: self._frame_moved())
        self.frame_view.view.zoomed.connect(self.tools.zoom.set)
        for view in (self.page_view, self.text_view, self.frame_view.view):
            view.seen.connect(self._seen)
        self.tools.stepper.stepped.connect(self.step)
        self.tools.stepper.typed.connect(self._typed)
        self.tools.zoom.by.connect(lambda steps: self._zoomed_view.zoom_by(steps))
        self.tools.zoom.fit.connect(lambda: self._zoomed_view.zoom_to(1.0))
        self.tools.movement.connect(self._to_movement)
        self.tools.find_asked.connect(self.find)
        self.find_bar.went.connect(self._find_went)
        self.find_bar.closed.connect(lambda: self.stage.currentWidget().setFocus())
        self.selection.added.connect(lambda _: self._select(None))
        for keys, act in {
            "PgDown": lambda: self.step(1),
            "PgUp": lambda: self.step(-1),
            "Ctrl++": lambda: self._zoomed_view.zoom_by(1),
            "Ctrl+=": lambda: self._zoomed_view.zoom_by(1),
            "Ctrl+-": lambda: self._zoomed_view.zoom_by(-1),
            "Ctrl+0": lambda: self._zoomed_view.zoom_to(1.0),
        }.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # Opening

    def show_place(self, place: Place) -> None:
        """Open a place; what was there stays dimmed until it is here."""
        if self.isHidden() and self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) and self.parent():
            self.show()  # somebody hid the pane, and now asks for a source
        other = self._place is None or self._place.source_id != place.source_id
        self._place, self._opened, self.shown_place = place, None, None
        self._kept_only = False
        self._again = lambda: self.show_place(place)
        if other:
            self.find_bar.leave()
            self.tools.offer(None)
            self.cited.hide()
            self.integrity.ask(None)
        self._leave(place.source_id, _first_page(place))
        self.head.name(self._session.sources.get(place.source_id))
        case = self._session.case
        self._session.background.run(self, lambda: opened(case, place), self._take, self._fail, latest="source-place")

    def _leave(self, source_id: str, page: int) -> None:
        """What is on screen is not what was asked for any more, but for its page perhaps."""
        self.state = "loading"
        self.page_view.leave(source_id, page)
        self.text_view.leave()
        self.frame_view.leave()
        self.selection.show_span(self._nowhere, None)
        self.onward.hide()
        self.stage.show_blank()
        self._patience.start()

    def _take(self, found: Opened) -> None:
        self._opened = found
        self.head.offer(found)
        self.head.say(notice_of(found) if found.unshown is None else "")
        self.head.name(found.source)
        self.tools.offer(found)
        if found.unshown is not None:
            self._show_reason(found)
        elif found.trouble is not None:
            self._fail(found.trouble)
        elif found.footage is not None:
            self.stage.fit_hidden()
            self.frame_view.open(found)
        else:
            self._turn(found.page)

    def _show_reason(self, found: Opened) -> None:
        assert found.unshown is not None
        self._forget(found.source.id)
        self._end_loading("error")
        self.stage.show_reason(*found.unshown)
        self._dress()

    def _fail(self, error: Exception) -> None:
        found = self._opened
        if isinstance(error, AttestError) and error.code == "source_held" and self._place is not None:
            self._sources_changed(held=self._place.source_id)
            return
        self._end_loading("error")
        ways: list[Action] = [(common.RETRY, lambda: self._again())]
        if found is not None and found.has_text:
            ways.append((words.SHOW_TEXT, self._show_kept))
        if found is not None and found.footage is not None and self.frame_view.stored(self.frame_view.asked):
            ways.append((words.SHOW_STORED, lambda: self.frame_view.show_stored(self._fail)))
        self.stage.show_error(error, *ways)
        self._dress()

    def _end_loading(self, state: State) -> None:
        self.state = state
        self._patience.stop()
        self.stage.quiet()
        self.integrity.ask(self._opened.source if self._opened and not self._opened.source.withheld else None)

    def _say_opening(self) -> None:
        if self.state == "loading" and self._place is not None:
            source = self._session.sources.get(self._place.source_id)
            title = source.title if source else self._place.source_id
            where = f"p. {self._page}" if self._opened and self._opened.outline and self._page else ""
            self.stage.say_opening(words.OPENING.format(what=", ".join(part for part in (title, where) if part)))
