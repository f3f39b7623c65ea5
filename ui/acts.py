"""What can be done from keys and menus, by the names of the table of keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.preferences import TEXT_PERCENT
from ui.strings import access as access_words
from ui.strings import desk as words
from ui.strings import draft as draft_words
from ui.strings import offline as offline_words
from ui.strings import rescue as rescue_words
from ui.strings import retention as retention_words
from ui.strings import schedules as schedule_words
from ui.strings import signing as signing_words

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.session import Session
    from ui.start.rescue import RescueDialog

Act = Callable[[], object]


class Acts:
    """Every action of the window; those of the desk are only called while a case is open."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    @property
    def _desk(self) -> Desk:
        assert self._window.desk is not None
        return self._window.desk

    @property
    def _session(self) -> Session:
        assert self._window.session is not None
        return self._window.session

    def everywhere(self) -> dict[str, Act]:
        """Those that need no case."""
        return {
            "settings": self.settings,
            "keys": self.show_keys,
            "help": self.help,
            "open_case": self.open_case,
            "larger_text": lambda: self._resize_text(10),
            "smaller_text": lambda: self._resize_text(-10),
            "quit": self._window.close,
        }

    def on_the_desk(self) -> dict[str, Act]:
        """Those that need an open case."""
        claims = lambda: self._desk.summary.claims  # noqa: E731 - the desk is another one for each case
        return {
            "next_claim": lambda: claims().step(1),
            "previous_claim": lambda: claims().step(-1),
            "open_source": lambda: claims().open_next(),
            **{name: lambda name=name: claims().act(name) for name in ("accept", "amend", "reject", "aside", "note")},
            "undo": lambda: claims().undo(),
            "sign": lambda: self._desk.summary.sign(),
            "ask": self.ask,
            "search": self.search,
            "find": lambda: self._desk.source.find(),
            "next_page": lambda: self._desk.source.turn(1),
            "previous_page": lambda: self._desk.source.turn(-1),
            "add": self.add,
            "new_draft": self.new_draft,
            "drafts": self.drafts,
            "export": self.export,
            "lock": self.lock,
            "close_case": self._window.leave_case,
            "next_pane": lambda: self._desk.step_pane(1),
            "previous_pane": lambda: self._desk.step_pane(-1),
            "hide_evidence": lambda: self._desk.toggle(self._desk.evidence),
            "hide_source": lambda: self._desk.toggle(self._desk.source),
        }

    def named(self) -> dict[str, Act]:
        """Those that the desk's own buttons call."""
        return {
            "add": self.add,
            "new_draft": self.new_draft,
            "drafts": self.drafts,
            "export": self.export,
            "lock": self.lock,
        }

    def menu(self) -> dict[str, Act | None]:
        """The menu of the header: words and what they do, None for a line."""
        return {
            draft_words.NEW_DRAFT: self.new_draft,
            draft_words.DRAFTS: self.drafts,
            words.ADD: self.add,
            words.SEARCH: self.search,
            words.VERIFY: self.verify,
            draft_words.EXPORT: self.export,
            signing_words.SIGN_MENU: self.sign,
            schedule_words.MENU: self.schedules,
            retention_words.MENU: self.retention,
            offline_words.MENU: lambda: self._desk.header.offline.test(),
            rescue_words.BACK_UP: self.back_up,
            "1": None,
            words.HIDE_EVIDENCE: lambda: self._desk.toggle(self._desk.evidence),
            words.HIDE_SOURCE: lambda: self._desk.toggle(self._desk.source),
            "2": None,
            **self._access(),
            words.SETTINGS: self.settings,
            words.KEYS: self.show_keys,
            words.HELP: self.help,
            "3": None,
            words.CLOSE_CASE: self._window.leave_case,
            words.QUIT: self._window.close,
        }

    def _access(self) -> dict[str, Act | None]:
        """Who may open the case: a plain one can be protected."""
        session = self._window.session
        if session is not None and session.case.user is not None:
            return {access_words.USERS_MENU: self.users, access_words.LOCK: self.lock}
        return {access_words.PROTECT_MENU: self.protect}

    # The desk

    def users(self) -> None:
        from ui.access.users_dialog import UsersDialog

        UsersDialog(self._session, self._window).open()

    def protect(self) -> None:
        from ui.access.closed_work import do_closed, protecting
        from ui.access.protect_dialog import ProtectDialog

        window, folder = self._window, self._session.case.store.info.folder
        last = window.remembered.now.last_user
        ProtectDialog(last, lambda *by: do_closed(window, protecting(folder, *by)), window).open()

    def ask(self) -> None:
        self._desk.middle.show_tab("ask").focus_question()

    def search(self) -> None:
        self._desk.middle.show_tab("search").focus_field()

    def verify(self) -> None:
        """Re-open every citation of the case from the original bytes."""
        case = self._session.case
        self._session.start(words.VERIFYING, lambda progress: case.verify(None, progress))

    def add(self) -> None:
        from ui.intake.add_dialog import AddDialog

        AddDialog(self._session, self._window).open()

    def new_draft(self) -> None:
        from ui.drafting.dialog import DraftDialog

        DraftDialog(self._session, self._window).open()

    def drafts(self) -> None:
        from ui.drafting.list import DraftList

        DraftList(self._session, self._window).open()

    def sign(self) -> None:
        self._desk.middle.show_tab("summary")
        self._desk.summary.sign()

    def export(self) -> None:
        from ui.export.dialog import ExportDialog

        if self._session.draft is not None:
            ExportDialog(self._session, self._window.remembered, self._window).open()

    def schedules(self) -> None:
        from ui.schedules.dialog import SchedulesDialog

        SchedulesDialog(self._session, self._window.remembered, self._window).open()

    def retention(self) -> None:
        """How long the case is kept; a case that was given up to be destroyed is closed, and then destroyed."""
        from ui.retention.dialog import RetentionDialog

        made = RetentionDialog(self._session, self._window.remembered, self._window)
        made.purge_begun.connect(self._window.destroy_case)
        made.open()

    def lock(self) -> None:
        self._window.locking.lock()

    # Everywhere

    def _resize_text(self, by: int) -> None:
        least, most = TEXT_PERCENT
        remembered = self._window.remembered
        remembered.set(text_percent=min(most, max(least, remembered.now.text_percent + by)))

    def settings(self) -> None:
        from ui.settings.dialog import SettingsDialog

        SettingsDialog(self._window.remembered, self._window).open()

    def show_keys(self) -> None:
        from ui.settings.keys_overlay import KeysOverlay

        KeysOverlay(self._window.remembered.now, self._window).open()

    def help(self) -> None:
        from ui.settings.help import HelpWindow

        HelpWindow(self._window).show()

    def open_case(self) -> None:
        from ui.start.choosing import choose_case

        folder = choose_case(self._window, self._window.remembered.now)
        if folder is not None:
            self._window.open_case(folder)

    def back_up(self) -> None:
        from ui.start.rescue import back_up_dialog

        case = self._session.case
        self._opening(back_up_dialog(case, self._window, case.store.info.folder.parent))

    def save_damaged(self, folder: Path) -> None:
        from ui.start.rescue import save_dialog

        self._opening(save_dialog(folder, self._window, folder.parent))

    def put_back(self) -> None:
        from ui.start.choosing import usual_place
        from ui.start.rescue import put_back_dialog

        self._opening(put_back_dialog(self._window, usual_place(self._window.remembered.now)))

    def _opening(self, dialog: RescueDialog | None) -> None:
        if dialog is not None:
            dialog.opened.connect(self._window.open_case)
            dialog.open()

    def new_case(self) -> None:
        from ui.start.new_case import NewCaseDialog

        NewCaseDialog(self._window, self._window.remembered).open()

    def sample(self) -> None:
        from ui.start.sample import open_sample

        open_sample(self._window)
