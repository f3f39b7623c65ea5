"""The window: the start page, or the desk of one open case; opens and closes cases and hands out the keys."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from app.preferences import Preferences, forget_case, without_names
from provenance.errors import AttestError
from ui.acts import Acts
from ui.background import Background
from ui.intake.closing import ask_before_closing
from ui.intake.dropping import accepted, dropped
from ui.opening import open_in_background, opened
from ui.remembered import Remembered
from ui.settings.keys import Keys
from ui.start.page import StartPage
from ui.strings import common
from ui.strings import desk as words
from ui.strings import retention as retention_words

if TYPE_CHECKING:
    from app.case import Case
    from ui.access.locking import Locking
    from ui.access.whereabouts import Whereabouts
    from ui.desk import Desk
    from ui.session import Session

SMALLEST = (1024, 640)
USUAL = QSize(1440, 900)
_FRAME = QSize(16, 48)  # what a window manager may put around the window
_PANES = (
    "ui.draft.claim_column",
    "ui.evidence.pane",
    "ui.source.pane",
    "ui.search.ask_tab",
    "ui.intake.strip",
    "ui.desk",
)
_STOP_SECONDS = 3.0  # for work that was told to stop when the window closes


def _nothing() -> None:
    """Nothing waits for the case to be closed."""


class MainWindow(QMainWindow):
    """Start page and desk. `session` and `desk` are None while no case is open."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.setWindowTitle(common.APPLICATION)
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.remembered = Remembered(preferences, self)
        self.session: Session | None = None
        self.desk: Desk | None = None
        self._leaving = False  # the case is being closed; then `_then` is done
        self._then: Callable[[], object] = _nothing
        self._dropped: Callable[[], object] = _nothing
        self.background = Background(self.show_error)
        self.acts = Acts(self)
        self.keys = Keys(self, self.remembered.now)
        self.start = StartPage(preferences)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self.setCentralWidget(self._stack)
        self._connect()
        if not self.remembered.place_window(self):
            room = self.screen().availableSize() - _FRAME
            self.resize(room.boundedTo(USUAL).expandedTo(self.minimumSize()))
        QTimer.singleShot(0, self._load_ahead)

    def _connect(self) -> None:
        self.start.open_asked.connect(self.open_case)
        self.start.read_only_asked.connect(lambda folder: self.open_case(folder, write=False))
        self.start.save_asked.connect(self.acts.save_damaged)
        self.start.put_back_asked.connect(self.acts.put_back)
        self.start.forget_asked.connect(self._forget)
        self.start.protected_found.connect(self._hide_names)
        self.start.new_asked.connect(self.acts.new_case)
        self.start.sample_asked.connect(self.acts.sample)
        self.start.settings_asked.connect(self.acts.settings)
        self.start.help_asked.connect(self.acts.help)
        self.remembered.changed.connect(self._preferences_changed)
        for name, act in self.acts.everywhere().items():
            self.keys.bind(name, act)
        for name, act in self.acts.on_the_desk().items():
            self.keys.bind(name, self._if_open(name, act))

    def _if_open(self, name: str, act: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            if not self._in_sight() or self.session is None:
                return
            from ui.access.allowed import KEYS, why_not

            if name in KEYS and (reason := why_not(self.session.case, KEYS[name])):
                self.session.told.emit(reason)
            else:
                act()

        return run

    def _load_ahead(self) -> None:
        """Load what a case needs while the start page is looked at: what knows no Qt beside, the panes one by one here,
        because Qt's own modules may only be loaded on the window's thread."""

        def load() -> None:
            import app.case
            import app.taking_in  # noqa: F401

        self.background.run(self, load, lambda _: self._load_panes(list(_PANES)), latest="load")

    def _load_panes(self, names: list[str]) -> None:
        importlib.import_module(names.pop(0))
        if names:
            QTimer.singleShot(0, self, lambda: self._load_panes(names))

    @cached_property
    def locking(self) -> Locking:
        """What keeps protected cases behind the unlock page; the start page is there without it."""
        from ui.access.locking import Locking

        return Locking(self)

    # Pages

    def add_page(self, page: QWidget) -> None:
        self._stack.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)

    def show_start(self) -> None:
        self.start.show_preferences(self.remembered.now)
        self._stack.setCurrentWidget(self.start)

    def show_open_case(self) -> None:
        """Show the case that is open, under its name."""
        if self.session is not None and self.desk is not None:
            self._stack.setCurrentWidget(self.desk)
            self.setWindowTitle(f"{self.session.case.store.info.reference} – {common.APPLICATION}")

    # Cases

    def open_case(self, folder: Path, write: bool = True) -> None:
        """Open the case in a folder in place of the one that is open."""
        self.leave_case(lambda: self._open(folder, write))

    def _open(self, folder: Path, write: bool) -> None:
        self._stack.setCurrentWidget(self.start)
        self.start.show_opening(words.OPENING.format(name=folder.name))
        preferences = self.remembered.now

        def failed(error: Exception) -> None:
            if isinstance(error, AttestError) and error.code == "case_protected":
                self.remembered.take(without_names(self.remembered.now, {str(folder.absolute())}))
                self.locking.ask_to_open(folder, write)
            else:
                self.start.show_trouble(error, folder)

        open_in_background(self.background, self, lambda: opened(folder, preferences, write), self.show_case, failed)

    def show_case(self, case: Case, back: Whereabouts | None = None) -> None:
        """Show an open case in place of the one that is open; the window closes it when it is done with it. `back` is
        where in it to go on."""
        if self.session is not None:
            close = lambda: self.background.run(self, case.close)  # noqa: E731
            if not self.leave_case(lambda: self.show_case(case, back), close):
                close()
            return
        from app.jobs import Jobs
        from ui.session import Session

        self.session = Session(case, Jobs(), self.remembered.now, self)
        self.session.remember_asked.connect(lambda changes: self.remembered.set(**changes))
        self.session.models_folder_chosen.connect(lambda folder: self.remembered.set(models_folder=folder))
        info, protected = case.store.info, case.user is not None
        self.start.show_opening("")
        self.remembered.opened(info, protected)
        if protected:
            self.remembered.set(last_user=case.by)
        self._show_desk(self.session, back)
        self.session.refresh_sources()
        self.session.told.emit(words.OPENED.format(name=info.reference))

    def _show_desk(self, session: Session, back: Whereabouts | None) -> None:
        from ui.desk import Desk

        self.desk = Desk(session, self.keys.shown, self.acts.named(), self.acts.menu())
        self.desk.sizes_changed.connect(self._keep_sizes)
        self.add_page(self.desk)
        self.show_open_case()
        session.drafts_changed.connect(self._show_latest)
        self.desk.setFocus()
        session.claim_changed.connect(self._begin_review, Qt.ConnectionType.SingleShotConnection)
        session.case.viewer.warm()
        if back is not None and back.draft_id:
            session.show_draft(back.draft_id, back.claim_id)
        self.locking.entered(session, self.desk, back)
        session.refresh_drafts()

    @property
    def leaving(self) -> bool:
        """Whether the case is being closed."""
        return self._leaving

    def leave_case(
        self, then: Callable[[], object] = lambda: None, dropped: Callable[[], object] = lambda: None
    ) -> bool:
        """Close the open case, then go on with `then`; False where the person would rather keep working.

        What was decided is written first. The window stays alive meanwhile; the latest `then` counts, and
        `dropped` is done in place of any other.
        """
        if self._leaving:
            self._dropped()
            self._then, self._dropped = then, dropped
            return True
        if self.session is None:
            then()
            return True
        unsaved = self.desk.summary.claims.unsaved() if self.desk is not None else []
        if not ask_before_closing(self.session, unsaved, self):
            return False
        self._then, self._dropped = then, dropped
        self.start.show_preferences(self.remembered.now)
        self._stack.setCurrentWidget(self.start)
        self.start.show_opening(words.CLOSING.format(name=self.session.case.store.info.reference))
        self.setWindowTitle(common.APPLICATION)
        self.close_case(self._told_at_start)
        return True

    def close_case(self, told: Callable[[list[Exception]], object]) -> None:
        """Close the open case, whatever is shown meanwhile, then have what went wrong `told`."""
        assert self.session is not None
        self._leaving = True
        session, wrong = self.session, list[Exception]()
        session.failed.connect(wrong.append)
        session.close()

        def failed(error: Exception) -> None:
            self._left([*wrong, error], told)

        self.background.run(self, lambda: session.end(_STOP_SECONDS), lambda _: self._left(wrong, told), failed)

    def _left(self, wrong: list[Exception], told: Callable[[list[Exception]], object]) -> None:
        """The case is closed; what could not be written is told, and read before anything else is done."""
        session, desk = self.session, self.desk
        assert session is not None
        self.session = self.desk = None
        self._leaving = False
        if desk is not None:
            self._stack.removeWidget(desk)
            desk.deleteLater()
        session.deleteLater()
        self.locking.case_left()
        told(wrong)

    def go_on(self, wrong: bool = False) -> bool:
        """Do what waits for the case to be closed, once; gives whether anything was done. Where something went `wrong`
        that is read first, and what waits is dropped."""
        then, dropped, self._then, self._dropped = self._then, self._dropped, _nothing, _nothing
        (dropped if wrong else then)()
        return then is not _nothing and not wrong

    def _told_at_start(self, wrong: list[Exception]) -> None:
        self.start.show_preferences(self.remembered.now)
        self.go_on(bool(wrong))
        if wrong:
            self.start.show_trouble(wrong[0])

    def destroy_case(self) -> None:
        """Close the open case, which was given up to be destroyed, and destroy it; what came of it is told."""
        assert self.session is not None
        folder = self.session.case.store.info.folder

        def done(error: Exception) -> None:
            self._forget(str(folder))
            self.start.show_trouble(error)

        def destroy() -> None:
            from app import purging

            self.start.show_opening(retention_words.DESTROYING)
            self.background.run(self, lambda: purging.require_standing(folder), failed=done)

        self.leave_case(destroy)

    def show_error(self, error: Exception) -> None:
        """Show an error where it can be read: on the desk, or on the start page."""
        if self.desk is not None:
            self.desk.show_error(error)
        else:
            self.start.show_trouble(error)

    def _show_latest(self) -> None:
        """Once the list of drafts is there: the latest summary, so that work goes on where it was left."""
        session = self.session
        if session is None or session.draft is not None or session.wanted or not session.drafts:
            return
        summaries = [d.draft_id for d in session.drafts if not d.question]
        session.show_draft(summaries[-1] if summaries else session.drafts[-1].draft_id)

    def _begin_review(self, _: str) -> None:
        """The first claim has the keyboard, unless the person has begun to do something else."""
        desk = self.desk
        if desk is not None and desk.hasFocus():
            desk.summary.claims.list.card.setFocus()

    def _forget(self, folder: str) -> None:
        self.remembered.take(forget_case(self.remembered.now, folder))

    def _hide_names(self, folders: Collection[str]) -> None:
        """What protected cases are called is remembered no longer."""
        self.remembered.take(without_names(self.remembered.now, folders))
        self.start.show_recent(self.remembered.now)

    def _keep_sizes(self, name: str, sizes: list[int]) -> None:
        self.remembered.set(pane_sizes={**self.remembered.now.pane_sizes, name: tuple(sizes)})

    def _preferences_changed(self) -> None:
        self.keys.take(self.remembered.now)
        if self.session is not None:
            self.locking.preferences_changed()
            self.session.preferences = self.remembered.now
            self.session.preferences_changed.emit()

    # Events

    def _in_sight(self) -> bool:
        """Whether an open case is what is seen: not behind the unlock page, and not being closed."""
        return self.session is not None and not self._leaving and self._stack.currentWidget() is self.desk

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self.session is not None:
            event.ignore()
            self.leave_case(self.close)
            return
        self.remembered.keep_window(self)
        self.remembered.write()
        self.background.close()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if self._in_sight() and accepted(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        if self.session is not None and self._in_sight():
            event.acceptProposedAction()
            dropped(self.session, self, event.mimeData())
