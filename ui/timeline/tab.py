"""The Timeline tab: filters, the drawn line, and below it the times in sight or those that have no place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget, QWidget

from provenance.timeline import MADE, Mark, Timeline, Unplaced
from ui.place import Place
from ui.search.choice import Choice
from ui.search.lines import Line
from ui.search.rows import Row, Rows
from ui.session import Session
from ui.source_name import name_of
from ui.strings import timeline as words
from ui.timeline.canvas import Canvas
from ui.timeline.drawn import STEP
from ui.timeline.lanes import Placed
from ui.timeline.reading import Reading
from ui.timeline.telling import day_row, mark_row, unplaced_row
from ui.widgets.basics import Elided, button, column, frame, row, tool
from ui.widgets.chooser import Chooser
from ui.widgets.empty import EmptyState
from ui.widgets.waiting import Waiting

SOON = 120  # milliseconds after which the list follows what is in sight, and a filter what is typed
GATHERED = 800  # milliseconds in which changes of the sources are gathered
MOST_LISTED = 300
_FEW = 5  # marks, below which the remembered length of the stretch in sight is not taken
_SIZES = (360, 190)


class TimelineTab(QWidget):
    """Made when it first comes into sight and whenever the sources are others, off this thread."""

    sizes_changed = Signal(str, list)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.made: Timeline | None = None
        self._placed: list[Placed] = []
        self._lost: list[Unplaced] = []
        self._stale, self._fitted = True, False
        self._soon = self._timer(self._list)
        self._typed = self._timer(self._filter)
        self._gather = self._timer(self.make, GATHERED)
        self._build()
        session.sources_changed.connect(self._outdated)
        session.footage_changed.connect(lambda _: self._outdated())
        session.sources_withheld.connect(self._withhold)

    def _timer(self, act: Callable[[], object], after: int = SOON) -> QTimer:
        made = QTimer(self, singleShot=True, interval=after)
        made.timeout.connect(act)
        return made

    def _build(self) -> None:
        self.field = QLineEdit()
        self.field.setPlaceholderText(words.FILTER_HINT)
        self.field.setAccessibleName(words.FILTER_NAME)
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _: self._typed.start())
        self.sources = Chooser()
        self.sources.setAccessibleName(words.SOURCE_NAME)
        self.sources.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sources.setMinimumContentsLength(9)
        self.sources.currentIndexChanged.connect(lambda _: self._filter())
        self.which = Chooser()
        self.which.setAccessibleName(words.WHICH_NAME)
        for value, text in words.WHICH.items():
            self.which.addItem(text, value)
            self.which.setItemData(self.which.count() - 1, words.WHICH_TIPS[value], Qt.ItemDataRole.ToolTipRole)
        self.which.currentIndexChanged.connect(lambda _: self._filter())
        self.canvas = Canvas()
        self.canvas.moved.connect(self._moved)
        self.canvas.chosen.connect(lambda n: self.list.choose(("mark", n)))
        self.canvas.opened.connect(lambda n: self._open(("mark", n)))
        self.below = Choice(words.BELOW_NAME, {"sight": "", "unplaced": ""}, {})
        self.below.chosen.connect(lambda value: self._lists.setCurrentIndex(int(value == "unplaced")))
        self.list, self.unplaced = Rows(words.LIST_NAME), Rows(words.UNPLACED_NAME)
        for one in (self.list, self.unplaced):
            one.opened.connect(self._open)
        self.list.chosen.connect(self._point)
        self.waiting = Waiting(lambda: self.reading.stop())
        self.reading = Reading(self._session, self.waiting, self)
        self.reading.ended.connect(self._ended)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(words.EMPTY_HEAD, words.EMPTY_TEXT))
        self._stack.addWidget(self._whole())
        self._stack.addWidget(EmptyState(words.STOPPED_HEAD, words.STOPPED_TEXT, (words.AGAIN, self.make)))
        self.setLayout(column(self.waiting, self._stack))

    def _whole(self) -> QWidget:
        self.fold = tool(words.FOLD_TIP, lambda: self.canvas.fold(self.fold.isChecked()), "draft", text=words.FOLD)
        self.fold.setCheckable(True)
        zoom = (
            tool(words.ZOOM_OUT, lambda: self.canvas.zoom(STEP), "smaller"),
            tool(words.ZOOM_IN, lambda: self.canvas.zoom(1 / STEP), "larger"),
        )
        busiest = button(words.FIT_BUSIEST, self.canvas.fit_busiest, "link")
        whole = button(words.FIT_ALL, self.canvas.fit_all, "link")
        busiest.setToolTip(words.FIT_BUSIEST_TIP)
        whole.setToolTip(words.FIT_ALL_TIP)
        self.count = Elided("", "muted")
        top = row(self.field, self.sources, self.which, gap=6)
        top.setStretch(0, 1)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.list)
        self._lists.addWidget(self.unplaced)
        under = QWidget()
        under_layout = column(gap=4)
        under_layout.addLayout(row(self.below, None))
        under_layout.addWidget(self._lists, 1)
        under.setLayout(under_layout)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(frame("pane", column(self.canvas, margins=(1, 1, 1, 1))))
        self.splitter.addWidget(under)
        self.splitter.setSizes(list(self._session.preferences.pane_sizes.get("timeline", _SIZES)))
        self.splitter.splitterMoved.connect(lambda *_: self.sizes_changed.emit("timeline", self.splitter.sizes()))
        made = QWidget()
        layout = column(gap=6)
        ways = row(*zoom, busiest, whole, self.count, self.fold, gap=2)
        ways.setStretch(4, 1)
        layout.addLayout(top)
        layout.addLayout(ways)
        layout.addWidget(self.splitter, 1)
        made.setLayout(layout)
        return made

    # Making it

    def _outdated(self) -> None:
        self._stale = True
        if self.isVisible() and not self.reading.busy:
            self._gather.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self._stale:
            self.make()

    def make(self) -> None:
        """Read the times of the case, off this thread."""
        self._stale = self.reading.busy
        self.reading.start()

    def _ended(self, made: Timeline | None) -> None:
        if made is not None:
            self.take(made)
        elif self.made is None:
            self._stack.setCurrentIndex(2)
        if self._stale and self.isVisible():
            self._gather.start()

    def take(self, made: Timeline) -> None:
        """Show a timeline that was made; what is withheld by now is left out."""
        barred = {s.id for s in self._session.sources.values() if s.withheld}
        marks = [m for m in made.marks if m.source_id not in barred]
        self.made = Timeline(tuple(marks), tuple(u for u in made.unplaced if u.source_id not in barred))
        self._placed = [Placed.of(m) for m in marks]
        self._stack.setCurrentIndex(int(bool(self.made.marks or self.made.unplaced)))
        self._offer()
        self._filter()
        if not self._fitted and self._placed:
            self._fitted = True
            minutes = self._session.preferences.pane_sizes.get("timeline_zoom", (0,))
            self.canvas.fit_busiest(60.0 * minutes[0])
            if len(self.canvas.in_sight()) < min(_FEW, len(self.canvas.marks)):  # it was the length for another case
                self.canvas.fit_busiest()

    def _withhold(self, ids: frozenset[str]) -> None:
        """Sources came to be withheld: nothing of them stays on the line, in sight or not."""
        if self.made is not None:
            kept = [m for m in self.made.marks if m.source_id not in ids]
            self.take(Timeline(tuple(kept), tuple(u for u in self.made.unplaced if u.source_id not in ids)))

    def _offer(self) -> None:
        """Offer the sources that have times."""
        assert self.made is not None
        chosen = self.sources.currentData()
        have = {m.source_id for m in self.made.marks} | {u.source_id for u in self.made.unplaced}
        self.sources.blockSignals(True)
        self.sources.clear()
        self.sources.addItem(words.ALL_SOURCES, "")
        for source in self._session.sources.values():
            if source.id in have:
                self.sources.addItem(name_of(source), source.id)
        self.sources.setCurrentIndex(max(0, self.sources.findData(chosen)))
        self.sources.blockSignals(False)

    # What is shown of it

    def _filter(self) -> None:
        """Show what the filters let through."""
        if self.made is None:
            return
        wanted, which = self.sources.currentData() or "", self.which.currentData()
        asked = self.field.text().casefold().split()

        def fits(one: Mark | Unplaced) -> bool:
            if wanted and one.source_id != wanted:
                return False
            told = f"{one.text} {one.words} {one.exhibit}".casefold()
            return all(word in told for word in asked)

        shown = [p for p in self._placed if _is_wanted(p.mark, which) and fits(p.mark)]
        self.canvas.show_marks(shown, self._session.sources)
        self._lost = [u for u in self.made.unplaced if fits(u)]
        rows = [unplaced_row(n, one) for n, one in enumerate(self._lost)]
        none = words.NONE_UNPLACED if not self.made.unplaced else words.NONE_UNPLACED_FITS
        self.unplaced.show_rows(rows or [_note(none)], keep=True)
        self.count.set(words.COUNT.format(shown=f"{len(shown):,}", all=f"{len(self._placed):,}"))
        self._list()

    def _moved(self) -> None:
        self._soon.start()
        minutes = round(self.canvas.sight.span / 60)
        if self._fitted and 1 <= minutes <= 100_000:
            self.sizes_changed.emit("timeline_zoom", [minutes])

    def _list(self) -> None:
        """List the marks in sight, day by day."""
        seen = self.canvas.in_sight()
        self.below.buttons["sight"].setText(words.IN_SIGHT.format(count=f"{len(seen):,}"))
        self.below.buttons["unplaced"].setText(words.UNPLACED.format(count=f"{len(self._lost):,}"))
        rows: list[Row] = []
        day = None
        listed = sorted(seen[:MOST_LISTED], key=lambda n: self._in_list(self.canvas.marks[n]))
        for n in listed:
            mark = self.canvas.marks[n].mark
            if mark.start.date() != day:
                day = mark.start.date()
                rows.append(day_row(mark))
            rows.append(mark_row(n, mark))
        if len(seen) > MOST_LISTED:
            rows.append(_note(words.MORE.format(count=f"{len(seen) - MOST_LISTED:,}")))
        none = words.NONE_IN_SIGHT if self.canvas.marks else words.NOTHING_MATCHES
        self.list.show_rows(rows or [_note(none)], keep=True)
        if self.canvas.current >= 0:
            self.list.choose(("mark", self.canvas.current))

    def _in_list(self, one: Placed) -> tuple[object, ...]:
        """Within a day the times that begin in sight come first, then what goes on or is said of the whole day."""
        return one.mark.start.date(), one.mark.by_day or one.first < self.canvas.sight.start, one.mark.start

    def _point(self, key: object) -> None:
        """The mark that is chosen in the list is the current one of the line."""
        if isinstance(key, tuple) and key[0] == "mark" and key[1] != self.canvas.current:
            self.canvas.choose(key[1])

    def _open(self, key: tuple[str, int]) -> None:
        """Open the source at the words or the frame."""
        kind, number = key
        if kind == "mark":
            self.canvas.choose(number, show=False)
            citation = self.canvas.marks[number].mark.citation
        else:
            citation = self._lost[number].citation
        self._session.show_place(Place(citation.source_id, anchor=citation.anchor))


def _is_wanted(mark: Mark, which: str) -> bool:
    return which == "all" or (mark.kind in MADE) == (which == "made")


def _note(text: str) -> Row:
    return Row(text, (Line(text, "muted"),), heading=True)
