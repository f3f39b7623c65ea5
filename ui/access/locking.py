"""Keeps a protected case behind the unlock page: before it is opened, and whenever it is locked.

Locking hides everything at once, keeps what was typed in the case, closes it, and so ends the children that held its
keys and text. Where work has to end first the case stays open behind the page until then.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QToolTip, QWidget
from shiboken6 import isValid

from app import typed as kept
from app.access import Act
from app.typed import Typed
from provenance.protection.users import LOCKED
from ui.access.allowed import bar_desk, why_not
from ui.access.away import Away
from ui.access.lock_dialog import LockDialog
from ui.access.recovery_dialog import offer_recovery
from ui.access.traces import Traces
from ui.access.unlock_page import Before, UnlockPage
from ui.access.whereabouts import GoingBack, Whereabouts, whereabouts
from ui.access.words_typed import TypedDialog, typed_in
from ui.intake.closing import ClosingDialog, running
from ui.strings import access as words
from ui.strings import common
from ui.widgets.empty import Notice

if TYPE_CHECKING:
    from app.case import Case
    from app.jobs import Job
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.session import Session

_State = Literal["out", "in", "covered", "closing", "locked"]
_Why = Literal["asked", "idle", "screen locked", "sleep"]


class Locking(QObject):
    """Of one window. `state`: "out" while no protected case is open, "in" while one is and is seen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.state: _State = "out"
        self._where: Whereabouts | None = None
        self._typed: dict[tuple[Path, str], Typed] = {}  # what a case could not take, by user; in memory alone
        self._why: _Why = "asked"
        self._trouble: Exception | None = None
        self._dialogs: list[QWidget] = []
        self.traces, self.away = Traces(self), Away(self)
        self.away.idle.connect(lambda: self._hide("idle"))
        self.away.screen_locked.connect(lambda: self._hide("screen locked"))
        self.away.slept.connect(self._sleep)

    @cached_property
    def page(self) -> UnlockPage:
        made = UnlockPage(self._window.remembered.now)
        made.case_opened.connect(self._opened)
        made.proved.connect(self._uncover)
        made.left.connect(self._left_page)
        self._window.add_page(made)
        return made

    # In

    def ask_to_open(self, folder: Path, write: bool = True) -> None:
        """Ask for what opens a protected case."""
        self.state, self._where = "out", None
        self._show_page(Before(folder, write))

    def _show_page(self, before: Before) -> None:
        self.page.preferences = self._window.remembered.now
        self.page.stand_before(before)
        self._window.show_page(self.page)

    def _opened(self, case: Case) -> None:
        back = self._where if case.by == self.page.before.user else None
        self.state, self._where = "out", None
        self._window.show_case(case, back)

    def _left_page(self) -> None:
        self.state, self._where = "out", None
        self._window.show_start()

    def entered(self, session: Session, desk: Desk, back: Whereabouts | None) -> None:
        """A case is shown: a protected one is watched over from now on, and one goes on where one was."""
        if back is not None:
            GoingBack(session, desk, back)
            if back.stopped:
                desk.tell_above(Notice(words.STOPPED_BY_LOCK.format(titles=", ".join(back.stopped))))
        if session.case.user is None:
            return
        self.state = "in"
        self.traces.begin()
        self.away.start(self._window.remembered.now.lock_minutes)
        bar_desk(desk)
        here = self._typed.pop((session.case.store.info.folder, session.case.by), Typed())
        if session.writable:
            vault, by = session.case.store.vault, session.case.by
            session.reviews.run(desk, lambda: kept.take(vault, by), lambda found: self._give_back(desk, found, here))
        else:
            self._give_back(desk, here)
        if session.writable and not why_not(session.case, Act.USERS):
            made = session.case.access.has_recovery_key
            session.background.run(desk, made, lambda there: None if there else self._recommend(session, desk))

    def _recommend(self, session: Session, desk: Desk) -> None:
        """Who could lose the case with a passphrase is told so until there is a recovery key."""
        way = (words.MAKE_RECOVERY, lambda: offer_recovery(session, self._window))
        desk.tell_above(Notice(words.RECOMMEND_RECOVERY, way))

    def _give_back(self, desk: Desk, *found: Typed) -> None:
        for typed in found:
            desk.summary.claims.list.card.take_unsaved(typed.claims)
        if others := [one for typed in found for one in typed.others]:
            show = (words.SHOW_TYPED, lambda: TypedDialog(others, self._window).open())
            desk.tell_above(Notice(words.TYPED_NOTICE, show))

    def preferences_changed(self) -> None:
        if self.away.watching:
            self.away.start(self._window.remembered.now.lock_minutes)

    def case_left(self) -> None:
        """No case is open any more."""
        self.away.stop()
        if self.state in ("in", "covered"):
            self.state = "out"
        self.traces.end()

    # Locking

    def lock(self) -> None:
        """Lock now; where work is under way the person is asked whether it is to end first."""
        session = self._window.session
        if session is None or self.state != "in" or self._window.leaving:
            if session is not None and session.case.user is None:
                session.told.emit(words.NOT_PROTECTED)
            return
        if not (lines := running(session)):
            self._close("asked")
            return
        dialog = LockDialog(lines, self._window)
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()
        if self.state == "in" and dialog.choice == "finish":
            self._cover("asked")
        elif self.state == "in" and dialog.choice == "stop":
            self._close("asked")

    def _hide(self, why: _Why) -> None:
        """Nobody is there: nothing is seen from now on, and work under way may end."""
        if self.state != "in" or self._window.session is None or self._window.leaving:
            return
        if self._busy():
            self._cover(why)
        else:
            self._close(why)

    def _sleep(self) -> None:
        if self.state in ("in", "covered") and not self._window.leaving:
            self._close("sleep")

    def _busy(self) -> bool:
        """Whether work goes on; what somebody paused waits for them and would keep the case open for good."""
        session = self._window.session
        return session is not None and any(job.state != "paused" for job in session.jobs.active())

    def _before(self, session: Session, under_way: bool) -> Before:
        case = session.case
        return Before(case.store.info.folder, case.store.writable, case.by, locked=True, under_way=under_way)

    def _cover(self, why: _Why) -> None:
        session = self._window.session
        assert session is not None
        self.state, self._why = "covered", why
        self._put_away()
        self._show_page(self._before(session, under_way=True))
        titles = dict.fromkeys(job.title for job in session.jobs.active())
        self.page.tell(words.WORK_GOES_ON.format(titles=", ".join(titles)))
        session.job_ended.connect(self._job_ended)

    def _job_ended(self, job: Job[object]) -> None:
        if self.state == "covered" and not self._busy() and not self._window.leaving:
            self._close(self._why)

    def _uncover(self) -> None:
        """Who has the case open is back, and it is open still."""
        session = self._window.session
        if self.state != "covered" or session is None:
            return
        session.job_ended.disconnect(self._job_ended)
        self.state = "in"
        self._window.show_open_case()
        for dialog in filter(isValid, self._dialogs):
            dialog.show()
        self._dialogs = []
        self.away.start(self._window.remembered.now.lock_minutes)

    def _close(self, why: _Why) -> None:
        """Close the case behind the page; what was typed stays in it, and the log keeps that it was locked."""
        window, session, desk = self._window, self._window.session, self._window.desk
        assert session is not None
        if self.state == "covered":
            session.job_ended.disconnect(self._job_ended)
        self.state, self._trouble = "closing", None
        stopped = tuple(dict.fromkeys(job.title for job in session.jobs.active()))
        self._put_away()
        self._dialogs = list(filter(isValid, self._dialogs))
        typed = typed_in(desk, self._dialogs) if desk is not None else Typed()
        self._where = whereabouts(session, desk, stopped) if desk is not None else Whereabouts()
        for dialog in self._dialogs:
            dialog.deleteLater()
        self._dialogs = []
        self._show_page(self._before(session, under_way=False))
        self.page.hold(words.LOCKING)
        self.traces.clear_copied()
        of = session.case.store.info.folder, session.case.by
        if not session.writable and typed:
            self._typed[of] = typed
        session.reviews.run(self, _written(session, typed, why, stopped), failed=lambda e: self._not_kept(of, typed, e))
        window.close_case(self._closed)

    def _not_kept(self, of: tuple[Path, str], typed: Typed, error: Exception) -> None:
        """The case could not take it (a full disk): what was typed waits in memory, and the error is told."""
        self._typed[of], self._trouble = typed, error

    def _closed(self, wrong: list[Exception]) -> None:
        self.state = "locked"
        error = next(iter([*wrong, *([self._trouble] if self._trouble else [])]), None)
        self._trouble = None
        QTimer.singleShot(0, self, lambda: gc.collect())  # what was shown lies about until then
        if self._window.go_on(error is not None):  # the person has closed the window meanwhile, or opens another case
            return
        self.page.let_go()
        if error is not None:
            self.page.show_trouble(error)

    def _put_away(self) -> None:
        """Nothing of the case is seen: neither in other windows nor in the title."""
        self._window.setWindowTitle(common.APPLICATION)
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in QApplication.topLevelWidgets():
            if not isinstance(dialog, QDialog) or not dialog.isVisible():
                continue
            if isinstance(dialog, (QFileDialog, LockDialog, ClosingDialog)):
                dialog.reject()
            else:
                self._dialogs.append(dialog)
                dialog.hide()


def _written(session: Session, typed: Typed, why: str, stopped: tuple[str, ...]) -> Callable[[], None]:
    """What is written in the case before it is closed; one that is open for reading takes nothing."""
    store, by = session.case.store, session.case.by

    def work() -> None:
        if not store.writable:
            return
        try:
            if typed:
                kept.keep(store.vault, by, typed)
        finally:
            store.record(LOCKED, {"why": why, "stopped": list(stopped)}, by)

    return work
