"""The Search tab: passages of the whole case by their words or their meaning, each a step from its place."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from provenance.records import Claim
from ui.place import Place
from ui.search import no_hits, telling
from ui.search.choice import Choice
from ui.search.hits import HitList, Marks, hit_row, number_of
from ui.search.rows import Row
from ui.session import Session
from ui.strings import search as words
from ui.widgets.basics import PASSING, button, column, label, row
from ui.widgets.standing import Standing
from ui.widgets.waiting import Waiting

if TYPE_CHECKING:
    from app.search import Found, Mode, PassageHit

    Answer = tuple[Found, list[Row]]

PAUSE = 700  # milliseconds without typing after which exact words are searched for; each search is logged
LEAST_TYPED = 3
SOON = 300  # milliseconds before a search says that it is under way
COUNTS = (50, 200, 1000)


@dataclass(frozen=True, slots=True)
class Asked:
    """One search as it was put."""

    words: str
    mode: Mode
    count: int = COUNTS[0]


class SearchTab(QWidget):
    """A field, how to search, and the hits. A new search overtakes the one before."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._wanted: Asked | None = None
        self._running: dict[str, Asked] = {}
        self._begun = 0.0
        self._model_started = False
        self._hits: dict[int, PassageHit] = {}  # by their number in the search, which is the key of their row
        self._taken_out = 0  # hits on sources that came to be withheld since
        self._shown: tuple[Asked, Found] | None = None
        self._adding: set[tuple[str, int, int]] = set()
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._typed_pause)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._say_waiting)
        session.draft_changed.connect(self._mark_again)
        session.sources_changed.connect(self._sources_changed)
        session.sources_withheld.connect(lambda _: self._drop_withheld())
        self._show_state()

    def _build(self) -> None:
        self.field = QLineEdit()
        self.field.setProperty(PASSING, True)
        self.field.setPlaceholderText(words.SEARCH_HINT)
        self.field.setAccessibleName(words.SEARCH_NAME)
        self.field.setMaxLength(1000)
        self.field.returnPressed.connect(self.search_now)
        self.field.textEdited.connect(lambda _: self._typed())
        self.field.installEventFilter(self)
        self._go = button(words.SEARCH, self.search_now, "primary")
        self.mode_choice = Choice(words.MODE_NAME, words.MODES, words.MODE_TIPS)
        self.mode_choice.chosen.connect(lambda _: self._mode_changed())
        self.counts = label("", "muted", wrap=True)
        self.more = button(words.SHOW_MORE, self._show_more, "link")
        self.waiting = Waiting(self.cancel)
        self.hits = HitList()
        self.hits.opened.connect(self._open)
        self.hits.adding.connect(self._add_claim)
        self.hits.left.connect(self.focus_field)
        self.setFocusProxy(self.field)
        self._stack = Standing(self.hits)
        top, foot = row(self.field, self._go), row(self.counts, self.more)
        top.setStretch(0, 1)
        foot.setStretch(0, 1)
        layout = column(gap=8)
        for part in (top, row(self.mode_choice, None), foot):
            layout.addLayout(part)
        layout.addWidget(self.waiting)
        layout.addWidget(self._stack, 1)
        self.setLayout(layout)

    # Asking

    @property
    def mode(self) -> Mode:
        return cast("Mode", self.mode_choice.value)

    def focus_field(self) -> None:
        """Put the keyboard into the field, with what stands in it selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def search_now(self) -> None:
        """Search for what stands in the field, the way that is chosen."""
        self._pause.stop()
        typed = self.field.text().strip()
        if typed:
            self._search(Asked(typed, self.mode))
        else:
            self._shown, self._hits, self._taken_out = None, {}, 0
            self.hits.show_rows(())
            self.cancel()

    def cancel(self) -> None:
        """Wait for no search any more; one under way ends by itself and is not shown."""
        self._pause.stop()
        self._wanted = None
        self._stop_waiting()
        self._show_state()

    def _typed(self) -> None:
        if self.mode == "words" and len(self.field.text().strip()) >= LEAST_TYPED:
            self._pause.start()
        else:
            self._pause.stop()

    def _typed_pause(self) -> None:
        now = self._wanted or (self._shown[0] if self._shown else None)
        if now is None or (now.words, now.mode) != (self.field.text().strip(), self.mode):
            self.search_now()

    def _mode_changed(self) -> None:
        if self.field.text().strip():
            self.search_now()

    def _switch(self, mode: str) -> None:
        self.mode_choice.choose(mode)
        self.search_now()

    def _show_more(self) -> None:
        if self._shown:
            asked = self._shown[0]
            larger = next((count for count in COUNTS if count > asked.count), COUNTS[-1])
            self._search(Asked(asked.words, asked.mode, larger))

    def _search(self, asked: Asked) -> None:
        """Begin a search, or keep it until the one of its kind that is under way has ended: two would not be faster."""
        self._wanted = asked
        if not self._soon.isActive() and not self.waiting.isVisible():
            self._begun = time.monotonic()
            self._soon.start()
        if asked.mode in self._running:
            return
        self._running[asked.mode] = asked
        case = self._session.case

        def work() -> Answer:
            from app.search import search

            found = search(case, asked.words, asked.mode, asked.count)
            return found, [hit_row(number, hit) for number, hit in enumerate(found.hits)]

        self._session.background.run(
            self, work, lambda found: self._ended(asked, found), lambda error: self._ended(asked, error)
        )

    def _ended(self, asked: Asked, found: Answer | Exception) -> None:
        self._running.pop(asked.mode, None)
        self._model_started |= asked.mode == "meaning" and not isinstance(found, Exception)
        if asked is not self._wanted:
            if self._wanted is not None and self._wanted.mode == asked.mode:
                self._search(self._wanted)
            return
        self._wanted = None
        self._stop_waiting()
        if isinstance(found, Exception):
            self._session.failed.emit(found)
        else:
            self._show_found(asked, *found)

    # Showing

    def _say_waiting(self) -> None:
        if self._wanted is None:
            return
        first = self._wanted.mode == "meaning" and not self._model_started
        gone = int(time.monotonic() - self._begun)
        said = words.STARTING_MODEL if first else words.SEARCHING[self._wanted.mode]
        self.waiting.say(said, None, words.SO_FAR.format(seconds=gone) if gone >= 1 else "")
        self._soon.start(1000)
        if not self._hits:
            self._show_state()

    def _stop_waiting(self) -> None:
        self._soon.stop()
        self._soon.setInterval(SOON)
        self.waiting.hide()

    def _show_found(self, asked: Asked, found: Found, rows: list[Row]) -> None:
        longer = self._shown is not None and (asked.words, asked.mode) == (self._shown[0].words, self._shown[0].mode)
        self._shown, self._hits, self._taken_out = (asked, found), dict(enumerate(found.hits)), 0
        self.hits.may_add = self._session.writable
        self.hits.lay_anew()
        marks = Marks(self._session.claims())
        self.hits.show_rows([marks.put(row, hit) for row, hit in zip(rows, found.hits, strict=True)], keep=longer)
        self._drop_withheld()  # what came to be withheld while it was searched
        self._show_state()

    def _drop_withheld(self) -> None:
        """Take the hits on withheld sources out, with a sentence in their place."""
        sources, before = self._session.sources, len(self._hits)
        held = {s.id for s in sources.values() if s.withheld}
        self._hits = {number: hit for number, hit in self._hits.items() if hit.source.id not in held}
        if self._shown is None or len(self._hits) == before:
            return
        asked, found = self._shown
        self._shown = (asked, replace(found, hits=tuple(self._hits.values())))
        self._taken_out += before - len(self._hits)
        self.hits.show_rows([row for row in self.hits.model_.rows if row.key in self._hits], keep=True)
        self._show_state()

    def _show_state(self) -> None:
        """Hits, or what stands where there are none."""
        asked, found = self._shown or (None, None)
        self.counts.setText(telling.counts(asked.mode, found, self._taken_out) if asked and found else "")
        self.counts.setVisible(bool(self.counts.text()))
        self.more.setVisible(bool(asked and found and found.more and asked.count < COUNTS[-1]))
        instead = None
        if not self._hits:  # nothing is said to be absent while it is being looked for
            instead = QWidget() if self._wanted else self._nothing(asked, found)
        self._stack.put(instead)

    def _nothing(self, asked: Asked | None, found: Found | None) -> QWidget:
        sources = self._session.sources.values()
        if not sources or asked is None or found is None:
            return no_hits.not_asked(sources)
        if self._taken_out:
            return no_hits.all_taken_out()
        return no_hits.none_found(asked.words, asked.mode, found, sources, self._switch)

    def _sources_changed(self) -> None:
        if not self._hits:
            self._show_state()

    def _mark_again(self) -> None:
        """The shown draft is another one, or has other claims."""
        marks = Marks(self._session.claims())
        for at, (before, hit) in enumerate(zip(self.hits.model_.rows, self._hits.values(), strict=True)):
            after = marks.put(before, hit)
            if after != before:
                self.hits.model_.change(at, after)

    # Doing

    def _open(self, number: int) -> None:
        hit = self._hits[number]
        self._session.show_place(Place(hit.source.id, span=(hit.start, hit.end)))

    def _add_claim(self, number: int) -> None:
        """Have the words of a hit as a claim of the shown draft, or of one by hand; the tab stays in front."""
        session, hit = self._session, self._hits[number]
        at = (hit.source.id, hit.start, hit.end)
        if not session.writable or at in self._adding:
            return
        told = words.ADDED_TOLD if session.draft else words.ADDED_BY_HAND
        self._adding.add(at)

        def then(claim: Claim) -> None:
            self._adding.discard(at)
            session.tell_of_claims(told.format(number=number_of(claim.id)))

        def failed(error: Exception) -> None:
            self._adding.discard(at)
            session.failed.emit(error)

        session.add_by_hand(self, lambda draft_id: session.case.reviewing.add_claim(draft_id, *at), then, failed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Down goes into the hits; Escape ends a search, else empties the field."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down and self._hits:
                self.hits.enter()
                return True
            if event.key() == Qt.Key.Key_Escape and (self._wanted or self.field.text()):
                if self._wanted is None:
                    self.field.clear()
                self.cancel()
                return True
        return super().eventFilter(watched, event)
