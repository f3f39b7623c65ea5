"""The Witnesses tab: what the sources say on the same points, where they differ, and two places side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.jobs import Job
from app.matrix import Matrix
from provenance.points import Cell, Point
from provenance.ports import Progress
from ui.following import Following
from ui.search.choice import Choice
from ui.session import Session
from ui.source.flow import FlowBox
from ui.source_name import name_of, natural
from ui.strings import witnesses as words
from ui.strings.common import counted
from ui.widgets.basics import Elided, column, frame, label, tool
from ui.widgets.chooser import Chooser
from ui.widgets.empty import EmptyState
from ui.widgets.standing import Standing
from ui.witnesses.beside import Beside
from ui.witnesses.rows import Listed, listed, pair, same_point
from ui.witnesses.table import MatrixTable

_WIDEST = 26  # characters of the choice of a source


class WitnessesTab(QWidget):
    """The matrix, made anew when it is asked for, and once by itself when it first comes into sight."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.matrix: Matrix | None = None
        self.work = Following(session, self)
        self.work.ended.connect(self._ended)
        self._begun = False  # whether it was made, or begun to be, without being asked for
        self._wanted: tuple[Point, ...] = ()  # conflicts that are to be looked at once there is a matrix
        self._made_of: object = None  # what the sources were when the matrix was begun
        self._build()
        session.sources_changed.connect(self._sources_changed)
        session.sources_withheld.connect(lambda _: self._drop())
        self._show()

    def _build(self) -> None:
        self.which = Choice(words.WHICH, {"conflicts": words.CONFLICTS_ONLY, "all": words.ALL_POINTS}, {})
        self.which.choose(self._session.preferences.points_shown)
        self.which.chosen.connect(self._choose)
        self.by = Chooser()
        self.by.setAccessibleName(words.BY_SOURCE)
        self.by.setSizeAdjustPolicy(Chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.by.setMinimumContentsLength(_WIDEST // 2)
        self.by.activated.connect(lambda _: self._list())
        self.again = tool(words.COMPARE_AGAIN, self.compare, "retry")
        self.top = FlowBox(self.which, self.by, self.again, gap=8, between=4)
        self.summary = label("", "strong", wrap=True)
        self.judges = Elided(words.NO_JUDGEMENT, "muted")
        self.notice = label("", wrap=True)
        self._changed = frame("notice", column(self.notice, margins=(12, 6, 12, 6)))
        self._changed.hide()
        self.table = MatrixTable()
        self.table.opened.connect(self._open)
        self._stand = Standing(frame("pane", column(self.table, margins=(1, 1, 1, 1))))
        self._stand.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        points = QWidget()
        parts = (self.top, self.summary, self.judges, self._changed, self.work.line, self._stand)
        layout = column(*parts, gap=4)
        layout.setStretch(len(parts) - 1, 1)
        points.setLayout(layout)
        self._pages = QStackedWidget()
        self._pages.addWidget(points)
        self.beside: Beside | None = None
        self.setLayout(column(self._pages))
        self.setFocusProxy(self.table)

    # Comparing

    def compare(self) -> None:
        """Compare the sources as they are now."""
        if self.work.busy:
            return
        session = self._session
        self._begun, self._made_of = True, self._sources()

        def work(progress: Progress) -> Matrix:
            return session.case.compare(None, progress)

        self.work.follow(session.start(words.COMPARING, work, lane="quick"))
        self._show()

    def _ended(self, job: Job[object]) -> None:
        if isinstance(job.result, Matrix):
            self.take(job.result)
        else:
            self._show()
            self._begin()  # where it was ended because sources came to be withheld

    def take(self, matrix: Matrix) -> None:
        """Show a matrix; nothing of sources that came to be withheld while it was made."""
        now = self._session.sources
        if any(now[s.id].withheld for s in matrix.sources if s.id in now):
            self.compare()
            return
        self.matrix = matrix
        chosen = self.by.currentData()
        self.by.clear()
        self.by.addItem(words.ALL_SOURCES, "")
        for source in sorted(matrix.sources, key=lambda s: natural(s.title)):
            self.by.addItem(name_of(source), source.id)
        self.by.setCurrentIndex(max(0, self.by.findData(chosen)))
        self._list()
        self._choose_wanted()

    def _sources(self) -> object:
        """What a matrix depends on, as far as the window knows the sources."""
        return [(s.id, s.outcome, s.passages, s.withheld, s.exhibit) for s in self._session.sources.values()]

    def _sources_changed(self) -> None:
        if not self.work.busy:
            self._show()
            self._begin()

    def _drop(self) -> None:
        """Sources came to be withheld: nothing that was made before stays, in sight or not."""
        self.matrix, self._begun = None, False
        self.table.show_listed(Listed())
        self.by.clear()
        self.go_back()
        if self.beside is not None:
            self.beside.forget()
        self.work.cancel()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._begin()

    def _begin(self) -> None:
        """The first time it is looked at, it is made without being asked for."""
        if self.isVisible() and not self._begun and not self.work.busy and self._comparable():
            self.compare()

    def _comparable(self) -> bool:
        """Whether there are sources that can be compared."""
        return sum(1 for s in self._session.sources.values() if s.passages and not s.withheld) > 1

    # Showing

    def _choose(self, value: str) -> None:
        self._session.remember_asked.emit({"points_shown": value})
        self._list()

    def show_conflicts(self, points: tuple[Point, ...]) -> None:
        """Bring conflicts of a draft before the person: among those of all sources, the first of them chosen."""
        self._wanted = points
        self.go_back()
        self.which.choose("conflicts")
        self.by.setCurrentIndex(0)
        self._list()
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        if self.matrix is None:
            return
        found = next(filter(None, (same_point(self.matrix.conflicts, one) for one in self._wanted)), None)
        self._wanted = ()
        if found is not None:
            self.table.choose(found)

    def _show_all(self) -> None:
        self.which.choose("all")
        self._choose("all")

    def _list(self) -> None:
        if self.matrix is not None:
            self.table.show_listed(listed(self.matrix, self.which.value, self.by.currentData() or ""))
        self._show()

    def _show(self) -> None:
        """Say how it stands, and put the matrix, or what stands in its place."""
        matrix, shown = self.matrix, bool(self.table.matrix.listed.rows)
        for one in (self.which, self.by, self.summary, self.judges):
            one.setVisible(matrix is not None and bool(matrix.points))
        self.again.setVisible(matrix is not None)
        self.again.setEnabled(not self.work.busy)
        if matrix is not None:
            self.summary.setText(summary(matrix))
        self._tell_changed()
        self._stand.put(None if shown else self._instead())

    def _tell_changed(self) -> None:
        """What should be known of the matrix that is shown."""
        told = []
        if self.matrix is not None and not self.work.busy and self._made_of != self._sources():
            told.append(words.CHANGED)
        if self.matrix is not None and not self.matrix.recorded:
            told.append(words.UNRECORDED)
        self.notice.setText(" ".join(told))
        self._changed.setVisible(bool(told))

    def _instead(self) -> QWidget:
        matrix = self.matrix
        if matrix is None and not self._comparable():
            return EmptyState(words.NO_SOURCES_HEAD, words.NO_SOURCES_TEXT)
        if matrix is None:
            ways = [] if self.work.busy else [(words.COMPARE, self.compare)]
            return EmptyState(words.EMPTY_HEAD, words.EMPTY_TEXT, *ways)
        passages = counted(matrix.searched, "passage")
        if not matrix.points:
            return EmptyState(words.NONE_HEAD, words.NO_POINTS_TEXT.format(passages=passages))
        more = [(words.SHOW_ALL, self._show_all)] if self.which.value == "conflicts" else []
        if self.by.currentData():
            source = self.by.currentText()
            return EmptyState(words.NOT_THIS_HEAD, words.NOT_THIS_TEXT.format(source=source), *more)
        return EmptyState(words.NONE_HEAD, words.NONE_TEXT.format(passages=passages), *more)

    # Two places side by side

    def _open(self, point: Point, cell: Cell | None) -> None:
        both = pair(point, cell)
        if both is None:
            return
        if self.beside is None:
            self.beside = Beside(self._session)
            self.beside.left.connect(self.go_back)
            self._pages.addWidget(self.beside)
        self._pages.setCurrentWidget(self.beside)
        self.setFocusProxy(self.beside)
        self.beside.show_pair(point, *both)
        self.beside.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """Back to the points, to the one that was looked at."""
        if self._pages.currentIndex():
            self._pages.setCurrentIndex(0)
            self.setFocusProxy(self.table)
            self.table.enter()


def summary(matrix: Matrix) -> str:
    """ "5 conflicts among 23 points · 60 passages compared"."""
    conflicts = counted(len(matrix.conflicts), "conflict") if matrix.conflicts else words.NO_CONFLICTS
    told = words.SUMMARY.format(
        conflicts=conflicts,
        points=counted(len(matrix.points), "point"),
        passages=counted(matrix.searched, "passage"),
    )
    more = words.MORE_POINTS if matrix.more else ""
    pending = words.PENDING.format(passages=counted(matrix.pending, "passage")) if matrix.pending else ""
    return " · ".join(filter(None, (told, more, pending)))
