"""The evidence pane: what was taken in, how well each file was read, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QMenu, QSplitter, QStackedWidget, QWidget

from app.access import Act
from provenance.records import Source
from ui.access.allowed import bar
from ui.evidence.asides import Asides
from ui.evidence.case_findings import CaseFindings
from ui.evidence.details import Details
from ui.evidence.doing import acts, link, unlock
from ui.evidence.edit_dialog import edit
from ui.evidence.listing import Listing
from ui.evidence.privilege_dialog import decide_on
from ui.evidence.telling import Beside, Told, is_locked, tell
from ui.evidence.use_dialog import decide_use
from ui.evidence.view import SourcesView
from ui.place import Place
from ui.session import Session
from ui.source.look_work import ask as areas
from ui.strings import evidence as words
from ui.strings import footage as footage_words
from ui.strings import use as use_words
from ui.theme.theme import theme
from ui.widgets.basics import Elided, button, column, frame, label, row, tool

_FILTER_MILLISECONDS = 60
_SIZES = "evidence"
_DETAILS_SHARE = (38, 62)
_LEAST_LIST = 90  # pixels of the list, however large the details are dragged


class EvidencePane(QFrame):
    """Lists `session.sources`. `add` opens the place for adding; without one the pane opens it itself."""

    sizes_changed = Signal(str, list)  # under which name the room of list and details is remembered

    def __init__(self, session: Session, add: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setProperty("look", "pane")
        self._session = session
        self.findings = CaseFindings(session, self)
        self._asides = Asides(session, self)
        self._listing = Listing(session, self.findings, self)
        self.view = SourcesView()
        self.filter = _Filter(self.view.enter)
        self.details = Details(acts(session, self._chosen, self), self._decide, self._copy)
        self.details.hide()
        self.add = button(words.ADD, add or self._add, name=words.ADD_NAME, icon_name="add")
        self.more = tool(words.DETAILS_KEYS, lambda: self.show_details(not self.details.isVisibleTo(self)), "note")
        self.more.setCheckable(True)
        self.look_into = tool("", lambda: session.tab_asked.emit("findings"), "finding", text=" ")
        self.look_into.hide()
        self._none = label("", "muted", wrap=True)
        self._none.setContentsMargins(4, 12, 4, 0)
        self._stack = QStackedWidget()
        for part in (self.view, _top(self._none), _Empty(session.writable, self._add)):
            self._stack.addWidget(part)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(8)
        self._stack.setMinimumHeight(theme().px(_LEAST_LIST))
        self._splitter.splitterMoved.connect(lambda *_: self.sizes_changed.emit(_SIZES, self._splitter.sizes()))
        for part in (self._stack, self.details):
            self._splitter.addWidget(part)
        self._wait = QTimer(self, singleShot=True, interval=_FILTER_MILLISECONDS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        if not self._session.writable:
            self.add.setEnabled(False)
            self.add.setToolTip(words.READ_ONLY)
            self.add.setAccessibleDescription(words.READ_ONLY)
        head = row(Elided(words.HEADING, "heading"), self.more, self.add, gap=4)
        head.setStretch(0, 1)
        layout = column(gap=8, margins=(12, 12, 12, 8))
        layout.addLayout(head)
        sought = row(self.filter, self.look_into, gap=4)
        sought.setStretch(0, 1)
        layout.addLayout(sought)
        layout.addWidget(self._splitter, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        session, view = self._session, self.view
        self._listing.built.connect(self._show_rows)
        self._asides.changed.connect(self._tell)
        session.place_asked.connect(lambda place: view.follow(place.source_id))
        self.filter.textChanged.connect(lambda _: self._wait.start())
        self._wait.timeout.connect(self._filter)
        session.job_changed.connect(lambda _: self._show_what_there_is())
        session.job_ended.connect(lambda _: self._show_what_there_is())
        view.opened.connect(lambda source_id: session.show_place(Place(source_id)))
        view.chosen.connect(lambda _: self._tell())
        view.details_asked.connect(lambda _: self.show_details(True))
        view.edit_asked.connect(lambda _: self._edit())
        view.menu_asked.connect(self._show_menu)
        view.left.connect(self.focus_filter)
        self.details.closed.connect(lambda: self.show_details(False))
        QShortcut(QKeySequence("Ctrl+Shift+L"), self, context=Qt.ShortcutContext.WindowShortcut).activated.connect(
            self.focus_filter
        )
        if session.sources:
            self._listing.build()

    # The list

    def focus_filter(self) -> None:
        """Take the keyboard to the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def choose(self, source_id: str) -> None:
        """Make a source the chosen one, wherever it is folded away."""
        self.view.reveal(source_id)

    def _show_rows(self) -> None:
        self.view.show_rows(self._listing.rows)
        self._count_findings()
        self._show_what_there_is()
        self._tell()

    def _count_findings(self) -> None:
        count = self.findings.count()
        name = words.FINDINGS_COUNT_NAME.format(count=words.findings(count))
        self.look_into.setText(f"{count:,}")
        self.look_into.setAccessibleName(name)
        self.look_into.setToolTip(name)
        self.look_into.setVisible(count > 0)

    def _filter(self) -> None:
        self.view.filter(self.filter.text())
        self._show_what_there_is()

    def _show_what_there_is(self) -> None:
        sources = self.view.sources
        if not sources.count and self._session.jobs.active("intake"):
            self._none.setText(words.BEING_TAKEN_IN)
            self._stack.setCurrentIndex(1)
        elif not sources.count:
            self._stack.setCurrentIndex(2)
        elif not sources.entries:
            self._none.setText(words.NO_MATCH.format(text=self.filter.text().strip()))
            self._stack.setCurrentIndex(1)
        else:
            self._stack.setCurrentIndex(0)

    # One source

    def show_details(self, shown: bool) -> None:
        """Open or close the details below the list."""
        had_keyboard = self.details.isAncestorOf(self.focusWidget() or self)
        self.details.setVisible(shown)
        self.more.setChecked(shown)
        if shown:
            whole = self._splitter.height()
            kept = self._session.preferences.pane_sizes.get(_SIZES) or tuple(whole * s // 100 for s in _DETAILS_SHARE)
            self._splitter.setSizes(list(kept))
            self._tell()
            QTimer.singleShot(0, self, lambda: self.view.scrollTo(self.view.currentIndex()))
        elif had_keyboard:
            self.view.enter()

    def _tell(self) -> None:
        if not self.details.isVisibleTo(self):
            return
        source = self._chosen()
        if source is None:
            self.details.show_none()
            return
        why_not = "" if self._session.writable else words.READ_ONLY
        self.details.show(self._told(source), why_not, why_not if source.withheld else None)

    def _told(self, source: Source) -> Told:
        made, aside = self._listing, self._asides.of(source)
        beside = Beside(
            self.findings.of(source.id), made.links.get(source.id, ()), aside.confirmed_by, aside.rear, aside.movement,
            made.inside.get(source.id, ()), self._session.materials.get(source.id),
        )  # fmt: skip
        return tell(source, made.title_of, made.clocks.get(source.id, ""), made.later.get(source.id, ""), beside)

    def _chosen(self) -> Source | None:
        return self._session.sources.get(self.view.source_id())

    def _show_menu(self, source_id: str, place: QPoint) -> None:
        menu = self.menu(source_id)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def menu(self, source_id: str) -> QMenu:
        """What can be done with a source; what a case that is open for reading only does not allow says why."""
        source = self._session.sources[source_id]
        made = QMenu(self)
        made.setToolTipsVisible(True)
        made.addAction(words.OPEN, lambda: self._session.show_place(Place(source_id)))
        made.addAction(words.DETAILS, lambda: self.show_details(True))
        made.addAction(words.COPY_DETAILS, self._copy)
        made.addSeparator()
        doings: list[tuple[str, Callable[[], object]]] = [(words.EDIT, self._edit)]
        if is_locked(source) and source_id not in self._listing.later:
            doings.insert(0, (words.UNLOCK, lambda: unlock(self._session, source_id, self.window())))
        if source.outcome in ("read", "partly") and not source.withheld:
            doings.append((words.LINK, lambda: link(self._session, source_id, self.window())))
            if source.kind == "video":
                doings.append((footage_words.LOOK_BUTTON, lambda: areas(self._session, source, self.window())))
        doings.append((use_words.MENU, lambda: decide_use(self._session, [source_id], self.window())))
        doings.append((words.DECIDE if source.withheld else words.HOLD, self._decide))
        for text, act in doings:
            action = made.addAction(text, act)
            action.setEnabled(self._session.writable)
            action.setToolTip("" if self._session.writable else words.READ_ONLY)
            if text in NEEDS:
                bar(action, self._session.case, NEEDS[text])
        if not self._session.writable:
            made.addSeparator()
            made.addAction(words.READ_ONLY).setEnabled(False)
        return made

    def _copy(self) -> None:
        source = self._chosen()
        if source is not None:
            QApplication.clipboard().setText(self._told(source).text())
            self._session.told.emit(words.COPIED.format(title=source.title))

    def _edit(self) -> None:
        edit(self._session, self.view.source_id(), self.window())

    def _decide(self) -> None:
        decide_on(self._session, self.view.source_id(), self.window())

    def _add(self, choose: str = "") -> None:
        from ui.intake.add_dialog import AddDialog

        dialog = AddDialog(self._session, self.window())
        dialog.open()
        if choose:
            dialog.choose(choose)


NEEDS = {
    words.EDIT: Act.DESCRIBE,
    words.LINK: Act.DESCRIBE,
    footage_words.LOOK_BUTTON: Act.ADD,
    use_words.MENU: Act.MATERIAL,
    words.DECIDE: Act.PRIVILEGE,
    words.HOLD: Act.PRIVILEGE,
}


class _Filter(QLineEdit):
    """Escape clears it; Down and Enter go to the list."""

    def __init__(self, go_on: Callable[[], object]) -> None:
        super().__init__()
        self._go_on = go_on
        self.setPlaceholderText(words.FILTER_HINT)
        self.setAccessibleName(words.FILTER_NAME)
        self.setToolTip(words.FILTER_NAME)
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on()
        else:
            super().keyPressEvent(event)


class _Empty(QWidget):
    """What to do where there is nothing yet, in a narrow pane."""

    def __init__(self, writable: bool, add: Callable[[str], object]) -> None:
        super().__init__()
        head = label(words.EMPTY_HEAD, "strong", wrap=True)
        said = label(words.EMPTY_TEXT if writable else words.EMPTY_READ_ONLY, "muted", wrap=True)
        files = button(words.ADD_FILES, lambda: add("files"), "primary")
        folder = button(words.ADD_FOLDER, lambda: add("folder"))
        self.setLayout(column(24, head, said, 4, files, folder, None, margins=(4, 0, 4, 0)))
        for one in (files, folder):  # once they have a parent: shown before, they would be windows
            one.setVisible(writable)


def _top(inside: QLabel) -> QFrame:
    return frame("", column(inside, None, margins=(0, theme().px(4), 0, 0)))
